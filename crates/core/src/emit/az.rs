//! The commands and flags of the Azure CLI.

use std::collections::BTreeSet;

use super::commands::{CommandSet, Row};
use super::machines;
use super::pool_update::PoolUpdate;
use super::shell::{Argument, Assigned, Command, File, Set, bash};
use super::snippet::{Gap, Snippet};
use super::values::{EGRESS_GATEWAY, Setting};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;

use crate::plan::{NodePool, Value, api_property};
use crate::quote::comment::Language;
use crate::to_json::{Json, Object, ascii, compact};

/// The commands of the Azure CLI for bash, with the flags of azure-cli 2.91.0. The documents ask for 2.87.0 or later to
/// create node pools, and for 2.31.0 or later to set modes (create-node-pools, 2026-07-13; use-system-pools, 2026-04-30).
pub(super) const COMMANDS: CommandSet = CommandSet {
    comments: Language::Posix,
    needs: "Written for azure-cli 2.91.0. The documents ask for 2.87.0 or later to create node pools.",
    create_group: ("az group create", &[]),
    create: ("az aks create", &["--no-ssh-key"]),
    add: ("az aks nodepool add", &[]),
    update: ("az aks nodepool update", &[]),
    enable_egress_gateway: ("az aks update", &["--enable-static-egress-gateway", "--yes"]),
    show: ("az aks nodepool show", &[]),
    delete: ("az aks nodepool delete", &[]),
    delete_group: ("az group delete", &["--yes"]),
    resource_group: "--resource-group",
    cluster: "--cluster-name",
    name: "--name",
    location: "--location",
    mode: "--mode",
    password: "--windows-admin-password",
    of_cluster: CLUSTER,
    of_pool: POOL,
    implied_first: &[("mode", "System"), ("osType", "Linux"), TYPE],
    implied_added: &[TYPE],
    out_of_reach: "cannot be set by az aks create, which creates a Linux System pool on regular capacity",
    absent,
    argument,
    side_effects: |_| Vec::new(),
    withheld,
    joined: |_| None,
    machines: machines::creation,
    update_machines: machines::update,
    refuses,
    update_resource,
    deploy: ("az deployment group create", &[]),
    template: "--template-file",
    deploy_password: "--parameters windowsAdminPassword",
    lay_out: bash::chain,
};

/// Returns what az refuses: application security groups without allowed host ports
/// (`validate_application_security_groups` of acs, 2.91.0).
fn refuses(pool: &NodePool) -> Option<(&'static str, &'static str)> {
    let is_refused = !pool.application_security_groups.is_empty() && pool.allowed_host_ports.is_empty();
    is_refused.then_some((
        "networkProfile.applicationSecurityGroups",
        "is refused by az where the pool has no allowed host ports; use ARM",
    ))
}

const TYPE: (&str, &str) = ("type", "VirtualMachineScaleSets");

const CLUSTER: &[(&str, &str)] = &[
    ("sku.name", "--sku"),
    ("tier", "--tier"),
    ("kubernetesVersion", "--kubernetes-version"),
    ("supportPlan", "--k8s-support-plan"),
    ("autoUpgradeProfile.upgradeChannel", "--auto-upgrade-channel"),
    ("autoUpgradeProfile.nodeOSUpgradeChannel", "--node-os-upgrade-channel"),
    ("networkProfile.networkPlugin", "--network-plugin"),
    ("networkProfile.networkPluginMode", "--network-plugin-mode"),
    ("networkProfile.networkDataplane", "--network-dataplane"),
    ("networkProfile.networkPolicy", "--network-policy"),
    ("networkProfile.podCidr", "--pod-cidr"),
    ("networkProfile.serviceCidr", "--service-cidr"),
    ("networkProfile.dnsServiceIP", "--dns-service-ip"),
    ("networkProfile.ipFamilies", "--ip-families"),
    ("networkProfile.loadBalancerSku", "--load-balancer-sku"),
    ("networkProfile.outboundType", "--outbound-type"),
    (EGRESS_GATEWAY, "--enable-static-egress-gateway"),
    ("nodeProvisioningProfile.mode", "--node-provisioning-mode"),
    ("autoScalerProfile", "--cluster-autoscaler-profile"),
    ("apiServerAccessProfile.enablePrivateCluster", "--enable-private-cluster"),
    ("windowsProfile.adminUsername", "--windows-admin-username"),
    ("tags", "--tags"),
];

