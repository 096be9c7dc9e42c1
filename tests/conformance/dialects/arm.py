"""ARM templates: strict JSON, the few expressions that we write, and resources that are put into a cloud."""

import json
import re
from collections.abc import Iterator
from typing import Any

import schema
from cloud import Cloud
from state import PASSWORD

MAKES_GROUP = False
UNASKED = {}

FRAME = {"$schema", "contentVersion", "metadata", "parameters", "resources"}
TEMPLATE = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
CLUSTER = "Microsoft.ContainerService/managedClusters"
RESOURCE = {
    CLUSTER: {"type", "apiVersion", "name", "location", "tags", "sku", "identity", "properties", "dependsOn"},
    CLUSTER + "/agentPools": {"type", "apiVersion", "name", "properties", "dependsOn"},
}
POOL = CLUSTER + "/agentPools"
REGION = "[resourceGroup().location]"
ASKED = {"windowsAdminPassword": PASSWORD}
"""The parameters that have no default, and what is given for them."""
NAME = r"\[format\('\{0\}/\{1\}', parameters\('clusterName'\), '((?:[^']|'')*)'\)\]"
ID = r"\[resourceId\('([^']*)', parameters\('clusterName'\)(?:, '((?:[^']|'')*)')?\)\]"
"""Every expression that may be in a template but for parameters and the region of its group: whatever else begins like
one would be text of the user's."""


class Wrong(Exception):
    pass


def act(text: str, cloud: Cloud) -> Iterator[str]:
    try:
        template = json.loads(text, object_pairs_hook=once, parse_constant=no_constant)
        yield from deploy(template, cloud)
    except (ValueError, Wrong) as error:
        yield f"the template: {error}"


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    repeated = {key for key in keys if keys.count(key) > 1}
    if repeated:
        raise Wrong(f"the keys {repeated} are there twice")
    return dict(pairs)


def no_constant(name: str) -> None:
    raise Wrong(f"{name} isn't JSON")


def deploy(template: dict[str, Any], cloud: Cloud) -> Iterator[str]:
    if unknown := template.keys() - FRAME:
        yield f"the template has sections {unknown}"
    if template["$schema"] != TEMPLATE or not re.fullmatch(r"\d+\.\d+\.\d+\.\d+", template["contentVersion"]):
        yield "the frame of the template is wrong"
    (group,) = cloud.groups
    # Messages to people can quote anything, and must not be expressions either.
    evaluate(template.get("metadata", {}), {}, set())
    used: set[str] = set()
    region = next(iter(cloud.groups.values()))
    given: dict[str, str] = {}
    for name, parameter in template.get("parameters", {}).items():
        if name in ASKED:
            given[name] = ASKED[name]
            if parameter != {"type": "securestring"}:
                yield f"the parameter {name} is {parameter}"
        else:
            default = parameter["defaultValue"]
            given[name] = region if default == REGION else evaluate(default, given, set())
            if parameter.keys() != {"type", "defaultValue"} or parameter["type"] != "string":
                yield f"the parameter {name} is {parameter}"
    resources = [evaluate(resource, given, used) for resource in template["resources"]]
    if given.keys() != used:
        yield f"declared are {sorted(given)}, and used {sorted(used)}"
    yield from put(resources, group, cloud)


def deploy_in_script(template: dict[str, Any], group: str, given: dict[str, Any], cloud: Cloud) -> list[str]:
    """Deploys the template that a script has in it: its problems."""
    found = []
    if unknown := template.keys() - (FRAME - {"metadata"}):
        found.append(f"the template has sections {unknown}")
    declared = template.get("parameters", {})
    if missing := {name for name in declared if name not in given and "defaultValue" not in declared[name]}:
        found.append(f"no value is given for {missing}")
    values = dict(given)
    for name, parameter in declared.items():
        if name not in values:
            default = parameter["defaultValue"]
            values[name] = cloud.groups[cloud.group(group)] if default == REGION else evaluate(default, {}, set())
    used: set[str] = set()
    resources = [evaluate(resource, values, used) for resource in template["resources"]]
    if used != declared.keys():
        found.append(f"declared are {sorted(declared)}, and used {sorted(used)}")
    return found + list(put(resources, group, cloud))


def put(resources: list[dict[str, Any]], group: str, cloud: Cloud) -> Iterator[str]:
    """Puts resources into a cloud. Each must wait for the cluster and for the pool before it, for a cluster takes one
    change at a time."""
    has_cluster = any(resource["type"] == CLUSTER for resource in resources)
    before: str | None = None
    for resource in resources:
        kind, name = resource["type"], resource["name"]
        if unknown := resource.keys() - RESOURCE[kind]:
            yield f"{name} has {unknown}"
        if resource["apiVersion"] not in (schema.API, schema.PREVIEW):
            yield f"{name} is written for API {resource['apiVersion']}"
        cluster, _, pool = name.partition("/")
        wanted = [] if kind == CLUSTER else [cluster] * has_cluster + [before] * (before is not None)
        if resource.get("dependsOn", []) != wanted:
            yield f"{name} depends on {resource.get('dependsOn', [])} and not on {wanted}"
        if kind == CLUSTER:
            prefix = resource["properties"].get("dnsPrefix", "")
            if not re.fullmatch(r"[a-zA-Z0-9]([-a-zA-Z0-9]{0,52}[a-zA-Z0-9])?", prefix):
                yield f"{prefix!r} isn't a host name prefix"
            inside = resource["properties"].get("agentPoolProfiles", [])
            if len(inside) != 1 or "orchestratorVersion" in inside[0]:
                yield f"{name} has {len(inside)} pools inside, or one with a version"
            keys = ("location", "tags", "sku", "identity", "properties")
            cloud.put_cluster(group, name, {key: resource[key] for key in keys if key in resource})
        else:
            before = name
            cloud.put_pool(group, cluster, pool, resource["properties"])


def evaluate(value: Any, given: dict[str, str], used: set[str]) -> Any:
    """A value with its expressions evaluated by the parameters that are given, and those parameters that were met."""
    match value:
        case str() if value.startswith("[[") and value.endswith("]"):
            return value[1:]
        case str() if value.startswith("[") and value.endswith("]"):
            if parameter := re.fullmatch(r"\[parameters\('(\w+)'\)\]", value):
                used.add(parameter[1])
                return given[parameter[1]]
            if name := re.fullmatch(NAME, value):
                used.add("clusterName")
                return given["clusterName"] + "/" + name[1].replace("''", "'")
            if found := re.fullmatch(ID, value):
                if found[1] != (CLUSTER if found[2] is None else POOL):
                    raise Wrong(f"{value} is the id of something else")
                used.add("clusterName")
                child = "" if found[2] is None else "/" + found[2].replace("''", "'")
                return given["clusterName"] + child
            raise Wrong(f"{value} is an expression")
        case list():
            return [evaluate(item, given, used) for item in value]
        case dict():
            return {evaluate(key, given, used): evaluate(item, given, used) for key, item in value.items()}
    return value
