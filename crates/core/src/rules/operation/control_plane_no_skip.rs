use crate::rules::{Check, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "control-plane-no-skip", tier: Tier::Refused, check: Check::Operation };
