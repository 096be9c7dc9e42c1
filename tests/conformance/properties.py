"""Every property of a pool with a value, for plans and operations that have nothing else of interest."""

import json
import pathlib
import subprocess
import tempfile
from dataclasses import dataclass
from typing import Any

import tool

SHELLS = ("az", "az-pwsh", "powershell")
"""The dialects that are tried: in those of templates, a property's path is its key."""
ROOM = tempfile.TemporaryDirectory(prefix="poolwright-properties")

ID = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers"
SUBNET = f"{ID}/Microsoft.Network/virtualNetworks/net/subnets"
FACTS = ("creationData.sourceVmSize", "powerState.code", "provisioningState")
"""What nobody can ask for when a pool is created."""
# No stable API has them.
BEYOND = ("nodeInitializationTaints", "enableOSDiskFullCaching")
GPU = {"vmSize": "Standard_NC24ads_A100_v4"}
SPOT = {"scaleSetPriority": "Spot", "scaleSetEvictionPolicy": "Delete"}
AUTO = {"enableAutoScaling": True, "minCount": 1, "maxCount": 5}
WINDOWS = {"osType": "Windows", "osSKU": "Windows2022"}


@dataclass
class Sample:
    """Values of a pool that set a property."""

    key: str
    pool: dict[str, Any]
    is_first: bool = True
    """Whether the first pool of a cluster, a System pool, may have it too."""
    update: dict[str, Any] | None = None
    """What the property becomes in place, where that is possible."""

    def name(self) -> str:
        return f"property {self.key}"

    def plan(self) -> pathlib.Path:
        """A file with a plan whose pools have it."""
        return self.written(f"{self.key}.plan.json", self.document())

    def journey(self) -> pathlib.Path | None:
        """A file with a plan whose second pool gets it, and has nothing but what every pool has before."""
        document = self.document(is_first=False)
        sys, after = document["pools"]
        before = {"name": after["name"], "mode": "User", "count": 3, "vmSize": "Standard_D4ds_v5"}
        before |= WINDOWS if after.get("osType") == "Windows" else {}
        if "securityProfile" in after:
            # AKS answers with one for every pool, and az fails without.
            before["securityProfile"] = {"sshAccess": "LocalUser"}
        if all(before.get(key) == value for key, value in after.items()):
            return None
        document["baseline"] = {"cluster": document["cluster"], "pools": [sys, before]}
        return self.written(f"{self.key}.journey.plan.json", document)

    def written(self, name: str, document: dict[str, Any]) -> pathlib.Path:
        path = pathlib.Path(ROOM.name) / name.replace(" ", "-")
        path.write_text(json.dumps(document))
        return path

    def document(self, is_first: bool | None = None) -> dict[str, Any]:
        pool = {"count": 3, "vmSize": "Standard_D4ds_v5", **self.pool}
        name = "win" if pool.get("osType") == "Windows" else "work"
        sys = {"count": 3, "vmSize": "Standard_D4ds_v5"}
        if self.is_first if is_first is None else is_first:
            sys |= self.pool
        if "virtualMachinesProfile" in pool:
            for one in (pool, sys):
                if "virtualMachinesProfile" in one:
                    one.pop("count")
                    one.pop("vmSize")
        cluster = {"name": "aks", "resourceGroup": "rg", "location": "westeurope", "kubernetesVersion": "1.34"}
        cluster |= {"networkProfile": {"networkPlugin": "azure"}, "preview": True}
        if name == "win":
            cluster["windowsProfile"] = {"adminUsername": "azureuser"}
        if "windowsProfile" in self.pool:
            cluster["networkProfile"]["outboundType"] = "managedNATGateway"
        pools = [{"name": "sys", "mode": "System", **sys}, {"name": name, "mode": "User", **pool}]
        return {"version": 1, "cluster": cluster, "pools": pools}


