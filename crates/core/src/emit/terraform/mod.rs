//! Terraform with the provider azurerm.
//!
//! Names, values and defaults are those of the provider's source at version 5.2.0 (2026-08-20): where the plan is
//! silent and the provider is not, either both mean the same, or a gap says what the provider sends.

use std::collections::BTreeSet;

use crate::emit::hcl::{Block, Expression, Parted};
use crate::emit::missing::Missing;
use crate::emit::snippet::{Gap, Snippet};
use crate::emit::values::{
    EGRESS_GATEWAY, Reset, STAYS, Setting, Target, dns_prefix, foreign, gap, instead_of_foreign,
    is_local_subnet, no_identity, note_on_count, of_cluster, of_declared, reset,
};
use crate::emit::{Heading, header};
use crate::operations::Change;
use crate::plan::azurerm::{OF_CLUSTER, OF_POOL, OF_TREES, RENAMED, Row, SYSCTLS};
use crate::plan::{
    Cluster, Mode, NetworkDataplane, NodePool, Plan, PoolType, Value, Version, is_pool_name, taint_key,
};
use crate::quote::Code;
use crate::quote::comment::Language;
use crate::quote::hcl::{argument, label};
use crate::to_json::{Json, Object};

/// How to use the text, for its comment.
const NEEDS: &str = "Written for azurerm 5.2.0. Name the subscription in ARM_SUBSCRIPTION_ID, then run terraform init and terraform apply.";
/// The same for a pool that is there.
const CHANGE: &str = "Written for azurerm 5.2.0; needs Terraform 1.6 or later, and takes over a pool that Terraform does not know yet. Where your files have the pool already, make its block there look like this one.";

/// The same for a stage of a migration.
const STAGE: &str = "Written for azurerm 5.2.0; needs Terraform 1.7 or later. Addresses are azurerm_kubernetes_cluster.aks, and a pool's name for each other pool: use those of your files, and keep the arguments of the cluster that this file doesn't have.";

pub(in crate::emit) const GROUP: &str = "azurerm_resource_group";
const CLUSTER: &str = "azurerm_kubernetes_cluster";
const POOL: &str = "azurerm_kubernetes_cluster_node_pool";
/// The label of the group and of the cluster.
pub(in crate::emit) const LABEL: &str = "aks";
pub(in crate::emit) const PASSWORD: &str = "windows_admin_password";

/// Arguments that azurerm reads from AKS where they are not set (its schema at 5.2.0): leaving one out changes nothing.
const COMPUTED: &[&str] =
    &["kubelet_disk_type", "max_pods", "node_labels", "orchestrator_version", "os_disk_size_gb", "os_sku"];

/// The images of azurerm 5.2.0.
const IMAGES: &[&str] =
    &["AzureLinux", "AzureLinux3", "Ubuntu", "Ubuntu2204", "Ubuntu2404", "Windows2019", "Windows2022"];

/// The block of a pool's network, and the property whose ranges are blocks in it.
const NETWORK: &str = "node_network_profile";
const HOST_PORTS: &str = "networkProfile.allowedHostPorts";
const NO_HOST_PORTS: &str = "is empty, which azurerm has no block for; use ARM or Bicep";

/// The taint that the block of the first pool can set.
const CRITICAL_ADDONS: &str = "CriticalAddonsOnly=true:NoSchedule";

/// Where a pool is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In the cluster's block.
    First,
    /// In a block of its own.
    Own,
}

/// Blocks in their order, and what they leave out.
pub(in crate::emit) struct Terraform<'a> {
    plan: &'a Plan,
    needs: &'static str,
    /// The first pool can't be written, and without it no cluster.
    is_withheld: bool,
    /// The file is beside another that has the cluster and the provider.
    is_part: bool,
    blocks: Vec<Block>,
    /// The address of the pool that was written last.
    before: Option<Code>,
    /// The properties that are said of pools.
    said: Vec<&'static str>,
    /// Sentences about what the text leaves open.
    notes: Vec<String>,
    /// Pools that exist, of which only what the plan states is written.
    updated: Vec<String>,
    /// Names of pools in the order by which those that aren't valid labels are numbered; by their places if it is empty.
    numbered: &'a [String],
    pub(in crate::emit) gaps: Vec<Gap>,
}

/// A cluster that Terraform manages, after some steps of a migration.
pub(in crate::emit) struct Managed<'a> {
    /// The pool in the cluster's own block.
    pub(in crate::emit) first: &'a str,
    /// Pools that Terraform doesn't manage.
    pub(in crate::emit) outside: &'a [String],
    /// Pools that Terraform has made.
    pub(in crate::emit) made: &'a [&'a str],
    /// Pools that were made otherwise, and that Terraform takes over now.
    pub(in crate::emit) imported: &'a [&'a str],
    /// Whether Terraform takes over the cluster itself.
    pub(in crate::emit) imports_cluster: bool,
    /// Pools that no longer have a block of their own, and stay.
    pub(in crate::emit) forgotten: &'a [&'a str],
    /// Pools that azurerm creates again, now or in an earlier stage, each with the name of the pool that it makes meanwhile.
    pub(in crate::emit) rotated: &'a [(String, String)],
    /// Names of all pools of the migration.
    pub(in crate::emit) numbered: &'a [String],
}

