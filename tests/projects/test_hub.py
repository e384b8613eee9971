"""The hub: one reader of the log, and many who are told of it, each what they may see and at their own pace."""

import asyncio
import threading
from collections.abc import Callable
from uuid import UUID

import pytest

from projects import hub as hubs
from projects import listener as listeners
from projects import stretch
from projects.company import Company, Present
from projects.hub import Hub
from projects.listener import Ticket, Visitor
from projects.messages import CLOSED, Happening, Sight
from projects.rest.media import load
from projects.stretch import News
from tests.looping import run_apart

PROJECT, ELSEWHERE = UUID(int=1), UUID(int=2)
ALL = Sight(members=True, comments=True)
LITTLE = Sight(members=False, comments=False)
LONG = 20  # seconds after which a test has failed; nothing here takes so long


def visitor(name: str, project: UUID = PROJECT) -> Visitor:
    return Visitor(project, "p", UUID(int=sum(name.encode())), name, None, None)


class Shelf:
    """A log in memory, as the hub asks it."""

    def __init__(self) -> None:
        self.events: dict[UUID, list[Happening]] = {PROJECT: [], ELSEWHERE: []}
        self.now: dict[str, Sight | None] = {}
        self.gone: set[str] = set()
        self.here: dict[UUID, Company] = {}
        self.asked, self.rests, self.failures = 0, 0, 0
        self.looked = threading.Event()

    def happen(self, *kinds: str, project: UUID = PROJECT, size: int = 1) -> None:
        log = self.events[project]
        fresh = [
            Happening(len(log) + n, kind, None, None, b'{"seq":%d,"x":"%s"}' % (len(log) + n, b"x" * size))
            for n, kind in enumerate(kinds, 1)
        ]
        self.events[project] = log + fresh

    def news(self, known):
        self.asked += 1
        if self.failures:
            self.failures -= 1
            raise ConnectionResetError("The database has gone away.")
        logs = self.events
        return {
            project: News(logs[project][last:], len(logs[project]))
            for project, last in known.items()
            if len(logs[project]) > last
        }

    def sights(self, visitors):
        return {one: self.now.get(one.name, ALL) for one in visitors}

    def signed_in(self, visitors):
        self.looked.set()
        return {one for one in visitors if one.name not in self.gone}

    def companies(self, projects):
        return {project: self.here[project] for project in projects if project in self.here}

    def rest(self):
        self.rests += 1


class Ear:
    """Somebody who listens, and what they have heard."""

    def __init__(self, hub: Hub, name: str, last: int = 0, sight: Sight = ALL, project: UUID = PROJECT) -> None:
        self.said: asyncio.Queue[bytes] = asyncio.Queue()
        self.left = asyncio.get_running_loop().create_future()
        ticket = Ticket(visitor(name, project), sight, last)
        self.task = asyncio.create_task(hub.attend(ticket, self.said.put, self.left))

    async def hears(self) -> list[int]:
        """The numbers of the events in the next message."""
        piece = await asyncio.wait_for(self.said.get(), LONG)
        return [event["seq"] for event in load(piece.split(b"data: ")[1])["results"]]

    async def hears_of(self) -> dict:
        """What the next message says, which is of who is here."""
        piece = await asyncio.wait_for(self.said.get(), LONG)
        assert piece.startswith(b"event: presence\n")
        return load(piece.split(b"data: ")[1])

    async def hears_up_to(self, last: int) -> list[int]:
        """The numbers of all events that come, up to this one."""
        heard: list[int] = []
        while not heard or heard[-1] < last:
            heard += await self.hears()
        return heard

    async def ends(self) -> bytes:
        """Wait for the end; what was still said before it."""
        await asyncio.wait_for(self.task, LONG)
        rest = [self.said.get_nowait() for _ in range(self.said.qsize())]
        return b"".join(rest)


async def until(true: Callable[[], object]) -> None:
    async with asyncio.timeout(LONG):
        while not true():
            await asyncio.sleep(0.001)


def live(test: Callable) -> Callable[[], None]:
    """A test that runs in an event loop, with a hub over a shelf."""

    def run() -> None:
        async def act() -> None:
            shelf = Shelf()
            hub = Hub(shelf, 0.001, asyncio.get_running_loop())
            try:
                await test(hub, shelf)
            finally:
                hub.close()

        run_apart(act())

    run.__name__ = test.__name__
    return run


