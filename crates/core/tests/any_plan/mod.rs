//! Any plan at all: every property from its table, texts from all of Unicode and from what shells and templates
//! find special.

use poolwright::plan::{CLUSTER_PROPERTIES, Decimal, Kind, POOL_PROPERTIES, Plan, Property, Subnet, Value};
use poolwright::to_json::{Json, Object};
use proptest::prelude::*;

/// A text that somebody could put into a link.
fn any_text() -> impl Strategy<Value = String> {
    let hostile = [
        "'; rm -rf /; '",
        "$(reboot)",
        "`reboot`",
        "\"",
        "\\",
        "a\nb",
        "\r\n",
        "\u{0}",
        "\u{2028}",
        "\u{202e}",
        "\u{feff}",
        "%PATH%",
        "[parameters('x')]",
        "[[x]",
        "@file",
        "-1",
        "null",
        "{}",
        "",
        " ",
        "’",
        "𝒳",
        "</script>",
    ];
    prop_oneof![2 => "[a-zA-Z0-9_./=:-]{0,20}", 2 => any::<String>(), 1 => prop::sample::select(hostile.to_vec()).prop_map(str::to_owned)]
}

fn any_tree() -> impl Strategy<Value = Object> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::Bool),
        any::<i64>().prop_map(Json::from),
        any_decimal().prop_map(|number| number.to_json()),
        any_text().prop_map(Json::String),
    ];
    let tree = leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::Array),
            prop::collection::btree_map(any_text(), inner, 0..4)
                .prop_map(|entries| Json::Object(entries.into_iter().collect())),
        ]
    });
    prop::collection::btree_map(any_text(), tree, 0..4).prop_map(|entries| entries.into_iter().collect())
}

fn any_decimal() -> impl Strategy<Value = Decimal> {
    let of_float = |number: f64| Decimal::parse(&number.to_string()).unwrap();
    prop_oneof![
        (-1e9..1e9f64).prop_map(of_float),
        any::<i64>().prop_map(Decimal::from),
        Just(of_float(1e300)),
        Just(of_float(5e-300))
    ]
}

pub(crate) fn any_value(kind: Kind) -> BoxedStrategy<Value> {
    match kind {
        Kind::Text => any_text().prop_map(Value::Text).boxed(),
        Kind::Keyword(words) => {
            let known = prop::sample::select(words.to_vec()).prop_map(|word| Value::Text(word.to_owned()));
            prop_oneof![4 => known, 1 => any_text().prop_map(Value::Text)].boxed()
        }
        Kind::Whole => prop_oneof![(0..2000i64), any::<i64>()].prop_map(Value::Whole).boxed(),
        Kind::Decimal => any_decimal().prop_map(Value::Decimal).boxed(),
        Kind::Flag => any::<bool>().prop_map(Value::Flag).boxed(),
        Kind::List => prop::collection::vec(any_text(), 0..4).prop_map(Value::List).boxed(),
        Kind::Map => prop::collection::btree_map(any_text(), any_text(), 0..4)
            .prop_map(|map| Value::Map(map.into_iter().collect()))
            .boxed(),
        Kind::Tree => any_tree().prop_map(Value::Tree).boxed(),
        Kind::Items => prop::collection::vec(any_tree(), 0..3).prop_map(Value::Items).boxed(),
        Kind::Subnets => {
            let subnet = (any_text(), any_text(), prop::collection::vec(any_text(), 0..2))
                .prop_map(|(name, address_prefix, delegations)| Subnet { name, address_prefix, delegations });
            prop::collection::vec(subnet, 0..3).prop_map(Value::Subnets).boxed()
        }
    }
}

/// Any values for the properties of a table, most of them left out.
fn any_owner<T: Default + std::fmt::Debug + 'static>(
    table: &'static [Property<T>],
) -> impl Strategy<Value = T> {
    let values: Vec<_> =
        table.iter().map(|property| prop::option::weighted(0.3, any_value(property.kind))).collect();
    values.prop_map(|values| {
        let mut owner = T::default();
        for (property, value) in table.iter().zip(values) {
            assert!(property.put(&mut owner, value), "{property:?}");
        }
        owner
    })
}

fn any_layout() -> impl Strategy<Value = Plan> {
    let pools = prop::collection::vec(any_owner(POOL_PROPERTIES), 0..4);
    (any_owner(CLUSTER_PROPERTIES), pools).prop_map(|(cluster, pools)| Plan {
        cluster,
        pools,
        ..Plan::default()
    })
}

/// Any plan, some with a baseline.
pub(crate) fn any_plan() -> impl Strategy<Value = Plan> {
    (any_layout(), prop::option::weighted(0.2, any_layout()))
        .prop_map(|(plan, baseline)| Plan { baseline: baseline.map(Box::new), ..plan })
}
