"""The cmdlets: their parameters by the table of the published help, and what they do to a cloud."""

import json
import pathlib
from typing import Any

import schema
from cloud import MAPS, Cloud, Refused, merge
from powershell.play import Bare, Failed, Named, Object, Secret, Seen

# What Get-AzAksNodePool tells of a pool (Azure PowerShell's repository, PSNodePool, read 2026-11-27), but for type,
# which it names AgentPoolType.
OF_POOL = """
availabilityZones count creationData currentOrchestratorVersion enableAutoScaling enableEncryptionAtHost enableFIPS
enableNodePublicIP enableUltraSSD gpuInstanceProfile hostGroupID id kubeletConfig kubeletDiskType linuxOSConfig maxCount
maxPods minCount mode name nodeImageVersion nodeLabels nodePublicIPPrefixID nodeTaints orchestratorVersion osDiskSizeGB
osDiskType osSKU osType podSubnetID powerState provisioningState proximityPlacementGroupID scaleDownMode
scaleSetEvictionPolicy scaleSetPriority spotMaxPrice tags upgradeSettings vmSize vnetSubnetID workloadRuntime
""".split()
TABLE = json.loads(pathlib.Path(__file__).with_name("cmdlets.json").read_text())["cmdlets"]


def bind(cmdlet: str, arguments: list[Any]) -> dict[str, Any]:
    """The parameters of a call with their values."""
    known = TABLE[cmdlet]["parameters"]
    names = {name.lower(): name for name in known}
    names |= {alias.lower(): name for name in known for alias in known[name].get("aliases", [])}
    bound: dict[str, Any] = {}
    rest = list(arguments)
    while rest:
        parameter = rest.pop(0)
        if not isinstance(parameter, Named):
            raise Failed(f"{cmdlet}: {parameter!r} without a parameter name")
        if parameter.name == "ErrorAction":
            # A parameter of all cmdlets.
            if parameter.value is None:
                rest.pop(0)
            continue
        name = names.get(parameter.name.lower())
        if name is None or name in bound:
            raise Failed(f"{cmdlet}: -{parameter.name} is unknown or repeated")
        value = parameter.value
        if value is None:
            has_value = known[name]["type"] != "switch"
            if has_value and (not rest or isinstance(rest[0], Named)):
                raise Failed(f"{cmdlet}: -{name} has no value")
            value = rest.pop(0) if has_value else True
        bound[name] = converted(f"{cmdlet} -{name}", value, known[name]["type"])
    held_to_sets(cmdlet, bound)
    return bound


def held_to_sets(cmdlet: str, bound: dict[str, Any]) -> None:
    sets, known = TABLE[cmdlet]["sets"], TABLE[cmdlet]["parameters"]

    def is_in(name: str, one: str) -> bool:
        return one in known[name].get("in", sets)

    def is_needed(name: str, one: str) -> bool:
        mandatory = known[name].get("mandatory", False)
        return is_in(name, one) if mandatory is True else mandatory and one in mandatory

    for one in sets:
        if all(is_in(name, one) for name in bound) and not [n for n in known if is_needed(n, one) and n not in bound]:
            return
    raise Failed(f"{cmdlet}: no parameter set has exactly {', '.join(sorted(bound))}")


def converted(where: str, value: Any, kind: str) -> Any:
    """A value as a parameter of that type takes it. A number for a text is an error, for 1.30 is not 1.3."""
    match kind:
        case "switch" if isinstance(value, bool):
            return value
        case "string" if isinstance(value, str) and not isinstance(value, Secret):
            return value
        # A word of letters needs no quotes.
        case "string" if isinstance(value, Bare) and value.text.isalpha():
            return value.text
        case "int" | "double" if isinstance(value, int | float) and not isinstance(value, bool):
            return value
        case "int" if isinstance(value, Bare) and value.text.lstrip("-").isdigit():
            return int(value.text)
        case "double" if isinstance(value, Bare):
            return float(value.text)
        case "string[]":
            items = value if isinstance(value, list) else [value]
            if all(isinstance(item, str) for item in items):
                return items
        case "hashtable" if isinstance(value, dict) and all(isinstance(item, str) for item in value.values()):
            return value
        case "object" if isinstance(value, Object):
            return plain(value)
        case "SecureString" if isinstance(value, Secret):
            return str(value)
    raise Failed(f"{where} takes a {kind}, and not {value!r}")


