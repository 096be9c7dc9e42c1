//! Rules about Kubernetes versions.

pub(in crate::lint) mod cluster_unsupported_auto_upgrade;
pub(in crate::lint) mod kubernetes_version_supported;
pub(in crate::lint) mod lts_needs_premium;
pub(in crate::lint) mod pool_version_equal_at_create;
pub(in crate::lint) mod pool_version_not_above_control_plane;
pub(in crate::lint) mod pool_version_skew;
pub(in crate::lint) mod version_syntax;
