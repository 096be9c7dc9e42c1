"""The real azure-cli in this process: its parser, validators, handlers and serializer. Only what it would send over
the network is answered by a `Cloud`."""

import contextlib
import io
import json
import logging
import os
import pathlib
import re
import socket
import sys
import tempfile
import time

from cloud import SUBSCRIPTION, Cloud

HOME = tempfile.TemporaryDirectory(prefix="poolwright-az")
"""Where az keeps its settings; it is gone when this process ends."""

TENANT = "11111111-1111-1111-1111-111111111111"

_cloud = Cloud()
_answer_typed: str | None = None
_failures: list[str] = []
_warnings: list[str] = []


def run(
    argv: list[str], cloud: Cloud, answer: str | None = None, printed: io.StringIO | None = None
) -> tuple[list[str], list[str]]:
    """Runs one command, without the leading `az`: why it failed, and what it warned of. The answer is what is typed
    where it asks for a password; without one there is no terminal. What it prints goes to `printed`."""
    global _answer_typed, _cloud
    _answer_typed, _cloud = answer, cloud
    _failures.clear()
    _warnings.clear()
    cli = _cli()
    output = io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
        try:
            status = cli.invoke(list(argv), out_file=printed or io.StringIO())
        except SystemExit as exit:
            status = exit.code
    if status not in (0, None) and not _failures:
        _failures.append(output.getvalue().strip() or f"it ended with {status}")
    return list(_failures), list(_warnings)


def _cli():
    """An az that tells us its errors instead of printing them."""
    from azure.cli.core import get_default_cli

    cli = get_default_cli()
    handle = cli.exception_handler

    def on_exception(exception):
        status = handle(exception)
        _failures[:] = [f"{type(exception).__name__}: {exception}"]
        return status

    cli.exception_handler = on_exception
    return cli


def _start() -> None:
    """Loads az for a subscription that does not exist, without a network, without waiting."""
    settings = pathlib.Path(HOME.name)
    os.environ.update(
        HOME=HOME.name,
        AZURE_CONFIG_DIR=HOME.name,
        AZURE_CORE_COLLECT_TELEMETRY="0",
        AZURE_CORE_NO_COLOR="1",
        AZURE_CORE_SURVEY_MESSAGE="no",
        AZURE_EXTENSION_USE_DYNAMIC_INSTALL="no",
    )
    subscription = {
        "id": SUBSCRIPTION,
        "name": "nowhere",
        "state": "Enabled",
        "isDefault": True,
        "tenantId": TENANT,
        "environmentName": "AzureCloud",
        "user": {"name": "nobody@example.com", "type": "user"},
    }
    profile = {"installationId": SUBSCRIPTION, "subscriptions": [subscription]}
    (settings / "azureProfile.json").write_text(json.dumps(profile))
    sys.stdin = io.StringIO()

    def no_network(*_arguments, **_more):
        raise OSError("there is no network in this test")

    socket.socket.connect = no_network
    socket.getaddrinfo = no_network
    time.sleep = lambda _seconds: None

    import requests.adapters

    requests.adapters.HTTPAdapter.send = lambda _self, request, **_more: _answer(request)

    from azure.cli.core import _profile, azclierror, parser
    from azure.core.credentials import AccessToken, AccessTokenInfo

    class Credential:
        def get_token(self, *_scopes, **_more):
            return AccessToken("token", 4102444800)

        def get_token_info(self, *_scopes, **_more):
            return AccessTokenInfo("token", 4102444800)

    _profile.Profile.get_login_credentials = lambda *_, **__: (Credential(), SUBSCRIPTION, TENANT)
    _profile.Profile.get_raw_token = lambda *_, **__: (("Bearer", "token", {}), SUBSCRIPTION, TENANT)
    # Its advice on mistakes comes from the network.
    parser.CommandRecommender.provide_recommendations = lambda _self: []
    azclierror.AzCLIError.print_error = lambda error: _failures.append(error.error_msg)
    azclierror.AzCLIError.send_telemetry = lambda _error: None

    # What a model's class says of itself is looked for anew for each attribute that az prints: an eighth of all time.
    from azure.core import serialization

    flattened_attribute = serialization._get_flattened_attribute
    of_class: dict[type, str | None] = {}

    def flattened_attribute_of_class(model):
        if type(model) not in of_class:
            of_class[type(model)] = flattened_attribute(model)
        return of_class[type(model)]

    serialization._get_flattened_attribute = flattened_attribute_of_class

    from knack import prompting

    def type_answer(*_arguments, **_more):
        if _answer_typed is None:
            raise prompting.NoTTYException("there is no terminal")
        return _answer_typed

    # Its modules take the function from there when they are loaded.
    prompting.prompt_pass = type_answer

    class Listener(logging.Handler):
        def emit(self, record):
            if record.levelno == logging.WARNING:
                _warnings.append(record.getMessage())

    logging.getLogger("cli").addHandler(Listener())


def _answer(request):
    import requests

    answer = requests.Response()
    answer.url, answer.request, answer.encoding = request.url, request, "utf-8"
    answer.headers["Content-Type"] = "application/json"
    if request.url.startswith("https://management.azure.com/"):
        # az puts the text of a template behind a key without quotes, which Azure takes (JsonCTemplatePolicy).
        text = request.body.decode() if isinstance(request.body, bytes) else request.body
        body = json.loads(text.replace(", template:", ', "template":', 1)) if text else None
        answer.status_code, shown = _cloud.answer(
            request.method, request.url, body, request.headers.get("If-Match")
        )
        content = b"" if shown is None else json.dumps(shown).encode()
    elif re.match(r"https://(azcliprod\.blob\.core\.windows\.net|aka\.ms|raw\.githubusercontent\.com)/", request.url):
        # It looks for a newer version of itself.
        answer.status_code, content = 404, b""
    else:
        raise AssertionError(f"az asks {request.method} {request.url}")
    answer._content, answer._content_consumed = content, True
    answer.raw = io.BytesIO(content)
    return answer


_start()
