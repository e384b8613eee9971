"""The pages that part a tag into several, and the retiring of tags, without a script."""

import pytest
from django.test import Client
from django.urls import reverse

from annotations.codebook import create_tag
from annotations.drafts import Draft
from annotations.models import Annotation, Tag
from annotations.parting import parted
from annotations.parting_views import MOST_PARTS
from annotations.services import annotate, change_annotation

pytestmark = pytest.mark.django_db


def client_of(user):
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def erin(cast):
    return client_of(cast.erin)


@pytest.fixture
def blame(doors, cast):
    return create_tag(door=doors(cast.erin), name="Blame")


@pytest.fixture
def mark(doors, cast, document, blame):
    def make(*tags):
        (outcome,) = annotate(
            door=doors(cast.bob), drafts=[Draft(document=document.id, start=0, end=5, tags=list(tags))], base="/"
        )
        return outcome.id

    return make


def address(project, name="part_tag", tag="blame"):
    return reverse(f"annotations:{name}", kwargs={"slug": project.slug, "tag": tag})


@pytest.mark.parametrize(
    ("labels", "checked", "becomes"),
    [
        (["x", "a", "y"], ["b", "c"], ["x", "b", "c", "y"]),
        (["x", "a", "b"], ["a"], ["x", "a"]),
        (["x"], ["b"], ["x", "b"]),
        (["a"], [], []),
        (["b", "x", "a"], ["a", "b"], ["a", "b", "x"]),
    ],
)
def test_what_is_checked_stands_in_the_place_of_the_first(labels, checked, becomes):
    assert parted(labels, ["a", "b", "c"], checked) == becomes


def test_new_tags_are_made_beside_the_one_that_is_parted(erin, project, doors, cast, blame):
    create_tag(door=doors(cast.erin), name="Elites")
    answer = erin.post(address(project), {"names": "Media, blame of media ,media", "tags": ["elites"]})
    assert answer.status_code == 302
    assert answer["Location"].endswith("?into=elites&into=media&into=blame-of-media")
    assert set(Tag.objects.of(project.id).values_list("name", flat=True)) == {
        "Blame", "Elites", "Media", "blame of media",
    }  # fmt: skip


@pytest.mark.parametrize("data", [{}, {"names": " , "}, {"names": ",".join(map(str, range(MOST_PARTS + 1)))}])
def test_a_choice_of_none_or_too_many_is_told(erin, project, blame, data):
    answer = erin.post(address(project), data)
    assert answer.status_code == 400
    assert Tag.objects.of(project.id).count() == 1


def test_passages_get_what_is_checked(erin, project, doors, cast, mark):
    create_tag(door=doors(cast.erin), name="Media")
    one, two = mark("blame", "other"), mark("blame")
    page = erin.get(address(project) + "?into=media")
    assert {row.id for row in page.context["page"]} == {one, two}
    data = {"passage": [one, two], f"revision-{one}": 1, f"revision-{two}": 1}
    done = erin.post(
        address(project) + "?into=media", data | {f"tags-{one}": ["media"], f"tags-{two}": ["blame", "media"]}
    )
    assert done.status_code == 302
    assert Annotation.objects.get(id=one).labels == ["media", "other"]
    assert Annotation.objects.get(id=two).labels == ["blame", "media"]


def test_what_was_changed_meanwhile_is_not_overwritten(erin, project, doors, cast, mark):
    create_tag(door=doors(cast.erin), name="Media")
    one = mark("blame")
    change_annotation(door=doors(cast.bob), id=one, draft=Draft(tags=["blame", "mine"]))
    data = {"passage": [one], f"revision-{one}": 1, f"tags-{one}": ["media"]}
    page = erin.post(address(project) + "?into=media", data, follow=True)
    assert "changed or deleted meanwhile" in page.content.decode()
    assert Annotation.objects.get(id=one).labels == ["blame", "mine"]


@pytest.mark.parametrize("data", [{"passage": ["x"]}, {"passage": ["01a20483-50d7-7a84-90a5-c7d0d3f9434c"]}])
def test_rubbish_changes_nothing(erin, project, mark, doors, cast, data):
    create_tag(door=doors(cast.erin), name="Media")
    assert erin.post(address(project) + "?into=media", data).status_code == 302


def test_a_tag_is_retired_and_offered_again(erin, project, blame):
    erin.post(address(project, "retire_tag"))
    assert Tag.objects.get(id=blame.id).retired
    page = erin.get(reverse("annotations:codebook", kwargs={"slug": project.slug}))
    assert "retired" in page.content.decode()
    erin.post(address(project, "retire_tag"))
    assert Tag.objects.get(id=blame.id).retired is None


@pytest.mark.parametrize(
    ("who", "status"), [("alice", 200), ("erin", 200), ("bob", 403), ("ruth", 403), ("carol", 404), (None, 404)]
)
def test_who_may_part_and_retire(cast, project, blame, who, status):
    client = client_of(getattr(cast, who)) if who else Client()
    assert client.get(address(project)).status_code == status
    assert client.post(address(project, "retire_tag")).status_code == (302 if status == 200 else status)


def test_a_tag_that_is_not_there_is_told(erin, project):
    assert erin.get(address(project, tag="nowhere")).status_code == 404
    assert erin.get(address(project, tag="\0")).status_code == 404
