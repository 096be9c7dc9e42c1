//! Terraform with Azure Verified Modules.
//!
//! A new cluster is one module, with its first pool and a map of the others as inputs; the pools of a cluster that
//! exists are modules in a row.

use super::hcl::{Argument, Block, Expression, Parted};
use super::missing::Missing;
use super::modules::{
    AVM_API, TERRAFORM_CLUSTER, TERRAFORM_KEYS, TERRAFORM_OF_CLUSTER, TERRAFORM_OF_POOL, TERRAFORM_POOL,
    TERRAFORM_RENAMED, TERRAFORM_VERSION,
};
use super::snippet::{Gap, Snippet};
use super::template::Template;
use super::terraform::{
    CLUSTER_THERE, GROUP, LABEL, PASSWORD, POOL_LEFT_OUT, asked, asks_for, cluster_there, expression, group,
    named, password, provider, reference, scalar,
};
use super::values::{
    Reset, STAYS, Setting, Target, dns_prefix, foreign, gap, instead_of_foreign, is_local_subnet,
    no_identity, note_on_count, of_cluster, of_declared, reset,
};
use super::{Heading, header};
use crate::operations::Change;
use crate::plan::azurerm::OF_TREES;
use crate::plan::{NodePool, Plan, Value, is_pool_name};
use crate::quote::Code;
use crate::quote::comment::Language;
use crate::quote::hcl::{argument, label, quote};
use crate::to_json::{Json, Object};

/// How to use the text, for its comment.
const NEEDS: &str = "Written for version 0.8.1 of the module and Terraform 1.11 or later. Name the subscription in ARM_SUBSCRIPTION_ID, then run terraform init and terraform apply. The module replaces a pool only for another vm_size; AKS refuses other changes that need a new pool.";

/// Blocks in their order, and what they leave out.
pub(super) struct TerraformAvm<'a> {
    plan: &'a Plan,
    blocks: Vec<Block>,
    /// The first pool can't be written, and without it no cluster.
    is_withheld: bool,
    /// The module of the pool that was written last.
    before: Option<Code>,
    said: Vec<&'static str>,
    notes: Vec<String>,
    updated: Vec<String>,
    gaps: Vec<Gap>,
}

/// A pool with its place in the plan; nothing for the cluster.
type At<'a> = Option<(usize, &'a NodePool)>;

impl<'a> TerraformAvm<'a> {
    pub(super) fn new(plan: &'a Plan) -> Self {
        Self {
            plan,
            blocks: Vec::new(),
            is_withheld: false,
            before: None,
            said: Vec::new(),
            notes: Vec::new(),
            updated: Vec::new(),
            gaps: Vec::new(),
        }
    }

    fn cannot(&mut self, at: At<'_>, key: &'static str, why: &str) {
        self.gaps.push(gap(at, key, why));
    }

    /// Returns whether a pool isn't written, and says so: the module has no input for the sizes that the autoscaler of
    /// virtual machines chooses from, so it would make nodes of another size.
    fn leaves_out(&mut self, at: (usize, &NodePool), what: &str) -> bool {
        let scale = at.1.virtual_machines.as_ref().and_then(|tree| tree.get("scale"));
        let sizes = scale.and_then(|scale| scale.get("autoscale")).and_then(Json::as_array);
        let is_left_out = sizes.is_some_and(|sizes| !sizes.is_empty());
        if is_left_out {
            let why =
                format!("has autoscale, which the module has no input for, so {what}; use Bicep or ARM");
            self.cannot(Some(at), "virtualMachinesProfile", &why);
        }
        is_left_out
    }

