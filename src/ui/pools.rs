//! The node pools: rows that open in place.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

use super::browser;
use super::field::{Control, Spec, control_id, field, fields, tier_class};
use super::state::{Owner, State};
use super::vm_size::facts;
use crate::plan::{Edit, NodePool, Scaling, Word, presets, unused_name};
use crate::rules::Tier;
use crate::sizing::{counted, grouped};

const NAME: Spec = Spec { key: "name", label: "Name", hint: "a\u{2013}z and 0\u{2013}9, a letter first; at most 12 characters, 6 for Windows", control: Control::Text };
const COMMON: &[Spec] = &[
    NAME,
    Spec { key: "mode", label: "Mode", hint: "System carries AKS\u{2019}s own pods", control: Control::Segments(&["System", "User"]) },
    Spec { key: "vmSize", label: "VM size", hint: "", control: Control::VmSize },
    Spec { key: "scaleSetPriority", label: "Capacity", hint: "Spot can be taken away at any time", control: Control::Segments(&["Regular", "Spot"]) },
    Spec { key: "availabilityZones", label: "Zones", hint: "", control: Control::Zones },
    Spec { key: "maxPods", label: "Max pods per node", hint: "10 to 250; the network decides when empty", control: Control::Whole },
];
const COUNT: Spec = Spec { key: "count", label: "Nodes", hint: "When the pool is created; 3 when empty", control: Control::Whole };
const AUTOSCALING: Spec = Spec { key: "enableAutoScaling", label: "Cluster autoscaler", hint: "", control: Control::Flag };
const BOUNDS: &[Spec] = &[
    Spec { key: "minCount", label: "Fewest nodes", hint: "", control: Control::Whole },
    Spec { key: "maxCount", label: "Most nodes", hint: "At most 1000", control: Control::Whole },
];
const SPOT: &[Spec] = &[
    Spec { key: "scaleSetEvictionPolicy", label: "Evicted nodes are", hint: "Deleted when left to AKS", control: Control::Select(&["", "Delete", "Deallocate"]) },
    Spec { key: "spotMaxPrice", label: "Highest price, USD an hour", hint: "-1 is up to the pay-as-you-go price", control: Control::Real },
];

