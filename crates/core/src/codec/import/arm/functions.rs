//! The functions of template expressions that need nothing but their arguments, as a table. What they do is documented
//! at <https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions> (read on 2026-11-29);
//! where the documents are silent, as Azure's own engine does it.

use std::net::Ipv4Addr;
use std::rc::Rc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::MOST_SIZE;
use super::hash::unique_string;
use super::value::{Builder, Data, Field, Part, Value, all, get};
use crate::plan::Decimal;
use crate::syntax::{self, Content, Node, Span};
use crate::text::{case_fold, shown};
use crate::to_json::compact;

/// What a function can do with arguments that aren't known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    /// Any of them may be open.
    Anything,
    /// Values in lists and objects may be open.
    Shapes,
    /// Nothing may be open.
    Known,
}

/// A function: its name in lower case, the least and the most arguments, and what it does.
pub(super) struct Function {
    pub(super) name: &'static str,
    pub(super) least: usize,
    pub(super) most: usize,
    pub(super) takes: Takes,
    pub(super) call: fn(&[Value]) -> Result<Value, String>,
}

const fn function(
    name: &'static str,
    least: usize,
    most: usize,
    takes: Takes,
    call: fn(&[Value]) -> Result<Value, String>,
) -> Function {
    Function { name, least, most, takes, call }
}

const MANY: usize = usize::MAX;
/// Most elements of lists of which each is compared with each.
const MOST_COMPARED: usize = 2_000;
/// Most parts of a text that isn't known as a whole, and most bytes of the name of what isn't known.
const MOST_PARTS: usize = 32;
pub(super) const LONGEST_NAME: usize = 2_000;

