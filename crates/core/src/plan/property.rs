//! Properties as data. Each struct of the plan is written down once, with the path of every property in the
//! plan file beside its field; reading, writing, the JSON Schema, edits, comparison and the dialects all walk
//! the same table.

use super::Map;
use super::cluster::Subnet;
use super::keyword::Keyword;
use super::stated::Stated;
use crate::decimal::Decimal;
use crate::to_json::{Json, Object, compact};

/// The kind of a property's value. There are no other kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A text.
    Text,
    /// One word of a vocabulary.
    Keyword(&'static [&'static str]),
    /// A whole number.
    Whole,
    /// A number with decimals (a price).
    Decimal,
    /// Yes or no.
    Flag,
    /// A list of texts.
    List,
    /// Texts by key.
    Map,
    /// A JSON object that is carried as it is.
    Tree,
    /// A list of JSON objects that are carried as they are.
    Items,
    /// Named address ranges.
    Subnets,
}

impl Kind {
    /// Returns the kind as a sentence asks for it: "a whole number".
    pub fn wanted(self) -> &'static str {
        match self {
            Self::Text | Self::Keyword(_) => "a text",
            Self::Whole => "a whole number",
            Self::Decimal => "a number",
            Self::Flag => "true or false",
            Self::List => "a list of texts",
            Self::Map => "an object whose values are texts",
            Self::Tree => "an object",
            Self::Items => "a list of objects",
            Self::Subnets => "a list of objects, each with name and addressPrefix",
        }
    }
}

/// The value of a property.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum Value {
    Text(String),
    Whole(i64),
    Decimal(Decimal),
    Flag(bool),
    List(Vec<String>),
    Map(Map),
    Tree(Object),
    Items(Vec<Object>),
    Subnets(Vec<Subnet>),
}

impl Value {
    /// Returns the value as JSON.
    pub fn to_json(&self) -> Json {
        self.clone().into_json()
    }

    /// Turns the value into JSON.
    pub fn into_json(self) -> Json {
        match self {
            Self::Text(text) => Json::String(text),
            Self::Whole(number) => Json::from(number),
            Self::Decimal(number) => number.to_json(),
            Self::Flag(flag) => Json::Bool(flag),
            Self::List(list) => list.into_iter().map(Json::String).collect(),
            Self::Map(map) => {
                let entries = map.into_iter().map(|(key, text)| (key, Json::String(text)));
                Json::Object(entries.collect())
            }
            Self::Tree(tree) => Json::Object(tree),
            Self::Items(items) => items.into_iter().map(Json::Object).collect(),
            Self::Subnets(subnets) => Json::Array(subnets.iter().map(Subnet::to_json).collect()),
        }
    }
}

impl Value {
    /// Returns whether the value is AKS's default for a property, or empty: a plan that states it asks for the same
    /// as one that doesn't.
    pub fn is_default(&self, default: Option<&str>) -> bool {
        match self {
            Self::Text(text) => text.is_empty() || Some(text.as_str()) == default,
            // `false` is AKS's default for every flag of a plan.
            Self::Flag(flag) => !flag,
            Self::List(list) => list.is_empty(),
            Self::Map(map) => map.is_empty(),
            Self::Tree(tree) => tree.is_empty(),
            Self::Items(items) => items.is_empty(),
            Self::Subnets(subnets) => subnets.is_empty(),
            Self::Whole(_) | Self::Decimal(_) => false,
        }
    }

    /// Returns the value as a sentence repeats it: as it reads if it is short and every character can be seen, else quoted,
    /// on one line and cut.
    pub fn in_sentence(&self) -> String {
        const LONG: usize = 200;
        let text = match self {
            Self::Text(text) => return crate::text::in_sentence(text).into_owned(),
            _ => self.to_string(),
        };
        let is_plain = text.len() <= LONG && !text.chars().any(crate::text::is_unseen);
        if is_plain { text } else { crate::text::shown(&text) }
    }
}

