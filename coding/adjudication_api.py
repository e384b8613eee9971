"""`…/units/` and `…/decisions/`: the REST door of adjudication."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from annotations.anchoring import NoSinglePlace
from annotations.drafts import read_draft
from coding import deciding
from coding.adjudication_serializers import CONFIRM, AgreedShape, DecisionBody, DecisionChange, DecisionShape, UnitShape
from coding.comparing import State
from coding.curating import Ruling
from coding.models import Decision, Verdict
from coding.units import CHANGED, DECIDED, Case, Comparison, comparison
from documents.models import Document
from projects.conflicts import Gone
from projects.permissions import Action
from projects.rest.described import page_of
from projects.rest.doors import ProjectView, answer_hashed, answer_list, answer_object
from projects.rest.paging import PAGE, Window, links, page, read_window
from projects.rest.parameters import ID, TEXT, Parameter, one_of
from projects.rest.preconditions import expected_revision
from projects.rest.problems import Problem, bad_fields
from projects.rest.strict import read_body

_STATE = Parameter(
    "state",
    one_of(*State, DECIDED, CHANGED),
    "Those in this state, decided or not; or those that were decided, or that have changed since.",
)
_FILTERS = (
    Parameter("document", ID, "Those about this document."),
    Parameter("verdict", one_of(*Verdict), "Those with this verdict."),
    Parameter("creator", TEXT, "Those by this person (user name)."),
)
_WISHES = frozenset({"start", "end", "quote", "prefix", "suffix", "fragments", "tags", "note", "attributions"})
_COLUMNS = (
    "id", "document_id", "unit", "verdict", "accepted", "annotation_id", "ground", "quote", "reason",
    "creator__username", "created", "modified", "revision",
)  # fmt: skip


class AdjudicationView(ProjectView):
    """What the views of units and decisions share."""

    def present(self, current: Any) -> Any:
        return self.shown(_row(current)) if isinstance(current, Decision) else super().present(current)

    def shown(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """A row of _COLUMNS as JSON."""
        url = f"/api/v1/projects/{self.door.slug}/decisions/{row['id']}/"
        same = ("id", "unit", "verdict", "accepted", "quote", "reason", "created", "modified", "revision")
        return {name: row[name] for name in same} | {
            "document": row["document_id"],
            "annotation": row["annotation_id"],
            "annotations": [one["annotation"] for one in row["ground"]],
            "creator": row["creator__username"],
            "url": self.request.build_absolute_uri(url),
        }

    def comparison(self, document: UUID) -> Comparison:
        """The units of a document; 403 while others' work in it is veiled, Gone when it was deleted."""
        row = Document.objects.of(self.door.id).filter(id=document).first()
        if row is None:
            raise Http404("There is no such document in this project.")
        if row.deleted is not None:
            raise Gone
        if row.id in self.door.veiled:
            raise PermissionDenied("This document is coded independently: you see your own work in it only.")
        return comparison(self.door, row)


def _row(decision: Decision) -> dict[str, Any]:
    return {name: getattr(decision, name) for name in _COLUMNS if "__" not in name} | {
        "creator__username": decision.creator.username
    }


class Units(AdjudicationView):
    """What those who are done with a document marked in it, in units."""

    parameters = {"GET": (_STATE, *PAGE)}
    actions = {"GET": Action.SEE_MEMBERS}

    @extend_schema(responses={200: page_of(UnitShape)}, summary="List the units of a document")
    def get(self, request: Request, slug: str, document: UUID) -> HttpResponse:
        """What its coders agree on, disagree about, or only some of them marked: in the order of the text.

        Each with what was decided about it. For members, and not while others' work in it is veiled from you.
        """
        found = self.comparison(document)
        return answer_list(self, lambda: self._page(found))

    def _page(self, found: Comparison) -> dict[str, Any]:
        window = read_window(self.query, int, int, UUID)
        rows, before, after = window.cut(_within(found.that_are(self.query.get("state", "")), window))
        ends = [_key(case) for case in (rows[0], rows[-1])] if rows else [None, None]
        return links(self.request, *ends, before=before, after=after) | {
            "results": [self._shown(case, found) for case in rows]
        }

    def _shown(self, case: Case, found: Comparison) -> dict[str, Any]:
        unit, (start, end) = case.unit, case.unit.place
        theirs = [mark.coder for mark in unit.marks]
        return {
            "unit": unit.id,
            "document": found.document.id,
            "state": case.state,
            "start": start if theirs else None,
            "end": end if theirs else None,
            "annotations": [{"annotation": mark.id, "creator": mark.coder} for mark in unit.marks],
            "missing": [coder for coder in found.coders if coder not in theirs],
            "decision": self.shown(_row(case.decision)) if case.decision else None,
            "changed": [{"what": one.what, "creator": one.coder or None} for one in case.since],
            "seen": case.token,
        }


def _key(case: Case) -> tuple[int, int, UUID]:
    start, end = case.unit.place
    return min(start, 2**31 - 1), -min(end, 2**31 - 1), case.unit.id