impl Managed<'_> {
    /// Returns the address of a pool of a plan.
    pub(in crate::emit) fn address(plan: &Plan, numbered: &[String], name: &str) -> String {
        let text = Terraform { numbered, ..Terraform::new(plan) };
        let found = plan.pool(name).map(|(place, pool)| address(text.label(place, pool)));
        found.map_or_else(String::new, |address| address.as_str().to_owned())
    }

    fn temporary(&self, name: &str) -> Option<&str> {
        let found = self.rotated.iter().find(|(rotated, _)| rotated == name);
        found.map(|(_, temporary)| temporary.as_str())
    }

    fn is_outside(&self, name: &str) -> bool {
        self.outside.iter().any(|outside| outside == name)
    }
}

/// What is done about a pool that azurerm doesn't have.
pub(in crate::emit) const POOL_LEFT_OUT: &str = "the pool is left out";

/// The version of the API that azurerm 5.2.0 uses.
const AZURERM_API: &str = "2025-10-01";

impl<'a> Terraform<'a> {
    pub(in crate::emit) fn new(plan: &'a Plan) -> Self {
        Self {
            plan,
            needs: NEEDS,
            is_withheld: false,
            is_part: false,
            blocks: Vec::new(),
            before: None,
            said: Vec::new(),
            notes: Vec::new(),
            updated: Vec::new(),
            numbered: &[],
            gaps: Vec::new(),
        }
    }

    /// The whole text.
    pub(in crate::emit) fn text(self, heading: &Heading<'_>, out: &mut Snippet) {
        out.gaps = self.gaps;
        if self.is_withheld {
            return;
        }
        header(Language::Hcl, heading, self.needs, &[], out);
        let mut parted = Parted(true);
        let mut frame = if self.is_part { Vec::new() } else { vec![versions(), provider()] };
        frame.extend(asked(&self.blocks));
        for block in frame.iter().chain(&self.blocks) {
            parted.begin(out);
            block.write(0, out);
        }
    }

    /// The resource group and the cluster with the pools of those places: the first in its own block.
    pub(in crate::emit) fn create(&mut self, places: &[usize]) {
        let cluster = &self.plan.cluster;
        if cluster.windows_admin.is_some() {
            self.blocks.push(password());
        }
        self.blocks.push(group(cluster));

        let mut block = Block::new("resource", &[CLUSTER, LABEL]);
        block.set("name", named(&cluster.name, Missing::Cluster));
        block.set("resource_group_name", reference(GROUP, LABEL, "name"));
        block.set("location", reference(GROUP, LABEL, "location"));
        block.set("dns_prefix", Expression::text(&dns_prefix(&cluster.name)));
        self.oidc_issuer(&mut block);
        let said = of_cluster(self.plan);
        said.iter().for_each(|one| self.of_cluster(&mut block, one, &said));
        block.set("identity.type", Expression::text("SystemAssigned"));
        if cluster.node_provisioning.is_none() {
            block.set("node_provisioning_profile.mode", Expression::text("Manual"));
        }
        if cluster.windows_admin.is_some() {
            block.set(
                "windows_profile.admin_password",
                Expression::bare(Code::concat(["var.".into(), PASSWORD.into()])),
            );
        }

        let pools = places.iter().filter_map(|place| Some((*place, self.plan.pools.get(*place)?)));
        let pools: Vec<(usize, &NodePool)> = pools.collect();
        let first = self.plan.first_pool();
        if let Some((place, pool)) = pools.iter().find(|(place, _)| Some(*place) == first) {
            self.is_withheld = self.leaves_out(*place, pool, "no text is written");
            let mut inside = Block::new("default_node_pool", &[]);
            self.pool(&mut inside, (Place::First, Target::New), *place, pool);
            block.push_first(inside);
            if *pool.autoscaling {
                block.push(ignoring(vec!["default_node_pool[0].node_count".into()]));
            }
        }
        self.blocks.push(block);
        for (place, pool) in pools.iter().filter(|(place, _)| Some(*place) != first) {
            if self.leaves_out(*place, pool, POOL_LEFT_OUT) {
                continue;
            }
            let block = self.own(reference(CLUSTER, LABEL, "id"), *place, pool, Target::New);
            self.finish_new(block, pool);
        }
        self.left_to_terraform(&pools);
    }

    /// The pools but the first of a cluster that is in another file.
    pub(in crate::emit) fn beside(&mut self) {
        self.is_part = true;
        let plan = self.plan;
        let pools = plan.pools.iter().enumerate();
        let pools: Vec<_> = pools.filter(|(place, _)| Some(*place) != plan.first_pool()).collect();
        for (place, pool) in &pools {
            if self.leaves_out(*place, pool, POOL_LEFT_OUT) {
                continue;
            }
            let block = self.own(reference(CLUSTER, LABEL, "id"), *place, pool, Target::New);
            self.finish_new(block, pool);
        }
        self.left_to_terraform(&pools);
    }

    /// A pool for a cluster that is there.
    pub(in crate::emit) fn add(&mut self, place: usize, pool: &NodePool) {
        if self.leaves_out(place, pool, POOL_LEFT_OUT) {
            return;
        }
        let cluster = self.cluster_there();
        let block = self.own(cluster, place, pool, Target::New);
        self.finish_new(block, pool);
        self.left_to_terraform(&[(place, pool)]);
    }