/// `az aks create`, `az aks nodepool add`, `az aks nodepool update`.
const POOL: &[Row] = &[
    ("name", "--nodepool-name", "--name", ""),
    ("mode", "", "--mode", ""),
    ("count", "--node-count", "--node-count", ""),
    ("enableAutoScaling", "--enable-cluster-autoscaler", "--enable-cluster-autoscaler", ""),
    ("minCount", "--min-count", "--min-count", ""),
    ("maxCount", "--max-count", "--max-count", ""),
    ("vmSize", "--node-vm-size", "--node-vm-size", ""),
    ("osType", "", "--os-type", ""),
    ("osSKU", "--os-sku", "--os-sku", ""),
    ("osDiskSizeGB", "--node-osdisk-size", "--node-osdisk-size", ""),
    ("osDiskType", "--node-osdisk-type", "--node-osdisk-type", ""),
    ("maxPods", "--max-pods", "--max-pods", ""),
    ("availabilityZones", "--zones", "--zones", ""),
    ("nodeTaints", "--nodepool-taints", "--node-taints", ""),
    ("nodeLabels", "--nodepool-labels", "--labels", ""),
    ("tags", "--nodepool-tags", "--tags", ""),
    ("scaleSetPriority", "", "--priority", ""),
    ("scaleSetEvictionPolicy", "", "--eviction-policy", ""),
    ("spotMaxPrice", "", "--spot-max-price", ""),
    ("upgradeSettings.maxSurge", "", "--max-surge", "--max-surge"),
    ("upgradeSettings.maxUnavailable", "", "--max-unavailable", "--max-unavailable"),
    ("upgradeSettings.drainTimeoutInMinutes", "", "--drain-timeout", "--drain-timeout"),
    ("upgradeSettings.nodeSoakDurationInMinutes", "", "--node-soak-duration", "--node-soak-duration"),
    (
        "upgradeSettings.undrainableNodeBehavior",
        "",
        "--undrainable-node-behavior",
        "--undrainable-node-behavior",
    ),
    ("vnetSubnetID", "--vnet-subnet-id", "--vnet-subnet-id", ""),
    ("podSubnetID", "--pod-subnet-id", "--pod-subnet-id", ""),
    ("podIPAllocationMode", "--pod-ip-allocation-mode", "--pod-ip-allocation-mode", ""),
    ("orchestratorVersion", "", "--kubernetes-version", ""),
    (
        "networkProfile.allowedHostPorts",
        "--nodepool-allowed-host-ports",
        "--allowed-host-ports",
        "--allowed-host-ports",
    ),
    ("networkProfile.applicationSecurityGroups", "--nodepool-asg-ids", "--asg-ids", "--asg-ids"),
    ("networkProfile.nodePublicIPTags", "--node-public-ip-tags", "--node-public-ip-tags", ""),
    ("networkProfile.dranet.mode", "", "--enable-managed-dranet", "--enable-managed-dranet"),
    ("enableNodePublicIP", "--enable-node-public-ip", "--enable-node-public-ip", ""),
    ("nodePublicIPPrefixID", "--node-public-ip-prefix-id", "--node-public-ip-prefix-id", ""),
    ("enableEncryptionAtHost", "--enable-encryption-at-host", "--enable-encryption-at-host", ""),
    ("enableFIPS", "--enable-fips-image", "--enable-fips-image", ""),
    ("enableUltraSSD", "--enable-ultra-ssd", "--enable-ultra-ssd", ""),
    ("securityProfile.enableSecureBoot", "--enable-secure-boot", "--enable-secure-boot", ""),
    ("securityProfile.enableVTPM", "--enable-vtpm", "--enable-vtpm", ""),
    ("gatewayProfile.publicIPPrefixSize", "", "--gateway-prefix-size", ""),
    ("scaleDownMode", "", "--scale-down-mode", "--scale-down-mode"),
    ("gpuInstanceProfile", "--gpu-instance-profile", "--gpu-instance-profile", ""),
    ("gpuProfile.driver", "", "--gpu-driver", "--gpu-driver"),
    ("workloadRuntime", "--workload-runtime", "--workload-runtime", ""),
    ("type", "--vm-set-type", "--vm-set-type", ""),
    ("proximityPlacementGroupID", "--ppg", "--ppg", ""),
    ("hostGroupID", "--host-group-id", "--host-group-id", ""),
    ("capacityReservationGroupID", "--crg-id", "--crg-id", ""),
    ("creationData.sourceResourceId", "--snapshot-id", "--snapshot-id", ""),
    ("artifactStreamingProfile.enabled", "", "--enable-artifact-streaming", "--enable-artifact-streaming"),
    ("messageOfTheDay", "--message-of-the-day", "--message-of-the-day", ""),
    ("localDNSProfile", "", "--localdns-config", "--localdns-config"),
    ("kubeletConfig", "--kubelet-config", "--kubelet-config", ""),
    ("linuxOSConfig", "--linux-os-config", "--linux-os-config", ""),
    ("windowsProfile.disableOutboundNat", "", "--disable-windows-outbound-nat", ""),
];

