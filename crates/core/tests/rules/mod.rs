//! The rules against their pages, the documented limits and the invariants of all rules.

mod boundaries;
mod conditions;
mod examples;
mod existing;
mod facts;
mod false_alarms;
mod fixes;
mod hostile;
mod limits;
mod one_mistake;
mod operations;
mod pages;
mod pairs;
mod quota;
mod registry;
mod support;
mod unchecked;
