"""Comments over REST: threads, retries, tombstones, what one has read, and what visitors never learn."""

import pytest

from accounts.ids import uuid7
from projects.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(project):
    return f"/api/v1/projects/{project.slug}/"


@pytest.fixture
def bob(program, cast):
    return program(cast.bob)


@pytest.fixture
def erin(program, cast):
    return program(cast.erin)


@pytest.fixture
def on(bob, home, document):
    """The id of an annotation of Bob's."""
    body = {"document": str(document.id), "start": 0, "end": 5, "tags": ["wages"]}
    return bob.post(f"{home}annotations/", body).json()["id"]


@pytest.fixture
def remark(bob, home, on):
    """A comment of Bob's, as the API has it."""
    return bob.post(f"{home}comments/", {"annotation": on, "body": "Is it so, @erin? @carol?"}).json()


def replied(client, home, to, body="It is."):
    answer = client.post(f"{home}comments/", {"annotation": to["annotation"], "body": body, "reply_to": to["id"]})
    assert answer.status_code == 201, answer.content
    return answer.json()


def listed(client, home, query=""):
    answer = client.get(f"{home}comments/?{query}")
    assert answer.status_code == 200, answer.content
    return [row["body"] for row in answer.json()["results"]]


def test_a_comment_says_where_it_stands_and_whom_it_mentions(bob, home, on, document, remark):
    assert remark["url"].endswith(f"/comments/{remark['id']}/")
    kept = {name: remark[name] for name in ("annotation", "document", "reply_to", "mentions", "creator", "revision")}
    assert kept == {
        "annotation": on,
        "document": str(document.id),
        "reply_to": None,
        "mentions": ["erin"],
        "creator": "bob",
        "revision": 1,
    }
    answer = bob.get(remark["url"])
    assert (answer.json(), answer["ETag"]) == (remark, '"1"')
    assert bob.get(remark["url"], HTTP_IF_NONE_MATCH='"1"').status_code == 304


def test_lists_go_by_age_and_are_filtered(bob, erin, home, on, document, remark):
    replied(erin, home, remark)
    erin.post(f"{home}comments/", {"annotation": on, "body": "And this?"})
    everything = ["Is it so, @erin? @carol?", "It is.", "And this?"]
    assert listed(bob, home) == listed(bob, home, f"document={document.id}&annotation={on}") == everything
    assert listed(bob, home, "creator=ERIN") == everything[1:]
    assert listed(bob, home, "mentions=Erin") == everything[:1]
    assert listed(bob, home, "mentions=carol") == listed(bob, home, f"annotation={uuid7()}") == []
    erin.patch(remark["url"], {"resolved": True}, HTTP_IF_MATCH="*")
    assert listed(bob, home, "resolved=true") == everything[:2]
    assert listed(bob, home, "resolved=false") == everything[2:]
    page = bob.get(f"{home}comments/?page_size=2").json()
    assert [row["body"] for row in bob.get(page["next"]).json()["results"]] == everything[2:]


def test_the_same_comment_again_changes_nothing(bob, home, on):
    id_ = str(uuid7())
    body = {"annotation": on, "body": "Once"}
    made = bob.put(f"{home}comments/{id_}/", body)
    assert (made.status_code, made["Location"]) == (201, made.json()["url"])
    assert bob.put(f"{home}comments/{id_}/", body).status_code == 200
    assert bob.post(f"{home}comments/", body | {"id": id_}).status_code == 200
    assert listed(bob, home) == ["Once"]
    other = bob.put(f"{home}comments/{id_}/", body | {"body": "Twice"})
    assert (other.status_code, other.json()["current"]["body"]) == (428, "Once")
    assert bob.post(f"{home}comments/", body | {"id": id_, "body": "Twice"}).status_code == 409
    changed = bob.put(f"{home}comments/{id_}/", body | {"body": "Twice"}, HTTP_IF_MATCH='"1"')
    assert (changed.status_code, changed.json()["body"], changed["ETag"]) == (200, "Twice", '"2"')


def test_a_comment_stays_in_its_thread(bob, home, on, document, remark):
    other = bob.post(f"{home}annotations/", {"document": str(document.id), "start": 6, "end": 9}).json()["id"]
    moved = bob.put(remark["url"], {"annotation": other, "body": "Here"}, HTTP_IF_MATCH="*")
    assert (moved.status_code, moved.json()["errors"][0]["code"]) == (400, "fixed")
    elsewhere = {"annotation": other, "body": "Here", "reply_to": remark["id"]}
    assert bob.post(f"{home}comments/", elsewhere).status_code == 400


def test_changes_carry_the_revision_that_they_are_based_on(bob, remark):
    assert bob.patch(remark["url"], {"body": "No"}).status_code == 428
    assert bob.patch(remark["url"], {"body": "It is so"}, HTTP_IF_MATCH='"1"').json()["revision"] == 2
    stale = bob.patch(remark["url"], {"body": "No"}, HTTP_IF_MATCH='"1"')
    assert (stale.status_code, stale.json()["current"]["body"]) == (412, "It is so")
    assert bob.patch(remark["url"], {"body": "a", "resolved": True}, HTTP_IF_MATCH="*").status_code == 400
    assert bob.patch(remark["url"], {"author": "erin"}, HTTP_IF_MATCH="*").status_code == 400


