use crate::rules::{Check, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "system-pods-do-not-move", tier: Tier::Note, check: Check::Operation };
