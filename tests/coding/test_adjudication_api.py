"""The REST door of adjudication, as programs meet it."""

import pytest

from annotations.models import Annotation
from coding.closing import close_document
from tests.conftest import TEXT


@pytest.fixture
def address(project):
    """An address below the project: `address("decisions", id)`."""
    return lambda *parts: "/".join(["/api/v1/projects", project.slug, *map(str, parts), ""])


@pytest.fixture
def units(program, cast, coded, address):
    """A function that gives the units, by the first word of each, as somebody sees them."""

    def listed(user=None, query=""):
        answer = program(user or cast.erin).get(address("documents", coded.id, "units") + query)
        assert answer.status_code == 200, answer.content
        return {TEXT[row["start"] : row["end"]].split()[0]: row for row in answer.json()["results"]}

    return listed


@pytest.fixture
def rule(program, cast, coded, address):
    """A function that decides: `rule(unit, verdict="reject", reason="No claim.")`; gives back the answer."""

    def ruled(row, user=None, **body):
        sent = {"document": str(coded.id), "unit": row["unit"]} | body
        return program(user or cast.erin).post(address("decisions"), sent)

    return ruled


def test_units_are_listed_in_the_order_of_the_text_with_who_says_what(units, coded):
    found = units()
    assert {word: row["state"] for word, row in found.items()} == {
        "Wage": "agreed",
        "unscrupulous": "disagreeing",
        "solidarity.": "incomplete",
    }
    assert [one["creator"] for one in found["Wage"]["annotations"]] == ["alice", "bob"]
    assert (found["solidarity."]["missing"], found["solidarity."]["decision"]) == (["bob"], None)


def test_units_are_filtered_and_paged(units, program, cast, coded, address, rule):
    rule(units()["Wage"], verdict="accept")
    assert list(units(query="?state=incomplete")) == ["solidarity."]
    assert list(units(query="?state=decided")) == ["Wage"]
    first = program(cast.ruth).get(address("documents", coded.id, "units") + "?page_size=2").json()
    second = program(cast.ruth).get(first["next"]).json()
    assert [row["state"] for page in (first, second) for row in page["results"]] == [
        "agreed", "disagreeing", "incomplete",
    ]  # fmt: skip
    assert program(cast.ruth).get(second["previous"]).json()["results"] == first["results"]
    assert (first["previous"], second["next"]) == (None, None)


def test_what_changed_since_it_was_decided_is_asked_for(units, rule, cast, mark):
    rule(units()["solidarity."], verdict="reject", reason="No claim.")
    rule(units()["Wage"], verdict="accept")
    assert units(query="?state=changed") == {}
    mark(cast.bob, "solidarity.", "solidarity")
    assert list(units(query="?state=changed")) == ["solidarity."]


def test_a_decision_is_made_read_changed_and_taken_back(units, rule, program, cast, address):
    row = units()["unscrupulous"]
    bobs = next(one["annotation"] for one in row["annotations"] if one["creator"] == "bob")
    made = rule(row, verdict="accept", accepted=bobs, seen=row["seen"])
    body = made.json()
    assert (made.status_code, made["ETag"], made["Location"]) == (201, '"1"', body["url"])
    assert (body["verdict"], body["accepted"], body["creator"], body["quote"]) == (
        "accept", bobs, "erin", "unscrupulous employers",
    )  # fmt: skip
    client = program(cast.erin)
    assert client.get(body["url"]).json() == body == units()["unscrupulous"]["decision"]
    change = {"verdict": "edit", "tags": ["class", "blame"], "reason": "Both."}
    assert client.patch(body["url"], change).status_code == 428
    changed = client.patch(body["url"], change, HTTP_IF_MATCH='"1"')
    assert (changed.status_code, changed.json()["revision"], changed.json()["annotation"]) == (
        200,
        2,
        body["annotation"],
    )
    assert Annotation.objects.get(id=body["annotation"]).labels == ["class", "blame"]
    stale = client.delete(body["url"], HTTP_IF_MATCH='"1"')
    assert (stale.status_code, stale.json()["current"]["reason"]) == (412, "Both.")
    assert client.delete(body["url"], HTTP_IF_MATCH='"2"').status_code == 204
    assert client.get(body["url"]).status_code == 404
    assert client.get(address("annotations", body["annotation"])).status_code == 410


