//! What stands in the page's dialog. A button in it says in `data-ask` what it asks the worker; what is typed comes
//! along by the names of the controls.

use super::compare::{self, Other};
use super::runbook;
use super::tree::{Tree, tree};
use super::{Question, Worker};
use poolwright::plan::{Plan, Scaling};
use poolwright::quote::markdown;
use poolwright::rules::{self, Tier};
use poolwright::share::{self, JOURNEYS, PORTAL, PORTAL_DATE, PRESETS, Preset};
use poolwright::sizing;
use poolwright::text::{counted, grouped};
use poolwright::to_json::Json;

/// The sheet of that name.
pub(super) fn sheet(worker: &Worker, name: &str, question: &Question) -> Option<Tree> {
    Some(match name {
        "presets" => presets(worker, question),
        "import" => import(),
        "share" => share(worker, question),
        "compare" => compare(question),
        "keys" => keys(),
        "picker" => picker(),
        "runbook" => runbook::sheet(question),
        _ => return None,
    })
}

pub(super) fn button(class: &str, text: &str) -> Tree {
    tree("button").attr("type", "button").class(class).text(text)
}

pub(super) fn field(id: &'static str, label: &str, control: Tree) -> Tree {
    let label = tree("label").attr("for", id).text(label);
    tree("div").class("field").child(label).child(control.attr("id", id).class("control"))
}

/// The place of what is answered to what is typed.
pub(super) fn live(ask: &str) -> Tree {
    tree("div").attr("id", "sheet-live").attr("data-live", ask).attr("aria-live", "polite")
}

fn problem() -> Tree {
    tree("p").attr("id", "sheet-problem").class("hint refused").attr("role", "alert")
}

fn presets(worker: &Worker, question: &Question) -> Tree {
    let choice = |kind: &str, place: usize, preset: &Preset| {
        let report = rules::check(&preset.plan(), &worker.catalogue, question.today());
        let worst = report.findings.iter().map(|finding| finding.tier).min().unwrap_or(Tier::Note);
        let summary = report.verdict();
        let class = if worst == Tier::Note { "good" } else { worst.class() };
        let button = tree("button")
            .attr("type", "button")
            .class("choice")
            .attr("data-ask", "preset")
            .attr("data-value", format!("{kind} {place}"))
            .child(tree("b").text(preset.title))
            .child(tree("span").text(preset.about))
            .child(tree("span").class(&format!("hint {class}")).text(summary));
        tree("li").child(if kind == "own" && place == 0 { button.attr("id", "sheet-first") } else { button })
    };
    let list = |kind: &'static str, presets: &[Preset]| {
        let choices = presets.iter().enumerate().map(|(place, preset)| choice(kind, place, preset));
        tree("ul").class("choices").children(choices)
    };
    let portal = format!(
        "Sizes, nodes and zones as its documentation of {PORTAL_DATE} lists them; taints, network and version are left to AKS. Below each stands what the rules say of it."
    );
    tree("div")
        .class("wide")
        .child(tree("p").class("sub").text("A preset takes the place of the plan; undo brings yours back."))
        .child(list("own", PRESETS))
        .child(tree("h3").text("Journeys from a layout that stands"))
        .child(tree("p").class("sub").text(
            "Each is a plan with the layout that stands before it; the steps lead from one to the other.",
        ))
        .child(list("journey", JOURNEYS))
        .child(tree("h3").text("What the Azure portal offers"))
        .child(tree("p").class("sub").text(portal))
        .child(list("portal", PORTAL))
}

/// The preset that a button names.
pub(super) fn preset(value: &str) -> Option<(&'static str, &'static Preset)> {
    let (kind, place) = value.split_once(' ')?;
    let (whose, presets) = match kind {
        "portal" => ("the portal\u{2019}s preset", PORTAL),
        "journey" => ("the journey", JOURNEYS),
        _ => ("the preset", PRESETS),
    };
    Some((whose, presets.get(place.parse::<usize>().ok()?)?))
}

fn import() -> Tree {
    let about = "Paste a plan file, a link, or what az aks show, az aks nodepool list -o json, an ARM template or Get-AzAksNodePool | ConvertTo-Json hold. az vm list-skus and az vm list-usage -o json tell what your subscription may use. Nothing leaves this page.";
    let area = tree("textarea")
        .attr("id", "sheet-text")
        .class("control mono")
        .attr("rows", 10)
        .attr("spellcheck", "false")
        .attr("aria-describedby", "import-help sheet-problem");
    let file = tree("input")
        .attr("type", "file")
        .attr("id", "import-file")
        .attr("data-ask", "read")
        .attr("accept", ".json,.txt,application/json,text/plain");
    tree("div")
        .child(tree("p").class("sub").attr("id", "import-help").text(about))
        .child(tree("label").attr("for", "sheet-text").text("Text"))
        .child(area)
        .child(problem())
        .child(tree("label").attr("for", "import-file").text("Or choose a file"))
        .child(file)
        .child(tree("progress").attr("aria-label", "Reading"))
        .child(
            tree("div").class("actions").child(button("button primary", "Import").attr("data-ask", "read")),
        )
}