@live
async def test_everybody_is_told_what_comes_after_what_they_know(hub, shelf):
    shelf.happen("test", "test", "test")
    first, second = Ear(hub, "alice", 2), Ear(hub, "bob", 3)
    assert await first.hears() == [3]
    shelf.happen("test")
    assert await first.hears() == await second.hears() == [4]


@live
async def test_projects_are_told_apart(hub, shelf):
    here, there = Ear(hub, "alice"), Ear(hub, "alice", project=ELSEWHERE)
    shelf.happen("test", project=ELSEWHERE)
    shelf.happen("test", "test")
    assert await here.hears_up_to(2) == [1, 2]
    assert await there.hears() == [1]


@live
async def test_nobody_is_told_what_they_may_not_see(hub, shelf):
    member, stranger = Ear(hub, "bob"), Ear(hub, "nobody", sight=LITTLE)
    shelf.happen("comment.created", "test")
    assert await member.hears_up_to(2) == [1, 2]
    assert await stranger.hears_up_to(2) == [2]


@live
async def test_rights_that_change_hold_for_what_comes_with_the_change(hub, shelf):
    bob = Ear(hub, "bob")
    shelf.now["bob"] = Sight(members=True, comments=False)
    shelf.happen("member.changed", "comment.created", "test")
    assert await bob.hears_up_to(3) == [1, 3]


@live
async def test_who_is_a_member_no_more_begins_anew_as_a_visitor(hub, shelf):
    bob = Ear(hub, "bob")
    shelf.now["bob"] = LITTLE
    shelf.happen("member.removed", "test")
    assert await bob.ends() == b""


@live
async def test_who_may_no_longer_listen_is_told_so_and_nothing_more(hub, shelf):
    bob, ruth = Ear(hub, "bob"), Ear(hub, "ruth")
    await until(lambda: len(hub.listeners.get(PROJECT, ())) == 2)
    shelf.now["bob"] = None
    shelf.happen("member.removed", "test")
    assert await bob.ends() == CLOSED
    assert await ruth.hears_up_to(2) == [1, 2]


@live
async def test_who_was_let_in_before_a_change_asks_again(hub, shelf):
    alice = Ear(hub, "alice")
    shelf.happen("test", "member.changed", "test")
    assert await alice.hears_up_to(3) == [1, 2, 3]
    assert await Ear(hub, "bob", 1).ends() == b""
    late = Ear(hub, "erin", 2)
    assert await late.hears() == [3]


@live
async def test_who_has_signed_out_is_cut_off(hub, shelf):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hubs, "CHECK", 0.0)
        bob, ruth = Ear(hub, "bob"), Ear(hub, "ruth")
        await until(shelf.looked.is_set)
        shelf.gone.add("bob")
        assert await bob.ends() == b""
        shelf.happen("test")
        assert await ruth.hears() == [1]


@live
async def test_who_lags_behind_what_is_remembered_is_cut_off(hub, shelf):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stretch, "ROOM", 50)
        quick = Ear(hub, "alice")
        for seq in (1, 2, 3):
            shelf.happen("test", size=40)
            assert await quick.hears() == [seq]
        assert await Ear(hub, "bob").ends() == b""


@live
async def test_nobody_is_told_more_at_once_than_a_slow_client_may_leave_lying(hub, shelf):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(listeners, "RATE", 0)
        ear, size = Ear(hub, "alice"), 2**19
        for _ in range(3):
            shelf.happen("test", size=size)
        said = await ear.ends()
        assert size < len(said) < 2**20 + size + 1_000
        last = int(said.rpartition(b"id: ")[2].split(b"\n")[0])
        assert await Ear(hub, "alice", last).hears_up_to(3) == list(range(last + 1, 4))


@live
async def test_a_log_that_cannot_be_read_is_asked_again(hub, shelf):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hubs, "BREATH", 0.001)
        ear, shelf.failures = Ear(hub, "alice"), 3
        shelf.happen("test")
        assert await ear.hears() == [1]
        assert shelf.rests >= 3


