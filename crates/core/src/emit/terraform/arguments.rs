//! What azurerm has for each property of a pool and of the cluster: an argument, a block, or the reason why not.

use std::collections::BTreeSet;

use super::Terraform;
use crate::emit::hcl::{Block, Expression};
use crate::emit::snippet::Snippet;
use crate::emit::values::{
    EGRESS_GATEWAY, Setting, Target, foreign, gap, instead_of_foreign, is_local_subnet, no_identity,
    note_on_count, of_declared,
};
use crate::plan::azurerm::{OF_CLUSTER, OF_POOL, OF_TREES, RENAMED, SYSCTLS};
use crate::plan::{NetworkDataplane, NodePool, Value, Version, taint_key};
use crate::quote::Code;
use crate::quote::hcl::argument;
use crate::to_json::{Json, Object};

/// The images of azurerm 5.2.0.
const IMAGES: &[&str] =
    &["AzureLinux", "AzureLinux3", "Ubuntu", "Ubuntu2204", "Ubuntu2404", "Windows2019", "Windows2022"];

/// The block of a pool's network, and the property whose ranges are blocks in it.
const NETWORK: &str = "node_network_profile";

pub(super) const HOST_PORTS: &str = "networkProfile.allowedHostPorts";

pub(super) const NO_HOST_PORTS: &str = "is empty, which azurerm has no block for; use ARM or Bicep";

/// The taint that the block of the first pool can set.
const CRITICAL_ADDONS: &str = "CriticalAddonsOnly=true:NoSchedule";

/// The version of the API that azurerm 5.2.0 uses.
const AZURERM_API: &str = "2025-10-01";

/// The label and taint that AKS gives to Spot nodes.
const SPOT: &str = "kubernetes.azure.com/scalesetpriority";

/// The entry that is two arguments.
const PORT_RANGE: &str = "linuxOSConfig.sysctls.netIpv4IpLocalPortRange";

/// Entries that the provider sends as false where nothing is said of them, though AKS may mean something else.
const SENT: &[(&str, &str)] = &[
    ("autoScalerProfile", "skip-nodes-with-local-storage"),
    ("kubeletConfig", "failSwapOn"),
    ("linuxOSConfig.sysctls", "netIpv4TcpTwReuse"),
];

/// Where a pool is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In the cluster's block.
    First,
    /// In a block of its own.
    Own,
}

/// A pool with its place in the plan; nothing for the cluster.
pub(super) type At<'a> = Option<(usize, &'a NodePool)>;

