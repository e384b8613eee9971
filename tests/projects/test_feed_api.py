"""Events over REST: asked after, and told as server-sent events."""

from uuid import uuid4

import pytest
from django.conf import settings

from annotations.codebook import merge_tags
from projects.events import record, record_many
from projects.models import Event, Veil
from projects.presence import appear
from projects.rest.media import load
from tests.browser.reading import said
from tests.conftest import TEXT

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(program, cast):
    return program(cast.alice)


@pytest.fixture
def home(project):
    return f"/api/v1/projects/{project.slug}/"


def heard(response) -> list[dict]:
    """The messages of an event stream but the one of who listens, each with its fields; its data read as JSON."""
    return [message for message in everything(response) if message.get("event") != "you"]


def everything(response) -> list[dict]:
    """All messages of an event stream."""
    assert (response.status_code, response["Content-Type"]) == (200, "text/event-stream"), response.content
    blocks = [block for block in response.content.decode().split("\n\n") if block]
    messages = [dict(line.split(": ", 1) for line in block.split("\n")) for block in blocks]
    return [message | ({"data": load(message["data"].encode())} if "data" in message else {}) for message in messages]


class TestEvents:
    def test_events_come_in_their_order_and_resume(self, alice, home, project):
        everything = alice.get(f"{home}events/").json()
        numbers = [event["seq"] for event in everything["results"]]
        assert numbers == list(range(1, Event.objects.filter(project=project).count() + 1))
        assert everything["results"][0]["kind"] == "project.created"
        assert everything["results"][0]["after"]["slug"] == project.slug
        first = alice.get(f"{home}events/?limit=2").json()
        assert (first["last"], [event["seq"] for event in first["results"]]) == (2, [1, 2])
        assert [event["seq"] for event in alice.get(first["next"]).json()["results"]] == numbers[2:4]
        assert alice.get(f"{home}events/?after={everything['last']}").json() == {
            "next": None, "last": everything["last"], "results": [],
        }  # fmt: skip

    def test_an_unchanged_feed_is_304_until_something_happens(self, alice, home):
        etag = alice.get(f"{home}events/")["ETag"]
        assert alice.get(f"{home}events/", HTTP_IF_NONE_MATCH=f'"x", W/{etag}').status_code == 304
        alice.patch(home, {"name": "New"}, HTTP_IF_MATCH="*")
        assert alice.get(f"{home}events/", HTTP_IF_NONE_MATCH=etag).status_code == 200

    def test_visitors_of_a_public_project_do_not_learn_who_is_a_member(self, alice, program, home):
        alice.patch(home, {"public": True}, HTTP_IF_MATCH="*")
        seen = program().get(f"{home}events/").json()
        assert [event["kind"] for event in seen["results"]] == ["project.created", "project.changed"]
        assert seen["last"] == alice.get(f"{home}events/").json()["last"]

    @pytest.mark.parametrize("query", ["after=-1", "after=x", "limit=0", "limit=1001", "since=3", "after=1&after=2"])
    def test_a_query_that_makes_no_sense_is_refused(self, alice, home, query):
        response = alice.get(f"{home}events/?{query}")
        assert response.status_code == 400
        assert response.json()["errors"][0]["field"] == query.split("=")[0]

    def test_who_knows_more_than_has_happened_is_told_so(self, alice, home):
        last = alice.get(f"{home}events/").json()["last"]
        assert alice.get(f"{home}events/?after={last}").status_code == 200
        response = alice.get(f"{home}events/?after={last + 1}")
        assert response.status_code == 400
        assert response.json()["errors"] == [{"field": "after", "code": "ahead", "message": response.json()["detail"]}]
        assert f"The log ends at {last}." in response.json()["detail"]


