//! What the page shows of sums and VM sizes.

use super::tree::{Tree, tree};
use super::{Question, Worker, picture};
use poolwright::catalogue::{Architecture, Catalogue, Filter, Prices, SIZES_DATE, VmSize, Wants};
use poolwright::generate::{Line, Span, Step};
use poolwright::plan::{Decimal, Plan};
use poolwright::rules;
use poolwright::sizing::fit::{Fit, Overhead, Workload, fit, parse_cpu, parse_memory};
use poolwright::sizing::{HOURS, PoolSums, Row, Sheet, Sums, Table, fit_bars, fit_table};
use poolwright::text::{counted, dollars, grouped, parts};
use poolwright::to_json::Json;

/// Most sizes that the combobox lists, and that the picker shows.
const LISTED: usize = 50;
const CHOICE: usize = 60;

/// A text that is cut into steps, each with a button that copies it.
pub(super) fn steps(steps: &[Step]) -> Tree {
    let step = |(place, step): (usize, &Step)| {
        let id = format!("step-{}", place + 1);
        let title = format!("{}. {}", place + 1, step.title);
        let copy = tree("button").attr("type", "button").class("button small").attr("data-copy", &id);
        let copy = copy.attr("data-said", format!("step {}", place + 1)).text("Copy");
        let copy = copy.attr("aria-label", format!("Copy step {}", place + 1));
        let head = tree("div").class("step").child(tree("h3").text(title.as_str())).child(copy);
        let text =
            tree("pre").attr("id", id).attr("tabindex", 0).attr("role", "region").attr("aria-label", title);
        tree("li").child(head).child(text.children(highlighted(&step.lines)))
    };
    tree("ol").children(steps.iter().enumerate().map(step))
}

/// Lines with their parts told apart.
pub(super) fn highlighted(lines: &[Line]) -> impl Iterator<Item = Tree> {
    let span = |span: &Span| tree("span").class(span.kind.class()).text(&*span.text);
    lines.iter().map(move |line| tree("span").children(line.iter().map(span)).text("\n"))
}

/// What each pool costs a month, with its name: from its fewest nodes to its most, in whole USD.
pub(super) fn costs(sums: &Sums<'_>) -> Json {
    let dollars = |millionths: i64| grouped(millionths.saturating_add(500_000) / 1_000_000);
    let cost = |pool: &PoolSums<'_>| {
        let month = pool.nodes.times(pool.price?).times(HOURS);
        let (least, most) = (dollars(month.min), dollars(month.max));
        Some(if least == most { most } else { format!("{least}\u{2013}{most}") })
    };
    let row = |pool: &PoolSums<'_>| {
        let cost = cost(pool).unwrap_or_else(|| "?".to_owned());
        Json::Array(vec![pool.name.into(), cost.into()])
    };
    Json::Array(sums.pools.iter().map(row).collect())
}

/// Where the nodes are, what room they leave, and what all of it costs.
pub(super) fn glance(plan: &Plan, sums: &Sums<'_>, sheet: &Sheet, prices: Option<&Prices>) -> Tree {
    if sums.pools.is_empty() {
        return tree("p").class("empty").text("There is no node pool to draw yet.");
    }
    let legend = tree("p").class("sub").text(
        "Filled nodes are always there, edged ones at creation, faint ones when the autoscaler adds them.",
    );
    let figure =
        tree("figure").child(scroll("Nodes by pool and zone").child(picture::cluster(plan))).child(legend);
    let mut all = tree("div").class("sheet").child(figure);
    if !sheet.bars.is_empty() {
        all = all.child(tree("ul").class("bars").children(sheet.bars.iter().map(picture::bar)));
    }
    if let Some(prices) = prices {
        let month = sums.cluster.cost.times(HOURS);
        let (least, most) = (dollars(month.min), dollars(month.max));
        let range = if least == most { most } else { format!("{least} to {most}") };
        let text = format!("All pools: {range} a month, at list prices of {}.", prices.date());
        all = all.child(tree("p").class("total").text(text));
    }
    all.children(super::runbook::glance(plan))
}

