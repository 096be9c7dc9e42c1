//! The way from the layout that stands to the plan: what differs, the steps, and the cluster after each.

use super::picture::{self, Stay};
use super::sheets::{button, field, live};
use super::tree::{Tree, tree};
use super::views::{highlighted, scroll};
use super::{Question, Worker};
use poolwright::generate::{self, ByHand, Shell, Snippet};
use poolwright::plan::{NodePool, Plan, Value};
use poolwright::rules::sources::sources;
use poolwright::runbook::diff::{Diff, Difference, Fate, Offer, PoolDiff, Way};
use poolwright::runbook::{self, Act, Aim, Impossible, Names, Operation, Purpose, Runbook, Step, Wishes};
use poolwright::text::{capital, counted, grouped};
use poolwright::to_json::{Json, compact};

/// Pools that differ, at most, whose differences are shown without being asked for.
const OPEN: usize = 3;
/// Lines of a script, at most, whose parts are told apart by colour.
pub(super) const COLOURED: usize = 1_500;

/// What the plan says of the layout that stands, below its picture; nothing if there is none, or nothing differs.
pub(super) fn glance(plan: &Plan) -> Option<Tree> {
    let (stands, diff) = standing(plan)?;
    let text = format!("From today to this plan: {}.", in_short(&diff, stands));
    let show = button("button small", "Show the steps").attr("data-do", "runbook");
    (!diff.is_empty()).then(|| tree("div").class("actions").child(tree("p").text(text)).child(show))
}

/// The layout that stands, and what differs.
fn standing(plan: &Plan) -> Option<(&Plan, Diff)> {
    let stands = plan.baseline.as_deref()?;
    Some((stands, runbook::diff(stands, plan, &[])))
}

/// What becomes of how many pools: "2 pools replaced, 1 pool added".
fn in_short(diff: &Diff, stands: &Plan) -> String {
    let of = |fate: Fate| diff.pools.iter().filter(|pool| pool.fate == fate).count();
    let fates = [Fate::Replaced, Fate::Changed, Fate::Added, Fate::Removed];
    let mut parts: Vec<String> = fates
        .into_iter()
        .filter(|fate| of(*fate) > 0)
        .map(|fate| format!("{} {}", counted(of(fate) as i64, "pool"), fate.name()))
        .collect();
    if !diff.cluster.is_empty() {
        parts.push(format!("{} of the cluster", counted(diff.cluster.len() as i64, "difference")));
    }
    if parts.is_empty() {
        return format!("{} as they stand", counted(stands.pools.len() as i64, "pool"));
    }
    parts.join(", ")
}

/// The sheet: what differs, what is wished of the steps, and their place.
pub(super) fn sheet(question: &Question) -> Tree {
    let plan = question.plan();
    let all = tree("div").class("wide runbook");
    let Some((stands, diff)) = standing(&plan) else {
        let import = button("button primary", "Import").attr("id", "sheet-first").attr("data-do", "import");
        let text = "The steps lead from the layout that stands to this plan. Import what az aks show or az aks nodepool list -o json prints of your cluster, then change the plan.";
        return all.child(tree("p").text(text)).child(tree("div").class("actions").child(import));
    };
    if diff.is_empty() {
        let text = "The plan is as the layout that stands: there is nothing to do. Change it, and the steps stand here.";
        return all.child(tree("p").text(text));
    }
    let option = |(value, text): (&str, &str)| tree("option").attr("value", value).text(text);
    let select = |name: &str, options: [(&str, &str); 2]| {
        tree("select").attr("name", name).children(options.map(option))
    };
    let renames =
        tree("input").attr("name", "renames").attr("spellcheck", "false").attr("autocomplete", "off");
    let offers = diff.offers.iter().map(|Offer { from, to }| {
        tree("p").class("sub").text(format!("{from} may have become {to}: write {from}={to} to say so."))
    });
    let controls = tree("div")
        .class("form")
        .child(field(
            "sheet-first",
            "Of lawful orders",
            select("aim", [("peak", "The smallest peak"), ("steps", "The fewest steps")]),
        ))
        .child(field(
            "course-names",
            "Replaced pools",
            select("names", [("keep", "Keep names"), ("new", "Take new names")]),
        ))
        .child(field("course-renames", "Other names", renames.attr("placeholder", "old=new, old=new")))
        .child(field(
            "course-shell",
            "Written for",
            select("dialect", [("az", "Azure CLI"), ("powershell", "Azure PowerShell")]),
        ));
    all.child(differences(stands, &plan, &diff))
        .child(controls)
        .children(offers)
        .child(tree("p").class("visually-hidden").attr("id", "course-status").attr("role", "status"))
        .child(live("steps").child(tree("p").class("empty").text("Looking for the steps\u{2026}")))
}

