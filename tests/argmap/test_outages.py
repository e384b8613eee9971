"""What people and programs are told while the database does not answer, and what the log says."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import pytest
from django.core.exceptions import DisallowedHost
from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError, ProgrammingError
from django.test import Client

from argmap.outages import InOneLine, is_outage
from argmap.problems import as_problem

GONE = OperationalError("connection refused\n\tIs the server running?")


def told(sqlstate: str) -> OperationalError:
    """Django's error for one that the database tells by this number."""
    error = OperationalError("told")
    error.__cause__ = Exception()
    error.__cause__.pgcode = sqlstate  # type: ignore[attr-defined]
    return error


@pytest.fixture
def visitor() -> Client:
    """A client that takes a failure as browsers do: as an answer."""
    return Client(raise_request_exception=False)


@contextmanager
def no_database() -> Iterator[None]:
    """Inside, the database refuses every question."""
    with patch("django.db.backends.base.base.BaseDatabaseWrapper.cursor", side_effect=GONE):
        yield


@pytest.mark.parametrize("code", ["57P01", "57P03", "40P01", "40001", "53100", "53300", "55P03", "57014", "08006"])
def test_what_another_try_may_not_meet_again_is_an_outage(code: str):
    assert is_outage(told(code))


@pytest.mark.parametrize(
    "error",
    [
        GONE,
        InterfaceError("connection already closed"),
        DatabaseError("error with status PGRES_TUPLES_OK and no message from the libpq"),
    ],
)
def test_a_lost_connection_is_an_outage(error: Exception):
    assert is_outage(error)


@pytest.mark.parametrize(
    "error", [IntegrityError("twice"), ProgrammingError("no such column"), ValueError("wrong"), None]
)
def test_other_errors_are_none(error: Exception | None):
    assert not is_outage(error)


def test_what_no_other_try_will_help_is_none():
    too_large_for_its_index = told("54000")
    assert not is_outage(too_large_for_its_index)
    assert as_problem(too_large_for_its_index) is None


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("57014", "This took too long and was broken off. Ask for less at once, or try again when less is going on."),
        ("40P01", "Others were writing the same rows. Try again."),
        ("40001", "Others were writing the same rows. Try again."),
        ("57P01", "The database does not answer at the moment. Try again in a few seconds."),
    ],
)
def test_each_kind_is_told_in_its_own_words(code: str, said: str):
    problem = as_problem(told(code))
    assert problem is not None
    assert (problem.status, problem.detail, problem.headers) == (503, said, {"Retry-After": "3"})


@pytest.mark.django_db
def test_a_page_that_takes_too_long_does_not_ask_again_by_itself(visitor: Client):
    with patch("projects.views.Project.objects.open_to_all", side_effect=told("57014")):
        answer = visitor.get("/")
    assert answer.status_code == 503
    assert "This took too long and was broken off." in answer.text
    assert "http-equiv" not in answer.text


@pytest.mark.django_db
def test_a_page_says_so_calmly_and_asks_again(visitor: Client):
    with no_database():
        answer = visitor.get("/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "3")
    assert "One moment, please" in answer.text
    assert '<meta http-equiv="refresh" content="3">' in answer.text
    assert "Content-Security-Policy" in answer


@pytest.mark.django_db
def test_what_was_sent_is_not_sent_again_by_itself(visitor: Client):
    with no_database():
        answer = visitor.post("/accounts/login/", {"login": "alice", "password": "x"})
    assert answer.status_code == 503
    assert "http-equiv" not in answer.text
    assert "may not have been saved" in answer.text


@pytest.mark.django_db
@pytest.mark.parametrize("signed_in", [False, True])
def test_a_program_gets_a_problem_that_says_when_to_try_again(program, cast, signed_in: bool):
    client = program(cast.alice if signed_in else None)
    client.raise_request_exception = False
    with no_database():
        answer = client.get("/api/v1/projects/")
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
    assert answer["Retry-After"] == "3"
    assert answer.json()["detail"] == "The database does not answer at the moment. Try again in a few seconds."


@pytest.mark.django_db
def test_a_failure_of_ours_below_the_api_is_a_problem_too(visitor: Client):
    with patch("accounts.authentication.BearerToken.authenticate", side_effect=RuntimeError("secret")):
        answer = visitor.get("/api/v1/projects/")
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert "secret" not in answer.text


def test_the_log_tells_an_outage_in_one_line():
    record = logging.LogRecord(
        "django.request", logging.ERROR, "", 0, "%s failed", ("/100%",), (type(GONE), GONE, None)
    )
    assert InOneLine().filter(record)
    assert record.getMessage() == "/100% failed: connection refused Is the server running?"
    assert record.exc_info is None


def test_the_log_tells_a_senseless_request_in_one_line():
    error = DisallowedHost("Invalid HTTP_HOST header")
    record = logging.LogRecord("django.security", logging.ERROR, "", 0, str(error), (), (DisallowedHost, error, None))
    assert InOneLine().filter(record)
    assert (record.getMessage(), record.exc_info) == ("Invalid HTTP_HOST header", None)


def test_the_log_keeps_the_traceback_of_what_is_our_mistake():
    error = RuntimeError("ours")
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "failed", (), (RuntimeError, error, None))
    assert InOneLine().filter(record)
    assert record.exc_info
