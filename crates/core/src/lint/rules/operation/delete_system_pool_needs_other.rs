use crate::lint::{Check, Rule, Severity};

pub(in crate::lint) const RULE: Rule =
    Rule { id: "delete-system-pool-needs-other", severity: Severity::Refused, check: Check::Operation };
