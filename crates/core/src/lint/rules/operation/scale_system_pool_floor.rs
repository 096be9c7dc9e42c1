use crate::lint::{Check, Rule, Severity};

pub(in crate::lint) const RULE: Rule =
    Rule { id: "scale-system-pool-floor", severity: Severity::Refused, check: Check::Operation };