    /// Writes the desired state of an existing pool.
    pub(in crate::emit) fn change(&mut self, place: usize, pool: &NodePool, changes: &[Change]) {
        if self.leaves_out(place, pool, POOL_LEFT_OUT) {
            return;
        }
        self.needs = CHANGE;
        let cluster = self.cluster_there();
        let mut import = Block::new("import", &[]);
        import.set("to", Expression::Bare(address(self.label(place, pool))));
        import.set("id", Expression::Joined(CLUSTER_THERE, format!("/agentPools/{}", pool.name)));
        self.blocks.push(import);
        let mut block = self.own(cluster, place, pool, Target::Existing);
        // A reset to AKS's default has to be written, because the provider keeps what is not set.
        for property in changes.iter().filter_map(Change::property) {
            let key = property.key;
            let row = OF_POOL.iter().find(|(known, _, own)| *known == key && !own.is_empty());
            let why = match (reset(property, pool), row) {
                (Reset::NotNeeded, _) => continue,
                (Reset::Explicit(_), _) if key == HOST_PORTS => NO_HOST_PORTS,
                (Reset::Explicit(value), Some((key, _, argument))) => {
                    self.said.push(key);
                    block.set(argument, expression(key, value));
                    continue;
                }
                (Reset::Explicit(_), None) => absent(key),
                (Reset::Impossible, _) => STAYS,
            };
            self.cannot(Some((place, pool)), key, why);
        }
        // The provider's defaults, and what it leaves out, aren't a change that was asked for.
        block.push(ignoring(open_arguments(&block, |(.., own)| own)));
        self.blocks.push(block);
        self.updated.push(pool.name.clone());
    }

    /// A cluster that Terraform manages, as a stage of a migration has it: the cluster with its first pool, and its
    /// other pools. Nothing that the plan leaves open is changed.
    pub(in crate::emit) fn stage(&mut self, stage: &Managed<'a>) {
        self.needs = STAGE;
        self.numbered = stage.numbered;
        let cluster = &self.plan.cluster;
        let mut block = Block::new("resource", &[CLUSTER, LABEL]);
        block.set("name", Expression::text(&cluster.name));
        block.set("resource_group_name", Expression::text(&cluster.resource_group));
        block.set("location", Expression::text(&cluster.location));
        block.set("dns_prefix", Expression::text(&dns_prefix(&cluster.name)));
        let said = of_cluster(self.plan);
        let said: Vec<Setting> =
            said.into_iter().filter(|one| one.key != "windowsProfile.adminUsername").collect();
        said.iter().for_each(|one| self.of_cluster(&mut block, one, &said));
        block.set("identity.type", Expression::text("SystemAssigned"));
        if cluster.node_provisioning.is_none() {
            block.set("node_provisioning_profile.mode", Expression::text("Manual"));
        }
        let mut ignored: Vec<Code> =
            ["dns_prefix", "identity", "oidc_issuer_enabled", "windows_profile"].map(Code::from).into();
        let is_said = |key: &str| said.iter().any(|one| one.key == key);
        for (key, argument) in OF_CLUSTER {
            let name = match argument.split_once('.') {
                _ if is_said(key) => continue,
                Some((inner, rest)) if block.has(inner) && inner != "node_provisioning_profile" => {
                    Code::concat([inner.into(), "[0].".into(), rest.into()])
                }
                Some((inner, _)) => inner.into(),
                None => (*argument).into(),
            };
            if !ignored.contains(&name) {
                ignored.push(name);
            }
        }
        let first = self.plan.pool(stage.first);
        if let Some((place, pool)) = first {
            let mut inside = Block::new("default_node_pool", &[]);
            self.pool(&mut inside, (Place::First, Target::Existing), place, pool);
            if let Some(temporary) = stage.temporary(&pool.name) {
                inside.set("temporary_name_for_rotation", Expression::text(temporary));
            }
            let open = open_arguments(&inside, |(_, first, _)| first).into_iter();
            ignored.extend(open.map(|name| Code::concat(["default_node_pool[0].".into(), name])));
            block.push_first(inside);
        }
        let mut lifecycle = ignoring(ignored);
        lifecycle.set("prevent_destroy", Expression::flag(true));
        block.push(lifecycle);
        self.blocks.push(block);

        let others = self.plan.pools.iter().enumerate();
        for (place, pool) in
            others.filter(|(_, pool)| pool.name != stage.first && !stage.is_outside(&pool.name))
        {
            // Stages change one pool at a time, so that none waits for another.
            self.before = None;
            let target =
                if stage.made.contains(&pool.name.as_str()) { Target::New } else { Target::Existing };
            let mut block = self.own(reference(CLUSTER, LABEL, "id"), place, pool, target);
            if let Some(temporary) = stage.temporary(&pool.name) {
                block.set("temporary_name_for_rotation", Expression::text(temporary));
            }
            if target == Target::New {
                self.finish_new(block, pool);
            } else {
                block.push(ignoring(open_arguments(&block, |(.., own)| own)));
                self.blocks.push(block);
            }
            if stage.imported.contains(&pool.name.as_str()) {
                let to = address(self.label(place, pool));
                self.import(to, &format!("/agentPools/{}", pool.name));
            }
        }
        if stage.imports_cluster {
            self.import(Code::concat([CLUSTER.into(), ".".into(), LABEL.into()]), "");
        }
        for name in stage.forgotten {
            if let Some((place, pool)) = self.plan.pool(name) {
                let mut removed = Block::new("removed", &[]);
                removed.set("from", Expression::Bare(address(self.label(place, pool))));
                removed.set("lifecycle.destroy", Expression::flag(false));
                self.blocks.push(removed);
            }
        }
        self.notes.clear();
    }

