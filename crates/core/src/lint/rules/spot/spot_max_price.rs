use crate::lint::{Applicability, Check, Found, Pool, Rule, Severity};
use crate::plan::{Decimal, Edit, Priority, Value};
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

/// Decimals that a price may have.
const DECIMALS: usize = 5;

fn check(pool: &Pool<'_>, found: &mut Found) {
    let Some(price) = &pool.spot_max_price else { return };
    match pool.priority {
        None | Some(Priority::Regular) => without_spot(pool, price, found),
        Some(Priority::Spot) if *price == up_to_regular() => {}
        Some(Priority::Spot) if !price.is_positive() => without_value(pool, price, found),
        Some(Priority::Spot) if price.decimals() > DECIMALS => with_decimals(pool, price, found),
        Some(Priority::Spot | Priority::Other(_)) => {}
    }
}

/// Returns the price that means "up to the pay-as-you-go price".
fn up_to_regular() -> Decimal {
    Decimal::from(-1)
}

fn set(pool: &Pool<'_>, price: Decimal) -> Vec<Edit> {
    vec![Edit::Pool { pool: pool.index, key: "spotMaxPrice", value: Some(Value::Decimal(price)) }]
}

fn without_spot(pool: &Pool<'_>, price: &Decimal, found: &mut Found) {
    // AKS's default price does not show what the user wants.
    let confidence = if *price == up_to_regular() { Applicability::Safe } else { Applicability::Unsafe };
    found
        .at(
            pool,
            "spotMaxPrice",
            format_args!(
                "{pool} has spotMaxPrice {}, but regular capacity. Remove the price, or set scaleSetPriority to Spot.",
                in_sentence(price.as_str()),
            ),
        )
        .fix(confidence, format_args!("Remove spotMaxPrice"), vec![pool.clear("spotMaxPrice")])
        .unsafe_fix(format_args!("Make {pool} a Spot pool"), vec![pool.text("scaleSetPriority", "Spot")]);
}

fn without_value(pool: &Pool<'_>, price: &Decimal, found: &mut Found) {
    found
        .at(
            pool,
            "spotMaxPrice",
            format_args!(
                "{pool} has spotMaxPrice {}. Use -1, which is up to the pay-as-you-go price, or a price above 0 with at most 5 decimals.",
                in_sentence(price.as_str()),
            ),
        )
        .safe_fix(format_args!("Pay up to the pay-as-you-go price"), set(pool, up_to_regular()));
}

fn with_decimals(pool: &Pool<'_>, price: &Decimal, found: &mut Found) {
    let finding = found.at(
        pool,
        "spotMaxPrice",
        format_args!("{pool} has spotMaxPrice {}. Use at most 5 decimals.", in_sentence(price.as_str())),
    );
    // Cut, not rounded: it is the most that the user would pay.
    let cut = price.cut(DECIMALS);
    if cut.is_positive() {
        finding.safe_fix(format_args!("Set spotMaxPrice to {cut}"), set(pool, cut.clone()));
    } else {
        finding.unsafe_fix(format_args!("Pay up to the pay-as-you-go price"), set(pool, up_to_regular()));
    }
}
