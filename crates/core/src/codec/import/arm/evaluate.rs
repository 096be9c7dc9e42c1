//! Evaluation: what a value of a template comes to, with the parameters, variables, functions and loops that it can
//! refer to. It always ends: depth, steps and sizes have limits, and what goes beyond them isn't known.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::at_deployment::{RESOURCE_GROUP, resource_id, unknown, unknown_function};
use super::expression::{Expression, Written, parse, written};
use super::functions::{self, Function, Takes, element};
use super::value::{Builder, Data, Field, Part, Value};
use super::{FROM_VAULT, MOST_DEEP, MOST_LOOPS, MOST_STEPS};
use crate::syntax::{Content, Entry, Node, Object, Span};
use crate::text::shown;

/// What expressions of a template can refer to. Inside a nested deployment of its own scope there is another one.
#[derive(Default)]
struct Scope<'a> {
    template: Option<&'a Object>,
    /// Values of parameters, by name in lower case.
    given: BTreeMap<String, Value>,
    parameters: BTreeMap<String, Memo>,
    variables: BTreeMap<String, Memo>,
    /// The resource group that it deploys to, if the template says so.
    resource_group: Option<Value>,
    is_nested: bool,
}

/// A value that is evaluated once.
#[derive(Clone)]
enum Memo {
    Busy,
    Done(Value),
}

/// Where an expression is: its scope, and the loops and lambdas around it.
#[derive(Clone, Default)]
pub(super) struct Environment {
    scope: usize,
    loops: Vec<Loop>,
    /// Variables of lambdas.
    locals: Vec<(Rc<str>, Value)>,
    /// Arguments of the function of one's own that is evaluated.
    arguments: Option<Rc<BTreeMap<String, Value>>>,
}

#[derive(Clone)]
struct Loop {
    name: Rc<str>,
    index: i64,
    is_of_resource: bool,
}

impl Environment {
    /// Returns the environment of one round of a loop.
    pub(super) fn in_loop(&self, name: &str, index: i64, is_of_resource: bool) -> Self {
        let mut inner = self.clone();
        inner.loops.push(Loop { name: name.into(), index, is_of_resource });
        inner
    }

    pub(super) fn with(&self, names: &[Rc<str>], values: &[Value]) -> Self {
        let mut inner = self.clone();
        inner.locals.extend(names.iter().cloned().zip(values.iter().cloned()));
        inner
    }
}

/// Evaluates the values of a template.
pub(super) struct Evaluator<'a> {
    scopes: Vec<Scope<'a>>,
    deployments: Vec<Deployment<'a>>,
    pub(super) steps: usize,
    depth: usize,
}

const TOO_MANY_STEPS: &str = "the template takes too many steps to evaluate";

/// A nested deployment, whose outputs others can refer to.
struct Deployment<'a> {
    symbol: Option<&'a str>,
    resource: &'a Object,
    environment: Environment,
    outputs: Option<Memo>,
}

/// A function of one's own: its parameters and its value.
type OwnFunction<'a> = (Vec<&'a str>, &'a Node);

impl<'a> Evaluator<'a> {
    /// Returns an evaluator, and the environment of the template itself.
    pub(super) fn new(template: &'a Object, given: BTreeMap<String, Value>) -> (Self, Environment) {
        let scope = Scope { template: Some(template), given, ..Scope::default() };
        (Self { scopes: vec![scope], deployments: Vec::new(), steps: 0, depth: 0 }, Environment::default())
    }

    /// Returns the environment of a nested deployment that has a scope of its own.
    pub(super) fn nested(
        &mut self,
        template: &'a Object,
        given: BTreeMap<String, Value>,
        resource_group: Option<Value>,
    ) -> Environment {
        let scope =
            Scope { template: Some(template), given, resource_group, is_nested: true, ..Scope::default() };
        self.scopes.push(scope);
        Environment { scope: self.scopes.len() - 1, ..Environment::default() }
    }

    /// Returns the resource group that a scope deploys to, if that is known.
    pub(super) fn resource_group(&self, environment: &Environment) -> Option<Value> {
        self.scopes.get(environment.scope)?.resource_group.clone()
    }

    /// Makes the outputs of a nested deployment known.
    pub(super) fn register(
        &mut self,
        symbol: Option<&'a str>,
        resource: &'a Object,
        environment: &Environment,
    ) {
        let environment = environment.clone();
        self.deployments.push(Deployment { symbol, resource, environment, outputs: None });
    }