    /// Takes over what exists, by its id in the cluster.
    fn import(&mut self, to: Code, inside: &str) {
        let cluster = &self.plan.cluster;
        if !self.blocks.iter().any(|block| block.is("data", "azurerm_subscription")) {
            self.blocks.insert(0, Block::new("data", &["azurerm_subscription", "current"]));
        }
        let id = format!(
            "/resourceGroups/{}/providers/Microsoft.ContainerService/managedClusters/{}{inside}",
            cluster.resource_group, cluster.name
        );
        let mut import = Block::new("import", &[]);
        import.set("to", Expression::Bare(to));
        import.set("id", Expression::Joined(SUBSCRIPTION, id));
        self.blocks.push(import);
    }

    /// Returns whether a pool of its own can have everything that the plan states of it.
    pub(in crate::emit) fn can_make(&mut self, place: usize, pool: &NodePool) -> bool {
        let before = self.gaps.len();
        let mut block = Block::new("resource", &[POOL]);
        self.pool(&mut block, (Place::Own, Target::New), place, pool);
        self.notes.clear();
        let is_whole = self.gaps.len() == before;
        self.gaps.truncate(before);
        is_whole
    }

    /// Says of a pool that azurerm would make into another one that it isn't written; returns whether it is such a pool. A
    /// Gateway pool would be a User pool, and one of virtual machines a scale set, of a VM size that nobody named.
    fn leaves_out(&mut self, place: usize, pool: &NodePool, what: &str) -> bool {
        let key = match (&pool.mode, &pool.pool_type) {
            (Some(Mode::Gateway), _) => "mode",
            (_, Some(PoolType::Vms)) => "type",
            _ => return false,
        };
        let why = format!("is not a value that azurerm accepts, so {what}; use ARM or Bicep");
        self.cannot(Some((place, pool)), key, &why);
        true
    }

    /// Returns sentences about what the text leaves open.
    pub(in crate::emit) fn notes(&mut self) -> Vec<String> {
        let mut notes = std::mem::take(&mut self.notes);
        if !self.updated.is_empty() {
            notes.push(format!(
                "Terraform ignores what the plan does not state of {}.",
                self.updated.join(", ")
            ));
        }
        notes
    }

    /// Returns whether any of these properties is said.
    pub(in crate::emit) fn says_any(&self, keys: &[&str]) -> bool {
        self.said.iter().any(|said| keys.contains(said))
    }

    /// Returns whether it asks for a name that the plan leaves empty.
    pub(in crate::emit) fn asks_for(&self, name: Missing) -> bool {
        asks_for(&self.blocks, name)
    }

    /// Looks the cluster up, once; its id.
    fn cluster_there(&mut self) -> Expression {
        if self.blocks.is_empty() {
            self.blocks.push(cluster_there(&self.plan.cluster));
        }
        Expression::bare(CLUSTER_THERE)
    }

    /// Returns the label of a pool's block. It is used without quotes elsewhere, so only a valid pool name becomes one;
    /// and the address of a pool must not change when others come or go.
    fn label(&self, place: usize, pool: &NodePool) -> Code {
        let mut earlier = self.plan.pools.iter().take(place);
        let is_one = is_pool_name(&pool.name) && earlier.all(|other| other.name != pool.name);
        let named = is_one.then(|| label(&pool.name)).flatten();
        let place = self.numbered.iter().position(|name| *name == pool.name).unwrap_or(place);
        named.unwrap_or_else(|| Code::concat(["pool_".into(), (place + 1).into()]))
    }

    /// Returns a block for a pool.
    fn own(&mut self, cluster: Expression, place: usize, pool: &NodePool, target: Target) -> Block {
        let label = self.label(place, pool);
        let mut block = Block::new("resource", &[POOL, label.as_str()]);
        block.set("kubernetes_cluster_id", cluster);
        self.pool(&mut block, (Place::Own, target), place, pool);
        // A cluster takes one change at a time, so each pool waits for the one before it.
        if let Some(before) = self.before.replace(address(label)) {
            block.close("depends_on", Expression::List(vec![Expression::Bare(before)]));
        }
        self.put_by_aks((place, pool), target);
        block
    }

    /// Writes what AKS puts on Spot nodes by itself, which Terraform would otherwise remove.
    fn put_by_aks(&mut self, at: (usize, &NodePool), target: Target) {
        let (_, pool) = at;
        if !pool.is_spot() {
            return;
        }
        // Of a pool that is there, taints that the plan leaves open are ignored.
        let is_ignored = target == Target::Existing && !pool.taints.is_stated();
        if !is_ignored && !pool.taints.iter().any(|taint| taint_key(taint) == SPOT) {
            let why = format!(
                "gets {SPOT}=spot:NoSchedule from AKS, which Terraform removes when it is applied again; set it in the plan"
            );
            self.cannot(Some(at), "nodeTaints", &why);
        }
        // Labels are read from AKS where none are named.
        if !pool.labels.is_empty() && !pool.labels.contains_key(SPOT) {
            let why = format!(
                "gets {SPOT}=spot from AKS, which Terraform removes when it is applied again; add it to node_labels"
            );
            self.cannot(Some(at), "nodeLabels", &why);
        }
    }

