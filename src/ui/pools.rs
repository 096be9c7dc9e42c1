//! The node pools: rows that open in place.

use std::cell::RefCell;

use super::reactive::*;

use super::browser;
use super::dom::{El, button, el, watch};
use super::field::{Control, Spec, control_id, fields};
use super::state::{Owner, State};
use super::vm_size::facts;
use poolwright::plan::{Edit, NodePool, Scaling, Word, presets, unused_name};
use poolwright::rules::Tier;
use poolwright::share::MAX_POOLS;
use poolwright::text::{counted, grouped};

const NAME: Spec = Spec {
    key: "name",
    label: "Name",
    hint: "a\u{2013}z, 0\u{2013}9; at most 12, on Windows 6",
    control: Control::Text,
};
const COMMON: &[Spec] = &[
    NAME,
    Spec {
        key: "mode",
        label: "Mode",
        hint: "System carries AKS\u{2019}s own pods",
        control: Control::Segments(&["System", "User"]),
    },
    Spec { key: "vmSize", label: "VM size", hint: "", control: Control::VmSize },
    Spec {
        key: "count",
        label: "Nodes",
        hint: "When the pool is created; 3 when empty",
        control: Control::Whole,
    },
    Spec { key: "enableAutoScaling", label: "Cluster autoscaler", hint: "", control: Control::Flag },
];
const BOUNDS: &[Spec] = &[
    Spec { key: "minCount", label: "Fewest nodes", hint: "", control: Control::Whole },
    Spec { key: "maxCount", label: "Most nodes", hint: "At most 1000", control: Control::Whole },
];
const PLACE: &[Spec] = &[
    Spec { key: "availabilityZones", label: "Zones", hint: "", control: Control::Zones },
    Spec {
        key: "maxPods",
        label: "Max pods per node",
        hint: "10 to 250; the network decides when empty",
        control: Control::Whole,
    },
    Spec {
        key: "scaleSetPriority",
        label: "Capacity",
        hint: "Spot can be taken away at any time",
        control: Control::Segments(&["Regular", "Spot"]),
    },
];
const SPOT: &[Spec] = &[
    Spec {
        key: "scaleSetEvictionPolicy",
        label: "Evicted nodes are",
        hint: "Deleted when left to AKS",
        control: Control::Select(&["", "Delete", "Deallocate"]),
    },
    Spec {
        key: "spotMaxPrice",
        label: "Highest price, USD an hour",
        hint: "-1 is up to the pay-as-you-go price",
        control: Control::Decimal,
    },
];

