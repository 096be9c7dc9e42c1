"""Azure Resource Manager in memory: resource groups, clusters, node pools, and what is done to them.

Every dialect acts on one of these, so that what they leave behind can be compared. What is written is checked against the
schema. Writing to a pool that is there keeps what the writer is silent about, so that silence is never mistaken for
an order: a taint is removed only on request.
"""

import copy
import re
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import schema

SUBSCRIPTION = "00000000-0000-0000-0000-000000000000"
VERSION = "1.34.1"
"""What a cluster runs that was created without a version."""


NO_EGRESS_GATEWAY = "a Gateway pool is in a cluster without the static egress gateway"


class Refused(Exception):
    """An answer that is an error."""

    def __init__(self, status: int, code: str, message: str):
        super().__init__(message)
        self.status, self.code = status, code


class Cluster:
    def __init__(self, name: str):
        self.name = name
        self.body: dict[str, Any] = {}
        self.pools: dict[str, dict[str, Any]] = {}
        self.states = 0
        """How often something was changed."""
        self.etags: dict[str, str] = {}
        """The ETags of the pools, and of the cluster itself under an empty name."""

    def touch(self, pool: str = "") -> None:
        """Gives a pool another ETag; or the cluster and each of its pools ("Use ETags for concurrency control in AKS",
        learn.microsoft.com/azure/aks/use-etags, 2025-03-06)."""
        self.states += 1
        for name in [pool] if pool else ["", *self.pools]:
            self.etags[name] = f"etag-{self.states}"

    def check(self, pool: str, if_match: str | None) -> None:
        """Refuses a change of what isn't as it was when its ETag was read. An empty ETag is none."""
        if if_match and if_match.strip('"') != self.etags.get(pool):
            raise Refused(412, "PreconditionFailed", "The ETag isn't that of the current state.")


