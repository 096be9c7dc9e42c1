use crate::lint::{Check, Rule, Severity};

pub(in crate::lint) const RULE: Rule =
    Rule { id: "one-operation-at-a-time", severity: Severity::Refused, check: Check::Operation };
