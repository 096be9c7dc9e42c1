//! Functions that take lambdas: `map`, `filter`, `reduce`, `sort`, `toObject`, `groupBy` and `mapValues`.

use std::rc::Rc;

use super::evaluate::{Environment, Evaluator, known_text};
use super::expression::Expression;
use super::value::{Builder, Field, Value};
use crate::syntax::Span;

impl Evaluator<'_> {
    /// Functions that take a lambda.
    pub(super) fn lambda_function(
        &mut self,
        name: &str,
        arguments: &[Expression],
        environment: &Environment,
    ) -> Result<Value, String> {
        let (first, rest) = arguments.split_first().ok_or_else(|| format!("{name} takes a list"))?;
        let subject = self.expression(first, environment);
        if let Some(open) = subject.as_open() {
            return Err(open.why.to_string());
        }
        if name == "mapvalues" {
            let lambda = lambda(rest.first())?;
            let mut fields = Vec::new();
            for field in subject.as_object().ok_or("mapValues takes an object")? {
                let value = self.apply(&lambda, std::slice::from_ref(&field.value), environment);
                fields.push(Field { value, ..field.clone() });
            }
            return Ok(Value::object(fields));
        }
        let items =
            subject.as_list().ok_or_else(|| format!("{name} takes a list, not {}", subject.kind()))?;
        match name {
            "map" => {
                let lambda = lambda(rest.first())?;
                let items = items.iter().enumerate();
                Ok(Value::list(
                    items
                        .map(|(index, item)| {
                            self.apply(&lambda, &[item.clone(), Value::whole(index as i64)], environment)
                        })
                        .collect(),
                ))
            }
            "filter" => {
                let lambda = lambda(rest.first())?;
                let mut kept = Vec::new();
                for (index, item) in items.iter().enumerate() {
                    let keep = self.apply(&lambda, &[item.clone(), Value::whole(index as i64)], environment);
                    if flag_of(&keep)? {
                        kept.push(item.clone());
                    }
                }
                Ok(Value::list(kept))
            }
            "reduce" => {
                let (start, function) =
                    rest.split_first().ok_or("reduce takes an initial value and a lambda")?;
                let lambda = lambda(function.first())?;
                let mut sum = self.expression(start, environment);
                for (index, item) in items.iter().enumerate() {
                    sum = self.apply(&lambda, &[sum, item.clone(), Value::whole(index as i64)], environment);
                }
                Ok(sum)
            }
            "sort" => {
                let lambda = lambda(rest.first())?;
                let mut sorted: Vec<Value> = Vec::with_capacity(items.len());
                for item in items {
                    let mut place = sorted.len();
                    while let Some(before) = place.checked_sub(1).and_then(|before| sorted.get(before)) {
                        let comes_first = self.apply(&lambda, &[item.clone(), before.clone()], environment);
                        if !flag_of(&comes_first)? {
                            break;
                        }
                        place -= 1;
                    }
                    sorted.insert(place, item.clone());
                }
                Ok(Value::list(sorted))
            }
            _ => self.keyed(name == "groupby", items, rest, environment),
        }
    }

    /// `toObject` and `groupBy`.
    fn keyed(
        &mut self,
        is_grouped: bool,
        items: &[Value],
        lambdas: &[Expression],
        environment: &Environment,
    ) -> Result<Value, String> {
        let key_of = lambda(lambdas.first())?;
        let value_of = lambdas.get(1).map(|value| lambda(Some(value))).transpose()?;
        let mut fields = Builder::default();
        let mut groups: Vec<(Rc<str>, Vec<Value>)> = Vec::new();
        for item in items {
            let key = known_text(&self.apply(&key_of, std::slice::from_ref(item), environment))?;
            let value = match &value_of {
                Some(lambda) => self.apply(lambda, std::slice::from_ref(item), environment),
                None => item.clone(),
            };
            if !is_grouped {
                fields.put(Field { key, key_span: Span::default(), value });
                continue;
            }
            self.steps += groups.len() / 64;
            match groups.iter_mut().find(|(known, _)| *known == key) {
                Some((_, group)) => group.push(value),
                None => groups.push((key, vec![value])),
            }
        }
        for (key, group) in groups {
            fields.put(Field { key, key_span: Span::default(), value: Value::list(group) });
        }
        Ok(fields.done())
    }

    fn apply(&mut self, lambda: &Lambda<'_>, values: &[Value], environment: &Environment) -> Value {
        self.expression(lambda.body, &environment.with(&lambda.names, values))
    }
}

/// A lambda: the names of its variables, and what it comes to.
struct Lambda<'e> {
    names: Vec<Rc<str>>,
    body: &'e Expression,
}

fn lambda(expression: Option<&Expression>) -> Result<Lambda<'_>, String> {
    let Some(Expression::Call { function, arguments }) = expression else {
        return Err("a lambda is missing".to_owned());
    };
    let (body, names) =
        arguments.split_last().filter(|_| function == "lambda").ok_or("a lambda is missing")?;
    let name = |name: &Expression| match name {
        Expression::Text(name) => Ok(name.clone()),
        _ => Err("the variables of a lambda must be texts".to_owned()),
    };
    Ok(Lambda { names: names.iter().map(name).collect::<Result<_, _>>()?, body })
}

fn flag_of(value: &Value) -> Result<bool, String> {
    match (value.as_flag(), value.as_open()) {
        (Some(flag), _) => Ok(flag),
        (None, Some(open)) => Err(open.why.to_string()),
        _ => Err(format!("a lambda must return true or false here, not {}", value.kind())),
    }
}