class Cloud:
    def __init__(self):
        self.groups: dict[str, str] = {}
        """The regions of resource groups."""
        self.clusters: dict[tuple[str, str], Cluster] = {}
        self.actions: list[str] = []
        """What was done that leaves no property behind."""
        self.grants: list[str] = []
        """Where somebody was given a role."""
        self.looks: set[str] = set()
        """The pools that somebody looked at."""
        self.problems: list[str] = []
        """What AKS would have refused."""
        self.deployments: dict[str, Any] = {}
        """Deployments of templates, as they are shown."""

    def copy(self) -> "Cloud":
        return copy.deepcopy(self)

    # Names of Azure are the same in any case of their letters, and keep the case that they were created with.

    def group(self, name: str) -> str:
        found = next((group for group in self.groups if group.lower() == name.lower()), None)
        if found is None:
            raise Refused(404, "ResourceGroupNotFound", f"Resource group '{name}' could not be found.")
        return found

    def cluster(self, group: str, name: str) -> Cluster:
        key = (self.group(group).lower(), name.lower())
        if key not in self.clusters:
            raise Refused(404, "ResourceNotFound", f"The cluster '{name}' was not found.")
        return self.clusters[key]

    def pool(self, group: str, cluster: str, name: str) -> dict[str, Any]:
        pools = self.cluster(group, cluster).pools
        if name not in pools:
            raise Refused(404, "ResourceNotFound", f"The pool '{name}' was not found.")
        return pools[name]

    def put_group(self, name: str, region: str) -> None:
        if not re.fullmatch(r"[-\w._()]{0,89}[-\w_()]", name):
            self.problems.append(f"{name!r} isn't a resource group name")
        existing = next((group for group in self.groups if group.lower() == name.lower()), name)
        self.groups[existing] = region

    def delete_group(self, name: str) -> None:
        found = self.group(name)
        del self.groups[found]
        self.clusters = {key: cluster for key, cluster in self.clusters.items() if key[0] != found.lower()}

    def put_cluster(self, group: str, name: str, body: dict[str, Any]) -> None:
        body = without_nulls(body)
        pools = body.get("properties", {}).pop("agentPoolProfiles", [])
        # az sends back what it was shown.
        body.get("properties", {}).pop("identityProfile", None)
        self.problems += schema.cluster_problems(name, body)
        key = (self.group(group).lower(), name.lower())
        cluster = self.clusters.setdefault(key, Cluster(name))
        merge(cluster.body, body)
        names = [pool.get("name", "") for pool in pools]
        self.problems += [f"pool {name} is there twice" for name in set(names) if names.count(name) > 1]
        for pool in pools:
            properties = {key: value for key, value in pool.items() if key != "name"}
            self.write_pool(cluster, pool.get("name", ""), properties)
        cluster.touch()
        self.look_over(cluster)

    def put_pool(self, group: str, cluster: str, name: str, properties: dict[str, Any]) -> None:
        found = self.cluster(group, cluster)
        if "provisioningState" in properties:
            # A resource that was read, changed and sent back as a whole: what is no longer in it is gone.
            properties = {key: value for key, value in properties.items() if key not in READ_ONLY}
            found.pools[name] = {}
        self.write_pool(found, name, without_nulls(properties))
        self.look_over(found)

    def write_pool(self, cluster: Cluster, name: str, properties: dict[str, Any]) -> None:
        self.problems += schema.pool_problems(name, properties)
        bounds = [key for key in ("minCount", "maxCount") if key in properties]
        if bool(bounds) != bool(properties.get("enableAutoScaling")):
            self.problems.append(f"pool {name}: bounds and autoscaler come together")
        if properties.get("osType") == "Windows" and len(name) > 6:
            self.problems.append(f"pool {name}: the name of a Windows pool has at most six letters")
        pool = cluster.pools.setdefault(name, {})
        if "virtualMachinesProfile" in properties:
            # The VM sizes are one value: fixed numbers, or the autoscaler's.
            pool.pop("virtualMachinesProfile", None)
        merge(pool, properties)
        cluster.touch(name)
        if pool.get("enableAutoScaling") is False:
            pool.pop("minCount", None)
            pool.pop("maxCount", None)

    def delete_pool(self, group: str, cluster: str, name: str) -> None:
        self.pool(group, cluster, name)
        found = self.cluster(group, cluster)
        del found.pools[name]
        self.look_over(found)

    def look_over(self, cluster: Cluster) -> None:
        if not any(pool.get("mode") == "System" for pool in cluster.pools.values()):
            self.problems.append("no System pool is left")
        network = cluster.body.get("properties", {}).get("networkProfile", {})
        has_gateway = any(pool.get("mode") == "Gateway" for pool in cluster.pools.values())
        if has_gateway and not network.get("staticEgressGatewayProfile", {}).get("enabled"):
            self.problems.append(NO_EGRESS_GATEWAY)

    def act(self, group: str, cluster: str, pool: str, action: str) -> None:
        self.pool(group, cluster, pool)
        self.cluster(group, cluster).touch(pool)
        self.actions.append(f"{action} of {pool}")

    def look(self, group: str, cluster: str, pool: str) -> dict[str, Any]:
        shown = self.shown_pool(group, cluster, pool)
        self.looks.add(pool)
        return shown

    # What az asks over HTTP.

    def answer(self, method: str, url: str, body: Any, if_match: str | None = None) -> tuple[int, Any]:
        """The status and the body of an answer."""
        address = urlsplit(url)
        segments = unquote(address.path).strip("/").split("/")
        if "api-version" not in parse_qs(address.query):
            raise AssertionError(f"{method} {url} names no API version")
        try:
            if if_match:
                # A cluster's path has eight parts, a pool's two more.
                self.cluster(segments[3], segments[7]).check(segments[9] if len(segments) > 8 else "", if_match)
            shown = self.route(method, segments, body)
            return (shown, None) if isinstance(shown, int) else (200, shown)
        except Refused as refusal:
            return refusal.status, {"error": {"code": refusal.code, "message": str(refusal)}}

    def route(self, method: str, segments: list[str], body: Any) -> Any:
        """What there is to show, or the status of an answer that shows nothing."""
        lower = [segment.lower() for segment in segments]
        match lower:
            case [*_, "microsoft.authorization", "roleassignments" | "roledefinitions"]:
                # az looks whether the cluster may use a subnet.
                role = {"id": "/role", "name": "role", "properties": {"roleName": "Network Contributor"}}
                return {"value": [role] if lower[-1] == "roledefinitions" else []}
            case [*_, "microsoft.authorization", "roleassignments", _] if method == "PUT":
                self.grants.append("/".join(segments[:-4]))
                return {**body, "id": "/" + "/".join(segments)}
            case ["subscriptions", _, "resourcegroups", _]:
                return self.route_group(method, segments[3], body)
            case ["subscriptions", _, "resourcegroups", _, "providers", "microsoft.containerservice", *rest]:
                if rest[:1] == ["managedclusters"] and len(rest) > 1:
                    return self.route_cluster(method, segments[3], segments[7], segments[8:], body)
                if rest[:1] == ["snapshots"] and method == "GET":
                    # What it was taken of, az would read off it.
                    return {"id": "/" + "/".join(segments), "location": "eastus", "properties": {}}
            case ["subscriptions", _, "resourcegroups", _, "providers", "microsoft.resources", "deployments", *rest]:
                return self.route_deployment(method, segments[3], rest, "/" + "/".join(segments), body)
        raise Refused(404, "ResourceNotFound", f"{method} {'/'.join(segments)} is unknown here")

    def route_group(self, method: str, name: str, body: Any) -> Any:
        match method:
            case "PUT":
                self.put_group(name, body["location"])
            case "DELETE":
                self.delete_group(name)
                return 200
            case "HEAD":
                self.group(name)
                return 204
            case "GET":
                self.group(name)
            case _:
                raise Refused(405, "MethodNotAllowed", method)
        found = self.group(name)
        return {
            "id": f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{found}",
            "name": found,
            "location": self.groups[found],
            "properties": {"provisioningState": "Succeeded"},
        }

    def route_deployment(self, method: str, group: str, rest: list[str], identity: str, body: Any) -> Any:
        match (method, rest):
            case ("POST", [_, "validate"]):
                return {"properties": {"provisioningState": "Succeeded"}}
            case ("PUT", [name]):
                template = body["properties"]["template"]
                given = {key: one["value"] for key, one in (body["properties"].get("parameters") or {}).items()}
                self.deploy(group, template, given)
                self.deployments[name] = {
                    "id": identity,
                    "name": name,
                    "properties": {"provisioningState": "Succeeded", "mode": "Incremental"},
                }
                return self.deployments[name]
            case ("GET", [name]) if name in self.deployments:
                return self.deployments[name]
        raise Refused(404, "ResourceNotFound", f"{method} {'/'.join(rest)} of a deployment is unknown here")

    def deploy(self, group: str, template: dict[str, Any], given: dict[str, Any]) -> None:
        """Deploys a template that a script has in it."""
        from dialects import arm

        self.group(group)
        self.problems += arm.deploy_in_script(template, group, given, self)

    def route_cluster(self, method: str, group: str, name: str, rest: list[str], body: Any) -> Any:
        match (method, [segment.lower() for segment in rest]):
            case ("PUT", []):
                self.put_cluster(group, name, body)
                return self.shown_cluster(group, name)
            case ("GET", []):
                return self.shown_cluster(group, name)
            case ("GET", ["agentpools"]):
                pools = self.cluster(group, name).pools
                return {"value": [self.shown_pool(group, name, pool) for pool in pools]}
            case ("PUT", ["agentpools", _]):
                self.put_pool(group, name, rest[1], body["properties"])
                return self.shown_pool(group, name, rest[1])
            case ("GET", ["agentpools", _]):
                return self.look(group, name, rest[1])
            case ("DELETE", ["agentpools", _]):
                self.delete_pool(group, name, rest[1])
                return 204
            case ("GET", ["agentpools", _, "upgradeprofiles", "default"]):
                newest = {"latestNodeImageVersion": "newest", "kubernetesVersion": VERSION, "osType": "Linux"}
                return {"id": "/upgrade", "name": "default", "properties": newest}
            case ("POST", ["agentpools", _, "upgradenodeimageversion"]):
                self.act(group, name, rest[1], "new node image")
                return self.shown_pool(group, name, rest[1])
            case ("POST", ["agentpools", _, "deletemachines"]):
                self.act(group, name, rest[1], f"end of machines {', '.join(body['machineNames'])}")
                return 202
        raise Refused(404, "ResourceNotFound", f"{method} {'/'.join(rest)} of a cluster is unknown here")

    def shown_cluster(self, group: str, name: str) -> dict[str, Any]:
        cluster = self.cluster(group, name)
        shown = copy.deepcopy(cluster.body)
        shown["id"], shown["name"] = cluster_id(group, cluster.name), cluster.name
        shown["eTag"] = cluster.etags[""]
        if "identity" in shown:
            shown["identity"] |= {"principalId": SUBSCRIPTION, "tenantId": SUBSCRIPTION}
        properties = shown.setdefault("properties", {})
        properties.setdefault("kubernetesVersion", VERSION)
        properties |= {"provisioningState": "Succeeded", "currentKubernetesVersion": VERSION, "maxAgentPools": 100}
        properties.setdefault("powerState", {"code": "Running"})
        properties.setdefault("networkProfile", {"outboundType": "loadBalancer"})
        # az aks update asks who the nodes are.
        identity = {"clientId": SUBSCRIPTION, "objectId": SUBSCRIPTION, "resourceId": "/kubelet"}
        properties["identityProfile"] = {"kubeletidentity": identity}
        properties["agentPoolProfiles"] = [
            {"name": pool, **self.shown_pool(group, name, pool)["properties"]} for pool in cluster.pools
        ]
        return shown

    def shown_pool(self, group: str, cluster: str, name: str) -> dict[str, Any]:
        known: dict[str, Any] = {"provisioningState": "Succeeded", "powerState": {"code": "Running"}}
        known |= {"osType": "Linux", "type": "VirtualMachineScaleSets"}
        found = self.cluster(group, cluster).body.get("properties", {}).get("kubernetesVersion", VERSION)
        properties = {**known, "orchestratorVersion": found, **copy.deepcopy(self.pool(group, cluster, name))}
        properties["eTag"] = self.cluster(group, cluster).etags[name]
        return {"id": f"{cluster_id(group, cluster)}/agentPools/{name}", "name": name, "properties": properties}


def cluster_id(group: str, cluster: str) -> str:
    provider = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{group}/providers/Microsoft.ContainerService"
    return f"{provider}/managedClusters/{cluster}"


READ_ONLY = ("provisioningState", "currentOrchestratorVersion", "nodeImageVersion", "eTag")
"""What AKS shows of a pool, and does not take."""
MAPS = ("nodeLabels", "tags")
"""Objects that are one value: their keys are the user's."""


def merge(into: dict[str, Any], new: dict[str, Any]) -> None:
    """Writes what is said over what was there."""
    for key, value in new.items():
        old = into.get(key)
        if isinstance(value, dict) and isinstance(old, dict) and key not in MAPS:
            merge(old, value)
        else:
            into[key] = copy.deepcopy(value)


def without_nulls(value: Any) -> Any:
    """A null in a request says no more than silence."""
    if isinstance(value, dict):
        return {key: without_nulls(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [without_nulls(item) for item in value]
    return value
