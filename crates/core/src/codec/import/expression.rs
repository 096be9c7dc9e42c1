//! Template expressions, as far as a plan needs them: parameters that have a default, variables, and texts put
//! together of them. What anything else would come to is not known here, and a value is never guessed.

use std::borrow::Cow;

use crate::codec::note::{Notes, below};
use crate::syntax::{Content, Entry, Node, Object};
use crate::text::shown;

/// Stands in a text for what an expression leaves open. Unicode keeps this code point for use inside programs.
const OPEN: &str = "\u{ffff}";

// A template can refer to itself, and grow without end. These are far beyond what one in earnest needs.
/// Calls and references are followed so far.
const DEEPEST: usize = 32;
/// Values that are looked at in one document.
const MOST_STEPS: usize = 20_000;
/// Longest text that is evaluated or put together.
const LONGEST: usize = 8_000;

/// What the expressions of a document may refer to.
pub(super) struct Scope<'a> {
    /// Nothing where no expressions are: only templates have them.
    template: Option<&'a Object>,
    steps: usize,
}

impl<'a> Scope<'a> {
    /// The scope of a document without expressions.
    pub(super) fn none() -> Self {
        Self { template: None, steps: 0 }
    }

    /// The scope of a template.
    pub(super) fn of(template: &'a Object) -> Self {
        Self { template: Some(template), steps: 0 }
    }

    /// The value with its expressions evaluated. What stays open is noted and left out.
    pub(super) fn resolve<'j>(
        &mut self,
        node: &'j Node,
        path: &str,
        notes: &mut Notes,
    ) -> Option<Cow<'j, Node>> {
        if self.template.is_none() {
            return Some(Cow::Borrowed(node));
        }
        let resolved = match &node.content {
            Content::List(items) => {
                let mut resolve = |(index, item)| self.resolve(item, &format!("{path}[{index}]"), notes);
                Content::List(
                    items.iter().enumerate().filter_map(|item| resolve(item).map(Cow::into_owned)).collect(),
                )
            }
            Content::Object(Object(entries)) => {
                let mut resolved = Object::default();
                for Entry { key, key_span, value } in entries {
                    let path = below(path, key);
                    let name = self.resolve_parts(key);
                    if !Self::is_closed(&name) {
                        note_open(key, &path, notes);
                    } else if let Some(value) = self.resolve(value, &path, notes) {
                        let value = value.into_owned();
                        resolved.0.push(Entry { key: name, key_span: *key_span, value });
                    }
                }
                Content::Object(resolved)
            }
            Content::Text(text) if text.starts_with('[') => {
                let value = self.evaluate(text, 0);
                if is_open(&value) {
                    note_open(text, path, notes);
                    return None;
                }
                value.content
            }
            _ => return Some(Cow::Borrowed(node)),
        };
        Some(Cow::Owned(Node { content: resolved, span: node.span }))
    }

    /// The same of a name. Of a child resource's name it is enough that the last part is known:
    /// `[concat(parameters('clusterName'), '/userpool')]` names the pool userpool.
    pub(super) fn resolve_name<'j>(
        &mut self,
        name: &'j Node,
        path: &str,
        notes: &mut Notes,
    ) -> Option<Cow<'j, Node>> {
        let Content::Text(text) = &name.content else { return self.resolve(name, path, notes) };
        let whole = self.resolve_parts(text);
        let name = match whole.rsplit_once('/') {
            Some((parent, last)) if !Self::is_closed(parent) => last,
            _ => &whole,
        };
        if !Self::is_closed(name) {
            note_open(text, path, notes);
            return None;
        }
        Some(Cow::Owned(Node::from(name)))
    }

    /// The text of a name or key, which may stay open in parts.
    pub(super) fn resolve_parts(&mut self, name: &str) -> String {
        if self.template.is_some() { self.evaluate_text(name, 0) } else { name.to_owned() }
    }

    fn evaluate_text(&mut self, text: &str, depth: usize) -> String {
        match self.evaluate(text, depth).content {
            Content::Text(text) => text,
            _ => OPEN.to_owned(),
        }
    }

    /// Whether a text is known in every part.
    pub(super) fn is_closed(text: &str) -> bool {
        !text.contains(OPEN)
    }

    /// What a text of a template comes to.
    fn evaluate(&mut self, text: &str, depth: usize) -> Node {
        self.steps += 1;
        if self.steps > MOST_STEPS || text.len() > LONGEST {
            return open();
        }
        let Some(expression) = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) else {
            return Node::from(text);
        };
        // Two brackets are one that is no expression.
        if expression.starts_with('[') {
            return Node::from(format!("{expression}]"));
        }
        let mut rest = expression;
        let value = self.term(&mut rest, depth);
        value.filter(|_| rest.trim_start().is_empty()).unwrap_or_else(open)
    }

    /// The same of all texts in a value.
    fn evaluate_all(&mut self, node: &Node, depth: usize) -> Node {
        self.steps += 1;
        let content = match &node.content {
            _ if self.steps > MOST_STEPS => return open(),
            Content::Text(text) => self.evaluate(text, depth).content,
            Content::List(items) => {
                Content::List(items.iter().map(|item| self.evaluate_all(item, depth)).collect())
            }
            Content::Object(Object(entries)) => {
                let evaluate = |entry: &Entry| Entry {
                    key: self.evaluate_text(&entry.key, depth),
                    key_span: entry.key_span,
                    value: self.evaluate_all(&entry.value, depth),
                };
                Content::Object(Object(entries.iter().map(evaluate).collect()))
            }
            plain => plain.clone(),
        };
        Node { content, span: node.span }
    }

    /// A text, a number, or a call with what is taken out of its result; nothing for what is none of them.
    fn term(&mut self, rest: &mut &str, depth: usize) -> Option<Node> {
        if depth > DEEPEST {
            return None;
        }
        *rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix('\'') {
            return text(after, rest);
        }
        let name = word(rest);
        if let Ok(number) = name.parse::<i64>() {
            return Some(Content::Number(number.into()).into());
        }
        let arguments = self.arguments(rest, depth)?;
        let mut value = self.call(name, &arguments, depth);
        loop {
            *rest = rest.trim_start();
            if let Some(after) = rest.strip_prefix('.') {
                *rest = after;
                let key = word(rest);
                value = value.as_object().and_then(|object| object.get(key)).cloned().unwrap_or_else(open);
            } else if let Some(after) = rest.strip_prefix('[') {
                *rest = after;
                let index = self.term(rest, depth + 1)?;
                *rest = rest.trim_start().strip_prefix(']')?;
                value = element(&value, &index).cloned().unwrap_or_else(open);
            } else {
                return Some(value);
            }
        }
    }

    fn arguments(&mut self, rest: &mut &str, depth: usize) -> Option<Vec<Node>> {
        *rest = rest.trim_start().strip_prefix('(')?.trim_start();
        let mut arguments = Vec::new();
        while !rest.starts_with(')') {
            arguments.push(self.term(rest, depth + 1)?);
            *rest = rest.trim_start();
            *rest = rest.strip_prefix(',').unwrap_or(rest);
        }
        *rest = rest.strip_prefix(')')?;
        Some(arguments)
    }

    fn call(&mut self, function: &str, arguments: &[Node], depth: usize) -> Node {
        let value = match function.to_ascii_lowercase().as_str() {
            "parameters" => {
                let parameter = self.declared("parameters", arguments).and_then(Node::as_object);
                parameter
                    .and_then(|parameter| parameter.get("defaultValue"))
                    .map(|value| self.evaluate_all(value, depth + 1))
            }
            "variables" => {
                self.declared("variables", arguments).map(|value| self.evaluate_all(value, depth + 1))
            }
            "concat" => concat(arguments),
            "format" => format(arguments),
            "createarray" => Some(Content::List(arguments.to_vec()).into()),
            _ => None,
        };
        value.filter(|value| value.as_text().is_none_or(|text| text.len() <= LONGEST)).unwrap_or_else(open)
    }

    fn declared(&self, section: &str, arguments: &[Node]) -> Option<&'a Node> {
        self.template?.get(section)?.as_object()?.get(arguments.first()?.as_text()?)
    }
}

