//! Values of template expressions. They are shared, so that a variable with a large object costs little each time it is
//! referred to, and they know their size and depth, so that no template grows without end.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::{MOST_DEPTH, MOST_SIZE};
use crate::syntax::{Content, Entry, Node, Number, Object, Span};
use crate::to_json::Json;

/// A value, and where in the text it is written; an empty span for a value that was computed.
#[derive(Clone, Debug)]
pub(super) struct Value {
    pub(super) data: Data,
    pub(super) span: Span,
}

/// What a value holds.
#[derive(Clone, Debug)]
pub(super) enum Data {
    Null,
    Bool(bool),
    Number(Number),
    Text(Rc<str>),
    List(Rc<List>),
    Object(Rc<Fields>),
    /// What is not known before deployment, or can't be evaluated.
    Open(Rc<Open>),
}

/// The elements of a list.
#[derive(Debug)]
pub(super) struct List {
    pub(super) items: Vec<Value>,
    weight: Weight,
}

/// The entries of an object, each key once.
#[derive(Debug)]
pub(super) struct Fields {
    pub(super) entries: Vec<Field>,
    weight: Weight,
}

/// An entry of an object.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub(super) key: Rc<str>,
    pub(super) key_span: Span,
    pub(super) value: Value,
}

/// A value that isn't known: its text as far as it is, and why it isn't.
#[derive(Clone, Debug)]
pub(in crate::codec::import) struct Open {
    pub(in crate::codec::import) parts: Vec<Part>,
    /// Why, as a part of a sentence.
    pub(in crate::codec::import) why: Rc<str>,
    /// The expression that could not be evaluated; empty until it is known.
    pub(in crate::codec::import) expression: Rc<str>,
}

/// A part of a text that isn't known as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::codec::import) enum Part {
    Text(String),
    /// What isn't known, by a name of its own: two parts of one name have the same value.
    Unknown(Rc<str>),
}

#[derive(Clone, Copy, Debug)]
struct Weight {
    /// Values in it and bytes of its texts.
    size: usize,
    depth: usize,
    has_open: bool,
}

impl Weight {
    const LEAF: Self = Self { size: 1, depth: 0, has_open: false };

    fn of<'v>(values: impl Iterator<Item = (usize, &'v Value)>) -> Self {
        values.fold(Self::LEAF, |sum, (more, value)| {
            let weight = value.weight();
            Self {
                size: sum.size.saturating_add(more).saturating_add(weight.size),
                depth: sum.depth.max(weight.depth + 1),
                has_open: sum.has_open || weight.has_open,
            }
        })
    }

    fn is_too_much(self) -> bool {
        self.size > MOST_SIZE || self.depth > MOST_DEPTH
    }
}

impl From<Data> for Value {
    fn from(data: Data) -> Self {
        Self { data, span: Span::default() }
    }
}

impl Value {
    pub(super) fn null() -> Self {
        Data::Null.into()
    }

    pub(super) fn flag(flag: bool) -> Self {
        Data::Bool(flag).into()
    }

    pub(super) fn whole(number: i64) -> Self {
        Data::Number(number.into()).into()
    }

    pub(super) fn text(text: impl Into<Rc<str>>) -> Self {
        Data::Text(text.into()).into()
    }

    /// Returns a list, or an open value if it is too large.
    pub(super) fn list(items: Vec<Self>) -> Self {
        let weight = Weight::of(items.iter().map(|item| (0, item)));
        if weight.is_too_much() {
            return Self::open("its value is too large");
        }
        Data::List(Rc::new(List { items, weight })).into()
    }

    /// Returns an object, or an open value if it is too large. Of a key that occurs twice the later value is kept.
    pub(super) fn object(entries: Vec<Field>) -> Self {
        let weight = Weight::of(entries.iter().map(|field| (field.key.len(), &field.value)));
        if weight.is_too_much() {
            return Self::open("its value is too large");
        }
        Data::Object(Rc::new(Fields { entries, weight })).into()
    }

    /// Returns a value that isn't known, for a reason.
    pub(super) fn open(why: impl Into<Rc<str>>) -> Self {
        let open = Open { parts: Vec::new(), why: why.into(), expression: "".into() };
        Data::Open(Rc::new(open)).into()
    }

    /// Returns a text of which parts aren't known.
    pub(super) fn open_text(parts: Vec<Part>, why: Rc<str>) -> Self {
        Data::Open(Rc::new(Open { parts, why, expression: "".into() })).into()
    }

    fn weight(&self) -> Weight {
        match &self.data {
            Data::Text(text) => Weight { size: 1 + text.len(), ..Weight::LEAF },
            Data::List(list) => list.weight,
            Data::Object(object) => object.weight,
            Data::Open(_) => Weight { has_open: true, ..Weight::LEAF },
            Data::Null | Data::Bool(_) | Data::Number(_) => Weight::LEAF,
        }
    }

