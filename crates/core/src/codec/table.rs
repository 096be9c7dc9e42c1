//! Reads objects by the tables of properties: entries are matched with properties, and their values are read if they
//! are of the right kind.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::note::{Notes, below, did_you_mean, named};
use crate::plan::{Kind, Map, POOL_PROPERTIES, Property, Subnet, UNKNOWN_PROPERTIES, Value, api_property};
use crate::syntax::{self, Content, Node, Object};
use crate::text::shown;
use crate::to_json::{self, Json, compact};

/// How the keys of a document are compared with those that are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spelling {
    /// Letter for letter.
    Exact,
    /// In any case: the tools agree on the letters of a name but not on their case.
    AnyCase,
}

impl Spelling {
    /// Returns a key as it is compared.
    fn case_fold(self, key: &str) -> Cow<'_, str> {
        match self {
            Self::Exact => Cow::Borrowed(key),
            Self::AnyCase => Cow::Owned(key.to_ascii_lowercase()),
        }
    }

    fn same(self, a: &str, b: &str) -> bool {
        match self {
            Self::Exact => a == b,
            Self::AnyCase => a.eq_ignore_ascii_case(b),
        }
    }
}

/// The names that a document uses for the properties of `T`.
pub(super) struct Names<T: 'static> {
    spelling: Spelling,
    /// Dotted names. One without a property is known, but not part of a plan.
    names: Vec<(&'static str, Option<&'static Property<T>>)>,
}

/// An entry of an object.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    /// Its own key: `maxSurge`.
    pub(super) name: &'a str,
    /// Its key, dotted from where the reading began: `upgradeSettings.maxSurge`.
    pub(super) key: String,
    /// Its place in the document.
    pub(super) path: String,
    pub(super) value: &'a Node,
}

/// The entries of an object, sorted by whether a property has their name.
pub(super) struct Sorted<'a, T: 'static> {
    pub(super) known: Vec<(&'static Property<T>, Entry<'a>)>,
    pub(super) unknown: Vec<Entry<'a>>,
}

impl<T> Names<T> {
    /// Returns the names of the properties themselves.
    pub(super) fn from_table(table: &'static [Property<T>], spelling: Spelling) -> Self {
        // What isn't known has no place of its own.
        let properties = table.iter().filter(|property| property.key != UNKNOWN_PROPERTIES);
        Self { spelling, names: properties.map(|property| (property.key, Some(property))).collect() }
    }

    /// Adds another name for a property that has one, or a name that no property has.
    pub(super) fn add(&mut self, name: &'static str, key: Option<&str>) {
        let of_key = |(name, _): &&(&str, _)| key.is_some_and(|key| key == *name);
        let property = self.names.iter().find(of_key).and_then(|(_, property)| *property);
        self.names.push((name, property));
    }

    /// Sorts the entries of an object and of the objects in it that group properties.
    pub(super) fn sort<'a>(&self, object: &'a Object, path: &str, notes: &mut Notes) -> Sorted<'a, T> {
        let mut sorted = Sorted { known: Vec::new(), unknown: Vec::new() };
        self.sort_level(object, "", path, &mut sorted, notes);
        sorted
    }

    fn sort_level<'a>(
        &self,
        object: &'a Object,
        prefix: &str,
        path: &str,
        sorted: &mut Sorted<'a, T>,
        notes: &mut Notes,
    ) {
        for (name, value) in entries(object, self.spelling, path, notes) {
            let entry = Entry { name, key: format!("{prefix}{name}"), path: below(path, name), value };
            // A dot inside a key of the document does not lead into an object.
            let named =
                |(known, _): &&(&str, _)| self.spelling.same(known, &entry.key) && !name.contains('.');
            if let Some((_, property)) = self.names.iter().find(named) {
                if let Some(property) = property {
                    sorted.known.push((property, entry));
                }
                continue;
            }
            match &value.content {
                _ if !self.is_group(&entry.key) => sorted.unknown.push(entry),
                Content::Object(inner) => {
                    self.sort_level(inner, &(entry.key + "."), &entry.path, sorted, notes);
                }
                Content::Null => {}
                _ => {
                    wrong_kind(value, "an object", &entry.path, notes);
                    notes.unread.extend(self.inside(&entry.key).filter_map(|property| Some(property?.key)));
                }
            }
        }
    }

    fn is_group(&self, key: &str) -> bool {
        self.inside(key).next().is_some()
    }

    /// Returns what is known in a group.
    fn inside<'a>(&'a self, group: &'a str) -> impl Iterator<Item = Option<&'static Property<T>>> + 'a {
        let leads = move |name: &str| {
            let (head, rest) = name.split_at_checked(group.len()).unwrap_or_default();
            self.spelling.same(head, group) && rest.starts_with('.')
        };
        self.names.iter().filter(move |(name, _)| leads(name)).map(|(_, property)| *property)
    }

    /// Returns the names that are possible where an entry is, without the path to it.
    fn beside<'a>(&'a self, entry: &'a Entry<'_>) -> impl Iterator<Item = &'a str> {
        let prefix = entry.key.len() - entry.name.len();
        let fits = move |name: &'static str| {
            let (head, rest) = name.split_at_checked(prefix)?;
            let last = rest.split('.').next()?;
            entry.key.split_at_checked(prefix).is_some_and(|(prefix, _)| prefix == head).then_some(last)
        };
        self.names.iter().filter_map(move |(name, _)| fits(name))
    }
}