/// Fields behind a disclosure, by its title.
const MORE: &[(&str, &[Spec])] = &[
    (
        "Labels, taints and tags",
        &[
            Spec {
                key: "nodeTaints",
                label: "Node taints",
                hint: "One key=value:Effect a line",
                control: Control::List,
            },
            Spec {
                key: "nodeLabels",
                label: "Node labels",
                hint: "One key=value a line",
                control: Control::Map,
            },
            Spec { key: "tags", label: "Tags", hint: "One name=value a line", control: Control::Map },
        ],
    ),
    (
        "Operating system and disk",
        &[
            Spec {
                key: "osType",
                label: "Operating system",
                hint: "",
                control: Control::Segments(&["Linux", "Windows"]),
            },
            Spec {
                key: "osSKU",
                label: "OS SKU",
                hint: "",
                control: Control::Select(&[
                    "",
                    "Ubuntu",
                    "Ubuntu2204",
                    "Ubuntu2404",
                    "AzureLinux",
                    "AzureLinux3",
                    "AzureContainerLinux",
                    "Windows2019",
                    "Windows2022",
                    "Windows2025",
                ]),
            },
            Spec {
                key: "osDiskType",
                label: "OS disk",
                hint: "Ephemeral where it fits when left to AKS",
                control: Control::Select(&["", "Managed", "Ephemeral"]),
            },
            Spec { key: "osDiskSizeGB", label: "OS disk size, GiB", hint: "", control: Control::Whole },
            Spec {
                key: "kubeletDiskType",
                label: "Kubelet disk",
                hint: "",
                control: Control::Select(&["", "OS", "Temporary"]),
            },
        ],
    ),
    (
        "Upgrades",
        &[
            Spec {
                key: "orchestratorVersion",
                label: "Kubernetes version",
                hint: "The cluster\u{2019}s when empty",
                control: Control::Text,
            },
            Spec {
                key: "upgradeSettings.maxSurge",
                label: "Max surge",
                hint: "A number or a percentage, for example 33%",
                control: Control::Text,
            },
            Spec {
                key: "upgradeSettings.maxUnavailable",
                label: "Max unavailable",
                hint: "A number or a percentage",
                control: Control::Text,
            },
            Spec {
                key: "upgradeSettings.drainTimeoutInMinutes",
                label: "Drain timeout, minutes",
                hint: "1 to 1440",
                control: Control::Whole,
            },
            Spec {
                key: "upgradeSettings.nodeSoakDurationInMinutes",
                label: "Node soak, minutes",
                hint: "0 to 30",
                control: Control::Whole,
            },
            Spec {
                key: "upgradeSettings.undrainableNodeBehavior",
                label: "Nodes that cannot be drained",
                hint: "",
                control: Control::Select(&["", "Schedule", "Cordon"]),
            },
            Spec {
                key: "scaleDownMode",
                label: "Scaled-down nodes",
                hint: "",
                control: Control::Select(&["", "Delete", "Deallocate"]),
            },
        ],
    ),
    (
        "Network",
        &[
            Spec {
                key: "vnetSubnetID",
                label: "Node subnet",
                hint: "A full resource id, or a name to plan with",
                control: Control::Text,
            },
            Spec {
                key: "podSubnetID",
                label: "Pod subnet",
                hint: "A full resource id, or a name to plan with",
                control: Control::Text,
            },
            Spec {
                key: "podIPAllocationMode",
                label: "Pod addresses",
                hint: "",
                control: Control::Select(&["", "DynamicIndividual", "StaticBlock"]),
            },
            Spec {
                key: "enableNodePublicIP",
                label: "A public address for each node",
                hint: "",
                control: Control::Flag,
            },
            Spec {
                key: "nodePublicIPPrefixID",
                label: "Public address prefix",
                hint: "A full resource id",
                control: Control::Text,
            },
        ],
    ),
    (
        "Security and hardware",
        &[
            Spec {
                key: "enableEncryptionAtHost",
                label: "Encryption at host",
                hint: "",
                control: Control::Flag,
            },
            Spec { key: "enableFIPS", label: "FIPS image", hint: "", control: Control::Flag },
            Spec {
                key: "securityProfile.enableSecureBoot",
                label: "Secure boot",
                hint: "",
                control: Control::Flag,
            },
            Spec {
                key: "securityProfile.enableVTPM",
                label: "Virtual TPM",
                hint: "",
                control: Control::Flag,
            },
            Spec { key: "enableUltraSSD", label: "Ultra disks", hint: "", control: Control::Flag },
            Spec {
                key: "gpuProfile.driver",
                label: "GPU driver",
                hint: "",
                control: Control::Select(&["", "Install", "None"]),
            },
            Spec {
                key: "proximityPlacementGroupID",
                label: "Proximity placement group",
                hint: "A full resource id",
                control: Control::Text,
            },
            Spec {
                key: "capacityReservationGroupID",
                label: "Capacity reservation group",
                hint: "A full resource id",
                control: Control::Text,
            },
            Spec {
                key: "gpuInstanceProfile",
                label: "GPU slices",
                hint: "",
                control: Control::Select(&["", "MIG1g", "MIG2g", "MIG3g", "MIG4g", "MIG7g"]),
            },
            Spec {
                key: "workloadRuntime",
                label: "Workload runtime",
                hint: "",
                control: Control::Select(&["", "OCIContainer", "KataVmIsolation", "WasmWasi"]),
            },
            Spec {
                key: "hostGroupID",
                label: "Host group",
                hint: "A full resource id",
                control: Control::Text,
            },
            Spec {
                key: "creationData.sourceResourceId",
                label: "Snapshot",
                hint: "A full resource id",
                control: Control::Text,
            },
            Spec {
                key: "securityProfile.sshAccess",
                label: "SSH access",
                hint: "",
                control: Control::Select(&["", "LocalUser", "Disabled", "EntraId"]),
            },
            Spec {
                key: "type",
                label: "Pool type",
                hint: "",
                control: Control::Select(&["", "VirtualMachineScaleSets", "VirtualMachines"]),
            },
            Spec {
                key: "gatewayProfile.publicIPPrefixSize",
                label: "Gateway prefix size",
                hint: "28 to 31, of Gateway pools",
                control: Control::Whole,
            },
            Spec {
                key: "artifactStreamingProfile.enabled",
                label: "Artifact streaming",
                hint: "",
                control: Control::Flag,
            },
        ],
    ),
];