/// All functions, by name.
const TABLE: &[Function] = &[
    function("add", 2, 2, Takes::Known, |a| arithmetic(a, i64::checked_add)),
    function("array", 1, 1, Takes::Shapes, |a| {
        let value = at(a, 0);
        Ok(if value.as_list().is_some() { value } else { Value::list(vec![value]) })
    }),
    function("base64", 1, 1, Takes::Known, |a| Ok(Value::text(STANDARD.encode(text(a, 0)?.as_bytes())))),
    function("base64tojson", 1, 1, Takes::Known, |a| json_of(&decoded(&text(a, 0)?)?)),
    function("base64tostring", 1, 1, Takes::Known, |a| Ok(Value::text(decoded(&text(a, 0)?)?))),
    function("bool", 1, 1, Takes::Known, to_flag),
    function("cidrhost", 2, 2, Takes::Known, cidr_host),
    function("cidrsubnet", 3, 3, Takes::Known, cidr_subnet),
    function("concat", 1, MANY, Takes::Anything, concat),
    function("contains", 2, 2, Takes::Shapes, contains),
    function("createarray", 0, MANY, Takes::Anything, |a| Ok(Value::list(a.to_vec()))),
    function("createobject", 0, MANY, Takes::Anything, create_object),
    function("datauri", 1, 1, Takes::Known, |a| {
        let data = STANDARD.encode(text(a, 0)?.as_bytes());
        Ok(Value::text(format!("data:text/plain;charset=utf8;base64,{data}")))
    }),
    function("datauritostring", 1, 1, Takes::Known, data_uri_to_string),
    function("div", 2, 2, Takes::Known, |a| arithmetic(a, i64::checked_div)),
    function("empty", 1, 1, Takes::Shapes, |a| {
        let is_empty = match data(a, 0) {
            Data::Null => true,
            Data::Text(text) => text.is_empty(),
            Data::List(list) => list.items.is_empty(),
            Data::Object(object) => object.entries.is_empty(),
            _ => return Err(wrong(a, 0, "a text, a list or an object")),
        };
        Ok(Value::flag(is_empty))
    }),
    function("endswith", 2, 2, Takes::Known, |a| {
        Ok(Value::flag(case_fold(&text(a, 0)?).ends_with(&case_fold(&text(a, 1)?))))
    }),
    function("equals", 2, 2, Takes::Anything, |a| match a {
        [one, two] => one.is_equal(two).map(Value::flag).ok_or_else(|| why_open(a)),
        _ => Err(String::new()),
    }),
    function("false", 0, 0, Takes::Known, |_| Ok(Value::flag(false))),
    function("first", 1, 1, Takes::Shapes, |a| end(a, <[Value]>::first, |text| text.chars().next())),
    function("flatten", 1, 1, Takes::Shapes, |a| {
        let mut items = Vec::new();
        for item in list(a, 0)? {
            items.extend_from_slice(item.as_list().ok_or_else(|| inner_open(item, "a list of lists"))?);
        }
        Ok(Value::list(items))
    }),
    function("float", 1, 1, Takes::Known, |a| match data(a, 0) {
        Data::Number(_) => Ok(at(a, 0)),
        Data::Text(text) if Decimal::parse(text.trim()).is_some() => json_of(text.trim()),
        _ => Err(wrong(a, 0, "a number")),
    }),
    function("format", 1, MANY, Takes::Anything, format_text),
    function("greater", 2, 2, Takes::Known, |a| compare(a, std::cmp::Ordering::is_gt)),
    function("greaterorequals", 2, 2, Takes::Known, |a| compare(a, std::cmp::Ordering::is_ge)),
    function("indexfromend", 2, 2, Takes::Shapes, |a| {
        let (items, index) = (list(a, 0)?, whole(a, 1)?);
        let place = usize::try_from(index).ok().and_then(|index| items.len().checked_sub(index));
        place
            .and_then(|place| items.get(place))
            .cloned()
            .ok_or_else(|| "the list has no such element".to_owned())
    }),
    function("indexof", 2, 2, Takes::Known, |a| index_of(a, false)),
    function("int", 1, 1, Takes::Known, |a| {
        let number = match data(a, 0) {
            Data::Number(number) => number.decimal().and_then(|number| number.cut(0).whole()),
            Data::Text(text) => text.trim().parse().ok(),
            _ => None,
        };
        number.map(Value::whole).ok_or_else(|| wrong(a, 0, "a whole number"))
    }),
    function("intersection", 2, MANY, Takes::Known, intersection),
    function("items", 1, 1, Takes::Shapes, |a| {
        let item = |field: &Field| {
            object(&[("key", Value::text(field.key.clone())), ("value", field.value.clone())])
        };
        Ok(Value::list(sorted(object_of(a, 0)?).into_iter().map(item).collect()))
    }),
    function("join", 2, 2, Takes::Anything, join),
    function("json", 1, 1, Takes::Known, |a| json_of(&text(a, 0)?)),
    function("last", 1, 1, Takes::Shapes, |a| end(a, <[Value]>::last, |text| text.chars().next_back())),
    function("lastindexof", 2, 2, Takes::Known, |a| index_of(a, true)),
    function("length", 1, 1, Takes::Shapes, |a| {
        let length = match data(a, 0) {
            Data::Text(text) => text.encode_utf16().count(),
            Data::List(list) => list.items.len(),
            Data::Object(object) => object.entries.len(),
            _ => return Err(wrong(a, 0, "a text, a list or an object")),
        };
        Ok(Value::whole(length as i64))
    }),
    function("less", 2, 2, Takes::Known, |a| compare(a, std::cmp::Ordering::is_lt)),
    function("lessorequals", 2, 2, Takes::Known, |a| compare(a, std::cmp::Ordering::is_le)),
    function("max", 1, MANY, Takes::Known, |a| {
        numbers(a)?.into_iter().max().map(Value::whole).ok_or_else(String::new)
    }),
    function("min", 1, MANY, Takes::Known, |a| {
        numbers(a)?.into_iter().min().map(Value::whole).ok_or_else(String::new)
    }),
    function("mod", 2, 2, Takes::Known, |a| arithmetic(a, i64::checked_rem)),
    function("mul", 2, 2, Takes::Known, |a| arithmetic(a, i64::checked_mul)),
    function("not", 1, 1, Takes::Known, |a| {
        at(a, 0).as_flag().map(|flag| Value::flag(!flag)).ok_or_else(|| wrong(a, 0, "true or false"))
    }),
    function("null", 0, 0, Takes::Known, |_| Ok(Value::null())),
    function("objectkeys", 1, 1, Takes::Shapes, |a| {
        Ok(Value::list(
            sorted(object_of(a, 0)?).into_iter().map(|field| Value::text(field.key.clone())).collect(),
        ))
    }),
    function("padleft", 2, 3, Takes::Known, |a| {
        let content = at(a, 0).plain().ok_or_else(|| wrong(a, 0, "a text or a number"))?;
        let filler = if a.len() > 2 { text(a, 2)?.chars().next().unwrap_or(' ') } else { ' ' };
        Ok(Value::text(padded(&content, count(a, 1)?, filler)?))
    }),
    function("parsecidr", 1, 1, Takes::Known, parse_cidr),
    function("range", 2, 2, Takes::Known, |a| {
        let (start, count) = (whole(a, 0)?, whole(a, 1)?);
        if !(0..=10_000).contains(&count) {
            return Err("range takes a count from 0 to 10,000".to_owned());
        }
        let end = start.checked_add(count).ok_or("the range is too large")?;
        Ok(Value::list((start..end).map(Value::whole).collect()))
    }),
    function("replace", 3, 3, Takes::Known, |a| {
        let (content, old, new) = (text(a, 0)?, text(a, 1)?, text(a, 2)?);
        if old.is_empty() {
            return Err("replace needs a text to look for".to_owned());
        }
        if content.len().saturating_mul(new.len() + 1) > MOST_SIZE {
            return Err("its value is too large".to_owned());
        }
        Ok(Value::text(content.replace(&*old, &new)))
    }),
    function("shallowmerge", 1, 1, Takes::Shapes, |a| {
        let mut merged = Builder::default();
        for item in list(a, 0)? {
            for field in item.as_object().ok_or_else(|| inner_open(item, "a list of objects"))? {
                merged.put(field.clone());
            }
        }
        Ok(merged.done())
    }),
    function("skip", 2, 2, Takes::Shapes, |a| part(a, |length, count| count.min(length)..length)),
    function("split", 2, 2, Takes::Known, split),
    function("startswith", 2, 2, Takes::Known, |a| {
        Ok(Value::flag(case_fold(&text(a, 0)?).starts_with(&case_fold(&text(a, 1)?))))
    }),
    function("string", 1, 1, Takes::Known, |a| {
        let value = at(a, 0);
        Ok(Value::text(value.plain().unwrap_or_else(|| compact(&value.to_json()).into())))
    }),
    function("sub", 2, 2, Takes::Known, |a| arithmetic(a, i64::checked_sub)),
    function("substring", 2, 3, Takes::Known, |a| {
        let (content, start) = (text(a, 0)?, count(a, 1)?);
        let length = content.chars().count();
        let take = if a.len() > 2 { count(a, 2)? } else { length.saturating_sub(start) };
        if start.saturating_add(take) > length {
            return Err(format!("the text {} is too short for substring", shown(&content)));
        }
        Ok(Value::text(content.chars().skip(start).take(take).collect::<String>()))
    }),
    function("take", 2, 2, Takes::Shapes, |a| part(a, |length, count| 0..count.min(length))),
    function("tolower", 1, 1, Takes::Known, |a| Ok(Value::text(text(a, 0)?.to_lowercase()))),
    function("toupper", 1, 1, Takes::Known, |a| Ok(Value::text(text(a, 0)?.to_uppercase()))),
    function("trim", 1, 1, Takes::Known, |a| Ok(Value::text(text(a, 0)?.trim()))),
    function("true", 0, 0, Takes::Known, |_| Ok(Value::flag(true))),
    function("tryget", 2, MANY, Takes::Shapes, |a| {
        let mut value = at(a, 0);
        for key in a.iter().skip(1) {
            value = match element(&value, key) {
                Ok(inner) => inner,
                Err(_) => return Ok(Value::null()),
            };
            if value.as_open().is_some() {
                break;
            }
        }
        Ok(value)
    }),
    function("tryindexfromend", 2, 2, Takes::Shapes, |a| {
        let Data::List(list) = data(a, 0) else { return Ok(Value::null()) };
        let place = list.items.len().checked_sub(count(a, 1)?);
        Ok(place.and_then(|place| list.items.get(place)).cloned().unwrap_or_else(Value::null))
    }),
    function("union", 1, MANY, Takes::Shapes, union),
    function("uniquestring", 1, MANY, Takes::Known, |a| {
        let parts: Vec<_> = (0..a.len()).map(|index| text(a, index)).collect::<Result<_, _>>()?;
        Ok(Value::text(unique_string(&parts.join("-"))))
    }),
    function("uricomponent", 1, 1, Takes::Known, |a| {
        let mut out = String::new();
        for byte in text(a, 0)?.bytes() {
            if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
                out.push(char::from(byte));
            } else {
                out.push_str(&format!("%{byte:02X}"));
            }
        }
        Ok(Value::text(out))
    }),
];