/// Reads every property of a table out of an object of a plan file, and notes what is left. Those of which something
/// was left out are in [`Notes::unread`].
pub(super) fn read_properties<T: Default>(
    object: &Object,
    table: &'static [Property<T>],
    path: &str,
    notes: &mut Notes,
) -> T {
    let names = Names::from_table(table, Spelling::Exact);
    let sorted = names.sort(object, path, notes);
    let mut owner = T::default();
    for (property, Entry { path, value, .. }) in sorted.known {
        let before = notes.left_out;
        take(property, value, &path, &mut owner, notes);
        if notes.left_out > before {
            notes.unread.push(property.key);
        }
    }
    let others = table.iter().find(|property| property.key == UNKNOWN_PROPERTIES);
    let mut kept = Unknown::default();
    for entry in sorted.unknown {
        let Some(_) = others else {
            unknown_key(entry.name, names.beside(&entry), &entry.path, notes);
            continue;
        };
        if is_read_only(&entry.key) {
            let text = format!("Only AKS sets {}; left out.", named(&entry.key));
            notes.add(&entry.path, text);
            continue;
        }
        // A name that is nearly one that is known is likely a slip.
        let hint = did_you_mean(entry.name, names.beside(&entry));
        if !hint.is_empty() {
            let text = format!("The key {} isn\u{2019}t known; kept as it is.{hint}", shown(entry.name));
            notes.add(&entry.path, text);
        }
        let value = read_as_written(entry.value, &entry.path, notes);
        kept.add(&entry, value);
    }
    if let Some(others) = others {
        others.put(&mut owner, Some(Value::Tree(kept.0)));
    }
    owner
}

/// Properties of a pool that no table has, as ARM nests them.
#[derive(Default)]
pub(super) struct Unknown(pub(super) to_json::Object);

impl Unknown {
    /// Adds an entry in its place, spelled as the API spells it where a preview has it.
    pub(super) fn add(&mut self, entry: &Entry<'_>, value: Json) {
        let key = match api_property(&entry.key) {
            Some(api) if !entry.name.contains('.') => api.path,
            _ => &entry.key,
        };
        // A dot in the entry's own name leads nowhere.
        let (groups, name) = key.split_at_checked(key.len() - entry.name.len()).unwrap_or_default();
        // A group is spelled as the properties in it that are known.
        let prefix = |known: &'static str| {
            known.get(..groups.len()).filter(|prefix| prefix.eq_ignore_ascii_case(groups))
        };
        let groups = POOL_PROPERTIES.iter().find_map(|property| prefix(property.key)).unwrap_or(groups);
        let mut object = &mut self.0;
        for group in groups.split('.').filter(|group| !group.is_empty()) {
            let inner = object.entry(group).or_insert_with(|| to_json::Object::new().into());
            match inner {
                Json::Object(inner) => object = inner,
                _ => return,
            }
        }
        object.insert(name.to_owned(), value);
    }
}

/// Returns whether only AKS sets a property of a pool.
pub(super) fn is_read_only(key: &str) -> bool {
    api_property(key).is_some_and(|api| api.is_read_only)
}

/// Gives an owner the value of a property, if it is of the right kind; a word that is none of the property's
/// vocabulary is taken and noted.
pub(super) fn take<T>(property: &Property<T>, node: &Node, path: &str, owner: &mut T, notes: &mut Notes) {
    let Some(value) = read_value(property.kind, node, path, notes) else { return };
    if let (Kind::Keyword(known), Value::Text(text)) = (property.kind, &value)
        && !text.is_empty()
        && !known.contains(&text.as_str())
    {
        let hint = did_you_mean(text, known.iter().copied());
        notes.add(
            path,
            format!("{} isn\u{2019}t one of {}; kept as it is.{hint}", shown(text), known.join(", ")),
        );
    }
    notes.spans.push((property.key, node.span));
    property.put(owner, Some(spelled_as_in_api(property.key, value)));
}

