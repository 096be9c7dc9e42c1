use crate::lint::{Check, Rule, Severity};

pub(in crate::lint) const RULE: Rule =
    Rule { id: "stop-pool-preconditions", severity: Severity::Refused, check: Check::Operation };