/// What differs, by pool: the property, today, in the plan, and how it is made good.
fn differences(stands: &Plan, plan: &Plan, diff: &Diff) -> Tree {
    let mut parts = Vec::new();
    if !diff.cluster.is_empty() {
        parts.push(part("Cluster", "changed", "changed", &diff.cluster));
    }
    for pool in diff.pools.iter().filter(|pool| pool.fate != Fate::Kept) {
        let class = match pool.fate {
            Fate::Added => "added",
            Fate::Removed | Fate::Replaced => "removed",
            Fate::Kept | Fate::Changed => "changed",
        };
        parts.push(part(&name_of(pool, stands, plan), pool.fate.name(), class, &pool.differences));
    }
    let summary = format!("What differs: {}", in_short(diff, stands));
    let all = tree("details").class("compare");
    let all = if parts.len() <= OPEN { all.attr("open", "") } else { all };
    all.child(tree("summary").text(summary)).children(parts)
}

/// The pool's name, or both that it has.
fn name_of(pool: &PoolDiff, stands: &Plan, plan: &Plan) -> String {
    let name = |plan: &Plan, place: Option<usize>| Some(plan.pools.get(place?)?.name.clone());
    match (name(stands, pool.from), name(plan, pool.to)) {
        (Some(from), Some(to)) if from != to => format!("{from} \u{2192} {to}"),
        (from, to) => to.or(from).unwrap_or_default(),
    }
}

fn part(name: &str, fate: &str, class: &str, differences: &[Difference]) -> Tree {
    let heading =
        tree("h3").text(name).text(" ").child(tree("span").class(&format!("tag {class}")).text(fate));
    let all = tree("section").child(heading);
    if differences.is_empty() {
        return all;
    }
    let shown = |value: Option<&Value>| value.map_or_else(|| "\u{2013}".to_owned(), ToString::to_string);
    let row = |one: &Difference| {
        let class = match one.way {
            Way::InPlace => "good",
            Way::NewPool => "advice",
            Way::OutOfReach => "refused",
        };
        let way = tree("b").class(&format!("hint {class}")).text(capital(one.way.name()) + ".");
        let way = tree("td").attr("colspan", 3).child(way).text(" ").text(one.why).text(" ");
        let values = tree("tr")
            .child(tree("th").attr("scope", "row").child(tree("code").text(one.key)))
            .child(tree("td").child(tree("del").text(shown(one.from.as_ref()))))
            .child(tree("td").child(tree("ins").text(shown(one.to.as_ref()))));
        [values, tree("tr").class("how").child(way.children(source(one.source)))]
    };
    let head = ["Property", "Today", "This plan"].map(|text| tree("th").attr("scope", "col").text(text));
    let table = tree("table")
        .child(tree("thead").child(tree("tr").children(head)))
        .child(tree("tbody").children(differences.iter().flat_map(row)));
    all.child(scroll(name).child(table))
}

/// A link to where something was read.
fn source(id: &str) -> Option<Tree> {
    let source = sources().find(|source| source.id == id)?;
    let text = format!("{}, {}", source.title, source.date);
    Some(
        tree("a")
            .class("sub")
            .attr("href", source.url)
            .attr("target", "_blank")
            .attr("rel", "noreferrer")
            .text(text),
    )
}

