use crate::rules::{Check, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "delete-machines-system-pdb", tier: Tier::Recommendation, check: Check::Operation };
