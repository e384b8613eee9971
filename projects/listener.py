"""Somebody who listens to a project: who they are, what they may see, and how much they are told at once."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import NamedTuple
from uuid import UUID

from projects.company import Company
from projects.messages import CLOSED, Sight

BURST = 2**20  # bytes that a listener is told at once at most, and
RATE = 2**14  # bytes a second after that: a server need not know whether what it sends is taken, so it keeps to this


class Visitor(NamedTuple):
    """Somebody at a project's door, and by what they said who they are: a token, a session, or nothing.

    `proof` is what the session rests on: another, once the password is another.
    """

    project: UUID
    slug: str
    person: UUID | None
    name: str
    token: UUID | None
    session: str | None
    proof: str = ""


class Ticket(NamedTuple):
    """A visitor who wants to hear what comes after `last`, and what they may see, which was true at that number."""

    visitor: Visitor
    sight: Sight
    last: int


@dataclass(eq=False, slots=True)
class Listener:
    """One open connection."""

    visitor: Visitor
    sight: Sight
    last: int
    until: float
    heard: float
    allowance: float = BURST
    company: bytes = b""
    farewell: bytes | None = None
    waiter: "asyncio.Future[None] | None" = field(default=None)

    def wake(self) -> None:
        """Let it look what there is for it."""
        if self.waiter and not self.waiter.done():
            self.waiter.set_result(None)

    def meet(self, company: Company) -> bytes:
        """What to say of who is here, if that is something else than what was said last."""
        words = company.framed(self.visitor.name, self.sight)
        if words == self.company:
            return b""
        self.company = words
        return words

    def end(self, farewell: bytes = b"") -> None:
        """Let it end, after these last words."""
        self.farewell = farewell if self.farewell is None else self.farewell
        self.wake()

    def spend(self, size: int) -> None:
        """Count what it is told now; let it end when that is more than a slow client should leave lying."""
        now = monotonic()
        self.allowance = min(BURST, self.allowance + RATE * (now - self.heard)) - size
        self.heard = now
        if self.allowance < 0:
            self.end()


def look_again(listener: Listener, sights: Mapping[Visitor, Sight | None], turn: int) -> None:
    """Let a listener see what they may see now; `turn` is when that has changed."""
    if listener.visitor in sights:
        sight = sights[listener.visitor]
        if sight is None:
            listener.end(CLOSED)
        elif sight.members != listener.sight.members:
            listener.end()  # comes in or goes out as a member: is told so when they connect again
        else:
            listener.sight = sight
    elif listener.last < turn:  # came in while the others were looked at
        listener.end()
