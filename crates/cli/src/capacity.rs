//! `poolwright capacity`.

use poolwright::capacity::cost::{Cost, CostLine, Rates, cost};
use poolwright::capacity::fit::{self, Fit, Workload};
use poolwright::capacity::{self, MinNowMax, Sums};
use poolwright::plan::Plan;
use poolwright::quote::terminal;
use poolwright::syntax::{self, Content, Node};
use poolwright::text::parts;
use poolwright::to_json::{Json, Object, pretty};

use crate::args;
use crate::check::{notes, object};
use crate::{Exit, Failure, input, output};

pub(crate) fn run(args: &args::Capacity) -> Result<Exit, Failure> {
    let rates = rates(&args.rates)?;
    let document = input::plan(&args.plan, &args.read)?;
    let (catalog, _) = input::catalog_and_date(&args.facts)?;
    let plan = &document.plan;
    let prices = input::prices(&plan.cluster.location);
    let sums = capacity::sums(plan, &catalog, prices.as_ref());
    let fit = match &args.workloads {
        Some(file) => {
            let workloads = workloads(&input::text(file)?).map_err(|problem| format!("{file}: {problem}"))?;
            Some(fit::fit(plan, &catalog, &workloads, fit::Overhead::default()))
        }
        None => None,
    };
    output::notes(&document.notes);
    if args.json {
        let cost = prices.as_ref().map(|_| of_cost(&cost(plan, &sums, &rates), &rates));
        output::print(&pretty(&json(&sums, fit.as_ref(), cost, notes(&document.notes))))?;
        return Ok(Exit::Fine);
    }
    output::print(&text(plan, &sums, fit.as_ref(), prices.as_ref(), &rates))?;
    Ok(Exit::Fine)
}

/// Returns the user's own numbers for the cost.
pub(crate) fn rates(args: &args::RatesArgs) -> Result<Rates, Failure> {
    let fee = args.cluster_fee.as_deref().unwrap_or_default();
    let currency = args.currency.as_deref().unwrap_or_default();
    let rates = Rates::parse(&args.discount.join(","), &args.disk_price.join(","), fee, currency);
    Ok(rates.map_err(|wrong| wrong.join("\n"))?)
}

fn text(
    plan: &Plan,
    sums: &Sums<'_>,
    fit: Option<&Fit>,
    prices: Option<&poolwright::catalog::Prices>,
    rates: &Rates,
) -> String {
    let mut text = String::new();
    let mut report = capacity::capacity_report(plan, sums, prices, rates);
    report.tables.extend(fit.map(capacity::fit_table));
    for one in &report.tables {
        text += &table(one);
    }
    text
}

/// Returns a table as columns, with how the numbers of each row come about below it.
pub(crate) fn table(table: &capacity::Table) -> String {
    let head = table.head.iter().map(|title| title.to_uppercase()).collect();
    let cells = |row: &capacity::Row| row.cells.iter().map(|cell| terminal::line(cell)).collect();
    let rows: Vec<Vec<String>> = std::iter::once(head).chain(table.rows.iter().map(cells)).collect();
    let mut text = format!("{}\n\n{}\n", table.title, output::columns(&rows));
    for row in &table.rows {
        let name = row.cells.first().map(String::as_str).unwrap_or_default();
        text += &format!("  {}\n", terminal::line(&format!("{name}: {}", row.how)));
    }
    text + &format!("  {}\n\n", table.about)
}

fn workloads(text: &str) -> Result<Vec<Workload>, String> {
    let tree = syntax::parse(text).map_err(|error| format!("the workloads can't be read: {error}."))?;
    let rows = tree.root.as_list().ok_or("the workloads must be a JSON list of objects.")?;
    let row = |(place, row): (usize, &Node)| {
        let wrong = |what: &str| format!("workload {}: {what}.", place + 1);
        let row =
            row.as_object().ok_or_else(|| wrong("expected an object with name, cpu, memory and replicas"))?;
        let said = |key: &str| match row.get(key).map(|value| &value.content) {
            Some(Content::Number(number)) => number.plain(),
            Some(Content::Text(text)) => text.clone(),
            _ => String::new(),
        };
        let cpu =
            fit::parse_cpu(&said("cpu")).ok_or_else(|| wrong("cpu must be an amount such as 500m or 2"))?;
        let memory = fit::parse_memory(&said("memory"))
            .ok_or_else(|| wrong("memory must be an amount such as 512Mi or 2Gi"))?;
        let replicas = said("replicas")
            .parse()
            .ok()
            .filter(|pods| *pods >= 0)
            .ok_or_else(|| wrong("replicas must be a number of pods"))?;
        Ok(Workload { name: said("name"), cpu, memory, replicas, pool: said("pool") })
    };
    rows.iter().enumerate().map(row).collect()
}

