//! Rules about Windows pools.

pub(in crate::lint) mod windows2022_gen1_image;
pub(in crate::lint) mod windows2025_needs_fips;
pub(in crate::lint) mod windows_admin_password;
pub(in crate::lint) mod windows_admin_username;
pub(in crate::lint) mod windows_needs_linux_system_pool;
pub(in crate::lint) mod windows_os_sku_version;
pub(in crate::lint) mod windows_outbound_nat_gateway;
pub(in crate::lint) mod windows_profile_at_create;
pub(in crate::lint) mod windows_requires_azure_cni;
