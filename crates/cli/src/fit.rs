//! `poolwright fit`.

use poolwright::capacity::HOURS;
use poolwright::catalog::Prices;
use poolwright::codec;
use poolwright::quote::terminal;
use poolwright::rightsize::{
    self, Constraints, Demand, Layout, NodeSizes, Placement, PoolLayout, PoolPlacement, Problem, Resources,
};
use poolwright::text::{counted, grouped, parts};
use poolwright::to_json::{Json, pretty};

use crate::args;
use crate::check::object;
use crate::{Exit, input, output};

pub(crate) fn run(args: &args::Fit) -> Result<Exit, String> {
    let document = input::plan(&args.plan)?;
    let (catalog, today) = input::catalog_and_date(&args.facts)?;
    let plan = &document.plan;
    let demand = rightsize::read_pods(&input::text(&args.pods)?)
        .map_err(|problem| format!("{}: {problem}", args.pods))?;
    let sizes = match &args.nodes {
        Some(file) => {
            rightsize::read_nodes(&input::text(file)?).map_err(|problem| format!("{file}: {problem}"))?
        }
        None => NodeSizes::default(),
    };
    let problem =
        Problem { plan, catalog: &catalog, demand: &demand, sizes: &sizes, headroom: args.headroom };
    let placement = rightsize::place(&problem);
    let prices = input::prices(&plan.cluster.location);
    let constraints = Constraints { zone_loss: args.survive_zone_loss };
    let layout = prices.as_ref().map(|prices| rightsize::cheapest(&problem, prices, today, constraints));
    let is_enough = placement.unplaced.is_empty() && placement.pools.iter().all(has_enough);
    if args.json {
        output::print(&pretty(&json(&demand, &placement, layout.as_ref())))?;
    } else {
        output::notes(&document.notes);
        for note in &demand.notes {
            output::error(&format!("note: {note}"));
        }
        output::print(&text(&demand, &placement, layout.as_ref(), prices.as_ref()))?;
    }
    Ok(if is_enough { Exit::Fine } else { Exit::Refused })
}

/// Whether a pool can have as many nodes as its pods need.
fn has_enough(pool: &PoolPlacement) -> bool {
    pool.needed.is_some_and(|needed| needed <= pool.planned.1)
}

fn vcpus(thousandths: i64) -> String {
    parts(thousandths, 1_000, 2)
}

fn gigabytes(megabytes: i64) -> String {
    format!("{} GB", parts(megabytes, 1_000, 1))
}

/// USD a month, of USD an hour in millionths.
fn month(price: i64) -> String {
    format!("${}", parts(price.saturating_mul(HOURS), 1_000_000, 0))
}

fn text(demand: &Demand, placement: &Placement, layout: Option<&Layout>, prices: Option<&Prices>) -> String {
    let mut text = requests(demand);
    text += &table(
        &["POOL", "PODS", "VCPUS", "MEMORY", "NODES NEEDED", "AT LEAST", "PLANNED", "LIMITED BY"],
        placement.pools.iter().map(|pool| {
            vec![
                pool.name.clone(),
                grouped(pool.pods),
                vcpus(pool.request.cpu),
                gigabytes(pool.request.memory),
                pool.needed.map_or_else(|| "?".to_owned(), grouped),
                grouped(pool.at_least),
                match pool.planned {
                    (min, max) if min == max => grouped(min),
                    (min, max) => format!("{} to {}", grouped(min), grouped(max)),
                },
                if pool.pods == 0 { String::new() } else { pool.limit.name().to_owned() },
            ]
        }),
    );
    for pool in placement.pools.iter().filter(|pool| !has_enough(pool)) {
        text += &match pool.needed {
            Some(needed) => format!(
                "{} needs {} for these pods and can have {}.\n",
                pool.name,
                counted(needed, "node"),
                grouped(pool.planned.1)
            ),
            None if pool.node.is_none() => {
                format!("{}: the VM size is unknown, so the nodes it needs are too.\n", pool.name)
            }
            None => format!("{} needs more nodes for these pods than a pool can have.\n", pool.name),
        };
    }
    for one in &placement.unplaced {
        let line = format!("{} of {} not placed. {}", counted(one.replicas, "pod"), one.workload, one.why);
        text += &format!("{}\n", terminal::line(&line));
    }
    text += "\n";
    match (layout, prices) {
        (Some(layout), Some(prices)) => text + &cheapest(layout, prices),
        _ => text + "No prices are known for the region, so no layouts are compared.\n",
    }
}