/// The address with the plan's link, or why there is none.
fn link(question: &Question, plan: &Plan) -> Result<String, String> {
    let address = question.text("address").trim_end_matches('#');
    share::write_link(plan).map(|fragment| format!("{address}#{fragment}")).map_err(|error| error.to_string())
}

fn share(worker: &Worker, question: &Question) -> Tree {
    let plan = question.plan();
    let link = link(question, &plan);
    let part = |id: &'static str, title: &str, said: &str, text: &str, more: Option<Tree>| {
        let copy = button("button small", &format!("Copy {said}")).attr("data-copy", id);
        let actions = tree("div").class("actions").child(copy.attr("data-said", said)).children(more);
        let text = tree("pre")
            .attr("id", id)
            .attr("tabindex", 0)
            .attr("role", "region")
            .attr("aria-label", title)
            .text(text);
        tree("section").child(tree("h3").text(title)).child(text).child(actions)
    };
    let name: String = plan
        .cluster
        .name
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .take(63)
        .collect();
    let name = format!("{}.plan.json", if name.is_empty() { "cluster" } else { &name });
    let save = button("button small", "Download the plan file")
        .attr("data-save", name)
        .attr("data-from", "share-file");
    let shown = match &link {
        Ok(link) => part("share-link", "Link", "the link", link, None),
        Err(sentence) => tree("p").class("hint advice").text(sentence.as_str()),
    };
    let markdown = markdown(worker, question, &plan, link.as_deref().unwrap_or_default());
    tree("div")
        .class("wide")
        .child(
            tree("p")
                .class("sub")
                .text("The plan is in the link itself, after the #, which browsers send to no server."),
        )
        .child(shown)
        .child(part("share-markdown", "Markdown, for a pull request", "the Markdown block", &markdown, None))
        .child(part(
            "share-file",
            "Plan file, for poolwright check",
            "the plan file",
            &share::write(&plan),
            Some(save),
        ))
}

/// The plan for a pull request: its sentence, its pools, the verdict and the link.
fn markdown(worker: &Worker, question: &Question, plan: &Plan, link: &str) -> String {
    let report = worker.judge(question, plan);
    let mut text = format!("**{}**\n\n", markdown::text(&sizing::sentence(plan, &worker.catalogue)));
    text += "| Pool | Mode | VM size | Nodes | Zones | Pods a node | Findings |\n| --- | --- | --- | ---: | --- | ---: | --- |\n";
    for (place, pool) in plan.pools.iter().enumerate() {
        let nodes = match pool.scaling() {
            Scaling::Manual { count } => grouped(count),
            Scaling::Auto { .. } => {
                format!("{} to {}", grouped(pool.node_range().0), grouped(pool.node_range().1))
            }
        };
        let mode = poolwright::plan::Word::as_str;
        let mode = pool.mode.as_ref().map_or("", mode);
        let spot = if pool.is_spot() { ", Spot" } else { "" };
        let mut found: Vec<&str> = report
            .findings
            .iter()
            .filter(|finding| finding.pool == Some(place) && finding.tier != Tier::Note)
            .map(|finding| finding.rule.id)
            .collect();
        found.dedup();
        let cells = [
            markdown::text(&pool.name),
            markdown::text(mode) + spot,
            markdown::text(pool.vm_size.as_deref().unwrap_or("AKS chooses")),
            nodes,
            markdown::text(&pool.zones.join(", ")),
            grouped(pool.max_pods_on(&plan.cluster)),
            found.join(", "),
        ];
        text += &format!("| {} |\n", cells.join(" | "));
    }
    text += &format!("\n{}", report.verdict());
    if !link.is_empty() {
        text += &format!(" [Open the plan in Poolwright]({link})");
    }
    text + "\n"
}

fn compare(question: &Question) -> Tree {
    let option = |other: &Other| tree("option").attr("value", other.name()).text(other.title());
    let stands = question.plan().baseline.is_some();
    let others = Other::ALL.iter().filter(|other| stands || **other != Other::Baseline);
    let with = tree("select").attr("name", "with").children(others.map(option));
    let other = tree("textarea")
        .attr("name", "other")
        .attr("rows", 3)
        .attr("spellcheck", "false")
        .attr("placeholder", "A link, a plan file, or what az aks nodepool list -o json prints");
    let file = tree("input")
        .attr("type", "file")
        .attr("data-ask", "compare-file")
        .attr("accept", ".json,.txt,application/json,text/plain");
    let controls = tree("div")
        .class("form sides")
        .child(field("sheet-first", "Hold the plan against", with))
        .child(field("compare-other", "Another plan", other))
        .child(field("compare-file", "Or its file", file));
    let steps = button("button", "Steps from the layout that stands").attr("data-do", "runbook");
    let steps = stands.then(|| tree("div").class("actions").child(steps));
    tree("div")
        .class("wide")
        .child(controls)
        .children(steps)
        .child(problem())
        .child(live("changes").child(compare::changes(question)))
}

