//! ARM templates, written or exported.

use super::not_a_plan;
use super::resource::Import;
use crate::codec::note::{Notes, below, named};
use crate::codec::read::ReadError;
use crate::plan::Plan;
use crate::syntax::{Content, Node, Object};
use crate::text::shown;

/// A resource and its path.
type Resource<'a> = (String, &'a Object);

/// The resources of a template, by what they are to a plan.
#[derive(Default)]
struct Resources<'a> {
    clusters: Vec<Resource<'a>>,
    pools: Vec<Resource<'a>>,
    /// Types of the others, each once.
    others: Vec<&'a str>,
}

/// Whether an object is a template: it has resources and is none itself.
pub(super) fn is_template(object: &Object) -> bool {
    object.get("resources").is_some_and(Node::is_container) && object.get("type").is_none()
}

/// Reads the first cluster of a template, and the pools that stand in it or beside it as child resources.
pub(super) fn read(template: &Object, notes: &mut Notes) -> Result<Plan, ReadError> {
    let mut resources = Resources::default();
    resources.collect(template.get("resources"), "$.resources");
    if resources.clusters.is_empty() && resources.pools.is_empty() {
        return Err(not_a_plan("A template without an AKS cluster or node pool"));
    }
    let mut import = Import::of_template(template, notes);
    let mut clusters = resources.clusters.into_iter();
    let mut plan = match clusters.next() {
        Some((path, cluster)) => import.cluster(cluster, &path),
        None => pools_of_an_existing_cluster(&resources.pools, &mut import),
    };
    for (path, _) in clusters {
        import.notes.add(&path, "A plan has one cluster; the first of the template was read.");
    }
    for (path, child) in resources.pools {
        add_child(&mut plan, child, &path, &mut import);
    }
    if !resources.others.is_empty() {
        let others: Vec<String> = resources.others.iter().map(|kind| named(kind)).collect();
        let text = format!("Resources of other types, left out: {}.", others.join(", "));
        import.notes.add("$.resources", text);
    }
    Ok(plan)
}

fn pools_of_an_existing_cluster(pools: &[Resource<'_>], import: &mut Import<'_>) -> Plan {
    let mut plan = Plan::default();
    plan.cluster.existing = true;
    plan.cluster.name = pools.iter().find_map(|(_, child)| import.parent(child)).unwrap_or_default();
    plan
}

/// Adds a pool that is a child resource. An exported template has the same pools in the cluster, too.
fn add_child(plan: &mut Plan, child: &Object, path: &str, import: &mut Import<'_>) {
    let pool = import.pool(child, path);
    match plan.pools.iter_mut().find(|known| known.name == pool.name && !pool.name.is_empty()) {
        Some(known) if *known == pool => {}
        Some(known) => {
            let name = shown(&pool.name);
            let text = format!("The cluster has a pool {name} with other properties; these were read.");
            import.notes.add(path, text);
            *known = pool;
        }
        None => plan.pools.push(pool),
    }
}

impl<'a> Resources<'a> {
    /// Collects a list of resources, or an object that has them by symbolic names, and the resources in them.
    fn collect(&mut self, resources: Option<&'a Node>, path: &str) {
        let items: Vec<Resource<'a>> = match resources.map(|resources| &resources.content) {
            Some(Content::List(items)) => {
                let items = items.iter().enumerate();
                items
                    .filter_map(|(index, item)| Some((format!("{path}[{index}]"), item.as_object()?)))
                    .collect()
            }
            Some(Content::Object(Object(entries))) => entries
                .iter()
                .filter_map(|entry| Some((below(path, &entry.key), entry.value.as_object()?)))
                .collect(),
            _ => return,
        };
        for (path, resource) in items {
            let inner = below(&path, "resources");
            self.add(path, resource);
            self.collect(resource.get("resources"), &inner);
        }
    }

    fn add(&mut self, path: String, resource: &'a Object) {
        let kind = resource.text("type").unwrap_or("without a type");
        // Inside the cluster a pool's type may go without the cluster's.
        match kind.to_ascii_lowercase().as_str() {
            "microsoft.containerservice/managedclusters" => self.clusters.push((path, resource)),
            "microsoft.containerservice/managedclusters/agentpools" | "agentpools" => {
                self.pools.push((path, resource));
            }
            _ if !self.others.contains(&kind) => self.others.push(kind),
            _ => {}
        }
    }
}
