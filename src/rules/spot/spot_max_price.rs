use crate::plan::{Decimal, Edit, Priority, Value};
use crate::rules::context::shown;
use crate::rules::{Check, Confidence, Context, Finding, Pool, Rule, Tier, sources};

pub(in crate::rules) const RULE: Rule = Rule {
    id: "spot-max-price",
    title: "The highest price of a Spot pool is -1, or above 0 with at most 5 decimals",
    tier: Tier::Refused,
    sources: &[sources::SPOT, sources::CLI, sources::API, sources::ISSUE_SPOT_PRICE],
    check: Check::Pool(check),
};

fn check(_: &Context<'_>, pool: Pool<'_>) -> Option<Finding> {
    let price = pool.spot_max_price.as_ref()?;
    match pool.priority {
        None | Some(Priority::Regular) => Some(without_spot(&pool, price)),
        Some(Priority::Spot) if *price == up_to_regular() => None,
        Some(Priority::Spot) if !price.is_positive() => Some(without_value(&pool, price)),
        Some(Priority::Spot) if price.decimals() > DECIMALS => Some(with_decimals(&pool, price)),
        Some(Priority::Spot | Priority::Other(_)) => None,
    }
}

/// Decimals that a price may have.
const DECIMALS: usize = 5;

/// The price that stands for "up to the pay-as-you-go price".
fn up_to_regular() -> Decimal {
    Decimal::from(-1)
}

fn set(pool: &Pool<'_>, price: Decimal) -> Vec<Edit> {
    vec![Edit::Pool { pool: pool.index, key: "spotMaxPrice", value: Some(Value::Decimal(price)) }]
}

fn without_spot(pool: &Pool<'_>, price: &Decimal) -> Finding {
    let finding = pool.finding(
        "spotMaxPrice",
        format!(
            "{} has spotMaxPrice {}, but regular capacity; leave the price out, or set scaleSetPriority to Spot.",
            pool.title(),
            shown(price.as_str()),
        ),
        "The Azure CLI refuses it: \"--spot_max_price can only be set when --priority is Spot\".",
    );
    // The price that AKS takes when there is none says nothing of what the user wants.
    let confidence = if *price == up_to_regular() { Confidence::Sure } else { Confidence::Maybe };
    let without = vec![Edit::pool_clear(pool.index, "spotMaxPrice")];
    finding.fix(confidence, "Leave spotMaxPrice out", without).maybe(
        format!("Make {} a Spot pool", pool.title()),
        vec![Edit::pool_text(pool.index, "scaleSetPriority", "Spot")],
    )
}

fn without_value(pool: &Pool<'_>, price: &Decimal) -> Finding {
    let finding = pool.finding(
        "spotMaxPrice",
        format!(
            "{} has spotMaxPrice {}; use -1, which is up to the pay-as-you-go price, or a price above 0 with at most 5 decimals.",
            pool.title(),
            shown(price.as_str()),
        ),
        "The Azure CLI refuses it: \"--spot_max_price can only be any decimal value greater than zero, \
         or -1 which indicates default price to be up-to on-demand\".",
    );
    finding.sure("Pay up to the pay-as-you-go price", set(pool, up_to_regular()))
}

fn with_decimals(pool: &Pool<'_>, price: &Decimal) -> Finding {
    let finding = pool.finding(
        "spotMaxPrice",
        format!(
            "{} has spotMaxPrice {}; a price has at most 5 decimals.",
            pool.title(),
            shown(price.as_str())
        ),
        "The Azure CLI refuses it: \"--spot_max_price can only include up to 5 decimal places\".",
    );
    // Cut, not rounded: it is the most that the user would pay.
    let cut = price.cut(DECIMALS);
    if cut.is_positive() {
        return finding.sure(format!("Set spotMaxPrice to {cut}"), set(pool, cut));
    }
    finding.maybe("Pay up to the pay-as-you-go price", set(pool, up_to_regular()))
}
