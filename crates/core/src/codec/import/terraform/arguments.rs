//! Arguments of azurerm as the properties of a plan.

use super::address::without_keys;
use crate::codec::import::resource::OpenValue;
use crate::codec::note::below;
use crate::plan::azurerm::{OF_POOL, OF_TREES, RENAMED};
use crate::quote::hcl::argument;
use crate::syntax::{Content, Entry, Node, Object};

/// Arguments of a cluster that azurerm reads from AKS where they are not set, by its source at 5.2.0: not known, they
/// are silence unless the configuration has them.
const COMPUTED_OF_CLUSTER: &[&str] = &[
    "auto_scaler_profile",
    "identity",
    "kubernetes_version",
    "network_profile",
    "network_profile.dns_service_ip",
    "network_profile.ip_versions",
    "network_profile.network_policy",
    "network_profile.pod_cidr",
    "network_profile.service_cidr",
    "node_provisioning_profile",
    "windows_profile",
];

/// The same of a pool.
const COMPUTED_OF_POOL: &[&str] = &[
    "kubelet_disk_type",
    "max_pods",
    "node_count",
    "node_labels",
    "orchestrator_version",
    "os_disk_size_gb",
    "os_sku",
    "workload_runtime",
];

/// What versions 3 and before of azurerm called arguments of a cluster.
pub(super) const OLD_OF_CLUSTER: &[(&str, &str)] = &[
    ("autoUpgradeProfile.upgradeChannel", "automatic_channel_upgrade"),
    ("autoUpgradeProfile.nodeOSUpgradeChannel", "node_os_channel_upgrade"),
    ("networkProfile.networkDataplane", "network_profile.ebpf_data_plane"),
    ("networkProfile.dockerBridgeCidr", "network_profile.docker_bridge_cidr"),
];

/// Returns the arguments of a pool as properties: in the cluster's block, or in a resource of its own.
pub(super) fn pool_reader<'a>(
    path: &str,
    values: &Object,
    unknown: Option<&Object>,
    expressions: Option<&'a Object>,
    is_first: bool,
) -> Reader<'a> {
    // What versions 3 and before called them, and what has no column of its own.
    const OTHERS: &[(&str, &str)] = &[
        ("enableAutoScaling", "enable_auto_scaling"),
        ("enableNodePublicIP", "enable_node_public_ip"),
        ("enableEncryptionAtHost", "enable_host_encryption"),
        ("messageOfTheDay", "message_of_the_day"),
        ("type", "type"),
    ];
    let mut reader = Reader::new(path, expressions);
    let rows = OF_POOL.iter().map(|(key, first, own)| (*key, if is_first { *first } else { *own }));
    for (key, argument) in rows.chain(OTHERS.iter().copied()).filter(|(_, argument)| !argument.is_empty()) {
        reader.property(key, argument, values, unknown);
    }
    if is_first {
        reader.set("mode", Node::from("System"));
    }
    // azurerm fills in what isn't meant: bounds without an autoscaler, a price without Spot.
    let is_on =
        |reader: &Reader, key: &str| reader.get(key).is_some_and(|node| node.content == Content::Bool(true));
    if !is_on(&reader, "enableAutoScaling") && !reader.is_open("enableAutoScaling") {
        reader.remove("minCount");
        reader.remove("maxCount");
    }
    let is_spot = reader.get("scaleSetPriority").and_then(Node::as_text) == Some("Spot");
    if !is_spot && !reader.is_open("scaleSetPriority") {
        reader.remove("spotMaxPrice");
    }
    reader
}

