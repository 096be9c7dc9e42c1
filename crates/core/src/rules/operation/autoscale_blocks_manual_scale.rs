use crate::rules::{Check, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "autoscale-blocks-manual-scale", tier: Tier::Refused, check: Check::Operation };
