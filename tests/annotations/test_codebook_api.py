"""The codebook over REST: what was deleted is gone, and comes back."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def erin(program, cast):
    return program(cast.erin)


@pytest.fixture
def home(project):
    return f"/api/v1/projects/{project.slug}/"


@pytest.fixture
def wages(erin, home, document):
    """The address of the tag “wages”, which one annotation carries."""
    body = {"document": str(document.id), "start": 0, "end": 5, "tags": ["wages"]}
    assert erin.post(f"{home}annotations/", body).status_code == 201
    return f"{home}tags/wages/"


def test_a_deleted_tag_is_gone_and_comes_back_on_its_annotations(erin, home, wages):
    gone = erin.delete(wages, HTTP_IF_MATCH="*")
    assert gone.status_code == 204
    assert erin.get(f"{home}tags/").json()["results"] == []
    for response in (erin.get(wages), erin.patch(wages, {"name": "a"}, HTTP_IF_MATCH="*")):
        assert response.status_code == 410
        assert response.json()["current"]["deleted"].endswith("Z")
        assert f'"{response.json()["current"]["revision"]}"' == gone["ETag"]
    assert erin.delete(wages, HTTP_IF_MATCH="*").status_code == 410
    assert erin.post(f"{wages}restore/").status_code == 428
    assert erin.post(f"{wages}restore/", HTTP_IF_MATCH='"99"').status_code == 412
    back = erin.post(f"{wages}restore/", HTTP_IF_MATCH=gone["ETag"])
    assert (back.status_code, back.json()["uses"]) == (200, 1)
    assert erin.get(f"{home}annotations/?tag=wages").json()["results"][0]["tags"] == ["wages"]


def test_a_name_that_is_in_use_again_stands_in_the_way_of_restoring(erin, home, wages):
    gone = erin.delete(wages, HTTP_IF_MATCH="*")
    erin.post(f"{home}tags/", {"name": "Wages"})
    assert erin.post(f"{wages}restore/", HTTP_IF_MATCH=gone["ETag"]).status_code == 409


def test_what_never_was_is_404(erin, home):
    assert erin.get(f"{home}tags/never/").status_code == 404
    assert erin.post(f"{home}tags/never/restore/", HTTP_IF_MATCH="*").status_code == 404


def test_what_a_tag_says_beside_its_revision_is_never_taken_for_unchanged(erin, home, document, wages):
    etag = erin.get(wages)["ETag"]
    erin.post(f"{home}annotations/", {"document": str(document.id), "start": 0, "end": 9, "tags": ["wages"]})
    again = erin.get(wages, HTTP_IF_NONE_MATCH=etag)
    assert (again.status_code, again.json()["uses"]) == (200, 2)