impl Terraform<'_> {
    /// Writes what AKS puts on Spot nodes by itself, which Terraform would otherwise remove.
    pub(super) fn put_by_aks(&mut self, at: (usize, &NodePool), target: Target) {
        let (_, pool) = at;
        if !pool.is_spot() {
            return;
        }
        // Of a pool that is there, taints that the plan leaves open are ignored.
        let is_ignored = target == Target::Existing && !pool.taints.is_stated();
        if !is_ignored && !pool.taints.iter().any(|taint| taint_key(taint) == SPOT) {
            let why = format!(
                "gets {SPOT}=spot:NoSchedule from AKS, which Terraform removes when it is applied again; set it in the plan"
            );
            self.cannot(Some(at), "nodeTaints", &why);
        }
        // Labels are read from AKS where none are named.
        if !pool.labels.is_empty() && !pool.labels.contains_key(SPOT) {
            let why = format!(
                "gets {SPOT}=spot from AKS, which Terraform removes when it is applied again; add it to node_labels"
            );
            self.cannot(Some(at), "nodeLabels", &why);
        }
    }

    /// A pool's properties.
    pub(super) fn pool(
        &mut self,
        block: &mut Block,
        (written, target): (Place, Target),
        place: usize,
        pool: &NodePool,
    ) {
        let at = Some((place, pool));
        if target == Target::New {
            let first = |_| "azurerm begins with min_count".to_owned();
            self.notes.extend(note_on_count(pool, first));
        }
        for said in of_declared(pool, target) {
            if is_implied(written, pool, &said) {
                self.said.push(said.key);
                continue;
            }
            if foreign(&said, AZURERM_API).is_some() {
                let instead = instead_of_foreign(&said);
                self.cannot(
                    at,
                    said.key,
                    &format!("is not a value of azurerm, nor of API {AZURERM_API}; {instead}"),
                );
                continue;
            }
            let row = OF_POOL.iter().find(|(key, ..)| *key == said.key);
            let argument =
                row.map_or("", |(_, first, own)| if written == Place::First { first } else { own });
            let why = match argument {
                "" if row.is_some_and(|(_, _, own)| !own.is_empty()) => {
                    "cannot be set in default_node_pool, the cluster's first pool in Terraform; use ARM or Bicep"
                }
                "" => absent(said.key),
                _ => not_taken(written, pool, &said),
            };
            if !why.is_empty() && said.is_default {
                continue;
            }
            if !why.is_empty() {
                self.cannot(at, said.key, why);
                continue;
            }
            self.said.push(said.key);
            match (argument, said.value) {
                ("only_critical_addons_enabled", Value::List(taints)) => {
                    let (set, others): (Vec<&String>, Vec<&String>) =
                        taints.iter().partition(|taint| *taint == CRITICAL_ADDONS);
                    if !set.is_empty() {
                        block.set(argument, Expression::bare("true"));
                    }
                    for taint in others {
                        let why = format!(
                            "has {taint}, but default_node_pool, the cluster's first pool in Terraform, accepts only {CRITICAL_ADDONS}; use ARM or Bicep"
                        );
                        self.cannot(at, said.key, &why);
                    }
                }
                (_, Value::Tree(tree)) => self.tree(block, at, said.key, said.key, &tree),
                (_, Value::Items(items)) if said.key == HOST_PORTS => {
                    block.push_in(NETWORK, host_ports(&items).unwrap_or_default());
                }
                (_, Value::Items(items)) => {
                    block.set(argument, Expression::Map(ip_tags(&items).unwrap_or_default()));
                }
                (_, value) => block.set(argument, expression(said.key, value)),
            }
        }
    }

    /// A property of the cluster; others of its network say whether Terraform can hold it.
    pub(super) fn of_cluster(&mut self, block: &mut Block, said: &Setting, all: &[Setting]) {
        let has = |key: &str| all.iter().any(|other| other.key == key);
        let text = if let Value::Text(text) = &said.value { text.as_str() } else { "" };
        let is_cilium = self.plan.cluster.network_dataplane == Some(NetworkDataplane::Cilium);
        let why = match said.key {
            // AKS's own default, for which the provider has no word.
            "autoUpgradeProfile.upgradeChannel" if text == "none" => return,
            "sku.name" => {
                "creates another resource in Terraform, azurerm_kubernetes_automatic_cluster; use ARM or Bicep"
            }
            "identity.type" => no_identity(text),
            key if key.starts_with("networkProfile.") && !has("networkProfile.networkPlugin") => {
                "needs networkPlugin too in Terraform; set it in the plan, or use ARM or Bicep"
            }
            // AKS's own default, for which the provider has no word, unless Cilium moves the packets.
            "networkProfile.networkPolicy" if text == "none" && !is_cilium => return,
            "networkProfile.networkPolicy" if text == "none" => {
                "can be left out in Terraform, but not be none; use ARM or Bicep"
            }
            "networkProfile.outboundType" if text == "none" => {
                "can be none in Terraform only with a bootstrap profile; use ARM or Bicep"
            }
            "networkProfile.serviceCidr" if !has("networkProfile.dnsServiceIP") => {
                "needs dnsServiceIP too in Terraform; set it in the plan, or use ARM or Bicep"
            }
            "networkProfile.dnsServiceIP" if !has("networkProfile.serviceCidr") => {
                "needs serviceCidr too in Terraform; set it in the plan, or use ARM or Bicep"
            }
            key if OF_CLUSTER.iter().all(|(known, _)| *known != key) => absent(key),
            _ => "",
        };
        if !why.is_empty() && said.is_default {
            return;
        }
        if !why.is_empty() {
            return self.cannot(None, said.key, why);
        }
        match (&said.value, OF_CLUSTER.iter().find(|(key, _)| *key == said.key)) {
            (Value::Tree(tree), _) => self.tree(block, None, said.key, said.key, tree),
            (value, Some((_, argument))) => block.set(argument, expression(said.key, value.clone())),
            _ => {}
        }
    }

    /// A property that is an object, entry by entry.
    fn tree(&mut self, block: &mut Block, at: At<'_>, key: &'static str, path: &str, tree: &Object) {
        let known = OF_TREES.iter().find(|(known, ..)| *known == path);
        for (name, value) in tree {
            let inner = format!("{path}.{name}");
            let block_of = known
                .and_then(|(_, inside, names)| Some((*inside, *names.iter().find(|known| *known == name)?)));
            match (block_of, value, scalar(value)) {
                // What the provider sends anyway.
                (None, Json::Bool(false), _) if inner == "kubeletConfig.failSwapOn" => {}
                (None, Json::String(text), _) if inner == PORT_RANGE && ports(text).is_some() => {
                    const ENDS: [&str; 2] =
                        ["net_ipv4_ip_local_port_range_min", "net_ipv4_ip_local_port_range_max"];
                    for (argument, port) in ENDS.into_iter().zip(ports(text).into_iter().flatten()) {
                        block.set_in(SYSCTLS, argument, Expression::Number(port.to_string()));
                    }
                }
                (None, Json::Object(object), _) if OF_TREES.iter().any(|(known, ..)| *known == inner) => {
                    self.tree(block, at, key, &inner, object);
                }
                (Some((inside, name)), _, Some(value)) => block.set_in(inside, argument_of(name), value),
                _ => self.cannot(
                    at,
                    key,
                    &format!("has {name}, which Terraform does not support; use ARM or Bicep"),
                ),
            }
        }
        // Without an entry the block is missing, and nothing is sent.
        let names = known.map(|(.., names)| *names).unwrap_or_default();
        if !tree.iter().any(|(name, _)| names.contains(&name.as_str())) {
            return;
        }
        let is_silent = |entry: &str| tree.iter().all(|(name, _)| name != entry);
        let sent = SENT.iter().filter(|(known, entry)| *known == path && is_silent(entry));
        for (_, entry) in sent {
            let why = format!(
                "does not set {entry}, but Terraform sets it to false; set it in the plan to get the same value everywhere"
            );
            self.cannot(at, key, &why);
        }
    }

    /// AKS turns the issuer on by itself from some version on (its documents say 1.34 in one place and 1.35 in another,
    /// read in November 2026), and it cannot be turned off again; the provider turns it on unless it is set to false,
    /// and would recreate the cluster to turn it off. So it is set to false where AKS certainly leaves it off.
    pub(super) fn oidc_issuer(&mut self, block: &mut Block) {
        let version = self.plan.cluster.kubernetes_version.as_deref().and_then(Version::parse);
        if version.is_some_and(|version| !version.is_from(34)) {
            return block.set("oidc_issuer_enabled", Expression::bare("false"));
        }
        let text =
            "Terraform turns the OIDC issuer on, as AKS does by itself for new versions of Kubernetes.";
        self.gaps.push(Snippet::gap(text.to_owned()));
    }

    /// Says what the provider decides where the plan leaves it to AKS.
    pub(super) fn left_to_terraform(&mut self, pools: &[(usize, &NodePool)]) {
        let unsaid = pools.iter().filter(|(_, pool)| pool.os_disk_type.is_none());
        let names: Vec<&str> = unsaid.map(|(_, pool)| pool.name.as_str()).collect();
        if !names.is_empty() {
            let why = format!(
                "is not set in the plan for {}, but Terraform sets it to Managed; set it in the plan to get the same value everywhere",
                names.join(", ")
            );
            self.cannot(None, "osDiskType", &why);
        }
    }

    pub(super) fn cannot(&mut self, at: At<'_>, key: &'static str, why: &str) {
        self.gaps.push(gap(at, key, why));
    }
}

