use crate::rules::{Check, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "pool-immutable-properties", tier: Tier::Refused, check: Check::Operation };
