//! Rules about labels, taints and tags.

pub(in crate::lint) mod label_kubernetes_io_restricted;
pub(in crate::lint) mod label_reserved_prefix;
pub(in crate::lint) mod label_syntax;
pub(in crate::lint) mod tag_limits;
pub(in crate::lint) mod taint_syntax;
pub(in crate::lint) mod taint_system_reserved;