/// The sums as tables; before them, below the fields that they are typed into, where workloads fit.
pub(super) fn sums(sums: &Sums<'_>, sheet: &Sheet, fit: Option<&Fit>, wrong: Vec<Wrong>) -> Tree {
    if sums.pools.is_empty() {
        return tree("p").class("empty").text("There is no node pool to sum up yet.");
    }
    let mut all = tree("div").class("sheet");
    if !wrong.is_empty() {
        let wrong = wrong.iter().map(|(field, sentence)| {
            // The page marks that field.
            tree("li").attr("data-wrong", *field).text(sentence.as_str())
        });
        all = all.child(tree("ul").attr("id", "sums-wrong").class("hint refused").children(wrong));
    }
    if let Some(fit) = fit {
        let bars = fit_bars(fit);
        let bars = tree("ul").class("bars").children(bars.iter().map(picture::bar));
        let left: Vec<&str> = fit.unplaced.iter().map(|left| left.name.as_str()).collect();
        let told = match left.as_slice() {
            [] => "Every workload has its place.".to_owned(),
            left => format!("No place for all of {}.", left.join(", ")),
        };
        let told = tree("p").attr("id", "fit-told").child(tree("b").text(told));
        all = all.child(told).child(table(&fit_table(fit))).child(bars);
    }
    all.children(sheet.tables.iter().map(table))
}

fn table(table: &Table) -> Tree {
    let head = table.head.iter().enumerate().map(|(place, title)| {
        let cell = tree("th").attr("scope", "col").text(*title);
        if place > 0 { cell.class("number") } else { cell }
    });
    let rows = table.rows.iter().map(row);
    let body = tree("table")
        .child(tree("caption").text(table.title))
        .child(tree("thead").child(tree("tr").children(head)))
        .child(tree("tbody").children(rows));
    let scroll = scroll(table.title);
    tree("section").child(scroll.child(body)).child(tree("p").class("sub").text(table.about.as_str()))
}

/// A part that scrolls sideways, with the keyboard too.
pub(super) fn scroll(title: &str) -> Tree {
    tree("div").class("scroll").attr("tabindex", "0").attr("role", "region").attr("aria-label", title)
}

/// A row; its name opens to how its numbers come about.
fn row(row: &Row) -> Tree {
    let cells = row.cells.iter().enumerate().map(|(place, cell)| {
        if place > 0 {
            return tree("td").class("number").text(cell.as_str());
        }
        let how = tree("details")
            .child(tree("summary").text(cell.as_str()))
            .child(tree("p").text(row.how.as_str()));
        tree("th").attr("scope", "row").child(how)
    });
    tree("tr").children(cells)
}

/// What cannot be read: the id of the field, and a sentence.
type Wrong = (&'static str, String);

/// The workloads that are typed, placed; and what of them cannot be read.
pub(super) fn workloads(
    question: &Question,
    plan: &Plan,
    catalogue: &Catalogue,
) -> (Option<Fit>, Vec<Wrong>) {
    let mut wrong = Vec::new();
    let mut read = Vec::new();
    for (number, line) in question.text("workloads").lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        match workload(line) {
            Ok(workload) => read.push(workload),
            Err(what) => wrong.push(("workloads", format!("Line {}: {what}", number + 1))),
        }
    }
    let overhead = match question.text("overhead").trim() {
        "" => Overhead::default(),
        text => overhead(text).unwrap_or_else(|| {
            let says = "On each node: write CPU, memory and pods, for example 200m 300Mi 5.";
            wrong.push(("overhead", says.to_owned()));
            Overhead::default()
        }),
    };
    let placed = (!read.is_empty()).then(|| fit(plan, catalogue, &read, overhead));
    (placed, wrong)
}

/// A line: name, replicas, CPU, memory and perhaps the pool.
fn workload(line: &str) -> Result<Workload, String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let (name, replicas, cpu, memory, pool) = match words.as_slice() {
        [name, replicas, cpu, memory] => (name, replicas, cpu, memory, ""),
        [name, replicas, cpu, memory, pool] => (name, replicas, cpu, memory, *pool),
        _ => {
            return Err("write name, replicas, CPU, memory and, if you like, the pool: api 6 500m 1Gi apps."
                .to_owned());
        }
    };
    let replicas = replicas.parse().ok().filter(|pods| *pods >= 0);
    let replicas = replicas.ok_or_else(|| {
        format!(
            "replicas is a whole number from 0, not {}.",
            poolwright::text::shown(words.get(1).unwrap_or(&""))
        )
    })?;
    let cpu = parse_cpu(cpu).ok_or_else(|| {
        format!("CPU is an amount such as 500m or 2, not {}.", poolwright::text::shown(cpu))
    })?;
    let memory = parse_memory(memory).ok_or_else(|| {
        format!("memory is an amount such as 512Mi or 2Gi, not {}.", poolwright::text::shown(memory))
    })?;
    Ok(Workload { name: (*name).to_owned(), cpu, memory, replicas, pool: pool.to_owned() })
}