/// The steps as they are wished, or why there are none.
pub(super) fn steps(worker: &Worker, question: &Question) -> Tree {
    let plan = question.plan();
    let stands = plan.baseline.as_deref().cloned().unwrap_or_default();
    let (renames, wrong) = renames(question.text("renames"));
    let wishes = Wishes {
        aim: if question.text("aim") == "steps" { Aim::FewestSteps } else { Aim::SmallestPeak },
        names: if question.text("names") == "new" { Names::Propose } else { Names::Keep },
        renames,
    };
    let shell = if question.text("dialect") == "powershell" { Shell::PowerShell } else { Shell::Posix };
    let wrong = (!wrong.is_empty()).then(|| tree("p").class("hint refused").text(wrong));
    let all = tree("div").class("course").children(wrong);
    match runbook::runbook(&stands, &plan, &worker.catalogue, question.today(), &wishes) {
        Ok(runbook) => told(all, &runbook, shell),
        Err(impossible) => blocked(all, &impossible),
    }
}

/// Other names, as `old=new` between blanks, commas or lines; and what cannot be read of them.
fn renames(text: &str) -> (Vec<Offer>, String) {
    let words =
        text.split(|letter: char| letter == ',' || letter.is_whitespace()).filter(|word| !word.is_empty());
    let (mut read, mut wrong) = (Vec::new(), String::new());
    for word in words {
        match word.split_once('=') {
            Some((from, to)) if !from.is_empty() && !to.is_empty() => {
                read.push(Offer { from: from.to_owned(), to: to.to_owned() });
            }
            _ => wrong = format!("Write other names as old=new, not {}.", poolwright::text::shown(word)),
        }
    }
    (read, wrong)
}

/// Why no order is lawful, and what would make one possible.
fn blocked(all: Tree, impossible: &Impossible) -> Tree {
    let summary = if impossible.all_tried {
        "No order of steps is lawful."
    } else {
        "Among many orders of steps none was found that is lawful."
    };
    let each = impossible.blocked.iter().map(|blocked| {
        let reasons = blocked.reasons.iter().map(|reason| {
            let rule = reason.rule.map(|rule| {
                tree("a")
                    .class("sub mono")
                    .attr("href", format!("rules.html#{rule}"))
                    .attr("target", "_blank")
                    .text(rule)
            });
            tree("p").class("hint refused").text(reason.message.as_str()).text(" ").children(rule)
        });
        let act = blocked.act.as_deref().unwrap_or("The plan itself is in the way.");
        tree("li").child(tree("b").text(act)).children(reasons)
    });
    let remedies = impossible.remedies.iter().map(|text| tree("li").text(text.as_str()));
    all.child(tree("p").class("warning").attr("data-summary", "").text(summary))
        .child(tree("h3").text("What is in the way"))
        .child(tree("ul").class("lines").children(each))
        .child(tree("h3").text("What would make it possible"))
        .child(tree("ul").class("lines").children(remedies))
}