    /// Returns the inputs of a pool but its name, in the module's order of a plan.
    fn pool(&mut self, at: (usize, &NodePool), target: Target, is_default: bool) -> Vec<Argument> {
        let (_, pool) = at;
        if target == Target::New {
            self.notes.extend(note_on_count(pool, |_| "AKS begins with min_count".to_owned()));
        }
        // The sizes of virtual machines have numbers of their own.
        let machines = pool.virtual_machines.as_ref();
        let has_machines = machines.is_some_and(|tree| !object(tree, &mut Vec::new()).is_empty());
        let mut inputs = Vec::new();
        for said in of_declared(pool, target) {
            let key = said.key;
            let why = match (key, &said.value) {
                ("name", _) => continue,
                ("count", _) if has_machines => continue,
                _ if is_local_subnet(&said) => "names a subnet of the plan; enter its resource ID",
                ("mode", Value::Text(mode)) if is_default && mode == "System" => {
                    self.said.push(key);
                    continue;
                }
                ("mode", _) if is_default => {
                    "is always System for the module\u{2019}s first pool; use Bicep or ARM"
                }
                ("osType", Value::Text(os)) if is_default && os == "Linux" => {
                    self.said.push(key);
                    continue;
                }
                ("osType", _) if is_default => {
                    "is always Linux for the module\u{2019}s first pool; use Bicep or ARM"
                }
                ("tags", Value::Map(tags)) if is_default && *tags == *self.plan.cluster.tags => {
                    self.said.push(key);
                    continue;
                }
                ("tags", _) if is_default => {
                    "are always those of the cluster for the module\u{2019}s first pool; use Bicep or ARM"
                }
                ("nodeInitializationTaints", _) if is_default => {
                    "can\u{2019}t be set by the module for the first pool; set them with a preview version of the API"
                }
                _ => "",
            };
            if !why.is_empty() && said.is_default {
                continue;
            }
            if !why.is_empty() {
                self.cannot(Some(at), key, why);
                continue;
            }
            if let Some(word) = foreign(&said, AVM_API) {
                let instead = instead_of_foreign(&said);
                let why = format!("is {word}, which is not a value of the module\u{2019}s input; {instead}");
                self.cannot(Some(at), key, &why);
                continue;
            }
            let Some((_, path)) = TERRAFORM_OF_POOL.iter().find(|(known, _)| *known == key) else {
                self.cannot(Some(at), key, "has no input in the module; use Bicep or ARM");
                continue;
            };
            self.said.push(key);
            let value = match said.value {
                Value::Tree(tree) => match self.tree(Some(at), key, &tree) {
                    Some(tree) => tree,
                    None => continue,
                },
                Value::Items(items) => match self.items(Some(at), key, &items) {
                    Some(items) => items,
                    None => continue,
                },
                // The input says what the property says, unlike azurerm's argument.
                Value::Flag(flag) => Expression::flag(flag),
                value => expression(key, value),
            };
            set(&mut inputs, path, value);
        }
        if is_default && pool.tags.is_empty() && !self.plan.cluster.tags.is_empty() {
            let why =
                "aren\u{2019}t set in the plan, but the module gives its first pool those of the cluster";
            self.cannot(Some(at), "tags", why);
        }
        inputs
    }

    /// Returns an object entry by entry; what the module has no input for is a gap.
    fn tree(&mut self, at: At<'_>, key: &'static str, tree: &Object) -> Option<Expression> {
        let mut unknown = Vec::new();
        let found = object(tree, &mut unknown);
        for name in unknown {
            self.cannot(at, key, &format!("has {name}, which the module has no input for; use Bicep or ARM"));
        }
        (!found.is_empty()).then_some(Expression::Object(found))
    }

    /// A list of objects entry by entry; nothing where the module has an input for none of theirs.
    fn items(&mut self, at: At<'_>, key: &'static str, items: &[Object]) -> Option<Expression> {
        let mut unknown = Vec::new();
        let found: Vec<_> = items.iter().map(|item| object(item, &mut unknown)).collect();
        let is_lost = !found.is_empty() && found.iter().all(Vec::is_empty);
        for name in unknown {
            self.cannot(at, key, &format!("has {name}, which the module has no input for; use Bicep or ARM"));
        }
        (!is_lost).then(|| Expression::Lines(found.into_iter().map(Expression::Object).collect()))
    }

    fn cluster(&mut self) -> Block {
        let cluster = &self.plan.cluster;
        let mut block = Block::new("module", &[LABEL]);
        block.set("source", Expression::text(TERRAFORM_CLUSTER));
        block.set("version", Expression::text(TERRAFORM_VERSION));
        block.set("name", named(&cluster.name, Missing::Cluster));
        block.set("location", reference(GROUP, LABEL, "location"));
        block.set("parent_id", reference(GROUP, LABEL, "id"));
        block.set("dns_prefix", Expression::text(&dns_prefix(&cluster.name)));
        let identity = ("system_assigned".into(), Expression::bare("true"));
        let mut inputs: Vec<Argument> =
            vec![("managed_identities".into(), Expression::Object(vec![identity]))];
        for said in of_cluster(self.plan) {
            self.of_cluster(&mut inputs, &said);
        }
        if cluster.windows_admin.is_some() {
            let password = Code::concat(["var.".into(), PASSWORD.into()]);
            inputs.push(("windows_profile_password".into(), Expression::bare(password)));
        }
        inputs.into_iter().for_each(|(name, value)| block.set_in("", name, value));
        block
    }