/// Builds the object of a resource in the plan's own words.
pub(super) struct Reader<'a> {
    pub(super) path: String,
    pub(super) object: Object,
    pub(super) open: Vec<OpenValue>,
    /// What the configuration sets, if it is at hand.
    pub(super) expressions: Option<&'a Object>,
    /// Arguments that were read, with the properties that they are.
    pub(super) seen: Vec<(String, String)>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(path: &str, expressions: Option<&'a Object>) -> Self {
        let (path, seen) = (path.to_owned(), Vec::new());
        Self { path, object: Object::default(), open: Vec::new(), expressions, seen }
    }

    fn get(&self, key: &str) -> Option<&Node> {
        self.object.0.iter().find(|entry| entry.key == key).map(|entry| &entry.value)
    }

    fn is_open(&self, key: &str) -> bool {
        let path = format!("{}.{key}", self.path);
        self.open.iter().any(|(open, _)| *open == path)
    }

    fn remove(&mut self, key: &str) {
        self.object.0.retain(|entry| entry.key != key);
    }

    /// Sets the value at a dotted key.
    pub(super) fn set(&mut self, key: &str, value: Node) {
        fn set_in(object: &mut Object, key: &str, value: Node) {
            let (head, rest) = key.split_once('.').unwrap_or((key, ""));
            if rest.is_empty() {
                object.0.retain(|entry| entry.key != head);
                object.0.push(Entry { key: head.to_owned(), key_span: value.span, value });
                return;
            }
            if !object.0.iter().any(|entry| entry.key == head) {
                let inner = Content::Object(Object::default()).into();
                object.0.push(Entry { key: head.to_owned(), key_span: value.span, value: inner });
            }
            let entry = object.0.iter_mut().find(|entry| entry.key == head);
            if let Some(Entry { value: Node { content: Content::Object(inner), .. }, .. }) = entry {
                set_in(inner, rest, value);
            }
        }
        set_in(&mut self.object, key, value);
    }

    /// Takes the argument at a dotted path as a property.
    pub(super) fn property(&mut self, key: &str, argument: &str, values: &Object, unknown: Option<&Object>) {
        self.seen.push((argument.to_owned(), key.to_owned()));
        if let Some(open) = unknown.and_then(|unknown| self.open_argument(unknown, argument)) {
            self.open.push((format!("{}.{key}", self.path), not_known(&open)));
            // Part of a list or of a block would be another one; of labels, each is one of its own.
            let labels = at(values, argument).filter(|_| matches!(key, "nodeLabels" | "tags"));
            if let Some(Node { content: Content::Object(Object(entries)), span }) = labels {
                let known = entries.iter().filter(|entry| !entry.value.is_null()).cloned().collect();
                self.set(key, Node { content: Content::Object(Object(known)), span: *span });
            }
            return;
        }
        let Some(value) = at(values, argument).filter(|value| !states_nothing(value)) else { return };
        let value = match (key, argument) {
            ("nodeTaints", "only_critical_addons_enabled") => {
                if value.content != Content::Bool(true) {
                    return;
                }
                let taint = Node {
                    content: Node::from("CriticalAddonsOnly=true:NoSchedule").content,
                    span: value.span,
                };
                Node { content: Content::List(vec![taint]), span: value.span }
            }
            ("windowsProfile.disableOutboundNat", _) => {
                Node { content: Content::Bool(value.content == Content::Bool(false)), span: value.span }
            }
            ("kubeletConfig" | "linuxOSConfig" | "autoScalerProfile", _) => tree(key, value),
            ("networkProfile.allowedHostPorts", _) => host_ports(value),
            ("networkProfile.nodePublicIPTags", _) => ip_tags(value),
            // Nothing is waited for.
            ("upgradeSettings.drainTimeoutInMinutes", _) if value.as_whole() == Some(0) => return,
            _ => value.clone(),
        };
        self.set(key, value);
    }

    /// Returns the argument that isn't known, if one is or a part of it: `node_labels.team`.
    fn open_argument(&self, unknown: &Object, argument: &str) -> Option<String> {
        let mut open = Vec::new();
        let mut dotted = String::new();
        let mut level = unknown;
        for step in argument.split('.') {
            if !dotted.is_empty() {
                dotted.push('.');
            }
            dotted.push_str(step);
            let node = level.get(step)?;
            if dotted == argument {
                unknown_below(node, argument, &mut open);
                break;
            }
            level = match &node.content {
                // The whole block.
                Content::Bool(true) => {
                    open.push((dotted.clone(), String::new()));
                    break;
                }
                Content::List(items) => match items.first()? {
                    Node { content: Content::Bool(true), .. } => {
                        open.push((dotted.clone(), String::new()));
                        break;
                    }
                    first => first.as_object()?,
                },
                Content::Object(inner) => inner,
                _ => return None,
            };
        }
        let is_open = |open: &String| {
            let plain = without_keys(open);
            // AKS has a default for each setting of the autoscaler.
            let is_computed = plain.starts_with("auto_scaler_profile.")
                || COMPUTED_OF_CLUSTER.contains(&plain.as_str())
                || COMPUTED_OF_POOL.contains(&plain.as_str());
            !is_computed || self.expressions.is_some_and(|expressions| at(expressions, &plain).is_some())
        };
        open.into_iter().map(|(open, _)| open).find(is_open)
    }

    /// Returns the arguments that were not read and say something.
    pub(super) fn lost(&self, values: &Object, passed: &[&str]) -> Vec<String> {
        let mut lost = Vec::new();
        self.lost_in(values, "", passed, &mut lost);
        lost
    }

    fn lost_in(&self, values: &Object, prefix: &str, passed: &[&str], lost: &mut Vec<String>) {
        for entry in &values.0 {
            let argument = format!("{prefix}{}", entry.key);
            // A window without hours is one, too.
            let is_window = argument.starts_with("maintenance_window") && !states_nothing(&entry.value);
            if passed.contains(&argument.as_str()) || is_silent(&entry.value) && !is_window {
                continue;
            }
            if let Some((_, key)) = self.seen.iter().find(|(seen, _)| *seen == argument) {
                lost_of_tree(key, &entry.value, &argument, lost);
                continue;
            }
            let is_block = |(seen, _): &(String, String)| {
                seen.strip_prefix(argument.as_str()).is_some_and(|rest| rest.starts_with('.'))
            };
            match block(&entry.value).filter(|_| self.seen.iter().any(is_block)) {
                Some(inner) => self.lost_in(inner, &format!("{argument}."), passed, lost),
                None => lost.push(argument),
            }
        }
    }
}