/// Returns a value with the keys in it that the API has spelled as there. AKS takes them in any case, Azure PowerShell
/// prints them with capitals, and a script asks for them letter for letter. One that is there in two spellings stays.
fn spelled_as_in_api(key: &str, value: Value) -> Value {
    match value {
        Value::Tree(tree) => Value::Tree(object_as_in_api(key, tree)),
        Value::Items(items) => {
            let path = format!("{key}[]");
            Value::Items(items.into_iter().map(|item| object_as_in_api(&path, item)).collect())
        }
        other => other,
    }
}

fn object_as_in_api(path: &str, object: to_json::Object) -> to_json::Object {
    // The keys of a map are the user's.
    let is_map = api_property(path).is_some_and(|api| api.kind.starts_with("map:"));
    let mut spellings: Vec<String> = object.keys().map(|key| key.to_ascii_lowercase()).collect();
    spellings.sort_unstable();
    let is_one = |key: &str| {
        let key = key.to_ascii_lowercase();
        let others = spellings.get(spellings.partition_point(|other| *other < key)..).unwrap_or_default();
        others.get(1).is_none_or(|next| *next != key)
    };
    let entry = |(key, value): (String, Json)| {
        let inner = if is_map { format!("{path}.*") } else { format!("{path}.{key}") };
        let api = api_property(&inner).filter(|_| !is_map && !key.contains('.') && is_one(&key));
        let name = api.and_then(|api| api.path.rsplit('.').next()).map(str::to_owned);
        (name.unwrap_or(key), json_as_in_api(&inner, value))
    };
    object.into_iter().map(entry).collect()
}

fn json_as_in_api(path: &str, value: Json) -> Json {
    match value {
        Json::Object(object) => Json::Object(object_as_in_api(path, object)),
        Json::Array(list) => {
            let path = format!("{path}[]");
            list.into_iter().map(|item| json_as_in_api(&path, item)).collect()
        }
        other => other,
    }
}

/// Returns a property of a pool by its key, and the value that a node is for it; `null` clears it.
pub fn pool_property(key: &str, node: &Node) -> Result<(&'static str, Option<Value>), String> {
    let known = POOL_PROPERTIES.iter().filter(|property| property.key != UNKNOWN_PROPERTIES);
    let Some(property) = known.clone().find(|property| property.key == key) else {
        let hint = did_you_mean(key, known.map(|property| property.key));
        return Err(format!("Unknown pool property: {}.{hint}", shown(key)));
    };
    if node.as_text() == Some("") {
        return Ok((property.key, None));
    }
    let mut notes = Notes::default();
    match read_value(property.kind, node, key, &mut notes) {
        Some(value) => Ok((property.key, Some(spelled_as_in_api(property.key, value)))),
        None => {
            let found = compact(&node.to_json());
            Err(format!("{key} must be {}, but it is {found}.", property.kind.wanted()))
        }
    }
}

/// Returns the entries of an object, the last of each key; a key that occurs twice is noted.
pub(super) fn entries<'a>(
    object: &'a Object,
    spelling: Spelling,
    path: &str,
    notes: &mut Notes,
) -> Vec<(&'a str, &'a Node)> {
    let mut last: Vec<(&str, &Node)> = Vec::with_capacity(object.0.len());
    let mut places = BTreeMap::new();
    for syntax::Entry { key, value, .. } in &object.0 {
        let place = *places.entry(spelling.case_fold(key)).or_insert(last.len());
        match last.get_mut(place) {
            Some(earlier) => {
                notes.add(&below(path, key), "The key occurs twice; the later value was taken.");
                *earlier = (key, value);
            }
            None => last.push((key, value)),
        }
    }
    last
}

fn read_value(kind: Kind, node: &Node, path: &str, notes: &mut Notes) -> Option<Value> {
    let value = match (kind, &node.content) {
        (_, Content::Null) => return None,
        (Kind::Text | Kind::Keyword(_), Content::Text(text)) => Some(Value::Text(text.clone())),
        (Kind::Whole, Content::Number(number)) => number.whole().map(Value::Whole),
        (Kind::Decimal, Content::Number(number)) => number.decimal().map(Value::Decimal),
        (Kind::Flag, Content::Bool(flag)) => Some(Value::Flag(*flag)),
        (Kind::Tree, Content::Object(tree)) => Some(Value::Tree(read_tree(tree, path, notes))),
        (Kind::List, Content::List(items)) => Some(Value::List(read_texts(items, path, notes))),
        (Kind::Map, Content::Object(object)) => Some(Value::Map(read_map(object, path, notes))),
        (Kind::Items, Content::List(items)) => Some(Value::Items(read_items(items, path, notes))),
        (Kind::Subnets, Content::List(items)) => Some(Value::Subnets(read_subnets(items, path, notes))),
        _ => None,
    };
    if value.is_none() {
        wrong_kind(node, kind.wanted(), path, notes);
    }
    value
}

