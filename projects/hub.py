"""The hub of a server process: it reads the event log once, and tells everybody who listens.

One thread asks the log every `pause` seconds what has happened in the projects that are listened to. The rest runs in
the event loop: what was read is remembered for a while, once for all, and each listener is told, at their own pace,
what they may see of it. Who lags behind what is remembered is cut off, and resumes from the database by asking again.
"""

import asyncio
import logging
import random
import threading
from collections.abc import Awaitable, Callable, Collection, Mapping
from time import monotonic
from typing import Protocol
from uuid import UUID

from projects.company import Company
from projects.listener import Listener, Ticket, Visitor, look_again
from projects.messages import BEAT, Sight
from projects.stretch import News, Stretch

log = logging.getLogger(__name__)

LISTEN = "argmap.listen"
"""Where a WSGI request finds the way to stay connected: a function that takes a `Ticket`."""
HEARTBEAT = 15.0  # seconds of silence after which a sign of life is sent
LIFE = 600.0  # seconds after which a connection is ended, to be made anew with all that is checked then
CHECK = 15.0  # seconds between two looks at who is still signed in
BREATH = 1.0  # seconds to wait after the log could not be read
GLANCE = 1.0  # seconds between two looks at who is here


class Source(Protocol):
    """Where events come from. All of it is called in the hub's thread and may block."""

    def news(self, known: Mapping[UUID, int]) -> Mapping[UUID, News]: ...

    def sights(self, visitors: Collection[Visitor]) -> Mapping[Visitor, Sight | None]: ...

    def signed_in(self, visitors: Collection[Visitor]) -> Collection[Visitor]: ...

    def companies(self, projects: Collection[UUID]) -> Mapping[UUID, Company]: ...

    def rest(self) -> None: ...


Write = Callable[[bytes], Awaitable[object]]