pub(super) fn not_known(what: &str) -> String {
    format!("{what} isn't known before it is created; left out.")
}

/// Adds the paths at which a tree says that a value isn't known.
pub(super) fn unknown_below(unknown: &Node, path: &str, open: &mut Vec<OpenValue>) {
    match &unknown.content {
        Content::Bool(true) => {
            let name = path.rsplit('.').next().unwrap_or_default();
            open.push((path.to_owned(), not_known(name)));
        }
        Content::List(items) => {
            for (index, item) in items.iter().enumerate() {
                unknown_below(item, &format!("{path}[{index}]"), open);
            }
        }
        Content::Object(object) => {
            for entry in &object.0 {
                unknown_below(&entry.value, &below(path, &entry.key), open);
            }
        }
        _ => {}
    }
}

/// Adds the arguments of a block that is an object of ARM, and that the object has no entries for.
fn lost_of_tree(key: &str, value: &Node, path: &str, lost: &mut Vec<String>) {
    let Some((_, _, names)) = OF_TREES.iter().find(|(known, ..)| *known == key) else { return };
    let Some(values) = block(value) else { return };
    let is_read = |argument: &str| {
        names.iter().any(|name| argument_of(name) == argument)
            || SENT_AS_FALSE.iter().any(|(known, _, own)| *known == key && *own == argument)
            || argument.starts_with("net_ipv4_ip_local_port_range_m")
    };
    for entry in values.0.iter().filter(|entry| !is_silent(&entry.value) && !is_read(&entry.key)) {
        let path = format!("{path}.{}", entry.key);
        if entry.key == "sysctl_config" {
            lost_of_tree("linuxOSConfig.sysctls", &entry.value, &path, lost);
        } else {
            lost.push(path);
        }
    }
}

/// Returns the argument of an entry of an object.
fn argument_of(name: &'static str) -> String {
    let renamed = RENAMED.iter().find(|(known, _)| *known == name);
    renamed.map_or_else(|| argument(name).as_str().to_owned(), |(_, argument)| (*argument).to_owned())
}

/// Returns the one object of a block.
fn block(value: &Node) -> Option<&Object> {
    value.as_list().map_or_else(|| value.as_object(), |list| list.first()?.as_object())
}

/// Returns an object of some entries.
fn object(entries: Vec<(&str, Node)>) -> Node {
    let entry = |(key, value): (&str, Node)| Entry { key: key.to_owned(), key_span: value.span, value };
    Content::Object(Object(entries.into_iter().map(entry).collect())).into()
}

/// Returns ranges of ports as ARM has them.
fn host_ports(value: &Node) -> Node {
    const NAMES: &[(&str, &str)] =
        &[("portStart", "port_start"), ("portEnd", "port_end"), ("protocol", "protocol")];
    let Some(items) = value.as_list() else { return value.clone() };
    let range = |item: &Node| {
        let Some(values) = item.as_object() else { return item.clone() };
        let entry = |(key, argument): &(&'static str, &str)| {
            let value =
                values.get(argument).filter(|value| !states_nothing(value) && value.as_whole() != Some(0));
            Some((*key, value?.clone()))
        };
        object(NAMES.iter().filter_map(entry).collect())
    };
    Node { content: Content::List(items.iter().map(range).collect()), span: value.span }
}

/// Returns tags of addresses as ARM has them.
fn ip_tags(value: &Node) -> Node {
    let Some(tags) = value.as_object() else { return value.clone() };
    let tag = |entry: &Entry| {
        object(vec![("ipTagType", Node::from(entry.key.as_str())), ("tag", entry.value.clone())])
    };
    Node { content: Content::List(tags.0.iter().map(tag).collect()), span: value.span }
}

/// Returns the value at a dotted path; a block is a list with one object.
fn at<'n>(object: &'n Object, path: &str) -> Option<&'n Node> {
    let (head, rest) = path.split_once('.').unwrap_or((path, ""));
    let value = object.get(head)?;
    if rest.is_empty() {
        return Some(value);
    }
    let inner = match &value.content {
        Content::List(items) => items.first()?.as_object()?,
        Content::Object(inner) => inner,
        _ => return None,
    };
    at(inner, rest)
}

