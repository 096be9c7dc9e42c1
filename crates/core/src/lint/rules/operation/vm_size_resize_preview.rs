use crate::lint::{Check, Rule, Severity};

pub(in crate::lint) const RULE: Rule =
    Rule { id: "vm-size-resize-preview", severity: Severity::Refused, check: Check::Operation };