/// What "Add a pool" offers.
struct Kind {
    title: &'static str,
    make: fn(&str) -> NodePool,
    /// The name that the pool gets, or one near it.
    name: &'static str,
}

const ADD: &[Kind] = &[
    Kind { title: "System", make: presets::dedicated_system_pool, name: "systempool" },
    Kind { title: "User", make: |name| presets::user_pool(name, 2, 5), name: "apps" },
    Kind { title: "Spot", make: |name| presets::spot_pool(name, 10), name: "spot" },
    Kind { title: "Windows", make: presets::windows_pool, name: "win" },
    Kind { title: "GPU", make: |name| presets::pool_of_size(name, "Standard_NC4as_T4_v3"), name: "gpu" },
    Kind { title: "Arm64", make: |name| presets::pool_of_size(name, "Standard_D8pds_v6"), name: "arm" },
];

pub(super) fn pools_card(state: State) -> El {
    let count = el("span")
        .class("sub")
        .text_with(move || format!("{} of at most {MAX_POOLS}", state.with_plan(|plan| plan.pools.len())));
    // The style sheet does the rest.
    let side = el("label").class("check aside").child(el("input").attr("type", "checkbox").id("pair"));
    let title = el("header").child(el("h2").id("pools-title").text("Node pools")).child(count);
    let title = title.child(el("span").class("grow")).child(side.text("Open pools side by side"));
    let columns = ["", "Mode", "Name", "VM size", "Nodes", "Zones", "Pods", "USD a month", ""];
    let columns = columns.map(|column| el("span").text(column));
    let head = el("div").class("row head").attr("aria-hidden", "true").children(columns);
    let empty =
        el("p").class("empty").text("No node pool yet. Add a System pool first: every cluster needs one.");
    let empty = empty.flag_with("hidden", move || state.with_plan(|plan| !plan.pools.is_empty()));
    let list = el("div").class("pools").each_with(move || state.ids(), move |id| pool_row(state, *id));
    let add = ADD.iter().map(|kind| button("button small", kind.title, move || add(state, kind)));
    let add = el("div")
        .class("add")
        .attr("role", "group")
        .attr("aria-label", "Add a pool")
        .child(el("span").class("sub").text("Add a pool"))
        .children(add);
    el("section")
        .class("card pools-card")
        .attr("aria-labelledby", "pools-title")
        .child(title)
        .child(head)
        .child(empty)
        .child(list)
        .child(add)
}

fn add(state: State, kind: &Kind) {
    let mut pool = Box::new((kind.make)(kind.name));
    pool.name = state.with_plan(|plan| unused_name(plan, kind.name, pool.longest_name()));
    let at = state.with_plan(|plan| plan.pools.len());
    state.make(Edit::Add { at, pool });
    show_new(state, at);
}

/// Opens the card of the pool that was just put there.
fn show_new(state: State, at: usize) {
    if let Some(id) = state.id_at(at) {
        browser::later(move || show_pool(id, "name"));
    }
}

/// Opens a pool's card and moves the focus to one of its fields.
pub(super) fn show_pool(id: u32, key: &'static str) {
    let group = MORE.iter().position(|(_, specs)| specs.iter().any(|spec| spec.key == key));
    let around = std::iter::once(card_id(id)).chain(group.map(|nth| group_id(id, nth)));
    browser::focus_in(around.collect(), control_id(Owner::Pool(id), key));
}

fn card_id(id: u32) -> String {
    format!("pool-{id}")
}

/// The id of the nth of [`MORE`].
fn group_id(id: u32, nth: usize) -> String {
    format!("pool-{id}-{nth}")
}

/// What a row says of a pool.
#[derive(Default)]
struct Row {
    tag: String,
    class: &'static str,
    name: String,
    size: String,
    facts: String,
    nodes: String,
    zones: String,
    pods: String,
    cost: String,
    mark: &'static str,
    sign: String,
    words: String,
}