def _within(cases: list[Case], window: Window) -> list[Case]:
    """One unit more than the window takes, in the order in which it reads."""
    if window.key is None:
        return cases[: window.size + 1]
    if window.backwards:
        return [case for case in reversed(cases) if _key(case) < window.key][: window.size + 1]
    return [case for case in cases if _key(case) > window.key][: window.size + 1]


class AcceptedUnits(AdjudicationView):
    """What all coders of a document agree on, accepted at once."""

    actions = {"POST": Action.ADJUDICATE}

    @extend_schema(request=None, responses={200: AgreedShape}, summary="Accept all that the coders agree on")
    def post(self, request: Request, slug: str, document: UUID) -> HttpResponse:
        """Each agreed unit that nobody has decided about gets a decision; once more, nothing is left to accept."""
        made = deciding.accept_agreed(door=self.door, document=document)
        return answer_hashed(request, {"decisions": [self.shown(_row(row)) for row in made]})


class Decisions(AdjudicationView):
    """What was decided in a project."""

    parameters = {"GET": (*_FILTERS, *PAGE)}
    actions = {"POST": Action.ADJUDICATE}

    @extend_schema(responses={200: page_of(DecisionShape)}, summary="List decisions")
    def get(self, request: Request, slug: str) -> HttpResponse:
        """From the oldest to the newest; none about documents in which others' work is veiled from you."""
        return answer_list(self, self._page)

    def _page(self) -> dict[str, Any]:
        fields = {"document": "document", "verdict": "verdict", "creator": "creator__username__iexact"}
        rows = Decision.objects.seen_by(self.door)
        rows = rows.filter(**{field: self.query[name] for name, field in fields.items() if name in self.query})
        window = read_window(self.query, datetime, UUID)
        return page(self.request, rows.values(*_COLUMNS), window, ("created", "id"), self.shown)

    @extend_schema(request=DecisionBody, responses={201: DecisionShape}, summary="Decide about a unit")
    def post(self, request: Request, slug: str) -> HttpResponse:
        """Accept what a coder says, or all of them; edit it; or reject it: rightly nothing here.

        What is accepted or edited becomes a curated annotation of yours. 409 when somebody has decided already.
        """
        given = read_body(DecisionBody, request.data)
        ruling, seen = _ruling(given, request.data), given.get("seen")
        with _one_place():
            made = deciding.decide(
                door=self.door, document=given["document"], unit=given["unit"], ruling=ruling, seen=seen
            )
        return answer_object(request, self.shown(_row(made)), 201)


class OneDecision(AdjudicationView):
    """One decision."""

    actions = {"PATCH": Action.ADJUDICATE, "DELETE": Action.ADJUDICATE}
    guarded = frozenset({"PATCH", "DELETE"})

    @extend_schema(responses={200: DecisionShape}, summary="Read a decision")
    def get(self, request: Request, slug: str, decision: UUID) -> HttpResponse:
        """404 when it was taken back, and while others' work in its document is veiled from you."""
        row = Decision.objects.seen_by(self.door).filter(id=decision).values(*_COLUMNS).first()
        if row is None:
            raise Http404("There is no such decision in this project.")
        return answer_object(request, self.shown(row))

    @extend_schema(request=DecisionChange, responses={200: DecisionShape}, summary="Decide otherwise")
    def patch(self, request: Request, slug: str, decision: UUID) -> HttpResponse:
        """A verdict of its own; an edited version keeps what you leave out. Confirm it when its ground has changed."""
        revision = expected_revision(request)
        given = read_body(DecisionChange, request.data)
        seen = given.get("seen")
        if given["verdict"] == CONFIRM:
            made = deciding.confirm_decision(door=self.door, id=decision, revision=revision, seen=seen)
            return answer_object(request, self.shown(_row(made)))
        ruling = _ruling(given, request.data)
        with _one_place():
            made = deciding.change_decision(door=self.door, id=decision, ruling=ruling, revision=revision, seen=seen)
        return answer_object(request, self.shown(_row(made)))

    @extend_schema(responses={204: None}, summary="Take a decision back")
    def delete(self, request: Request, slug: str, decision: UUID) -> HttpResponse:
        """What it made is deleted, and its unit is to be decided again."""
        deciding.remove_decision(door=self.door, id=decision, revision=expected_revision(request))
        return HttpResponse(status=204)


def _ruling(given: Mapping[str, Any], sent: Any) -> Ruling:
    """What a body decides; a 400 problem when what it wants to be written cannot be read."""
    draft = read_draft({name: sent[name] for name in _WISHES if name in sent}, needs_document=False)
    if draft.faults:
        raise bad_fields([fault._asdict() for fault in draft.faults])  # type: ignore[misc]
    return Ruling(given["verdict"], given.get("reason", ""), given.get("accepted"), draft)


@contextmanager
def _one_place() -> Iterator[None]:
    """A quote that does not tell where is a 400 that says where it stands."""
    try:
        yield
    except NoSinglePlace as error:
        candidates = [{"start": span.start, "end": span.end} for span in error.candidates]
        told = {"field": "quote", "code": "ambiguous" if candidates else "not_found", "message": str(error)}
        raise Problem(400, str(error), errors=[told], current={"candidates": candidates}) from error  # type: ignore[list-item]
