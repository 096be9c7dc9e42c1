"""What is tried: every plan of `plans/` and of the project's examples, and the operations below."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tool import ROOT

HERE = Path(__file__).parent
PLANS = sorted([*(HERE / "plans").glob("*.plan.json"), *(ROOT / "examples").glob("*.plan.json")])


@dataclass
class Operation:
    """What is done to the cluster of a plan, and what it changes."""

    plan: str
    words: list[str]
    changes: dict[str, Any] = field(default_factory=dict)
    """By pool, or "" for the cluster: properties by their paths, or None where all of it goes."""
    before: str = "all"
    """What exists: `all` of the plan, `others` than the pool that is added, or `nothing`."""
    leaves: str = "all"
    """Of the plan's pools, those that are there afterwards: `all`, `first` or `none`."""
    actions: list[str] = field(default_factory=list)
    looks: set[str] = field(default_factory=set)
    wordless: tuple[str, ...] = ()
    """The dialects that have no words for it."""

    def name(self) -> str:
        return f"{self.plan}: {' '.join(self.words)}"


TEMPLATES = ("arm", "bicep", "terraform")
"""Declarative dialects: they state the desired configuration, and neither query nor delete resources."""
POWERSHELL_CANNOT = ("powershell", *TEMPLATES)

OPERATIONS = [
    # Those of "Use system node pools in AKS", in its order.
    Operation("article", ["create"], before="nothing", leaves="first"),
    Operation("article", ["add-pool", "systempool"], before="others"),
    Operation("article", ["show-pool", "systempool"], looks={"systempool"}, wordless=TEMPLATES),
    Operation("article", ["set-mode", "mynodepool", "User"], {"mynodepool": {"mode": "User"}}),
    Operation("examples/user-pool", ["set-mode", "mynodepool", "System"], {"mynodepool": {"mode": "System"}}),
    Operation("article", ["delete-pool", "mynodepool"], {"mynodepool": None}, wordless=TEMPLATES),
    Operation("article", ["delete-group"], leaves="none", wordless=TEMPLATES),
    # Day 2.
    Operation("operated", ["scale-pool", "mynodepool", "5"], {"mynodepool": {"count": 5}}),
    Operation("operated", ["scale-pool", "mynodepool", "1"], {"mynodepool": {"count": 1}}),
    Operation("operated", ["upgrade-pool", "mynodepool", "1.34.9"], {"mynodepool": {"orchestratorVersion": "1.34.9"}}),
    Operation(
        "operated",
        ["upgrade-pool", "mynodepool", "node-image"],
        actions=["new node image of mynodepool"],
        wordless=TEMPLATES,
    ),
    Operation("operated", ["stop-pool", "apps"], {"apps": {"powerState.code": "Stopped"}}, wordless=TEMPLATES),
    Operation("operated", ["start-pool", "stopped"], {"stopped": {"powerState.code": None}}, wordless=TEMPLATES),
    Operation(
        "operated",
        ["delete-machines", "mynodepool", "aks-1", "aks-2"],
        actions=["end of machines aks-1, aks-2 of mynodepool"],
        wordless=POWERSHELL_CANNOT,
    ),
    Operation("operated", ["update-pool", "batch", "maxCount=9"], {"batch": {"maxCount": 9}}),
    Operation(
        "operated",
        ["update-pool", "mynodepool", "enableAutoScaling=true", "minCount=1", "maxCount=3"],
        {"mynodepool": {"enableAutoScaling": True, "minCount": 1, "maxCount": 3}},
    ),
    Operation(
        "operated",
        ["update-pool", "batch", "enableAutoScaling=false"],
        {"batch": {"enableAutoScaling": None, "minCount": None, "maxCount": None}},
    ),
    Operation(
        "operated",
        ["update-pool", "batch", 'nodeTaints=["c=d:NoExecute","e=f:NoSchedule"]'],
        {"batch": {"nodeTaints": ["c=d:NoExecute", "e=f:NoSchedule"]}},
    ),
    Operation("operated", ["update-pool", "batch", "nodeTaints="], {"batch": {"nodeTaints": None}}),
    Operation("operated", ["update-pool", "batch", "nodeLabels="], {"batch": {"nodeLabels": None}}),
    Operation(
        "operated",
        ["update-pool", "batch", 'nodeLabels={"x":"z","v":"1.30"}', 'tags={"t":"it\'s [so]"}'],
        {"batch": {"nodeLabels": {"x": "z", "v": "1.30"}, "tags": {"t": "it's [so]"}}},
    ),
    Operation(
        "operated",
        [
            "update-pool",
            "batch",
            "upgradeSettings.maxSurge=20%",
            "upgradeSettings.drainTimeoutInMinutes=60",
            "upgradeSettings.nodeSoakDurationInMinutes=2",
        ],
        {
            "batch": {
                "upgradeSettings.maxSurge": "20%",
                "upgradeSettings.drainTimeoutInMinutes": 60,
                "upgradeSettings.nodeSoakDurationInMinutes": 2,
            }
        },
    ),
    # What is turned off again, or reset to AKS's default.
    Operation(
        "switched-on",
        ["update-pool", "secure", "securityProfile.enableSecureBoot=false"],
        {"secure": {"securityProfile.enableSecureBoot": None}},
        wordless=("terraform",),
    ),
    Operation(
        "switched-on",
        ["update-pool", "secure", "securityProfile.enableVTPM=false", "nodeLabels="],
        {"secure": {"securityProfile.enableVTPM": None, "nodeLabels": None}},
    ),
    Operation(
        "switched-on",
        ["update-pool", "closed", "artifactStreamingProfile.enabled=false"],
        {"closed": {"artifactStreamingProfile.enabled": None}},
        wordless=("terraform",),
    ),
    Operation(
        "switched-on",
        ["update-pool", "closed", "securityProfile.sshAccess=LocalUser"],
        {"closed": {"securityProfile.sshAccess": None}},
        wordless=("terraform",),
    ),
    Operation(
        "switched-on",
        ["update-pool", "secure", "scaleDownMode=Delete"],
        {"secure": {"scaleDownMode": None}},
    ),
    Operation(
        "switched-on",
        ["update-pool", "secure", "upgradeSettings.drainTimeoutInMinutes="],
        wordless=("az", "az-pwsh", "powershell", *TEMPLATES),
    ),
    Operation(
        "switched-on",
        ["update-pool", "secure", "upgradeSettings.drainTimeoutInMinutes=", "upgradeSettings.maxSurge=2"],
        {"secure": {"upgradeSettings.drainTimeoutInMinutes": None, "upgradeSettings.maxSurge": "2"}},
    ),
    Operation(
        "operated",
        ["upgrade-control-plane", "1.35"],
        {"": {"kubernetesVersion": "1.35"}, "*": {"orchestratorVersion": "1.34"}},
        wordless=TEMPLATES,
    ),
    Operation("operated", ["upgrade-all", "1.35"], {"": {"kubernetesVersion": "1.35"}}, wordless=TEMPLATES),
    # VM sizes of pools of virtual machines.
    Operation(
        "machines",
        ["update-pool", "one", 'virtualMachinesProfile={"scale":{"manual":[{"size":"Standard_D4s_v3","count":2},{"size":"Standard_D8s_v3","count":1}]}}'],
        {"one": {"virtualMachinesProfile.scale.manual": [{"size": "standard_d4s_v3", "count": 2}, {"size": "standard_d8s_v3", "count": 1}]}},
        wordless=("terraform",),
    ),
    Operation(
        "machines",
        ["update-pool", "one", 'virtualMachinesProfile={"scale":{"manual":[{"size":"Standard_D4s_v3","count":5}]}}'],
        {"one": {"virtualMachinesProfile.scale.manual": [{"size": "standard_d4s_v3", "count": 5}]}},
        wordless=("terraform",),
    ),
    Operation(
        "machines",
        ["update-pool", "one", 'virtualMachinesProfile={"scale":{"manual":[{"size":"Standard_D8s_v3","count":2}]}}'],
        {"one": {"virtualMachinesProfile.scale.manual": [{"size": "standard_d8s_v3", "count": 2}]}},
        wordless=("terraform",),
    ),
    Operation(
        "machines",
        ["update-pool", "one", 'virtualMachinesProfile={"scale":{"manual":[{"size":"Standard_D4s_v3","count":0}]}}'],
        {"one": {"virtualMachinesProfile.scale.manual": [{"size": "standard_d4s_v3", "count": 0}]}},
        wordless=("terraform",),
    ),
    Operation(
        "machines",
        ["update-pool", "mix", 'virtualMachinesProfile={"scale":{"manual":[{"size":"Standard_D4s_v3","count":3},{"size":"Standard_D16s_v3","count":0}]}}'],
        {"mix": {"virtualMachinesProfile.scale.manual": [{"size": "standard_d16s_v3", "count": 0}, {"size": "standard_d4s_v3", "count": 3}]}},
        wordless=("terraform",),
    ),
    Operation(
        "machines",
        ["update-pool", "mix", 'virtualMachinesProfile={"scale":{"manual":[{"size":"Standard_D4s_v3","count":4},{"size":"Standard_D2s_v3","count":2},{"size":"Standard_D16s_v3","count":0}]}}'],
        {"mix": {"virtualMachinesProfile.scale.manual": [{"size": "standard_d16s_v3", "count": 0}, {"size": "standard_d2s_v3", "count": 2}, {"size": "standard_d4s_v3", "count": 4}]}},
        wordless=("terraform",),
    ),
    Operation(
        "machines",
        ["update-pool", "mix", 'virtualMachinesProfile={"scale":{"autoscale":[{"size":"Standard_D4s_v3","minCount":1,"maxCount":4},{"size":"Standard_D8s_v3","minCount":1,"maxCount":4},{"size":"Standard_D16s_v3","minCount":1,"maxCount":4}]}}'],
        {"mix": {"virtualMachinesProfile.scale.autoscale": [{"size": "standard_d16s_v3", "minCount": 1, "maxCount": 4}, {"size": "standard_d4s_v3", "minCount": 1, "maxCount": 4}, {"size": "standard_d8s_v3", "minCount": 1, "maxCount": 4}], "virtualMachinesProfile.scale.manual": None}},
        wordless=("terraform",),
    ),
    Operation(
        "machines",
        ["update-pool", "mix", 'virtualMachinesProfile={"scale":{"autoscale":[{"size":"Standard_D4s_v3","minCount":1,"maxCount":4},{"size":"Standard_D8s_v3","minCount":1,"maxCount":5},{"size":"Standard_D16s_v3","minCount":1,"maxCount":4}]}}'],
        {"mix": {"virtualMachinesProfile.scale.autoscale": [{"size": "standard_d16s_v3", "minCount": 1, "maxCount": 4}, {"size": "standard_d4s_v3", "minCount": 1, "maxCount": 4}, {"size": "standard_d8s_v3", "minCount": 1, "maxCount": 5}], "virtualMachinesProfile.scale.manual": None}},
        wordless=("terraform",),
    ),
    Operation(
        "machines",
        ["update-pool", "auto", 'virtualMachinesProfile={"scale":{"autoscale":[{"size":"Standard_D4s_v3","minCount":1,"maxCount":3}]}}'],
        {"auto": {"virtualMachinesProfile.scale.autoscale": [{"size": "standard_d4s_v3", "minCount": 1, "maxCount": 3}]}},
        wordless=("terraform",),
    ),
    Operation(
        "machines",
        ["update-pool", "auto", 'virtualMachinesProfile={"scale":{"autoscale":[{"size":"Standard_D4s_v3","minCount":2,"maxCount":6},{"size":"Standard_D8s_v3","minCount":0,"maxCount":2},{"size":"Standard_D2s_v3","minCount":1,"maxCount":1}]}}'],
        {"auto": {"virtualMachinesProfile.scale.autoscale": [{"size": "standard_d2s_v3", "minCount": 1, "maxCount": 1}, {"size": "standard_d4s_v3", "minCount": 2, "maxCount": 6}, {"size": "standard_d8s_v3", "minCount": 0, "maxCount": 2}]}},
        wordless=("terraform",),
    ),
    Operation(
        "machines",
        ["update-pool", "auto", 'virtualMachinesProfile={"scale":{"manual":[{"size":"Standard_D4s_v3","count":1},{"size":"Standard_D8s_v3","count":0}]}}'],
        {"auto": {"virtualMachinesProfile.scale.manual": [{"size": "standard_d4s_v3", "count": 1}, {"size": "standard_d8s_v3", "count": 0}], "virtualMachinesProfile.scale.autoscale": None}},
        wordless=("terraform",),
    ),
    Operation(
        "machines",
        ["update-pool", "even", 'virtualMachinesProfile={"scale":{"manual":[{"size":"Standard_D4s_v3","count":2},{"size":"Standard_D8s_v3","count":3}]}}'],
        {"even": {"virtualMachinesProfile.scale.manual": [{"size": "standard_d4s_v3", "count": 2}, {"size": "standard_d8s_v3", "count": 3}], "virtualMachinesProfile.scale.autoscale": None}},
        wordless=("terraform",),
    ),
    Operation("machines", ["add-pool", "mix"], before="others", wordless=("terraform",)),
    Operation("machines", ["add-pool", "auto"], before="others", wordless=("terraform",)),
    Operation(
        "machines",
        ["scale-pool", "one", "5"],
        {"one": {"virtualMachinesProfile.scale.manual": [{"size": "standard_d4s_v3", "count": 5}]}},
        wordless=("terraform",),
    ),
    # The static egress gateway.
    Operation(
        "gateway",
        ["add-pool", "gw"],
        {"": {"networkProfile.staticEgressGatewayProfile.enabled": True}},
        before="others",
        wordless=("terraform",),
    ),
    Operation("windows-2025-fips", ["add-pool", "npwin"], before="others"),
    Operation("windows-2025-fips", ["create"], before="nothing", leaves="first"),
    Operation("hostile-tags", ["add-pool", "userpool"], before="others"),
    Operation("dashed-group", ["delete-group"], leaves="none", wordless=TEMPLATES),
    Operation("group-of-other-letters", ["scale-pool", "userpool", "0"], {"userpool": {"count": 0}}),
]