fn row(state: State, id: u32) -> Row {
    let Some(place) = state.place(id) else { return Row::default() };
    let row = state.with_plan(|plan| plan.pools.get(place).map(|pool| describe(state, plan, pool)));
    let mut row = row.unwrap_or_default();
    row.cost = cost(state, place, &row.name).unwrap_or_else(|| "\u{2013}".to_owned());
    let tiers = state.findings(Owner::Pool(id), None, |finding| finding.tier);
    let count = tiers.iter().filter(|tier| **tier != Tier::Note).count();
    let rejected = state.all_rejected().iter().filter(|one| one.owner == Owner::Pool(id)).count();
    if rejected > 0 {
        row.mark = Tier::Refused.class();
        row.sign = (count + rejected).to_string();
        row.words = format!("{} with text the plan can\u{2019}t hold", counted(rejected as i64, "field"));
        return row;
    }
    match tiers.into_iter().min().filter(|_| count > 0) {
        Some(worst) => {
            row.mark = worst.class();
            row.sign = count.to_string();
            row.words = format!("{}, worst {}", counted(count as i64, "finding"), worst.name());
        }
        None => {
            let (sign, words) =
                if state.is_judging() { ("\u{2026}", "not judged yet") } else { ("\u{2713}", "no findings") };
            (row.mark, row.sign, row.words) = ("ok", sign.to_owned(), words.to_owned());
        }
    }
    row
}

/// What a pool costs, as the worker told it of the pool of that name in that place.
fn cost(state: State, place: usize, name: &str) -> Option<String> {
    state.glance(|glance| {
        let [known, cost] = glance.get("costs")?.as_array()?.get(place)?.as_array()?.as_slice() else {
            return None;
        };
        (known.as_str()? == name).then_some(cost.as_str()?.to_owned())
    })
}

fn describe(state: State, plan: &poolwright::plan::Plan, pool: &NodePool) -> Row {
    let mode = pool.mode.as_ref().map_or("No mode", |mode| mode.as_str()).to_owned();
    let (tag, class) = if pool.is_spot() {
        (format!("Spot {}", mode.to_ascii_lowercase()), "spot")
    } else if pool.is_system() {
        (mode, "system")
    } else if pool.is_windows() {
        ("Windows".to_owned(), "user")
    } else {
        (mode, "user")
    };
    let size = pool.vm_size.clone().unwrap_or_default();
    let per_node = pool.max_pods_on(&plan.cluster);
    let (least, most) = pool.node_range();
    let pods = |nodes: i64| grouped(nodes.max(0).saturating_mul(per_node.max(0)));
    Row {
        tag,
        class,
        name: if pool.name.is_empty() { "unnamed".to_owned() } else { pool.name.clone() },
        facts: state.catalogue().size(&size).map(facts).unwrap_or_default(),
        size: match size.strip_prefix("Standard_") {
            Some(short) => short.to_owned(),
            None if size.is_empty() => "AKS chooses".to_owned(),
            None => size,
        },
        nodes: match pool.scaling() {
            Scaling::Manual { count } => grouped(count),
            Scaling::Auto { .. } => format!("{} to {}", grouped(least), grouped(most)),
        },
        zones: if pool.zones.is_empty() { "\u{2013}".to_owned() } else { pool.zones.join(" ") },
        pods: if least == most { pods(most) } else { format!("{}\u{2013}{}", pods(least), pods(most)) },
        ..Row::default()
    }
}

fn pool_row(state: State, id: u32) -> El {
    let part = |class: &str| el("span").class(class);
    let term =
        |class: &str, term: &str, value: &El| part(class).child(part("term").text(term)).child(value.clone());
    let (tag, name, size, facts) = (el("span"), part("mono name"), el("span"), part("sub"));
    let (nodes, zones, pods, cost) = (el("span"), el("span"), el("span"), el("span"));
    let (mark, sign, words) = (el("span"), el("span").attr("aria-hidden", "true"), part("visually-hidden"));
    let summary = el("summary").class("row").children([
        part("chevron").attr("aria-hidden", "true"),
        tag.clone(),
        name.clone(),
        part("size").child(size.clone()).text(" ").child(facts.clone()),
        term("nodes", "Nodes ", &nodes),
        term("zones", "Zones ", &zones),
        term("pods number", "Pods ", &pods),
        term("cost number", "USD ", &cost),
        part("verdict").child(mark.clone().child(sign.clone()).child(words.clone())),
    ]);
    let parts = [tag, name, size, facts, nodes, zones, pods, cost, sign, words];
    let shown = RefCell::new(Vec::new());
    watch(move || {
        let Row { tag, class, name, size, facts, nodes, zones, pods, cost, mark: worst, sign, words } =
            row(state, id);
        let texts = vec![tag, name, size, facts, nodes, zones, pods, cost, sign, words];
        // Each row follows the plan, and one of a hundred has changed. Its colours follow its words.
        if *shown.borrow() == texts {
            return;
        }
        let [tag, ..] = &parts;
        tag.set_class(&format!("tag {class}"));
        mark.set_class(&format!("dot {worst}"));
        for (part, text) in parts.iter().zip(&texts) {
            part.set_text(text);
        }
        shown.replace(texts);
    });
    // A hundred pools have thousands of fields.
    let card = el("details").class("pool").id(&card_id(id)).child(summary);
    card.opens_to(move || pool_form(state, id))
}

