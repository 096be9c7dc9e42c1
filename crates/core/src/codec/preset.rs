//! Presets: plan files to start with.

use super::read::read_plan;
use crate::plan::Plan;

/// A layout to start with.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// Its title.
    pub title: &'static str,
    /// What it is for, in one sentence.
    pub about: &'static str,
    /// Its plan file.
    file: &'static str,
}

/// What a first visit shows.
pub const PRODUCTION: Preset = Preset {
    title: "Production",
    about: "A dedicated System pool in three zones, and an autoscaled User pool for applications.",
    file: include_str!("presets/production.plan.json"),
};

/// Every preset of ours. None has a Refused or Unsupported finding.
pub const PRESETS: &[Preset] = &[
    PRODUCTION,
    Preset {
        title: "Dev/test",
        about: "One System pool of two nodes that applications share.",
        file: include_str!("presets/dev_test.plan.json"),
    },
    Preset {
        title: "Batch on Spot",
        about: "A dedicated System pool, a small User pool, and Spot capacity that grows from zero.",
        file: include_str!("presets/batch.plan.json"),
    },
    Preset {
        title: "Windows",
        about: "Linux System nodes, and a Windows pool for .NET Framework applications.",
        file: include_str!("presets/windows.plan.json"),
    },
    Preset {
        title: "GPU",
        about: "A tainted pool of NVIDIA T4 nodes that grows from zero, beside a User pool for the rest.",
        file: include_str!("presets/gpu.plan.json"),
    },
    Preset {
        title: "Arm64",
        about: "All nodes on Arm64, which costs less per vCPU; every image must be built for it.",
        file: include_str!("presets/arm64.plan.json"),
    },
];

/// The day on which [`PORTAL`] was read.
pub const PORTAL_DATE: &str = "2026-08-21";

/// What the Azure portal offers: sizes, ranges of nodes, zones and the private API server as the article Quotas, VM
/// sizes and regions in AKS lists them. It does not mention taints, network and region: the presets set no taints and
/// network, and the region is our choice.
pub const PORTAL: &[Preset] = &[
    Preset {
        title: "Production Standard",
        about: "System D8ds_v5, 2 to 5 nodes; User D8ds_v5, 2 to 100; in zones.",
        file: include_str!("presets/portal_production_standard.plan.json"),
    },
    Preset {
        title: "Dev/Test",
        about: "System D4ds_v5, 2 to 5 nodes; no User pool, no zones.",
        file: include_str!("presets/portal_dev_test.plan.json"),
    },
    Preset {
        title: "Production Economy",
        about: "System D8ds_v5, 2 to 5 nodes; User D8as_v4, 0 to 25; no zones.",
        file: include_str!("presets/portal_production_economy.plan.json"),
    },
    Preset {
        title: "Production Enterprise",
        about: "System D16ds_v5, 2 to 5 nodes; User D8ds_v5, 2 to 100; in zones; private API server.",
        file: include_str!("presets/portal_production_enterprise.plan.json"),
    },
];

