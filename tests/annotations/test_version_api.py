"""Versions, review, moving and keeping, as programs see them."""

import pytest
from django.urls import reverse

from annotations.models import Annotation
from documents.models import Document
from documents.services import delete_document
from tests.conftest import TEXT, import_text

pytestmark = pytest.mark.django_db

NEGATED = TEXT.replace("is not caused", "is caused")


@pytest.fixture
def erin(program, cast):
    return program(cast.erin)


@pytest.fixture
def bob(program, cast):
    return program(cast.bob)


@pytest.fixture
def at(project, document):
    """A function that gives the address below the document, or of a route by name."""
    return lambda tail="": f"{reverse('api:document', args=[project.slug, document.id])}{tail}"


@pytest.fixture
def claim(bob, project, document):
    body = {"document": str(document.id), "quote": "not caused by migrant labour", "tags": ["wages"]}
    return bob.post(reverse("api:annotations", args=[project.slug]), body).json()


@pytest.fixture
def corrected(erin, at, claim):
    """The answer to Erin's taking out the “not”."""
    return erin.post(at("versions/"), {"text": NEGATED}, HTTP_IF_MATCH='"1"')


def path(claim, verb=""):
    return claim["url"].removeprefix("http://testserver") + verb


def test_a_correction_says_what_it_did(corrected, erin, at, document):
    assert corrected.status_code == 201, corrected.content
    url = f"http://testserver{at('versions/2/')}"
    assert corrected.json() == {"version": 2, "carried": 0, "to_review": 1, "revision": 2, "url": url}
    assert (corrected["ETag"], corrected["Location"]) == ('"2"', url)
    assert erin.get(at()).json()["version"] == 2
    assert erin.get(at("text/")).content.decode() == NEGATED
    assert erin.get(at("text/"), {"version": 1}).content.decode() == TEXT


def test_what_stands_unchanged_is_carried(erin, at, claim, bob):
    answer = erin.post(at("versions/"), {"text": "New\n\n" + TEXT, "markdown": True}, HTTP_IF_MATCH="*")
    assert (answer.json()["carried"], answer.json()["to_review"]) == (1, 0)
    now = bob.get(path(claim)).json()
    assert (now["version"], now["start"], now["revision"]) == (2, claim["start"] + 5, 2)
    assert [now[name] for name in ("quote", "prefix", "suffix", "tags")] == [
        claim[name] for name in ("quote", "prefix", "suffix", "tags")
    ]


def test_the_same_text_changes_nothing(erin, at, document):
    answer = erin.post(at("versions/"), {"text": TEXT}, HTTP_IF_MATCH='"1"')
    assert (answer.status_code, answer.json()["version"], answer["ETag"]) == (200, 1, '"1"')


def test_the_versions_are_listed_and_read(corrected, erin, at, document):
    rows = erin.get(at("versions/")).json()["results"]
    assert [(row["number"], row["current"], row["annotations"]) for row in rows] == [(1, False, 1), (2, True, 0)]
    assert [row["creator"] for row in rows] == ["erin", "erin"]
    one = erin.get(at("versions/1/")).json()
    assert one == rows[0] | {"text": TEXT}
    assert erin.get(one["text_url"]).content.decode() == TEXT
    assert erin.get(at("versions/3/")).status_code == erin.get(at("versions/99999999999/")).status_code == 404


def test_the_versions_come_in_pages(corrected, erin, at):
    first = erin.get(at("versions/"), {"page_size": 1}).json()
    second = erin.get(first["next"]).json()
    assert [row["number"] for row in first["results"] + second["results"]] == [1, 2]
    assert second["next"] is None


@pytest.mark.parametrize(
    ("body", "match", "status"),
    [
        ({"text": NEGATED}, None, 428),
        ({"text": NEGATED}, '"7"', 412),
        ({"text": " \n "}, '"1"', 400),
        ({"text": 7}, '"1"', 400),
        ({}, '"1"', 400),
        ({"text": NEGATED, "title": "No"}, '"1"', 400),
    ],
)
def test_a_correction_that_does_not_fit_is_refused(erin, at, document, body, match, status):
    answer = erin.post(at("versions/"), body, **({"HTTP_IF_MATCH": match} if match else {}))
    assert answer.status_code == status, answer.content
    assert Document.objects.get(id=document.id).number == 1
    if status == 412:
        assert answer.json()["current"]["sha256"] == document.sha256


def test_the_text_of_another_document_is_a_conflict(erin, at, project, cast):
    other = import_text(project, cast.erin, NEGATED, "The other")
    answer = erin.post(at("versions/"), {"text": NEGATED}, HTTP_IF_MATCH='"1"')
    assert (answer.status_code, answer.json()["current"]["id"]) == (409, str(other.id))