    fn finish_new(&mut self, mut block: Block, pool: &NodePool) {
        if *pool.autoscaling {
            block.push(ignoring(vec!["node_count".into()]));
        }
        self.blocks.push(block);
    }

    /// A pool's properties.
    fn pool(&mut self, block: &mut Block, (written, target): (Place, Target), place: usize, pool: &NodePool) {
        let at = Some((place, pool));
        if target == Target::New {
            let first = |_| "azurerm begins with min_count".to_owned();
            self.notes.extend(note_on_count(pool, first));
        }
        for said in of_declared(pool, target) {
            if is_implied(written, pool, &said) {
                self.said.push(said.key);
                continue;
            }
            if foreign(&said, AZURERM_API).is_some() {
                let instead = instead_of_foreign(&said);
                self.cannot(
                    at,
                    said.key,
                    &format!("is not a value of azurerm, nor of API {AZURERM_API}; {instead}"),
                );
                continue;
            }
            let row = OF_POOL.iter().find(|(key, ..)| *key == said.key);
            let argument =
                row.map_or("", |(_, first, own)| if written == Place::First { first } else { own });
            let why = match argument {
                "" if row.is_some_and(|(_, _, own)| !own.is_empty()) => {
                    "cannot be set in default_node_pool, the cluster's first pool in Terraform; use ARM or Bicep"
                }
                "" => absent(said.key),
                _ => not_taken(written, pool, &said),
            };
            if !why.is_empty() && said.is_default {
                continue;
            }
            if !why.is_empty() {
                self.cannot(at, said.key, why);
                continue;
            }
            self.said.push(said.key);
            match (argument, said.value) {
                ("only_critical_addons_enabled", Value::List(taints)) => {
                    let (set, others): (Vec<&String>, Vec<&String>) =
                        taints.iter().partition(|taint| *taint == CRITICAL_ADDONS);
                    if !set.is_empty() {
                        block.set(argument, Expression::bare("true"));
                    }
                    for taint in others {
                        let why = format!(
                            "has {taint}, but default_node_pool, the cluster's first pool in Terraform, accepts only {CRITICAL_ADDONS}; use ARM or Bicep"
                        );
                        self.cannot(at, said.key, &why);
                    }
                }
                (_, Value::Tree(tree)) => self.tree(block, at, said.key, said.key, &tree),
                (_, Value::Items(items)) if said.key == HOST_PORTS => {
                    block.push_in(NETWORK, host_ports(&items).unwrap_or_default());
                }
                (_, Value::Items(items)) => {
                    block.set(argument, Expression::Map(ip_tags(&items).unwrap_or_default()));
                }
                (_, value) => block.set(argument, expression(said.key, value)),
            }
        }
    }

    /// A property of the cluster; others of its network say whether Terraform can hold it.
    fn of_cluster(&mut self, block: &mut Block, said: &Setting, all: &[Setting]) {
        let has = |key: &str| all.iter().any(|other| other.key == key);
        let text = if let Value::Text(text) = &said.value { text.as_str() } else { "" };
        let is_cilium = self.plan.cluster.network_dataplane == Some(NetworkDataplane::Cilium);
        let why = match said.key {
            // AKS's own default, for which the provider has no word.
            "autoUpgradeProfile.upgradeChannel" if text == "none" => return,
            "sku.name" => {
                "creates another resource in Terraform, azurerm_kubernetes_automatic_cluster; use ARM or Bicep"
            }
            "identity.type" => no_identity(text),
            key if key.starts_with("networkProfile.") && !has("networkProfile.networkPlugin") => {
                "needs networkPlugin too in Terraform; set it in the plan, or use ARM or Bicep"
            }
            // AKS's own default, for which the provider has no word, unless Cilium moves the packets.
            "networkProfile.networkPolicy" if text == "none" && !is_cilium => return,
            "networkProfile.networkPolicy" if text == "none" => {
                "can be left out in Terraform, but not be none; use ARM or Bicep"
            }
            "networkProfile.outboundType" if text == "none" => {
                "can be none in Terraform only with a bootstrap profile; use ARM or Bicep"
            }
            "networkProfile.serviceCidr" if !has("networkProfile.dnsServiceIP") => {
                "needs dnsServiceIP too in Terraform; set it in the plan, or use ARM or Bicep"
            }
            "networkProfile.dnsServiceIP" if !has("networkProfile.serviceCidr") => {
                "needs serviceCidr too in Terraform; set it in the plan, or use ARM or Bicep"
            }
            key if OF_CLUSTER.iter().all(|(known, _)| *known != key) => absent(key),
            _ => "",
        };
        if !why.is_empty() && said.is_default {
            return;
        }
        if !why.is_empty() {
            return self.cannot(None, said.key, why);
        }
        match (&said.value, OF_CLUSTER.iter().find(|(key, _)| *key == said.key)) {
            (Value::Tree(tree), _) => self.tree(block, None, said.key, said.key, tree),
            (value, Some((_, argument))) => block.set(argument, expression(said.key, value.clone())),
            _ => {}
        }
    }

