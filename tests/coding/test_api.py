"""Who codes what, over REST."""

import pytest

from coding.closing import close_document
from coding.models import Assignment, Quota
from tests.conftest import import_text

pytestmark = pytest.mark.django_db

HOME = "/api/v1/projects/free-movement/"


@pytest.fixture
def alice(program, cast):
    return program(cast.alice)


@pytest.fixture
def bob(program, cast):
    return program(cast.bob)


@pytest.fixture
def given(alice, document):
    """Bob's assignment, as the API gives it."""
    return alice.post(f"{HOME}assignments/", {"document": str(document.id), "user": "bob"}).json()


def test_a_document_is_given_read_and_taken_back(alice, bob, document, given):
    assert {name: given[name] for name in ("document", "user", "by", "finished", "revision")} == {
        "document": str(document.id), "user": "bob", "by": "alice", "finished": None, "revision": 1,
    }  # fmt: skip
    again = alice.post(f"{HOME}assignments/", {"document": str(document.id), "user": "bob"})
    assert (again.status_code, again.json()) == (201, given)
    assert bob.get(given["url"]).json() == given
    assert alice.delete(given["url"]).status_code == 428
    assert alice.delete(given["url"], HTTP_IF_MATCH='"7"').status_code == 412
    assert alice.delete(given["url"], HTTP_IF_MATCH='"1"').status_code == 204
    assert alice.get(given["url"]).status_code == 404


def test_assignments_are_listed_and_filtered(alice, bob, cast, project, document, given):
    other = import_text(project, cast.erin, "Another.", "Another")
    alice.post(f"{HOME}assignments/", {"document": str(other.id), "user": "erin"})
    bob.put(f"{HOME}documents/{document.id}/finished/")

    def listed(query=""):
        return [row["user"] for row in alice.get(f"{HOME}assignments/{query}").json()["results"]]

    assert listed() == ["bob", "erin"]
    assert listed("?finished=true") == listed("?user=BOB") == listed(f"?document={document.id}") == ["bob"]
    assert listed("?finished=false") == ["erin"]


@pytest.mark.parametrize(
    ("body", "field"),
    [({"user": "nobody"}, "user"), ({"user": "carol"}, "user"), ({"user": "ruth"}, "user"), ({}, "user")],
)
def test_only_members_who_may_annotate_are_given_anything(alice, document, body, field):
    answer = alice.post(f"{HOME}assignments/", {"document": str(document.id)} | body)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field)


def test_documents_are_spread(alice, cast, project):
    ids = [str(import_text(project, cast.erin, f"Text {n}.", f"Text {n}").id) for n in range(4)]
    body = {"documents": ids, "users": ["erin", "bob"], "coders": 1}
    made = alice.post(f"{HOME}assignments/spread/", body).json()["results"]
    assert sorted(row["user"] for row in made) == ["bob", "bob", "erin", "erin"]
    assert sorted(row["document"] for row in made) == sorted(ids)
    assert alice.post(f"{HOME}assignments/spread/", body).json() == {"results": []}
    assert alice.post(f"{HOME}assignments/spread/", body | {"coders": 3}).status_code == 400


def test_one_is_done_and_takes_it_up_again(bob, document):
    at = f"{HOME}documents/{document.id}/finished/"
    assert bob.delete(at).status_code == 404
    done = bob.put(at).json()
    assert (done["user"], done["by"], done["finished"] is not None) == ("bob", "bob", True)
    assert bob.put(at).json() == done
    assert bob.delete(at).json()["finished"] is None


def test_a_document_is_closed_and_opened(alice, bob, document):
    at = f"{HOME}documents/{document.id}/closed/"
    assert [alice.put(at).json()["closed"], bob.get(at).json()["closed"]] == [True, True]
    assert [alice.delete(at).json()["closed"], bob.get(at).json()["closed"]] == [False, False]
    assert alice.get(at.replace(str(document.id), str(document.project_id))).status_code == 404


def test_the_next_document_is_taken_where_coders_are_wanted(alice, bob, document):
    assert bob.post(f"{HOME}next/", {}).json() == {"document": None}
    assert alice.put(f"{HOME}coders/", {"coders": 1}).json() == {"coders": 1}
    assert bob.post(f"{HOME}next/", {}).json() == {"document": str(document.id)}
    assert bob.post(f"{HOME}next/", {"besides": str(document.id)}).json() == {"document": None}
    assert Assignment.objects.get().by.username == "bob"
    alice.put(f"{HOME}coders/", {"coders": 0})
    assert not Quota.objects.exists()


def test_one_document_wants_another_number_of_coders_than_the_project(alice, bob, document):
    at = f"{HOME}documents/{document.id}/coders/"
    told = {"document": str(document.id)}
    assert alice.get(f"{HOME}coders/").json() == {"coders": 0}
    alice.put(f"{HOME}coders/", {"coders": 2})
    assert bob.get(f"{HOME}coders/").json() == {"coders": 2}
    assert bob.get(at).json() == told | {"coders": 2, "own": False}
    assert alice.put(at, {"coders": 0}).json() == told | {"coders": 0, "own": True}
    assert bob.post(f"{HOME}next/", {}).json() == {"document": None}
    assert alice.put(at, {"coders": 51}).status_code == 400
    assert alice.delete(at).json() == alice.delete(at).json() == told | {"coders": 2, "own": False}
    assert bob.post(f"{HOME}next/", {}).json() == told
    document.deleted = document.created
    document.save()
    assert [alice.get(at).status_code, alice.put(at, {"coders": 1}).status_code] == [404, 410]


def test_progress_says_who_has_done_what_as_far_as_one_may_see(alice, bob, cast, document, work, given, doors):
    alice.post(f"{HOME}assignments/", {"document": str(document.id), "user": "erin"})
    close_document(door=doors(cast.alice), document=document.id)
    (line,) = bob.get(f"{HOME}progress/").json()["results"]
    assert (line["title"], line["closed"], line["wanted"], line["words"]) == (document.title, True, 0, document.words)
    told = {coder["user"]: (coder["state"], coder["annotations"]) for coder in line["coders"]}
    assert told == {"bob": ("begun", 1), "erin": ("waiting", None)}
    (line,) = alice.get(f"{HOME}progress/").json()["results"]
    assert {coder["user"]: coder["annotations"] for coder in line["coders"]} == {"bob": 1, "erin": 1}
