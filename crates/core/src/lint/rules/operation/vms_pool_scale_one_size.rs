use crate::lint::{Check, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Operation);