    /// A property that is an object, entry by entry.
    fn tree(&mut self, block: &mut Block, at: At<'_>, key: &'static str, path: &str, tree: &Object) {
        let known = OF_TREES.iter().find(|(known, ..)| *known == path);
        for (name, value) in tree {
            let inner = format!("{path}.{name}");
            let block_of = known
                .and_then(|(_, inside, names)| Some((*inside, *names.iter().find(|known| *known == name)?)));
            match (block_of, value, scalar(value)) {
                // What the provider sends anyway.
                (None, Json::Bool(false), _) if inner == "kubeletConfig.failSwapOn" => {}
                (None, Json::String(text), _) if inner == PORT_RANGE && ports(text).is_some() => {
                    const ENDS: [&str; 2] =
                        ["net_ipv4_ip_local_port_range_min", "net_ipv4_ip_local_port_range_max"];
                    for (argument, port) in ENDS.into_iter().zip(ports(text).into_iter().flatten()) {
                        block.set_in(SYSCTLS, argument, Expression::Number(port.to_string()));
                    }
                }
                (None, Json::Object(object), _) if OF_TREES.iter().any(|(known, ..)| *known == inner) => {
                    self.tree(block, at, key, &inner, object);
                }
                (Some((inside, name)), _, Some(value)) => block.set_in(inside, argument_of(name), value),
                _ => self.cannot(
                    at,
                    key,
                    &format!("has {name}, which Terraform does not support; use ARM or Bicep"),
                ),
            }
        }
        // Without an entry there is no block, and nothing is sent.
        let names = known.map(|(.., names)| *names).unwrap_or_default();
        if !tree.iter().any(|(name, _)| names.contains(&name.as_str())) {
            return;
        }
        let is_silent = |entry: &str| tree.iter().all(|(name, _)| name != entry);
        let sent = SENT.iter().filter(|(known, entry)| *known == path && is_silent(entry));
        for (_, entry) in sent {
            let why = format!(
                "does not set {entry}, but Terraform sets it to false; set it in the plan to get the same value everywhere"
            );
            self.cannot(at, key, &why);
        }
    }

    /// AKS turns the issuer on by itself from some version on (its documents say 1.34 in one place and 1.35 in another,
    /// read in November 2026), and it cannot be turned off again; the provider turns it on unless it is set to false,
    /// and would recreate the cluster to turn it off. So it is set to false where AKS certainly leaves it off.
    fn oidc_issuer(&mut self, block: &mut Block) {
        let version = self.plan.cluster.kubernetes_version.as_deref().and_then(Version::parse);
        if version.is_some_and(|version| !version.is_from(34)) {
            return block.set("oidc_issuer_enabled", Expression::bare("false"));
        }
        let text =
            "Terraform turns the OIDC issuer on, as AKS does by itself for new versions of Kubernetes.";
        self.gaps.push(Snippet::gap(text.to_owned()));
    }

    /// Says what the provider decides where the plan leaves it to AKS.
    fn left_to_terraform(&mut self, pools: &[(usize, &NodePool)]) {
        let unsaid = pools.iter().filter(|(_, pool)| pool.os_disk_type.is_none());
        let names: Vec<&str> = unsaid.map(|(_, pool)| pool.name.as_str()).collect();
        if !names.is_empty() {
            let why = format!(
                "is not set in the plan for {}, but Terraform sets it to Managed; set it in the plan to get the same value everywhere",
                names.join(", ")
            );
            self.cannot(None, "osDiskType", &why);
        }
    }

    fn cannot(&mut self, at: At<'_>, key: &'static str, why: &str) {
        self.gaps.push(gap(at, key, why));
    }
}

/// A pool with its place in the plan; nothing for the cluster.
type At<'a> = Option<(usize, &'a NodePool)>;

/// The label and taint that AKS gives to Spot nodes.
const SPOT: &str = "kubernetes.azure.com/scalesetpriority";
/// The entry that is two arguments.
const PORT_RANGE: &str = "linuxOSConfig.sysctls.netIpv4IpLocalPortRange";
/// Entries that the provider sends as false where nothing is said of them, though AKS may mean something else.
const SENT: &[(&str, &str)] = &[
    ("autoScalerProfile", "skip-nodes-with-local-storage"),
    ("kubeletConfig", "failSwapOn"),
    ("linuxOSConfig.sysctls", "netIpv4TcpTwReuse"),
];
/// The id of the subscription that Terraform works in.
const SUBSCRIPTION: &str = "data.azurerm_subscription.current.id";
/// The id of a cluster that was looked up.
pub(in crate::emit) const CLUSTER_THERE: &str = "data.azurerm_kubernetes_cluster.aks.id";

/// Returns whether a value says no more than Terraform does by itself.
fn is_implied(written: Place, pool: &NodePool, Setting { key, value, .. }: &Setting) -> bool {
    match (*key, value) {
        ("type", Value::Text(text)) => text == "VirtualMachineScaleSets",
        ("mode", Value::Text(text)) => written == Place::First && text == "System",
        ("osType", Value::Text(text)) => written == Place::First && text == "Linux",
        // AKS chooses the size then.
        ("osDiskSizeGB", Value::Whole(0)) => true,
        // The provider takes one of the two, and makes the other 0.
        ("upgradeSettings.maxSurge", _) => {
            written == Place::Own
                && is_zero(pool.max_surge.as_deref())
                && pool.max_unavailable.is_some()
                && !is_zero(pool.max_unavailable.as_deref())
        }
        ("upgradeSettings.maxUnavailable", _) => {
            is_zero(pool.max_unavailable.as_deref()) && pool.max_surge.is_some()
        }
        _ => false,
    }
}