/// Returns the function of a name in lower case.
pub(super) fn find(name: &str) -> Option<&'static Function> {
    TABLE.iter().find(|function| function.name == name)
}

/// Returns a property or an element of a value.
///
/// # Errors
/// An absent value.
pub(super) fn element(value: &Value, key: &Value) -> Result<Value, String> {
    if let Some(open) = key.as_open() {
        return Err(open.why.to_string());
    }
    let found = match (&value.data, &key.data) {
        (Data::Open(_), _) => return Ok(element_of_open(value, key)),
        (Data::List(list), Data::Number(index)) => {
            let index = index.whole().and_then(|index| usize::try_from(index).ok());
            index.and_then(|index| list.items.get(index)).cloned()
        }
        (Data::Object(object), Data::Text(key)) => get(&object.entries, key).cloned(),
        _ => None,
    };
    found.ok_or_else(|| match &key.data {
        Data::Text(key) => format!("{} has no property {}", value.kind(), shown(key)),
        _ => format!("{} has no element {}", value.kind(), key.plain().unwrap_or_default()),
    })
}

/// Returns an element of a value that isn't known: what it is called is part of its name.
fn element_of_open(value: &Value, key: &Value) -> Value {
    let Data::Open(open) = &value.data else { return Value::null() };
    match open.parts.as_slice() {
        [Part::Unknown(name)] if name.len() < LONGEST_NAME => {
            let name = format!("{name}.{}", key.plain().unwrap_or_default());
            Value::open_text(vec![Part::Unknown(name.into())], open.why.clone())
        }
        _ => Value::open(open.why.clone()),
    }
}