/// Returns the numbers as JSON. `usdPerHour` is what VMs cost by list prices; `cost` has the user's own numbers.
fn json(sums: &Sums<'_>, fit: Option<&Fit>, cost: Option<Json>, notes: Json) -> Json {
    let all = &sums.cluster;
    let maybe = |number: Option<i64>| number.map_or(Json::Null, Json::from);
    let cluster = object(&[
        ("nodes", three(all.nodes)),
        ("surgeNodes", Json::from(all.surge)),
        ("pods", three(all.pods)),
        ("vcpus", three(all.vcpus)),
        ("memoryMB", three(all.memory)),
        ("allocatableMilliCpu", three(all.cpu_left)),
        ("allocatableMemoryMB", three(all.memory_left)),
        ("usdPerHour", if cost.is_some() { dollars(all.cost) } else { Json::Null }),
        ("poolsOfUnknownSize", Json::from(all.without_size as i64)),
        ("poolsWithoutPrice", Json::from(all.without_price as i64)),
    ]);
    let pools = sums.pools.iter().map(|pool| {
        object(&[
            ("name", pool.name.into()),
            ("vmSize", pool.size.map_or(Json::Null, |size| size.name.as_str().into())),
            ("nodes", three(pool.nodes)),
            ("surgeNodes", Json::from(pool.surge)),
            ("podsPerNode", Json::from(pool.max_pods)),
            (
                "allocatableMilliCpuPerNode",
                maybe(pool.node.map(poolwright::capacity::node::Allocatable::cpu_left)),
            ),
            (
                "allocatableMemoryMBPerNode",
                maybe(pool.node.map(poolwright::capacity::node::Allocatable::memory_left)),
            ),
            ("usdPerHour", pool.price.map_or(Json::Null, |price| dollars(pool.nodes.times(price)))),
        ])
    });
    let rooms = sums.rooms.iter().map(|room| {
        let pools: Object = room.pools.iter().map(|(pool, peak)| (pool.clone(), Json::from(*peak))).collect();
        object(&[
            ("kind", room.kind.name().into()),
            ("name", room.name.as_str().into()),
            ("range", room.range.as_str().into()),
            ("now", Json::from(room.now)),
            ("max", Json::from(room.most)),
            ("peak", Json::from(room.peak)),
            ("room", maybe(room.room)),
            ("headroom", maybe(room.headroom())),
            ("smallestPrefix", maybe(room.prefix.map(i64::from))),
            ("peakByPool", pools.into()),
        ])
    });
    let takes = sums.takes.iter().map(|take| {
        object(&[
            ("name", take.name.into()),
            ("vcpus", three(take.vcpus)),
            ("peak", Json::from(take.peak)),
            ("used", maybe(take.quota.map(|quota| quota.used))),
            ("limit", maybe(take.quota.map(|quota| quota.limit))),
        ])
    });
    let losses = sums.losses.iter().map(|loss| {
        object(&[
            ("without", loss.of.as_str().into()),
            ("nodes", Json::from(loss.nodes)),
            ("pods", Json::from(loss.pods)),
            ("allocatableMilliCpu", Json::from(loss.cpu)),
            ("allocatableMemoryMB", Json::from(loss.memory)),
            ("wholePools", Json::Array(loss.whole.iter().map(|pool| pool.as_str().into()).collect())),
        ])
    });
    object(&[
        ("cluster", cluster),
        ("pools", Json::Array(pools.collect())),
        ("addresses", Json::Array(rooms.collect())),
        ("quota", Json::Array(takes.collect())),
        ("losses", Json::Array(losses.collect())),
        ("cost", cost.unwrap_or(Json::Null)),
        ("fit", fit.map_or(Json::Null, of_fit)),
        ("notes", notes),
    ])
}

/// Returns a cost as JSON: amounts per hour in the currency that is named.
pub(crate) fn of_cost(cost: &Cost, rates: &Rates) -> Json {
    let amounts = |hour: MinNowMax| {
        let MinNowMax { min, now, max } = hour;
        let [min, now, max] = [min, now, max].map(|usd| rates.exchanged(usd));
        dollars(MinNowMax { min, now, max })
    };
    let texts = |texts: &[String]| Json::Array(texts.iter().map(|text| text.as_str().into()).collect());
    let line = |line: &CostLine| {
        object(&[
            ("title", line.title.as_str().into()),
            ("perHour", line.hour.map_or(Json::Null, amounts)),
            ("how", line.how.as_str().into()),
        ])
    };
    object(&[
        ("currency", rates.currency().into()),
        ("perHour", amounts(cost.total)),
        ("lines", Json::Array(cost.lines.iter().map(line).collect())),
        ("unknown", texts(&cost.unknown)),
        ("unusedDiscounts", texts(&cost.unused)),
    ])
}

fn of_fit(fit: &Fit) -> Json {
    let pools = fit.pools.iter().map(|pool| {
        object(&[
            ("name", pool.name.as_str().into()),
            ("nodes", Json::from(pool.nodes)),
            ("mostNodes", Json::from(pool.most)),
            ("fillsFirst", pool.fills_first.name().into()),
            ("strandedMilliCpu", Json::from(pool.cpu_stranded)),
            ("strandedMemoryMB", Json::from(pool.memory_stranded)),
        ])
    });
    let unplaced = fit.unplaced.iter().map(|left| {
        object(&[
            ("name", left.name.as_str().into()),
            ("replicas", Json::from(left.replicas)),
            ("tooLarge", Json::Bool(left.is_too_large)),
        ])
    });
    object(&[("pools", Json::Array(pools.collect())), ("unplaced", Json::Array(unplaced.collect()))])
}

fn three(numbers: MinNowMax) -> Json {
    let MinNowMax { min, now, max } = numbers;
    object(&[("min", Json::from(min)), ("now", Json::from(now)), ("max", Json::from(max))])
}

/// Returns millionths of a dollar as decimal texts: a price is money, and no binary fraction.
fn dollars(numbers: MinNowMax) -> Json {
    let of = |number: i64| Json::from(parts(number, 1_000_000, 6).replace(',', "").as_str());
    let MinNowMax { min, now, max } = numbers;
    object(&[("min", of(min)), ("now", of(now)), ("max", of(max))])
}