fn absent(key: &str) -> &'static str {
    match key {
        "identity.type" => "needs a resource ID, which a plan does not have, so az uses SystemAssigned",
        "addonProfiles.aciConnectorLinux.enabled" => {
            "needs the name of its subnet in az (--enable-addons virtual-node --aci-subnet-name); use ARM"
        }
        "nodeInitializationTaints" | "enableOSDiskFullCaching" => {
            "is a preview, which az supports only in an extension; allow previews and use ARM or Bicep"
        }
        "virtualMachinesProfile" => "isn\u{2019}t one that az\u{2019}s own commands create; use ARM",
        _ => "has no flag in az; use ARM",
    }
}

pub(super) fn argument(said: &Setting, whys: &mut Vec<String>) -> Option<Argument> {
    let Setting { key, value, .. } = said;
    match value {
        Value::Text(text) if *key == "networkProfile.dranet.mode" => {
            if text != "Managed" {
                whys.push("can only be turned on by az; use ARM".to_owned());
                return None;
            }
            Some(Argument::Switch)
        }
        Value::Text(text) if said.is_known() => match *key {
            "tier" | "sku.name" => Some(Argument::Word(text.to_ascii_lowercase())),
            "osSKU"
                if matches!(
                    text.as_str(),
                    "Flatcar" | "AzureLinuxOSGuard" | "Ubuntu2604" | "WindowsAnnual"
                ) =>
            {
                whys.push("is not an image that az accepts".to_owned());
                None
            }
            // What az takes where nothing is said; it has no word for it.
            "workloadRuntime" if text == "OCIContainer" => None,
            "workloadRuntime" if text != "KataVmIsolation" => {
                whys.push("can only be KataVmIsolation in az; use ARM".to_owned());
                None
            }
            _ => Some(Argument::Word(text.clone())),
        },
        Value::Text(text) if *key == "messageOfTheDay" => message(text, whys),
        Value::Text(text) => Some(one(text, whys)),
        // az 2.91.0 takes it for no value (set_up_upgrade_settings, update_upgrade_settings of acs).
        Value::Whole(0)
            if matches!(
                *key,
                "upgradeSettings.nodeSoakDurationInMinutes" | "upgradeSettings.drainTimeoutInMinutes"
            ) =>
        {
            whys.push("is 0, which az leaves out; use ARM".to_owned());
            None
        }
        Value::Whole(number) => Some(number_of(number.to_string())),
        Value::Decimal(number) => Some(number_of(number.to_string())),
        Value::Flag(_) => Some(Argument::Switch),
        Value::List(list) if *key == "nodeTaints" => taints(list, whys),
        Value::List(list) if *key == "networkProfile.ipFamilies" => Some(one(&list.join(","), whys)),
        Value::List(list) => several(list.clone(), whys),
        Value::Map(map) => {
            let (cut, pairs): (Vec<_>, Vec<_>) = map.iter().partition(|(key, _)| key.contains('='));
            let why = |(key, _)| format!("has the key {key}, which az would cut at its first =; use ARM");
            whys.extend(cut.into_iter().map(why));
            several(pairs.into_iter().map(|(key, value)| format!("{key}={value}")).collect(), whys)
        }
        Value::Tree(tree) if *key == "autoScalerProfile" => {
            let words = tree.iter().map(|(key, value)| match value.as_str() {
                Some(text) => format!("{key}={text}"),
                None => format!("{key}={}", crate::to_json::compact(value)),
            });
            several(words.collect(), whys)
        }
        Value::Items(items) if *key == "networkProfile.allowedHostPorts" => host_ports(items, whys),
        Value::Items(items) if *key == "networkProfile.nodePublicIPTags" => ip_tags(items, whys),
        Value::Tree(tree) if *key == "localDNSProfile" => file("local-dns.json", key, tree, whys),
        Value::Tree(tree) if *key == "kubeletConfig" => file("kubelet-config.json", key, tree, whys),
        Value::Tree(tree) if *key == "linuxOSConfig" => file("linux-os-config.json", key, tree, whys),
        Value::Tree(_) | Value::Items(_) | Value::Subnets(_) => {
            whys.push(absent(key).to_owned());
            None
        }
    }
}

