"""The API of a project's events: to ask after them, and to be told of them as they happen."""

from typing import Any

import orjson
from django.conf import settings
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request

from accounts.models import User
from projects.feed import news, sight
from projects.guards import Door
from projects.hub import LISTEN
from projects.listener import Ticket, Visitor
from projects.presence import told
from projects.rest.doors import ProjectView, answer_list
from projects.rest.parameters import Parameter, whole
from projects.rest.problems import bad_input
from projects.serializers import EventsShape, ToldShape

_MOST = 1_000
_NUMBER = whole(0, 2**63 - 1)
_AFTER = Parameter("after", _NUMBER, "Only events with a higher number; 0 when not given.")
_LAST_SEEN = OpenApiParameter(
    "Last-Event-ID",
    dict(_NUMBER.schema),
    OpenApiParameter.HEADER,
    description="The same, as an EventSource sends it when it connects again; it goes before `after`.",
)
COME_BACK = 500
"""Milliseconds until an EventSource asks again whose open connection was lost; others after `STREAM_ASK_AGAIN`."""
ASK_ON = 100
"""The same, when it has not been told all."""


class Events(ProjectView):
    """Everything that has happened in a project, in its order."""

    parameters = {
        "GET": (_AFTER, Parameter("limit", whole(1, _MOST), "How many to look at; 100 when not given.")),
    }

    @extend_schema(responses=EventsShape)
    def get(self, request: Request, slug: str) -> HttpResponse:
        """List events after a number. A client that asks after the `last` that it was given misses nothing.

        Events about members and comments are for members only; where one is passed over, fewer than `limit` come.
        """
        return answer_list(self, lambda: self.read(self.query.get("after", 0), self.query.get("limit", 100)))

    def read(self, after: int, limit: int) -> dict[str, Any]:
        """What may be seen of the next `limit` events after a number, with what to ask for next."""
        check_number(self.door, "after", after)
        message, more = news(self.door, after, limit)
        address = f"{self.request.path}?after={message.last}&limit={limit}"
        return {
            "next": self.request.build_absolute_uri(address) if more else None,
            "last": message.last,
            "results": [orjson.Fragment(event) for event in message.results],
        }


class EventStream(ProjectView):
    """What happens in a project, told as it happens."""

    parameters = {"GET": (_AFTER,)}

    @extend_schema(parameters=[_LAST_SEEN], responses={(200, "text/event-stream"): ToldShape})
    def get(self, request: Request, slug: str) -> HttpResponse:
        """Listen to events after a number, by server-sent events.

        The first message, `you`, says who is listening: `{"user", "role"}`. A message `change` carries
        `{"after", "last", "results"}` with the events as the list gives them, and `last` as its id. Messages tile the
        log: each one's `after` is the `last` of the one before, though what you may not see leaves nothing in
        `results`. A message `presence` tells members who is here, as `presence/` does, when that has changed and at
        most once a second. A server that keeps no connection open says what there is and ends: an EventSource then
        asks again by itself.
        """
        message, more = news(self.door, self.after(request), _MOST)
        listen = request.META.get(LISTEN)
        retry = b"retry: %d\n\n" % (ASK_ON if more else COME_BACK if listen else settings.STREAM_ASK_AGAIN)
        if listen and not more:
            listen(Ticket(self.visitor(request), sight(self.door), message.last))
        # A proxy is to hand on each message at once (nginx heeds the second).
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        here = b"" if listen else told(self.door, sight(self.door))
        return HttpResponse(
            retry + self.you() + message.framed + here, content_type="text/event-stream", headers=headers
        )

    def you(self) -> bytes:
        """The message that tells who is listening, as what: a page may have been opened as somebody else."""
        who = {"user": self.door.user.get_username() or None, "role": self.door.role}
        return b"event: you\ndata: %s\n\n" % orjson.dumps(who)

    def visitor(self, request: Request) -> Visitor:
        """Who is to be told, and by what they have said who they are."""
        user, token = request.user, request.auth
        session, proof = None, ""
        if isinstance(user, User) and not token:
            session, proof = request._request.session.session_key, user.get_session_auth_hash()
        by = (token.pk if token else None, session, proof)
        return Visitor(self.door.id, self.door.slug, user.pk, user.get_username(), *by)

    def after(self, request: Request) -> int:
        """The number of the last event that the client knows."""
        told = request.headers.get("Last-Event-ID", "")
        try:
            number = int(_NUMBER.read(told) if told else self.query.get("after", 0))
        except ValueError as error:
            raise bad_input("Last-Event-ID", f"Last-Event-ID must be {_NUMBER.looks}.") from error
        check_number(self.door, "Last-Event-ID" if told else "after", number)
        return number


def check_number(door: Door, field: str, number: int) -> None:
    """Refuse a number that no event has yet. Who was told it knows another log: a backup was restored since."""
    if number > door.seq:
        words = f"The log ends at {door.seq}. If you were told {number}, a backup was restored since: read all anew."
        raise bad_input(field, words, "ahead")
