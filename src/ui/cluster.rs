//! The cluster: a few facts, and its form behind "Edit".

use leptos::prelude::*;

use super::field::{Control, Spec, fields};
use super::state::{Owner, State};

const COMMON: &[Spec] = &[
    Spec { key: "name", label: "Cluster name", hint: "1 to 63 letters, digits, hyphens, underscores", control: Control::Text },
    Spec { key: "resourceGroup", label: "Resource group", hint: "", control: Control::Text },
    Spec { key: "location", label: "Region", hint: "", control: Control::Region },
    Spec { key: "purpose", label: "Purpose", hint: "Decides which advice applies", control: Control::Segments(&["Production", "DevTest"]) },
    Spec { key: "tier", label: "Tier", hint: "Of the control plane; Free when left to AKS", control: Control::Select(&["", "Free", "Standard", "Premium"]) },
    Spec { key: "kubernetesVersion", label: "Kubernetes version", hint: "For example 1.34; AKS\u{2019}s default when empty", control: Control::Text },
    Spec {
        key: "existing",
        label: "The cluster exists already",
        hint: "Its pools are added; the cluster is not created",
        control: Control::Flag,
    },
    Spec { key: "tags", label: "Tags of the cluster", hint: "One name=value a line", control: Control::Map },
];

const NETWORK: &[Spec] = &[
    Spec { key: "networkProfile.networkPlugin", label: "Network plugin", hint: "", control: Control::Select(&["", "azure", "kubenet", "none"]) },
    Spec { key: "networkProfile.networkPluginMode", label: "Plugin mode", hint: "Overlay gives pods a range of their own", control: Control::Select(&["", "overlay"]) },
    Spec { key: "networkProfile.networkDataplane", label: "Dataplane", hint: "", control: Control::Select(&["", "azure", "cilium"]) },
    Spec { key: "networkProfile.networkPolicy", label: "Network policy", hint: "", control: Control::Select(&["", "none", "azure", "calico", "cilium"]) },
    Spec { key: "networkProfile.podCidr", label: "Pod range", hint: "For example 10.244.0.0/16", control: Control::Text },
    Spec { key: "networkProfile.serviceCidr", label: "Service range", hint: "For example 10.0.0.0/16", control: Control::Text },
    Spec { key: "networkProfile.dnsServiceIP", label: "DNS service address", hint: "Inside the service range", control: Control::Text },
    Spec { key: "networkProfile.loadBalancerSku", label: "Load balancer", hint: "", control: Control::Select(&["", "standard", "basic"]) },
    Spec {
        key: "networkProfile.outboundType",
        label: "Outbound traffic",
        hint: "",
        control: Control::Select(&["", "loadBalancer", "managedNATGateway", "userAssignedNATGateway", "userDefinedRouting", "none"]),
    },
    Spec { key: "apiServerAccessProfile.enablePrivateCluster", label: "Private cluster", hint: "The API server has a private address only", control: Control::Flag },
    Spec { key: "windowsProfile.adminUsername", label: "Windows administrator", hint: "The password is asked for when a snippet runs", control: Control::Text },
];

pub(super) fn cluster_card(state: State) -> AnyView {
    let fact = move |term: &'static str, say: fn(&crate::plan::Cluster) -> String| {
        let text = move || {
            let text = state.with_plan(|plan| say(&plan.cluster));
            if text.is_empty() { "\u{2013}".to_owned() } else { text }
        };
        view! { <div><dt>{term}</dt><dd>{text}</dd></div> }
    };
    let region = move || {
        state.with_plan(|plan| state.catalogue().region(&plan.cluster.location).map_or(plan.cluster.location.clone(), |region| region.title.to_owned()))
    };
    let open = RwSignal::new(false);
    let form = move || {
        open.get().then(|| {
            view! {
                <div class="form">{fields(state, Owner::Cluster, COMMON)}</div>
                <details class="more"><summary>"Network"</summary><div class="form">{fields(state, Owner::Cluster, NETWORK)}</div></details>
            }
        })
    };
    let toggle = move |event: leptos::ev::Event| {
        use leptos::wasm_bindgen::JsCast;
        let details = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        // Details inside tell of themselves too.
        if details.as_ref().is_some_and(|details| details.id() == "cluster") {
            open.set(details.is_some_and(|details| details.has_attribute("open")));
        }
    };
    view! {
        <section class="card" aria-labelledby="cluster-title">
            <header><h2 id="cluster-title">"Cluster"</h2></header>
            <dl class="facts">
                {fact("Name", |cluster| cluster.name.clone())}
                {fact("Resource group", |cluster| cluster.resource_group.clone())}
                <div><dt>"Region"</dt><dd>{region}</dd></div>
                {fact("Kubernetes", |cluster| cluster.kubernetes_version.clone().unwrap_or_else(|| "AKS\u{2019}s default".to_owned()))}
                {fact("Network", network)}
                {fact("Exists", |cluster| if cluster.existing { "yes, pools are added" } else { "no, it is created" }.to_owned())}
            </dl>
            <details id="cluster" class="edit" on:toggle=toggle><summary>"Edit the cluster"</summary>{form}</details>
        </section>
    }
    .into_any()
}

fn network(cluster: &crate::plan::Cluster) -> String {
    use crate::plan::{NetworkPlugin, NetworkPluginMode, Word};
    let name = match (&cluster.network_plugin, &cluster.network_plugin_mode) {
        (None, _) => "AKS chooses".to_owned(),
        (Some(NetworkPlugin::Azure), Some(NetworkPluginMode::Overlay)) => "Azure CNI Overlay".to_owned(),
        (Some(NetworkPlugin::Azure), _) => "Azure CNI".to_owned(),
        (Some(other), _) => other.as_str().to_owned(),
    };
    match &cluster.pod_cidr {
        Some(range) => format!("{name}, pods {range}"),
        None => name,
    }
}
