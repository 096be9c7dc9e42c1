//! `poolwright diff`.

use poolwright::capacity::cost::{Cost, Rates, cost, difference};
use poolwright::capacity::sums;
use poolwright::catalog::Catalog;
use poolwright::lint::page::sources;
use poolwright::migrate::diff::{
    Diff as Found, Difference, PoolChange, PoolDiff, RenameCandidate, Resolution,
};
use poolwright::migrate::{self};
use poolwright::plan::{Plan, Value};
use poolwright::to_json::{Json, pretty};

use crate::args::Diff;
use crate::check::{object, of_sources};
use crate::output::{self, columns};
use crate::{Exit, Failure, capacity, input};
use poolwright::quote::terminal;

pub(crate) fn run(args: &Diff) -> Result<Exit, Failure> {
    let rates = capacity::rates(&args.rates)?;
    let (current, target) = input::pair(&args.current, args.target.as_deref(), &args.read)?;
    output::notes(&current.notes);
    output::notes(&target.notes);
    let found = migrate::diff(&current.plan, &target.plan, &args.renames);
    let catalog = Catalog::embedded();
    let [before, after] = [&current.plan, &target.plan].map(|plan| cost_of(plan, &catalog, &rates));
    if args.json {
        let mut json = json(&found, &current.plan, &target.plan);
        if let Json::Object(json) = &mut json {
            let costs = [("from", &before), ("to", &after)];
            json.insert(
                "cost".to_owned(),
                object(&costs.map(|(key, cost)| (key, capacity::of_cost(cost, &rates)))),
            );
        }
        output::print(&pretty(&json))?;
    } else {
        let cost = difference(&before, &after, &rates).filter(|_| !found.is_empty());
        let cost = cost.map(|sentence| terminal::line(&sentence) + "\n").unwrap_or_default();
        output::print(&(text(&found, &current.plan, &target.plan) + &cost))?;
    }
    Ok(if args.exit_code && !found.is_empty() { Exit::Refused } else { Exit::Fine })
}

/// Returns what a plan costs at the list prices of its region.
fn cost_of(plan: &Plan, catalog: &Catalog, rates: &Rates) -> Cost {
    let prices = input::prices(&plan.cluster.location);
    cost(plan, &sums(plan, catalog, prices.as_ref()), rates)
}

/// Returns the pool's names before and after.
fn names<'a>(pool: &PoolDiff, current: &'a Plan, target: &'a Plan) -> (Option<&'a str>, Option<&'a str>) {
    let name = |plan: &'a Plan, place: Option<usize>| Some(plan.pools.get(place?)?.name.as_str());
    (name(current, pool.from), name(target, pool.to))
}

fn value(value: Option<&Value>) -> String {
    value.map_or_else(|| "nothing".to_owned(), ToString::to_string)
}

fn rows(differences: &[Difference]) -> Vec<[String; 5]> {
    let row = |one: &Difference| {
        let change = format!("{} -> {}", value(one.from.as_ref()), value(one.to.as_ref()));
        [String::new(), one.key.to_owned(), change, one.resolution.name().to_owned(), one.why.to_owned()]
    };
    differences.iter().map(row).collect()
}

/// Returns the differences as text.
pub(crate) fn text(found: &Found, current: &Plan, target: &Plan) -> String {
    let mut text = if found.is_empty() { "No differences.\n".to_owned() } else { String::new() };
    if !found.cluster.is_empty() {
        text += &format!("cluster\n{}", columns(&rows(&found.cluster)));
    }
    for pool in found.pools.iter().filter(|pool| pool.change != PoolChange::Kept) {
        let (from, to) = names(pool, current, target);
        let name = match (from, to) {
            (Some(from), Some(to)) if from != to => format!("{from} -> {to}"),
            (from, to) => to.or(from).unwrap_or_default().to_owned(),
        };
        text += &format!(
            "{}: {}\n{}",
            terminal::line(&name),
            pool.change.name(),
            columns(&rows(&pool.differences))
        );
    }
    if !found.cluster_kept.is_empty() {
        text += &format!(
            "The cluster keeps what the target doesn\u{2019}t state: {}.\n",
            found.cluster_kept.join(", ")
        );
    }
    for pool in found.pools.iter().filter(|pool| !pool.kept.is_empty()) {
        let name = terminal::line(names(pool, current, target).1.unwrap_or_default());
        text += &format!("{name} keeps what the target doesn't state: {}.\n", pool.kept.join(", "));
    }
    for RenameCandidate { from, to } in &found.offers {
        let (from, to) = (terminal::line(from), terminal::line(to));
        text += &format!("If {to} replaces {from}, add --rename {from}={to}.\n");
    }
    text
}

/// Returns the differences as JSON.
pub(crate) fn json(found: &Found, current: &Plan, target: &Plan) -> Json {
    let pools = found.pools.iter().map(|pool| {
        let (from, to) = names(pool, current, target);
        let optional = |name: Option<&str>| name.map_or(Json::Null, Json::from);
        object(&[
            ("from", optional(from)),
            ("to", optional(to)),
            ("change", pool.change.name().into()),
            ("differences", of_differences(&pool.differences)),
            ("kept", Json::Array(pool.kept.iter().map(|key| Json::from(*key)).collect())),
        ])
    });
    let offers = found.offers.iter().map(of_offer).collect();
    object(&[
        ("cluster", of_differences(&found.cluster)),
        ("clusterKept", Json::Array(found.cluster_kept.iter().map(|key| Json::from(*key)).collect())),
        ("pools", Json::Array(pools.collect())),
        ("offers", Json::Array(offers)),
    ])
}

/// Returns differences as JSON.
pub(crate) fn of_differences(differences: &[Difference]) -> Json {
    let one = |one: &Difference| {
        let value = |value: &Option<Value>| value.as_ref().map_or(Json::Null, Value::to_json);
        let source: Vec<_> = sources().filter(|source| source.id == one.source).collect();
        let way = match one.resolution {
            Resolution::InPlace => "inPlace",
            Resolution::NewPool => "newPool",
            Resolution::NewCluster => "newCluster",
            Resolution::OutOfReach => "outOfReach",
        };
        object(&[
            ("key", one.key.into()),
            ("from", value(&one.from)),
            ("to", value(&one.to)),
            ("way", way.into()),
            ("why", one.why.into()),
            ("sources", of_sources(&source)),
        ])
    };
    Json::Array(differences.iter().map(one).collect())
}

/// Returns two names as JSON.
pub(crate) fn of_offer(offer: &RenameCandidate) -> Json {
    object(&[("from", offer.from.as_str().into()), ("to", offer.to.as_str().into())])
}
