"""The state of a cloud as one flat table of properties, and how two such tables differ.

A table maps (owner, property) to a value. The owner is the name of a pool, or "" for the cluster. What AKS would make
of silence is not in the table, so that a tool that says a default and one that leaves it out mean the same.
"""

import json
from collections.abc import Iterator
from typing import Any

from cloud import MAPS, VERSION, Cloud

Table = dict[tuple[str, str], Any]

PASSWORD = "Conformance-1!"
"""What every dialect is given as the password of Windows nodes."""

# Defaults of the API (resource schema 2026-05-01 and the descriptions of azure-mgmt-containerservice 41.8.0,
# 2026-10-19), and of what az sends unasked (2.91.0, run).
DEFAULTS_OF_POOL = {
    "enableAutoScaling": False,
    "enableEncryptionAtHost": False,
    "enableFIPS": False,
    "enableNodePublicIP": False,
    "enableUltraSSD": False,
    "artifactStreamingProfile.enabled": False,
    "kubeletDiskType": "OS",
    "maxPods": 0,
    "nodeLabels": {},
    "nodeTaints": [],
    "orchestratorVersion": "",
    "osDiskSizeGB": 0,
    "osType": "Linux",
    "powerState.code": "Running",
    "scaleDownMode": "Delete",
    "scaleSetEvictionPolicy": "Delete",
    "scaleSetPriority": "Regular",
    "securityProfile.enableSecureBoot": False,
    "securityProfile.enableVTPM": False,
    "securityProfile.sshAccess": "LocalUser",
    "spotMaxPrice": -1,
    "tags": {},
    "type": "VirtualMachineScaleSets",
    "upgradeSettings.maxUnavailable": "0",
    "upgradeSettings.nodeSoakDurationInMinutes": 0,
    "upgradeSettings.undrainableNodeBehavior": "Schedule",
    "vmSize": "",
    "windowsProfile.disableOutboundNat": False,
    "workloadRuntime": "OCIContainer",
}
DEFAULTS_OF_CLUSTER = {
    "apiServerAccessProfile.authorizedIPRanges": [],
    "apiServerAccessProfile.enablePrivateCluster": False,
    "bootstrapProfile.artifactSource": "Direct",
    "disableLocalAccounts": False,
    "enableFIPS": False,
    "enableRBAC": True,
    "identity.type": "SystemAssigned",
    "kubernetesVersion": "",
    "networkProfile.ipFamilies": ["IPv4"],
    "networkProfile.loadBalancerSku": "standard",
    "networkProfile.networkPolicy": "none",
    "networkProfile.outboundType": "loadBalancer",
    "networkProfile.staticEgressGatewayProfile.enabled": False,
    "nodeProvisioningProfile.mode": "Manual",
    "sku.name": "Base",
    "sku.tier": "Free",
    "supportPlan": "KubernetesOfficial",
    "tags": {},
}
# Every cluster has one, and each tool makes up its own.
UNCOMPARED = ("dnsPrefix",)


def of_cloud(cloud: Cloud) -> Table:
    """The table of a cloud with at most one group and one cluster."""
    table: Table = {}
    for group, region in cloud.groups.items():
        table["", "resourceGroup"] = group
        table["", "region of the resource group"] = region
    for cluster in cloud.clusters.values():
        body = dict(cluster.body)
        table["", "name"] = cluster.name
        properties = flat({**body.pop("properties", {}), **body})
        for path, value in properties.items():
            if path not in UNCOMPARED and value != default_of_cluster(path, properties):
                table["", path] = value
        for name, pool in cluster.pools.items():
            table[name, "name"] = name
            for path, value in flat(pool).items():
                follows = path == "orchestratorVersion" and value == properties.get("kubernetesVersion", VERSION)
                if value != DEFAULTS_OF_POOL.get(path) and not follows:
                    table[name, path] = value
    return table


def default_of_cluster(path: str, properties: dict[str, Any]) -> Any:
    if path == "oidcIssuerProfile.enabled":
        # AKS turns it on by itself for new clusters; its documents say from 1.34 on, and from 1.35 on.
        version = properties.get("kubernetesVersion") or VERSION
        return [int(part) for part in version.split(".")[:2]] >= [1, 34]
    if path == "kubernetesVersion" and properties.get(path) == VERSION:
        # What a cluster runs that asked for none; az aks update sends it back.
        return VERSION
    return DEFAULTS_OF_CLUSTER.get(path)