/// Returns an object with these entries.
pub(super) fn object(entries: &[(&str, Value)]) -> Value {
    let field = |(key, value): &(&str, Value)| Field {
        key: (*key).into(),
        key_span: Span::default(),
        value: value.clone(),
    };
    Value::object(entries.iter().map(field).collect())
}

fn at(arguments: &[Value], index: usize) -> Value {
    arguments.get(index).cloned().unwrap_or_else(Value::null)
}

fn data(arguments: &[Value], index: usize) -> Data {
    at(arguments, index).data
}

fn wrong(arguments: &[Value], index: usize, wanted: &str) -> String {
    format!("argument {} must be {wanted}, but it is {}", index + 1, at(arguments, index).kind())
}

fn inner_open(item: &Value, wanted: &str) -> String {
    match item.as_open() {
        Some(open) => open.why.to_string(),
        None => format!("argument 1 must be {wanted}, but it contains {}", item.kind()),
    }
}

fn why_open(arguments: &[Value]) -> String {
    arguments.iter().find_map(Value::first_open).map_or_else(String::new, |open| open.why.to_string())
}

fn text(arguments: &[Value], index: usize) -> Result<Rc<str>, String> {
    at(arguments, index).as_text().cloned().ok_or_else(|| wrong(arguments, index, "a text"))
}

fn whole(arguments: &[Value], index: usize) -> Result<i64, String> {
    at(arguments, index).as_whole().ok_or_else(|| wrong(arguments, index, "a whole number"))
}

fn count(arguments: &[Value], index: usize) -> Result<usize, String> {
    let count = whole(arguments, index)?;
    usize::try_from(count).map_err(|_| format!("argument {} can't be less than 0", index + 1))
}

fn list(arguments: &[Value], index: usize) -> Result<&[Value], String> {
    let list = arguments.get(index).and_then(Value::as_list);
    list.ok_or_else(|| wrong(arguments, index, "a list"))
}

fn object_of(arguments: &[Value], index: usize) -> Result<&[Field], String> {
    let object = arguments.get(index).and_then(Value::as_object);
    object.ok_or_else(|| wrong(arguments, index, "an object"))
}

fn sorted(entries: &[Field]) -> Vec<&Field> {
    let mut sorted: Vec<&Field> = entries.iter().collect();
    sorted.sort_by_key(|field| (case_fold(&field.key), field.key.clone()));
    sorted
}

fn arithmetic(arguments: &[Value], operation: fn(i64, i64) -> Option<i64>) -> Result<Value, String> {
    let (one, two) = (whole(arguments, 0)?, whole(arguments, 1)?);
    operation(one, two).map(Value::whole).ok_or_else(|| "its result isn't a 64-bit number".to_owned())
}

fn numbers(arguments: &[Value]) -> Result<Vec<i64>, String> {
    let arguments = match arguments {
        [one] => one.as_list().unwrap_or(arguments),
        _ => arguments,
    };
    (0..arguments.len()).map(|index| whole(arguments, index)).collect()
}

fn compare(arguments: &[Value], holds: fn(std::cmp::Ordering) -> bool) -> Result<Value, String> {
    let order = match (data(arguments, 0), data(arguments, 1)) {
        (Data::Number(one), Data::Number(two)) => {
            one.whole().zip(two.whole()).map(|(one, two)| one.cmp(&two))
        }
        // Of other letters it isn't known how Azure's engine sorts them.
        (Data::Text(one), Data::Text(two)) if one.is_ascii() && two.is_ascii() => Some(one.cmp(&two)),
        _ => None,
    };
    order
        .map(|order| Value::flag(holds(order)))
        .ok_or_else(|| "only whole numbers and texts are compared".to_owned())
}

fn to_flag(arguments: &[Value]) -> Result<Value, String> {
    let flag = match data(arguments, 0) {
        Data::Bool(flag) => Some(flag),
        Data::Number(number) => number.whole().map(|number| number != 0),
        Data::Text(text) => match text.to_ascii_lowercase().as_str() {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => None,
        },
        _ => None,
    };
    flag.map(Value::flag).ok_or_else(|| wrong(arguments, 0, "true or false"))
}

