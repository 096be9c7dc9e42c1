//! What a node leaves to pods.
//!
//! The documents count 1 GB as 1,000 MB and mix MB with MiB; so do these numbers, and they are accurate to about 5%
//! (node-resource-reservations, 2026-06-11).

use crate::catalog::VmSize;
use crate::plan::{Cluster, NodePool, Version};

/// How a node's memory is reserved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reservation {
    /// Since Kubernetes 1.29: 20 MB for each pod that the node may have and 50 MB, at most a quarter of the memory.
    ByPods,
    /// Before: parts of the memory, the smaller the larger it is.
    ByMemory,
}

/// What a node has, what AKS keeps of it, and what is left to pods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allocatable {
    /// Thousandths of a vCPU that the node has.
    pub cpu: i64,
    /// Thousandths of a vCPU that are kept.
    pub cpu_reserved: i64,
    /// MB of memory that the node has.
    pub memory: i64,
    /// MB that are kept for Kubernetes.
    pub memory_reserved: i64,
    /// MB below which pods are evicted.
    pub eviction: i64,
    /// MB that Windows keeps.
    pub windows: i64,
    /// How the memory is reserved.
    pub rule: Reservation,
}

/// MB that a Windows node keeps for its own processes. The document says so for Kubernetes before 1.29; it is
/// assumed for later versions too, which is the safe side.
const WINDOWS: i64 = 2_000;

impl Allocatable {
    /// Returns the thousandths of a vCPU that are left to pods.
    pub fn cpu_left(self) -> i64 {
        (self.cpu - self.cpu_reserved).max(0)
    }

    /// Returns MB of memory that are left to pods.
    pub fn memory_left(self) -> i64 {
        (self.memory - self.memory_reserved - self.eviction - self.windows).max(0)
    }
}

/// Returns what a node of that size leaves to the pods of a pool.
pub fn allocatable(size: &VmSize, pool: &NodePool, cluster: &Cluster) -> Allocatable {
    let memory = (size.memory_gib * 1_000.0) as i64;
    let rule = reservation(pool, cluster);
    let (memory_reserved, eviction) = reserved_memory(rule, memory, pool.max_pods_on(cluster));
    Allocatable {
        cpu: i64::from(size.vcpus) * 1_000,
        cpu_reserved: reserved_cpu(i64::from(size.vcpus)),
        memory,
        memory_reserved,
        eviction,
        windows: if pool.is_windows() { WINDOWS } else { 0 },
        rule,
    }
}

/// Returns the thousandths of a vCPU that AKS keeps: 60 of the first, 40 of the second, 20 of the third and fourth, 10
/// of each more. It is the documented table for 1, 2, 4, 8, 16, 32 and 64; between them and above it is read off it.
pub fn reserved_cpu(vcpus: i64) -> i64 {
    let of = |first: i64, last: i64, each: i64| (vcpus.min(last) - first + 1).max(0) * each;
    of(1, 1, 60) + of(2, 2, 40) + of(3, 4, 20) + of(5, i64::MAX, 10)
}

/// Returns how the memory of a pool's nodes is reserved: a plan without a version gets a new one.
pub fn reservation(pool: &NodePool, cluster: &Cluster) -> Reservation {
    let version = pool.kubernetes_version.as_deref().or(cluster.kubernetes_version.as_deref());
    match version.and_then(Version::parse) {
        Some(version) if !version.is_from(29) => Reservation::ByMemory,
        _ => Reservation::ByPods,
    }
}

/// Returns MB that are kept for Kubernetes, and MB below which pods are evicted.
pub fn reserved_memory(rule: Reservation, memory: i64, max_pods: i64) -> (i64, i64) {
    match rule {
        Reservation::ByPods => {
            let by_pods = max_pods.clamp(0, 250) * 20 + 50;
            (by_pods.min(memory / 4), 100)
        }
        Reservation::ByMemory => {
            // Up to so many MB, and how many hundredths of them.
            const STEPS: [(i64, i64); 5] =
                [(4_000, 25), (8_000, 20), (16_000, 10), (128_000, 6), (i64::MAX, 2)];
            let mut from = 0;
            let mut reserved = 0;
            for (to, hundredths) in STEPS {
                reserved += (memory.min(to) - from).max(0) * hundredths / 100;
                from = to;
            }
            (reserved, 750)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table and the worked examples of node-resource-reservations (2026-06-11).
    #[test]
    fn cpu_is_reserved_as_documented() {
        for (vcpus, reserved) in [(1, 60), (2, 100), (4, 140), (8, 180), (16, 260), (32, 420), (64, 740)] {
            assert_eq!(reserved_cpu(vcpus), reserved, "{vcpus}");
        }
        // Read off the table: not documented.
        for (vcpus, reserved) in [(0, 0), (3, 120), (6, 160), (48, 580), (96, 1_060)] {
            assert_eq!(reserved_cpu(vcpus), reserved, "{vcpus}");
        }
    }

    #[test]
    fn memory_is_reserved_as_documented() {
        let left = |rule, memory, pods| {
            let (reserved, eviction) = reserved_memory(rule, memory, pods);
            (reserved, memory - reserved - eviction)
        };
        // 8 GB with 30 pods leave 7.25 GB; of 4 GB with 70 pods a quarter is kept.
        assert_eq!(left(Reservation::ByPods, 8_000, 30), (650, 7_250));
        assert_eq!(left(Reservation::ByPods, 4_000, 70).0, 1_000);
        assert_eq!(left(Reservation::ByPods, 16_000, 110).0, 2_250);
        assert_eq!(left(Reservation::ByPods, 32_000, 250).0, 5_050);
        // 7 GB before 1.29: 0.75 GB, 25 % of 4 GB and 20 % of 3 GB are kept.
        assert_eq!(left(Reservation::ByMemory, 7_000, 30), (1_600, 4_650));
        assert_eq!(left(Reservation::ByMemory, 16_000, 30).0, 2_600);
        assert_eq!(left(Reservation::ByMemory, 32_000, 30).0, 3_560);
        assert_eq!(left(Reservation::ByMemory, 256_000, 30).0, 11_880);
    }

    #[test]
    fn the_version_decides_and_windows_keeps_more() {
        let catalog = crate::catalog::Catalog::embedded();
        let size = catalog.size("Standard_DS2_v2").unwrap();
        let cluster = |version: &str| Cluster {
            kubernetes_version: (!version.is_empty()).then(|| version.to_owned()),
            ..Cluster::default()
        };
        let mut pool = NodePool { max_pods: Some(30), ..NodePool::default() };
        let of = |pool: &NodePool, version: &str| allocatable(size, pool, &cluster(version)).memory_left();
        assert_eq!((of(&pool, "1.28.9"), of(&pool, "1.29.0"), of(&pool, "")), (4_650, 6_250, 6_250));
        pool.os_type = Some(crate::plan::OsType::Windows);
        assert_eq!(of(&pool, "1.30"), 4_250);
        assert_eq!(allocatable(size, &pool, &cluster("1.30")).cpu_left(), 1_900);
    }
}
