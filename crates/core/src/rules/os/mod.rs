//! Rules about operating systems and what nodes run on.

pub(super) mod acl_requirements;
pub(super) mod arm64_linux_only;
pub(super) mod cvm_combinations;
pub(super) mod fips_cluster_default_follows;
pub(super) mod fips_combinations;
pub(super) mod host_encryption;
pub(super) mod os_guard_requirements;
pub(super) mod os_guard_retired;
pub(super) mod os_sku_linux_version_window;
pub(super) mod os_sku_matches_os_type;
pub(super) mod os_sku_retired_linux;
pub(super) mod pod_sandboxing;
pub(super) mod trusted_launch;