fn overhead(text: &str) -> Option<Overhead> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let [cpu, memory, pods] = words.as_slice() else { return None };
    Some(Overhead {
        cpu: parse_cpu(cpu)?,
        memory: parse_memory(memory)?,
        pods: pods.parse().ok().filter(|pods| *pods >= 0)?,
    })
}

/// What is worth knowing of a size: "4 vCPUs, 16 GiB, Arm64".
fn facts(size: &VmSize) -> String {
    let mut facts = format!("{}, {} GiB", counted(i64::from(size.vcpus), "vCPU"), size.memory());
    if size.architecture == Architecture::Arm64 {
        facts.push_str(", Arm64");
    }
    if let Some(gpus) = size.gpus.filter(|gpus| *gpus > 0) {
        let model = if size.gpu_model.is_empty() { "GPU" } else { &size.gpu_model };
        facts += &format!(", {gpus} × {model}");
    }
    facts
}

/// The sizes that the combobox lists for what is typed: name, facts, and what speaks against it.
pub(super) fn sizes(worker: &Worker, question: &Question) -> Json {
    let plan = question.plan();
    let region = plan.cluster.location.as_str();
    let filter =
        Filter { words: question.text("typed").to_owned(), region: region.to_owned(), ..Filter::default() };
    let prices = worker.prices_in(region);
    let today = question.today();
    let row = |size: &VmSize| {
        let mut about = facts(size);
        if let Some(price) = prices.and_then(|prices| prices.of(&size.name)?.linux) {
            about += &format!(", ${} an hour", parts(price, 1_000_000, 3));
        }
        let remarks = worker.catalogue.remarks(size, region, today).join(", ");
        Json::Array([size.name.as_str(), &about, &remarks].map(Json::from).to_vec())
    };
    let chosen = worker.catalogue.select(&filter, prices, today, LISTED);
    Json::Array(chosen.into_iter().map(row).collect())
}

/// The picker's choice: the sizes that the filters let through, the cheapest that pass every rule first.
pub(super) fn choice(worker: &Worker, question: &Question) -> Tree {
    let plan = question.plan();
    let today = question.today();
    let number = |key: &str| question.whole(key).and_then(|number| u32::try_from(number).ok());
    let price = |text: &str| Decimal::parse(text.trim()).and_then(|price| price.scaled(6));
    let max_price = price(question.text("max-price"));
    // What is no number filters nothing, and says so.
    let wrong = super::sheets::TYPED.iter().filter(|(key, _, is_number)| {
        let text = question.text(key).trim();
        let is_read = if *key == "max-price" { price(text).is_some() } else { text.parse::<u32>().is_ok() };
        *is_number && !text.is_empty() && !is_read
    });
    let wrong = wrong.map(|(key, label, _)| {
        let text = poolwright::text::shown(question.text(key).trim());
        tree("p").class("hint refused").text(format!("{label}: {text} is no number, and filters nothing."))
    });
    let wrong: Vec<Tree> = wrong.collect();
    let filter = Filter {
        words: question.text("words").to_owned(),
        region: plan.cluster.location.clone(),
        min_vcpus: number("min-vcpus"),
        max_vcpus: number("max-vcpus"),
        min_memory: number("min-memory"),
        max_memory: number("max-memory"),
        architecture: match question.text("architecture") {
            "x64" => Some(Architecture::X64),
            "Arm64" => Some(Architecture::Arm64),
            _ => None,
        },
        min_zones: number("zones"),
        max_price,
        wants: Wants {
            gpu: question.is_on("gpu"),
            ephemeral: question.is_on("ephemeral"),
            spot: question.is_on("spot"),
            generation2: question.is_on("generation2"),
            lasting: false,
            unusable: question.is_on("all"),
        },
    };
    let place = question.whole("pool").and_then(|place| usize::try_from(place).ok()).unwrap_or(usize::MAX);
    let prices = worker.prices_in(&filter.region);
    let today_has = plan.pools.get(place).and_then(|pool| worker.catalogue.size(pool.vm_size.as_deref()?));
    let (like, at_least) = like_today(&filter, today_has);
    let suggested = rules::suggest(&plan, place, &like, (&worker.catalogue, prices, today), 5);
    let all = worker.catalogue.select(&filter, prices, today, CHOICE + 1);
    let line = |size: &VmSize, price: Option<i64>| option(worker, &plan, size, price, question);
    let cheapest = if let Some(prices) = prices {
        let date = prices.date();
        format!("The cheapest that pass every rule for this pool{at_least}, at list prices of {date}")
    } else {
        format!("The smallest that pass every rule for this pool{at_least}; no prices are known here")
    };
    let list = |title: String, lines: Vec<Tree>| {
        let empty = lines.is_empty();
        let part = tree("section").child(tree("h3").text(title));
        let nothing = tree("p").class("sub").text("None. Loosen a filter.");
        if empty { part.child(nothing) } else { part.child(tree("ul").class("choices").children(lines)) }
    };
    let title = match all.len() {
        more if more > CHOICE => format!("The first {CHOICE} sizes"),
        some => counted(some as i64, "size"),
    };
    let cheap = suggested.iter().map(|(size, price)| line(size, *price)).collect();
    let rest = all
        .iter()
        .take(CHOICE)
        .map(|size| line(size, prices.and_then(|prices| prices.of(&size.name)?.linux)));
    let source = format!(
        "Facts of {SIZES_DATE}; what your subscription may use is known when you paste az vm list-skus."
    );
    tree("div")
        .children(wrong)
        .child(list(cheapest, cheap))
        .child(list(title, rest.collect()))
        .child(tree("p").class("sub").text(source))
}