    /// Returns how many values and bytes it has.
    pub(super) fn size(&self) -> usize {
        self.weight().size
    }

    /// Returns whether it or a value in it isn't known.
    pub(super) fn has_open(&self) -> bool {
        self.weight().has_open
    }

    /// Returns the first value in it that isn't known.
    pub(super) fn first_open(&self) -> Option<&Rc<Open>> {
        match &self.data {
            Data::Open(open) => Some(open),
            Data::List(list) if list.weight.has_open => list.items.iter().find_map(Self::first_open),
            Data::Object(object) if object.weight.has_open => {
                object.entries.iter().find_map(|field| field.value.first_open())
            }
            _ => None,
        }
    }

    pub(super) fn is_null(&self) -> bool {
        matches!(self.data, Data::Null)
    }

    pub(super) fn as_open(&self) -> Option<&Rc<Open>> {
        if let Data::Open(open) = &self.data { Some(open) } else { None }
    }

    pub(super) fn as_text(&self) -> Option<&Rc<str>> {
        if let Data::Text(text) = &self.data { Some(text) } else { None }
    }

    pub(super) fn as_whole(&self) -> Option<i64> {
        if let Data::Number(number) = &self.data { number.whole() } else { None }
    }

    pub(super) fn as_flag(&self) -> Option<bool> {
        if let Data::Bool(flag) = &self.data { Some(*flag) } else { None }
    }

    pub(super) fn as_list(&self) -> Option<&[Self]> {
        if let Data::List(list) = &self.data { Some(&list.items) } else { None }
    }

    pub(super) fn as_object(&self) -> Option<&[Field]> {
        if let Data::Object(object) = &self.data { Some(&object.entries) } else { None }
    }

    /// Returns the value of a key, in any case.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        get(self.as_object()?, key)
    }

    /// Returns what kind of value it is, as a sentence names it.
    pub(super) fn kind(&self) -> &'static str {
        match self.data {
            Data::Null => "null",
            Data::Bool(_) => "true or false",
            Data::Number(_) => "a number",
            Data::Text(_) => "a text",
            Data::List(_) => "a list",
            Data::Object(_) => "an object",
            Data::Open(_) => "a value that isn't known",
        }
    }

    /// Returns the value as a part of a text, as .NET writes it; `None` for lists, objects and what isn't known.
    pub(super) fn plain(&self) -> Option<Rc<str>> {
        Some(match &self.data {
            Data::Null => "".into(),
            Data::Bool(flag) => (if *flag { "True" } else { "False" }).into(),
            Data::Number(number) => number.plain().into(),
            Data::Text(text) => text.clone(),
            Data::List(_) | Data::Object(_) | Data::Open(_) => return None,
        })
    }

    /// Returns whether two values are equal: texts by their case, keys in any order; `None` where that isn't known.
    pub(super) fn is_equal(&self, other: &Self) -> Option<bool> {
        match (&self.data, &other.data) {
            (Data::Open(one), Data::Open(two)) => {
                (!one.parts.is_empty() && one.parts == two.parts).then_some(true)
            }
            (Data::Open(_), _) | (_, Data::Open(_)) => None,
            (Data::Null, Data::Null) => Some(true),
            (Data::Bool(one), Data::Bool(two)) => Some(one == two),
            (Data::Text(one), Data::Text(two)) => Some(one == two),
            (Data::Number(one), Data::Number(two)) => Some(one.plain() == two.plain()),
            (Data::List(one), Data::List(two)) if one.items.len() != two.items.len() => Some(false),
            (Data::List(one), Data::List(two)) => {
                all(one.items.iter().zip(&two.items).map(|(one, two)| one.is_equal(two)))
            }
            (Data::Object(one), Data::Object(two)) if one.entries.len() != two.entries.len() => Some(false),
            (Data::Object(one), Data::Object(two)) => {
                let is_same = |field: &Field| match get(&two.entries, &field.key) {
                    Some(value) => field.value.is_equal(value),
                    None => Some(false),
                };
                all(one.entries.iter().map(is_same))
            }
            _ => Some(false),
        }
    }

    /// Returns the value of JSON that an expression parsed or a file holds; its places in another text are dropped.
    pub(super) fn of_node(node: &Node) -> Self {
        match &node.content {
            Content::Null => Self::null(),
            Content::Bool(flag) => Self::flag(*flag),
            Content::Number(number) => Data::Number(number.clone()).into(),
            Content::Text(text) => Self::text(text.as_str()),
            Content::List(items) => Self::list(items.iter().map(Self::of_node).collect()),
            Content::Object(Object(entries)) => {
                let mut fields = Vec::with_capacity(entries.len());
                for entry in entries {
                    let value = Self::of_node(&entry.value);
                    fields.push(Field { key: entry.key.as_str().into(), key_span: Span::default(), value });
                }
                Self::object(fields)
            }
        }
    }

    /// Returns the value as JSON, with `null` for what isn't known.
    pub(super) fn to_json(&self) -> Json {
        self.to_node("", &mut Vec::new()).to_json()
    }

    /// Returns a value of which everything is known as a node.
    fn known_node(&self) -> Node {
        let content = match &self.data {
            Data::Null | Data::Open(_) => Content::Null,
            Data::Bool(flag) => Content::Bool(*flag),
            Data::Number(number) => Content::Number(number.clone()),
            Data::Text(text) => Content::Text(text.to_string()),
            Data::List(list) => Content::List(list.items.iter().map(Self::known_node).collect()),
            Data::Object(object) => {
                let entry = |Field { key, key_span, value }: &Field| Entry {
                    key: key.to_string(),
                    key_span: *key_span,
                    value: value.known_node(),
                };
                Content::Object(Object(object.entries.iter().map(entry).collect()))
            }
        };
        Node { content, span: self.span }
    }

    /// Returns the value as a node: of what isn't known, lists have `null` in its place and objects nothing. It is
    /// added to a list with its path.
    pub(super) fn to_node(&self, path: &str, open: &mut Vec<(String, Rc<Open>)>) -> Node {
        if !self.has_open() {
            return self.known_node();
        }
        let content = match &self.data {
            Data::List(list) => {
                let items = list.items.iter().enumerate();
                Content::List(
                    items.map(|(index, item)| item.to_node(&format!("{path}[{index}]"), open)).collect(),
                )
            }
            Data::Object(object) => {
                let mut entries = Vec::with_capacity(object.entries.len());
                for Field { key, key_span, value } in &object.entries {
                    let node = value.to_node(&crate::syntax::below(path, key), open);
                    if value.as_open().is_none() {
                        entries.push(Entry { key: key.to_string(), key_span: *key_span, value: node });
                    }
                }
                Content::Object(Object(entries))
            }
            Data::Open(why) => {
                open.push((path.to_owned(), why.clone()));
                Content::Null
            }
            _ => return self.known_node(),
        };
        Node { content, span: self.span }
    }

    /// Returns how many elements or entries it has.
    pub(super) fn length(&self) -> usize {
        match &self.data {
            Data::List(list) => list.items.len(),
            Data::Object(object) => object.entries.len(),
            _ => 0,
        }
    }
}