/// Returns whether a value says no more than Terraform does by itself.
fn is_implied(written: Place, pool: &NodePool, Setting { key, value, .. }: &Setting) -> bool {
    match (*key, value) {
        ("type", Value::Text(text)) => text == "VirtualMachineScaleSets",
        ("mode", Value::Text(text)) => written == Place::First && text == "System",
        ("osType", Value::Text(text)) => written == Place::First && text == "Linux",
        // AKS chooses the size then.
        ("osDiskSizeGB", Value::Whole(0)) => true,
        // The provider takes one of the two, and makes the other 0.
        ("upgradeSettings.maxSurge", _) => {
            written == Place::Own
                && is_zero(pool.max_surge.as_deref())
                && pool.max_unavailable.is_some()
                && !is_zero(pool.max_unavailable.as_deref())
        }
        ("upgradeSettings.maxUnavailable", _) => {
            is_zero(pool.max_unavailable.as_deref()) && pool.max_surge.is_some()
        }
        _ => false,
    }
}

fn is_zero(text: Option<&str>) -> bool {
    matches!(text, Some("0" | "0%"))
}

/// Returns why a value is not taken, though its property is; nothing if it is.
fn not_taken(written: Place, pool: &NodePool, said: &Setting) -> &'static str {
    let text = if let Value::Text(text) = &said.value { text.as_str() } else { "" };
    let surge = pool.max_surge.is_some();
    match said.key {
        _ if is_local_subnet(said) => "names a subnet of the plan; enter its resource ID",
        HOST_PORTS => match &said.value {
            Value::Items(items) if items.is_empty() => NO_HOST_PORTS,
            Value::Items(items) if host_ports(items).is_none() => {
                "has a range that isn\u{2019}t portStart, portEnd and TCP or UDP; use ARM or Bicep"
            }
            _ => "",
        },
        "networkProfile.nodePublicIPTags" => match &said.value {
            Value::Items(items) if ip_tags(items).is_none() => {
                "has an IP tag that isn\u{2019}t one ipTagType and its tag; use ARM or Bicep"
            }
            _ => "",
        },
        "mode" if said.is_known() && !matches!(text, "System" | "User") => {
            "is not a value that azurerm accepts; use ARM or Bicep"
        }
        "osSKU" if said.is_known() && !IMAGES.contains(&text) => {
            "is not an image that azurerm accepts; use ARM or Bicep"
        }
        "workloadRuntime" if written == Place::First && text == "WasmWasi" => {
            "is not a value that azurerm accepts for the first pool; use ARM or Bicep"
        }
        "upgradeSettings.maxSurge" | "upgradeSettings.maxUnavailable"
            if written == Place::Own && pool.is_spot() =>
        {
            "is not accepted by azurerm for Spot pools; use ARM or Bicep"
        }
        "upgradeSettings.maxUnavailable" if surge && !is_zero(pool.max_surge.as_deref()) => {
            "cannot be combined with maxSurge in Terraform; use ARM or Bicep"
        }
        "upgradeSettings.drainTimeoutInMinutes"
        | "upgradeSettings.nodeSoakDurationInMinutes"
        | "upgradeSettings.undrainableNodeBehavior" => match written {
            Place::First if !surge => {
                "needs maxSurge too in Terraform; set it in the plan, or use ARM or Bicep"
            }
            Place::Own if !surge && pool.max_unavailable.is_none() && !pool.is_spot() => {
                "needs maxSurge or maxUnavailable too in Terraform; set one in the plan, or use ARM or Bicep"
            }
            _ => "",
        },
        _ => "",
    }
}

