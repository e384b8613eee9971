"""What is told of a project's events: who sees which of them, and how they travel as server-sent events."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

BEAT = b"event: alive\ndata: {}\n\n"
"""Says only that the connection lives: not by a comment, which an EventSource does not hand on to the page."""
CLOSED = b"event: closed\ndata: {}\n\n"
"""Said to somebody who may no longer listen."""
_ABOUT_MEMBERS = ("member.", "assignment.", "project.handed_over", "invitation.", "request.")
_TURNING = (*_ABOUT_MEMBERS, "project.", "document.closed", "document.opened")


@dataclass(frozen=True, slots=True)
class Happening:
    """One event; `content` is the JSON that the API shows of it.

    `about` is the document that it is about, `whose` the name of the person whose work it tells of; None for neither.
    `brief` is the content without a list of all the annotations that it touched, where it has such a list.
    """

    seq: int
    kind: str
    about: UUID | None
    whose: str | None
    content: bytes
    brief: bytes | None = None

    @property
    def turns(self) -> bool:
        """Whether somebody may see more or less from here on."""
        return self.kind.startswith(_TURNING)


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody may see of a project's events. People with the same sight are told the same.

    In the documents `veiled` they see only their own work; `name` is who they are, where there are any.
    """

    members: bool
    comments: bool
    veiled: frozenset[UUID] = frozenset()
    name: str = ""

    def shows(self, event: Happening) -> bool:
        """Whether the event is for these eyes."""
        if event.about in self.veiled and event.whose is not None and event.whose != self.name:
            return False
        if event.kind.startswith(_ABOUT_MEMBERS):
            return self.members
        return self.comments or not event.kind.startswith("comment.")

    def told(self, event: Happening) -> bytes:
        """What these eyes are shown of an event that is for them."""
        return event.brief if self.veiled and event.brief else event.content


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody sees of the events after one number, up to and with another.

    Messages tile the log: the next one's `after` is this one's `last`, though what is hidden is not in `results`.
    """

    after: int
    last: int
    results: tuple[bytes, ...]

    @property
    def framed(self) -> bytes:
        """The message as an event stream carries it; nothing if it tells of no number."""
        if self.last == self.after:
            return b""
        told = b",".join(self.results)
        data = b'{"after":%d,"last":%d,"results":[%s]}' % (self.after, self.last, told)
        return b"id: %d\nevent: change\ndata: %s\n\n" % (self.last, data)


def tell(sight: Sight, events: Iterable[Happening], after: int, last: int) -> Message:
    """The message about these events, which are all that there are after `after` up to `last`."""
    return Message(after, last, tuple(sight.told(event) for event in events if sight.shows(event)))
