//! Pools are added, copied, and changed several at once.

use poolwright::plan::{Edit, NodePool, Plan, presets};

use super::{Effect, focus_field, make, replace, say_with_verdict};
use crate::form::FieldTarget;
use crate::model::Model;
use crate::pools;

/// A kind of pool that can be added.
#[derive(Debug)]
pub struct PoolKind {
    pub title: &'static str,
    make: fn(&str) -> NodePool,
    /// The name that the pool gets, or one near it.
    name: &'static str,
}

pub const KINDS: &[PoolKind] = &[
    PoolKind { title: "System", make: presets::dedicated_system_pool, name: "systempool" },
    PoolKind { title: "User", make: |name| presets::user_pool(name, 2, 5), name: "apps" },
    PoolKind { title: "Spot", make: |name| presets::spot_pool(name, 10), name: "spot" },
    PoolKind { title: "Windows", make: presets::windows_pool, name: "win" },
    PoolKind { title: "GPU", make: |name| presets::pool_of_size(name, "Standard_NC4as_T4_v3"), name: "gpu" },
    PoolKind { title: "Arm64", make: |name| presets::pool_of_size(name, "Standard_D8pds_v6"), name: "arm" },
];

/// Takes the plan with several pools changed, as one step; or says why nothing is changed.
pub(super) fn bulk(model: &mut Model, next: Result<(Plan, String), String>) -> Vec<Effect> {
    match next {
        Ok((plan, words)) => {
            replace(model, plan, words.clone());
            model.bulk_result = format!("Done: {words}.");
            vec![say_with_verdict(model, model.bulk_result.clone())]
        }
        Err(problem) => {
            model.bulk_result.clone_from(&problem);
            vec![Effect::Say(problem)]
        }
    }
}

pub(super) fn add_pool(model: &mut Model, kind: usize) -> Vec<Effect> {
    let Some(kind) = KINDS.get(kind) else { return Vec::new() };
    let mut pool = Box::new((kind.make)(kind.name));
    pool.name = pools::new_name(model.plan(), kind.name, pool.longest_name());
    pools::suit(&mut pool, model.plan(), &model.catalog, model.today);
    let at = model.plan().pools.len();
    let mut effects = make(model, Edit::Add { at, pool });
    if let Some(id) = model.ids.get(at).copied() {
        effects.push(focus_field(model, FieldTarget::Pool(id), "name"));
    }
    effects
}

pub(super) fn copy_pool(model: &mut Model, id: u32) -> Vec<Effect> {
    let Some(place) = model.place(id) else { return Vec::new() };
    let Some(mut pool) = model.plan().pools.get(place).cloned().map(Box::new) else { return Vec::new() };
    pool.name = pools::new_name(model.plan(), &pool.name, pool.longest_name());
    let at = place + 1;
    let mut effects = make(model, Edit::Add { at, pool });
    if let Some(id) = model.ids.get(at).copied() {
        effects.push(focus_field(model, FieldTarget::Pool(id), "name"));
    }
    effects
}