    fn of_cluster(&mut self, inputs: &mut Vec<Argument>, said: &Setting) {
        let text = if let Value::Text(text) = &said.value { text.as_str() } else { "" };
        if said.key == "identity.type" {
            if !said.is_default {
                self.cannot(None, said.key, no_identity(text));
            }
            return;
        }
        let Some((_, path)) = TERRAFORM_OF_CLUSTER.iter().find(|(known, _)| *known == said.key) else {
            if !said.is_default {
                self.cannot(None, said.key, "has no input in the module; use Bicep or ARM");
            }
            return;
        };
        let value = match &said.value {
            Value::Tree(tree) => match self.tree(None, said.key, tree) {
                Some(tree) => tree,
                None => return,
            },
            value => expression(said.key, value.clone()),
        };
        set(inputs, path, value);
    }

    /// A pool of a cluster that exists as a module of its own.
    fn own(&mut self, at: (usize, &NodePool), target: Target, changes: &[Change]) {
        let (place, pool) = at;
        if self.leaves_out(at, POOL_LEFT_OUT) {
            return;
        }
        if self.blocks.is_empty() {
            self.blocks.push(cluster_there(&self.plan.cluster));
        }
        let mut earlier = self.plan.pools.iter().take(place);
        let is_one = is_pool_name(&pool.name) && earlier.all(|other| other.name != pool.name);
        let label = is_one.then(|| label(&pool.name)).flatten();
        let label = label.unwrap_or_else(|| Code::concat(["pool_".into(), (place + 1).into()]));
        let module = Code::concat(["module.".into(), label.clone()]);
        if target == Target::Existing {
            let mut import = Block::new("import", &[]);
            import.set(
                "to",
                Expression::Bare(Code::concat([module.clone(), ".azapi_resource.this[0]".into()])),
            );
            import.set("id", Expression::Joined(CLUSTER_THERE, format!("/agentPools/{}", pool.name)));
            self.blocks.push(import);
            self.updated.push(pool.name.clone());
        }
        let mut block = Block::new("module", &[label.as_str()]);
        block.set("source", Expression::text(TERRAFORM_POOL));
        block.set("version", Expression::text(TERRAFORM_VERSION));
        block.set("parent_id", Expression::bare(CLUSTER_THERE));
        block.set("name", Expression::text(&pool.name));
        let mut inputs = self.pool(at, target, false);
        for property in changes.iter().filter_map(Change::property) {
            let key = property.key;
            let path = TERRAFORM_OF_POOL.iter().find(|(known, _)| *known == key).map(|(_, path)| *path);
            match (reset(property, pool), path) {
                (Reset::NotNeeded, _) => {}
                (Reset::Explicit(_), Some(_)) if property.get(pool).is_some() => {}
                (Reset::Explicit(value), Some(path)) => {
                    self.said.push(key);
                    let value = match value {
                        Value::Items(_) => Expression::List(Vec::new()),
                        Value::Flag(flag) => Expression::flag(flag),
                        value => expression(key, value),
                    };
                    set(&mut inputs, path, value);
                }
                (Reset::Explicit(_), None) => {
                    self.cannot(Some(at), key, "has no input in the module; use Bicep or ARM");
                }
                (Reset::Impossible, _) => self.cannot(Some(at), key, STAYS),
            }
        }
        inputs.into_iter().for_each(|(name, value)| block.set_in("", name, value));
        if let Some(before) = self.before.replace(module) {
            block.close("depends_on", Expression::List(vec![Expression::Bare(before)]));
        }
        self.blocks.push(block);
    }
}