def plain(value: Any) -> Any:
    """An object of the module as the API names what is in it. A class has no other members than these."""
    match value:
        case Object(kind, dict() as entries):
            known = MODELS[kind]
            found = {}
            for name, item in entries.items():
                if name.lower() not in known:
                    raise Failed(f"{kind} has no {name}")
                found[known[name.lower()]] = plain(item)
            return found
        case Object(kind, list() as items) if kind.endswith("[]"):
            return [plain(Object(kind.removesuffix("[]"), item)) for item in items]
        case dict():
            return plain(Object("SysctlConfig", value))
    return value


def members(shape: dict[str, Any]) -> dict[str, str]:
    return {name.lower(): name for name in shape}


OF_POOLS = schema.SCHEMA["agentPools"]
MODELS = {
    "KubeletConfig": members(OF_POOLS["kubeletConfig"]),
    "LinuxOSConfig": members(OF_POOLS["linuxOSConfig"]),
    "SysctlConfig": members(OF_POOLS["linuxOSConfig"]["sysctls"]),
    # API 2026-03-01, which Az.Aks 7.2.1 uses, has no DRANET.
    "AgentPoolNetworkProfile": {name: key for name, key in members(OF_POOLS["networkProfile"]).items() if key != "dranet"},
    "PortRange": members(OF_POOLS["networkProfile"]["allowedHostPorts"][1]),
    "IPTag": members(OF_POOLS["networkProfile"]["nodePublicIPTags"][1]),
}


def properties(cmdlet: str, bound: dict[str, Any], of: str) -> dict[str, Any]:
    """What the parameters of a call set of a cluster or of a pool."""
    found: dict[str, Any] = {}
    for name, value in bound.items():
        owner, _, path = TABLE[cmdlet]["parameters"][name].get("sets", "").partition(" ")
        if owner == of:
            *parents, last = path.split(".")
            one = {last: value}
            for parent in reversed(parents):
                one = {parent: one}
            merge(found, one)
    return found


def run(cmdlet: str, arguments: list[Any], cloud: Cloud) -> Any:
    """Does to a cloud what a call does, and gives what it gives."""
    if cmdlet not in TABLE:
        raise Failed(f"there is no {cmdlet}")
    bound = bind(cmdlet, arguments)
    try:
        return DONE[cmdlet](bound, cloud)
    except Refused as refusal:
        raise Failed(str(refusal)) from refusal


def new_group(bound: dict[str, Any], cloud: Cloud) -> None:
    if bound["Name"].lower() in map(str.lower, cloud.groups) and not bound.get("Force"):
        raise Failed("New-AzResourceGroup asks whether it may")
    cloud.put_group(bound["Name"], bound["Location"])


def remove_group(bound: dict[str, Any], cloud: Cloud) -> None:
    if not bound.get("Force"):
        raise Failed("Remove-AzResourceGroup asks whether it may")
    cloud.delete_group(bound["Name"])


def together(bound: dict[str, Any], *names: str) -> None:
    given = [name for name in names if bound.get(name, False) is not False]
    if given and len(given) < len(names):
        raise Failed(f"{', '.join(names)} go together, and only {', '.join(given)} is there")


