"""Reads of comments as noun phrases, and what of them somebody has not read yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Self
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce

from projects.models import Member
from projects.veiling import unveiled

if TYPE_CHECKING:
    from annotations.models import Comment  # noqa: F401
    from projects.guards import Door

_STANDS = Q(annotation__deleted__isnull=True, annotation__document__deleted__isnull=True)
_PLACED = ("annotation__document", "annotation", "annotation__start", "annotation__end")
_SETTLED = Case(When(reply_to__isnull=True, then=F("resolved")), default=F("reply_to__resolved"))
"""When the thread of a comment was resolved; null while it is open."""


class Discussion(NamedTuple):
    """What stands on an annotation: how many open threads, unread comments, and unread ones that mention the reader."""

    document: UUID
    annotation: UUID
    open: int
    unread: int
    mentions: int


class Unread(NamedTuple):
    """What somebody has not read in a document: on which annotation first, how much, and how much mentions them."""

    first: UUID
    comments: int
    mentions: int


class CommentQuerySet(models.QuerySet["Comment"]):
    def of(self, project: UUID) -> Self:
        """Those of one project, deleted ones included."""
        return self.filter(project=project)

    def seen_by(self, door: Door) -> Self:
        """Those of the door's project on annotations that the person in front of it may see, deleted ones included."""
        return self.of(door.id).filter(unveiled(door, "annotation__"))

    def live(self) -> Self:
        """Those that stand: neither they nor their annotation and document are deleted."""
        return self.filter(_STANDS, deleted__isnull=True)

    def shown(self) -> Self:
        """The live ones, and the deleted ones in whose place a word must stand, as live ones reply to them."""
        replies = self.model._default_manager.filter(
            project=OuterRef("project"), annotation=OuterRef("annotation"), reply_to=OuterRef("pk"), deleted=None
        )
        return self.filter(_STANDS).filter(Q(deleted__isnull=True) | Exists(replies))

    def in_threads(self, *, resolved: bool) -> Self:
        """Those in threads that are resolved, or that are open."""
        return self.annotate(settled=_SETTLED).filter(settled__isnull=not resolved)

    def mentioning(self, username: str) -> Self:
        """Those that mention a person, by user name in whatever case."""
        person = get_user_model().objects.filter(username__iexact=username).values("id")
        return self.filter(mentions__contains=[Subquery(person)])

    def unread_by(self, door: Door) -> Self:
        """Live ones of the project, by others, that the member has not seen, made since they became one."""
        return self.seen_by(door).live().filter(self._unread(door))

    def discussions(self, door: Door) -> list[Discussion]:
        """What stands on each annotation with live comments among these, in reading order within each document."""
        unread = self._unread(door)
        counts = {
            "threads": Count(Coalesce("reply_to", "id"), distinct=True, filter=Q(settled__isnull=True)),
            "fresh": Count("id", filter=unread),
            "meant": Count("id", filter=unread & Q(mentions__contains=[door.person.pk])),
        }
        rows = self.seen_by(door).live().annotate(settled=_SETTLED).order_by().values(*_PLACED).annotate(**counts)
        told = rows.order_by("annotation__start", "annotation__end", "annotation")
        return [Discussion(*row) for row in told.values_list(*_PLACED[:2], *counts)]

    def unread_in_documents(self, door: Door) -> dict[UUID, Unread]:
        """What the member has not read on the current versions of documents, by document; only those that have some."""
        reader = door.person.pk
        here = self.filter(annotation__version=F("annotation__document__number")).unread_by(door)
        counts = {"fresh": Count("id"), "meant": Count("id", filter=Q(mentions__contains=[reader]))}
        rows = here.order_by().values(*_PLACED).annotate(**counts)
        told = rows.order_by("annotation__start", "annotation__end", "annotation")
        found: dict[UUID, Unread] = {}
        for document, annotation, fresh, meant in told.values_list(*_PLACED[:2], *counts):
            before = found.get(document, Unread(annotation, 0, 0))
            found[document] = Unread(before.first, before.comments + fresh, before.mentions + meant)
        return found

    def _unread(self, door: Door) -> Q:
        reader, project = door.person.pk, door.id
        joined = Member.objects.filter(project=project, user=reader).values("created")
        annotation = self.model._meta.get_field("annotation").related_model
        seen = annotation._meta.get_field("seen").related_model._default_manager  # type: ignore[union-attr]
        read = seen.filter(
            project=project, user=reader, annotation=OuterRef("annotation"), until__gte=OuterRef("created")
        )
        return Q(~Q(creator=reader), ~Exists(read), created__gt=Subquery(joined))
