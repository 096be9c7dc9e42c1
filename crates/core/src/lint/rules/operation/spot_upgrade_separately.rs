use crate::lint::{Check, Rule, Severity};

pub(in crate::lint) const RULE: Rule =
    Rule { id: "spot-upgrade-separately", severity: Severity::Refused, check: Check::Operation };