/// The steps, the cluster after each of them, and the script.
fn told(all: Tree, runbook: &Runbook, shell: Shell) -> Tree {
    let cluster = &runbook.start.cluster;
    let is_named = !cluster.name.is_empty() && !cluster.resource_group.is_empty();
    let unnamed = (!is_named).then(|| {
        let text = "Give the cluster of the plan its name and its resource group: the commands need both.";
        tree("p").class("hint advice").text(text)
    });
    let left = runbook.left.iter().map(|one| {
        let text = format!("Not reached: {} of the cluster. {} ", one.key, one.why);
        tree("p").class("hint unsupported").text(text).children(source(one.source))
    });
    let proposed = runbook.proposed.iter().map(|Offer { from, to }| {
        tree("p")
            .class("sub")
            .text(format!("{from} takes the name {to}; {from}=NAME above gives it another."))
    });
    let all = all.children(unnamed).children(left);
    let total = runbook.steps.len();
    if total == 0 {
        return all.child(tree("p").attr("data-summary", "").text("There is nothing to do on node pools."));
    }
    let summary = format!(
        "{}; at the peak {} and {} more than today.",
        counted(total as i64, "step"),
        counted(runbook.peak_nodes, "node"),
        addresses(runbook.peak_addresses)
    );
    let script = generate::runbook(runbook, shell);
    let text = script.text();
    let colours = if script.lines.len() <= COLOURED { Colours::On } else { Colours::Off };
    let by_hand = generate::runbook_by_hand(runbook, shell);
    let steps = runbook.steps.iter().zip(&by_hand).enumerate();
    let steps = steps.map(|(place, (step, by_hand))| {
        of_step(place + 1, step, &runbook.start).children(commands(place + 1, by_hand, colours))
    });
    let done = tree("p").class("sub").attr("id", "course-done").text(format!("0 of {total} steps are done."));
    let list = tree("ol").class("steps").attr("data-ticks", key(&text)).children(steps);
    let list = tree("section").child(tree("h3").text("Steps")).child(done).child(list);
    all.children(proposed)
        .child(tree("p").attr("data-summary", "").child(tree("b").text(summary)))
        .child(tree("div").class("beside").child(course(runbook)).child(list))
        .child(script_of(&script, &text, shell, colours))
}

fn addresses(number: i64) -> String {
    if number == 1 { "1 address".to_owned() } else { format!("{} addresses", grouped(number)) }
}

