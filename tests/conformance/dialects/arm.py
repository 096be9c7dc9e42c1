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
EXPRESSIONS = {"[parameters('windowsAdminPassword')]": PASSWORD}
"""Every expression that may stand in a template but for the region of its group, and its value: whatever else begins
like one would be text of the user's."""
REGION = "[resourceGroup().location]"


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
    raise Wrong(f"{name} is no JSON")


def deploy(template: dict[str, Any], cloud: Cloud) -> Iterator[str]:
    if unknown := template.keys() - FRAME:
        yield f"the template has sections {unknown}"
    if template["$schema"] != TEMPLATE or not re.fullmatch(r"\d+\.\d+\.\d+\.\d+", template["contentVersion"]):
        yield "the frame of the template is wrong"
    (group,) = cloud.groups
    # What people are told may quote anything, and must be no expression either.
    evaluate(template.get("metadata", {}), cloud, set())
    used: set[str] = set()
    resources = [evaluate(resource, cloud, used) for resource in template["resources"]]
    parameters = template.get("parameters", {})
    if parameters not in ({}, {"windowsAdminPassword": {"type": "securestring"}}):
        yield f"the parameters are {parameters}"
    if bool(parameters) != bool(used - {REGION}):
        yield f"declared are {sorted(parameters)}, and used {sorted(used)}"
    yield from put(resources, group, cloud)


def put(resources: list[dict[str, Any]], group: str, cloud: Cloud) -> Iterator[str]:
    """Puts resources into a cloud. Each must wait for the one before it, for a cluster takes one change at a time."""
    before: dict[str, Any] | None = None
    for resource in resources:
        kind, name = resource["type"], resource["name"]
        if unknown := resource.keys() - RESOURCE[kind]:
            yield f"{name} has {unknown}"
        if resource["apiVersion"] != schema.API:
            yield f"{name} is written for API {resource['apiVersion']}"
        wanted = [] if before is None else [before["name"]]
        if resource.get("dependsOn", []) != wanted:
            yield f"{name} depends on {resource.get('dependsOn', [])} and not on {wanted}"
        before = resource
        if kind == CLUSTER:
            prefix = resource["properties"].get("dnsPrefix", "")
            if not re.fullmatch(r"[a-zA-Z0-9]([-a-zA-Z0-9]{0,52}[a-zA-Z0-9])?", prefix):
                yield f"{prefix!r} is no prefix of a host name"
            keys = ("location", "tags", "sku", "identity", "properties")
            cloud.put_cluster(group, name, {key: resource[key] for key in keys if key in resource})
        else:
            cluster, _, pool = name.partition("/")
            cloud.put_pool(group, cluster, pool, resource["properties"])


def evaluate(value: Any, cloud: Cloud, used: set[str]) -> Any:
    """A value with its expressions evaluated, and those that were met."""
    match value:
        case str() if value.startswith("[[") and value.endswith("]"):
            return value[1:]
        case str() if value.startswith("[") and value.endswith("]"):
            used.add(value)
            if value == REGION:
                return next(iter(cloud.groups.values()))
            if value not in EXPRESSIONS:
                raise Wrong(f"{value} is an expression")
            return EXPRESSIONS[value]
        case list():
            return [evaluate(item, cloud, used) for item in value]
        case dict():
            return {evaluate(key, cloud, used): evaluate(item, cloud, used) for key, item in value.items()}
    return value
