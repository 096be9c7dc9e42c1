use crate::lint::{Check, Rule, Severity};

pub(in crate::lint) const RULE: Rule =
    Rule { id: "mode-user-to-system-qualifies", severity: Severity::Refused, check: Check::Operation };
