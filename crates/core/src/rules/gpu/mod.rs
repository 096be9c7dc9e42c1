//! Rules about GPUs.

pub(super) mod gpu_mig_profile;
pub(super) mod gpu_os_support;
pub(super) mod gpu_taint_recommended;