fn open() -> Node {
    Node::from(OPEN)
}

fn is_open(node: &Node) -> bool {
    match &node.content {
        Content::Text(text) => text.contains(OPEN),
        Content::List(items) => items.iter().any(is_open),
        Content::Object(Object(entries)) => {
            entries.iter().any(|entry| entry.key.contains(OPEN) || is_open(&entry.value))
        }
        _ => false,
    }
}

fn note_open(text: &str, path: &str, notes: &mut Notes) {
    notes.add_left_out(path, format!("The expression {} is not evaluated; left out.", shown(text)));
}

/// The text that goes on after its opening quote; a quote in it is doubled.
fn text<'e>(after: &'e str, rest: &mut &'e str) -> Option<Node> {
    let mut text = String::new();
    *rest = after;
    loop {
        let (part, after) = rest.split_once('\'')?;
        text.push_str(part);
        *rest = after;
        match after.strip_prefix('\'') {
            Some(after) => {
                text.push('\'');
                *rest = after;
            }
            None => return Some(text.into()),
        }
    }
}

/// Takes a name or a number.
fn word<'e>(rest: &mut &'e str) -> &'e str {
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-')).unwrap_or(rest.len());
    let (word, after) = rest.split_at_checked(end).unwrap_or_default();
    *rest = after;
    word
}

fn element<'j>(value: &'j Node, index: &Node) -> Option<&'j Node> {
    match &index.content {
        Content::Number(index) => value.as_list()?.get(usize::try_from(index.whole()?).ok()?),
        Content::Text(key) => value.as_object()?.get(key),
        _ => None,
    }
}

/// Texts put together, or lists.
fn concat(arguments: &[Node]) -> Option<Node> {
    if let Some(lists) = arguments.iter().map(Node::as_list).collect::<Option<Vec<_>>>() {
        return Some(Content::List(lists.concat()).into());
    }
    arguments.iter().map(as_part).collect::<Option<String>>().map(Node::from)
}

/// A pattern with `{0}`, `{1}` ... replaced by the other arguments.
fn format(arguments: &[Node]) -> Option<Node> {
    let (pattern, arguments) = arguments.split_first()?;
    let mut rest = pattern.as_text()?;
    let mut text = String::new();
    while let Some((before, after)) = rest.split_once('{') {
        let (index, after) = after.split_once('}')?;
        text.push_str(before);
        text.push_str(&as_part(arguments.get(index.parse::<usize>().ok()?)?)?);
        if text.len() > LONGEST {
            return None;
        }
        rest = after;
    }
    text.push_str(rest);
    Some(text.into())
}

/// A value as a part of a text.
fn as_part(value: &Node) -> Option<String> {
    match &value.content {
        Content::Text(text) => Some(text.clone()),
        Content::Number(number) => Some(number.whole()?.to_string()),
        _ => None,
    }
}