/// Fields behind a disclosure, by its title.
const MORE: &[(&str, &[Spec])] = &[
    ("Labels, taints and tags", &[
        Spec { key: "nodeTaints", label: "Node taints", hint: "One key=value:Effect a line", control: Control::List },
        Spec { key: "nodeLabels", label: "Node labels", hint: "One key=value a line", control: Control::Map },
        Spec { key: "tags", label: "Tags", hint: "One name=value a line", control: Control::Map },
    ]),
    ("Operating system and disk", &[
        Spec { key: "osType", label: "Operating system", hint: "", control: Control::Segments(&["Linux", "Windows"]) },
        Spec {
            key: "osSKU",
            label: "OS SKU",
            hint: "",
            control: Control::Select(&["", "Ubuntu", "Ubuntu2204", "Ubuntu2404", "AzureLinux", "AzureLinux3", "AzureContainerLinux", "Windows2019", "Windows2022", "Windows2025"]),
        },
        Spec { key: "osDiskType", label: "OS disk", hint: "Ephemeral where it fits when left to AKS", control: Control::Select(&["", "Managed", "Ephemeral"]) },
        Spec { key: "osDiskSizeGB", label: "OS disk size, GiB", hint: "", control: Control::Whole },
        Spec { key: "kubeletDiskType", label: "Kubelet disk", hint: "", control: Control::Select(&["", "OS", "Temporary"]) },
    ]),
    ("Upgrades", &[
        Spec { key: "orchestratorVersion", label: "Kubernetes version", hint: "The cluster\u{2019}s when empty", control: Control::Text },
        Spec { key: "upgradeSettings.maxSurge", label: "Max surge", hint: "A number or a percentage, for example 33%", control: Control::Text },
        Spec { key: "upgradeSettings.maxUnavailable", label: "Max unavailable", hint: "A number or a percentage", control: Control::Text },
        Spec { key: "upgradeSettings.drainTimeoutInMinutes", label: "Drain timeout, minutes", hint: "1 to 1440", control: Control::Whole },
        Spec { key: "upgradeSettings.nodeSoakDurationInMinutes", label: "Node soak, minutes", hint: "0 to 30", control: Control::Whole },
        Spec { key: "upgradeSettings.undrainableNodeBehavior", label: "Nodes that cannot be drained", hint: "", control: Control::Select(&["", "Schedule", "Cordon"]) },
        Spec { key: "scaleDownMode", label: "Scaled-down nodes", hint: "", control: Control::Select(&["", "Delete", "Deallocate"]) },
    ]),
    ("Network", &[
        Spec { key: "vnetSubnetID", label: "Node subnet", hint: "A full resource id", control: Control::Text },
        Spec { key: "podSubnetID", label: "Pod subnet", hint: "A full resource id", control: Control::Text },
        Spec { key: "podIPAllocationMode", label: "Pod addresses", hint: "", control: Control::Select(&["", "DynamicIndividual", "StaticBlock"]) },
        Spec { key: "enableNodePublicIP", label: "A public address for each node", hint: "", control: Control::Flag },
        Spec { key: "nodePublicIPPrefixID", label: "Public address prefix", hint: "A full resource id", control: Control::Text },
    ]),
    ("Security and hardware", &[
        Spec { key: "enableEncryptionAtHost", label: "Encryption at host", hint: "", control: Control::Flag },
        Spec { key: "enableFIPS", label: "FIPS image", hint: "", control: Control::Flag },
        Spec { key: "securityProfile.enableSecureBoot", label: "Secure boot", hint: "", control: Control::Flag },
        Spec { key: "securityProfile.enableVTPM", label: "Virtual TPM", hint: "", control: Control::Flag },
        Spec { key: "enableUltraSSD", label: "Ultra disks", hint: "", control: Control::Flag },
        Spec { key: "gpuProfile.driver", label: "GPU driver", hint: "", control: Control::Select(&["", "Install", "None"]) },
        Spec { key: "proximityPlacementGroupID", label: "Proximity placement group", hint: "A full resource id", control: Control::Text },
        Spec { key: "capacityReservationGroupID", label: "Capacity reservation group", hint: "A full resource id", control: Control::Text },
    ]),
];

/// What "Add a pool" offers.
const ADD: &[(&str, fn(&str) -> NodePool, &str, usize)] = &[
    ("System", presets::dedicated_system_pool, "systempool", 12),
    ("User", |name| presets::user_pool(name, 2, 5), "apps", 12),
    ("Spot", |name| presets::spot_pool(name, 10), "spot", 12),
    ("Windows", presets::windows_pool, "win", 6),
];

pub(super) fn pools_card(state: State) -> AnyView {
    let count = move || format!("{} of at most 100", state.with_plan(|plan| plan.pools.len()));
    let empty = move || {
        state.with_plan(|plan| plan.pools.is_empty()).then(|| view! { <p class="empty">"No node pool yet. Add a System pool first: every cluster needs one."</p> })
    };
    let add = ADD.iter().map(|(title, make, name, limit)| {
        let press = move |_| {
            let pool = state.with_plan(|plan| make(&unused_name(plan, name, *limit)));
            let at = state.with_plan(|plan| plan.pools.len());
            state.apply(Edit::Add { at, pool: Box::new(pool) });
            state.settle();
            if let Some(id) = state.id_at(at) {
                state.say(format!("Added a {title} pool."));
                browser::later(move || show_pool(id, "name"));
            }
        };
        view! { <button class="button small" on:click=press>{*title}</button> }
    });
    view! {
        <section class="card" aria-labelledby="pools-title">
            <header><h2 id="pools-title">"Node pools"</h2><span class="sub">{count}</span></header>
            <div class="row head" aria-hidden="true">
                <span></span><span>"Mode"</span><span>"Name"</span><span>"VM size"</span><span>"Nodes"</span><span>"Zones"</span><span class="number">"Pods"</span><span></span>
            </div>
            {empty}
            <For each=move || state.ids.get() key=|id| *id children=move |id| pool_row(state, id)/>
            <div class="add" role="group" aria-label="Add a pool"><span class="sub">"Add a pool"</span>{add.collect_view()}</div>
        </section>
    }
    .into_any()
}

