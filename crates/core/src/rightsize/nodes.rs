//! What nodes really have, from `kubectl get nodes -o json`.

use std::collections::BTreeMap;

use super::pods::{KubectlError, items};
use crate::capacity::fit::{parse_cpu, parse_memory};
use crate::to_json::Json;

/// What is allocatable on a node of each VM size, as nodes report it. Empty if no nodes were read: the documented
/// reservations are used then.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NodeSizes(BTreeMap<String, (i64, i64)>);

impl NodeSizes {
    /// Returns the thousandths of a vCPU and MB of memory of a size, the smallest of its nodes.
    pub(super) fn get(&self, size: &str) -> Option<(i64, i64)> {
        self.0.get(&size.to_ascii_lowercase()).copied()
    }

    /// Returns the number of VM sizes that nodes were found of.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns whether no nodes were read.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Reads what `kubectl get nodes -o json` prints.
pub fn read_nodes(text: &str) -> Result<NodeSizes, KubectlError> {
    let mut sizes = BTreeMap::new();
    for node in items::<Json>(text, "Node")? {
        let label = |key: &str| node.pointer("/metadata/labels")?.get(key)?.as_str();
        let amount = |key: &str| node.pointer("/status/allocatable")?.get(key)?.as_str();
        let size =
            label("node.kubernetes.io/instance-type").or_else(|| label("beta.kubernetes.io/instance-type"));
        let cpu = amount("cpu").and_then(parse_cpu);
        let memory = amount("memory").and_then(parse_memory);
        let (Some(size), Some(cpu), Some(memory)) = (size, cpu, memory) else { continue };
        let known: &mut (i64, i64) = sizes.entry(size.to_ascii_lowercase()).or_insert((cpu, memory));
        *known = (known.0.min(cpu), known.1.min(memory));
    }
    Ok(NodeSizes(sizes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_node_of_a_size_counts() {
        let node = |memory: &str| {
            format!(
                r#"{{"kind": "Node", "metadata": {{"labels": {{"node.kubernetes.io/instance-type": "Standard_D4ds_v5"}}}},
                "status": {{"allocatable": {{"cpu": "3860m", "memory": "{memory}"}}}}}}"#
            )
        };
        let text = format!(r#"{{"kind": "List", "items": [{}, {}]}}"#, node("13Gi"), node("12Gi"));
        let sizes = read_nodes(&text).unwrap();
        assert_eq!(sizes.get("standard_d4ds_v5"), Some((3_860, 12_000)));
        assert_eq!((sizes.len(), sizes.get("Standard_D2s_v5")), (1, None));
    }
}
