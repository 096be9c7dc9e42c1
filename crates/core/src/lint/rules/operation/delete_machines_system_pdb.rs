use crate::lint::{Check, Rule, Severity};

pub(in crate::lint) const RULE: Rule =
    Rule { id: "delete-machines-system-pdb", severity: Severity::Recommendation, check: Check::Operation };
