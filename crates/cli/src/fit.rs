//! `poolwright fit`.

use poolwright::capacity::Table;
use poolwright::codec;
use poolwright::quote::terminal;
use poolwright::rightsize::{
    self, Constraints, Demand, Layout, NodeSizes, Placement, PoolLayout, PoolPlacement, Problem, Resources,
};
use poolwright::text::parts;
use poolwright::to_json::{Json, pretty};

use crate::args;
use crate::check::{notes, object};
use crate::{Exit, Failure, input, output};

pub(crate) fn run(args: &args::Fit) -> Result<Exit, Failure> {
    let document = input::plan(&args.plan, &args.read)?;
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
    let problems = rightsize::problems(&placement);
    output::notes(&document.notes);
    for note in &demand.notes {
        output::error(&format!("note: {note}"));
    }
    if args.json {
        let plan_notes = notes(&document.notes);
        output::print(&pretty(&json(&demand, &placement, layout.as_ref(), plan_notes)))?;
    } else {
        let tables = rightsize::tables(&demand, &placement, layout.as_ref().zip(prices.as_ref()));
        output::print(&text(&demand, &tables, &problems))?;
        if layout.is_none() {
            output::error("note: no prices are known for the region, so no sizes are compared.");
        }
    }
    Ok(if problems.is_empty() { Exit::Fine } else { Exit::Refused })
}

fn text(demand: &Demand, tables: &[Table], problems: &[String]) -> String {
    let mut text = format!("{}\n\n", rightsize::summary(demand));
    for table in tables {
        text += &crate::capacity::table(table);
    }
    for problem in problems {
        text += &format!("{}\n", terminal::line(problem));
    }
    text
}

fn json(demand: &Demand, placement: &Placement, layout: Option<&Layout>, plan_notes: Json) -> Json {
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
        ("planNotes", plan_notes),
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