class TestStream:
    def test_it_tells_what_there_is_in_one_message_and_when_to_ask_again(self, alice, home):
        listed = alice.get(f"{home}events/?after=1").json()
        retry, message = heard(alice.get(f"{home}events/stream/?after=1"))
        assert retry == {"retry": str(settings.STREAM_ASK_AGAIN)}
        assert message == {
            "id": str(listed["last"]),
            "event": "change",
            "data": {"after": 1, "last": listed["last"], "results": listed["results"]},
        }

    def test_who_listens_is_told_as_whom(self, alice, program, home):
        alice.patch(home, {"public": True}, HTTP_IF_MATCH="*")
        for reader, who in ((alice, {"user": "alice", "role": "owner"}), (program(), {"user": None, "role": None})):
            assert everything(reader.get(f"{home}events/stream/"))[1] == {"event": "you", "data": who}

    def test_who_knows_all_is_told_nothing(self, alice, home):
        last = alice.get(f"{home}events/").json()["last"]
        assert heard(alice.get(f"{home}events/stream/?after={last}")) == [{"retry": str(settings.STREAM_ASK_AGAIN)}]

    def test_it_goes_on_after_the_last_event_that_the_client_has_got(self, alice, home):
        _, message = heard(alice.get(f"{home}events/stream/?after=1", HTTP_LAST_EVENT_ID="3"))
        assert (message["data"]["after"], message["data"]["results"][0]["seq"]) == (3, 4)

    def test_much_is_told_in_several_goes_that_tile_the_log(self, alice, home, project, cast):
        changes = [(project.id, None, {"n": n}) for n in range(1_500)]
        record_many(project=project.id, user=cast.alice.id, kind="test", changes=changes)
        retry, first = heard(alice.get(f"{home}events/stream/"))
        assert (retry, first["id"]) == ({"retry": "100"}, "1000")
        retry, second = heard(alice.get(f"{home}events/stream/", HTTP_LAST_EVENT_ID=first["id"]))
        assert (retry, second["data"]["after"]) == ({"retry": str(settings.STREAM_ASK_AGAIN)}, 1_000)
        told = [event["seq"] for message in (first, second) for event in message["data"]["results"]]
        assert told == list(range(1, Event.objects.filter(project=project).count() + 1))

    def test_what_one_may_not_see_is_passed_over_but_counted(self, alice, program, home):
        alice.patch(home, {"public": True}, HTTP_IF_MATCH="*")
        _, message = heard(program().get(f"{home}events/stream/"))
        assert [event["kind"] for event in message["data"]["results"]] == ["project.created", "project.changed"]
        _, hidden = heard(program().get(f"{home}events/stream/?after=1", HTTP_LAST_EVENT_ID=""))
        assert hidden["data"]["last"] == message["data"]["last"]

    def test_of_a_veiled_document_one_hears_ones_own_work_only(self, program, cast, home, project, document):
        told = {"document": str(document.id), "creator": "bob"}
        record(project=project.id, user=cast.bob.id, kind="annotation.created", object_id=document.id, after=told)
        remark = {**told, "creator": "alice", "annotator": "bob"}
        record(project=project.id, user=cast.alice.id, kind="comment.created", object_id=document.id, after=remark)
        Veil.objects.create(project=project, scope=document.id)
        for user, hears in ((cast.alice, True), (cast.bob, True), (cast.ruth, False)):
            listed = program(user).get(f"{home}events/?limit=1000").json()
            _, message = heard(program(user).get(f"{home}events/stream/"))
            kinds = [event["kind"] for event in message["data"]["results"]]
            assert [event["kind"] for event in listed["results"]] == kinds
            assert ("document.imported" in kinds, "annotation.created" in kinds) == (True, hears)
            assert ("comment.created" in kinds, message["data"]["last"]) == (hears, listed["last"])

    def test_who_does_not_see_all_is_not_told_what_a_merge_has_touched(
        self, alice, program, cast, home, project, document, doors
    ):
        of_erin = said(doors(cast.erin), document, TEXT, "solidarity", "wages", "pay")
        merge_tags(door=doors(cast.alice), slug="pay", into="wages")
        Veil.objects.create(project=project, scope=document.id)
        told = [reader.get(f"{home}events/").json()["results"] for reader in (alice, program(cast.bob))]
        whole, brief = (next(e["before"] for e in events if e["kind"] == "tag.merged") for events in told)
        assert whole == brief | {"annotations": [str(of_erin)]}

    def test_who_codes_a_document_is_blind_in_it_whatever_their_role(self, program, cast, home, project, document):
        told = {"document": str(document.id), "creator": "bob"}
        record(project=project.id, user=cast.bob.id, kind="annotation.created", object_id=document.id, after=told)
        Veil.objects.create(project=project, scope=document.id, user=cast.erin)
        _, message = heard(program(cast.erin).get(f"{home}events/stream/"))
        assert "annotation.created" not in [event["kind"] for event in message["data"]["results"]]

    def test_no_proxy_keeps_it_or_holds_it_back(self, alice, home):
        response = alice.get(f"{home}events/stream/")
        assert (response["Cache-Control"], response["X-Accel-Buffering"]) == ("no-store", "no")
        assert not response.has_header("ETag")

    @pytest.mark.parametrize(
        ("query", "last", "field"),
        [
            ("after=-1", "", "after"),
            ("limit=3", "", "limit"),
            ("", "x", "Last-Event-ID"),
            ("", "-1", "Last-Event-ID"),
            ("after=99", "", "after"),  # nobody has been told that one
            ("", "99", "Last-Event-ID"),
        ],
    )
    def test_a_number_that_is_none_is_refused(self, alice, home, query, last, field):
        response = alice.get(f"{home}events/stream/?{query}", HTTP_LAST_EVENT_ID=last)
        assert (response.status_code, response.json()["errors"][0]["field"]) == (400, field)

    def test_members_are_told_who_is_here_and_visitors_are_not(self, alice, program, cast, project, document, home):
        Veil.objects.create(project=project, scope=document.id)
        appear(project=project.id, user=cast.erin, page=uuid4(), document=document.id, place=3)
        alice.patch(home, {"public": True}, HTTP_IF_MATCH="*")
        path = f"{home}events/stream/?after={alice.get(f'{home}events/').json()['last']}"
        *_, here = heard(alice.get(path))
        there = {"user": "erin", "document": str(document.id), "place": 3}
        assert here == {"event": "presence", "data": {"on": True, "people": [there], "more": 0}}
        (*_, here) = heard(program(cast.ruth).get(path))
        assert here["data"]["people"] == [there | {"document": None, "place": None}], "it is veiled for her"
        assert [message for message in heard(program().get(path)) if "event" in message] == []
