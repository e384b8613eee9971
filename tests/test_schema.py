"""The API against its own description: whatever Schemathesis makes up, no answer is a 500 or breaks the schema."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from argmap.description import openapi
from projects.rest.media import dump, load
from tests.test_guard import ruled, somebody

pytestmark = pytest.mark.django_db

CHECKS = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
DESCRIBED = schemathesis.openapi.from_dict(load(dump(openapi())))
DESCRIBED.app = get_wsgi_application()
OPERATIONS = {result.ok().label: result.ok() for result in DESCRIBED.get_all_operations()}


@pytest.fixture
def one_connection(stage):
    """Requests share the test's transaction: none of them closes the connection, as Django's own test client has it.

    It comes after the stage, because that client connects the signals again.
    """
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def stage(project, document, program, cast):
    """One object of each kind, by the names of the arguments in addresses."""
    body = {"document": str(document.id), "start": 0, "end": 5, "tags": ["wages"]}
    made = program(cast.bob).post(reverse("api:annotations", args=[project.slug]), body)
    remark = {"annotation": made.json()["id"], "body": "Is it?"}
    comment = program(cast.bob).post(reverse("api:comments", args=[project.slug]), remark)
    actor, affiliation = somebody(program(cast.erin), project)
    return {
        "slug": project.slug,
        "document": str(document.id),
        "id": made.json()["id"],
        "comment": comment.json()["id"],
        "tag": "wages",
        "actor": actor,
        "affiliation": affiliation,
        "decision": ruled(program, project, document, cast, made.json()["id"]),
        "username": "bob",
    }


def _may_be_unfitting(label: str) -> bool:
    """Whether an operation takes a body or a query; in an address any text fits."""
    method, path = label.split(" ")
    described = openapi()["paths"][path][method.lower()]
    return "requestBody" in described or any(one["in"] == "query" for one in described.get("parameters", ()))


TRIED = [(label, GenerationMode.POSITIVE) for label in OPERATIONS] + [
    (label, GenerationMode.NEGATIVE) for label in OPERATIONS if _may_be_unfitting(label)
]


@pytest.mark.parametrize(("label", "mode"), TRIED, ids=lambda value: getattr(value, "value", value))
def test_no_request_breaks_the_api_or_its_description(label, mode, stage, one_connection, token, cast):
    operation = OPERATIONS[label]
    there = {name: stage[name] for name in stage if f"{{{name}}}" in operation.path}
    secret = token(cast.alice)

    @settings(
        max_examples=10,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(
        case=operation.as_strategy(generation_mode=mode)
        | operation.as_strategy(generation_mode=mode, path_parameters=there),
        current=st.booleans(),
    )
    def try_it(case, current):
        # the WSGI client of Schemathesis asks for gzip and does not unpack it
        headers = {"Authorization": f"Bearer {secret}", "Accept-Encoding": "identity"}
        if current and "If-Match" in case.headers:
            headers["If-Match"] = "*"
        if current and isinstance(case.body, dict) and "document" in case.body:
            case.body["document"] = stage["document"]
        with transaction.atomic():
            case.call_and_validate(headers=headers, checks=CHECKS)
            transaction.set_rollback(True)

    try_it()


def test_every_operation_is_described_in_words():
    for path, operations in openapi()["paths"].items():
        for method, operation in operations.items():
            assert operation.get("description"), f"{method} {path}"