@dataclass
class Refusal:
    """What AKS refuses: nothing is written, and it is said why. No operation is the plan itself."""

    plan: Path
    words: list[str] | None
    why: str

    def name(self) -> str:
        return f"{self.plan.name.removesuffix('.plan.json')}: {' '.join(self.words or ['render'])}"


REFUSED = HERE / "refused"
REFUSALS = [
    Refusal(HERE / "plans/refused.plan.json", ["set-mode", "nodepool1", "User"], "System pool"),
    Refusal(HERE / "plans/refused.plan.json", ["delete-pool", "nodepool1"], "System pool"),
    Refusal(HERE / "plans/refused.plan.json", ["set-mode", "cheap", "System"], "Spot"),
    Refusal(REFUSED / "spot-as-system.plan.json", None, "Spot"),
    Refusal(REFUSED / "seven-letters.plan.json", None, "6"),
    Refusal(REFUSED / "seven-letters.plan.json", ["add-pool", "windows"], "6"),
    Refusal(REFUSED / "no-system-pool.plan.json", None, "System"),
    Refusal(REFUSED / "taint-without-value.plan.json", None, "dedicated:NoSchedule"),
    Refusal(REFUSED / "keys-in-both-cases.plan.json", None, "env"),
    Refusal(REFUSED / "words-that-are-none.plan.json", None, "resource group"),
    Refusal(REFUSED / "words-that-are-none.plan.json", None, "Kubernetes version"),
]