def test_what_waits_is_listed_with_where_it_may_belong(corrected, bob, at, claim):
    (row,) = bob.get(at("review/")).json()["results"]
    assert (row["annotation"]["id"], row["annotation"]["version"]) == (claim["id"], 1)
    suggestion = row["suggestion"]
    assert (suggestion["quote"], suggestion["exact"], suggestion["fragments"]) == (
        "caused by migrant labour",
        False,
        [],
    )
    assert NEGATED[suggestion["start"] : suggestion["end"]] == suggestion["quote"]


def test_what_waits_can_be_asked_of_the_list_of_annotations_too(corrected, bob, project, claim, document):
    listed = reverse("api:annotations", args=[project.slug])
    body = {"document": str(document.id), "start": 0, "end": 5}
    new = bob.post(listed, body).json()
    asked = {flag: bob.get(listed, {"to_review": flag}).json()["results"] for flag in ("true", "false")}
    assert [[row["id"] for row in rows] for rows in asked.values()] == [[claim["id"]], [new["id"]]]


def test_a_passage_that_is_gone_has_no_suggestion(erin, at, claim):
    erin.post(at("versions/"), {"text": "Something else.\n"}, HTTP_IF_MATCH="*")
    (row,) = erin.get(at("review/")).json()["results"]
    assert row["suggestion"] is None


def test_an_annotation_is_moved_where_the_person_says(corrected, bob, at, claim):
    answer = bob.post(path(claim, "move/"), {"quote": "caused by migrant labour"}, HTTP_IF_MATCH='"1"')
    assert answer.status_code == 200, answer.content
    now = answer.json()
    assert (now["version"], now["quote"], now["revision"], now["tags"]) == (2, "caused by migrant labour", 2, ["wages"])
    assert bob.get(at("review/")).json()["results"] == []
    back = {"version": 1, "start": claim["start"], "end": claim["end"], "quote": claim["quote"]}
    assert bob.post(path(claim, "move/"), back, HTTP_IF_MATCH='"2"').json()["version"] == 1


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 400, "required"),
        ({"quote": "nowhere to be found"}, 400, "not_found"),
        ({"quote": "e"}, 400, "ambiguous"),
        ({"start": 0, "end": 5, "quote": "Pages"}, 409, None),
        ({"start": 0, "end": 10**6}, 400, "invalid"),
        ({"start": 0, "end": 5, "version": 9}, 400, "no_version"),
        ({"start": 0, "end": 5, "tags": []}, 400, "fixed"),
        ({"start": 0, "end": 5, "document": "0190b5a8-7c3e-7000-8000-000000000000"}, 400, "fixed"),
    ],
)
def test_a_move_that_does_not_fit_is_refused(corrected, bob, claim, body, status, code):
    answer = bob.post(path(claim, "move/"), body, HTTP_IF_MATCH='"1"')
    assert answer.status_code == status, answer.content
    assert code is None or answer.json()["errors"][0]["code"] == code
    assert Annotation.objects.get(id=claim["id"]).revision == 1


def test_an_annotation_is_kept_and_let_go_again(corrected, bob, at, claim):
    assert bob.post(path(claim, "keep/")).status_code == 428
    assert bob.post(path(claim, "keep/"), HTTP_IF_MATCH='"9"').status_code == 412
    kept = bob.post(path(claim, "keep/"), HTTP_IF_MATCH='"1"')
    assert (kept.status_code, kept.json()["version"], kept["ETag"]) == (200, 1, '"2"')
    assert bob.get(at("review/")).json()["results"] == []
    assert bob.delete(path(claim, "keep/"), HTTP_IF_MATCH='"2"').json()["revision"] == 3
    assert len(bob.get(at("review/")).json()["results"]) == 1


def test_what_stands_on_the_current_text_is_not_kept_elsewhere(bob, claim):
    answer = bob.post(path(claim, "keep/"), HTTP_IF_MATCH='"1"')
    assert (answer.status_code, answer.json()["current"]["id"]) == (409, claim["id"])


def test_annotators_decide_about_their_own_only(corrected, program, cast, erin, bob, project, document):
    body = {"document": str(document.id), "version": 1, "start": 0, "end": 5}
    hers = erin.post(reverse("api:annotations", args=[project.slug]), body).json()
    for verb, sent in (("move/", {"start": 0, "end": 5}), ("keep/", {})):
        assert bob.post(path(hers, verb), sent, HTTP_IF_MATCH='"1"').status_code == 403
        assert program(cast.ruth).post(path(hers, verb), sent, HTTP_IF_MATCH='"1"').status_code == 403
    assert erin.post(path(hers, "keep/"), HTTP_IF_MATCH='"1"').status_code == 200


def test_a_deleted_document_is_gone(corrected, erin, at, document, cast):
    delete_document(document=document, user=cast.alice)
    for tail in ("versions/", "versions/1/", "review/"):
        assert erin.get(at(tail)).status_code == 410
    assert erin.post(at("versions/"), {"text": TEXT}, HTTP_IF_MATCH="*").status_code == 410