def flat(properties: dict[str, Any], before: str = "") -> dict[str, Any]:
    """Properties by their paths. A pool of virtual machines of one size may be said in two ways. Zones are a set, a number is a number, and an autoscaler setting is a text."""
    table = {}
    if properties.get("type") == "VirtualMachines" and "vmSize" in properties:
        properties = dict(properties)
        only = {"size": properties.pop("vmSize"), "count": properties.pop("count", 3)}
        properties["virtualMachinesProfile"] = {"scale": {"manual": [only]}}
    for key, value in properties.items():
        path = before + key
        if isinstance(value, dict) and path not in MAPS:
            table |= flat(value, path + ".")
        elif before == "autoScalerProfile." and not isinstance(value, str):
            table[path] = json.dumps(value)
        elif path == "availabilityZones":
            table[path] = sorted(value)
        elif path in ("virtualMachinesProfile.scale.manual", "virtualMachinesProfile.scale.autoscale"):
            # Sizes are a set, and Azure does not tell the case of their letters apart.
            table[path] = sorted(({**one, "size": one["size"].lower()} for one in value), key=lambda one: one["size"])
        else:
            table[path] = value
    return table


# Keys of a plan that are Poolwright's own, or facts that nobody can ask for.
NOT_ASKED_FOR = (
    "existing",
    "partial",
    "purpose",
    "preview",
    "apiVersion",
    "azureCli",
    "subnets",
    "provisioningState",
    "powerState",
)


def of_plan(plan: dict[str, Any]) -> Cloud:
    """The cloud in which a plan has come true, written down from the plan alone."""
    cloud = Cloud()
    cluster = {key: value for key, value in plan["cluster"].items() if key not in NOT_ASKED_FOR}
    name, group, region = (cluster.pop(key, "") for key in ("name", "resourceGroup", "location"))
    body = {"location": region, "tags": cluster.pop("tags", {})}
    sku = {**cluster.pop("sku", {}), "tier": cluster.pop("tier", "Free")}
    body |= {"sku": {"name": "Base", **sku}, "identity": cluster.pop("identity", {"type": "SystemAssigned"})}
    if "windowsProfile" in cluster:
        cluster["windowsProfile"] = {**cluster["windowsProfile"], "adminPassword": PASSWORD}
    if any(pool.get("mode") == "Gateway" for pool in plan["pools"]):
        # AKS takes no Gateway pool without it.
        egress = {"staticEgressGatewayProfile": {"enabled": True}}
        cluster["networkProfile"] = {**egress, **cluster.get("networkProfile", {})}
    pools = [pool_of_plan(pool) for pool in plan["pools"]]
    cloud.put_group(group, region)
    cloud.put_cluster(group, name, {**body, "properties": {**cluster, "agentPoolProfiles": pools}})
    # Whether a plan is wrong doesn't matter to the texts.
    cloud.problems.clear()
    return cloud


def pool_of_plan(pool: dict[str, Any]) -> dict[str, Any]:
    """A pool as it is asked for."""
    pool = {key: value for key, value in pool.items() if key not in NOT_ASKED_FOR}
    if "virtualMachinesProfile" in pool:
        pool.pop("count", None)
    elif "count" not in pool:
        low, high = pool.get("minCount", 0), pool.get("maxCount", 1000)
        pool["count"] = max(low, min(3, high)) if pool.get("enableAutoScaling") else 3
    return pool


def differences(
    expected: Table, found: Table, gaps: set[tuple[str, str]], unasked: dict[str, Any], before: Table | None = None
) -> Iterator[str]:
    """How a table differs from the plan's, but for declared gaps: of such a property a part may be missing, but
    nothing else may be there, unless it is what the tool does unasked or what was there before."""
    for owner, path in sorted(expected.keys() | found.keys()):
        wanted, got = (table.get((owner, path)) for table in (expected, found))
        if wanted == got:
            continue
        # A pool that a tool doesn't have is left out as a whole.
        if (owner, "name") not in found and {(owner, "mode"), (owner, "type")} & gaps:
            continue
        # The autoscaler sets the number of nodes: a text may leave it out, but not name another.
        if path == "count" and got is None and found.get((owner, "enableAutoScaling")):
            continue
        if is_gap(owner, path, gaps) and (is_part(got, wanted) or got == (before or {}).get((owner, path))):
            continue
        # What a tool does to all pools alike may be one gap of the cluster.
        if got == unasked.get(path) and (is_gap(owner, path, gaps) or is_gap("", path, gaps)):
            continue
        of = f"pool {owner}" if owner else "the cluster"
        if got is None:
            yield f"{of}: {path} is {wanted!r} in the plan, and missing"
        elif wanted is None:
            yield f"{of}: {path} is {got!r}, which nobody asked for"
        else:
            yield f"{of}: {path} is {wanted!r} in the plan, and {got!r}"


def is_gap(owner: str, path: str, gaps: set[tuple[str, str]]) -> bool:
    """Whether a property is declared to be left out, or a part of one that is."""
    while path:
        if (owner, path) in gaps:
            return True
        path = path.rpartition(".")[0]
    return False


def is_part(part: Any, whole: Any) -> bool:
    if part is None:
        return True
    if isinstance(part, dict) and isinstance(whole, dict):
        return part.items() <= whole.items()
    if isinstance(part, list) and isinstance(whole, list):
        return all(item in whole for item in part)
    return False