fn is_zero(text: Option<&str>) -> bool {
    matches!(text, Some("0" | "0%"))
}

/// Returns why a value is not taken, though its property is; nothing if it is.
fn not_taken(written: Place, pool: &NodePool, said: &Setting) -> &'static str {
    let text = if let Value::Text(text) = &said.value { text.as_str() } else { "" };
    let surge = pool.max_surge.is_some();
    match said.key {
        _ if is_local_subnet(said) => "names a subnet of the plan; enter its resource ID",
        HOST_PORTS => match &said.value {
            Value::Items(items) if items.is_empty() => NO_HOST_PORTS,
            Value::Items(items) if host_ports(items).is_none() => {
                "has a range that isn\u{2019}t portStart, portEnd and TCP or UDP; use ARM or Bicep"
            }
            _ => "",
        },
        "networkProfile.nodePublicIPTags" => match &said.value {
            Value::Items(items) if ip_tags(items).is_none() => {
                "has an IP tag that isn\u{2019}t one ipTagType and its tag; use ARM or Bicep"
            }
            _ => "",
        },
        "mode" if said.is_known() && !matches!(text, "System" | "User") => {
            "is not a value that azurerm accepts; use ARM or Bicep"
        }
        "osSKU" if said.is_known() && !IMAGES.contains(&text) => {
            "is not an image that azurerm accepts; use ARM or Bicep"
        }
        "workloadRuntime" if written == Place::First && text == "WasmWasi" => {
            "is not a value that azurerm accepts for the first pool; use ARM or Bicep"
        }
        "upgradeSettings.maxSurge" | "upgradeSettings.maxUnavailable"
            if written == Place::Own && pool.is_spot() =>
        {
            "is not accepted by azurerm for Spot pools; use ARM or Bicep"
        }
        "upgradeSettings.maxUnavailable" if surge && !is_zero(pool.max_surge.as_deref()) => {
            "cannot be combined with maxSurge in Terraform; use ARM or Bicep"
        }
        "upgradeSettings.drainTimeoutInMinutes"
        | "upgradeSettings.nodeSoakDurationInMinutes"
        | "upgradeSettings.undrainableNodeBehavior" => match written {
            Place::First if !surge => {
                "needs maxSurge too in Terraform; set it in the plan, or use ARM or Bicep"
            }
            Place::Own if !surge && pool.max_unavailable.is_none() && !pool.is_spot() => {
                "needs maxSurge or maxUnavailable too in Terraform; set one in the plan, or use ARM or Bicep"
            }
            _ => "",
        },
        _ => "",
    }
}

/// Returns why a property cannot be said at all.
fn absent(key: &str) -> &'static str {
    match key {
        "addonProfiles.aciConnectorLinux.enabled" => {
            "needs the name of its subnet in Terraform (aci_connector_linux); use ARM or Bicep"
        }
        "nodeInitializationTaints" | "enableOSDiskFullCaching" => {
            "is a preview, which azurerm does not have; allow previews and use ARM or Bicep"
        }
        EGRESS_GATEWAY => {
            "has no argument in azurerm; run az aks update --enable-static-egress-gateway once the cluster is there"
        }
        _ => "has no argument in azurerm; use ARM or Bicep",
    }
}

/// Returns a value as an argument takes it.
pub(in crate::emit) fn expression(key: &str, value: Value) -> Expression {
    match value {
        // The argument says the opposite: outbound_nat_enabled.
        Value::Flag(flag) if key == "windowsProfile.disableOutboundNat" => Expression::flag(!flag),
        Value::Flag(flag) => Expression::flag(flag),
        Value::Whole(number) => Expression::Number(number.to_string()),
        Value::Decimal(number) => Expression::Number(number.to_string()),
        Value::Text(text) => Expression::Text(text),
        Value::List(list) => Expression::List(list.into_iter().map(Expression::Text).collect()),
        Value::Map(map) => Expression::Map(map.into_iter().collect()),
        other => Expression::Text(other.to_string()),
    }
}

/// Returns ranges of ports as blocks, if azurerm has them all: ports of 1 to 65535, and a protocol.
fn host_ports(items: &[Object]) -> Option<Vec<Block>> {
    let range = |item: &Object| {
        let mut block = Block::new("allowed_host_ports", &[]);
        for (key, argument) in [("portStart", "port_start"), ("portEnd", "port_end")] {
            let port = item.get(key)?.as_u64().filter(|port| (1..=65_535).contains(port))?;
            block.set(argument, Expression::Number(port.to_string()));
        }
        let protocol = item.get("protocol")?.as_str().filter(|word| ["TCP", "UDP"].contains(word))?;
        block.set("protocol", Expression::text(protocol));
        (item.len() == 3).then_some(block)
    };
    items.iter().map(range).collect()
}

/// Returns IP tags by their types, if each has one.
fn ip_tags(items: &[Object]) -> Option<Vec<(String, String)>> {
    let pair = |item: &Object| {
        let (kind, tag) = (item.get("ipTagType")?.as_str()?, item.get("tag")?.as_str()?);
        (item.len() == 2).then(|| (kind.to_owned(), tag.to_owned()))
    };
    let pairs: Vec<(String, String)> = items.iter().map(pair).collect::<Option<_>>()?;
    let kinds: BTreeSet<&String> = pairs.iter().map(|(kind, _)| kind).collect();
    (kinds.len() == pairs.len()).then_some(pairs)
}

