//! Deadlines of a cluster: when the VM sizes, images, Kubernetes versions and networks that it uses are retired.
//!
//! Each date is that of a rule, whose page has its source and the day on which it was read.

use crate::catalog::{Catalog, Support, ends, support};
use crate::date::Date;
use crate::plan::{Keyword, NetworkPolicy, NodePool, OsSku, Plan, SupportPlan, Version};

/// Something that a cluster uses and that is retired on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// The day.
    pub date: Date,
    /// The pool that it is about; `None` for the cluster.
    pub pool: Option<String>,
    /// The property to change.
    pub key: &'static str,
    /// What ends, as a sentence.
    pub what: String,
    /// What to do, as a sentence.
    pub remedy: &'static str,
    /// The rule that knows it.
    pub rule: &'static str,
}

/// An image, the day, what ends, what to do, and the rule.
type End = (OsSku, &'static str, &'static str, &'static str, &'static str);

const REIMAGE: &str = "Set another osSKU: it changes in place, and the nodes are reimaged.";
const NEW_POOL: &str = "Replace the pool by one with another osSKU.";

const IMAGES: [End; 8] = [
    (
        OsSku::Flatcar,
        ends::FLATCAR_IMAGES_END,
        "images of Flatcar are removed",
        REIMAGE,
        "os-sku-retired-linux",
    ),
    (
        OsSku::AzureLinuxOsGuard,
        ends::OS_GUARD_CLOSES,
        "new pools can't use OS Guard",
        NEW_POOL,
        "os-guard-retired",
    ),
    (
        OsSku::AzureLinuxOsGuard,
        ends::OS_GUARD_IMAGES_END,
        "images of OS Guard are removed",
        NEW_POOL,
        "os-guard-retired",
    ),
    (
        OsSku::Ubuntu2204,
        ends::UBUNTU_22_04_ENDS,
        "the support of Ubuntu 22.04 ends",
        REIMAGE,
        "ubuntu-22-04-retirement",
    ),
    (
        OsSku::Ubuntu2204,
        ends::UBUNTU_22_04_IMAGES_END,
        "images of Ubuntu 22.04 are removed",
        REIMAGE,
        "ubuntu-22-04-retirement",
    ),
    (
        OsSku::Windows2019,
        ends::WINDOWS_2019_RETIRES,
        "Windows Server 2019 retires",
        NEW_POOL,
        "windows-os-sku-version",
    ),
    (
        OsSku::Windows2019,
        ends::WINDOWS_2019_IMAGES_END,
        "images of Windows Server 2019 are removed",
        NEW_POOL,
        "windows-os-sku-version",
    ),
    (
        OsSku::WindowsAnnual,
        ends::WINDOWS_ANNUAL_RETIRES,
        "Windows Annual retires",
        NEW_POOL,
        "windows-os-sku-version",
    ),
];

/// Returns everything of a plan that ends on a known day, the earliest first.
pub fn deadlines(plan: &Plan, catalog: &Catalog) -> Vec<Deadline> {
    let mut found = Vec::new();
    of_cluster(plan, &mut found);
    for pool in &plan.pools {
        of_pool(pool, plan, catalog, &mut found);
    }
    found.sort_by_key(|one| one.date);
    found
}

fn of_cluster(plan: &Plan, found: &mut Vec<Deadline>) {
    let mut add = |date: &str, key, what: &str, remedy, rule| {
        found.extend(Date::parse(date).map(|date| Deadline {
            date,
            pool: None,
            key,
            what: format!("{what}."),
            remedy,
            rule,
        }));
    };
    if plan.cluster.is_kubenet() {
        let remedy = "Change the network to Azure CNI Overlay: az aks update does it in place.";
        let rule = "cluster-kubenet-retirement";
        add(ends::KUBENET_RETIRES, "networkProfile.networkPlugin", "kubenet retires", remedy, rule);
    }
    if plan.cluster.network_policy == Some(NetworkPolicy::Azure) {
        let remedy = "Change the network policy to cilium or calico.";
        let what = "Azure Network Policy Manager retires on Linux";
        add(
            ends::NETWORK_POLICY_MANAGER_RETIRES,
            "networkProfile.networkPolicy",
            what,
            remedy,
            "network-policy-azure-limits",
        );
    }
    found.extend(of_version(plan.cluster.kubernetes_version.as_deref(), None, plan));
}

/// Returns when the support of a Kubernetes version ends.
fn of_version(version: Option<&str>, pool: Option<&NodePool>, plan: &Plan) -> Option<Deadline> {
    let version = Version::parse(version?)?;
    let Support::Until { community, long_term } = support(version) else { return None };
    let is_long = plan.cluster.support_plan == Some(SupportPlan::Lts);
    Some(Deadline {
        date: if is_long { long_term } else { community },
        pool: pool.map(|pool| pool.name.clone()),
        key: if pool.is_some() { "orchestratorVersion" } else { "kubernetesVersion" },
        what: format!(
            "{} of Kubernetes {}.{} ends.",
            if is_long { "Long-term support" } else { "The support" },
            version.major,
            version.minor
        ),
        remedy: "Upgrade to a version that is supported for longer.",
        rule: "kubernetes-version-supported",
    })
}

fn of_pool(pool: &NodePool, plan: &Plan, catalog: &Catalog, found: &mut Vec<Deadline>) {
    let name = || Some(pool.name.clone());
    let own = pool.vm_size.as_deref().map(|size| ("vmSize", size));
    let of_profiles = pool.profile_sizes().into_iter().map(|size| ("virtualMachinesProfile", size));
    let mut known: Vec<&str> = Vec::new();
    for (key, name_of_size) in own.into_iter().chain(of_profiles) {
        let Some(size) = catalog.size(name_of_size).filter(|size| !known.contains(&&*size.name)) else {
            continue;
        };
        known.push(&size.name);
        let Some(end) = size.retirement() else { continue };
        let capped = if end.is_capped { " Azure gives no new quota for it." } else { "" };
        found.push(Deadline {
            date: end.date,
            pool: name(),
            key,
            what: format!("VMs of the size {} stop.{capped}", size.name),
            remedy: "Replace the pool by one with a newer VM size.",
            rule: "vm-size-retirement",
        });
    }
    for (sku, day, what, remedy, rule) in IMAGES {
        if pool.os_sku.as_ref().map(Keyword::as_str) == Some(sku.as_str())
            && let Some(date) = Date::parse(day)
        {
            let what = format!("{}.", crate::text::capital(what));
            found.push(Deadline { date, pool: name(), key: "osSKU", what, remedy, rule });
        }
    }
    found.extend(of_version(pool.kubernetes_version.as_deref(), Some(pool), plan));
}
