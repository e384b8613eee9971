"""`…/versions/` and `…/review/`: the REST door of corrected texts, and of what becomes of the annotations on them."""

from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.http import Http404, HttpResponse
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from annotations.anchoring import NoSinglePlace
from annotations.api import AnnotationView, ambiguous
from annotations.drafts import Draft, read_draft
from annotations.listing import READING_ORDER, Filter, annotation_page
from annotations.models import Annotation
from annotations.review import correct_text, keep_annotation, move_annotation
from annotations.reviewing import Desk
from annotations.serializers import AnnotationShape
from annotations.version_serializers import (
    CorrectionShape,
    MoveBody,
    ReviewShape,
    VersionBody,
    VersionShape,
    VersionWithTextShape,
)
from documents.models import Document, Version
from documents.services import document_facts
from projects.conflicts import Gone
from projects.permissions import Action
from projects.rest.described import page_of
from projects.rest.doors import answer_hashed, answer_list, answer_object
from projects.rest.paging import PAGE, links, page, read_window
from projects.rest.preconditions import expected_revision
from projects.rest.problems import bad_fields, bad_input
from projects.rest.strict import read_body

_COLUMNS = ("document_id", "number", "sha256", "length", "creator__username", "created", "annotation_count")
_FIXED = ("id", "document", "tags", "note", "attributions")


class VersionView(AnnotationView):
    """What the views below a document share."""

    def present(self, current: Any) -> Any:
        return document_facts(current) if isinstance(current, Document) else super().present(current)

    def document(self, id_: UUID) -> Document:
        """The document of this project with this id; Http404 when there is none, Gone when it was deleted."""
        row = Document.objects.of(self.door.id).filter(id=id_).first()
        if row is None:
            raise Http404("There is no such document in this project.")
        if row.deleted is not None:
            raise Gone(row)
        return row

    def address(self, document: UUID, number: int) -> str:
        """The address of a version."""
        names = {"slug": self.door.slug, "document": document, "number": number}
        return self.request.build_absolute_uri(reverse("api:version", kwargs=names))

    def as_json(self, row: dict[str, Any], document: Document) -> dict[str, Any]:
        """A row of _COLUMNS as the API shows it."""
        text = reverse("api:text", args=[self.door.slug, document.id])
        return {
            "document": row["document_id"],
            "number": row["number"],
            "current": row["number"] == document.number,
            "sha256": row["sha256"],
            "length": row["length"],
            "creator": row["creator__username"],
            "created": row["created"],
            "annotations": row["annotation_count"],
            "url": self.address(document.id, row["number"]),
            "text_url": self.request.build_absolute_uri(f"{text}?version={row['number']}"),
        }


class Versions(VersionView):
    """The versions of a document's text, oldest first; and the next one."""

    actions = {"POST": Action.EDIT_DOCUMENTS}
    guarded = frozenset({"POST"})
    parameters = {"GET": PAGE}

    @extend_schema(responses=page_of(VersionShape))
    def get(self, request: Request, slug: str, document: UUID) -> HttpResponse:
        """List the versions of a text, without their texts."""
        row = self.document(document)
        return answer_list(self, lambda: self.page(row))

    def page(self, document: Document) -> dict[str, Any]:
        """The page that the query asks for."""
        rows = Version.objects.filter(project=self.door.id, document=document).with_annotation_counts(self.door)
        window = read_window(self.query, int, datetime)
        return page(
            self.request, rows.values(*_COLUMNS), window, ("number", "created"), lambda row: self.as_json(row, document)
        )

    @extend_schema(request=VersionBody, responses={201: CorrectionShape, 200: CorrectionShape})
    def post(self, request: Request, slug: str, document: UUID) -> HttpResponse:
        """Correct the text of a document, by a new version. If-Match carries the document's revision.

        Annotations that stand in the new text unchanged, with their context, are carried over; the others wait for
        review. The text that stands there already answers 200 and changes nothing.
        """
        row, revision = self.document(document), expected_revision(request)
        body = read_body(VersionBody, request.data)
        done = correct_text(door=self.door, document=row, revision=revision, **body)
        number, now = done.version.number, self.document(document)
        answer = {
            "version": number,
            "carried": done.carried,
            "to_review": done.to_review,
            "revision": now.revision,
            "url": self.address(document, number),
        }
        return answer_object(request, answer, 200 if number == row.number else 201)


