//! Terraform with the provider azurerm.
//!
//! Names, values and defaults are those of the provider's source at version 5.2.0 (2026-08-20): where the plan is
//! silent and the provider is not, either both mean the same, or a gap says what the provider sends.

mod arguments;
mod blocks;

use crate::emit::hcl::{Block, Expression, Parted};
use crate::emit::missing::Missing;
use crate::emit::snippet::{Gap, Snippet};
use crate::emit::values::{Reset, STAYS, Setting, Target, dns_prefix, of_cluster, reset};
use crate::emit::{Heading, header};
use crate::operations::Change;
use crate::plan::azurerm::{OF_CLUSTER, OF_POOL};
use crate::plan::{Mode, NodePool, Plan, PoolType, is_pool_name};
use crate::quote::Code;
use crate::quote::comment::Language;
use crate::quote::hcl::label;

use arguments::{HOST_PORTS, NO_HOST_PORTS, Place, absent};
use blocks::{CLUSTER, POOL, address, ignoring, open_arguments, versions};

pub(super) use arguments::{expression, scalar};
pub(super) use blocks::{
    CLUSTER_THERE, GROUP, LABEL, PASSWORD, asked, asks_for, cluster_there, group, named, password, provider,
    reference,
};

/// The id of the subscription that Terraform works in.
const SUBSCRIPTION: &str = "data.azurerm_subscription.current.id";

/// How to use the text, for its comment.
const NEEDS: &str = "Written for azurerm 5.2.0. Name the subscription in ARM_SUBSCRIPTION_ID, then run terraform init and terraform apply.";
/// The same for a pool that is there.
const CHANGE: &str = "Written for azurerm 5.2.0; needs Terraform 1.6 or later, and takes over a pool that Terraform does not know yet. Where your files have the pool already, make its block there look like this one.";

/// The same for a stage of a migration.
const STAGE: &str = "Written for azurerm 5.2.0; needs Terraform 1.7 or later. Addresses are azurerm_kubernetes_cluster.aks, and a pool's name for each other pool: use those of your files, and keep the arguments of the cluster that this file doesn't have.";

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

    fn finish_new(&mut self, mut block: Block, pool: &NodePool) {
        if *pool.autoscaling {
            block.push(ignoring(vec!["node_count".into()]));
        }
        self.blocks.push(block);
    }
}
