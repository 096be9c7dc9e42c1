use crate::lint::{Check, Rule, Severity};

pub(in crate::lint) const RULE: Rule =
    Rule { id: "os-sku-update-linux", severity: Severity::Refused, check: Check::Operation };
