//! Rules about GPUs.

pub(in crate::lint) mod gpu_mig_profile;
pub(in crate::lint) mod gpu_os_support;
pub(in crate::lint) mod gpu_taint_recommended;