/// Returns an object in a file. az takes the keys of its own API only, and those of the DNS cache by rules of its own.
fn file(name: &str, key: &str, tree: &Object, whys: &mut Vec<String>) -> Option<Argument> {
    if !is_read(key, tree) {
        whys.push("has a key or a value that az doesn\u{2019}t read; use ARM".to_owned());
        return None;
    }
    let text = ascii(&Json::Object(tree.clone()));
    Some(Argument::File(File { name: name.to_owned(), text }))
}

/// Returns whether az reads everything of an object: each key is one of the stable API, spelled as there, and its value
/// of the key's kind.
fn is_read(path: &str, tree: &Object) -> bool {
    tree.iter().all(|(key, value)| {
        let inner = format!("{path}.{key}");
        let Some(api) = api_property(&inner) else { return false };
        if key.contains('.') || api.path != inner || api.is_preview() || api.is_read_only {
            return false;
        }
        match (api.kind, value) {
            ("string", Json::String(_)) | ("bool", Json::Bool(_)) => true,
            ("int", Json::Number(number)) => number.is_i64(),
            ("string[]", Json::Array(list)) => list.iter().all(Json::is_string),
            ("object", Json::Object(inner)) => is_read(api.path, inner),
            // The names of domains are the user's.
            (kind, Json::Object(entries)) if kind.starts_with("map:") => {
                let path = format!("{inner}.*");
                entries.values().all(|entry| entry.as_object().is_some_and(|entry| is_read(&path, entry)))
            }
            _ => false,
        }
    })
}

/// Returns the message of the day in a file: the text that the plan has in base64, as az encodes it by itself. It takes
/// ASCII only.
fn message(base64: &str, whys: &mut Vec<String>) -> Option<Argument> {
    let bytes = BASE64.decode(base64).ok();
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    let is_plain = |text: &String| {
        !text.is_empty()
            && text.chars().all(|letter| letter == '\n' || letter == '\t' || (' '..='~').contains(&letter))
    };
    match text.filter(is_plain).filter(|text| BASE64.encode(text) == base64) {
        Some(text) => Some(Argument::File(File { name: "message-of-the-day.txt".to_owned(), text })),
        None => {
            whys.push("isn\u{2019}t base64 of plain text, which az would encode; use ARM".to_owned());
            None
        }
    }
}

/// Ranges of ports as az takes them: 80/TCP, 4000-5000/UDP. It knows no others (`get_allowed_host_ports` of acs).
fn host_ports(items: &[Object], whys: &mut Vec<String>) -> Option<Argument> {
    let word = |item: &Object| {
        let port = |key| item.get(key).and_then(Json::as_u64);
        let (start, end) = (port("portStart")?, port("portEnd")?);
        let protocol = item.get("protocol")?.as_str().filter(|word| ["TCP", "UDP"].contains(word))?;
        let range = if start == end { start.to_string() } else { format!("{start}-{end}") };
        (item.len() == 3).then(|| format!("{range}/{protocol}"))
    };
    let Some(words) = items.iter().map(word).collect::<Option<Vec<String>>>() else {
        whys.push("has a range that isn't portStart, portEnd and TCP or UDP; use ARM".to_owned());
        return None;
    };
    several(words, whys)
}

/// IP tags as az takes them: one value for each type.
fn ip_tags(items: &[Object], whys: &mut Vec<String>) -> Option<Argument> {
    fn pair(item: &Object) -> Option<(&str, &str)> {
        let (kind, tag) = (item.get("ipTagType")?.as_str()?, item.get("tag")?.as_str()?);
        (item.len() == 2 && !kind.is_empty() && !kind.contains('=')).then_some((kind, tag))
    }
    let pairs: Option<Vec<(&str, &str)>> = items.iter().map(pair).collect();
    let is_distinct = |pairs: &Vec<(&str, &str)>| {
        let kinds: BTreeSet<&str> = pairs.iter().map(|(kind, _)| *kind).collect();
        kinds.len() == pairs.len()
    };
    let Some(pairs) = pairs.filter(is_distinct) else {
        whys.push("has an IP tag that isn't one ipTagType and its tag; use ARM".to_owned());
        return None;
    };
    several(pairs.into_iter().map(|(kind, tag)| format!("{kind}={tag}")).collect(), whys)
}

fn number_of(number: String) -> Argument {
    if number.starts_with('-') { Argument::Joined(number) } else { Argument::Word(number) }
}

/// Returns one text. A text that begins with a dash would be taken for a flag unless it is joined to its own.
pub(super) fn one(text: &str, whys: &mut Vec<String>) -> Argument {
    let text = word(text, whys);
    if text.starts_with('-') { Argument::Joined(text) } else { Argument::Text(text) }
}

