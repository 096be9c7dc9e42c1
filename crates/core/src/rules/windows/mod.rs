//! Rules about Windows pools.

pub(super) mod windows2025_needs_fips;
pub(super) mod windows_admin_password;
pub(super) mod windows_admin_username;
pub(super) mod windows_needs_linux_system_pool;
pub(super) mod windows_os_sku_version;
pub(super) mod windows_profile_at_create;
pub(super) mod windows_requires_azure_cni;