/// Returns the property of that key in a table.
pub fn find<Owner>(table: &'static [Property<Owner>], key: &str) -> Option<&'static Property<Owner>> {
    table.iter().find(|property| property.key == key)
}

impl std::fmt::Display for Value {
    /// Returns the value as a sentence quotes it.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => out.write_str(text),
            Self::Whole(number) => number.fmt(out),
            Self::Decimal(number) => number.fmt(out),
            Self::Flag(flag) => out.write_str(if *flag { "on" } else { "off" }),
            Self::List(list) if list.is_empty() => out.write_str("none"),
            Self::List(list) => out.write_str(&list.join(", ")),
            Self::Map(map) if map.is_empty() => out.write_str("none"),
            Self::Map(map) => {
                let pairs: Vec<_> = map.iter().map(|(key, text)| format!("{key}={text}")).collect();
                out.write_str(&pairs.join(", "))
            }
            Self::Items(items) if items.is_empty() => out.write_str("none"),
            Self::Tree(_) | Self::Items(_) => out.write_str(&compact(&self.to_json())),
            Self::Subnets(subnets) => {
                let pairs: Vec<_> =
                    subnets.iter().map(|one| format!("{} {}", one.name, one.address_prefix)).collect();
                out.write_str(&pairs.join(", "))
            }
        }
    }
}

/// One property of `T`: its path in the plan file, and its field.
pub struct Property<T: 'static> {
    /// Path in the plan file, dotted: ARM's own spelling.
    pub key: &'static str,
    /// The kind of its value.
    pub kind: Kind,
    /// AKS's default, if it depends on nothing else.
    pub default: Option<&'static str>,
    /// One line for the JSON Schema.
    #[cfg(not(target_arch = "wasm32"))]
    pub about: &'static str,
    /// The field. A reference to it is all that differs from property to property, so that sixty of them cost
    /// little code.
    field: fn(&T) -> &dyn Field,
    field_mut: fn(&mut T) -> &mut dyn Field,
}

impl<T> Property<T> {
    /// Declares a property; [`properties!`] does.
    pub(super) const fn new(
        key: &'static str,
        kind: Kind,
        default: Option<&'static str>,
        field: fn(&T) -> &dyn Field,
        field_mut: fn(&mut T) -> &mut dyn Field,
        #[cfg(not(target_arch = "wasm32"))] about: &'static str,
    ) -> Self {
        Self {
            key,
            kind,
            default,
            #[cfg(not(target_arch = "wasm32"))]
            about,
            field,
            field_mut,
        }
    }

    /// Returns the value that the plan states, be it AKS's default; `None` if the plan doesn't set it.
    pub fn get(&self, owner: &T) -> Option<Value> {
        (self.field)(owner).value().filter(|value| !is_empty_text(value))
    }

    /// Returns the value that the plan states, unless it is AKS's default or empty: what differs from silence.
    pub fn get_unless_default(&self, owner: &T) -> Option<Value> {
        self.get(owner).filter(|value| !value.is_default(self.default))
    }

    /// Returns whether two values mean the same to AKS: they are equal, or each is absent, AKS's default or empty.
    pub fn is_same(&self, one: Option<&Value>, other: Option<&Value>) -> bool {
        let beyond = |value: Option<&Value>| value.is_some_and(|value| !value.is_default(self.default));
        one == other || !(beyond(one) || beyond(other))
    }

    /// States a value, or clears it; an empty text clears it too. Returns whether the value's kind was right.
    pub fn put(&self, owner: &mut T, value: Option<Value>) -> bool {
        let is_empty = value.as_ref().is_some_and(is_empty_text);
        let field = (self.field_mut)(owner);
        field.assign(value) && (!is_empty || field.assign(None))
    }
}

/// Returns whether a value is a text without a character, which states nothing.
fn is_empty_text(value: &Value) -> bool {
    matches!(value, Value::Text(text) if text.is_empty())
}

impl<T> std::fmt::Debug for Property<T> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.key)
    }
}

/// The kind of value of a field's type.
pub(super) trait Holds {
    /// Its kind of value.
    const KIND: Kind;
}

/// A field of the plan.
pub trait Field {
    /// Returns the value, if there is one.
    fn value(&self) -> Option<Value>;
    /// Takes a value, or clears it. Returns whether the kind was right.
    fn assign(&mut self, value: Option<Value>) -> bool;
}