/// Migrations from an existing layout to another: plans with a baseline.
pub const JOURNEYS: &[Preset] = &[
    Preset {
        title: "Dedicate system pools",
        about: "Adds a tainted System pool to a cluster with one pool, which becomes a User pool.",
        file: include_str!("../../../../examples/journeys/dedicate-system-pool.plan.json"),
    },
    Preset {
        title: "Resize the only system pool",
        about: "Replaces the only System pool with a new one of another size.",
        file: include_str!("../../../../examples/journeys/resize-system-pool.plan.json"),
    },
    Preset {
        title: "Change maxPods",
        about: "A new pool replaces the old one, because maxPods can\u{2019}t change in place.",
        file: include_str!("../../../../examples/journeys/change-max-pods.plan.json"),
    },
    Preset {
        title: "Swap which pool is System",
        about: "The new System pool comes first; AKS refuses the other order.",
        file: include_str!("../../../../examples/journeys/swap-system-pool.plan.json"),
    },
    Preset {
        title: "Delete the original default pool",
        about: "Drains and deletes the first pool; another System pool exists.",
        file: include_str!("../../../../examples/journeys/delete-first-pool.plan.json"),
    },
    Preset {
        title: "Migrate a cluster created before API 2020-03-01",
        about: "It has only User pools; a System pool is added before any pool is removed.",
        file: include_str!("../../../../examples/journeys/migrate-before-2020-03.plan.json"),
    },
    Preset {
        title: "Move a pool to three zones",
        about: "Zones can't change in place, so a new pool replaces the old one.",
        file: include_str!("../../../../examples/journeys/three-zones.plan.json"),
    },
    Preset {
        title: "Managed to ephemeral OS disk",
        about: "A new pool replaces the old one, because the OS disk can\u{2019}t change in place.",
        file: include_str!("../../../../examples/journeys/ephemeral-os-disk.plan.json"),
    },
    Preset {
        title: "Change the Linux image",
        about: "In place, one pool after another; nodes are reimaged.",
        file: include_str!("../../../../examples/journeys/linux-sku-in-place.plan.json"),
    },
    Preset {
        title: "Windows Server 2019 to 2022",
        about: "A new pool, because a Windows OS SKU can't change in place.",
        file: include_str!("../../../../examples/journeys/windows-2019-to-2022.plan.json"),
    },
    Preset {
        title: "kubenet to overlay",
        about: "The cluster changes in place; all pools are reimaged at the same time.",
        file: include_str!("../../../../examples/journeys/kubenet.plan.json"),
    },
    Preset {
        title: "Shrink to cheaper sizes",
        about: "One pool after another, to keep the number of extra nodes small.",
        file: include_str!("../../../../examples/journeys/cheaper-sizes.plan.json"),
    },
    Preset {
        title: "Node auto-provisioning beside the autoscaler",
        about: "AKS creates nodes by itself; autoscaled pools stay for now.",
        file: include_str!("../../../../examples/journeys/node-provisioning-beside-autoscaler.plan.json"),
    },
    Preset {
        title: "Node auto-provisioning without the autoscaler",
        about: "The autoscaled pool is deleted; AKS creates nodes for its pods.",
        file: include_str!("../../../../examples/journeys/node-provisioning.plan.json"),
    },
    Preset {
        title: "Ubuntu 22.04 to 24.04",
        about: "In place; nodes are reimaged.",
        file: include_str!("../../../../examples/journeys/ubuntu-2204-to-2404.plan.json"),
    },
    Preset {
        title: "Azure Linux 2 to 3",
        about: "With the upgrade from Kubernetes 1.31; nodes are reimaged.",
        file: include_str!("../../../../examples/journeys/azure-linux-2-to-3.plan.json"),
    },
    Preset {
        title: "Replace Azure Linux OS Guard",
        about: "A new pool, before OS Guard ends.",
        file: include_str!("../../../../examples/journeys/os-guard-out.plan.json"),
    },
    Preset {
        title: "Back to a supported version",
        about: "From a version out of support, everything skips to the oldest supported one.",
        file: include_str!("../../../../examples/journeys/out-of-support.plan.json"),
    },
    Preset {
        title: "Leave a VM series that retires",
        about: "A new pool of a newer size, before the series ends.",
        file: include_str!("../../../../examples/journeys/retiring-vm-series.plan.json"),
    },
];

impl Preset {
    /// Returns its plan.
    pub fn plan(&self) -> Plan {
        read_plan(self.file).map(|document| document.plan).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::lint::{self, Date};

    #[test]
    fn presets_are_read_without_notes_and_pass() {
        let (catalog, today) = (Catalog::embedded(), Date::new(2026, 11, 24).unwrap());
        for preset in PRESETS.iter().chain(PORTAL).chain(JOURNEYS) {
            let document = read_plan(preset.file).unwrap();
            assert_eq!(document.notes, [], "{}", preset.title);
            let report = lint::check(&document.plan, &catalog, today);
            assert!(report.passes(), "{}: {}", preset.title, report.verdict());
        }
        for preset in PRESETS {
            let report = lint::check(&preset.plan(), &catalog, today);
            assert_eq!(
                report.count(lint::Severity::Recommendation),
                0,
                "{}: {}",
                preset.title,
                report.verdict()
            );
        }
    }
}