/// Under which name the ticks of a runbook are kept: another text is another runbook, and begins without one. It is
/// FNV-1a with 64 bits.
fn key(text: &str) -> String {
    let digest = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |digest, byte| {
        (digest ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("poolwright.steps.1.{digest:016x}")
}

/// A step: its box, and all there is to know of it.
fn of_step(number: usize, step: &Step, start: &Plan) -> Tree {
    let tick = tree("input")
        .attr("type", "checkbox")
        .attr("id", format!("tick-{number}"))
        .attr("data-step", number)
        .attr("autocomplete", "off");
    let title = tree("span").text(format!("{number}. {}", step.act.describe(start)));
    let title = tree("label").class("check").attr("for", format!("tick-{number}")).child(tick).child(title);
    let row = |term: &str, what: Tree| tree("div").child(tree("dt").text(term)).child(what);
    let said = |text: &str| tree("dd").text(text);
    let mut rows = vec![row("Why here", said(&step.why)), row("Disrupts", said(&step.disrupts))];
    let (nodes, taken) = (step.extra.nodes.max(0), step.extra.addresses.max(0));
    if nodes > 0 || taken > 0 {
        let extra = format!("{} and {} more than today", counted(nodes, "node"), addresses(taken));
        rows.push(row("Extra", said(&extra)));
    }
    let checks = step.checks.iter().map(|check| tree("p").text(check.describe()));
    rows.push(row("Verify", tree("dd").children(checks)));
    rows.push(row("Undo", said(&step.undo)));
    let caveats = step.caveats.iter();
    rows.extend(caveats.map(|one| row("Mind", said(one.text).text(" ").children(source(one.source)))));
    rows.extend(step.remarks.iter().map(|remark| row("Remark", said(&remark.message))));
    tree("li").child(tree("h4").child(title)).child(tree("dl").children(rows))
}

/// What carries a step out by hand, and what shows that it is done.
fn commands(number: usize, by_hand: &ByHand, colours: Colours) -> Vec<Tree> {
    let part = |id: &str, what: &str, text: &Snippet| {
        let id = format!("{id}-{number}");
        let copy = button("button small", "Copy")
            .attr("data-copy", &id)
            .attr("data-said", format!("{what} step {number}"))
            .attr("aria-label", format!("Copy {what} step {number}"));
        let name = capital(&format!("{what} step {number}"));
        let block = block(&id, &name, text, colours);
        (!text.lines.is_empty()).then(|| tree("div").class("words").child(block).child(copy))
    };
    let texts = [part("do", "the commands of", &by_hand.does), part("look", "the check of", &by_hand.looks)];
    let texts = texts.into_iter().flatten();
    let gaps =
        by_hand.does.gaps.iter().map(|gap| tree("p").class("hint unsupported").text(gap.text.as_str()));
    let summary = tree("summary").text(format!("Commands of step {number}"));
    gaps.chain([tree("details").child(summary).children(texts)]).collect()
}

/// Whether the parts of texts are told apart by colour.
#[derive(Clone, Copy)]
enum Colours {
    On,
    Off,
}

/// A text to copy.
fn block(id: &str, name: &str, text: &Snippet, colours: Colours) -> Tree {
    let pre = tree("pre").attr("id", id).attr("tabindex", 0).attr("role", "region").attr("aria-label", name);
    match colours {
        Colours::On => pre.children(highlighted(&text.lines)),
        Colours::Off => pre.text(text.text()),
    }
}

/// The runbook as one script that can be run again.
fn script_of(script: &Snippet, text: &str, shell: Shell, colours: Colours) -> Tree {
    // Windows PowerShell reads a file without a byte order mark in an old encoding.
    let (name, mark) =
        if shell == Shell::PowerShell { ("runbook.ps1", "\u{feff}") } else { ("runbook.sh", "") };
    let copy = button("button small", "Copy the script").attr("data-copy", "course-script");
    let save = button("button small", &format!("Download {name}"));
    let actions = tree("div")
        .class("actions")
        .child(copy.attr("data-said", "the script"))
        .child(save.attr("data-save", name).attr("data-from", "course-file"));
    let gaps = script.gaps.iter().map(|gap| tree("p").class("hint unsupported").text(gap.text.as_str()));
    let file = tree("div")
        .attr("id", "course-file")
        .child(tree("span").attr("hidden", "").text(mark))
        .child(block("course-script", "The script", script, colours));
    let about = "Each step looks first whether it is done; the first failure ends the script, and it can be run again.";
    let lines = counted(text.lines().count() as i64, "line");
    tree("section")
        .child(tree("h3").text("One script"))
        .child(tree("p").class("sub").text(about))
        .children(gaps)
        .child(actions)
        .child(tree("details").child(tree("summary").text(format!("Show the script, {lines}"))).child(file))
}

/// The cluster after each step: a slider, what it shows in words, the nodes beyond those of today, and the picture.
fn course(runbook: &Runbook) -> Tree {
    let total = runbook.steps.len();
    let course = Course::of(runbook);
    let words = course.words(runbook);
    let first = words.first().cloned().unwrap_or_default();
    let all: Vec<Json> = words.iter().map(|text| text.as_str().into()).collect();
    let slider = tree("input")
        .attr("type", "range")
        .attr("id", "course-at")
        .attr("min", 0)
        .attr("max", total)
        .attr("value", 0)
        .attr("autocomplete", "off")
        .attr("aria-valuetext", &first)
        .attr("data-words", compact(&Json::Array(all)));
    let said = tree("p").class("said").attr("id", "course-said").text(first);
    let bars = |title: &str, peak: String, numbers: Vec<i64>| {
        let label = tree("p").class("sub").text(format!("{title}, at most {peak}"));
        tree("div").child(label).child(picture::columns_of(title, &numbers))
    };
    let nodes = runbook.steps.iter().map(|step| step.extra.nodes).collect();
    let taken = runbook.steps.iter().map(|step| step.extra.addresses).collect();
    let rows: Vec<&str> = course.rows.iter().map(String::as_str).collect();
    let label = tree("label").attr("for", "course-at").text("The cluster after each step");
    let stays = course.stays.iter().filter(|stay| stay.from == 0).take(picture::MOST).map(Stay::told);
    let picture = picture::course(&course.stays, &rows)
        .attr("id", "course-picture")
        .attr("aria-label", format!("Nodes by pool and zone: {}.", stays.collect::<Vec<_>>().join("; ")));
    tree("section")
        .class("scrub")
        .child(label)
        .child(slider)
        .child(bars("Nodes more than today in each step", grouped(runbook.peak_nodes), nodes))
        .child(bars("Addresses more than today in each step", grouped(runbook.peak_addresses), taken))
        .child(said)
        .child(scroll("Nodes by pool and zone").child(picture))
}

/// Each pool as it is at each time, and their rows.
struct Course {
    stays: Vec<Stay>,
    rows: Vec<String>,
    /// Nodes and pools at each time.
    sums: Vec<(i64, usize)>,
}

impl Course {
    fn of(runbook: &Runbook) -> Self {
        let mut plan = runbook.start.clone();
        let mut rows: Vec<String> = plan.pools.iter().map(|pool| pool.name.clone()).collect();
        let open = |pool: &NodePool| Stay { pool: pool.clone(), mark: "", from: 0, to: 0 };
        let mut now: Vec<Stay> = plan.pools.iter().map(open).collect();
        let mut stays = Vec::new();
        let mut sums = vec![sum(&plan)];
        for (place, step) in runbook.steps.iter().enumerate() {
            let at = place + 1;
            if let Act::Add(pool) = &step.act {
                plan.pools.push((**pool).clone());
                row_for(&mut rows, &pool.name, &step.purpose);
            }
            if let Some(operation) = step.act.operation() {
                operation.apply_to(&mut plan);
            }
            let mark = match &step.act {
                Act::Cordon(_) => Some("cordoned"),
                Act::Drain(_) => Some("drained"),
                // Nodes that are made anew, or others, take pods.
                Act::Add(_) | Act::Aks(Operation::DeletePool(_)) => Some(""),
                _ => None,
            };
            let mark = mark.zip(step.act.pool());
            let before = std::mem::take(&mut now);
            for pool in &plan.pools {
                let was = before.iter().find(|stay| stay.pool.name == pool.name);
                let marked = mark.filter(|(_, name)| *name == pool.name).map(|(mark, _)| mark);
                let mark = marked.or(was.map(|stay| stay.mark)).unwrap_or_default();
                now.push(match was {
                    Some(was) if was.pool == *pool && was.mark == mark => Stay { to: at, ..was.clone() },
                    _ => Stay { pool: pool.clone(), mark, from: at, to: at },
                });
            }
            let is_over =
                |stay: &Stay| !now.iter().any(|one| one.pool.name == stay.pool.name && one.from == stay.from);
            stays.extend(before.into_iter().filter(is_over));
            sums.push(sum(&plan));
        }
        stays.extend(now);
        Self { stays, rows, sums }
    }

    /// What is said of each time.
    fn words(&self, runbook: &Runbook) -> Vec<String> {
        let total = runbook.steps.len();
        let one = |(at, (nodes, pools)): (usize, &(i64, usize))| {
            let there = format!("{} in {}", counted(*nodes, "node"), counted(*pools as i64, "pool"));
            match at.checked_sub(1).and_then(|place| runbook.steps.get(place)) {
                Some(step) => {
                    format!("After step {at} of {total}: {there}. {}", step.act.describe(&runbook.start))
                }
                None => format!("Today: {there}."),
            }
        };
        self.sums.iter().enumerate().map(one).collect()
    }
}

fn sum(plan: &Plan) -> (i64, usize) {
    (plan.pools.iter().fold(0, |all, pool| pool.nodes().saturating_add(all)), plan.pools.len())
}

/// Gives a pool a row: below the pool whose place it takes.
fn row_for(rows: &mut Vec<String>, name: &str, purpose: &Purpose) {
    if rows.iter().any(|row| row == name) {
        return;
    }
    let below = match purpose {
        Purpose::InPlaceOf(old) | Purpose::Between(old) | Purpose::NameAgain(old) => {
            rows.iter().position(|row| row == old)
        }
        _ => None,
    };
    rows.insert(below.map_or(rows.len(), |place| place + 1), name.to_owned());
}