impl Template for TerraformAvm<'_> {
    fn create(&mut self, places: &[usize]) {
        let plan = self.plan;
        if plan.cluster.windows_admin.is_some() {
            self.blocks.push(password());
        }
        self.blocks.push(group(&plan.cluster));
        let mut block = self.cluster();
        let first = plan.first_pool();
        let mut others: Vec<Argument> = Vec::new();
        let mut keys = Vec::new();
        for (place, pool) in places.iter().filter_map(|place| Some((*place, plan.pools.get(*place)?))) {
            let what = if Some(place) == first { "no text is written" } else { POOL_LEFT_OUT };
            if self.leaves_out((place, pool), what) {
                self.is_withheld |= Some(place) == first;
                continue;
            }
            let mut inputs = vec![("name".into(), Expression::text(&pool.name))];
            inputs.extend(self.pool((place, pool), Target::New, Some(place) == first));
            if Some(place) == first {
                block.set("default_agent_pool", Expression::Object(inputs));
                continue;
            }
            let is_new = !keys.contains(&pool.name);
            let key = if is_new { pool.name.clone() } else { format!("{}-{}", pool.name, place + 1) };
            others.push((quote(&key), Expression::Object(inputs)));
            keys.push(key);
        }
        if !others.is_empty() {
            block.set("agent_pools", Expression::Object(others));
        }
        self.blocks.push(block);
    }

    fn add(&mut self, place: usize, pool: &NodePool) {
        self.own((place, pool), Target::New, &[]);
    }

    fn beside(&mut self, plan: &Plan) {
        plan.pools.iter().enumerate().for_each(|(place, pool)| self.add(place, pool));
    }

    fn change(&mut self, place: usize, pool: &NodePool, changes: &[Change]) {
        self.own((place, pool), Target::Existing, changes);
    }

    fn says_any(&self, keys: &[&str]) -> bool {
        self.said.iter().any(|said| keys.contains(said))
    }

    fn asks_for(&self, name: Missing) -> bool {
        asks_for(&self.blocks, name)
    }

    fn gaps(&mut self) -> &mut Vec<Gap> {
        &mut self.gaps
    }

    fn notes(&mut self) -> Vec<String> {
        let mut notes = std::mem::take(&mut self.notes);
        if !self.updated.is_empty() {
            let names = self.updated.join(", ");
            notes.push(format!("The module sends nothing of {names} that the plan does not state."));
        }
        notes
    }

    fn write(self: Box<Self>, heading: &Heading<'_>, out: &mut Snippet) {
        out.gaps = self.gaps;
        if self.is_withheld {
            return;
        }
        header(Language::Hcl, heading, NEEDS, &[], out);
        let mut parted = Parted(true);
        let frame: Vec<Block> = std::iter::once(provider()).chain(asked(&self.blocks)).collect();
        for block in frame.iter().chain(&self.blocks) {
            parted.begin(out);
            block.write(0, out);
        }
    }
}

/// Sets an input at a dotted path, making the objects on the way.
fn set(inputs: &mut Vec<Argument>, path: &'static str, value: Expression) {
    let Some((head, rest)) = path.split_once('.') else {
        inputs.retain(|(name, _)| name.as_str() != path);
        return inputs.push((path.into(), value));
    };
    if !inputs.iter().any(|(name, _)| name.as_str() == head) {
        inputs.push((head.into(), Expression::Object(Vec::new())));
    }
    if let Some((_, Expression::Object(inner))) = inputs.iter_mut().find(|(name, _)| name.as_str() == head) {
        set(inner, rest, value);
    }
}

/// Returns the entries of an object by the module's names; those that it has none for are added to the list.
fn object(tree: &Object, unknown: &mut Vec<String>) -> Vec<Argument> {
    let mut found = Vec::new();
    for (key, value) in tree {
        let Some(name) = name_of(key) else {
            unknown.push(key.clone());
            continue;
        };
        // The keys of overrides are names of zones.
        let is_map = key.ends_with("DNSOverrides");
        match (value, scalar(value)) {
            (Json::Object(zones), _) if is_map => {
                let zones = zones.iter().map(|(zone, settings)| {
                    let settings = settings.as_object().map(|settings| object(settings, unknown));
                    (quote(zone), Expression::Object(settings.unwrap_or_default()))
                });
                found.push((name, Expression::Object(zones.collect())));
            }
            (Json::Object(inner), _) => found.push((name, Expression::Object(object(inner, unknown)))),
            (Json::Array(list), None) => {
                let items: Option<Vec<_>> = list.iter().map(Json::as_object).collect();
                match items {
                    Some(items) => {
                        let items = items.into_iter().map(|item| Expression::Object(object(item, unknown)));
                        found.push((name, Expression::Lines(items.collect())));
                    }
                    None => unknown.push(key.clone()),
                }
            }
            (_, Some(value)) => found.push((name, value)),
            _ => unknown.push(key.clone()),
        }
    }
    found
}

/// Returns the module's name of a key.
fn name_of(key: &str) -> Option<Code> {
    if let Some((_, name)) = TERRAFORM_RENAMED.iter().find(|(known, _)| *known == key) {
        return Some((*name).into());
    }
    let known = OF_TREES.iter().flat_map(|(.., names)| *names).chain(TERRAFORM_KEYS);
    known.copied().find(|known| *known == key).map(argument)
}
