//! The configuration in a plan: what a resource's arguments refer to.

use super::address::{split_address, without_key};
use super::{AUTOMATIC, CLUSTER};
use crate::syntax::{Node, Object};

/// The root module of a configuration; a state has none.
#[derive(Clone, Copy)]
pub(super) struct Configuration<'a>(pub(super) Option<&'a Object>);

impl<'a> Configuration<'a> {
    /// Returns the address of the resource, without keys, that an argument of another refers to.
    pub(super) fn resolve(self, module: &[String], name: &str, arguments: &[&str]) -> Option<String> {
        let expressions = self.expressions_of(module, name)?;
        let expression = arguments.iter().find_map(|argument| expressions.get(argument)?.as_object())?;
        self.follow(module, expression, 0)
    }

    /// Returns the expressions of the resource at an address.
    pub(super) fn expressions(self, address: &str) -> Option<&'a Object> {
        let (module, name, _) = split_address(address);
        let module: Vec<String> = module.into_iter().map(|step| without_key(&step).to_owned()).collect();
        self.expressions_of(&module, &name)
    }

    fn expressions_of(self, module: &[String], name: &str) -> Option<&'a Object> {
        let inside = self.module(module)?;
        let resources = inside.get("resources")?.as_list()?.iter().filter_map(Node::as_object);
        let resource = resources.rev().find(|one| one.text("address") == Some(name))?;
        resource.get("expressions")?.as_object()
    }

    /// Follows the references of an expression, through variables of modules.
    fn follow(self, module: &[String], expression: &Object, depth: usize) -> Option<String> {
        let references = expression.get("references")?.as_list()?.iter().filter_map(Node::as_text);
        for reference in references.filter(|_| depth < 20) {
            if let Some(variable) = reference.strip_prefix("var.") {
                let (call, outer) = module.split_last()?;
                let calls = self.module(outer)?.get("module_calls")?.as_object()?;
                let arguments =
                    calls.get(call.strip_prefix("module.")?)?.as_object()?.get("expressions")?.as_object()?;
                let variable = variable.split(['.', '[']).next().unwrap_or_default();
                if let Some(found) =
                    arguments.get(variable).and_then(|next| self.follow(outer, next.as_object()?, depth + 1))
                {
                    return Some(found);
                }
                continue;
            }
            let mut parts = reference.split('.');
            let (Some(kind), Some(name)) = (parts.next(), parts.next()) else { continue };
            let name = name.split('[').next().unwrap_or_default();
            if kind == "module" {
                // What a module returns: its own cluster, if it has one.
                let inner: Vec<String> = module.iter().cloned().chain([format!("module.{name}")]).collect();
                let output = parts.next().unwrap_or_default().split('[').next().unwrap_or_default();
                let outputs = self
                    .module(&inner)
                    .and_then(|inner| inner.get("outputs")?.as_object()?.get(output)?.as_object());
                let expression = outputs.and_then(|output| output.get("expression")?.as_object());
                if let Some(found) = expression.and_then(|next| self.follow(&inner, next, depth + 1)) {
                    return Some(found);
                }
            } else if matches!(kind, CLUSTER | AUTOMATIC | "azapi_resource") {
                let path: Vec<&str> = module.iter().map(String::as_str).collect();
                let address = format!("{kind}.{name}");
                return Some([path.as_slice(), &[&address]].concat().join("."));
            }
        }
        None
    }

    /// Returns the configuration of a module by its steps: `module.a`.
    fn module(self, steps: &[String]) -> Option<&'a Object> {
        let mut module = self.0?;
        for step in steps {
            let calls = module.get("module_calls")?.as_object()?;
            module = calls.get(step.strip_prefix("module.")?)?.as_object()?.get("module")?.as_object()?;
        }
        Some(module)
    }
}