/// Joins texts of which parts may not be known.
pub(super) fn joined(values: &[Value]) -> Result<Value, String> {
    let mut parts: Vec<Part> = Vec::new();
    let mut why: Option<Rc<str>> = None;
    let (mut length, mut pieces) = (0_usize, 0);
    let mut push = |part: Part| match (parts.last_mut(), part) {
        (_, Part::Text(text)) if text.is_empty() => {}
        (Some(Part::Text(before)), Part::Text(text)) => before.push_str(&text),
        (_, part) => parts.push(part),
    };
    for (index, value) in values.iter().enumerate() {
        match &value.data {
            Data::Open(open) => {
                if open.parts.is_empty() {
                    return Err(open.why.to_string());
                }
                why.get_or_insert_with(|| open.why.clone());
                pieces += open.parts.len();
                if pieces > MOST_PARTS {
                    return Err(open.why.to_string());
                }
                open.parts.iter().cloned().for_each(&mut push);
            }
            _ => {
                let text = value.plain().ok_or_else(|| wrong(values, index, "a text"))?;
                length = length.saturating_add(text.len());
                if length > MOST_SIZE {
                    return Err("its value is too large".to_owned());
                }
                push(Part::Text(text.to_string()));
            }
        }
    }
    Ok(match (why, parts.pop()) {
        (Some(why), last) => {
            parts.extend(last);
            Value::open_text(parts, why)
        }
        (None, Some(Part::Text(text))) => Value::text(text),
        // Without a reason nothing is open.
        (None, _) => Value::text(""),
    })
}

fn concat(arguments: &[Value]) -> Result<Value, String> {
    if !arguments.iter().any(|argument| argument.as_list().is_some()) {
        return joined(arguments);
    }
    let mut items = Vec::new();
    for (index, argument) in arguments.iter().enumerate() {
        if argument.as_open().is_some() {
            return Err(why_open(arguments));
        }
        items.extend_from_slice(list(arguments, index)?);
        if items.len() > MOST_SIZE {
            return Err("its value is too large".to_owned());
        }
    }
    Ok(Value::list(items))
}

fn create_object(arguments: &[Value]) -> Result<Value, String> {
    let mut entries = Builder::default();
    let (pairs, odd) = arguments.as_chunks::<2>();
    if !odd.is_empty() {
        return Err("createObject takes a value for each key".to_owned());
    }
    for [key, value] in pairs {
        let key = match &key.data {
            Data::Text(key) => key.clone(),
            Data::Open(open) => return Err(open.why.to_string()),
            _ => return Err(format!("a key must be a text, but it is {}", key.kind())),
        };
        entries.put(Field { key, key_span: Span::default(), value: value.clone() });
    }
    Ok(entries.done())
}

fn contains(arguments: &[Value]) -> Result<Value, String> {
    let wanted = at(arguments, 1);
    let found = match data(arguments, 0) {
        Data::Object(object) => Some(get(&object.entries, &text(arguments, 1)?).is_some()),
        Data::List(list) => {
            // It is in the list unless all elements differ.
            let differs = |item: &Value| item.is_equal(&wanted).map(|is_equal| !is_equal);
            all(list.items.iter().map(differs)).map(|all_differ| !all_differ)
        }
        Data::Text(content) => {
            let wanted = text(arguments, 1)?;
            // Case matters in the documents and not in the engine: where it makes a difference, the result isn't known.
            let (exact, folded) =
                (content.contains(&*wanted), case_fold(&content).contains(&case_fold(&wanted)));
            if exact != folded {
                return Err("whether contains ignores case isn't certain".to_owned());
            }
            Some(exact)
        }
        _ => return Err(wrong(arguments, 0, "a text, a list or an object")),
    };
    found.map(Value::flag).ok_or_else(|| why_open(arguments))
}

/// Returns the first or the last element of a list, or letter of a text.
fn end(
    arguments: &[Value],
    of_list: fn(&[Value]) -> Option<&Value>,
    of_text: fn(&str) -> Option<char>,
) -> Result<Value, String> {
    match data(arguments, 0) {
        Data::Null => Ok(Value::null()),
        Data::List(list) => Ok(of_list(&list.items).cloned().unwrap_or_else(Value::null)),
        Data::Text(text) => Ok(Value::text(of_text(&text).map(String::from).unwrap_or_default())),
        _ => Err(wrong(arguments, 0, "a text or a list")),
    }
}