    /// Returns what `reference` of a nested deployment comes to, if its template is here.
    fn deployed(&mut self, reference: &Value, environment: &Environment) -> Option<Value> {
        // By its symbolic name, or by the end of its id.
        let id = match &reference.data {
            Data::Text(text) => text.clone(),
            Data::Open(open) => match open.parts.last()? {
                Part::Text(text) => text.as_str().into(),
                Part::Unknown(_) => return None,
            },
            _ => return None,
        };
        let folded = id.to_lowercase();
        let name = folded.rsplit_once("microsoft.resources/deployments/").map(|(_, name)| name);
        let mut place = None;
        for index in 0..self.deployments.len() {
            let one = self.deployments.get(index)?;
            if one.environment.scope != environment.scope {
                continue;
            }
            let is_symbol = one.symbol.is_some_and(|symbol| *symbol == *id);
            let (resource, inner) = (one.resource, one.environment.clone());
            let is_name = !is_symbol
                && name.is_some_and(|name| {
                    let own = resource.text("name").map(|own| self.text(own, &inner));
                    own.and_then(|own| own.as_text().map(|own| own.to_lowercase())).as_deref() == Some(name)
                });
            if is_symbol || is_name {
                place = Some(index);
                break;
            }
        }
        let one = self.deployments.get_mut(place?)?;
        match &one.outputs {
            Some(Memo::Done(value)) => return Some(value.clone()),
            Some(Memo::Busy) => return None,
            None => one.outputs = Some(Memo::Busy),
        }
        let (resource, outer) = (one.resource, one.environment.clone());
        let outputs = self.outputs(resource, &outer);
        let value = functions::object(&[("outputs", outputs?)]);
        if let Some(one) = self.deployments.get_mut(place?) {
            one.outputs = Some(Memo::Done(value.clone()));
        }
        Some(value)
    }

    fn outputs(&mut self, resource: &'a Object, environment: &Environment) -> Option<Value> {
        let properties = resource.get("properties")?.as_object()?;
        let template = properties.get("template")?.as_object()?;
        let options = properties.get("expressionEvaluationOptions").and_then(Node::as_object);
        let is_inner = options
            .and_then(|options| options.text("scope"))
            .is_some_and(|scope| scope.eq_ignore_ascii_case("inner"));
        let inner = if is_inner {
            let given = properties.get("parameters").map(|parameters| self.given(parameters, environment));
            let group = resource.get("resourceGroup").map(|group| self.value(group, environment));
            self.nested(template, given.unwrap_or_default(), group)
        } else {
            environment.clone()
        };
        let mut fields = Builder::default();
        for entry in &template.get("outputs")?.as_object()?.0 {
            let value = entry.value.as_object().and_then(|output| output.get("value"));
            let value = value.map_or_else(Value::null, |value| self.value(value, &inner));
            let field = functions::object(&[("value", value)]);
            fields.put(Field { key: entry.key.as_str().into(), key_span: Span::default(), value: field });
        }
        Some(fields.done())
    }

    /// Returns the values that a deployment gives to the parameters of its template.
    pub(super) fn given(&mut self, parameters: &Node, environment: &Environment) -> BTreeMap<String, Value> {
        let Some(Object(entries)) = parameters.as_object() else {
            // All parameters in one expression.
            let all = self.value(parameters, environment);
            let fields = all.as_object().unwrap_or_default().iter();
            return fields
                .filter_map(|field| Some((field.key.to_lowercase(), field.value.get("value")?.clone())))
                .collect();
        };
        let mut given = BTreeMap::new();
        for entry in entries {
            let value = match entry.value.as_object() {
                Some(parameter) => {
                    match parameter.0.iter().find(|inner| inner.key.eq_ignore_ascii_case("value")) {
                        Some(value) => self.value(&value.value, environment),
                        None => Value::open(FROM_VAULT),
                    }
                }
                None => {
                    let parameter = self.value(&entry.value, environment);
                    let open = || parameter.clone();
                    parameter.get("value").cloned().unwrap_or_else(open)
                }
            };
            given.insert(entry.key.to_lowercase(), value);
        }
        given
    }

    /// Returns what a value of the template comes to.
    pub(super) fn value(&mut self, node: &Node, environment: &Environment) -> Value {
        if let Some(open) = self.enter() {
            return open;
        }
        let mut value = match &node.content {
            Content::Null => Value::null(),
            Content::Bool(flag) => Value::flag(*flag),
            Content::Number(number) => Data::Number(number.clone()).into(),
            Content::Text(text) => self.text(text, environment),
            Content::List(items) => {
                Value::list(items.iter().map(|item| self.value(item, environment)).collect())
            }
            Content::Object(object) => self.object(object, &[], environment),
        };
        if value.span == Span::default() {
            value.span = node.span;
        }
        self.depth -= 1;
        value
    }