fn keys() -> Tree {
    const KEYS: [(&str, &str); 9] = [
        ("?", "This list"),
        ("Ctrl+Z", "Undo, when no text field has the focus"),
        ("Ctrl+Y, Ctrl+Shift+Z", "Redo"),
        ("Tab, Shift+Tab", "To the next control, to the one before"),
        ("Enter or Space", "Open or close a pool, press a button"),
        ("Up, Down", "Through VM sizes while their list is open; Alt+Down opens it"),
        ("Enter, Esc", "Take the VM size, close its list"),
        ("Left, Right, Home, End", "Between the tabs of the snippet"),
        ("Esc", "Close this"),
    ];
    let rows = KEYS.map(|(keys, what)| {
        tree("tr")
            .child(tree("th").attr("scope", "row").child(tree("kbd").text(keys)))
            .child(tree("td").text(what))
    });
    // The page ticks it and keeps what is ticked.
    let on = tree("input").attr("type", "checkbox").attr("id", "single-keys");
    let on = tree("label").class("check").child(on).text("The key ? opens this list");
    tree("div")
        .child(tree("table").child(tree("tbody").children(rows)))
        .child(
            tree("p")
                .class("sub")
                .text("Switch the key ? off where speech input presses it by chance. On a Mac, Ctrl is Cmd."),
        )
        .child(on)
}

/// The controls of the picker of VM sizes: key, label, whether it is a number.
pub(super) const TYPED: [(&str, &str, bool); 7] = [
    ("words", "Name holds", false),
    ("min-vcpus", "vCPUs, at least", true),
    ("max-vcpus", "vCPUs, at most", true),
    ("min-memory", "GiB, at least", true),
    ("max-memory", "GiB, at most", true),
    ("zones", "Zones, at least", true),
    ("max-price", "USD an hour, at most", true),
];
const TICKED: [(&str, &str); 5] = [
    ("ephemeral", "Ephemeral OS disk"),
    ("spot", "Can be Spot"),
    ("gpu", "GPUs"),
    ("generation2", "Generation 2"),
    ("all", "Show what no pool can have"),
];

fn picker() -> Tree {
    let typed = TYPED.iter().enumerate().map(|(place, (name, label, is_number))| {
        let id = if place == 0 { "sheet-first".to_owned() } else { format!("pick-{name}") };
        let control =
            tree("input").attr("id", &id).attr("name", name).class("control").attr("autocomplete", "off");
        let control = if *is_number {
            control.attr("inputmode", "decimal")
        } else {
            control.attr("spellcheck", "false")
        };
        tree("div").class("field").child(tree("label").attr("for", id).text(*label)).child(control)
    });
    let option = |(value, text): (&str, &str)| tree("option").attr("value", value).text(text);
    let architecture = tree("select").attr("name", "architecture");
    let architecture = architecture.children([("", "Any"), ("x64", "x64"), ("Arm64", "Arm64")].map(option));
    let ticked = TICKED.map(|(name, label)| {
        tree("label")
            .class("check")
            .child(tree("input").attr("type", "checkbox").attr("name", name))
            .text(label)
    });
    tree("div")
        .class("wide")
        .child(tree("div").class("form").children(typed).child(field(
            "pick-architecture",
            "Architecture",
            architecture,
        )))
        .child(tree("div").class("actions").children(ticked))
        .child(live("choice").child(tree("p").class("empty").text("Looking\u{2026}")))
}

/// What was read, what was not and why, and the verdict on it.
pub(super) fn read(worker: &Worker, question: &Question, document: &share::Document) -> Json {
    let plan = &document.plan;
    let pools: Vec<&str> = plan.pools.iter().map(|pool| pool.name.as_str()).take(12).collect();
    let more = plan.pools.len().saturating_sub(pools.len());
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let report = rules::check(plan, &worker.catalogue, question.today());
    let line = |term: &str, text: String| tree("p").child(tree("b").text(term)).text(" ").text(text);
    let read = format!(
        "{}, {}: {}{more}.",
        document.source.title(),
        counted(plan.pools.len() as i64, "node pool"),
        pools.join(", ")
    );
    let mut told = tree("div").class("report").child(line("Read:", read));
    if document.notes.is_empty() {
        told = told.child(line("Not read:", "nothing was left out.".to_owned()));
    } else {
        let notes = document.notes.iter().map(|note| {
            tree("li").child(tree("code").text(note.path.as_str())).text(" ").text(note.text.as_str())
        });
        let title = counted(document.notes.len() as i64, "remark");
        let list = tree("details")
            .attr("open", "")
            .child(tree("summary").text(format!("Not read as it stands: {title}")));
        told = told.child(list.child(tree("ul").children(notes)));
    }
    if !document.facts.is_empty() {
        let facts = document.facts.iter().map(|fact| tree("li").text(fact.to_string()));
        let list = tree("details").child(tree("summary").text("What runs at the moment"));
        told = told.child(list.child(tree("ul").children(facts)));
    }
    if plan.baseline.is_some() {
        told = told.child(line("Kept:", "as the layout that stands today. Compare shows what you change, and settings that need a new pool are marked.".to_owned()));
    }
    told.child(line("Verdict:", report.verdict())).to_json()
}