/// Returns a part of a list or of a text.
fn part(arguments: &[Value], range: fn(usize, usize) -> std::ops::Range<usize>) -> Result<Value, String> {
    let count = usize::try_from(whole(arguments, 1)?).unwrap_or(0);
    match data(arguments, 0) {
        Data::Null => Ok(Value::null()),
        Data::List(list) => {
            Ok(Value::list(list.items.get(range(list.items.len(), count)).unwrap_or_default().to_vec()))
        }
        Data::Text(text) => {
            let range = range(text.chars().count(), count);
            Ok(Value::text(text.chars().skip(range.start).take(range.len()).collect::<String>()))
        }
        _ => Err(wrong(arguments, 0, "a text or a list")),
    }
}

fn index_of(arguments: &[Value], from_end: bool) -> Result<Value, String> {
    let wanted = at(arguments, 1);
    let place = match data(arguments, 0) {
        Data::Null => None,
        Data::List(list) => {
            let is_it = |item: &Value| item.is_equal(&wanted) == Some(true);
            if from_end { list.items.iter().rposition(is_it) } else { list.items.iter().position(is_it) }
        }
        Data::Text(content) => {
            let (content, wanted) = (case_fold(&content), case_fold(&text(arguments, 1)?));
            let place = if from_end { content.rfind(&wanted) } else { content.find(&wanted) };
            place.and_then(|place| Some(content.get(..place)?.encode_utf16().count()))
        }
        _ => return Err(wrong(arguments, 0, "a text or a list")),
    };
    Ok(Value::whole(place.map_or(-1, |place| place as i64)))
}

fn intersection(arguments: &[Value]) -> Result<Value, String> {
    if arguments.iter().all(|argument| argument.as_list().is_some()) {
        if arguments.iter().any(|argument| argument.length() > MOST_COMPARED) {
            return Err("its lists are too long to compare".to_owned());
        }
        let mut common: Vec<Value> = Vec::new();
        for item in list(arguments, 0)? {
            let has = |items: &[Value]| items.iter().any(|other| other.is_equal(item) == Some(true));
            if !has(&common) && arguments.iter().all(|argument| argument.as_list().is_some_and(has)) {
                common.push(item.clone());
            }
        }
        return Ok(Value::list(common));
    }
    let mut common = Vec::new();
    for field in object_of(arguments, 0)? {
        let has = |other: &Value| {
            other.get(&field.key).is_some_and(|value| value.is_equal(&field.value) == Some(true))
        };
        if arguments.iter().all(has) {
            common.push(field.clone());
        }
    }
    Ok(Value::object(common))
}

fn union(arguments: &[Value]) -> Result<Value, String> {
    let (first, rest) = arguments.split_first().ok_or_else(String::new)?;
    let mut merged = first.clone();
    for other in rest {
        merged = match (&merged.data, &other.data) {
            (Data::List(_), Data::List(_)) | (Data::Object(_), Data::Object(_)) => merge(&merged, other),
            _ => return Err(format!("union can't merge {} and {}", merged.kind(), other.kind())),
        };
    }
    Ok(if rest.is_empty() { merge(&merged, &Value::list(Vec::new())) } else { merged })
}

/// Merges two values: objects key by key at every depth, lists by their elements, each once.
fn merge(one: &Value, two: &Value) -> Value {
    match (&one.data, &two.data) {
        (Data::Object(one), Data::Object(two)) => {
            let mut merged = Builder::default();
            one.entries.iter().for_each(|field| merged.put(field.clone()));
            two.entries.iter().for_each(|field| merged.merge(field, merge));
            merged.done()
        }
        // Whether null replaces a value, neither the documents nor any template that was tried say.
        (known, Data::Null) if !matches!(known, Data::Null) => {
            Value::open("union merges null into a value here")
        }
        (Data::List(one), Data::List(two)) => {
            let length = one.items.len() + two.items.len();
            if length > MOST_COMPARED {
                return Value::open("its lists are too long to compare");
            }
            let mut items: Vec<Value> = Vec::with_capacity(length);
            for item in one.items.iter().chain(&two.items) {
                if !items.iter().any(|known| known.is_equal(item) == Some(true)) {
                    items.push(item.clone());
                }
            }
            Value::list(items)
        }
        (Data::Object(_), Data::List(list)) if list.items.is_empty() => one.clone(),
        _ => two.clone(),
    }
}

fn join(arguments: &[Value]) -> Result<Value, String> {
    if at(arguments, 0).as_open().is_some() || at(arguments, 1).as_open().is_some() {
        return Err(why_open(arguments));
    }
    let separator = Value::text(text(arguments, 1)?);
    let mut parts = Vec::new();
    for item in list(arguments, 0)? {
        if !parts.is_empty() {
            parts.push(separator.clone());
        }
        parts.push(item.clone());
    }
    joined(&parts)
}

