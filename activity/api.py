"""The API of undoing: one event, by its number."""

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from activity.serializers import UndoingShape
from activity.undoing import undo
from projects.permissions import Action
from projects.rest.doors import ProjectView


class UndoneEvent(ProjectView):
    """The undoing of an event."""

    actions = {"POST": Action.ANNOTATE}

    @extend_schema(request=None, responses={200: UndoingShape}, summary="Undo one event")
    def post(self, request: Request, slug: str, seq: int) -> HttpResponse:
        """Take back what it did, by the change that is its opposite; the answer is the event of that change.

        Your own events; editors and owners, anybody's. 409 when it makes no sense any more: `current` is the event that
        has changed the same thing since, if there is one. Kinds of events that are never undone are 409 too, and say
        what to do instead.
        """
        done = undo(door=self.door, seq=seq if seq < 2**63 else 0)
        return HttpResponse(done.content, content_type="application/json")
