use crate::rules::{Check, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "pool-version-no-downgrade", tier: Tier::Refused, check: Check::Operation };