fn split(arguments: &[Value]) -> Result<Value, String> {
    let content = text(arguments, 0)?;
    let delimiters: Vec<Rc<str>> = match data(arguments, 1) {
        Data::Text(delimiter) => vec![delimiter],
        Data::List(list) => list.items.iter().filter_map(|item| item.as_text().cloned()).collect(),
        _ => return Err(wrong(arguments, 1, "a text or a list of texts")),
    };
    let mut items = Vec::new();
    let mut rest = &*content;
    loop {
        let next = delimiters.iter().filter(|delimiter| !delimiter.is_empty());
        let next = next.filter_map(|delimiter| Some((rest.find(&**delimiter)?, delimiter.len())));
        let Some((place, length)) = next.min_by_key(|(place, _)| *place) else { break };
        items.push(Value::text(rest.get(..place).unwrap_or_default()));
        rest = rest.get(place + length..).unwrap_or_default();
    }
    items.push(Value::text(rest));
    Ok(Value::list(items))
}

fn padded(content: &str, width: usize, filler: char) -> Result<String, String> {
    let missing = width.saturating_sub(content.chars().count());
    if missing > 10_000 {
        return Err("its value is too large".to_owned());
    }
    Ok(std::iter::repeat_n(filler, missing).chain(content.chars()).collect())
}

/// Returns a pattern with `{0}`, `{1}` ... replaced by the other arguments, as .NET's composite formatting does it.
fn format_text(arguments: &[Value]) -> Result<Value, String> {
    let (pattern, arguments) = arguments.split_first().ok_or_else(String::new)?;
    if let Some(open) = pattern.as_open() {
        return Err(open.why.to_string());
    }
    let pattern = pattern.as_text().ok_or("format takes a text first")?;
    let mut parts = Vec::new();
    let mut plain = String::new();
    let mut letters = pattern.char_indices().peekable();
    while let Some((start, letter)) = letters.next() {
        match letter {
            '{' | '}' if letters.next_if(|(_, next)| *next == letter).is_some() => plain.push(letter),
            '}' => return Err("the pattern of format has a } that isn't opened".to_owned()),
            '{' => {
                let rest = pattern.get(start + 1..).unwrap_or_default();
                let (hole, _) =
                    rest.split_once('}').ok_or("the pattern of format has a { that isn't closed")?;
                parts.push(Value::text(std::mem::take(&mut plain)));
                parts.push(hole_value(hole, arguments)?);
                while letters.next_if(|(_, next)| *next != '}').is_some() {}
                letters.next();
            }
            _ => plain.push(letter),
        }
    }
    parts.push(Value::text(plain));
    joined(&parts)
}

/// Returns what goes into a place of a pattern: `0`, `0,5`, `0:D3`.
fn hole_value(hole: &str, arguments: &[Value]) -> Result<Value, String> {
    let (hole, specifier) = hole.split_once(':').unwrap_or((hole, ""));
    let (index, width) = hole.split_once(',').unwrap_or((hole, ""));
    let index: usize = index.trim().parse().map_err(|_| format!("the pattern of format has {{{hole}}}"))?;
    let value = arguments.get(index).ok_or_else(|| format!("format has no argument {index}"))?;
    if value.as_open().is_some() {
        return if width.is_empty() && specifier.is_empty() {
            Ok(value.clone())
        } else {
            Err(why_open(arguments))
        };
    }
    if value.has_open() {
        return Err(why_open(arguments));
    }
    let mut text = value.plain().unwrap_or_else(|| compact(&value.to_json()).into());
    if let (Some(number), false) = (value.as_whole(), specifier.is_empty()) {
        text = formatted(number, specifier)?.into();
    }
    let width: i64 =
        if width.is_empty() { 0 } else { width.trim().parse().map_err(|_| "a width isn't a number")? };
    let size = usize::try_from(width.unsigned_abs()).unwrap_or(usize::MAX);
    if width < 0 {
        let length = text.chars().count();
        let blanks = padded("", size.saturating_sub(length), ' ')?;
        return Ok(Value::text(format!("{text}{blanks}")));
    }
    Ok(Value::text(padded(&text, size, ' ')?))
}

