"""`…/annotations/`: the REST door of annotations."""

from typing import Any
from uuid import UUID

import orjson
from django.db import transaction
from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from actors.models import Actor
from annotations import services
from annotations.anchoring import NoSinglePlace
from annotations.drafts import ROLES, Draft, read_draft
from annotations.listing import Filter, One, annotation_json, annotation_page, unknown_tags
from annotations.models import Annotation
from annotations.serializers import AnnotationBody, AnnotationChange, AnnotationShape
from projects.patience import unhurried
from projects.permissions import Action
from projects.rest.described import ReportShape, page_of
from projects.rest.doors import ProjectView, answer_list
from projects.rest.media import BadRow, JsonParser, NdjsonParser, Rows
from projects.rest.paging import PAGE, links, read_window
from projects.rest.parameters import FLAG, ID, MOMENT, TEXT, Parameter, one_of, whole
from projects.rest.preconditions import expected_revision, is_fresh, not_modified, revision_etag
from projects.rest.problems import Problem, bad_fields, bad_input
from projects.rest.rows import Report

FILTERS = (
    Parameter("document", ID, "Those on this document, in reading order."),
    Parameter("version", whole(1, 2**31 - 1), "Those on the document's version of this number."),
    Parameter("tag", TEXT, "Those that carry the tag with this slug; repeated, all must be carried.", repeatable=True),
    Parameter("creator", TEXT, "Those by this person (user name)."),
    Parameter("actor", ID, "Those in which this actor has a role."),
    Parameter("role", one_of(*ROLES), "Those in which somebody, or the actor that is asked for, has this role."),
    Parameter("q", TEXT, "Those whose quote or note contains this, whatever its case."),
    Parameter(
        "to_review", FLAG, "Those that wait on an older version of their text for a decision; or those that do not."
    ),
    Parameter("curated", FLAG, "Those that decisions made, out of several coders' annotations; or the others."),
    Parameter("created_after", MOMENT, "Those made later than this."),
    Parameter("created_before", MOMENT, "Those made earlier than this."),
    Parameter("updated_after", MOMENT, "Those changed later than this."),
)


class AnnotationView(ProjectView):
    """What both annotation views share."""

    @property
    def base(self) -> str:
        """The address below which the project's annotations are found."""
        return self.request.build_absolute_uri(f"/api/v1/projects/{self.door.slug}/annotations/")

    def present(self, current: Any) -> Any:
        if isinstance(current, Annotation):
            one = annotation_json(self.door, current.id, self.base)
            return orjson.loads(one.body) if one else None
        return super().present(current)

    def answer(self, body: bytes, etag: str, status: int = 200, url: str = "") -> HttpResponse:
        headers = {"ETag": etag} | ({"Location": url} if url else {})
        return HttpResponse(body, status=status, content_type="application/json", headers=headers)

    def current(self, id: UUID, status: int = 200) -> HttpResponse:
        """The annotation as it is now."""
        one = annotation_json(self.door, id, self.base)
        if one is None:
            raise Http404("There is no such annotation in this project.")
        return self.answer(one.body, etag_of(one), status)

    def placed(self, draft: Draft, read: services.Texts | None = None) -> Draft:
        """The draft with its faults told, and its place found when only a quote says it."""
        if draft.faults:
            raise bad_fields([fault._asdict() for fault in draft.faults])  # type: ignore[misc]
        if draft.start is None and draft.quote is not None:
            try:
                services.place(door=self.door, draft=draft, read=read)
            except NoSinglePlace as error:
                raise ambiguous(error) from error
        return draft

    def create(self, draft: Draft, *, by_put: bool) -> HttpResponse:
        """Write one annotation and say what became of it."""
        (outcome,) = services.annotate(door=self.door, drafts=[self.placed(draft)], base=self.base)
        if outcome.kind == "created":
            assert outcome.body is not None
            return self.answer(outcome.body, revision_etag(1), 201, f"{self.base}{outcome.id}/")
        if outcome.kind == "there":
            return self.current(outcome.id)
        raise _refused(outcome, by_put=by_put)


def etag_of(one: One) -> str:
    """The ETag of an annotation: its revision, then what is shown with it."""
    return revision_etag(one.revision, one.comments, one.decided)


def ambiguous(error: NoSinglePlace) -> Problem:
    """A 400 that lists where the quote stands."""
    candidates = [{"start": span.start, "end": span.end} for span in error.candidates]
    code = "ambiguous" if candidates else "not_found"
    return Problem(
        400,
        str(error),
        errors=[{"field": "quote", "code": code, "message": str(error)}],
        current={"candidates": candidates},
    )