    /// Returns an object with its loops evaluated, without some of its keys.
    pub(super) fn object(&mut self, object: &Object, without: &[&str], environment: &Environment) -> Value {
        let mut fields = Builder::default();
        for Entry { key, key_span, value } in &object.0 {
            if without.iter().any(|other| other.eq_ignore_ascii_case(key)) {
                continue;
            }
            if let Some(loops) = property_loops(key, value) {
                for (name, count, input) in loops {
                    let value = self.rounds(name, count, input, environment);
                    fields.put_written(Field { key: name.into(), key_span: *key_span, value });
                }
                continue;
            }
            let name = self.text(key, environment);
            let value = match name.as_text() {
                Some(_) => self.value(value, environment),
                None => Value::open("its key isn't known"),
            };
            let key = name.as_text().cloned().unwrap_or_else(|| key.as_str().into());
            fields.put_written(Field { key, key_span: *key_span, value });
        }
        fields.done()
    }

    /// Returns the list that a loop over a property or a variable makes.
    fn rounds(&mut self, name: &str, count: &Node, input: &Node, environment: &Environment) -> Value {
        let count = match self.count(count, environment) {
            Ok(count) => count,
            Err(open) => return open,
        };
        let mut items = Vec::new();
        for index in 0..count {
            if self.steps > MOST_STEPS {
                return Value::open(TOO_MANY_STEPS);
            }
            items.push(self.value(input, &environment.in_loop(name, index, false)));
        }
        Value::list(items)
    }

    /// Returns how often a loop runs.
    ///
    /// # Errors
    /// An open value that says why that isn't known.
    pub(super) fn count(&mut self, count: &Node, environment: &Environment) -> Result<i64, Value> {
        let count = self.value(count, environment);
        match count.as_whole() {
            Some(count) if (0..=MOST_LOOPS).contains(&count) => Ok(count),
            Some(count) => Err(Value::open(format!("a loop runs 0 to {MOST_LOOPS} times, not {count}"))),
            None if count.as_open().is_some() => Err(count),
            None => {
                Err(Value::open(format!("the count of a loop must be a number, but it is {}", count.kind())))
            }
        }
    }

    /// Begins a step; returns an open value where there were too many.
    fn enter(&mut self) -> Option<Value> {
        self.steps += 1;
        if self.steps > MOST_STEPS {
            return Some(Value::open(TOO_MANY_STEPS));
        }
        if self.depth >= MOST_DEEP {
            return Some(Value::open("its expressions refer to each other at too many levels"));
        }
        self.depth += 1;
        None
    }

    /// Returns what a text of the template comes to.
    pub(super) fn text(&mut self, text: &str, environment: &Environment) -> Value {
        let expression = match written(text) {
            Written::Plain(text) => return Value::text(text),
            Written::Expression(expression) => expression,
        };
        self.steps += expression.len() / 16;
        let value = match parse(expression) {
            Ok(expression) => self.expression(&expression, environment),
            Err(why) => Value::open(why),
        };
        named(value, text)
    }

    pub(super) fn expression(&mut self, expression: &Expression, environment: &Environment) -> Value {
        if let Some(open) = self.enter() {
            return open;
        }
        let value = match expression {
            Expression::Text(text) => Value::text(text.clone()),
            Expression::Number(digits) => Data::Number(crate::syntax::Number::of_digits(digits)).into(),
            Expression::Element(inner, key) => {
                let (inner, key) = (self.expression(inner, environment), self.expression(key, environment));
                self.steps += inner.length() / 64;
                element(&inner, &key).unwrap_or_else(Value::open)
            }
            Expression::Call { function, arguments } => {
                self.call(function, arguments, environment).unwrap_or_else(|why| {
                    Value::open(if why.is_empty() { "its value isn't known".to_owned() } else { why })
                })
            }
        };
        self.depth -= 1;
        value
    }

    fn all(&mut self, arguments: &[Expression], environment: &Environment) -> Vec<Value> {
        arguments.iter().map(|argument| self.expression(argument, environment)).collect()
    }

