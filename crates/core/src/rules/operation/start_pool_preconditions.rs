use crate::rules::{Check, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "start-pool-preconditions", tier: Tier::Refused, check: Check::Operation };