/// Opens a pool's card and moves the focus to one of its fields.
pub(super) fn show_pool(id: u32, key: &'static str) {
    if let Some(card) = browser::element(&card_id(id)) {
        let _refused = card.set_attribute("open", "");
    }
    // The form is made when the card opens, which the browser tells of a moment later.
    browser::later(move || browser::later(move || { browser::focus(&control_id(Owner::Pool(id), key)); }));
}

fn card_id(id: u32) -> String {
    format!("pool-{id}")
}

/// What a row says of a pool.
#[derive(Clone, Debug, Default, PartialEq)]
struct Row {
    tag: String,
    class: &'static str,
    name: String,
    size: String,
    facts: String,
    nodes: String,
    zones: String,
    pods: String,
    worst: Option<(Tier, usize)>,
}

fn row(state: State, id: u32) -> Row {
    let Some(place) = state.place(id) else { return Row::default() };
    let mut row = state.with_plan(|plan| plan.pools.get(place).map(|pool| describe(state, plan, pool))).unwrap_or_default();
    state.report.with(|report| {
        let mine = report.findings.iter().filter(|finding| finding.pool == Some(place) && finding.rule.tier != Tier::Note);
        let worst = mine.clone().map(|finding| finding.rule.tier).min();
        row.worst = worst.map(|worst| (worst, mine.count()));
    });
    row
}

fn describe(state: State, plan: &crate::plan::Plan, pool: &NodePool) -> Row {
    let mode = pool.mode.as_ref().map_or("No mode", |mode| mode.as_str()).to_owned();
    let (tag, class) = if pool.is_spot() { (format!("Spot {}", mode.to_lowercase()), "spot") } else if pool.is_system() { (mode, "system") } else { (mode, "user") };
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
        zones: pool.zones.join(" "),
        pods: if least == most { pods(most) } else { format!("{}\u{2013}{}", pods(least), pods(most)) },
        worst: None,
    }
}

fn pool_row(state: State, id: u32) -> AnyView {
    let row = Memo::new(move |_| row(state, id));
    let open = RwSignal::new(false);
    let toggle = move |event: leptos::ev::Event| {
        let details = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        if let Some(details) = details.filter(|details| details.id() == card_id(id)) {
            open.set(details.has_attribute("open"));
        }
    };
    let tag = move || row.with(|row| format!("tag {}", row.class));
    let verdict = move || {
        row.with(|row| match row.worst {
            None => view! { <span class="dot ok"><span aria-hidden="true">"\u{2713}"</span><span class="visually-hidden">"no findings"</span></span> }.into_any(),
            Some((tier, count)) => {
                let words = format!("{}, worst {}", counted(count as i64, "finding"), tier.name());
                view! { <span class=format!("dot {}", tier_class(tier))><span aria-hidden="true">{count}</span><span class="visually-hidden">{words}</span></span> }.into_any()
            }
        })
    };
    let zones = move || row.with(|row| if row.zones.is_empty() { "\u{2013}".to_owned() } else { row.zones.clone() });
    view! {
        <details class="pool" id=card_id(id) on:toggle=toggle>
            <summary class="row">
                <span class="chevron" aria-hidden="true"></span>
                <span class=tag>{move || row.with(|row| row.tag.clone())}</span>
                <span class="mono name">{move || row.with(|row| row.name.clone())}</span>
                <span class="size">{move || row.with(|row| row.size.clone())}" "<span class="sub">{move || row.with(|row| row.facts.clone())}</span></span>
                <span class="nodes"><span class="term">"Nodes "</span>{move || row.with(|row| row.nodes.clone())}</span>
                <span class="zones"><span class="term">"Zones "</span>{zones}</span>
                <span class="pods number"><span class="term">"Pods "</span>{move || row.with(|row| row.pods.clone())}</span>
                {verdict}
            </summary>
            {move || open.get().then(|| pool_form(state, id))}
        </details>
    }
    .into_any()
}