/// Returns why a property cannot be said at all.
pub(super) fn absent(key: &str) -> &'static str {
    match key {
        "addonProfiles.aciConnectorLinux.enabled" => {
            "needs the name of its subnet in Terraform (aci_connector_linux); use ARM or Bicep"
        }
        "nodeInitializationTaints" | "enableOSDiskFullCaching" => {
            "is a preview, which azurerm does not have; allow previews and use ARM or Bicep"
        }
        EGRESS_GATEWAY => {
            "has no argument in azurerm; run az aks update --enable-static-egress-gateway once the cluster is there"
        }
        _ => "has no argument in azurerm; use ARM or Bicep",
    }
}

/// Returns a value as an argument takes it.
pub(in crate::emit) fn expression(key: &str, value: Value) -> Expression {
    match value {
        // The argument says the opposite: outbound_nat_enabled.
        Value::Flag(flag) if key == "windowsProfile.disableOutboundNat" => Expression::flag(!flag),
        Value::Flag(flag) => Expression::flag(flag),
        Value::Whole(number) => Expression::Number(number.to_string()),
        Value::Decimal(number) => Expression::Number(number.to_string()),
        Value::Text(text) => Expression::Text(text),
        Value::List(list) => Expression::List(list.into_iter().map(Expression::Text).collect()),
        Value::Map(map) => Expression::Map(map.into_iter().collect()),
        other => Expression::Text(other.to_string()),
    }
}