def test_the_second_of_two_adjudicators_gets_the_first_ones_decision(units, rule, cast):
    row = units()["solidarity."]
    first = rule(row, verdict="reject", reason="No claim.").json()
    second = rule(row, cast.alice, verdict="reject", reason="So.")
    assert (second.status_code, second.json()["current"]) == (409, first)


def test_what_has_changed_since_is_told_and_confirmed(units, rule, program, cast, mark):
    row = units()["solidarity."]
    body = rule(row, verdict="reject", reason="No claim.").json()
    mark(cast.bob, "solidarity.", "solidarity")
    now = units()["solidarity."]
    assert (now["changed"], now["decision"]["id"]) == ([{"what": "new", "creator": "bob"}], body["id"])
    assert rule(units()["Wage"], verdict="accept", seen=row["seen"]).status_code == 409
    kept = program(cast.erin).patch(body["url"], {"verdict": "confirm", "seen": now["seen"]}, HTTP_IF_MATCH='"1"')
    assert (kept.status_code, kept.json()["revision"], units()["solidarity."]["changed"]) == (200, 2, [])


def test_all_that_is_agreed_is_accepted_at_once(program, cast, coded, address, units):
    client = program(cast.erin)
    made = client.post(address("documents", coded.id, "units", "accept")).json()["decisions"]
    assert [(row["verdict"], row["quote"]) for row in made] == [("accept", "Wage stagnation")]
    assert client.post(address("documents", coded.id, "units", "accept")).json() == {"decisions": []}
    (curated,) = client.get(address("annotations") + "?curated=true").json()["results"]
    assert (curated["creator"], curated["tags"], curated["decision"]["by"]) == ("erin", ["wages"], "erin")
    exported = b"".join(client.get(address("exports", "csv")).streaming_content).decode()
    assert [line.endswith(",true") for line in exported.splitlines()[1:]].count(True) == 1


def test_annotators_read_what_was_decided_and_why(units, rule, program, cast, address):
    row = units()["solidarity."]
    rule(row, verdict="reject", reason="No claim.")
    (listed,) = program(cast.bob).get(address("decisions") + "?verdict=reject").json()["results"]
    assert (listed["reason"], listed["annotation"]) == ("No claim.", None)
    answer = program(cast.bob).get(address("annotations", row["unit"]))
    assert answer.json()["decision"]["reason"] == "No claim."
    assert answer["ETag"] == '"1.0.1"'
    assert program(cast.bob).get(address("decisions") + "?creator=nobody").json()["results"] == []


def test_nobody_is_told_while_the_document_is_closed(units, rule, program, cast, doors, address, coded):
    row = units()["Wage"]
    body = rule(row, verdict="accept").json()
    close_document(door=doors(cast.alice), document=coded.id)
    bob = program(cast.bob)
    assert bob.get(address("documents", coded.id, "units")).status_code == 403
    assert bob.get(address("decisions")).json()["results"] == []
    assert bob.get(body["url"]).status_code == 404
    mine = [one["annotation"] for one in row["annotations"] if one["creator"] == "bob"]
    assert bob.get(address("annotations", *mine)).json()["decision"] is None
    kinds = [event["kind"] for event in bob.get(address("events")).json()["results"]]
    assert "decision.made" not in kinds
    assert program(cast.erin).get(body["url"]).status_code == 200


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"verdict": "reject"}, "reason"),
        ({"verdict": "accept"}, "accepted"),
        ({"verdict": "shrug"}, "verdict"),
        ({"verdict": "confirm"}, "verdict"),
        ({"verdict": "edit", "reason": "So.", "tags": "wages"}, "tags"),
        ({"verdict": "edit", "reason": "So.", "quote": "e"}, "quote"),
        ({"verdict": "edit", "reason": "So.", "quote": "nowhere at all"}, "quote"),
        ({"verdict": "reject", "reason": "So.", "why": "?"}, "why"),
    ],
)
def test_a_body_that_decides_nothing_is_refused_by_field(body, field, units, rule):
    answer = rule(units()["unscrupulous"], **body)
    assert answer.status_code == 400, answer.content
    assert answer.json()["errors"][0]["field"].split("[")[0] == field
