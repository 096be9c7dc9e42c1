//! Rules about labels, taints and tags.

pub(super) mod label_kubernetes_io_restricted;
pub(super) mod label_reserved_prefix;
pub(super) mod label_syntax;
pub(super) mod tag_limits;
pub(super) mod taint_syntax;
pub(super) mod taint_system_reserved;
