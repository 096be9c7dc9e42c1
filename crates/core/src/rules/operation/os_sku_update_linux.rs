use crate::rules::{Check, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "os-sku-update-linux", tier: Tier::Refused, check: Check::Operation };