def _refused(outcome: services.Outcome, *, by_put: bool) -> Exception:
    """The problem that tells why an annotation was not written."""
    current = orjson.loads(outcome.body) if outcome.body else None
    match outcome.kind:
        case "different" if by_put:
            return Problem(428, "There is another annotation of this id: to change it, send If-Match.", current=current)
        case "different":
            return Problem(409, "There is another annotation of this id.", current=current)
        case "deleted":
            return Problem(410, "This annotation was deleted. It can be restored.", current=current)
        case "taken":
            return Problem(409, "This id is in use elsewhere: choose another.")
        case "misquoted":
            return Problem(
                409,
                "The quote is not what the text says there; `current` has what it says.",
                errors=[{"field": "quote", "code": "misquoted", "message": "The text says something else there."}],
                current={"quote": outcome.detail},
            )
        case "no_tag":
            return PermissionDenied(f"These tags are not in the codebook, and you may not add them: {outcome.detail}.")
        case "no_actor":
            return bad_input("attributions", f"There is no such actor in this project: {outcome.detail}.", "no_actor")
        case kind:
            field, message = _BAD_INPUT[kind]
            return bad_input(field, message, kind)


_BAD_INPUT = {
    "no_document": ("document", "There is no such document in this project."),
    "no_version": ("version", "The document has no version of this number."),
    "outside": ("end", "The text ends before this."),
    "disorderly": ("fragments", services.DISORDERLY),
    "empty": ("end", "The end must lie after the start: offsets are half-open."),
}


class Annotations(AnnotationView):
    """A project's annotations."""

    parameters = {"GET": (*FILTERS, *PAGE)}
    actions = {"POST": Action.ANNOTATE}
    parser_classes = [JsonParser, NdjsonParser]

    @extend_schema(responses={200: page_of(AnnotationShape)}, summary="List annotations")
    def get(self, request: Request, slug: str) -> HttpResponse:
        """In reading order within one document, else from the oldest to the newest. All filters must hold."""
        return answer_list(self, self._page)

    def _page(self) -> bytes:
        query = self.query
        wanted = Filter(
            **{name: query[name] for name in Filter.__slots__ if name in query and name != "tags"},
            tags=tuple(query.get("tag", ())),
        )
        if wanted.tags and (unknown := unknown_tags(self.door, wanted.tags)):
            raise bad_input("tag", f"There is no tag “{unknown[0]}” in this codebook.", "unknown")
        if wanted.actor and not Actor.objects.of(self.door.id).live().filter(id=wanted.actor).exists():
            raise bad_input("actor", "There is no such actor in this project.", "unknown")
        page = annotation_page(self.door, wanted, read_window(query, *wanted.key_kinds), self.base)
        ends = orjson.dumps(links(self.request, page.first, page.last, before=page.before, after=page.after))
        return ends[:-1] + b',"results":' + page.rows + b"}"

    @extend_schema(
        request={"application/json": AnnotationBody, "application/x-ndjson": AnnotationBody},
        responses={201: AnnotationShape, 200: ReportShape},
        summary="Annotate a passage, or many",
    )
    def post(self, request: Request, slug: str) -> HttpResponse:
        """One annotation as JSON; or many as NDJSON, a line each, where one bad line harms no other."""
        if isinstance(request.data, Rows):
            return self._bulk(request.data)
        return self.create(read_draft(request.data), by_put=False)

    def _bulk(self, rows: Rows) -> HttpResponse:
        report = Report()
        ready: list[tuple[int, Draft]] = []
        read = services.texts(self.door)
        for line, row in rows:
            if isinstance(row, BadRow):
                report.refuse(line, [row.error])
                continue
            try:
                ready.append((line, self.placed(read_draft(row), read)))
            except Problem as problem:
                report.refuse(line, problem.errors)
            except Http404:
                report.refuse(line, [_fault("no_document")])
        with transaction.atomic():
            unhurried()
            outcomes = services.annotate(door=self.door, drafts=[draft for _, draft in ready], base=self.base)
        for (line, _), outcome in zip(ready, outcomes, strict=True):
            if outcome.kind in {"created", "there"}:
                report.done(line, outcome.kind, outcome.id)
            else:
                report.refuse(line, _reasons(outcome))
        return HttpResponse(orjson.dumps(report.body), content_type="application/json")


def _fault(kind: str) -> Any:
    field, message = _BAD_INPUT[kind]
    return {"field": field, "code": kind, "message": message}


