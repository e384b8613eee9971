"""The REST door of agreement."""

import pytest
from django.urls import reverse

from coding.closing import close_document
from tests.conftest import TEXT

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(program, project, cast):
    """A function that asks as Ruth or somebody else: `ask(tag="wages")`."""

    def answer(user=None, **query):
        return program(user or cast.ruth).get(reverse("api:agreement", args=[project.slug]), query)

    return answer


def test_it_says_how_far_people_agree_and_from_what(coded, ask):
    found = ask().json()
    assert found["coders"] == ["bob", "erin"]
    assert (found["characters"], found["of"]) == (len(TEXT), len(TEXT))
    wages = next(row for row in found["tags"] if row["tag"] == "wages")
    assert wages["cohens_kappa"] == {
        "value": 1.0,
        "undefined": None,
        "reason": None,
        "n": len(TEXT),
        "coverage": 1.0,
        "observed_disagreement": 0.0,
        "expected_disagreement": pytest.approx(2 * 15 * (len(TEXT) - 15) / len(TEXT) ** 2),
    }
    assert [wages[name]["value"] for name in ("fleiss_kappa", "krippendorffs_alpha", "unitizing_alpha")] == [1, 1, 1]
    assert (wages["marked"], wages["agreed"]) == (15, 15)
    solidarity = next(row for row in found["tags"] if row["tag"] == "solidarity")
    assert solidarity["cohens_kappa"]["value"] == 0
    assert 0 < found["overall"]["cohens_kappa"]["value"] < 1
    assert found["documents"] == [
        {
            "id": str(coded.id),
            "title": "Wages and borders",
            "coders": ["bob", "erin"],
            "characters": len(TEXT),
            "differing": 10,
            "uneven": False,
        }
    ]


def test_what_is_undefined_is_null_with_its_reason(document, ask, done, cast):
    done(document, cast.bob, cast.erin)
    found = ask().json()
    names = ("cohens_kappa", "fleiss_kappa", "krippendorffs_alpha", "unitizing_alpha")
    said = [(found["anything"][name]["value"], found["anything"][name]["undefined"]) for name in names]
    assert said == [(None, "no_variation")] * 3 + [(None, "nothing_marked")]
    assert "chance" in found["anything"]["cohens_kappa"]["reason"]
    assert found["anything"]["cohens_kappa"]["n"] == len(TEXT)


def test_three_coders_have_a_kappa_for_each_pair(coded, ask, done, cast):
    done(coded, cast.alice)
    found = ask().json()
    assert found["overall"]["cohens_kappa"]["undefined"] == "not_two_coders"
    bob, erin = 15 / len(TEXT), 25 / len(TEXT)  # what each marked; Erin's is more by 10
    alike = bob * erin + (1 - bob) * (1 - erin)
    assert {tuple(pair["coders"]): pair["anything"]["value"] for pair in found["pairs"]} == {
        ("alice", "bob"): 0,
        ("alice", "erin"): 0,
        ("bob", "erin"): pytest.approx(1 - 10 / len(TEXT) / (1 - alike)),
    }


def test_it_is_narrowed_to_tags_coders_and_documents(coded, ask, done, cast):
    done(coded, cast.alice)
    found = ask(tag=["wages"], coder=["bob", "erin"], document=[str(coded.id)]).json()
    assert [row["tag"] for row in found["tags"]] == ["wages"]
    assert found["coders"] == ["bob", "erin"]
    assert found["overall"]["cohens_kappa"]["value"] == 1
    assert found["documents"][0]["differing"] == 0


def test_a_bad_filter_is_refused(coded, ask):
    for query in ({"document": "no"}, {"who": "bob"}):
        assert ask(**query).status_code == 400


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"tag": ["wages", "wagse"]}, "There is no tag “wagse”"),
        ({"coder": ["bob", "bbo"]}, "Nobody of the user name “bbo” has finished a document here."),
        ({"coder": ["bob", "alice"]}, "Nobody of the user name “alice” has finished"),
        ({"coder": "bob"}, "Name at least two coders"),
        ({"document": "01890000-0000-7000-8000-000000000000"}, "There is no document 01890000-"),
    ],
)
def test_what_is_not_there_is_no_perfect_agreement(coded, ask, query, words):
    answer = ask(**query)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, next(iter(query)))
    assert words in answer.json()["detail"]


def test_of_a_closed_document_nothing_is_told_to_whoever_is_blind_there(coded, ask, doors, cast):
    close_document(door=doors(cast.alice), document=coded.id)
    found = ask(cast.bob).json()
    assert (found["coders"], found["documents"], found["tags"]) == ([], [], [])
    assert found["left_out"]["closed_documents"] == 1
    assert ask(cast.alice).json()["coders"] == ["bob", "erin"]


def test_an_unchanged_project_is_not_counted_again(coded, ask, program, project, cast):
    first = ask()
    again = program(cast.ruth).get(
        reverse("api:agreement", args=[project.slug]), HTTP_IF_NONE_MATCH=first.headers["ETag"]
    )
    assert again.status_code == 304
