//! The form as data: which properties have a field, with which label, hint and control; and the text of a field as a
//! value and back. One component draws all of it.

pub mod cluster;
pub mod pool;

use poolwright::plan::{Decimal, Value, lines};
use poolwright::to_json::{Json, Object, compact};

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
    /// Ranges of ports, one per line: `443/TCP`, `4000-5000/UDP`.
    Ports,
    /// IP tags, one per line: `RoutingPreference=Internet`.
    IpTags,
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

/// The `details` that hold the cluster's form.
pub const CLUSTER_CARD: &str = "cluster";
/// The group of the cluster's network fields.
pub const CLUSTER_NETWORK: &str = "cluster-network";

/// Returns the id of a pool's row.
pub fn row_id(id: u32) -> String {
    format!("pool-{id}")
}

/// Returns the id of a group of a pool's fields.
pub fn group_id(id: u32, group: usize) -> String {
    format!("pool-{id}-{group}")
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
        Control::Ports => Some(Value::Items(items(text, port, "443/TCP or 4000-5000/UDP")?)),
        Control::IpTags => Some(Value::Items(items(text, ip_tag, "type=tag")?)),
        _ => Some(Value::Text(text.to_owned())),
    };
    let kind = if control == Control::Whole { "a whole number" } else { "a number" };
    value.map(Some).ok_or_else(|| format!("\u{201c}{trimmed}\u{201d} isn\u{2019}t {kind}."))
}

/// Returns the objects that the lines of a text are. The error says which line isn't one.
fn items(text: &str, read: fn(&str) -> Option<Object>, form: &str) -> Result<Vec<Object>, String> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(place, line)| read(line.trim()).ok_or_else(|| format!("Line {} must be {form}.", place + 1)))
        .collect()
}

fn port(line: &str) -> Option<Object> {
    if line.starts_with('{') {
        return serde_json::from_str(line).ok();
    }
    let (range, protocol) = line.split_once('/')?;
    let (start, end) = range.split_once('-').unwrap_or((range, range));
    let number = |text: &str| text.trim().parse::<u16>().ok().filter(|port| *port > 0).map(Json::from);
    let protocol = protocol.trim().to_ascii_uppercase();
    let is_known = protocol == "TCP" || protocol == "UDP";
    let entries =
        [("portStart", number(start)?), ("portEnd", number(end)?), ("protocol", Json::String(protocol))];
    is_known.then(|| entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

fn ip_tag(line: &str) -> Option<Object> {
    if line.starts_with('{') {
        return serde_json::from_str(line).ok();
    }
    let (kind, tag) = line.split_once('=')?;
    let entries = [("ipTagType", kind.trim()), ("tag", tag.trim())];
    (!kind.trim().is_empty())
        .then(|| entries.into_iter().map(|(key, text)| (key.to_owned(), Json::from(text))).collect())
}

/// Returns an item as a line, or as JSON where it is another than a line can say.
fn line_of(item: &Object) -> String {
    let text = |key: &str| {
        item.get(key).map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
    };
    let line = match (text("portStart"), text("portEnd"), text("protocol"), text("ipTagType"), text("tag")) {
        (Some(start), Some(end), Some(protocol), None, None) if start == end => format!("{start}/{protocol}"),
        (Some(start), Some(end), Some(protocol), None, None) => format!("{start}-{end}/{protocol}"),
        (None, None, None, Some(kind), Some(tag)) => format!("{kind}={tag}"),
        _ => String::new(),
    };
    let is_whole = |read: fn(&str) -> Option<Object>| read(&line).as_ref() == Some(item);
    if is_whole(port) || is_whole(ip_tag) { line } else { compact(&Json::Object(item.clone())) }
}

/// Returns a value as the text that a field shows.
pub fn text_of(value: &Value) -> String {
    match value {
        Value::Items(items) => items.iter().map(line_of).collect::<Vec<_>>().join("\n"),
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
    fn hints_say_the_ranges_that_rules_check() {
        let more = pool::MORE.iter().flat_map(|(_, specs)| specs.iter());
        let specs = pool::COMMON.iter().chain(pool::BOUNDS).chain(pool::PLACE).chain(pool::SPOT).chain(more);
        for spec in specs.filter(|spec| spec.control == Control::Whole) {
            let Some(range) = poolwright::plan::range(spec.key) else { continue };
            let words = format!("{} to {}", range.start(), range.end());
            assert!(spec.hint.contains(&words), "{}: {} and not {words}", spec.key, spec.hint);
        }
    }

    #[test]
    fn ports_and_tags_are_lines() {
        for (control, text) in [
            (Control::Ports, "443/TCP\n4000-5000/UDP"),
            (Control::IpTags, "RoutingPreference=Internet"),
            (Control::Ports, r#"{"portStart":80,"newer":1}"#),
        ] {
            let value = parse(control, text).unwrap().unwrap();
            assert_eq!(text_of(&value), text);
        }
        assert_eq!(parse(Control::Ports, "80"), Err("Line 1 must be 443/TCP or 4000-5000/UDP.".to_owned()));
    }

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