/// Returns an entry of an object as an argument takes it, if one can.
pub(in crate::emit) fn scalar(value: &Json) -> Option<Expression> {
    match value {
        Json::String(text) if text == "true" || text == "false" => Some(Expression::flag(text == "true")),
        Json::String(text) => Some(Expression::text(text)),
        Json::Bool(flag) => Some(Expression::flag(*flag)),
        Json::Number(number) => Some(Expression::Number(number.to_string())),
        Json::Array(list) => Some(Expression::List(list.iter().map(scalar).collect::<Option<_>>()?)),
        Json::Null | Json::Object(_) => None,
    }
}

/// Returns the first and the last port of a range: "32000 60000".
fn ports(text: &str) -> Option<[u16; 2]> {
    let (first, last) = text.split_once(' ')?;
    Some([first.parse().ok()?, last.parse().ok()?])
}

/// Returns the argument of an entry: its words in small letters, with underscores between.
fn argument_of(entry: &'static str) -> Code {
    if let Some((_, argument)) = RENAMED.iter().find(|(known, _)| *known == entry) {
        return (*argument).into();
    }
    argument(entry)
}

pub(in crate::emit) fn reference(
    kind: &'static str,
    label: &'static str,
    argument: &'static str,
) -> Expression {
    Expression::Bare(Code::concat([kind.into(), ".".into(), label.into(), ".".into(), argument.into()]))
}

/// Returns the address of a pool's block.
fn address(label: Code) -> Code {
    Code::concat([POOL.into(), ".".into(), label])
}

/// Returns the arguments of a pool of its own that a block does not set and azurerm would: to a default of its own, or
/// to nothing. What is in a block that is there is named with the block.
fn open_arguments(block: &Block, column: fn(&Row) -> &'static str) -> Vec<Code> {
    let mut open: Vec<Code> = Vec::new();
    let paths = OF_POOL.iter().map(column);
    for path in paths.filter(|path| !path.is_empty() && !COMPUTED.contains(path)) {
        let name = match path.split_once('.') {
            _ if block.has(path) => continue,
            Some((inner, rest)) if block.has(inner) => {
                Code::concat([inner.into(), "[0].".into(), rest.into()])
            }
            Some((inner, _)) => inner.into(),
            None => path.into(),
        };
        if !open.contains(&name) {
            open.push(name);
        }
    }
    open
}

/// Tells Terraform to leave arguments as it finds them.
fn ignoring(arguments: Vec<Code>) -> Block {
    let mut block = Block::new("lifecycle", &[]);
    let arguments = arguments.into_iter().map(Expression::Bare).collect();
    block.set("ignore_changes", Expression::Lines(arguments));
    block
}

/// Returns a name of the cluster, or the variable that asks for it.
pub(in crate::emit) fn named(text: &str, name: Missing) -> Expression {
    if text.is_empty() { Expression::bare(name.terraform_reference()) } else { Expression::text(text) }
}

/// Returns whether blocks refer to the variable that asks for a name.
pub(in crate::emit) fn asks_for(blocks: &[Block], name: Missing) -> bool {
    blocks.iter().any(|block| block.refers_to(name.terraform_reference()))
}

/// Returns the variables that blocks use for names which the plan leaves empty.
pub(in crate::emit) fn asked(blocks: &[Block]) -> impl Iterator<Item = Block> {
    Missing::ALL.into_iter().filter(|name| asks_for(blocks, *name)).map(|name| {
        let mut block = Block::new("variable", &[name.terraform()]);
        block.set("description", Expression::text(name.title()));
        block.set("type", Expression::bare("string"));
        block
    })
}

/// Returns the resource group of a cluster.
pub(in crate::emit) fn group(cluster: &Cluster) -> Block {
    let mut group = Block::new("resource", &[GROUP, LABEL]);
    group.set("name", named(&cluster.resource_group, Missing::ResourceGroup));
    group.set("location", named(&cluster.location, Missing::Location));
    group
}

/// Returns a cluster that exists.
pub(in crate::emit) fn cluster_there(cluster: &Cluster) -> Block {
    let mut block = Block::new("data", &[CLUSTER, LABEL]);
    block.set("name", named(&cluster.name, Missing::Cluster));
    block.set("resource_group_name", named(&cluster.resource_group, Missing::ResourceGroup));
    block
}

fn versions() -> Block {
    let mut block = Block::new("terraform", &[]);
    let wanted = [("source", "hashicorp/azurerm"), ("version", "~> 5.0")];
    let wanted = wanted.map(|(name, text)| (name.into(), Expression::text(text)));
    block.set("required_providers.azurerm", Expression::Object(wanted.into()));
    block
}

pub(in crate::emit) fn provider() -> Block {
    let mut block = Block::new("provider", &["azurerm"]);
    block.push(Block::new("features", &[]));
    block
}

pub(in crate::emit) fn password() -> Block {
    let mut block = Block::new("variable", &[PASSWORD]);
    block.set("description", Expression::text("Password for the administrator of the Windows nodes"));
    block.set("type", Expression::bare("string"));
    block.set("sensitive", Expression::bare("true"));
    block
}
