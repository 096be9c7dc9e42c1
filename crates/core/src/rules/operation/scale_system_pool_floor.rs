use crate::rules::{Check, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "scale-system-pool-floor", tier: Tier::Refused, check: Check::Operation };
