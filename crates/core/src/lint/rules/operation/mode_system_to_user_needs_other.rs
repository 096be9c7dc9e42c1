use crate::lint::{Check, Rule, Severity};

pub(in crate::lint) const RULE: Rule =
    Rule { id: "mode-system-to-user-needs-other", severity: Severity::Refused, check: Check::Operation };