def _reasons(outcome: services.Outcome) -> list[Any]:
    problem = _refused(outcome, by_put=False)
    if isinstance(problem, Problem) and problem.errors:
        return problem.errors
    message = problem.detail if isinstance(problem, Problem) else str(problem)
    field = {"no_tag": "tags"}.get(outcome.kind, "id")
    return [{"field": field, "code": outcome.kind, "message": message}]


class OneAnnotation(AnnotationView):
    """One annotation."""

    actions = {"PUT": Action.ANNOTATE, "PATCH": Action.ANNOTATE, "DELETE": Action.ANNOTATE}
    guarded = frozenset({"PATCH", "DELETE"})

    @extend_schema(responses={200: AnnotationShape}, summary="Read an annotation")
    def get(self, request: Request, slug: str, id: UUID) -> HttpResponse:
        """410 with its tombstone when it was deleted."""
        one = annotation_json(self.door, id, self.base)
        if one is None:
            raise Http404("There is no such annotation in this project.")
        if one.deleted:
            raise Problem(410, "This annotation was deleted. It can be restored.", current=orjson.loads(one.body))
        etag = etag_of(one)
        return not_modified(etag) if is_fresh(request, etag) else self.answer(one.body, etag)

    @extend_schema(
        request=AnnotationBody,
        responses={201: AnnotationShape, 200: AnnotationShape},
        summary="Make an annotation under an id of your own, or replace it",
    )
    def put(self, request: Request, slug: str, id: UUID) -> HttpResponse:
        """The same body again answers 200 and changes nothing. To replace an annotation, send If-Match."""
        draft = read_draft(request.data)
        if draft.id not in (None, id):
            raise bad_input("id", "The id in the body is not the one in the address.")
        draft.id = id
        if "HTTP_IF_MATCH" in request.META:
            return self._replace(self.placed(draft), expected_revision(request))
        return self.create(draft, by_put=True)

    def _replace(self, draft: Draft, revision: int | None) -> HttpResponse:
        assert draft.id is not None
        draft.note, draft.tags, draft.attributions = draft.note or "", draft.tags or [], draft.attributions or []
        draft.fragments = draft.fragments or []
        self._refuse_another_text(draft, draft.id)
        services.change_annotation(door=self.door, id=draft.id, draft=draft, revision=revision)
        return self.current(draft.id)

    def _refuse_another_text(self, draft: Draft, id: UUID) -> None:
        """An annotation stays on the version that it was made on."""
        row = Annotation.objects.seen_by(self.door).filter(id=id).values("document_id", "version").first()
        if row and draft.document != row["document_id"]:
            raise bad_input("document", "An annotation stays on its document.", "fixed")
        if row and draft.version not in (None, row["version"]):
            raise bad_input("version", "An annotation stays on its version of the text.", "fixed")

    @extend_schema(request=AnnotationChange, responses={200: AnnotationShape}, summary="Change an annotation")
    def patch(self, request: Request, slug: str, id: UUID) -> HttpResponse:
        """Another range, note, other tags or speakers; what is left out stays."""
        revision = expected_revision(request)
        draft = read_draft(request.data, needs_document=False)
        if fixed := [name for name in ("id", "document", "version") if getattr(draft, name) is not None]:
            raise bad_input(fixed[0], "This cannot be changed.", "fixed")
        if draft.faults:
            raise bad_fields([fault._asdict() for fault in draft.faults])  # type: ignore[misc]
        try:
            services.change_annotation(door=self.door, id=id, draft=draft, revision=revision)
        except NoSinglePlace as error:
            raise ambiguous(error) from error
        return self.current(id)

    @extend_schema(responses={204: None}, summary="Delete an annotation")
    def delete(self, request: Request, slug: str, id: UUID) -> HttpResponse:
        """Its tombstone can be restored; the ETag of the answer is the tombstone's revision."""
        row = services.delete_annotation(door=self.door, id=id, revision=expected_revision(request))
        return HttpResponse(status=204, headers={"ETag": revision_etag(row.revision)})


class RestoredAnnotation(AnnotationView):
    """The undoing of a deletion."""

    actions = {"POST": Action.ANNOTATE}
    guarded = frozenset({"POST"})

    @extend_schema(request=None, responses={200: AnnotationShape}, summary="Restore a deleted annotation")
    def post(self, request: Request, slug: str, id: UUID) -> HttpResponse:
        """If-Match carries the tombstone's revision."""
        services.restore_annotation(door=self.door, id=id, revision=expected_revision(request))
        return self.current(id)