    fn call(
        &mut self,
        name: &str,
        arguments: &[Expression],
        environment: &Environment,
    ) -> Result<Value, String> {
        let at = |this: &mut Self, index: usize| {
            let argument = arguments.get(index).ok_or_else(|| format!("{name} takes more arguments"))?;
            Ok::<_, String>(this.expression(argument, environment))
        };
        match name {
            "parameters" => {
                let name = known_text(&at(self, 0)?)?;
                Ok(self.parameter(&name, environment))
            }
            "variables" => {
                let name = known_text(&at(self, 0)?)?;
                Ok(self.variable(&name, environment))
            }
            "lambdavariables" => {
                let name = known_text(&at(self, 0)?)?;
                let local =
                    environment.locals.iter().rev().find(|(known, _)| known.eq_ignore_ascii_case(&name));
                local
                    .map(|(_, value)| value.clone())
                    .ok_or_else(|| format!("there is no lambda variable {}", shown(&name)))
            }
            "copyindex" => self.copy_index(arguments, environment),
            "if" => {
                let condition = at(self, 0)?;
                match (condition.as_flag(), condition.as_open()) {
                    (Some(true), _) => at(self, 1),
                    (Some(false), _) => at(self, 2),
                    // Where both come to the same, the condition doesn't matter.
                    (None, Some(open)) => {
                        let (one, two) = (at(self, 1)?, at(self, 2)?);
                        if one.is_equal(&two) == Some(true) { Ok(one) } else { Err(open.why.to_string()) }
                    }
                    _ => Err(format!(
                        "the condition of if must be true or false, but it is {}",
                        condition.kind()
                    )),
                }
            }
            "and" | "or" => {
                let decisive = name == "or";
                let mut why = None;
                for index in 0..arguments.len() {
                    let value = at(self, index)?;
                    match (value.as_flag(), value.as_open()) {
                        (Some(flag), _) if flag == decisive => return Ok(Value::flag(decisive)),
                        (Some(_), _) => {}
                        (None, Some(open)) => why = why.or(Some(open.why.to_string())),
                        (None, None) => {
                            return Err(format!("{name} takes true or false, not {}", value.kind()));
                        }
                    }
                }
                why.map_or(Ok(Value::flag(!decisive)), Err)
            }
            "coalesce" => {
                for index in 0..arguments.len() {
                    let value = at(self, index)?;
                    if !value.is_null() {
                        return Ok(value);
                    }
                }
                Ok(Value::null())
            }
            "filter" | "map" | "mapvalues" | "reduce" | "sort" | "toobject" | "groupby" => {
                self.lambda_function(name, arguments, environment)
            }
            "reference" => {
                let values = self.all(arguments, environment);
                let deployed = values.first().and_then(|first| self.deployed(first, environment));
                deployed.map_or_else(|| unknown_function(name, &values, environment.scope), Ok)
            }
            "resourcegroup" => Ok(self.resource_group_value(environment)),
            "resourceid"
            | "subscriptionresourceid"
            | "tenantresourceid"
            | "managementgroupresourceid"
            | "extensionresourceid" => {
                let arguments = self.all(arguments, environment);
                resource_id(name, &arguments, environment.scope)
            }
            _ => match functions::find(name) {
                Some(function) => {
                    let arguments = self.all(arguments, environment);
                    self.function(function, &arguments)
                }
                None => match self.own_function(name, environment) {
                    Some(function) => self.call_own(name, function, arguments, environment),
                    None => {
                        let arguments = self.all(arguments, environment);
                        unknown_function(name, &arguments, environment.scope)
                    }
                },
            },
        }
    }

    fn function(&mut self, function: &Function, arguments: &[Value]) -> Result<Value, String> {
        if arguments.len() < function.least || arguments.len() > function.most {
            return Err(format!("{} doesn't take {} arguments", function.name, arguments.len()));
        }
        let first_open = match function.takes {
            Takes::Anything => None,
            Takes::Shapes => arguments.iter().find_map(Value::as_open),
            Takes::Known => arguments.iter().find_map(Value::first_open),
        };
        // What is an element of a value that isn't known has a name of its own.
        if let Some(open) = first_open {
            if function.name == "tryget" && arguments.first().is_some_and(|value| value.as_open().is_some()) {
                return (function.call)(arguments);
            }
            return Err(open.why.to_string());
        }
        // What a call costs: all of its arguments, or their first level.
        let is_deep = function.takes != Takes::Shapes || matches!(function.name, "contains" | "union");
        let cost = |value: &Value| if is_deep { value.size() } else { value.length() };
        self.steps += arguments.iter().map(|value| cost(value) / 64).sum::<usize>();
        (function.call)(arguments)
    }

