//! Rules about Kubernetes versions.

pub(super) mod kubernetes_version_supported;
pub(super) mod pool_version_equal_at_create;
pub(super) mod pool_version_not_above_control_plane;
pub(super) mod pool_version_skew;
pub(super) mod version_syntax;
