use crate::rules::{Check, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "stop-pool-preconditions", tier: Tier::Refused, check: Check::Operation };