/// Returns whether all answers are yes; `None` where that isn't known.
pub(super) fn all(answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut known = Some(true);
    for answer in answers {
        match answer {
            Some(true) => {}
            Some(false) => return Some(false),
            None => known = None,
        }
    }
    known
}

/// Entries of an object that is being made: each key once, in any case where a function makes it.
#[derive(Default)]
pub(super) struct Builder {
    entries: Vec<Field>,
    places: BTreeMap<String, usize>,
}

impl Builder {
    /// Sets the value of a key, in any case.
    pub(super) fn put(&mut self, field: Field) {
        self.put_by(field.key.to_lowercase(), field);
    }

    /// Sets the value of a key as it is written: labels and tags of a pool may differ in case only.
    pub(super) fn put_written(&mut self, field: Field) {
        self.put_by(field.key.to_string(), field);
    }

    fn put_by(&mut self, key: String, field: Field) {
        let place = *self.places.entry(key).or_insert(self.entries.len());
        match self.entries.get_mut(place) {
            Some(known) => known.value = field.value,
            None => self.entries.push(field),
        }
    }

    /// Changes the value of a key, if there is one; otherwise sets it.
    pub(super) fn merge(&mut self, field: &Field, merge: fn(&Value, &Value) -> Value) {
        match self.places.get(&field.key.to_lowercase()).and_then(|place| self.entries.get_mut(*place)) {
            Some(known) => known.value = merge(&known.value, &field.value),
            None => self.put(field.clone()),
        }
    }

    /// Returns the object.
    pub(super) fn done(self) -> Value {
        Value::object(self.entries)
    }
}

/// Returns the value of a key, in any case; an exact match is preferred.
pub(super) fn get<'v>(entries: &'v [Field], key: &str) -> Option<&'v Value> {
    let exact = entries.iter().find(|field| &*field.key == key);
    let field = exact.or_else(|| entries.iter().find(|field| field.key.eq_ignore_ascii_case(key)));
    field.map(|field| &field.value)
}