def new_cluster(bound: dict[str, Any], cloud: Cloud) -> None:
    group, name = bound["ResourceGroupName"], bound["Name"]
    together(bound, "EnableNodeAutoScaling", "NodeMinCount", "NodeMaxCount")
    together(bound, "WindowsProfileAdminUserName", "WindowsProfileAdminUserPassword")
    if not bound.get("GenerateSshKey") and "SshKeyValue" not in bound:
        raise Failed("New-AzAksCluster wants an SSH key")
    # What the cmdlet sends by itself (source of Az.Aks).
    cluster: dict[str, Any] = {"networkProfile": {"networkPlugin": "azure"}}
    merge(cluster, properties("New-AzAksCluster", bound, "cluster"))
    if "WindowsProfileAdminUserPassword" in bound:
        cluster["windowsProfile"]["adminPassword"] = bound["WindowsProfileAdminUserPassword"]
    pool = {"name": bound.get("NodeName", "default"), "mode": "System", "count": 3, "osType": "Linux"}
    pool |= {"type": "VirtualMachineScaleSets", **properties("New-AzAksCluster", bound, "pool")}
    body = {
        "location": bound.get("Location") or cloud.groups[cloud.group(group)],
        "tags": bound.get("Tag", {}),
        "sku": {"name": "Base", "tier": "Standard" if bound.get("EnableUptimeSLA") else "Free"},
        "identity": {"type": "SystemAssigned"},
        "properties": {**cluster, "agentPoolProfiles": [pool]},
    }
    cloud.put_cluster(group, name, body)


def set_cluster(bound: dict[str, Any], cloud: Cloud) -> None:
    group, name = bound["ResourceGroupName"], bound["Name"]
    cluster = cloud.cluster(group, name)
    before = cluster.body["properties"].get("kubernetesVersion", "")
    cluster.check("", bound.get("IfMatch"))
    cloud.put_cluster(group, name, {"properties": properties("Set-AzAksCluster", bound, "cluster")})
    if "KubernetesVersion" in bound:
        for pool in cluster.pools.values():
            stays = pool.get("orchestratorVersion") or before
            pool["orchestratorVersion"] = stays if bound.get("ControlPlaneOnly") else bound["KubernetesVersion"]


def new_pool(bound: dict[str, Any], cloud: Cloud) -> None:
    group, cluster, name = bound["ResourceGroupName"], bound["ClusterName"], bound["Name"]
    together(bound, "EnableAutoScaling", "MinCount", "MaxCount")
    if name in cloud.cluster(group, cluster).pools:
        raise Failed(f"the pool {name} is there")
    # AvailabilitySet is what the cmdlet sends by itself (source of Az.Aks), and what AKS no longer takes.
    pool = {"mode": "User", "count": 3, "osType": "Linux", "type": "AvailabilitySet"}
    cloud.put_pool(group, cluster, name, {**pool, **properties("New-AzAksNodePool", bound, "pool")})


def update_pool(bound: dict[str, Any], cloud: Cloud) -> None:
    group, cluster, name = bound["ResourceGroupName"], bound["ClusterName"], bound["Name"]
    together(bound, "EnableAutoScaling", "MinCount", "MaxCount")
    if bound.get("NodeImageOnly"):
        cloud.act(group, cluster, name, "new node image")
        return
    pool = dict(cloud.pool(group, cluster, name))
    cloud.cluster(group, cluster).check(name, bound.get("IfMatch"))
    merge(pool, properties("Update-AzAksNodePool", bound, "pool"))
    cloud.put_pool(group, cluster, name, pool)


def get_pool(bound: dict[str, Any], cloud: Cloud) -> list[Seen]:
    group, cluster = bound["ResourceGroupName"], bound["ClusterName"]
    if "Name" in bound:
        return [seen_pool(cloud.look(group, cluster, bound["Name"]))]
    return [seen_pool(cloud.shown_pool(group, cluster, name)) for name in cloud.cluster(group, cluster).pools]


def seen_pool(shown: dict[str, Any]) -> Seen:
    properties = {"name": shown["name"], "id": shown["id"], **shown["properties"]}
    shown = {name: seen(properties.get(name), name) for name in OF_POOL}
    return Seen({**shown, "agentPoolType": properties["type"]})


def seen(value: Any, name: str) -> Any:
    """What is not there is nothing: an empty list or table of an answer that has none."""
    if isinstance(value, list):
        return [seen(item, name) for item in value]
    if isinstance(value, dict) and name not in MAPS:
        return Seen({name: seen(item, name) for name, item in value.items()}, are_all=False)
    return value


def get_cluster(bound: dict[str, Any], cloud: Cloud) -> Seen:
    shown = cloud.shown_cluster(bound["ResourceGroupName"], bound["Name"])
    return Seen({"name": shown["name"], "kubernetesVersion": shown["properties"]["kubernetesVersion"], "provisioningState": "Succeeded"})