/// Returns several words. Only a lone word can be joined to its flag, so others that begin with a dash are left out.
fn several(list: Vec<String>, whys: &mut Vec<String>) -> Option<Argument> {
    let (mut dashed, mut words): (Vec<_>, Vec<_>) = list.into_iter().partition(|word| word.starts_with('-'));
    if words.is_empty() && !dashed.is_empty() {
        words.push(dashed.remove(0));
    }
    whys.extend(dashed.iter().map(|word| format!("has {word}, which az would read as a flag; use ARM")));
    match words.as_slice() {
        [] => None,
        [only] => Some(one(only, whys)),
        all => Some(Argument::List(all.iter().map(|text| word(text, whys)).collect())),
    }
}

/// Returns taints are one word, joined by commas.
fn taints(list: &[String], whys: &mut Vec<String>) -> Option<Argument> {
    let (cut, whole): (Vec<&str>, Vec<&str>) =
        list.iter().map(String::as_str).partition(|taint| taint.contains(','));
    whys.extend(
        cut.iter().map(|taint| format!("has the taint {taint}, which az would cut at its comma; use ARM")),
    );
    let has_value = |taint: &&str| {
        let value = taint.split_once('=').and_then(|(_, rest)| rest.split_once(':'));
        value.is_some_and(|(value, _)| !value.is_empty())
    };
    let (taken, bare): (Vec<&str>, Vec<&str>) = whole.into_iter().partition(has_value);
    whys.extend(bare.iter().map(|taint| {
        format!("has the taint {taint}, which az refuses without a value; use Azure PowerShell or ARM")
    }));
    (!taken.is_empty()).then(|| one(&taken.join(","), whys))
}

/// Returns a text as az gets it.
fn word(text: &str, whys: &mut Vec<String>) -> String {
    if text.contains('\0') {
        whys.push(
            "contains a NUL character, which no command accepts; it is left out of the text".to_owned(),
        );
        return text.replace('\0', "");
    }
    text.to_owned()
}

/// Returns why a command is not written: az puts the content of a file where a word, or what is behind its first equals
/// sign, begins with an at sign (`_expand_file_prefix` of knack and azure-cli 2.91.0, which looks at every word before
/// any flag is read). There is no escape.
pub(super) fn withheld(command: &Command) -> Vec<Gap> {
    let mut gaps = Vec::new();
    for (flag, argument) in &command.arguments {
        let words: &[String] = match argument {
            Argument::Text(text) | Argument::Word(text) | Argument::Joined(text) => {
                std::slice::from_ref(text)
            }
            Argument::List(list) => list,
            _ => &[],
        };
        for word in words.iter().filter(|word| is_file(word)) {
            let (does, to) = &command.does;
            let what = format!("{does} {to}");
            let text = format!(
                "{}: az would read a file for the value {} of {flag}, because of its at sign. The command is left out; use ARM.",
                what.trim(),
                crate::text::shown(word)
            );
            gaps.push(Snippet::gap(text));
        }
    }
    gaps
}

/// Returns whether az takes a word for the name of a file.
pub(super) fn is_file(word: &str) -> bool {
    let value = word.split_once('=').map_or(word, |(_, value)| value);
    value.strip_prefix('@').is_some_and(|name| !name.is_empty())
}

/// Returns the flags with which az reads a pool's resource, sets values in it, and writes it (`az resource update` of
/// azure-cli 2.91.0). It sets nothing in an object that is not there, so that such an object is set as a whole.
fn update_resource(update: &PoolUpdate<'_>) -> Option<Command> {
    let sets = update.sets_of_whole()?;
    let mut command = Command::new("az resource update");
    let text = |text: &str| Argument::Text(text.to_owned());
    command.push("--namespace", Argument::Literal("Microsoft.ContainerService"));
    command.push("--parent", text(&format!("managedClusters/{}", update.cluster)));
    command.push("--resource-type", Argument::Literal("agentPools"));
    command.push("--name", text(update.pool));
    command.push("--api-version", Argument::Word(update.api.to_owned()));
    command.push("--set", Argument::Assigned(sets.iter().map(assigned).collect()));
    Some(command)
}

/// Returns a value as az sets it, as JSON. A text is in a file: no shell on Windows would hand over its quotes.
fn assigned(set: &Set) -> Assigned {
    let path = set.path.join(".");
    match &set.value {
        Json::Null | Json::Bool(_) | Json::Number(_) => Assigned::Word(path, compact(&set.value)),
        value => {
            let name = set.path.iter().skip(1).cloned().collect::<Vec<_>>().join("-");
            Assigned::File(path, File { name: format!("{name}.json"), text: ascii(value) })
        }
    }
}
