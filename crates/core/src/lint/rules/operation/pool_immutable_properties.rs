use crate::lint::{Check, Rule, Severity};

pub(in crate::lint) const RULE: Rule =
    Rule { id: "pool-immutable-properties", severity: Severity::Refused, check: Check::Operation };
