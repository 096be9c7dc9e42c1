use crate::rules::{Check, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "delete-last-pool", tier: Tier::Refused, check: Check::Operation };
