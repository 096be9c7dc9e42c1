use crate::lint::{Check, Rule, Severity};

pub(in crate::lint) const RULE: Rule =
    Rule { id: "delete-last-pool", severity: Severity::Refused, check: Check::Operation };
