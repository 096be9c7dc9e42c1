"""Compares what Poolwright writes with the plans it is written for.

    python tests/conformance [WORD]...     all cases, or those whose name contains one of the words
    python tests/conformance --first       until the first text that is wrong
    UPDATE=1 python tests/conformance      rewrites gaps.txt

For each plan and operation, the text of each dialect is run against a cloud in memory. The result must be
what the plan says, computed from the plan alone: every property, none that nobody asked for, and missing only what the
tool declares as a gap. The declared gaps are those of gaps.txt.
"""

import importlib
import json
import os
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import parts  # noqa: E402
import properties  # noqa: E402
import shells  # noqa: E402
import state  # noqa: E402
import tool  # noqa: E402
from cases import HERE, OPERATIONS, PLANS, REFUSALS, Operation, Refusal  # noqa: E402
from cloud import NO_EGRESS_GATEWAY, Cloud  # noqa: E402

DIALECTS = {name: importlib.import_module(f"dialects.{name.replace('-', '_')}") for name in tool.DIALECTS}
FORMS = ("script", "steps")
IS_UPDATE = os.environ.get("UPDATE") == "1"
OLDER = {"name": "already", "mode": "System", "count": 1}
"""The pool of a cluster that is there before pools are added to it."""


def of_plan(path: Path, dialect: str, gaps: set[str]) -> Iterator[str]:
    plan = json.loads(path.read_text())
    before, after = Cloud(), state.of_plan(plan)
    if plan["cluster"].get("existing"):
        before = state.of_plan({"cluster": plan["cluster"], "pools": [OLDER]})
        after = state.of_plan({"cluster": plan["cluster"], "pools": [OLDER, *plan["pools"]]})
    for form in FORMS:
        written = tool.write(path, dialect, form=form)
        yield from held(written, dialect, before.copy(), state.of_cloud(after))
        if form == "script" and written.texts:
            yield from unreported_gaps(written)
            if dialect == "arm":
                yield from without_parameters(path, json.loads(written.texts[0]))
        gaps.update(declared(name_of(path), dialect, written))


def of_operation(case: Operation, dialect: str, gaps: set[str]) -> Iterator[str]:
    path = next(path for path in PLANS if name_of(path) == case.plan)
    plan = json.loads(path.read_text())
    plan["cluster"].pop("existing", None)
    if dialect in case.wordless:
        written = tool.write(path, dialect, case.words)
        if written.status == 0 or written.texts or "can't express" not in written.errors:
            yield f"it ends with {written.status} where the tool can't express it: {written.errors}{written.texts}"
        return

    def cloud(pools: list[dict]) -> Cloud:
        return with_power(state.of_plan({**plan, "pools": pools}), pools)

    first = next(pool for pool in plan["pools"] if pool["mode"] == "System")
    before = {
        "all": lambda: cloud(plan["pools"]),
        "others": lambda: cloud([pool for pool in plan["pools"] if pool["name"] != case.words[1]]),
        "nothing": Cloud,
    }[case.before]()
    after = {"all": lambda: cloud(plan["pools"]), "first": lambda: cloud([first]), "none": Cloud}[case.leaves]()
    for form in FORMS:
        written = tool.write(path, dialect, case.words, form=form)
        yield from held(written, dialect, before.copy(), changed(state.of_cloud(after), case.changes), case)
        gaps.update(declared(case.name(), dialect, written))


def of_property(sample: properties.Sample, dialect: str) -> Iterator[str]:
    """A plan whose pools have a property, and an operation that changes it. Neither may leave anything out."""
    path = sample.plan()
    plan = json.loads(path.read_text())
    written = tool.write(path, dialect)
    yield from held(written, dialect, Cloud(), state.of_cloud(state.of_plan(plan)))
    yield from left_out(written)
    if sample.update is None:
        return
    before, (_, pool) = state.of_plan(plan), plan["pools"]
    for key, value in sample.update.items():
        *parents, last = key.split(".")
        at = pool
        for parent in parents:
            at = at[parent]
        at[last] = value
    if not pool.get("enableAutoScaling"):
        pool.pop("minCount", None)
        pool.pop("maxCount", None)
    values = [f"{key}={value if isinstance(value, str) else json.dumps(value)}" for key, value in sample.update.items()]
    written = tool.write(path, dialect, ["update-pool", pool["name"], *values])
    yield from (f"update: {problem}" for problem in held(written, dialect, before, state.of_cloud(state.of_plan(plan))))
    yield from left_out(written)


