"""No cache that people share may keep what one of them was shown."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path", ["/", "/p/free-movement/", "/api/v1/projects/", "/api/v1/projects/free-movement/", "/x"]
)
def test_an_answer_is_for_the_browser_that_asked(client, cast, project, path):
    client.force_login(cast.bob)
    assert client.get(path).headers["Cache-Control"] == "private, no-cache"


def test_an_answer_that_says_how_to_keep_it_is_left_alone(client, cast, project):
    client.force_login(cast.bob)
    assert "no-store" in client.get("/account/").headers["Cache-Control"]
    assert "max-age" in client.get(f"/p/{project.slug}/tags.css?v=1").headers["Cache-Control"]


def test_an_unchanged_list_is_still_answered_by_304(client, cast, project):
    client.force_login(cast.bob)
    path = f"/api/v1/projects/{project.slug}/tags/"
    again = client.get(path, headers={"If-None-Match": client.get(path).headers["ETag"]})
    assert (again.status_code, again.headers["Cache-Control"]) == (304, "private, no-cache")
