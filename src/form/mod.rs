//! The form as data: which properties have a field, with which label, hint and control; and the text of a field as a
//! value and back. One component draws all of it.

pub mod cluster;
pub mod pool;

use poolwright::plan::{Decimal, Value, lines};

/// A field of the form.
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    /// The key of the property.
    pub key: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    pub control: Control,
}

/// How a field is edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Control {
    Text,
    Whole,
    Decimal,
    /// A check box.
    Flag,
    /// A few words side by side; the first is the default.
    Segments(&'static [&'static str]),
    /// A list of words; the first, empty entry is AKS's default.
    Select(&'static [&'static str]),
    /// A list of entries, one per line.
    List,
    /// `key=value` lines.
    Map,
    /// Subnets, one per line.
    Subnets,
    /// Zones 1, 2 and 3.
    Zones,
    /// A VM size of the catalog.
    VmSize,
    /// A region of the catalog.
    Region,
}

/// Whose property a field edits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldTarget {
    Cluster,
    /// A pool, by the id that it has on this page.
    Pool(u32),
}

/// Returns the id of the control of a property, for labels and for findings to move the focus to.
pub fn control_id(target: FieldTarget, key: &str) -> String {
    let key = key.replace('.', "-");
    match target {
        FieldTarget::Cluster => format!("c-{key}"),
        FieldTarget::Pool(id) => format!("p{id}-{key}"),
    }
}

/// Returns the value of what was typed; nothing typed is AKS's default. The error says what was expected.
pub fn parse(control: Control, text: &str) -> Result<Option<Value>, String> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Ok(None);
    }
    let value = match control {
        Control::Whole => trimmed.parse().ok().map(Value::Whole),
        Control::Decimal => Decimal::parse(trimmed).map(Value::Decimal),
        Control::List => Some(Value::List(lines::lines_to_list(text))),
        Control::Map => Some(Value::Map(lines::lines_to_map(text)?)),
        Control::Subnets => Some(Value::Subnets(lines::lines_to_subnets(text)?)),
        _ => Some(Value::Text(text.to_owned())),
    };
    let kind = if control == Control::Whole { "a whole number" } else { "a number" };
    value.map(Some).ok_or_else(|| format!("\u{201c}{trimmed}\u{201d} isn\u{2019}t {kind}."))
}

/// Returns a value as the text that a field shows.
pub fn text_of(value: &Value) -> String {
    match value {
        Value::List(list) => lines::list_to_lines(list),
        Value::Map(map) => lines::map_to_lines(map),
        Value::Subnets(subnets) => lines::subnets_to_lines(subnets),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_a_value_or_says_what_was_expected() {
        assert_eq!(parse(Control::Whole, " 3 "), Ok(Some(Value::Whole(3))));
        assert_eq!(parse(Control::Whole, ""), Ok(None));
        assert_eq!(
            parse(Control::Whole, "many"),
            Err("\u{201c}many\u{201d} isn\u{2019}t a whole number.".to_owned())
        );
        assert_eq!(parse(Control::Decimal, "x"), Err("\u{201c}x\u{201d} isn\u{2019}t a number.".to_owned()));
        assert!(parse(Control::Map, "nonsense").is_err());
        let value = parse(Control::List, "a=b:NoSchedule\nc=d:NoExecute");
        assert_eq!(
            value.ok().flatten().as_ref().map(text_of).as_deref(),
            Some("a=b:NoSchedule\nc=d:NoExecute")
        );
    }
}