def left_out(written: tool.Written) -> Iterator[str]:
    if written.gaps:
        yield f"it leaves out {written.gaps}"


def unreported_gaps(written: tool.Written) -> Iterator[str]:
    """Yields a problem if the comment of a text does not list every gap."""
    (text,) = written.texts
    if text.startswith("{"):
        reported = len(json.loads(text)["metadata"].get("notInThisTemplate", []))
    else:
        reported = text.count(" Differs from the plan: ")
    if reported != len(written.remarks):
        yield f"the text reports {reported} of {len(written.remarks)} gaps"


def without_parameters(path: Path, template: dict) -> Iterator[str]:
    """Yields a problem unless the parameters file has each parameter's default, or a key vault secret if it has none."""
    parameters = json.loads(tool.run(["render", str(path), "--as", "arm", "--parameters"]).stdout)["parameters"]
    declared = {
        name: {"value": one["defaultValue"]} if "defaultValue" in one else "reference"
        for name, one in template["parameters"].items()
        if one.get("defaultValue") != "[resourceGroup().location]"
    }
    given = {name: "reference" if list(one) == ["reference"] else one for name, one in parameters.items()}
    if given != declared:
        yield f"the parameters file says {parameters}"


def declared(name: str, dialect: str, written: tool.Written) -> set[str]:
    """The gaps of a text as gaps.txt lists them."""
    if not written.texts:
        return {f"{name} as {dialect}: refused"}
    return {f"{name} as {dialect}: {owner or 'the cluster'} {path}" for owner, path in written.gaps}


def with_power(cloud: Cloud, pools: list[dict]) -> Cloud:
    """Copies the power state of pools to the cloud: it is a fact of an existing cluster, which no text sets."""
    for cluster in cloud.clusters.values():
        for pool in pools:
            if "powerState" in pool:
                cluster.pools[pool["name"]]["powerState"] = pool["powerState"]
    return cloud


def changed(table: state.Table, changes: dict) -> state.Table:
    """A table with the changes of an operation."""
    for owner, properties in changes.items():
        if properties is None:
            table = {key: value for key, value in table.items() if key[0] != owner}
            continue
        owners = {key[0] for key in table if key[0]} if owner == "*" else {owner}
        table |= {(owner, path): value for owner in owners for path, value in properties.items()}
    return {key: value for key, value in table.items() if value is not None}


def held(
    written: tool.Written, dialect: str, cloud: Cloud, after: state.Table, case: Operation | None = None
) -> Iterator[str]:
    """Yields what is wrong with a text: it is run against a cloud, and the result is compared."""
    if not written.texts:
        # A valid plan is withheld only where a shell would change a value or az would read a file for it, or azurerm make
        # another first pool, and the text says which; gaps.txt knows the plan.
        if dialect not in ("az", "az-pwsh", "terraform") or written.status != 1 or not written.remarks:
            yield f"nothing was written: {written.errors}"
        return
    module = DIALECTS[dialect]
    if not module.MAKES_GROUP and not cloud.groups:
        cloud.put_group(after["", "resourceGroup"], after["", "region of the resource group"])
    found_before = state.of_cloud(cloud)
    for text in written.texts:
        yield from module.act(text, cloud)
    leaves_gateway = ("", "networkProfile.staticEgressGatewayProfile.enabled") in written.gaps
    yield from (problem for problem in cloud.problems if not leaves_gateway or problem != NO_EGRESS_GATEWAY)
    yield from state.differences(after, state.of_cloud(cloud), written.gaps, module.UNASKED, found_before)
    if cloud.grants and not any("Network Contributor" in remark for remark in written.remarks):
        yield f"a role is assigned on {cloud.grants}, and it is not reported"
    wanted, looks = (case.actions, case.looks) if case else ([], set())
    if cloud.actions != wanted:
        yield f"the actions are {cloud.actions}, not {wanted}"
    if not looks <= cloud.looks:
        yield f"looked at are {cloud.looks}, and not {looks}"