/// What a size has to have that takes the place of today's, and how that is said: what the filters do not speak of is as
/// it is today or more, and it is to be had for long.
fn like_today(filter: &Filter, today_has: Option<&VmSize>) -> (Filter, String) {
    let mut like = filter.clone();
    like.wants.lasting = true;
    let Some(size) = today_has else { return (like, String::new()) };
    let mut said = Vec::new();
    if like.architecture.is_none() {
        like.architecture = Some(size.architecture);
        said.push(if size.architecture == Architecture::Arm64 { "Arm64" } else { "x64" }.to_owned());
    }
    if like.min_vcpus.is_none() && like.max_vcpus.is_none() {
        like.min_vcpus = Some(size.vcpus);
        said.push(format!("at least {}", counted(i64::from(size.vcpus), "vCPU")));
    }
    if like.min_memory.is_none() && like.max_memory.is_none() {
        like.min_memory = Some(size.memory_gib.ceil() as u32);
        said.push(format!("at least {} GiB", size.memory()));
    }
    if size.gpus.is_some_and(|gpus| gpus > 0) {
        like.wants.gpu = true;
        said.push("GPUs".to_owned());
    }
    let today =
        if said.is_empty() { String::new() } else { format!(" as it is today ({})", said.join(", ")) };
    (like, today)
}

fn option(worker: &Worker, plan: &Plan, size: &VmSize, price: Option<i64>, question: &Question) -> Tree {
    let mut more = Vec::new();
    if let Some(price) = price {
        more.push(format!("${} an hour", parts(price, 1_000_000, 4)));
    }
    if size.ephemeral() == Some(true) {
        let room = size.ephemeral_room_gib().map(|room| format!(" of {} GiB", grouped(i64::from(room))));
        more.push(format!("ephemeral OS disk{}", room.unwrap_or_default()));
    }
    if let Some(disks) = size.data_disks {
        more.push(counted(i64::from(disks), "data disk"));
    }
    if size.generation2() == Some(false) {
        more.push("generation 1 only".to_owned());
    }
    let remarks = worker.catalogue.remarks(size, &plan.cluster.location, question.today());
    let mut button = tree("button")
        .attr("type", "button")
        .class("choice")
        .attr("data-size", &size.name)
        .child(tree("b").class("mono").text(size.short_name()))
        .child(tree("span").text(facts(size)))
        .child(tree("span").class("sub").text(more.join(", ")));
    if !remarks.is_empty() {
        button = button.child(tree("span").class("hint unsupported").text(remarks.join(", ")));
    }
    tree("li").child(button)
}
