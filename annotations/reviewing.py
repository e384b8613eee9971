"""What the review of a corrected text reads: who may decide about what, and the old text beside the new one."""

from functools import cached_property
from typing import Any

from annotations.anchoring import Span
from annotations.models import Annotation
from annotations.querysets import AnnotationQuerySet
from annotations.suggesting import Suggestion, suggestion
from documents.differing import Stretch, differences, readable
from documents.models import Document, Version
from projects.guards import Door
from projects.permissions import Action


def waiting(door: Door, document: Document) -> AnnotationQuerySet:
    """The annotations of a document that wait for review, in reading order."""
    return Annotation.objects.seen_by(door).filter(document=document).to_review()


def decidable(door: Door, rows: AnnotationQuerySet) -> AnnotationQuerySet:
    """Those of the rows that the person may decide about: their own; editors, all."""
    if door.may(Action.CHANGE_ANY_ANNOTATION):
        return rows
    return rows.filter(creator=door.user.pk) if door.may(Action.ANNOTATE) else rows.none()


class Desk:
    """The current text of a document beside its older versions. Each is read and compared once: for one request."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._older: dict[int, tuple[str, list[Stretch]]] = {}

    @cached_property
    def text(self) -> str:
        """The current text."""
        return Version.objects.of(self.document).values_list("text", flat=True).get()

    def older(self, number: int) -> tuple[str, list[Stretch]]:
        """The text of a version, and how the current one differs from it, in terms for people."""
        if number not in self._older:
            text = Version.objects.of(self.document, number).values_list("text", flat=True).get()
            self._older[number] = text, readable(differences(text, self.text), text)
        return self._older[number]

    def suggestion(self, version: int, pieces: tuple[Span, ...]) -> Suggestion | None:
        """Where an annotation at these pieces of a version may belong in the current text."""
        old, stretches = self.older(version)
        return suggestion(old, self.text, stretches, pieces)

    def suggested(self, annotation: dict[str, Any]) -> dict[str, Any] | None:
        """The suggestion for an annotation as the API shows both."""
        rest = (Span(piece["start"], piece["end"]) for piece in annotation["fragments"])
        found = self.suggestion(annotation["version"], (Span(annotation["start"], annotation["end"]), *rest))
        if found is None:
            return None
        first, *more = ({"start": start, "end": end, "quote": self.text[start:end]} for start, end in found.pieces)
        return first | {"fragments": more, "exact": found.exact}
