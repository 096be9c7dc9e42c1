use crate::rules::{Check, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "delete-system-pool-needs-other", tier: Tier::Refused, check: Check::Operation };
