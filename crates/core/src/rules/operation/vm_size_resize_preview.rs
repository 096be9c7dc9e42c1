use crate::rules::{Check, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "vm-size-resize-preview", tier: Tier::Refused, check: Check::Operation };
