use crate::rules::{Check, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "spot-upgrade-separately", tier: Tier::Refused, check: Check::Operation };
