//! Rules about operating systems and what nodes run on.

pub(in crate::lint) mod acl_requirements;
pub(in crate::lint) mod arm64_linux_only;
pub(in crate::lint) mod artifact_streaming_limits;
pub(in crate::lint) mod azure_linux_2_gone;
pub(in crate::lint) mod cvm_combinations;
pub(in crate::lint) mod cvm_tdx_unsupported;
pub(in crate::lint) mod fips_cluster_all_pools;
pub(in crate::lint) mod fips_cluster_default_follows;
pub(in crate::lint) mod fips_combinations;
pub(in crate::lint) mod host_encryption;
pub(in crate::lint) mod os_guard_requirements;
pub(in crate::lint) mod os_guard_retired;
pub(in crate::lint) mod os_sku_linux_version_window;
pub(in crate::lint) mod os_sku_matches_os_type;
pub(in crate::lint) mod os_sku_retired_linux;
pub(in crate::lint) mod pod_sandboxing;
pub(in crate::lint) mod trusted_launch;
pub(in crate::lint) mod ubuntu2604_requirements;
pub(in crate::lint) mod ubuntu_22_04_retirement;
