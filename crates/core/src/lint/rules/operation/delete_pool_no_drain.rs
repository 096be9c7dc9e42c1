use crate::lint::{Check, Rule, Severity};

pub(in crate::lint) const RULE: Rule =
    Rule { id: "delete-pool-no-drain", severity: Severity::Note, check: Check::Operation };
