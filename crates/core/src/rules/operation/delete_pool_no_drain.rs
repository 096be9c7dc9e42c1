use crate::rules::{Check, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "delete-pool-no-drain", tier: Tier::Note, check: Check::Operation };
