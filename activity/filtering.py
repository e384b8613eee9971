"""What to show of what has happened: the filters of the activity page, as its address keeps them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from projects.models import Event

KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "annotations": ("Annotations", ("annotation.",)),
    "comments": ("Comments", ("comment.",)),
    "codebook": ("Codebook", ("tag.",)),
    "actors": ("Actors", ("actor.", "affiliation.")),
    "documents": ("Documents", ("document.",)),
    "coding": ("Coding", ("assignment.", "coders.", "decision.", "document.closed", "document.opened")),
    "members": ("Members", ("member.", "invitation.", "request.", "project.handed_over")),
    "project": ("The project", ("project.",)),
}
"""Kinds of things: what people read, and how the kinds of their events begin."""

_TOLD_BY_ANOTHER = Q(kind="invitation.used") | Q(kind="request.answered", after__state="accepted")
"""That somebody has come in is told by `member.added`, which is recorded with each of these."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events to show. All that is said must hold; nothing said: all, but none twice.

    Days are days of UTC, both included.
    """

    person: str = ""
    document: UUID | None = None
    actor: UUID | None = None
    kind: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def query(self) -> dict[str, str]:
        """What is said, as parameters of an address."""
        return {name: str(value) for name in self.__slots__ if (value := getattr(self, name))}

    def of(self, project: UUID) -> QuerySet[Event]:
        """The events of a project that are wanted."""
        rows = Event.objects.filter(project=project).exclude(_TOLD_BY_ANOTHER)
        if self.person:
            rows = rows.filter(user__username=self.person)
        if self.document:
            rows = rows.filter(Q(about=self.document) | Q(object_id=self.document))
        if self.actor:
            rows = rows.filter(_about_actor(self.actor))
        if self.kind:
            rows = rows.filter(_beginning(KINDS[self.kind][1]))
        if self.since:
            rows = rows.filter(created__gte=_midnight(self.since))
        if self.until:
            rows = rows.filter(created__lt=_midnight(self.until) + timedelta(days=1))
        return rows


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _beginning(beginnings: tuple[str, ...]) -> Q:
    found = Q()
    for beginning in beginnings:
        found |= Q(kind__startswith=beginning)
    return found


def _about_actor(actor: UUID) -> Q:
    """What became of an actor itself, and of where it belongs or who belongs to it."""
    found = Q(kind__startswith="actor.", object_id=actor)
    for state in ("before", "after"):
        for end in ("person", "organisation"):
            found |= Q(kind__startswith="affiliation.", **{f"{state}__{end}": str(actor)})
    return found
