use crate::lint::{Check, Rule, Severity};

pub(in crate::lint) const RULE: Rule =
    Rule { id: "autoscale-blocks-manual-scale", severity: Severity::Refused, check: Check::Operation };