class OneVersion(VersionView):
    """One version of a text."""

    @extend_schema(responses=VersionWithTextShape)
    def get(self, request: Request, slug: str, document: UUID, number: int) -> HttpResponse:
        """Read a version with its text."""
        row = self.document(document)
        rows = Version.objects.of(row, number) if number < 2**31 else Version.objects.none()
        version = rows.with_annotation_counts(self.door).values(*_COLUMNS, "text").first()
        if version is None:
            raise Http404("The document has no such version.")
        return answer_hashed(request, self.as_json(version, row) | {"text": version["text"]})


class Review(VersionView):
    """What waits for review after a text was corrected."""

    parameters = {"GET": PAGE}

    @extend_schema(responses=page_of(ReviewShape))
    def get(self, request: Request, slug: str, document: UUID) -> HttpResponse:
        """List the annotations that wait on an older version of a text, and where each may belong in the current one.

        In the order of the text. A person decides: move it, keep it where it is, or delete it.
        """
        row = self.document(document)
        return answer_list(self, lambda: self.page(row))

    def page(self, document: Document) -> bytes:
        """The page that the query asks for."""
        wanted = Filter(document=document.id, to_review=True)
        found = annotation_page(self.door, wanted, read_window(self.query, *READING_ORDER), self.base)
        desk = Desk(document)
        results = [{"annotation": one, "suggestion": desk.suggested(one)} for one in orjson.loads(found.rows)]
        ends = links(self.request, found.first, found.last, before=found.before, after=found.after)
        return orjson.dumps(ends | {"results": results})


class MovedAnnotation(VersionView):
    """The place of an annotation."""

    actions = {"POST": Action.ANNOTATE}
    guarded = frozenset({"POST"})

    @extend_schema(request=MoveBody, responses={200: AnnotationShape}, summary="Move an annotation to another version")
    def post(self, request: Request, slug: str, id: UUID) -> HttpResponse:
        """It stands where you say in the current text, or in the version that you name; all else of it stays."""
        revision = expected_revision(request)
        if not Annotation.objects.seen_by(self.door).filter(id=id).exists():
            raise Http404("There is no such annotation in this project.")
        draft = self._where(request.data)
        try:
            move_annotation(door=self.door, id=id, draft=draft, revision=revision)
        except NoSinglePlace as error:
            raise ambiguous(error) from error
        return self.current(id)

    def _where(self, sent: Any) -> Draft:
        """The place that was sent; a 400 problem when it is none."""
        draft = read_draft(sent, needs_document=False)
        if draft.faults:
            raise bad_fields([fault._asdict() for fault in draft.faults])  # type: ignore[misc]
        if fixed := [name for name in _FIXED if getattr(draft, name) is not None]:
            raise bad_input(fixed[0], "A move changes only where it stands.", "fixed")
        if draft.start is None and draft.quote is None:
            raise bad_input("start", "Say where: by start and end, by quote, or by both.", "required")
        return draft


class KeptAnnotation(VersionView):
    """That an annotation stays on an older version for good."""

    actions = {"POST": Action.ANNOTATE, "DELETE": Action.ANNOTATE}
    guarded = frozenset({"POST", "DELETE"})

    @extend_schema(request=None, responses={200: AnnotationShape}, summary="Keep an annotation on its older version")
    def post(self, request: Request, slug: str, id: UUID) -> HttpResponse:
        """It no longer waits for review."""
        keep_annotation(door=self.door, id=id, revision=expected_revision(request))
        return self.current(id)

    @extend_schema(responses={200: AnnotationShape}, summary="Let an annotation wait for review again")
    def delete(self, request: Request, slug: str, id: UUID) -> HttpResponse:
        """It was kept on an older version, and is not any more."""
        keep_annotation(door=self.door, id=id, kept=False, revision=expected_revision(request))
        return self.current(id)
