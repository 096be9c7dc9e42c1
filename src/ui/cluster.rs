//! The cluster: a few facts, and its form behind "Edit".

use super::dom::{El, el};
use super::field::{Control, Spec, fields};
use super::state::{Owner, State};
use poolwright::plan::{Cluster, NetworkPlugin, NetworkPluginMode, Plan, Word};

/// The id of the details that hold the cluster's form.
pub(super) const CARD: &str = "cluster";

const COMMON: &[Spec] = &[
    Spec {
        key: "name",
        label: "Cluster name",
        hint: "1 to 63 letters, digits, hyphens, underscores",
        control: Control::Text,
    },
    Spec { key: "resourceGroup", label: "Resource group", hint: "", control: Control::Text },
    Spec { key: "location", label: "Region", hint: "", control: Control::Region },
    Spec {
        key: "purpose",
        label: "Purpose",
        hint: "Decides which advice applies",
        control: Control::Segments(&["Production", "DevTest"]),
    },
    Spec {
        key: "tier",
        label: "Tier",
        hint: "Of the control plane; Free when left to AKS",
        control: Control::Select(&["", "Free", "Standard", "Premium"]),
    },
    Spec {
        key: "kubernetesVersion",
        label: "Kubernetes version",
        hint: "For example 1.34; AKS\u{2019}s default when empty",
        control: Control::Text,
    },
    Spec {
        key: "existing",
        label: "Only add the pools",
        hint: "To a cluster that exists; it is not created",
        control: Control::Flag,
    },
    Spec { key: "tags", label: "Tags of the cluster", hint: "One name=value a line", control: Control::Map },
];

const NETWORK: &[Spec] = &[
    Spec {
        key: "networkProfile.networkPlugin",
        label: "Network plugin",
        hint: "",
        control: Control::Select(&["", "azure", "kubenet", "none"]),
    },
    Spec {
        key: "networkProfile.networkPluginMode",
        label: "Plugin mode",
        hint: "Overlay gives pods a range of their own",
        control: Control::Select(&["", "overlay"]),
    },
    Spec {
        key: "networkProfile.networkDataplane",
        label: "Dataplane",
        hint: "",
        control: Control::Select(&["", "azure", "cilium"]),
    },
    Spec {
        key: "networkProfile.networkPolicy",
        label: "Network policy",
        hint: "",
        control: Control::Select(&["", "none", "azure", "calico", "cilium"]),
    },
    Spec {
        key: "networkProfile.podCidr",
        label: "Pod range",
        hint: "For example 10.244.0.0/16",
        control: Control::Text,
    },
    Spec {
        key: "networkProfile.serviceCidr",
        label: "Service range",
        hint: "For example 10.0.0.0/16",
        control: Control::Text,
    },
    Spec {
        key: "subnets",
        label: "Subnets to plan with",
        hint: "A line each: nodes 10.240.0.0/16. Pools refer to them by name; they are not created",
        control: Control::Subnets,
    },
    Spec {
        key: "networkProfile.dnsServiceIP",
        label: "DNS service address",
        hint: "Inside the service range",
        control: Control::Text,
    },
    Spec {
        key: "networkProfile.loadBalancerSku",
        label: "Load balancer",
        hint: "",
        control: Control::Select(&["", "standard", "basic"]),
    },
    Spec {
        key: "networkProfile.outboundType",
        label: "Outbound traffic",
        hint: "",
        control: Control::Select(&[
            "",
            "loadBalancer",
            "managedNATGateway",
            "userAssignedNATGateway",
            "userDefinedRouting",
            "none",
        ]),
    },
    Spec {
        key: "apiServerAccessProfile.enablePrivateCluster",
        label: "Private cluster",
        hint: "The API server has a private address only",
        control: Control::Flag,
    },
    Spec {
        key: "networkProfile.ipFamilies",
        label: "Address families",
        hint: "IPv4, IPv6; one a line",
        control: Control::List,
    },
    Spec {
        key: "sku.name",
        label: "Kind of cluster",
        hint: "",
        control: Control::Select(&["", "Base", "Automatic"]),
    },
    Spec {
        key: "nodeProvisioningProfile.mode",
        label: "Node provisioning",
        hint: "",
        control: Control::Select(&["", "Manual", "Auto"]),
    },
    Spec {
        key: "supportPlan",
        label: "Support plan",
        hint: "",
        control: Control::Select(&["", "KubernetesOfficial", "AKSLongTermSupport"]),
    },
    Spec { key: "preview", label: "Preview features may be used", hint: "", control: Control::Flag },
    Spec {
        key: "windowsProfile.adminUsername",
        label: "Windows administrator",
        hint: "The password is asked for when a snippet runs",
        control: Control::Text,
    },
];

pub(super) fn cluster_card(state: State) -> El {
    let fact = |term: &str, say: Box<dyn Fn(&Plan) -> String>| {
        let text = move || {
            let text = state.with_plan(|plan| say(plan));
            if text.is_empty() { "\u{2013}".to_owned() } else { text }
        };
        el("div").child(el("dt").text(term)).child(el("dd").text_with(text))
    };
    let region = move |plan: &Plan| match state.catalogue().region(&plan.cluster.location) {
        Some(region) => region.title.to_owned(),
        None => plan.cluster.location.clone(),
    };
    let version = |plan: &Plan| {
        plan.cluster.kubernetes_version.clone().unwrap_or_else(|| "AKS\u{2019}s default".to_owned())
    };
    // What was read of a running cluster, or stands before a journey, exists whatever the text does.
    let exists = |plan: &Plan| {
        let words = match (plan.cluster.existing, &plan.baseline) {
            (true, _) => "yes, pools are added",
            (_, Some(_)) => "yes, it stands",
            _ => "no, it is created",
        };
        words.to_owned()
    };
    let facts = el("dl").class("facts").children([
        fact("Name", Box::new(|plan| plan.cluster.name.clone())),
        fact("Resource group", Box::new(|plan| plan.cluster.resource_group.clone())),
        fact("Region", Box::new(region)),
        fact("Kubernetes", Box::new(version)),
        fact("Network", Box::new(|plan| network(&plan.cluster))),
        fact("Exists", Box::new(exists)),
    ]);
    let edit = el("details").class("edit").id(CARD).child(el("summary").text("Edit the cluster"));
    let edit = edit.opens_to(move || form(state));
    let title = el("header").child(el("h2").id("cluster-title").text("Cluster"));
    el("section").class("card").attr("aria-labelledby", "cluster-title").child(title).child(facts).child(edit)
}

fn form(state: State) -> Vec<El> {
    let common = el("div").class("form").children(fields(state, Owner::Cluster, COMMON));
    let network = el("div").class("form").children(fields(state, Owner::Cluster, NETWORK));
    let network = el("details").class("more").child(el("summary").text("Network")).child(network);
    vec![common, network]
}

fn network(cluster: &Cluster) -> String {
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