    fn copy_index(&mut self, arguments: &[Expression], environment: &Environment) -> Result<Value, String> {
        let arguments = self.all(arguments, environment);
        let (name, offset) = match arguments.as_slice() {
            [] => (None, 0),
            [one] => match one.as_whole() {
                Some(offset) => (None, offset),
                None => (Some(known_text(one)?), 0),
            },
            [name, offset] => {
                (Some(known_text(name)?), offset.as_whole().ok_or("an offset must be a number")?)
            }
            _ => return Err("copyIndex takes a name and an offset".to_owned()),
        };
        let loops = &environment.loops;
        let found = match &name {
            Some(name) => loops.iter().rev().find(|one| one.name.eq_ignore_ascii_case(name)),
            None => loops.iter().rev().find(|one| one.is_of_resource).or_else(|| loops.last()),
        };
        let index = found.ok_or_else(|| match &name {
            Some(name) => format!("copyIndex is outside of the loop {}", shown(name)),
            None => "copyIndex is outside of a loop".to_owned(),
        })?;
        index.index.checked_add(offset).map(Value::whole).ok_or_else(|| "the offset is too large".to_owned())
    }

    fn resource_group_value(&self, environment: &Environment) -> Value {
        let part = |key: &str| unknown(format!("{}.resourceGroup.{key}", environment.scope), RESOURCE_GROUP);
        match self.resource_group(environment) {
            Some(name) => {
                functions::object(&[("name", name), ("location", part("location")), ("id", part("id"))])
            }
            None => unknown("resourceGroup".to_owned(), RESOURCE_GROUP),
        }
    }

    fn parameter(&mut self, name: &str, environment: &Environment) -> Value {
        let key = name.to_lowercase();
        if let Some(arguments) = &environment.arguments {
            let missing = || Value::open(format!("the function has no parameter {}", shown(name)));
            return arguments.get(&key).cloned().unwrap_or_else(missing);
        }
        let Some(scope) = self.scopes.get_mut(environment.scope) else { return Value::null() };
        match scope.parameters.get(&key) {
            Some(Memo::Done(value)) => return value.clone(),
            Some(Memo::Busy) => return Value::open(format!("the parameter {name} refers to itself")),
            None => {}
        }
        let declared = declared(scope.template, "parameters", name).and_then(Node::as_object);
        let default = declared.and_then(|parameter| {
            let entry = parameter.0.iter().find(|entry| entry.key.eq_ignore_ascii_case("defaultValue"))?;
            Some(&entry.value)
        });
        let given = scope.given.get(&key).cloned();
        let value = match (given, default) {
            (Some(value), None) => value,
            (Some(value), Some(_)) if !value.is_null() => value,
            (_, Some(default)) => {
                scope.parameters.insert(key.clone(), Memo::Busy);
                self.value(default, &Environment { scope: environment.scope, ..Environment::default() })
            }
            (None, None) => {
                if declared.is_some_and(|parameter| is_nullable(parameter, scope.template, 0)) {
                    Value::null()
                } else {
                    let why = match (declared, scope.is_nested) {
                        (None, _) => format!("the parameter {name} isn't declared in the text"),
                        (Some(_), false) => {
                            format!(
                                "the parameter {name} has no default value; give its value in a parameters file"
                            )
                        }
                        (Some(_), true) => {
                            format!("the nested deployment gives no value to its parameter {name}")
                        }
                    };
                    unknown(format!("{}.parameters.{key}", environment.scope), &why)
                }
            }
        };
        if let Some(scope) = self.scopes.get_mut(environment.scope) {
            scope.parameters.insert(key, Memo::Done(value.clone()));
        }
        value
    }

    fn variable(&mut self, name: &str, environment: &Environment) -> Value {
        let key = name.to_lowercase();
        let Some(scope) = self.scopes.get_mut(environment.scope) else { return Value::null() };
        match scope.variables.get(&key) {
            Some(Memo::Done(value)) => return value.clone(),
            Some(Memo::Busy) => return Value::open(format!("the variable {name} refers to itself")),
            None => {}
        }
        let template = scope.template;
        scope.variables.insert(key.clone(), Memo::Busy);
        let inner = Environment { scope: environment.scope, ..Environment::default() };
        let value = match declared(template, "variables", name) {
            Some(node) => self.value(node, &inner),
            None => match variable_loop(template, name) {
                Some((name, count, input)) => self.rounds(name, count, input, &inner),
                None => Value::open(format!("the variable {} isn't declared in the text", shown(name))),
            },
        };
        if let Some(scope) = self.scopes.get_mut(environment.scope) {
            scope.variables.insert(key, Memo::Done(value.clone()));
        }
        value
    }