/// Returns a number in a format of .NET: `D3`, `X2`, `000`.
fn formatted(number: i64, specifier: &str) -> Result<String, String> {
    let unknown = || format!("the number format {} isn't evaluated", shown(specifier));
    let digits = |digits: &str| match digits {
        "" => Ok(0),
        digits => digits.parse::<usize>().ok().filter(|count| *count < 100).ok_or_else(unknown),
    };
    let sign = if number < 0 { "-" } else { "" };
    let plain = number.unsigned_abs().to_string();
    if specifier.chars().all(|c| c == '0') && specifier.len() < 100 {
        return Ok(format!("{sign}{}", padded(&plain, specifier.len(), '0')?));
    }
    let (letter, count) = specifier.split_at_checked(1).ok_or_else(unknown)?;
    match letter {
        "D" | "d" => Ok(format!("{sign}{}", padded(&plain, digits(count)?, '0')?)),
        "G" | "g" if count.is_empty() => Ok(format!("{sign}{plain}")),
        "X" => padded(&format!("{number:X}"), digits(count)?, '0'),
        "x" => padded(&format!("{number:x}"), digits(count)?, '0'),
        _ => Err(unknown()),
    }
}

fn json_of(text: &str) -> Result<Value, String> {
    // `json('null')` and `json('4')` are values, too.
    let node: Node = syntax::parse_json(text).map_err(|error| error.to_string())?;
    match &node.content {
        Content::Text(_) if text.len() > MOST_SIZE => Err("its value is too large".to_owned()),
        _ => Ok(Value::of_node(&node)),
    }
}

fn decoded(text: &str) -> Result<String, String> {
    let bytes = STANDARD.decode(text.trim()).map_err(|_| format!("{} isn't base64", shown(text)))?;
    String::from_utf8(bytes).map_err(|_| format!("{} isn't a text in base64", shown(text)))
}

fn data_uri_to_string(arguments: &[Value]) -> Result<Value, String> {
    let uri = text(arguments, 0)?;
    let (head, content) = uri.split_once(',').ok_or_else(|| format!("{} isn't a data URI", shown(&uri)))?;
    if !head.ends_with(";base64") {
        return Err("data URIs without base64 aren't evaluated".to_owned());
    }
    decoded(content).map(Value::text)
}

/// Returns the address and the prefix length of a range in CIDR notation.
fn cidr(arguments: &[Value], index: usize) -> Result<(u32, u32), String> {
    let range = text(arguments, index)?;
    let parsed = range.split_once('/').and_then(|(address, prefix)| {
        let address: Ipv4Addr = address.parse().ok()?;
        let prefix: u32 = prefix.parse().ok().filter(|prefix| *prefix <= 32)?;
        Some((u32::from(address) & mask(prefix), prefix))
    });
    parsed.ok_or_else(|| format!("{} isn't an IPv4 range in CIDR notation", shown(&range)))
}

fn mask(prefix: u32) -> u32 {
    u32::MAX.checked_shl(32 - prefix).unwrap_or(0)
}

fn address(number: u32) -> Value {
    Value::text(Ipv4Addr::from(number).to_string())
}

fn cidr_subnet(arguments: &[Value]) -> Result<Value, String> {
    let (network, prefix) = cidr(arguments, 0)?;
    let (wanted, index) = (whole(arguments, 1)?, whole(arguments, 2)?);
    let wanted = u32::try_from(wanted).ok().filter(|wanted| (prefix..=32).contains(wanted));
    let wanted = wanted.ok_or_else(|| format!("a subnet must be longer than /{prefix} and at most /32"))?;
    let place = u64::try_from(index).ok().filter(|index| *index < 1_u64 << (wanted - prefix));
    let place = place.ok_or_else(|| format!("the range has no subnet {index}"))?;
    let start = u64::from(network) + (place << (32 - wanted));
    let start = u32::try_from(start).map_err(|_| format!("the range has no subnet {index}"))?;
    Ok(Value::text(format!("{}/{wanted}", Ipv4Addr::from(start))))
}

fn cidr_host(arguments: &[Value]) -> Result<Value, String> {
    let (network, prefix) = cidr(arguments, 0)?;
    let index = whole(arguments, 1)?;
    let place = u32::try_from(index).ok().and_then(|index| network.checked_add(index)?.checked_add(1));
    let last = network | !mask(prefix);
    place.filter(|host| *host < last).map(address).ok_or_else(|| format!("the range has no host {index}"))
}

fn parse_cidr(arguments: &[Value]) -> Result<Value, String> {
    let (network, prefix) = cidr(arguments, 0)?;
    let last = network | !mask(prefix);
    if prefix > 30 {
        return Err(format!("parseCidr of a /{prefix} range isn't evaluated"));
    }
    Ok(object(&[
        ("network", address(network)),
        ("netmask", address(mask(prefix))),
        ("broadcast", address(last)),
        ("firstUsable", address(network.saturating_add(1))),
        ("lastUsable", address(last.saturating_sub(1))),
        ("cidr", Value::whole(i64::from(prefix))),
    ]))
}
