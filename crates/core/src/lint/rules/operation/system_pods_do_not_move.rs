use crate::lint::{Check, Rule, Severity};

pub(in crate::lint) const RULE: Rule =
    Rule { id: "system-pods-do-not-move", severity: Severity::Note, check: Check::Operation };
