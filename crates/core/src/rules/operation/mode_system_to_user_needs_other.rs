use crate::rules::{Check, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "mode-system-to-user-needs-other", tier: Tier::Refused, check: Check::Operation };
