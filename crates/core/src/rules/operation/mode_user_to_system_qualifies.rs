use crate::rules::{Check, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "mode-user-to-system-qualifies", tier: Tier::Refused, check: Check::Operation };
