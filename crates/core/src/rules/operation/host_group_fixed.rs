use crate::rules::{Check, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "host-group-fixed", tier: Tier::Refused, check: Check::Operation };
