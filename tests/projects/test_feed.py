"""The feed while many write: what is told is all that was committed, in its order, each event once."""

import asyncio
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction

from accounts.models import ApiToken
from accounts.services import create_token
from projects.events import record, record_many
from projects.feed import Log, news, sight
from projects.guards import open_project
from projects.hub import Hub
from projects.listener import Ticket, Visitor
from projects.models import Event, Veil
from projects.rest.media import load
from projects.services import remove_member
from tests.looping import run_apart

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 8
COMMITS = 125  # of each writer
LONG = 120  # seconds after which a test has failed; nothing here takes so long


class Undone(Exception):
    """The transaction is to leave nothing behind."""


def commit(projects, user, document, chance: random.Random) -> None:
    """One transaction that dawdles, so that those begun later may end sooner; one in ten is undone."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_sleep(%s)", [chance.random() / 500])
        facts = {"document": str(document), "creator": user.username}
        kind = chance.choice(["annotation.created", "comment.created", "tag.created", "member.changed"])
        where = chance.choice(projects)
        if chance.random() < 0.1:
            changes = [(uuid4(), None, facts) for _ in range(chance.randint(2, 30))]
            record_many(project=where, user=user.id, kind=kind, changes=changes)
        else:
            record(project=where, user=user.id, kind=kind, object_id=uuid4(), after=facts)
        cursor.execute("select pg_sleep(%s)", [chance.random() / 500])
    if chance.random() < 0.1:
        raise Undone


def write(projects, user, document, seed: int) -> None:
    """Many transactions, one after another."""
    chance, done = random.Random(seed), 0
    try:
        while done < COMMITS:
            try:
                with transaction.atomic():
                    commit(projects, user, document, chance)
                done += 1
            except Undone:
                pass
    finally:
        connection.close()


class Client:
    """Somebody who listens by way of the view, leaves at random, and resumes after the last number that they got."""

    def __init__(self, hub: Hub, user, slug: str, seed: int) -> None:
        self.hub, self.user, self.slug, self.chance = hub, user, slug, random.Random(seed)
        self.last, self.connections = 0, 0
        self.heard: list[dict] = []
        self.ended_by = b""

    def view(self) -> tuple[bytes, Ticket]:
        """What the view does, in a thread that answers requests."""
        try:
            door = open_project(self.user, self.slug)
            message, more = news(door, self.last, 1_000)
            visitor = Visitor(door.id, door.slug, self.user.pk, self.user.get_username(), None, None)
            return message.framed, Ticket(visitor, sight(door), message.last) if not more else None
        finally:
            connection.close()

    async def listen(self, until: Callable[[], int | None]) -> None:
        """Listen until the number has come that `until` tells."""
        while (end := until()) is None or self.last < end:
            answer, ticket = await asyncio.to_thread(self.view)
            self.connections += 1
            self.take(answer)
            if ticket:
                await self.stay(ticket, until)

    async def stay(self, ticket: Ticket, until: Callable[[], int | None]) -> None:
        gone = asyncio.get_running_loop().create_future()
        stays = self.chance.randint(1, 40)

        async def write(piece: bytes) -> None:
            nonlocal stays
            self.take(piece)
            stays -= 1
            if (stays == 0 or self.last == until()) and not gone.done():
                gone.set_result(None)

        attending = asyncio.ensure_future(self.hub.attend(ticket, write, gone))
        while not attending.done():
            await asyncio.wait([attending], timeout=0.05)
            if self.last == until() and not gone.done():
                gone.set_result(None)

    def take(self, piece: bytes) -> None:
        for frame in piece.split(b"\n\n"):
            if b"data: " in frame and b"event: change" in frame:
                message = load(frame.split(b"data: ")[1])
                assert message["after"] == self.last, "messages tile the log"
                self.last = message["last"]
                self.heard += message["results"]
            elif b"event: closed" in frame:
                self.ended_by = frame


def run(act: Callable) -> None:
    async def main() -> None:
        hub = Hub(Log(), 0.005, asyncio.get_running_loop())
        try:
            await asyncio.wait_for(act(hub), LONG)
        finally:
            hub.close()
            await asyncio.to_thread(lambda: hub._thread and hub._thread.join(LONG))

    run_apart(main())


def test_nothing_is_missed_repeated_or_out_of_order_while_a_thousand_commits_end_at_random(
    project, other_project, document, cast
):
    project.public = True
    project.save()
    Veil.objects.create(project=project, scope=document.id)
    clients: dict[str, Client] = {}

    async def act(hub: Hub) -> None:
        end: SimpleNamespace = SimpleNamespace(seq=None)
        people = {"alice": cast.alice, "bob": cast.bob, "erin": cast.erin, "nobody": AnonymousUser()}
        for seed, (name, user) in enumerate(people.items()):
            clients[name] = Client(hub, user, project.slug, seed)
        ears = [asyncio.ensure_future(client.listen(lambda: end.seq)) for client in clients.values()]
        with ThreadPoolExecutor(WRITERS) as pool:
            loop = asyncio.get_running_loop()
            projects = [project.id, other_project.id]
            writers = [(cast.alice, cast.bob)[seed % 2] for seed in range(WRITERS)]
            await asyncio.gather(
                *(
                    loop.run_in_executor(pool, write, projects, user, document.id, seed)
                    for seed, user in enumerate(writers)
                )
            )
        end.seq = await asyncio.to_thread(newest)
        await asyncio.gather(*ears)

    def newest() -> int:
        try:
            return Event.objects.filter(project=project).latest("seq").seq
        finally:
            connection.close()

    run(act)
    log = list(Event.objects.filter(project=project).order_by("seq").values_list("seq", "kind", "about", "whose"))
    assert [seq for seq, *_ in log] == list(range(1, len(log) + 1))
    assert len(log) > WRITERS * COMMITS / 2

    def seen(name: str) -> list[int]:
        return [event["seq"] for event in clients[name].heard]

    assert seen("alice") == seen("erin") == [seq for seq, *_ in log]
    veiled = [seq for seq, _, about, whose in log if about == document.id and whose == "alice"]
    assert seen("bob") == [seq for seq, *_ in log if seq not in set(veiled)]
    public = [seq for seq, kind, _, whose in log if whose is None and not kind.startswith("member.")]
    assert seen("nobody") == public
    assert len(veiled) > 100 and all(client.connections > 2 for client in clients.values())


def test_rights_that_are_taken_away_end_the_stream(project, cast):
    bob = project.members.get(user=cast.bob)
    heard: dict[str, Client] = {}

    async def act(hub: Hub) -> None:
        client = heard["bob"] = Client(hub, cast.bob, project.slug, 1)
        client.take((await asyncio.to_thread(client.view))[0])
        _, ticket = await asyncio.to_thread(client.view)
        gone = asyncio.get_running_loop().create_future()

        async def write(piece: bytes) -> None:
            client.take(piece)

        stays = asyncio.ensure_future(hub.attend(ticket, write, gone))
        await asyncio.to_thread(show_out)
        await stays

    def show_out() -> None:
        try:
            remove_member(member=bob, by=cast.alice)
        finally:
            connection.close()

    run(act)
    assert heard["bob"].ended_by
    assert "member.removed" not in [event["kind"] for event in heard["bob"].heard]


def test_who_is_told_is_who_is_still_signed_in(project, cast, client):
    token = ApiToken.objects.get(id=create_token(user=cast.bob, name="test")[0].id)
    client.force_login(cast.ruth)
    session = client.session.session_key
    bob = Visitor(project.id, project.slug, cast.bob.id, "bob", token.id, None)
    proof = cast.ruth.get_session_auth_hash()
    ruth = Visitor(project.id, project.slug, cast.ruth.id, "ruth", None, session, proof)
    nobody = Visitor(project.id, project.slug, None, "", None, None)
    everybody = {bob, ruth, nobody}
    assert Log().signed_in(everybody) == everybody
    token.delete()
    assert Log().signed_in(everybody) == {ruth, nobody}
    client.logout()
    assert Log().signed_in(everybody) == {nobody}
    client.force_login(cast.ruth)
    again = ruth._replace(session=client.session.session_key)
    assert Log().signed_in({again}) == {again}
    cast.ruth.set_password("another one")
    cast.ruth.save()
    assert Log().signed_in({again}) == set()
    again = again._replace(proof=cast.ruth.get_session_auth_hash())
    assert Log().signed_in({again}) == {again}
    cast.ruth.is_active = False
    cast.ruth.save()
    assert Log().signed_in({again}) == set()
    assert Log().sights({bob, nobody}) == {bob: None, nobody: None}