@live
async def test_the_log_rests_when_nobody_listens_and_is_read_on_when_somebody_comes(hub, shelf):
    ear = Ear(hub, "alice")
    await until(lambda: shelf.asked)
    ear.left.set_result(None)
    await ear.ends()
    await until(lambda: shelf.rests)
    assert (hub.stretches, hub.listeners) == ({}, {})
    shelf.happen("test")
    assert await Ear(hub, "bob").hears() == [1]


@live
async def test_silence_is_broken_by_a_sign_of_life(hub, shelf):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hubs, "HEARTBEAT", 0.5)
        assert await asyncio.wait_for(Ear(hub, "alice").said.get(), LONG) == b"event: alive\ndata: {}\n\n"


@live
async def test_a_connection_has_an_end_and_is_made_anew(hub, shelf):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hubs, "LIFE", 0.0)
        assert await Ear(hub, "alice").ends() == b""


@live
async def test_a_hub_that_closes_ends_all_and_takes_no_more(hub, shelf):
    ear = Ear(hub, "alice")
    await until(lambda: hub.listeners)
    hub.close()
    assert await ear.ends() == b""
    assert await Ear(hub, "bob").ends() == b""


@live
async def test_a_client_that_goes_while_it_is_told_is_let_go(hub, shelf):
    async def write(piece: bytes) -> None:
        raise ConnectionError

    shelf.happen("test")
    ticket = Ticket(visitor("alice"), ALL, 0)
    await asyncio.wait_for(hub.attend(ticket, write, asyncio.get_running_loop().create_future()), LONG)
    assert hub.listeners == {}


BOB = Present("bob", UUID(int=7), 3)


def met(*people: Present) -> dict:
    """What a message says of people who are here."""
    told = [{"user": user, "document": document and str(document), "place": place} for user, document, place in people]
    return {"on": True, "people": told, "more": 0}


@live
async def test_members_are_told_who_is_here_when_they_come_and_no_visitor_is(hub, shelf):
    shelf.here[PROJECT] = Company(people=(BOB,))
    ruth, visitor_ = Ear(hub, "ruth"), Ear(hub, "nobody", sight=LITTLE)
    assert await ruth.hears_of() == met(BOB)
    late = Ear(hub, "erin")
    assert await late.hears_of() == met(BOB)
    shelf.happen("test")
    assert await ruth.hears() == await visitor_.hears() == await late.hears() == [1]


@live
async def test_who_is_here_is_told_again_only_when_that_has_changed(hub, shelf):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hubs, "GLANCE", 0.0)
        shelf.here[PROJECT] = Company(people=(BOB,))
        ruth = Ear(hub, "ruth")
        assert await ruth.hears_of() == met(BOB)
        rounds = shelf.asked
        shelf.here[PROJECT] = Company(people=(BOB,))
        await until(lambda: shelf.asked > rounds + 5)
        assert ruth.said.empty()
        shelf.here[PROJECT] = Company()
        assert await ruth.hears_of() == met()


@live
async def test_it_is_looked_at_once_a_second_however_often_the_log_is(hub, shelf):
    shelf.here[PROJECT] = Company(people=(BOB,))
    ruth = Ear(hub, "ruth")
    assert await ruth.hears_of() == met(BOB)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hubs, "GLANCE", float("inf"))
        rounds, shelf.here[PROJECT] = shelf.asked, Company()
        await until(lambda: shelf.asked > rounds + 5)
        assert ruth.said.empty()


@live
async def test_a_veil_that_falls_hides_who_is_behind_it(hub, shelf):
    shelf.here[PROJECT] = Company(people=(BOB,))
    ruth = Ear(hub, "ruth")
    assert await ruth.hears_of() == met(BOB)
    shelf.now["ruth"] = Sight(members=True, comments=True, veiled=frozenset({UUID(int=7)}), name="ruth")
    shelf.happen("document.closed")
    assert await ruth.hears() == [1]
    assert await ruth.hears_of() == met(Present("bob", None, None))


@live
async def test_who_turns_it_off_is_told_of_nobody_any_more(hub, shelf):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hubs, "GLANCE", 0.0)
        shelf.here[PROJECT] = Company(people=(BOB,))
        ruth = Ear(hub, "ruth")
        assert await ruth.hears_of() == met(BOB)
        shelf.here[PROJECT] = Company(people=(BOB,), apart=frozenset({"ruth"}))
        assert await ruth.hears_of() == {"on": False, "people": [], "more": 0}