    /// Returns the function of one's own that has a name with its namespace.
    fn own_function(&self, name: &str, environment: &Environment) -> Option<OwnFunction<'a>> {
        let (namespace, member) = name.rsplit_once('.')?;
        let template = self.scopes.get(environment.scope)?.template?;
        let spaces = template.get("functions")?.as_list()?.iter().filter_map(Node::as_object);
        let is_it =
            |space: &&Object| space.text("namespace").is_some_and(|text| text.to_lowercase() == namespace);
        let function = spaces
            .filter(is_it)
            .find_map(|space| space.get("members")?.as_object()?.get(member)?.as_object())?;
        let parameters = function.get("parameters").and_then(Node::as_list).unwrap_or_default();
        let names = parameters.iter().filter_map(|one| one.as_object()?.text("name")).collect();
        Some((names, function.get("output")?.as_object()?.get("value")?))
    }

    fn call_own(
        &mut self,
        name: &str,
        (names, body): OwnFunction<'_>,
        arguments: &[Expression],
        environment: &Environment,
    ) -> Result<Value, String> {
        if names.len() != arguments.len() {
            return Err(format!("{name} takes {} arguments", names.len()));
        }
        let values = self.all(arguments, environment);
        let arguments = names.iter().map(|name| name.to_lowercase()).zip(values).collect();
        let inner = Environment {
            arguments: Some(Rc::new(arguments)),
            scope: environment.scope,
            ..Environment::default()
        };
        Ok(self.value(body, &inner))
    }
}

pub(super) fn known_text(value: &Value) -> Result<Rc<str>, String> {
    match (value.as_text(), value.as_open()) {
        (Some(text), _) => Ok(text.clone()),
        (None, Some(open)) => Err(open.why.to_string()),
        _ => Err(format!("a name must be a text, but it is {}", value.kind())),
    }
}

fn declared<'a>(template: Option<&'a Object>, section: &str, name: &str) -> Option<&'a Node> {
    let entries = &template?.get(section)?.as_object()?.0;
    entries.iter().rev().find(|entry| entry.key.eq_ignore_ascii_case(name)).map(|entry| &entry.value)
}

/// Returns whether a parameter may be null: it says so, or the type that it refers to does.
fn is_nullable(declared: &Object, template: Option<&Object>, depth: usize) -> bool {
    if declared.get("nullable").is_some_and(|flag| flag.content == Content::Bool(true)) {
        return true;
    }
    let name = declared.text("$ref").and_then(|reference| reference.strip_prefix("#/definitions/"));
    let definitions = || template?.get("definitions")?.as_object();
    let referred = name.and_then(|name| definitions()?.get(name)?.as_object());
    depth < 8 && referred.is_some_and(|referred| is_nullable(referred, template, depth + 1))
}

/// The name, the count and the input of a loop.
type LoopParts<'n> = (&'n str, &'n Node, &'n Node);

/// Returns the loops over properties that an entry of an object holds, if it does.
fn property_loops<'n>(key: &str, value: &'n Node) -> Option<Vec<LoopParts<'n>>> {
    let loops = value.as_list().filter(|list| key.eq_ignore_ascii_case("copy") && !list.is_empty())?;
    loops.iter().map(loop_parts).collect()
}

fn loop_parts(node: &Node) -> Option<LoopParts<'_>> {
    let object = node.as_object()?;
    let input = object.0.iter().find(|entry| entry.key.eq_ignore_ascii_case("input"))?;
    Some((object.text("name")?, object.get("count")?, &input.value))
}

fn variable_loop<'a>(template: Option<&'a Object>, name: &str) -> Option<LoopParts<'a>> {
    let loops = template?.get("variables")?.as_object()?.get("copy")?.as_list()?;
    loops.iter().filter_map(loop_parts).find(|(known, ..)| known.eq_ignore_ascii_case(name))
}

/// Returns a value that isn't known, and the expression that it is of.
fn named(value: Value, expression: &str) -> Value {
    match &value.data {
        Data::Open(open) if open.expression.is_empty() => {
            let mut open = (**open).clone();
            open.expression = expression.into();
            if open.parts.is_empty() {
                open.parts.push(Part::Unknown(format!("?{expression}").into()));
            }
            Value { data: Data::Open(Rc::new(open)), span: value.span }
        }
        _ => value,
    }
}