SAMPLES = [
    Sample("name", {}),
    Sample("mode", {"mode": "System"}),
    Sample("count", {"count": 5}),
    Sample("enableAutoScaling", AUTO, update={"enableAutoScaling": False}),
    Sample("minCount", {**AUTO, "minCount": 2}, update={"minCount": 3}),
    Sample("maxCount", {**AUTO, "maxCount": 9}, update={"maxCount": 12}),
    Sample("vmSize", {"vmSize": "Standard_D8ds_v5"}),
    Sample("osType", WINDOWS, is_first=False),
    Sample("osSKU", {"osSKU": "AzureLinux3"}, update={"osSKU": "Ubuntu2404"}),
    Sample("osDiskSizeGB", {"osDiskSizeGB": 100}),
    Sample("osDiskType", {"osDiskType": "Ephemeral", "osDiskSizeGB": 64}),
    Sample("kubeletDiskType", {"kubeletDiskType": "Temporary"}),
    Sample("maxPods", {"maxPods": 61}),
    Sample("availabilityZones", {"availabilityZones": ["1", "3"]}),
    Sample("nodeTaints", {"nodeTaints": ["a=b:NoSchedule", "c.io/d=1:NoExecute"]}, False, {"nodeTaints": ["e=f:PreferNoSchedule"]}),
    Sample("nodeLabels", {"nodeLabels": {"a": "1.30", "b.io/c": "d"}}, update={"nodeLabels": {"e": "it"}}),
    Sample("tags", {"tags": {"a b": "R&D (x)", "e": "it's", "at": "2026-01-31T08:00:00Z"}}, update={"tags": {"Keys": "1,2"}}),
    Sample("scaleSetPriority", SPOT, is_first=False),
    Sample("scaleSetEvictionPolicy", {**SPOT, "scaleSetEvictionPolicy": "Deallocate"}, is_first=False),
    Sample("spotMaxPrice", {**SPOT, "spotMaxPrice": 0.125}, is_first=False),
    Sample("upgradeSettings.maxSurge", {"upgradeSettings": {"maxSurge": "34%"}}, update={"upgradeSettings.maxSurge": "2"}),
    Sample(
        "upgradeSettings.maxUnavailable",
        {"upgradeSettings": {"maxSurge": "0", "maxUnavailable": "1"}},
        is_first=False,
        update={"upgradeSettings.maxUnavailable": "20%"},
    ),
    Sample("upgradeSettings.drainTimeoutInMinutes", {"upgradeSettings": {"drainTimeoutInMinutes": 47}}, update={"upgradeSettings.drainTimeoutInMinutes": 61}),
    Sample("upgradeSettings.nodeSoakDurationInMinutes", {"upgradeSettings": {"nodeSoakDurationInMinutes": 7}}, update={"upgradeSettings.nodeSoakDurationInMinutes": 9}),
    Sample(
        "upgradeSettings.undrainableNodeBehavior",
        {"upgradeSettings": {"undrainableNodeBehavior": "Cordon"}},
        update={"upgradeSettings.undrainableNodeBehavior": "Schedule"},
    ),
    Sample("vnetSubnetID", {"vnetSubnetID": f"{SUBNET}/nodes"}),
    Sample("podSubnetID", {"vnetSubnetID": f"{SUBNET}/nodes", "podSubnetID": f"{SUBNET}/pods"}),
    Sample("podIPAllocationMode", {"vnetSubnetID": f"{SUBNET}/nodes", "podSubnetID": f"{SUBNET}/pods", "podIPAllocationMode": "StaticBlock"}),
    Sample("orchestratorVersion", {"orchestratorVersion": "1.34"}),
    Sample(
        "networkProfile.allowedHostPorts",
        {"networkProfile": {"allowedHostPorts": [{"portStart": 80, "portEnd": 90, "protocol": "TCP"}]}},
        update={"networkProfile.allowedHostPorts": [{"portStart": 53, "portEnd": 53, "protocol": "UDP"}]},
    ),
    Sample(
        "networkProfile.applicationSecurityGroups",
        {"networkProfile": {"applicationSecurityGroups": [f"{ID}/Microsoft.Network/applicationSecurityGroups/web"]}},
        update={"networkProfile.applicationSecurityGroups": [f"{ID}/Microsoft.Network/applicationSecurityGroups/db"]},
    ),
    Sample(
        "networkProfile.applicationSecurityGroups of ports",
        {
            "networkProfile": {
                "allowedHostPorts": [{"portStart": 80, "portEnd": 90, "protocol": "TCP"}],
                "applicationSecurityGroups": [f"{ID}/Microsoft.Network/applicationSecurityGroups/web"],
            }
        },
        update={"networkProfile.applicationSecurityGroups": []},
    ),
    Sample(
        "networkProfile.applicationSecurityGroups with DRANET",
        {
            "networkProfile": {
                "dranet": {"mode": "Managed"},
                "applicationSecurityGroups": [f"{ID}/Microsoft.Network/applicationSecurityGroups/web"],
            }
        },
        is_first=False,
    ),
    Sample("nodeTaints that go", {"nodeTaints": ["a=b:NoSchedule"]}, False, {"nodeTaints": []}),
    Sample("nodeLabels that go", {"nodeLabels": {"a": "b"}}, update={"nodeLabels": {}}),
    Sample("tags that go", {"tags": {"a": "b"}}, update={"tags": {}}),
    Sample(
        "networkProfile.allowedHostPorts that go",
        {"networkProfile": {"allowedHostPorts": [{"portStart": 80, "portEnd": 90, "protocol": "TCP"}]}},
        update={"networkProfile.allowedHostPorts": []},
    ),
    Sample(
        "networkProfile.nodePublicIPTags",
        {"enableNodePublicIP": True, "networkProfile": {"nodePublicIPTags": [{"ipTagType": "RoutingPreference", "tag": "Internet"}]}},
    ),
    Sample("networkProfile.dranet.mode", {"networkProfile": {"dranet": {"mode": "Managed"}}}, is_first=False),
    Sample("enableNodePublicIP", {"enableNodePublicIP": True}),
    Sample("nodePublicIPPrefixID", {"enableNodePublicIP": True, "nodePublicIPPrefixID": f"{ID}/Microsoft.Network/publicIPPrefixes/p"}),
    Sample("enableEncryptionAtHost", {"enableEncryptionAtHost": True}),
    Sample("enableFIPS", {"enableFIPS": True}, update={"enableFIPS": False}),
    Sample("enableUltraSSD", {"enableUltraSSD": True, "availabilityZones": ["1"]}),
    Sample("securityProfile.enableSecureBoot", {"securityProfile": {"enableSecureBoot": True}}, update={"securityProfile.enableSecureBoot": False}),
    Sample("securityProfile.enableVTPM", {"securityProfile": {"enableVTPM": True}}, update={"securityProfile.enableVTPM": False}),
    Sample("securityProfile.sshAccess", {"securityProfile": {"sshAccess": "EntraId"}}, update={"securityProfile.sshAccess": "Disabled"}),
    Sample("scaleDownMode", {"osDiskType": "Managed", "scaleDownMode": "Deallocate"}, is_first=False, update={"scaleDownMode": "Delete"}),
    Sample("gpuInstanceProfile", {**GPU, "gpuInstanceProfile": "MIG2g"}, is_first=False),
    Sample("gpuProfile.driver", {**GPU, "gpuProfile": {"driver": "None"}}, is_first=False),
    Sample("gpuProfile.nvidia.managementMode", {**GPU, "gpuProfile": {"nvidia": {"managementMode": "Managed"}}}, is_first=False),
    Sample("workloadRuntime", {"osSKU": "AzureLinux3", "vmSize": "Standard_D4s_v5", "workloadRuntime": "KataVmIsolation"}, is_first=False),
    Sample("type", {"type": "VirtualMachineScaleSets"}),
    Sample("virtualMachinesProfile", {"type": "VirtualMachines", "virtualMachinesProfile": {"scale": {"manual": [{"size": "Standard_D4s_v3", "count": 2}]}}}, is_first=False),
    Sample("gatewayProfile.publicIPPrefixSize", {"mode": "Gateway", "count": 2, "gatewayProfile": {"publicIPPrefixSize": 31}}, is_first=False),
    Sample("proximityPlacementGroupID", {"proximityPlacementGroupID": f"{ID}/Microsoft.Compute/proximityPlacementGroups/p"}),
    Sample("hostGroupID", {"hostGroupID": f"{ID}/Microsoft.Compute/hostGroups/h"}),
    Sample("capacityReservationGroupID", {"capacityReservationGroupID": f"{ID}/Microsoft.Compute/capacityReservationGroups/c"}),
    Sample("creationData.sourceResourceId", {"creationData": {"sourceResourceId": f"{ID}/Microsoft.ContainerService/snapshots/s"}}, is_first=False),
    Sample("messageOfTheDay", {"messageOfTheDay": "cHJvYmUgb2YgdGhlIGRheQ=="}),
    Sample("artifactStreamingProfile.enabled", {"artifactStreamingProfile": {"enabled": True}}, is_first=False, update={"artifactStreamingProfile.enabled": False}),
    Sample("windowsProfile.disableOutboundNat", {**WINDOWS, "windowsProfile": {"disableOutboundNat": True}}, is_first=False),
    Sample("localDNSProfile", {"localDNSProfile": {"mode": "Required"}}, is_first=False, update={"localDNSProfile": {"mode": "Disabled"}}),
    Sample(
        "kubeletConfig",
        {"kubeletConfig": {"cpuManagerPolicy": "static", "cpuCfsQuota": False, "podMaxPids": 1234, "allowedUnsafeSysctls": ["net.core.*"]}},
    ),
    Sample("linuxOSConfig", {"linuxOSConfig": {"swapFileSizeMB": 1501, "sysctls": {"netCoreSomaxconn": 16385, "netIpv4TcpTwReuse": True}}}),
]


def unsampled() -> list[str]:
    """The properties of the plan's JSON Schema that no sample is for."""
    ran = subprocess.run([tool.PROGRAM, "schema"], capture_output=True, text=True, timeout=60)
    schema = json.loads(ran.stdout)
    known = {*FACTS, *BEYOND, *(sample.key.partition(" ")[0] for sample in SAMPLES)}
    return [key for key in keys(schema["$defs"]["pool"]) if key not in known]


def keys(shape: dict[str, Any], before: str = "") -> list[str]:
    found = []
    for key, inner in shape["properties"].items():
        found += keys(inner, f"{before}{key}.") if inner.get("properties") else [before + key]
    return found