/// Returns ranges of ports as blocks, if azurerm has them all: ports of 1 to 65535, and a protocol.
fn host_ports(items: &[Object]) -> Option<Vec<Block>> {
    let range = |item: &Object| {
        let mut block = Block::new("allowed_host_ports", &[]);
        for (key, argument) in [("portStart", "port_start"), ("portEnd", "port_end")] {
            let port = item.get(key)?.as_u64().filter(|port| (1..=65_535).contains(port))?;
            block.set(argument, Expression::Number(port.to_string()));
        }
        let protocol = item.get("protocol")?.as_str().filter(|word| ["TCP", "UDP"].contains(word))?;
        block.set("protocol", Expression::text(protocol));
        (item.len() == 3).then_some(block)
    };
    items.iter().map(range).collect()
}

/// Returns IP tags by their types, if each has one.
fn ip_tags(items: &[Object]) -> Option<Vec<(String, String)>> {
    let pair = |item: &Object| {
        let (kind, tag) = (item.get("ipTagType")?.as_str()?, item.get("tag")?.as_str()?);
        (item.len() == 2).then(|| (kind.to_owned(), tag.to_owned()))
    };
    let pairs: Vec<(String, String)> = items.iter().map(pair).collect::<Option<_>>()?;
    let kinds: BTreeSet<&String> = pairs.iter().map(|(kind, _)| kind).collect();
    (kinds.len() == pairs.len()).then_some(pairs)
}

/// Returns an entry of an object as an argument takes it, if one can.
pub(in crate::emit) fn scalar(value: &Json) -> Option<Expression> {
    match value {
        Json::String(text) if text == "true" || text == "false" => Some(Expression::flag(text == "true")),
        Json::String(text) => Some(Expression::text(text)),
        Json::Bool(flag) => Some(Expression::flag(*flag)),
        Json::Number(number) => Some(Expression::Number(number.to_string())),
        Json::Array(list) => Some(Expression::List(list.iter().map(scalar).collect::<Option<_>>()?)),
        Json::Null | Json::Object(_) => None,
    }
}

/// Returns the first and the last port of a range: "32000 60000".
fn ports(text: &str) -> Option<[u16; 2]> {
    let (first, last) = text.split_once(' ')?;
    Some([first.parse().ok()?, last.parse().ok()?])
}

/// Returns the argument of an entry: its words in small letters, with underscores between.
fn argument_of(entry: &'static str) -> Code {
    if let Some((_, argument)) = RENAMED.iter().find(|(known, _)| *known == entry) {
        return (*argument).into();
    }
    argument(entry)
}
