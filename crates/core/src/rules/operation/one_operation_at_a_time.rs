use crate::rules::{Check, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "one-operation-at-a-time", tier: Tier::Refused, check: Check::Operation };