/// Fields that are a value or none.
macro_rules! optional_fields {
    ($($type:ty => $kind:ident),+) => {$(
        impl Holds for Option<$type> {
            const KIND: Kind = Kind::$kind;
        }

        impl Field for Option<$type> {
            fn value(&self) -> Option<Value> {
                self.clone().map(Value::$kind)
            }
            fn assign(&mut self, value: Option<Value>) -> bool {
                match value {
                    None => *self = None,
                    Some(Value::$kind(value)) => *self = Some(value),
                    Some(_) => return false,
                }
                true
            }
        }
    )+};
}
optional_fields!(String => Text, i64 => Whole, Decimal => Decimal, Object => Tree);

/// Fields that are a value of which the plan says whether it states it.
macro_rules! stated_fields {
    ($($type:ty => $kind:ident),+) => {$(
        impl Holds for Stated<$type> {
            const KIND: Kind = Kind::$kind;
        }

        impl Field for Stated<$type> {
            fn value(&self) -> Option<Value> {
                self.stated().cloned().map(Value::$kind)
            }
            fn assign(&mut self, value: Option<Value>) -> bool {
                match value {
                    None => *self = Self::default(),
                    Some(Value::$kind(value)) => *self = value.into(),
                    Some(_) => return false,
                }
                true
            }
        }
    )+};
}
stated_fields!(bool => Flag, Vec<String> => List, Map => Map, Vec<Object> => Items);

/// Fields of Poolwright's own and names, for which an empty value and none are one.
macro_rules! plain_fields {
    ($($type:ty => $kind:ident),+) => {$(
        impl Holds for $type {
            const KIND: Kind = Kind::$kind;
        }

        impl Field for $type {
            fn value(&self) -> Option<Value> {
                (*self != Self::default()).then(|| Value::$kind(self.clone()))
            }
            fn assign(&mut self, value: Option<Value>) -> bool {
                match value {
                    None => *self = Self::default(),
                    Some(Value::$kind(value)) => *self = value,
                    Some(_) => return false,
                }
                true
            }
        }
    )+};
}
plain_fields!(String => Text, bool => Flag, Vec<Subnet> => Subnets, Object => Tree);

impl<W: Keyword> Holds for Option<W> {
    const KIND: Kind = Kind::Keyword(W::KNOWN);
}

impl<W: Keyword> Field for Option<W> {
    fn value(&self) -> Option<Value> {
        text_value(self.as_ref().map(Keyword::as_str))
    }
    fn assign(&mut self, value: Option<Value>) -> bool {
        let Ok(text) = as_text(value) else { return false };
        *self = text.map(|text| W::from_text(&text));
        true
    }
}

/// Returns a text as a value. Not part of the implementation above, so that all vocabularies share its code.
fn text_value(text: Option<&str>) -> Option<Value> {
    text.map(|text| Value::Text(text.to_owned()))
}

/// Returns the text of a value that is one, or none.
fn as_text(value: Option<Value>) -> Result<Option<String>, ()> {
    match value {
        None => Ok(None),
        Some(Value::Text(text)) => Ok(Some(text)),
        Some(_) => Err(()),
    }
}

/// Declares a struct of the plan together with its table of properties.
macro_rules! properties {
    (@default) => { None };
    (@default $default:literal) => { Some($default) };
    (
        $(#[$meta:meta])*
        pub struct $name:ident in $table:ident {
            $($(#[doc = $doc:literal])+ $field:ident: $type:ty = $key:literal $(or $default:literal)?,)+
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name {
            $($(#[doc = $doc])+ pub $field: $type,)+
        }

        #[doc = concat!("The properties of [`", stringify!($name), "`], in the order in which a plan file writes them.")]
        pub const $table: &[$crate::plan::Property<$name>] = &[$(
            $crate::plan::Property::new(
                $key,
                <$type as $crate::plan::property::Holds>::KIND,
                $crate::plan::property::properties!(@default $($default)?),
                |owner| &owner.$field,
                |owner| &mut owner.$field,
                #[cfg(not(target_arch = "wasm32"))]
                concat!($($doc),+),
            ),
        )+];
    };
}
pub(super) use properties;
