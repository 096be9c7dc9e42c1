//! The VM sizes of a pool of virtual machines, each with its own scale profile.

use super::{NodePool, PoolType};
use crate::to_json::{Json, Object, ObjectExt};

/// The scale profiles of a pool of virtual machines, in the plan's order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScaleProfiles {
    /// Fixed numbers of nodes.
    Manual(Vec<ManualScale>),
    /// Numbers of nodes that the autoscaler sets.
    Auto(Vec<AutoScale>),
}

/// A VM size and its number of nodes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManualScale {
    /// The VM size as the plan spells it.
    pub size: String,
    /// Nodes.
    pub count: i64,
}

/// A VM size and the bounds of its number of nodes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AutoScale {
    /// The VM size as the plan spells it.
    pub size: String,
    /// Minimum number of nodes.
    pub min: i64,
    /// Maximum number of nodes.
    pub max: i64,
}

/// A VM size of a pool of virtual machines, and its number of nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MachineNodes<'a> {
    /// The VM size as the plan spells it.
    pub size: &'a str,
    /// Minimum number of nodes; the number where the autoscaler doesn't set it.
    pub min: i64,
    /// Maximum number of nodes.
    pub max: i64,
    /// Whether the autoscaler sets the number.
    pub is_auto: bool,
}

impl NodePool {
    /// Returns the scale profiles of a pool of virtual machines: fixed numbers or bounds, one for each VM size. `None` for
    /// any other pool, and for a profile that has anything else in it, so that who uses it leaves nothing out.
    pub fn scale_profiles(&self) -> Option<ScaleProfiles> {
        if self.pool_type != Some(PoolType::Vms) {
            return None;
        }
        let [("scale", Json::Object(scale))] = entries(self.virtual_machines.as_ref()?)[..] else {
            return None;
        };
        // An empty list says no more than none.
        let is_filled = |list: &Json| list.as_array().is_none_or(|list| !list.is_empty());
        let mut filled = entries(scale);
        filled.retain(|(_, list)| is_filled(list));
        match filled[..] {
            [("manual", Json::Array(list))] => {
                let profiles: Option<Vec<ManualScale>> = list.iter().map(manual).collect();
                let profiles = profiles?;
                are_distinct(profiles.iter().map(|one| one.size.as_str()))
                    .then_some(ScaleProfiles::Manual(profiles))
            }
            [("autoscale", Json::Array(list))] => {
                let profiles: Option<Vec<AutoScale>> = list.iter().map(auto).collect();
                let profiles = profiles?;
                are_distinct(profiles.iter().map(|one| one.size.as_str()))
                    .then_some(ScaleProfiles::Auto(profiles))
            }
            _ => None,
        }
    }

    /// Returns how many nodes a pool of virtual machines has of each VM size, also where its profiles have more in them
    /// than is known. Empty for any other pool, and where a number is missing.
    pub fn machine_nodes(&self) -> Vec<MachineNodes<'_>> {
        if self.pool_type != Some(PoolType::Vms) {
            return Vec::new();
        }
        let scale = self.virtual_machines.as_ref().and_then(|profile| profile.get_any_case("scale"));
        let lists = scale.and_then(Json::as_object).into_iter().flatten();
        let profiles = lists.flat_map(|(key, list)| {
            let is_auto = key.eq_ignore_ascii_case("autoscale");
            let is_known = is_auto || key.eq_ignore_ascii_case("manual");
            list.as_array().into_iter().flatten().filter(move |_| is_known).map(move |one| (is_auto, one))
        });
        let nodes = profiles.map(|(is_auto, one)| {
            let one = one.as_object()?;
            let number = |key| one.get_any_case(key).and_then(Json::as_i64);
            let [min, max] = if is_auto { ["minCount", "maxCount"] } else { ["count", "count"] };
            Some(MachineNodes { size: size_named_by(one)?, min: number(min)?, max: number(max)?, is_auto })
        });
        nodes.collect::<Option<Vec<_>>>().unwrap_or_default()
    }

    /// Returns the VM sizes that the scale profiles of a pool of virtual machines name.
    pub fn profile_sizes(&self) -> Vec<&str> {
        let scale = self.virtual_machines.as_ref().and_then(|profile| profile.get_any_case("scale"));
        let mut sizes = Vec::new();
        for (_, list) in scale.and_then(Json::as_object).into_iter().flatten() {
            match list {
                Json::Array(profiles) => {
                    sizes.extend(profiles.iter().filter_map(|one| size_named_by(one.as_object()?)));
                }
                Json::Object(one) => sizes.extend(size_named_by(one)),
                _ => {}
            }
        }
        sizes
    }

    /// Returns the VM size of the pool's nodes: its own, or where a pool of virtual machines has none, the first of its
    /// scale profiles, whose sizes are all of one series.
    pub fn node_size(&self) -> Option<&str> {
        let own = self.vm_size.as_deref().filter(|size| !size.is_empty());
        own.or_else(|| self.profile_sizes().first().copied())
    }

    /// Gives the pool another number of nodes: where it has virtual machines of one VM size, that size.
    pub(crate) fn scale_to(&mut self, count: i64) {
        match self.scale_profiles() {
            Some(ScaleProfiles::Manual(profiles)) if profiles.len() == 1 => {
                let scale = self.virtual_machines.as_mut().and_then(|profile| profile.get_mut("scale"));
                let list = scale.and_then(|scale| scale.get_mut("manual")).and_then(Json::as_array_mut);
                if let Some(Json::Object(only)) = list.and_then(|list| list.first_mut()) {
                    only.insert("count".to_owned(), Json::from(count));
                }
            }
            _ => self.count = Some(count),
        }
    }
}

fn entries(object: &Object) -> Vec<(&str, &Json)> {
    object.iter().map(|(key, value)| (key.as_str(), value)).collect()
}

fn manual(profile: &Json) -> Option<ManualScale> {
    let profile = profile.as_object().filter(|profile| profile.len() == 2)?;
    Some(ManualScale { size: size(profile)?, count: profile.get("count")?.as_i64()? })
}

fn auto(profile: &Json) -> Option<AutoScale> {
    let profile = profile.as_object().filter(|profile| profile.len() == 3)?;
    let bound = |key| profile.get(key).and_then(Json::as_i64);
    Some(AutoScale { size: size(profile)?, min: bound("minCount")?, max: bound("maxCount")? })
}

fn size(profile: &Object) -> Option<String> {
    profile.get("size")?.as_str().filter(|size| !size.is_empty()).map(str::to_owned)
}

fn size_named_by(profile: &Object) -> Option<&str> {
    profile.get_any_case("size").and_then(Json::as_str)
}

/// Returns whether each VM size is there once: Azure doesn't tell the case of their letters apart.
fn are_distinct<'a>(sizes: impl Iterator<Item = &'a str>) -> bool {
    let mut seen: Vec<&str> = Vec::new();
    for size in sizes {
        if seen.iter().any(|other| other.eq_ignore_ascii_case(size)) {
            return false;
        }
        seen.push(size);
    }
    true
}
