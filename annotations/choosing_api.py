"""`…/annotations/{id}/choice/`: what somebody chose when another had changed the same annotation before them."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from annotations.api import AnnotationView
from annotations.choosing import BOTH, MINE, THEIRS, choose_version
from annotations.drafts import read_draft
from annotations.models import Annotation
from annotations.serializers import AnnotationChange, AnnotationShape
from projects.permissions import Action
from projects.rest.preconditions import expected_revision
from projects.rest.problems import bad_fields, bad_input
from projects.rest.strict import Body, Choice, read_body

_CHOICES = ((MINE, "what one sent too late"), (THEIRS, "what stands"), (BOTH, "what either has changed"))


class ChoiceBody(Body):
    """Which version shall stand."""

    choice = Choice(choices=_CHOICES)


class MineShape(AnnotationChange):
    """The version that came too late, in full."""

    version = serializers.IntegerField(required=False, min_value=1)

    class Meta:
        ref_name = "LateVersion"


class ChoiceShape(serializers.Serializer[Any]):
    """Which version shall stand, and the one that came too late."""

    choice = serializers.ChoiceField(choices=_CHOICES)
    mine = MineShape()

    class Meta:
        ref_name = "Choice"


class ChosenVersion(AnnotationView):
    """A choice between two versions of an annotation."""

    actions = {"POST": Action.ANNOTATE}
    guarded = frozenset({"POST"})

    @extend_schema(request=ChoiceShape, responses={200: AnnotationShape}, summary="Say which version shall stand")
    def post(self, request: Request, slug: str, id: UUID) -> HttpResponse:
        """Keep in the log what you sent too late, after a 412, and which of the two you chose, or that you keep both.

        The annotation is not changed by this: to put yours in its place, or beside it, change it after. If-Match has
        the revision of the version that stands; the answer is that version.
        """
        if not Annotation.objects.seen_by(self.door).filter(id=id).exists():
            raise Http404("There is no such annotation in this project.")
        revision, sent = expected_revision(request), dict(request.data) if isinstance(request.data, dict) else {}
        draft = read_draft(sent.pop("mine", None), needs_document=False)
        choice = read_body(ChoiceBody, sent)["choice"]
        if draft.faults:
            raise bad_fields(
                [{"field": f"mine.{at}".rstrip("."), "code": code, "message": said} for at, code, said in draft.faults]
            )
        if fixed := [name for name in ("id", "document") if getattr(draft, name) is not None]:
            raise bad_input(f"mine.{fixed[0]}", "This cannot be changed.", "fixed")
        choose_version(door=self.door, id=id, choice=choice, mine=draft, revision=revision)
        return self.current(id)