def test_who_may_change_delete_and_resolve(bob, erin, program, cast, remark):
    ruth, alice = program(cast.ruth), program(cast.alice)
    assert erin.patch(remark["url"], {"body": "Mine"}, HTTP_IF_MATCH="*").status_code == 403
    assert ruth.patch(remark["url"], {"resolved": True}, HTTP_IF_MATCH="*").status_code == 403
    done = erin.patch(remark["url"], {"resolved": True}, HTTP_IF_MATCH="*").json()
    assert (done["resolved_by"], done["resolved"][-1]) == ("erin", "Z")
    assert bob.patch(remark["url"], {"resolved": False}, HTTP_IF_MATCH="*").json()["resolved"] is None
    gone = alice.delete(remark["url"], HTTP_IF_MATCH="*")
    assert gone.status_code == 204
    back = bob.post(f"{remark['url']}restore/", HTTP_IF_MATCH=gone["ETag"])
    assert (back.status_code, back.json()["body"]) == (200, remark["body"])


def test_a_deleted_comment_shows_its_place_only_while_others_reply(bob, erin, home, remark):
    answer = replied(erin, home, remark)
    bob.delete(remark["url"], HTTP_IF_MATCH="*")
    place, reply = bob.get(f"{home}comments/").json()["results"]
    assert (place["body"], place["mentions"], place["deleted"][-1], reply) == ("", [], "Z", answer)
    gone = bob.get(remark["url"])
    assert (gone.status_code, gone.json()["current"]["body"]) == (410, "")
    erin.delete(answer["url"], HTTP_IF_MATCH="*")
    assert listed(bob, home) == []
    assert bob.get(f"{home}comments/{uuid7()}/").status_code == 404


def test_comments_on_deleted_annotations_are_gone(bob, home, on, remark):
    bob.delete(f"{home}annotations/{on}/", HTTP_IF_MATCH="*")
    assert listed(bob, home) == []
    assert bob.get(remark["url"]).status_code == 410
    assert bob.post(f"{home}comments/", {"annotation": on, "body": "Late"}).status_code == 410


def test_what_one_has_seen_is_not_unread_any_more(bob, erin, home, on, remark):
    assert listed(erin, home, "unread=true") == [remark["body"]]
    unread = f"{home}comments/?unread=true"
    etag = erin.get(unread)["ETag"]
    assert erin.get(unread, HTTP_IF_NONE_MATCH=etag).status_code == 304
    assert erin.put(f"{home}annotations/{on}/seen/", {"until": remark["id"]}).status_code == 204
    assert erin.get(unread, HTTP_IF_NONE_MATCH=etag).json()["results"] == []
    assert listed(erin, home, "unread=false") == [remark["body"]]
    assert listed(bob, home, "unread=true") == []
    assert erin.put(f"{home}annotations/{on}/seen/", {"until": str(uuid7())}).status_code == 400
    assert erin.put(f"{home}annotations/{uuid7()}/seen/", {"until": remark["id"]}).status_code == 404


def test_an_annotation_says_how_many_comments_stand_on_it(bob, home, on, remark):
    one = bob.get(f"{home}annotations/{on}/")
    assert (one.json()["comments"], one.json()["revision"]) == (1, 1)
    assert bob.patch(f"{home}annotations/{on}/", {"note": "a"}, HTTP_IF_MATCH=one["ETag"]).status_code == 200


@pytest.mark.parametrize("visitor", ["carol", "nobody"])
def test_visitors_of_a_public_project_learn_nothing_of_comments(visitor, program, cast, project, bob, home, on, remark):
    project.public = True
    project.save()
    client = program(cast.carol if visitor == "carol" else None)
    refusal = 403 if visitor == "carol" else 401
    assert client.get(f"{home}comments/").status_code == client.get(remark["url"]).status_code == refusal
    one = client.get(f"{home}annotations/{on}/")
    assert (one.json()["comments"], one["ETag"]) == (0, '"1"')
    assert [row["comments"] for row in client.get(f"{home}annotations/").json()["results"]] == [0]
    assert "Is it so" not in client.get(f"{home}events/").content.decode()
    assert not [event for event in client.get(f"{home}events/").json()["results"] if "comment" in event["kind"]]
    assert Event.objects.filter(kind="comment.created").exists()
    for export in ("csv", "w3c"):
        assert b"Is it so" not in b"".join(client.get(f"{home}exports/{export}/").streaming_content)


def test_members_see_comments_in_the_events(erin, home, remark):
    events = erin.get(f"{home}events/").json()["results"]
    assert [event["after"]["body"] for event in events if event["kind"] == "comment.created"] == [remark["body"]]
