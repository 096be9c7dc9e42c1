use crate::lint::{Check, Rule, Severity};

pub(in crate::lint) const RULE: Rule =
    Rule { id: "control-plane-no-skip", severity: Severity::Refused, check: Check::Operation };
