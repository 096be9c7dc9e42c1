"""The closed shape of what Azure Resource Manager takes for AKS: no property that it does not have, no wrong kind."""

import json
import pathlib
import re
from collections.abc import Iterator
from typing import Any

SCHEMA = json.loads(pathlib.Path(__file__).with_name("schema.json").read_text())
API = SCHEMA["apiVersion"]
PREVIEW = "2026-08-02-preview"
"""What a template names where the plan allows previews and needs one."""


def cluster_problems(name: str, body: dict) -> Iterator[str]:
    """What is wrong with a managed cluster. Its pools are resources of their own here."""
    if not re.fullmatch(SCHEMA["names"]["managedClusters"], name):
        yield f"{name!r} isn't a cluster name"
    yield from problems(body, SCHEMA["managedClusters"], f"cluster {name}")


def pool_problems(name: str, properties: dict) -> Iterator[str]:
    """What is wrong with a node pool."""
    if not re.fullmatch(SCHEMA["names"]["agentPools"], name):
        yield f"{name!r} isn't a pool name"
    # The schema leaves the mode open; the API's description and the documents require it.
    if "mode" not in properties:
        yield f"pool {name}: the mode is not said"
    yield from problems(properties, SCHEMA["agentPools"], f"pool {name}")


def problems(value: Any, shape: Any, path: str) -> Iterator[str]:
    """Where a value leaves its shape: an object of shapes, a list of one shape, or a kind in words."""
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            yield f"{path}: {value!r} isn't an object"
            return
        for key, item in value.items():
            known = shape.get(key, shape.get("*"))
            if known is None:
                yield f"{path}: unknown property {key}"
            else:
                yield from problems(item, known, f"{path}.{key}")
    elif isinstance(shape, list):
        if not isinstance(value, list):
            yield f"{path}: {value!r} isn't a list"
            return
        for item in value:
            yield from problems(item, shape[1], path)
    elif not is_a(value, shape):
        yield f"{path}: {value!r} is not {shape}"


def is_a(value: Any, kind: str) -> bool:
    word, _, rest = kind.partition(" ")
    match word:
        case "text":
            return isinstance(value, str)
        case "one":
            return value in rest.removeprefix("of ").split()
        case "matching":
            return isinstance(value, str) and re.search(rest, value) is not None
        case "flag":
            return isinstance(value, bool)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "whole":
            low, high = rest.split(" to ") if rest else (-(2**31), 2**31 - 1)
            return isinstance(value, int) and not isinstance(value, bool) and int(low) <= value <= int(high)
        case "map":
            return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())
    raise AssertionError(f"schema.json: {kind}")