/// Returns a text where one must be; anything else is noted.
fn read_text<'a>(node: &'a Node, path: &str, notes: &mut Notes) -> Option<&'a str> {
    let text = node.as_text();
    if text.is_none() {
        wrong_kind(node, "a text", path, notes);
    }
    text
}

fn read_texts(items: &[Node], path: &str, notes: &mut Notes) -> Vec<String> {
    let items = items.iter().enumerate();
    items
        .filter_map(|(index, item)| read_text(item, &format!("{path}[{index}]"), notes).map(str::to_owned))
        .collect()
}

fn read_map(object: &Object, path: &str, notes: &mut Notes) -> Map {
    let entries = entries(object, Spelling::Exact, path, notes).into_iter();
    let texts = entries.filter_map(|(key, value)| {
        let text = read_text(value, &below(path, key), notes)?;
        Some((key.to_owned(), text.to_owned()))
    });
    texts.collect()
}

/// Returns a tree as it is written, except for keys that occur twice.
fn read_tree(object: &Object, path: &str, notes: &mut Notes) -> to_json::Object {
    let entries = entries(object, Spelling::Exact, path, notes).into_iter();
    entries.map(|(key, value)| (key.to_owned(), read_as_written(value, &below(path, key), notes))).collect()
}

/// Returns a value as it is written, except for keys that occur twice.
pub(super) fn read_as_written(node: &Node, path: &str, notes: &mut Notes) -> Json {
    match &node.content {
        Content::Object(object) => read_tree(object, path, notes).into(),
        Content::List(items) => {
            let items = items.iter().enumerate();
            items.map(|(index, item)| read_as_written(item, &format!("{path}[{index}]"), notes)).collect()
        }
        _ => node.to_json(),
    }
}

fn read_items(items: &[Node], path: &str, notes: &mut Notes) -> Vec<to_json::Object> {
    let mut objects = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let path = format!("{path}[{index}]");
        match &item.content {
            Content::Object(object) => objects.push(read_tree(object, &path, notes)),
            _ => wrong_kind(item, "an object", &path, notes),
        }
    }
    objects
}

fn read_subnets(items: &[Node], path: &str, notes: &mut Notes) -> Vec<Subnet> {
    let mut subnets = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let path = format!("{path}[{index}]");
        match &item.content {
            Content::Object(object) => subnets.push(read_subnet(object, &path, notes)),
            _ => wrong_kind(item, "an object with name and addressPrefix", &path, notes),
        }
    }
    subnets
}

fn read_subnet(object: &Object, path: &str, notes: &mut Notes) -> Subnet {
    let mut subnet = Subnet::default();
    for (key, value) in entries(object, Spelling::Exact, path, notes) {
        let here = below(path, key);
        let field = match (key, &value.content) {
            ("name", _) => &mut subnet.name,
            ("addressPrefix", _) => &mut subnet.address_prefix,
            ("delegations", Content::List(items)) => {
                subnet.delegations = read_texts(items, &here, notes);
                continue;
            }
            ("delegations", _) => {
                wrong_kind(value, "a list of texts", &here, notes);
                continue;
            }
            (other, _) => {
                unknown_key(other, ["name", "addressPrefix", "delegations"].into_iter(), &here, notes);
                continue;
            }
        };
        if let Some(text) = read_text(value, &here, notes) {
            text.clone_into(field);
        }
    }
    subnet
}

/// Notes a value of another kind than the wanted one.
pub(super) fn wrong_kind(found: &Node, wanted: &str, path: &str, notes: &mut Notes) {
    let value = match &found.content {
        Content::Text(text) => format!("the text {}", shown(text)),
        Content::Number(number) => format!("the number {}", number.plain()),
        Content::Bool(flag) => flag.to_string(),
        _ => found.kind().to_owned(),
    };
    notes.add_wrong_type(path, format!("This must be {wanted}, but it is {value}; left out."));
}

/// Notes an unknown key.
pub(super) fn unknown_key<'a>(
    key: &str,
    known: impl Iterator<Item = &'a str>,
    path: &str,
    notes: &mut Notes,
) {
    let hint = did_you_mean(key, known);
    notes.add_left_out(path, format!("The key {} is not part of a plan; left out.{hint}", shown(key)));
}