def remove_pool(bound: dict[str, Any], cloud: Cloud) -> None:
    if not bound.get("Force"):
        raise Failed("Remove-AzAksNodePool asks whether it may")
    cloud.delete_pool(bound["ResourceGroupName"], bound["ClusterName"], bound["Name"])


def deploy(bound: dict[str, Any], cloud: Cloud) -> None:
    template = json.loads(pathlib.Path(bound["TemplateFile"]).read_text())
    password = bound.get("WindowsAdminPassword")
    given = {"windowsAdminPassword": password} if password else {}
    cloud.deploy(bound["ResourceGroupName"], template, given)


def of_rest(bound: dict[str, Any], cloud: Cloud) -> Seen:
    """The API of a cluster or a pool (documentation of Az.Accounts, read 2026-11-29; not tried)."""
    kinds, (name, *pools) = bound["ResourceType"], bound["Name"]
    if bound["ResourceProviderName"] != "Microsoft.ContainerService" or len(kinds) != 1 + len(pools):
        raise Failed(f"Invoke-AzRestMethod {bound}")
    if kinds != ["managedClusters", "agentPools"][: len(kinds)]:
        raise Failed(f"Invoke-AzRestMethod {bound}")
    group = bound["ResourceGroupName"]
    try:
        if bound["Method"] == "PUT":
            if not bound.get("WaitForCompletion"):
                raise Failed("the next step would not wait for the cluster")
            body = json.loads(bound["Payload"])
            if pools:
                cloud.put_pool(group, name, pools[0], body["properties"])
            else:
                cloud.put_cluster(group, name, without_read_only(body))
        shown = cloud.shown_pool(group, name, pools[0]) if pools else cloud.shown_cluster(group, name)
        return Seen({"statusCode": 200, "content": json.dumps(shown)})
    except Refused as refusal:
        return Seen({"statusCode": refusal.status, "content": json.dumps({"error": {"message": str(refusal)}})})


def without_read_only(body: dict[str, Any]) -> dict[str, Any]:
    """What AKS takes of the answer to a question that is sent back to it."""
    read_only = ("provisioningState", "powerState", "currentKubernetesVersion", "currentOrchestratorVersion", "maxAgentPools", "eTag")
    body = {key: value for key, value in body.items() if key not in ("id", "name", "type", "eTag")}
    if "identity" in body:
        body["identity"] = {"type": body["identity"]["type"]}
    body["properties"] = {key: value for key, value in body["properties"].items() if key not in read_only}
    for pool in body["properties"]["agentPoolProfiles"]:
        for key in read_only:
            pool.pop(key, None)
    return body


def get_resource(bound: dict[str, Any], cloud: Cloud) -> Seen:
    """The resource of a cluster or of a pool, with every property in ARM's words."""
    cluster, _, pool = bound["Name"].partition("/")
    kind = "Microsoft.ContainerService/managedClusters" + ("/agentPools" if pool else "")
    if bound["ResourceType"] != kind or not bound["ExpandProperties"]:
        raise Failed(f"Get-AzResource {bound}")
    group = bound["ResourceGroupName"]
    shown = cloud.shown_pool(group, cluster, pool) if pool else cloud.shown_cluster(group, cluster)
    properties = {name: seen(value, name) for name, value in shown["properties"].items()}
    return Seen({"name": bound["Name"], "eTag": shown.get("eTag"), "properties": Seen(properties, are_all=False)})


DONE = {
    "Get-AzResource": get_resource,
    "Invoke-AzRestMethod": of_rest,
    "New-AzResourceGroupDeployment": deploy,
    "New-AzResourceGroup": new_group,
    "Remove-AzResourceGroup": remove_group,
    "New-AzAksCluster": new_cluster,
    "Set-AzAksCluster": set_cluster,
    "New-AzAksNodePool": new_pool,
    "Update-AzAksNodePool": update_pool,
    "Get-AzAksCluster": get_cluster,
    "Get-AzAksNodePool": get_pool,
    "Remove-AzAksNodePool": remove_pool,
}