fn requests(demand: &Demand) -> String {
    let total = demand.total();
    let mut text = format!(
        "{} request {} vCPUs and {} of memory.\n\n",
        counted(demand.pods(), "pod"),
        vcpus(total.cpu),
        gigabytes(total.memory)
    );
    text += &table(
        &["NAMESPACE", "PODS", "VCPUS", "MEMORY"],
        demand.by_namespace().into_iter().map(|(name, sum)| amounts(name, sum)),
    );
    if !demand.daemons.is_empty() {
        text += "\nOn every node that accepts it:\n\n";
        text += &table(
            &["DAEMONSET", "PODS TODAY", "VCPUS", "MEMORY"],
            demand.daemons.iter().map(|one| {
                let name = format!("{}/{}", one.namespace, one.workload);
                amounts(&name, Resources { pods: one.replicas, ..one.request })
            }),
        );
    }
    text + "\n"
}

fn amounts(name: &str, sum: Resources) -> Vec<String> {
    vec![terminal::line(name), grouped(sum.pods), vcpus(sum.cpu), gigabytes(sum.memory)]
}

fn cheapest(layout: &Layout, prices: &Prices) -> String {
    let mut text = format!(
        "Cheapest choices that hold these pods and raise no finding; list prices in {} as of {}:\n\n",
        prices.region(),
        prices.date()
    );
    let rows = layout.pools.iter().flat_map(|pool| pool.choices.iter().map(move |choice| (pool, choice)));
    text += &table(
        &["POOL", "VM SIZE", "NODES", "USD/MONTH", "AGAINST TODAY\u{2019}S SIZE"],
        rows.map(|(pool, choice)| {
            let change = pool.today.map_or_else(String::new, |today| match choice.price - today {
                0 => "the same".to_owned(),
                more if more > 0 => format!("+{}", month(more)),
                less => format!("\u{2212}{}", month(-less)),
            });
            vec![pool.name.clone(), choice.size.clone(), grouped(choice.nodes), month(choice.price), change]
        }),
    );
    for pool in layout.pools.iter().filter(|pool| pool.choices.is_empty()) {
        text += &format!("{}: no VM size of the region holds these pods without a finding.\n", pool.name);
    }
    text
}

fn table(head: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let head = head.iter().map(|title| (*title).to_owned()).collect();
    output::columns(&std::iter::once(head).chain(rows).collect::<Vec<_>>())
}

fn json(demand: &Demand, placement: &Placement, layout: Option<&Layout>) -> Json {
    let list = |items: Vec<Json>| Json::Array(items);
    let group = |group: &rightsize::PodGroup| {
        object(&[
            ("namespace", group.namespace.as_str().into()),
            ("workload", group.workload.as_str().into()),
            ("pods", group.replicas.into()),
            ("request", resources(group.request)),
            ("onePerNode", group.one_per_node.into()),
        ])
    };
    let pool = |pool: &PoolPlacement| {
        object(&[
            ("name", pool.name.as_str().into()),
            ("pods", pool.pods.into()),
            ("request", resources(pool.request)),
            ("freePerNode", pool.node.map_or(Json::Null, resources)),
            ("daemonSetsPerNode", resources(pool.overhead)),
            ("nodesNeeded", pool.needed.map_or(Json::Null, Json::from)),
            ("nodesAtLeast", pool.at_least.into()),
            ("nodesPlanned", object(&[("min", pool.planned.0.into()), ("max", pool.planned.1.into())])),
            ("limitedBy", pool.limit.name().into()),
        ])
    };
    let unplaced = placement.unplaced.iter().map(|one| {
        object(&[
            ("workload", one.workload.as_str().into()),
            ("pods", one.replicas.into()),
            ("why", one.why.as_str().into()),
        ])
    });
    object(&[
        ("workloads", list(demand.groups.iter().map(group).collect())),
        ("daemonSets", list(demand.daemons.iter().map(group).collect())),
        ("notes", list(demand.notes.iter().map(|note| note.as_str().into()).collect())),
        ("pools", list(placement.pools.iter().map(pool).collect())),
        ("unplaced", list(unplaced.collect())),
        ("cheapest", layout.map_or(Json::Null, layout_json)),
    ])
}

fn layout_json(layout: &Layout) -> Json {
    let usd = |price: i64| Json::from(parts(price, 1_000_000, 6).replace(',', ""));
    let pool = |pool: &PoolLayout| {
        let choices = pool.choices.iter().map(|choice| {
            object(&[
                ("vmSize", choice.size.as_str().into()),
                ("nodes", choice.nodes.into()),
                ("nodesAtLeast", choice.at_least.into()),
                ("usdPerHour", usd(choice.price)),
            ])
        });
        object(&[
            ("name", pool.name.as_str().into()),
            ("usdPerHourWithTodaysSize", pool.today.map_or(Json::Null, usd)),
            ("choices", Json::Array(choices.collect())),
        ])
    };
    object(&[
        ("pools", Json::Array(layout.pools.iter().map(pool).collect())),
        ("plan", codec::plan_to_json(&layout.plan)),
    ])
}

fn resources(of: Resources) -> Json {
    object(&[
        ("milliCpu", of.cpu.into()),
        ("memoryMB", of.memory.into()),
        ("pods", of.pods.into()),
        ("gpus", of.gpus.into()),
    ])
}