class Hub:
    """Tells listeners what happens, in an event loop."""

    def __init__(self, source: Source, pause: float, loop: asyncio.AbstractEventLoop) -> None:
        self.source, self.pause, self.loop = source, pause, loop
        self.stretches: dict[UUID, Stretch] = {}
        self.listeners: dict[UUID, set[Listener]] = {}
        self.companies: dict[UUID, Company] = {}
        self.open = True
        self._wanted, self._ending, self._lock = threading.Event(), threading.Event(), threading.Lock()
        self._thread: threading.Thread | None = None
        self._ticker: asyncio.Task[None] | None = None

    async def attend(self, ticket: Ticket, write: Write, gone: Awaitable[object]) -> None:
        """Tell a listener what happens until they have `gone`, may no longer listen, or fall behind."""
        listener = self._join(ticket)
        watch = asyncio.ensure_future(self._watch(listener, gone))
        try:
            while (piece := self._next(listener)) is not None:
                if piece:
                    listener.spend(len(piece))
                    await write(piece)
                else:
                    listener.waiter = self.loop.create_future()
                    await listener.waiter
        except ConnectionError:
            pass  # they have gone while they were told
        finally:
            watch.cancel()
            self._leave(listener)

    async def _watch(self, listener: Listener, gone: Awaitable[object]) -> None:
        await gone
        listener.end()

    def _next(self, listener: Listener) -> bytes | None:
        """What to say next to a listener: nothing yet is empty, and None is the end."""
        if listener.farewell is not None:
            words, listener.farewell = listener.farewell, b""
            return words or None
        stretch = self.stretches[listener.visitor.project]
        if listener.last < stretch.floor:
            return None
        if listener.last < stretch.last:
            listener.last, piece = stretch.piece(listener.sight, listener.last)
            return piece
        company = self.companies.get(listener.visitor.project)
        if company and (words := listener.meet(company)):
            return words
        return BEAT if monotonic() - listener.heard >= HEARTBEAT else b""

    def _join(self, ticket: Ticket) -> Listener:
        now = monotonic()
        until = now + LIFE * random.uniform(0.8, 1.2)  # noqa: S311 - so that not all end at once
        listener = Listener(*ticket, until, now)
        project = ticket.visitor.project
        with self._lock:
            stretch = self.stretches.setdefault(project, Stretch(ticket.last))
            self.listeners.setdefault(project, set()).add(listener)
        if not self.open or ticket.last < stretch.turn:
            listener.end()  # what it may see has changed since it was let in
        self._begin()
        return listener

    def _leave(self, listener: Listener) -> None:
        project = listener.visitor.project
        with self._lock:
            self.listeners[project].discard(listener)
            if not self.listeners[project]:
                del self.listeners[project], self.stretches[project]
                self.companies.pop(project, None)

    def close(self) -> None:
        """End all connections, and take no more."""
        self.open = False
        for listener in self._all():
            listener.end()
        if self._ticker:
            self._ticker.cancel()
        self._ending.set()
        self._wanted.set()

    def _all(self) -> list[Listener]:
        return [listener for here in self.listeners.values() for listener in here]

    def _begin(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._read, name="hub", daemon=True)
            self._thread.start()
            self._ticker = self.loop.create_task(self._tick())
        self._wanted.set()

    async def _tick(self) -> None:
        """Once a second: a word to those who have heard nothing for long, an end to connections that are old."""
        while True:
            await asyncio.sleep(1)
            now = monotonic()
            for listener in self._all():
                if now > listener.until:
                    listener.end()
                elif now - listener.heard >= HEARTBEAT:
                    listener.wake()

    def _deliver(self, project: UUID, news: News, sights: Mapping[Visitor, Sight | None] | None) -> None:
        stretch = self.stretches.get(project)
        if stretch is None:
            return
        stretch.extend(news)
        for listener in self.listeners[project]:
            if sights is not None:
                look_again(listener, sights, stretch.turn)
            listener.wake()

    def _introduce(self, found: Mapping[UUID, Company]) -> None:
        """Tell who is here now, where that has changed."""
        for project in found.keys() & self.listeners.keys():
            if found[project] != self.companies.get(project):
                self.companies[project] = found[project]
                for listener in self.listeners[project]:
                    listener.wake()

    def _end_others(self, asked: Collection[Visitor], good: Collection[Visitor]) -> None:
        for listener in self._all():
            if listener.visitor in asked and listener.visitor not in good:
                listener.end()

    # --- in the thread

    def _read(self) -> None:
        """Read the log, time and again, for as long as anybody listens."""
        checked, glanced = monotonic(), 0.0
        while self.open:
            pause = self.pause
            try:
                if known := self._known():
                    self._hand_over(self.source.news(known))
                    if monotonic() - glanced > GLANCE:
                        glanced = monotonic()
                        self._in_loop(self._introduce, self.source.companies(known))
                    if monotonic() - checked > CHECK:
                        checked = monotonic()
                        self._check()
                else:
                    self.source.rest()
                    self._wanted.wait()
            except Exception:
                log.warning("Events cannot be read now", exc_info=True)
                self.source.rest()
                pause = BREATH
            self._ending.wait(pause)
        self.source.rest()

    def _known(self) -> dict[UUID, int]:
        """The projects that are listened to, and what is known of each."""
        with self._lock:
            if not self.stretches:
                self._wanted.clear()
            return {project: stretch.last for project, stretch in self.stretches.items()}

    def _visitors(self, project: UUID) -> set[Visitor]:
        with self._lock:
            return {listener.visitor for listener in self.listeners.get(project, ())}

    def _hand_over(self, found: Mapping[UUID, News]) -> None:
        """Give what was read to the loop; where somebody's rights may have changed, with what everybody may see now."""
        for project, news in found.items():
            turns = any(event.turns for event in news.events)
            sights = self.source.sights(self._visitors(project)) if turns else None
            self._in_loop(self._deliver, project, news, sights)

    def _check(self) -> None:
        """End the connections of those who have signed out, or whose token is no longer good."""
        visitors = {visitor for project in self._known() for visitor in self._visitors(project)}
        self._in_loop(self._end_others, visitors, set(self.source.signed_in(visitors)))

    def _in_loop(self, do: Callable[..., None], *words: object) -> None:
        """Have the loop do something, and wait until it has."""
        done = threading.Event()

        def work() -> None:
            do(*words)
            done.set()

        self.loop.call_soon_threadsafe(work)
        while self.open and not done.wait(BREATH):
            pass