/// A small round sign for eyes, and the same in words.
fn mark(class: &str, sign: &str, words: &str) -> El {
    let sign = el("span").attr("aria-hidden", "true").text(sign);
    el("span")
        .class(&format!("dot {class}"))
        .child(sign)
        .child(el("span").class("visually-hidden").text(words))
}

/// Whether a pool of that name stands today.
fn stands(state: State, id: u32) -> bool {
    let Some(place) = state.place(id) else { return false };
    state.with_plan(|plan| {
        let name = plan.pools.get(place).map(|pool| &pool.name);
        name.zip(plan.baseline.as_ref()).is_some_and(|(name, baseline)| baseline.pool(name).is_some())
    })
}

fn pool_form(state: State, id: u32) -> Vec<El> {
    let owner = Owner::Pool(id);
    let when = move |key: &'static str, specs: &'static [Spec]| {
        let there = move || if state.is_beyond_default(owner, key) { vec![0_u32] } else { Vec::new() };
        let group = move |_: &u32| el("div").class("contents").children(fields(state, owner, specs));
        el("div").class("contents").each_with(there, group)
    };
    let common = el("div")
        .class("form")
        .children(fields(state, owner, COMMON))
        .child(when("enableAutoScaling", BOUNDS))
        .children(fields(state, owner, PLACE))
        .child(when("scaleSetPriority", SPOT));
    let groups = MORE.iter().enumerate();
    let groups = groups.map(|(nth, (title, specs))| group(state, owner, title, specs).id(&group_id(id, nth)));
    // What stands already can be changed in part only: the style sheet shows which fields need a new pool.
    let class = move || if stands(state, id) { "stands" } else { "" }.to_owned();
    let form =
        el("div").attr_with("class", class).child(common).child(el("div").class("groups").children(groups));
    vec![form.child(actions(state, id))]
}

/// Fields behind a disclosure that says how many of them are set and whether one has a finding.
fn group(state: State, owner: Owner, title: &'static str, specs: &'static [Spec]) -> El {
    let title = move || match specs.iter().filter(|spec| state.value(owner, spec.key).is_some()).count() {
        0 => title.to_owned(),
        set => format!("{title} ({set})"),
    };
    let sign = move || {
        let here = |field: Option<&str>| specs.iter().any(|spec| Some(spec.key) == field);
        let tiers = state.findings(owner, None, |finding| here(finding.field).then_some(finding.tier));
        if specs.iter().any(|spec| state.rejected(owner, spec.key).is_some()) {
            return vec![mark(Tier::Refused.class(), "!", "text the plan can\u{2019}t hold")];
        }
        let worst = tiers.into_iter().flatten().min();
        worst.map(|tier| mark(tier.class(), "!", tier.name())).into_iter().collect()
    };
    let summary = el("summary").text_with(title).child(el("span").children_with(sign));
    let form = move || vec![el("div").class("form").children(fields(state, owner, specs))];
    el("details").class("more").child(summary).opens_to(form)
}

fn actions(state: State, id: u32) -> El {
    let place = move || state.place(id);
    let shift = move |by: isize| {
        if let Some(from) = untrack(place)
            && let Some(to) = from.checked_add_signed(by)
        {
            state.make(Edit::Move { from, to });
        }
    };
    let copy = move || {
        let Some(at) = untrack(place) else { return };
        let twin = state.with_plan(|plan| {
            plan.pools.get(at).map(|pool| {
                let mut twin = Box::new(pool.clone());
                twin.name = unused_name(plan, &pool.name, pool.longest_name());
                twin
            })
        });
        if let Some(pool) = twin {
            state.make(Edit::Add { at: at + 1, pool });
            show_new(state, at + 1);
        }
    };
    let remove = move || {
        if let Some(pool) = untrack(place) {
            state.make(Edit::Remove { pool });
        }
    };
    let last = move || place().is_none_or(|place| place + 1 == state.ids().len());
    const QUIET: &str = "button small quiet";
    el("div").class("actions").children([
        button(QUIET, "Move up", move || shift(-1)).flag_with("disabled", move || place() == Some(0)),
        button(QUIET, "Move down", move || shift(1)).flag_with("disabled", last),
        button(QUIET, "Copy pool", copy),
        button(QUIET, "Remove pool", remove),
    ])
}
