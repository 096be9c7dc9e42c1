"""Terraform with azurerm: a reader of the plain part of HCL, and what the provider makes of what we write.

Arguments, their properties and the provider's own defaults are those of azurerm 5.2.0 (its documentation, 2026-08-20).
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import schema
from cloud import Cloud, Refused, merge
from scanner import Scanner, Unread
from state import PASSWORD

MAKES_GROUP = True
UNASKED = {"osDiskType": "Managed"}

GROUP = "azurerm_resource_group"
CLUSTER = "azurerm_kubernetes_cluster"
POOL = "azurerm_kubernetes_cluster_node_pool"

OF_POOL = {
    "auto_scaling_enabled": "enableAutoScaling",
    "capacity_reservation_group_id": "capacityReservationGroupID",
    "eviction_policy": "scaleSetEvictionPolicy",
    "fips_enabled": "enableFIPS",
    "gpu_driver": "gpuProfile.driver",
    "gpu_instance": "gpuInstanceProfile",
    "host_encryption_enabled": "enableEncryptionAtHost",
    "host_group_id": "hostGroupID",
    "kubelet_config": "kubeletConfig",
    "kubelet_disk_type": "kubeletDiskType",
    "linux_os_config": "linuxOSConfig",
    "max_count": "maxCount",
    "max_pods": "maxPods",
    "min_count": "minCount",
    "mode": "mode",
    "node_count": "count",
    "node_network_profile.allowed_host_ports": "networkProfile.allowedHostPorts",
    "node_network_profile.application_security_group_ids": "networkProfile.applicationSecurityGroups",
    "node_network_profile.node_public_ip_tags": "networkProfile.nodePublicIPTags",
    "node_labels": "nodeLabels",
    "node_public_ip_enabled": "enableNodePublicIP",
    "node_public_ip_prefix_id": "nodePublicIPPrefixID",
    "node_taints": "nodeTaints",
    "orchestrator_version": "orchestratorVersion",
    "os_disk_size_gb": "osDiskSizeGB",
    "os_disk_type": "osDiskType",
    "os_sku": "osSKU",
    "os_type": "osType",
    "pod_subnet_id": "podSubnetID",
    "priority": "scaleSetPriority",
    "proximity_placement_group_id": "proximityPlacementGroupID",
    "scale_down_mode": "scaleDownMode",
    "snapshot_id": "creationData.sourceResourceId",
    "spot_max_price": "spotMaxPrice",
    "tags": "tags",
    "ultra_ssd_enabled": "enableUltraSSD",
    "upgrade_settings.drain_timeout_in_minutes": "upgradeSettings.drainTimeoutInMinutes",
    "upgrade_settings.max_surge": "upgradeSettings.maxSurge",
    "upgrade_settings.max_unavailable": "upgradeSettings.maxUnavailable",
    "upgrade_settings.node_soak_duration_in_minutes": "upgradeSettings.nodeSoakDurationInMinutes",
    "upgrade_settings.undrainable_node_behavior": "upgradeSettings.undrainableNodeBehavior",
    "vm_size": "vmSize",
    "vnet_subnet_id": "vnetSubnetID",
    "windows_profile.outbound_nat_enabled": "windowsProfile.disableOutboundNat",
    "workload_runtime": "workloadRuntime",
    "zones": "availabilityZones",
}
# What the provider reads from AKS where nothing is set.
COMPUTED = {"kubelet_disk_type", "max_pods", "node_labels", "orchestrator_version", "os_disk_size_gb", "os_sku"}
# The cluster's first pool has fewer arguments, and one of its own.
NOT_OF_FIRST = {
    "eviction_policy",
    "mode",
    "node_taints",
    "os_type",
    "priority",
    "spot_max_price",
    "upgrade_settings.max_unavailable",
    "windows_profile.outbound_nat_enabled",
}
OF_CLUSTER = {
    "auto_scaler_profile": "properties.autoScalerProfile",
    "automatic_upgrade_channel": "properties.autoUpgradeProfile.upgradeChannel",
    "dns_prefix": "properties.dnsPrefix",
    "identity.type": "identity.type",
    "kubernetes_version": "properties.kubernetesVersion",
    "network_profile.dns_service_ip": "properties.networkProfile.dnsServiceIP",
    "network_profile.ip_versions": "properties.networkProfile.ipFamilies",
    "network_profile.load_balancer_sku": "properties.networkProfile.loadBalancerSku",
    "network_profile.network_data_plane": "properties.networkProfile.networkDataplane",
    "network_profile.network_plugin": "properties.networkProfile.networkPlugin",
    "network_profile.network_plugin_mode": "properties.networkProfile.networkPluginMode",
    "network_profile.network_policy": "properties.networkProfile.networkPolicy",
    "network_profile.outbound_type": "properties.networkProfile.outboundType",
    "network_profile.pod_cidr": "properties.networkProfile.podCidr",
    "network_profile.service_cidr": "properties.networkProfile.serviceCidr",
    "node_os_upgrade_channel": "properties.autoUpgradeProfile.nodeOSUpgradeChannel",
    "node_provisioning_profile.mode": "properties.nodeProvisioningProfile.mode",
    "oidc_issuer_enabled": "properties.oidcIssuerProfile.enabled",
    "private_cluster_enabled": "properties.apiServerAccessProfile.enablePrivateCluster",
    "sku_tier": "sku.tier",
    "support_plan": "properties.supportPlan",
    "tags": "tags",
    "windows_profile.admin_password": "properties.windowsProfile.adminPassword",
    "windows_profile.admin_username": "properties.windowsProfile.adminUsername",
}
# Arguments in objects whose words are not those of the property.
RENAMED = {
    "cpu_cfs_quota_enabled": "cpuCfsQuota",
    "daemonset_eviction_for_empty_nodes_enabled": "daemonset-eviction-for-empty-nodes",
    "daemonset_eviction_for_occupied_nodes_enabled": "daemonset-eviction-for-occupied-nodes",
    "empty_bulk_delete_max": "max-empty-bulk-delete",
    "ignore_daemonsets_utilization_enabled": "ignore-daemonsets-utilization",
    "max_node_provisioning_time": "max-node-provision-time",
    "max_unready_nodes": "ok-total-unready-count",
    "max_unready_percentage": "max-total-unready-percentage",
    "net_ipv4_tcp_keepalive_intvl": "netIpv4TcpkeepaliveIntvl",
    "pod_max_pid": "podMaxPids",
    "scale_down_unneeded": "scale-down-unneeded-time",
    "scale_down_unready": "scale-down-unready-time",
    "sysctl_config": "sysctls",
    "transparent_huge_page": "transparentHugePageEnabled",
}


def act(text: str, cloud: Cloud) -> Iterator[str]:
    try:
        yield from Module(Reader(text).blocks(), cloud).apply()
    except (Unread, Refused) as error:
        yield f"Terraform: {error}"


# Blocks that can be there several times.
LISTS = {"allowed_host_ports"}


class Reference(str):
    """Something that is said elsewhere, or a text with it in front: `${a.b}/c` is a.b/c."""


class Block:
    def __init__(self, kind: str, labels: list[str]):
        self.kind, self.labels = kind, labels
        self.arguments: dict[str, Any] = {}
        self.blocks: list[Block] = []

    def flat(self, before: str = "") -> dict[str, Any]:
        """Arguments by their paths through inner blocks."""
        found = {before + name: value for name, value in self.arguments.items()}
        kinds = [block.kind for block in self.blocks if block.kind not in LISTS]
        if len(set(kinds)) < len(kinds) or set(kinds) & self.arguments.keys():
            raise Unread(f"of {', '.join(kinds)}, one is there twice")
        for block in self.blocks:
            if block.kind in LISTS:
                found.setdefault(before + block.kind, []).append(block.flat())
            else:
                found |= block.flat(f"{before}{block.kind}.")
        return found


class Reader(Scanner):
    """Reads blocks, arguments and literals. A line ends each of them."""

    def blanks(self) -> None:
        self.match(r"(?:[ \n]|#[^\n]*)*")

    def blocks(self) -> list[Block]:
        found = []
        self.blanks()
        while not self.is_at_end():
            kind = self.match("[a-z_]+")
            found.append(self.block(kind))
            self.blanks()
        return found

    def block(self, kind: str) -> Block:
        block = Block(kind, [])
        while self.can(' "'):
            self.match(" ")
            block.labels.append(self.string())
        self.match(r" \{")
        self.blanks()
        while not self.can(r"\}"):
            name = self.match("[a-z_0-9]+")
            if self.can(" *= "):
                if name in block.arguments:
                    self.fail(f"{name} is there twice")
                self.match(" *= ")
                block.arguments[name] = self.value()
                self.match(r"(?=\n)")
            else:
                block.blocks.append(self.block(name))
            self.blanks()
        self.match(r"\}(?=\n|$)")
        return block

    def value(self) -> Any:
        if self.can('"'):
            return self.string()
        if self.can(r"\["):
            return self.list()
        if self.can(r"\{"):
            return self.map()
        if self.can(r"-?\d"):
            number = self.match(r"-?\d+(?:\.\d+)?(?!\w)")
            return float(number) if "." in number else int(number)
        word = self.match(r"[a-z_]\w*(?:\.\w+|\[\d+\])*(?!\()")
        return word == "true" if word in ("true", "false") else Reference(word)

    def list(self) -> list[Any]:
        self.match(r"\[")
        found = []
        if self.can(r"\n"):
            self.blanks()
            while not self.can(r"\]"):
                found.append(self.value())
                self.match(r",(?=\n)")
                self.blanks()
        while not self.can(r"\]"):
            if found:
                self.match(", ")
            found.append(self.value())
        self.match(r"\]")
        return found

    def map(self) -> dict[str, Any]:
        self.match(r"\{")
        found: dict[str, Any] = {}
        self.blanks()
        while not self.can(r"\}"):
            key = self.string() if self.can('"') else self.match("[a-z_]+")
            if key in found:
                self.fail(f"the key {key} is there twice")
            self.match(" *= ")
            found[key] = self.value()
            self.match(r"(?=\n)")
            self.blanks()
        self.match(r"\}")
        return found

    def string(self) -> str:
        self.match('"')
        found, is_reference = "", self.can(r"\$\{")
        if is_reference:
            found += self.match(r"\$\{[a-z_][\w.]*\}")[2:-1]
        while not self.can('"'):
            if self.can(r"(\$\$|%%)\{"):
                found += self.match(r"(\$\$|%%)\{")[1:]
            elif self.can(r"[$%]\{"):
                self.fail("a text is interpolated")
            elif self.can(r"\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{8}"):
                found += chr(int(self.match(r"\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{8}")[2:], 16))
            elif self.can(r"\\"):
                found += {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}[self.match(r'\\[nrt"\\]')[1]]
            else:
                found += self.match(r"[^\n\x00-\x08\x0b-\x1f\x7f]")
        self.match('"')
        return Reference(found) if is_reference else found


class Module:
    """A module whose resources are made in the order of the text, and each behind what it refers to."""

    def __init__(self, blocks: list[Block], cloud: Cloud):
        self.blocks, self.cloud = blocks, cloud
        self.values: dict[str, Any] = {}
        """What can be referred to."""
        self.imported: set[str] = set()
        self.before: str | None = None
        """The address of the pool that was made last."""

    def apply(self) -> Iterator[str]:
        for place, block in enumerate(self.blocks):
            match (block.kind, block.labels):
                case ("terraform", []):
                    wanted = {"required_providers.azurerm": {"source": "hashicorp/azurerm", "version": "~> 5.0"}}
                    if place != 0 or block.flat() != wanted:
                        yield f"the providers are {block.flat()}"
                case ("provider", ["azurerm"]):
                    if [inner.kind for inner in block.blocks] != ["features"]:
                        yield "the provider wants a block features"
                case ("variable", ["windows_admin_password"]):
                    if block.arguments.get("sensitive") is not True or block.arguments.get("type") != "string":
                        yield "the password isn't a sensitive string"
                    self.values["var.windows_admin_password"] = PASSWORD
                case ("data", [kind, label]) if kind == CLUSTER:
                    group, name = block.arguments["resource_group_name"], block.arguments["name"]
                    self.cloud.cluster(group, name)
                    self.values[f"data.{CLUSTER}.{label}.id"] = (group, name)
                case ("import", []):
                    yield from self.take_over(block)
                case ("resource", [kind, label]) if kind == GROUP:
                    name, region = block.arguments["name"], block.arguments["location"]
                    self.cloud.put_group(name, region)
                    self.values |= {f"{GROUP}.{label}.name": name, f"{GROUP}.{label}.location": region}
                case ("resource", [kind, label]) if kind == CLUSTER:
                    yield from self.cluster(block, label)
                case ("resource", [kind, label]) if kind == POOL:
                    yield from self.pool(block, label)
                case _:
                    yield f"{block.kind} {block.labels} is unknown here"

    def value(self, value: Any) -> Any:
        if isinstance(value, Reference):
            if value not in self.values:
                raise Unread(f"{value} is nothing")
            return self.values[value]
        return value

    def take_over(self, block: Block) -> Iterator[str]:
        cluster, _, rest = block.arguments["id"].partition("/")
        kind, _, name = rest.partition("/")
        group, cluster = self.value(Reference(cluster))
        self.cloud.pool(group, cluster, name)
        if kind != "agentPools":
            yield f"{block.arguments['id']} isn't a pool"
        self.imported.add(block.arguments["to"])

    def cluster(self, block: Block, label: str) -> Iterator[str]:
        first = next(inner for inner in block.blocks if inner.kind == "default_node_pool")
        block.blocks.remove(first)
        yield from self.ignored(
            block, {"default_node_pool[0].node_count"} if first.arguments.get("min_count") is not None else set()
        )
        arguments = {path: self.value(value) for path, value in block.flat().items()}
        group, name = arguments.pop("resource_group_name"), arguments.pop("name")
        if "node_provisioning_profile.mode" not in arguments:
            yield "azurerm 5 wants node_provisioning_profile"
        body: dict[str, Any] = {"location": arguments.pop("location"), "sku": {"name": "Base"}, "properties": {}}
        merge(body, properties(arguments, OF_CLUSTER, schema.SCHEMA["managedClusters"]))
        pool = {"mode": "System", "osDiskType": "Managed"}
        inside = first.flat()
        if inside.pop("only_critical_addons_enabled", False):
            pool["nodeTaints"] = ["CriticalAddonsOnly=true:NoSchedule"]
        known = {path: key for path, key in OF_POOL.items() if path not in NOT_OF_FIRST}
        pool["name"] = inside.pop("name")
        merge(pool, properties(inside, known, schema.SCHEMA["agentPools"]))
        body["properties"]["agentPoolProfiles"] = [pool]
        self.cloud.put_cluster(group, name, body)
        self.values[f"{CLUSTER}.{label}.id"] = (group, name)

    def pool(self, block: Block, label: str) -> Iterator[str]:
        address = f"{POOL}.{label}"
        is_scaled = block.arguments.get("auto_scaling_enabled") is True
        is_imported = address in self.imported
        yield from self.ignored(block, open_arguments(block) if is_imported else {"node_count"} if is_scaled else set())
        arguments = block.flat()
        waits = arguments.pop("depends_on", [])
        if waits != ([] if self.before is None else [self.before]):
            yield f"{address} waits for {waits} and not for {self.before}"
        self.before = address
        group, cluster = self.value(arguments.pop("kubernetes_cluster_id"))
        name = arguments.pop("name")
        there = name in self.cloud.cluster(group, cluster).pools
        if there != is_imported:
            yield f"{name} is {'there already' if there else 'not there'}"
        pool = {"mode": "User"} if there else {"mode": "User", "osDiskType": "Managed"}
        nat = arguments.pop("windows_profile.outbound_nat_enabled", None)
        merge(pool, properties(arguments, OF_POOL, schema.SCHEMA["agentPools"]))
        if nat is not None:
            merge(pool, {"windowsProfile": {"disableOutboundNat": not nat}})
        settings = pool.get("upgradeSettings", {})
        # The provider takes one of the two and sends 0 for the other.
        if "maxUnavailable" in settings:
            settings.setdefault("maxSurge", "0")
        self.cloud.put_pool(group, cluster, name, pool)

    def ignored(self, block: Block, wanted: set[str]) -> Iterator[str]:
        """Takes the block out that tells Terraform what not to look at; it holds what it must, and no more."""
        rules = [inner for inner in block.blocks if inner.kind == "lifecycle"]
        for inner in rules:
            block.blocks.remove(inner)
        found = {name for inner in rules for name in inner.arguments["ignore_changes"]}
        if found != wanted or len(rules) > 1:
            yield f"{' '.join(block.labels)} ignores {sorted(found ^ wanted)} too much or too little"


def open_arguments(block: Block) -> set[str]:
    """What a block of a pool that is there leaves open, and the provider would set: to a default of its own (it turns
    the autoscaler off) or to nothing. A block inside that is not there is ignored as a whole."""
    inside = {inner.kind for inner in block.blocks}
    written = set(block.flat())
    found = set()
    for path in OF_POOL.keys() - COMPUTED - written - inside:
        head, _, rest = path.partition(".")
        found.add(f"{head}[0].{rest}" if rest and head in inside else head)
    return found


def properties(arguments: dict[str, Any], known: dict[str, str], shape: Any) -> dict[str, Any]:
    """What arguments set, in the kinds that the schema wants."""
    found: dict[str, Any] = {}
    for path, value in arguments.items():
        head, _, rest = path.partition(".")
        if path in known:
            key = known[path]
        elif head in known and rest:
            key = ".".join([known[head], *(entry(word, known[head]) for word in rest.split("."))])
        else:
            raise Unread(f"unknown argument {path}")
        parents = key.split(".")
        inner = shape
        for parent in parents:
            inner = inner.get(parent, {}) if isinstance(inner, dict) else {}
        if parents[-1] == "nodePublicIPTags":
            value = [{"ipTagType": kind, "tag": tag} for kind, tag in value.items()]
        elif path.rpartition(".")[2] in LISTS:
            value = [{entry(word, key): one for word, one in item.items()} for item in value]
        if inner == "text" and not isinstance(value, str):
            value = json.dumps(value)
        one = {parents[-1]: value}
        for parent in reversed(parents[:-1]):
            one = {parent: one}
        merge(found, one)
    return found


def entry(word: str, of: str) -> str:
    """The property of an argument inside of an object: with hyphens in the autoscaler's, in camel case elsewhere."""
    if word in RENAMED:
        return RENAMED[word]
    if of.endswith("autoScalerProfile"):
        return word.replace("_", "-")
    word = re.sub(r"_([a-z0-9])", lambda found: found.group(1).upper(), word)
    return re.sub(r"(Size)Mb$", r"\1MB", word)
