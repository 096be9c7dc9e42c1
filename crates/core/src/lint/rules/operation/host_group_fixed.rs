use crate::lint::{Check, Rule, Severity};

pub(in crate::lint) const RULE: Rule =
    Rule { id: "host-group-fixed", severity: Severity::Refused, check: Check::Operation };
