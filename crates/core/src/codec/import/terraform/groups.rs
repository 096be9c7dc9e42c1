//! The clusters of a plan or a state with their pools, on one side.

use super::address::{split_address, without_key, without_keys};
use super::configuration::Configuration;
use super::{Kind, Resource, kind_of};
use crate::syntax::Object;
use crate::text::shown;

/// One side of a plan, or a state.
pub(super) struct Side<'a> {
    pub(super) before: bool,
    pub(super) configuration: Configuration<'a>,
}

/// A cluster and its pools on one side.
pub(super) struct Group<'a> {
    /// The address of the cluster, or the id of a cluster that isn't in the document.
    pub(super) key: String,
    pub(super) cluster: Option<(&'a Resource<'a>, &'a Object)>,
    pub(super) pools: Vec<(&'a Resource<'a>, &'a Object)>,
    /// Changes of azapi to the cluster or to its pools, which other resources create.
    pub(super) updates: Vec<(Kind, &'a Resource<'a>, &'a Object)>,
    /// Sentences about pools whose cluster isn't known, with their paths.
    pub(super) lost: Vec<(String, String)>,
    /// Other sentences, with their paths.
    pub(super) remarks: Vec<(String, String)>,
    pub(super) before: bool,
}

impl<'a> Side<'a> {
    pub(super) fn groups(&self, resources: &'a [Resource<'a>]) -> Vec<Group<'a>> {
        let values = |one: &'a Resource<'a>| Some((one, if self.before { one.before } else { one.after }?));
        let new = |key: String, cluster| Group {
            key,
            cluster,
            pools: Vec::new(),
            updates: Vec::new(),
            lost: Vec::new(),
            remarks: Vec::new(),
            before: self.before,
        };
        let mut groups: Vec<Group<'a>> = Vec::new();
        for (resource, values) in resources.iter().filter_map(values) {
            if kind_of(resource, values) == Some(Kind::Cluster) && !resource.is_update() {
                groups.push(new(resource.address.clone(), Some((resource, values))));
            }
        }
        let clusters = groups.len();
        for (resource, values) in resources.iter().filter_map(values) {
            if kind_of(resource, values) != Some(Kind::Pool) || resource.is_update() {
                continue;
            }
            let id = values.text("kubernetes_cluster_id").or_else(|| values.text("parent_id"));
            let place = self.place(resource, id, &groups, clusters);
            let is_first = groups.is_empty();
            match (place.and_then(|place| groups.get_mut(place)), id) {
                (Some(group), _) => group.pools.push((resource, values)),
                // A cluster that this Terraform project doesn't manage.
                (None, Some(id)) => {
                    let mut group = new(id.to_owned(), None);
                    group.pools.push((resource, values));
                    groups.push(group);
                }
                (None, None) if is_first => {
                    let mut group = new(String::new(), None);
                    group.pools.push((resource, values));
                    groups.push(group);
                }
                (None, None) => {
                    let text = format!(
                        "The cluster of {} isn't known before it is created; left out.",
                        shown(&resource.address)
                    );
                    groups
                        .iter_mut()
                        .for_each(|group| group.lost.push((resource.path.clone(), text.clone())));
                }
            }
        }
        for (resource, values) in resources.iter().filter_map(values).filter(|(one, _)| one.is_update()) {
            let Some(kind) = kind_of(resource, values) else { continue };
            let parent = values.text("parent_id");
            let id = match (kind, values.text("resource_id")) {
                (Kind::Cluster, Some(id)) => Some(id.to_owned()),
                (Kind::Pool, Some(id)) => id.rsplit_once("/agentPools/").map(|(id, _)| id.to_owned()),
                (Kind::Pool, None) => parent.map(str::to_owned),
                (Kind::Cluster, None) => parent.zip(values.text("name")).map(|(parent, name)| {
                    format!("{parent}/providers/Microsoft.ContainerService/managedClusters/{name}")
                }),
            };
            let place = self.place(resource, id.as_deref(), &groups, clusters);
            match place.and_then(|place| groups.get_mut(place)) {
                Some(group) => group.updates.push((kind, resource, values)),
                None => {
                    let text = format!(
                        "{} changes a resource that isn't in this document; left out.",
                        shown(&resource.address)
                    );
                    groups
                        .iter_mut()
                        .for_each(|group| group.remarks.push((resource.path.clone(), text.clone())));
                }
            }
        }
        groups
    }

    /// Returns the group of the cluster with an id, or of the one that the configuration refers to.
    fn place(
        &self,
        resource: &Resource<'_>,
        id: Option<&str>,
        groups: &[Group<'_>],
        clusters: usize,
    ) -> Option<usize> {
        let place = match id {
            Some(id) => groups.iter().position(|group| group.has_id(id)),
            None => self.referred(resource, groups),
        };
        place.or((clusters == 1 && id.is_none()).then_some(0))
    }

    /// Returns the group of the cluster that a pool's configuration refers to.
    fn referred(&self, pool: &Resource<'_>, groups: &[Group<'_>]) -> Option<usize> {
        let (module, name, _) = split_address(&pool.address);
        let module: Vec<String> = module.into_iter().map(|step| without_key(&step).to_owned()).collect();
        let arguments = ["kubernetes_cluster_id", "parent_id", "resource_id"];
        let cluster = self.configuration.resolve(&module, &name, &arguments)?;
        let candidates: Vec<usize> = groups
            .iter()
            .enumerate()
            .filter(|(_, group)| without_keys(&group.key) == cluster)
            .map(|(place, _)| place)
            .collect();
        // Of several by count or for_each, the one around the pool, or with the pool's own key.
        let (own_modules, _, own_key) = split_address(&pool.address);
        let address = |place: &usize| groups.get(*place).map(|group| split_address(&group.key));
        let is_around =
            |place: &&usize| address(place).is_some_and(|(modules, ..)| own_modules.starts_with(&modules));
        let around: Vec<usize> = candidates.iter().filter(is_around).copied().collect();
        let has_key = |place: &&usize| address(place).is_some_and(|(_, _, key)| key == own_key);
        match around.as_slice() {
            [one] => Some(*one),
            [] => {
                if let [one] = candidates.as_slice() {
                    Some(*one)
                } else {
                    None
                }
            }
            several => several.iter().find(has_key).copied(),
        }
    }
}

impl Group<'_> {
    /// Returns whether the cluster has an id; ARM ignores the case of ids.
    fn has_id(&self, id: &str) -> bool {
        let Some((_, values)) = &self.cluster else { return self.key.eq_ignore_ascii_case(id) };
        match values.text("id") {
            Some(own) => own.eq_ignore_ascii_case(id),
            None => {
                let mut parts = id.rsplit('/');
                let name = parts.next().unwrap_or_default();
                let group = id.split('/').nth(4).unwrap_or_default();
                let is_same = |key: &str, part: &str| {
                    values.text(key).is_some_and(|text| text.eq_ignore_ascii_case(part))
                };
                is_same("name", name)
                    && (values.get("resource_group_name").is_none() || is_same("resource_group_name", group))
            }
        }
    }
}