/// Returns whether a value is what Terraform has where nothing is set.
pub(super) fn states_nothing(node: &Node) -> bool {
    match &node.content {
        Content::Null => true,
        Content::Text(text) => text.is_empty(),
        Content::List(items) => items.is_empty(),
        Content::Object(object) => object.0.is_empty(),
        Content::Bool(_) | Content::Number(_) => false,
    }
}

/// Returns the same at every depth, also of what is off.
fn is_silent(node: &Node) -> bool {
    match &node.content {
        Content::Bool(flag) => !flag,
        Content::List(items) => items.iter().all(is_silent),
        Content::Object(object) => object.0.iter().all(|entry| is_silent(&entry.value)),
        _ => states_nothing(node),
    }
}

/// The settings of the autoscaler that are flags in ARM, and not texts (API version 2026-08-01).
const FLAGS_OF_AUTOSCALER: &[&str] = &[
    "daemonset-eviction-for-empty-nodes",
    "daemonset-eviction-for-occupied-nodes",
    "ignore-daemonsets-utilization",
];

/// Entries that azurerm sends as false with a block that doesn't set them (its source at 5.2.0): the object, the entry and
/// the argument.
const SENT_AS_FALSE: &[(&str, &str, &str)] = &[
    ("kubeletConfig", "failSwapOn", "fail_swap_on"),
    ("linuxOSConfig.sysctls", "netIpv4TcpTwReuse", "net_ipv4_tcp_tw_reuse"),
];

/// Returns a block as the object of ARM.
fn tree(key: &str, block: &Node) -> Node {
    let Some(values) = self::block(block) else { return block.clone() };
    let mut entries: Vec<Entry> = Vec::new();
    let mut push = |key: &str, value: Node| {
        entries.push(Entry { key: key.to_owned(), key_span: value.span, value });
    };
    for (path, _, names) in OF_TREES.iter().filter(|(path, ..)| *path == key) {
        for name in *names {
            let argument = argument_of(name);
            // A state has 0 for settings of nodes that are not set, and azurerm sends none of them.
            let is_zero = |value: &Node| key != "autoScalerProfile" && value.as_whole() == Some(0);
            if let Some(value) =
                values.get(&argument).filter(|value| !states_nothing(value) && !is_zero(value))
            {
                // The settings of the autoscaler are texts in ARM, but for three.
                let is_text = *path == "autoScalerProfile" && !FLAGS_OF_AUTOSCALER.contains(name);
                let text = match &value.content {
                    Content::Bool(flag) if is_text => Some(flag.to_string()),
                    Content::Number(number) if is_text => Some(number.plain()),
                    _ => None,
                };
                let content = text.map_or_else(|| value.content.clone(), Content::Text);
                push(name, Node { content, span: value.span });
            }
        }
    }
    for (_, name, argument) in SENT_AS_FALSE.iter().filter(|(known, ..)| *known == key) {
        if values.get(argument).is_none_or(states_nothing) {
            push(name, Node { content: Content::Bool(false), span: block.span });
        }
    }
    if let Some(sysctls) = values.get("sysctl_config").filter(|value| !states_nothing(value)) {
        let mut inner = tree("linuxOSConfig.sysctls", sysctls);
        let block = sysctls.as_list().and_then(|list| list.first()?.as_object());
        let port = |name| block.and_then(|block| block.get(name)?.as_whole());
        if let (Some(first), Some(last), Content::Object(object)) = (
            port("net_ipv4_ip_local_port_range_min"),
            port("net_ipv4_ip_local_port_range_max"),
            &mut inner.content,
        ) && last > 0
        {
            let value = Node { content: Content::Text(format!("{first} {last}")), span: sysctls.span };
            object.0.push(Entry { key: "netIpv4IpLocalPortRange".to_owned(), key_span: sysctls.span, value });
        }
        push("sysctls", inner);
    }
    Node { content: Content::Object(Object(entries)), span: block.span }
}

/// Arguments of a cluster that no plan holds, and that follow from the rest.
pub(super) const CLUSTER_PASSED: &[&str] = &[
    "id",
    "default_node_pool",
    "current_kubernetes_version",
    "fqdn",
    "portal_fqdn",
    "private_fqdn",
    "kube_config",
    "kube_config_raw",
    "kube_admin_config",
    "kube_admin_config_raw",
    "kubelet_identity",
    "node_resource_group",
    "node_resource_group_id",
    "oidc_issuer_url",
    "timeouts",
    "identity",
    "http_application_routing_zone_name",
    // What the provider reads from AKS, beside what is stated.
    "network_profile.network_mode",
    "network_profile.pod_cidrs",
    "network_profile.service_cidrs",
];

/// The same of a pool.
pub(super) const POOL_PASSED: &[&str] =
    &["id", "kubernetes_cluster_id", "temporary_name_for_rotation", "timeouts", "node_image_version"];
