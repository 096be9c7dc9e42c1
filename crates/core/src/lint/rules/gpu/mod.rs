//! Rules about GPUs.

pub(in crate::lint) mod gpu_amd_only_mi300x;
pub(in crate::lint) mod gpu_mig_profile;
pub(in crate::lint) mod gpu_os_support;
pub(in crate::lint) mod gpu_rtx_pro_6000_ubuntu;
pub(in crate::lint) mod gpu_taint_recommended;
pub(in crate::lint) mod managed_gpu_limits;
