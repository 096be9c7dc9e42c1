//! The cluster: a few facts, and its form.

use leptos::prelude::*;
use poolwright::plan::{Cluster, Keyword, NetworkPlugin, NetworkPluginMode};
use poolwright::text::plain;

use super::disclosure::Disclosure;
use super::field::Fields;
use crate::form::{CLUSTER_CARD, CLUSTER_NETWORK};
use crate::form::{FieldTarget, cluster};
use crate::model::ClusterView;
use crate::store::use_store;

#[component]
pub fn ClusterCard() -> AnyView {
    let store = use_store();
    let region = move || {
        let name = store.cluster.with(|view| view.cluster.location.clone());
        store.with_model(|model| {
            model.catalog.region(&name).map_or(name.clone(), |region| region.title.to_owned())
        })
    };
    let fact = |term: &'static str, text: Box<dyn Fn() -> String + Send>| {
        let text = move || {
            Some(text())
                .filter(|text| !text.is_empty())
                .map_or("\u{2013}".to_owned(), |text| plain(&text).into_owned())
        };
        view! { <div><dt>{term}</dt><dd>{text}</dd></div> }
    };
    let of = move |text: fn(&ClusterView) -> String| Box::new(move || store.cluster.with(text));
    view! {
        <section class="card" aria-labelledby="cluster-title">
            <header><h2 id="cluster-title">"Cluster"</h2></header>
            <dl class="facts">
                {fact("Name", of(|view| view.cluster.name.clone()))}
                {fact("Resource group", of(|view| view.cluster.resource_group.clone()))}
                {fact("Region", Box::new(region))}
                {fact("Kubernetes", of(version))}
                {fact("Network", of(|view| network(&view.cluster)))}
                {fact("Status", of(status))}
            </dl>
            <Disclosure class="edit" id=CLUSTER_CARD summary=|| view! { "Edit the cluster" }.into_any() content=form/>
        </section>
    }
    .into_any()
}

fn form() -> AnyView {
    view! {
        <div class="form"><Fields target=FieldTarget::Cluster specs=cluster::COMMON/></div>
        <details class="more" id=CLUSTER_NETWORK>
            <summary>"Network and more"</summary>
            <div class="form"><Fields target=FieldTarget::Cluster specs=cluster::NETWORK/></div>
        </details>
    }
    .into_any()
}

fn version(view: &ClusterView) -> String {
    view.cluster.kubernetes_version.clone().unwrap_or_else(|| "AKS default".to_owned())
}

/// Returns whether the pools are those of an existing cluster: an imported cluster exists whatever the text does.
fn status(view: &ClusterView) -> String {
    let is_existing = view.cluster.existing || view.has_baseline;
    if is_existing { "Existing cluster" } else { "New cluster" }.to_owned()
}

fn network(cluster: &Cluster) -> String {
    let name = match (&cluster.network_plugin, &cluster.network_plugin_mode) {
        (None, _) => "AKS default".to_owned(),
        (Some(NetworkPlugin::Azure), Some(NetworkPluginMode::Overlay)) => "Azure CNI Overlay".to_owned(),
        (Some(NetworkPlugin::Azure), _) => "Azure CNI".to_owned(),
        (Some(other), _) => other.as_str().to_owned(),
    };
    match &cluster.pod_cidr {
        Some(cidr) => format!("{name}, pods {cidr}"),
        None => name,
    }
}