def of_refusal(case: Refusal, dialect: str) -> Iterator[str]:
    verb = ["render", str(case.plan)] if case.words is None else ["do", str(case.plan), *case.words]
    ran = tool.run([*verb, "--as", dialect])
    if ran.returncode != 1 or ran.stdout or case.why not in ran.stderr:
        yield f"it ends with {ran.returncode}, prints {ran.stdout!r}, and says {ran.stderr!r}"


def name_of(path: Path) -> str:
    name = path.name.removesuffix(".plan.json")
    return name if path.is_relative_to(HERE) else f"examples/{name}"


def main(words: list[str]) -> int:
    began = time.monotonic()
    only_first = "--first" in words
    words = [word for word in words if word != "--first"]
    if missing := shells.SHELLS.keys() - shells.installed():
        print(f"not installed, and so not tried: {', '.join(missing)}")
    gaps: set[str] = set()
    cases = [(name_of(path), lambda dialect, path=path: of_plan(path, dialect, gaps)) for path in PLANS]
    cases += [(case.name(), lambda dialect, case=case: of_operation(case, dialect, gaps)) for case in OPERATIONS]
    cases += [(case.name(), lambda dialect, case=case: of_refusal(case, dialect)) for case in REFUSALS]
    cases += [
        (sample.name(), lambda dialect, sample=sample: of_property(sample, dialect)) for sample in properties.SAMPLES
    ]
    texts = [
        (f"{name} as {dialect}", problems, dialect)
        for name, problems in cases
        for dialect in (properties.SHELLS if name.startswith("property ") else DIALECTS)
    ]
    texts.append(("samples of properties", lambda _: map("properties.py has no sample of {}".format, properties.unsampled()), ""))
    tried, failed = set(), 0
    for name, problems, dialect in parts.mine(texts):
        if words and not any(word in name for word in words):
            continue
        tried.add(name)
        if found := all_of(problems, dialect):
            failed += 1
            print(f"{name}:\n" + "".join(f"  {problem}\n" for problem in found))
            if only_first:
                return 1
    if not words and not are_declared(gaps, {name for name, *_ in texts} - tried):
        failed += 1
    print(f"{len(tried)} texts tried, {failed} of them wrong ({time.monotonic() - began:.0f} s)")
    return 1 if failed else 0 if tried else parts.NOTHING_TRIED


def all_of(problems: Callable[[str], Iterator[str]], dialect: str) -> list[str]:
    """The problems of a case. What none of the readers is made for is one too."""
    try:
        return list(problems(dialect))
    except Exception:
        return [traceback.format_exc()]


def are_declared(gaps: set[str], elsewhere: set[str]) -> bool:
    """Whether the gaps are those of gaps.txt, so that no generator can pass by declaring what it could have said. What it
    says of texts that are tried elsewhere is not asked here."""
    path = HERE / "gaps.txt"
    if IS_UPDATE:
        path.write_text("".join(f"{gap}\n" for gap in sorted(gaps)))
        return True
    begins = tuple(f"{name}: " for name in elsewhere)
    known = {line for line in path.read_text().splitlines() if not line.startswith(begins)}
    for gap in sorted(gaps - known):
        print(f"a gap that gaps.txt does not know: {gap}")
    for gap in sorted(known - gaps):
        print(f"gaps.txt knows a gap that is none: {gap}")
    return gaps == known


sys.exit(parts.run(main, whole=IS_UPDATE or "--first" in sys.argv))
