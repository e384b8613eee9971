"""Every error of the API as a problem: what each exception means to the program that asked."""

import logging
from typing import Any

from django.core.exceptions import (
    ObjectDoesNotExist,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    ValidationError,
)
from django.core.signals import got_request_exception
from django.db import DataError, IntegrityError
from django.http import Http404, HttpResponse
from psycopg2 import errors as postgres
from rest_framework import exceptions

from argmap.outages import as_outage
from projects.conflicts import Conflict, Gone, Stale
from projects.rest.problems import Problem, bad_fields, field_errors
from projects.rest.strict import flatten

log = logging.getLogger(__name__)


def exception_handler(exc: Exception, context: dict[str, Any]) -> HttpResponse:
    """DRF's hook: the answer to any exception. What nobody foresaw is logged and told without its details."""
    problem = as_problem(exc, context.get("view"))
    if problem is None:
        request = context["request"]._request
        log.exception("%s %s failed", request.method, request.path, exc_info=exc)
        got_request_exception.send(sender=None, request=request)
        problem = Problem(500, "Something went wrong here. It has been logged.")
    elif problem.status == 503:
        log.warning("%s failed", context["request"]._request.path, exc_info=exc)
    return problem.response()


def as_problem(exc: Exception, view: Any = None) -> Problem | None:
    """The problem that an exception means, or None when nobody foresaw it."""
    match exc:
        case Problem():
            return exc
        case exceptions.APIException():
            return _of_framework(exc, view)
        case Http404():
            return Problem(404, _words(exc, "There is nothing at this address."))
        case ObjectDoesNotExist():
            return Problem(404, "It has gone meanwhile.")
        case PermissionDenied():
            return Problem(403, _words(exc, "You may not do this."))
        case ValidationError():
            return bad_fields(field_errors(exc))
        case Conflict() | Stale() | Gone():
            return _of_conflict(exc, view)
        case RequestDataTooBig():
            return Problem(413, "The request is larger than is allowed.")
        case SuspiciousOperation():
            return Problem(400, "The request makes no sense.")
    return as_outage(exc) or _of_database(exc)


def _words(exc: Exception, otherwise: str) -> str:
    return exc.args[0] if exc.args and isinstance(exc.args[0], str) and exc.args[0] else otherwise


def _of_framework(exc: exceptions.APIException, view: Any) -> Problem:
    headers = {}
    if challenge := getattr(exc, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if isinstance(exc, exceptions.Throttled):
        headers["Retry-After"] = str(max(1, round(getattr(exc, "wait", None) or 1)))
        return Problem(429, f"Too many requests: try again in {headers['Retry-After']} s.", headers=headers)
    if isinstance(exc, exceptions.ValidationError):
        return bad_fields(flatten(exc.detail))
    taken = [parser.media_type for parser in getattr(view, "parser_classes", ())]
    if isinstance(exc, exceptions.UnsupportedMediaType) and taken:
        return Problem(415, f"{exc.detail} Send {' or '.join(taken)}.", headers=headers)
    return Problem(exc.status_code, str(exc.detail), headers=headers)


def _of_conflict(exc: Conflict | Stale | Gone, view: Any) -> Problem:
    status = {Conflict: 409, Stale: 412, Gone: 410}[type(exc)]
    current = exc.current
    if current is not None and not isinstance(current, dict):
        current = _presented(current, view)
    return Problem(status, str(exc), current=current)


def _presented(current: Any, view: Any) -> Any:
    """The row as the view shows it; None when it cannot be shown, as when it has gone meanwhile."""
    try:
        return view.present(current) if hasattr(view, "present") else None
    except Exception:
        log.warning("What stands in the way cannot be shown", exc_info=True)
        return None


def _of_database(exc: Exception) -> Problem | None:
    """What the database refuses because of the input, as a last net below the checks of each view."""
    cause = exc.__cause__
    constraint = getattr(getattr(cause, "diag", None), "constraint_name", None) or ""
    sentence = constraint.replace("_", " ").capitalize()
    if isinstance(exc, ValueError) and "NUL (0x00)" in str(exc):
        return Problem(400, "A text may not hold the character U+0000.")
    if isinstance(exc, DataError):
        return Problem(400, "A value is too long, too large or of the wrong kind for its field.")
    if isinstance(exc, IntegrityError) and isinstance(cause, postgres.CheckViolation):
        return Problem(400, f"The database refuses this: {sentence}.")
    if isinstance(exc, IntegrityError):
        return Problem(409, f"This contradicts what is there: {sentence}.")
    return None