fn pool_form(state: State, id: u32) -> AnyView {
    let owner = Owner::Pool(id);
    let autoscaled = Memo::new(move |_| state.value(owner, "enableAutoScaling").is_some());
    let spot = Memo::new(move |_| state.value(owner, "scaleSetPriority").is_some());
    let bounds = move || autoscaled.get().then(|| fields(state, owner, BOUNDS));
    let spot_fields = move || spot.get().then(|| fields(state, owner, SPOT));
    let more = MORE.iter().map(|(title, specs)| {
        let set = move || specs.iter().filter(|spec| state.value(owner, spec.key).is_some()).count();
        let count = Memo::new(move |_| set());
        let found = Memo::new(move |_| {
            let findings = state.findings(owner, None);
            findings.iter().filter(|finding| specs.iter().any(|spec| Some(spec.key) == finding.field)).map(|finding| finding.rule.tier).min()
        });
        let mark = move || found.get().map(|tier| view! { <span class=format!("dot {}", tier_class(tier))><span aria-hidden="true">"!"</span><span class="visually-hidden">{tier.name()}</span></span> });
        let number = move || if count.get() > 0 { format!(" ({})", count.get()) } else { String::new() };
        view! { <details class="more"><summary>{*title}{number}{mark}</summary><div class="form">{fields(state, owner, specs)}</div></details> }
    });
    let place = move || state.place(id);
    let shift = move |by: isize| {
        if let Some(from) = place() && let Some(to) = from.checked_add_signed(by) {
            state.apply(Edit::Move { from, to });
            state.settle();
        }
    };
    let copy = move |_| {
        let Some(at) = place() else { return };
        let twin = state.with_plan(|plan| plan.pools.get(at).map(|pool| {
            let limit = if pool.is_windows() { 6 } else { 12 };
            NodePool { name: unused_name(plan, &pool.name, limit), ..pool.clone() }
        }));
        if let Some(pool) = twin {
            state.apply(Edit::Add { at: at + 1, pool: Box::new(pool) });
            state.settle();
            if let Some(new) = state.id_at(at + 1) {
                browser::later(move || show_pool(new, "name"));
            }
        }
    };
    let remove = move |_| {
        if let Some(pool) = place() {
            let name = state.with_plan(|plan| plan.pools.get(pool).map(|pool| pool.name.clone())).unwrap_or_default();
            state.apply(Edit::Remove { pool });
            state.settle();
            state.say(format!("Removed pool {name}. Undo brings it back."));
            browser::focus("plan-start");
        }
    };
    let is_first = move || place() == Some(0);
    let is_last = move || place().is_none_or(|place| place + 1 == state.ids.with(Vec::len));
    view! {
        <div class="form">
            {fields(state, owner, COMMON)}
            {field(state, owner, COUNT)}
            {field(state, owner, AUTOSCALING)}
            {bounds}
            {spot_fields}
        </div>
        {more.collect_view()}
        <div class="actions">
            <button class="button small quiet" disabled=is_first on:click=move |_| shift(-1)>"Move up"</button>
            <button class="button small quiet" disabled=is_last on:click=move |_| shift(1)>"Move down"</button>
            <button class="button small quiet" on:click=copy>"Copy pool"</button>
            <button class="button small quiet" on:click=remove>"Remove pool"</button>
        </div>
    }
    .into_any()
}
