"""Commands of Azure PowerShell: read by a reader of our own, held against the table of the cmdlets' help."""

from typing import Any

from cloud import Cloud
from dialects import az_pwsh
from powershell import cmdlets, script

MAKES_GROUP = True
UNASKED = {"networkProfile.networkPlugin": "azure"}


def act(text: str, cloud: Cloud) -> list[str]:
    return script.act(text, cloud, runner)


def runner(cloud: Cloud, player: Any) -> script.Run:
    programs = az_pwsh.runner(cloud, player)

    def run(name: str, arguments: list[Any]) -> Any:
        if name == "kubectl":
            return programs(name, arguments)
        return cmdlets.run(name, arguments, cloud)

    return run
