"""When the database does not answer: which errors pass by themselves, and what people and programs are told then."""

import logging
import sys

from django.core.exceptions import SuspiciousOperation
from django.db import DatabaseError, Error, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token
from django.views.defaults import server_error

from projects.rest.problems import Problem

RETRY_AFTER = 3  # seconds; the embedded server is back sooner unless it has much to recover

# Classes of SQLSTATE that another try may not meet again: a lost connection, a deadlock, no room or connection left,
# a lock not got in time, a query broken off or a server going down.
# https://www.postgresql.org/docs/current/errcodes-appendix.html
_PASSING = ("08", "25P03", "25P04", "40", "53", "55P03", "57")
_BROKEN_OFF = "57014"  # it took longer than statement_timeout
_COLLISION = "40"  # a deadlock, or a transaction that could not be serialised


def is_outage(error: BaseException | None) -> bool:
    """Whether an error says that the database cannot do its work now, through no fault of the request."""
    if isinstance(error, InterfaceError):
        return True  # psycopg2's word for using a connection that has been lost before
    # The bare class is psycopg2's word for a connection that broke in the middle of an answer.
    if not isinstance(error, OperationalError) and type(error) is not DatabaseError:
        return False
    code = _sqlstate(error)
    return not code or code.startswith(_PASSING)


def _sqlstate(error: BaseException | None) -> str:
    """The code that the database gave; empty when it did not come to that."""
    return getattr(getattr(error, "__cause__", None), "pgcode", None) or ""


def in_one_line(error: BaseException) -> str:
    """What an error says, without its line breaks."""
    return " ".join(str(error).split())


def what_happened(error: BaseException | None) -> tuple[str, str]:
    """What an outage is, and what to do about it, in a sentence each."""
    code = _sqlstate(error)
    if code == _BROKEN_OFF:
        return "This took too long and was broken off.", "Ask for less at once, or try again when less is going on."
    if code.startswith(_COLLISION):
        return "Others were writing the same rows.", "Try again."
    return "The database does not answer at the moment.", "Try again in a few seconds."


def as_outage(error: BaseException | None) -> Problem | None:
    """The problem that tells a program of an outage; None if the error is something else."""
    if not is_outage(error):
        return None
    return Problem(503, " ".join(what_happened(error)), headers={"Retry-After": str(RETRY_AFTER)})


@requires_csrf_token
def failed(request: HttpRequest) -> HttpResponse:
    """Django's handler500: the answer to any exception that nothing else has answered."""
    error = sys.exc_info()[1]
    problem = as_outage(error)
    if request.path.startswith("/api/"):
        return (problem or Problem(500, "Something went wrong here. It has been logged.")).response()
    if problem is None:
        return server_error(request)
    context = {
        "happened": what_happened(error)[0],
        "retry_after": RETRY_AFTER,
        # A page that was only asked for asks again by itself, unless that is too much for the database.
        "asks_again": request.method == "GET" and _sqlstate(error) != _BROKEN_OFF,
        "sent": request.method == "POST",  # this is for its sender to send again
    }
    return HttpResponse(render_to_string("503.html", context), status=problem.status, headers=problem.headers)


class InOneLine(logging.Filter):
    """Tells an outage or a senseless request in one line, not by a traceback for each request that met it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Shorten the record if it is about one of these; let every record pass."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, SuspiciousOperation):  # its message is the record's
            record.exc_info = record.exc_text = None
        if isinstance(error, Error) and is_outage(error):
            record.msg = f"{record.getMessage()}: {in_one_line(error)}"
            record.args, record.exc_info, record.exc_text = (), None, None
        return True
