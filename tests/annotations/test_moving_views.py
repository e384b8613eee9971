"""The page that puts a tag elsewhere in the codebook: who gets in, what it offers, what it does."""

import pytest
from django.test import Client

from annotations.codebook import change_tag, create_tag
from annotations.models import Tag
from annotations.tree import in_order
from tests.trying import try_door

pytestmark = pytest.mark.django_db

PAGE = "/p/free-movement/codebook/"
MOVE = {"where": "below", "tag": "blame", "revision": 1}


@pytest.fixture(autouse=True)
def tags(cast, doors, project) -> None:
    for name, parent in (("wages", None), ("low pay", "wages"), ("blame", None), ("elites", "blame")):
        create_tag(door=doors(cast.alice), name=name, parent=parent)


@pytest.fixture
def erin(cast, client: Client) -> Client:
    client.force_login(cast.erin)
    return client


def tree() -> list[str]:
    return ["-" * depth + tag.name for depth, tag in in_order(Tag.objects.live())]


@pytest.mark.parametrize(
    ("method", "path", "data", "expected"),
    [
        ("GET", f"{PAGE}wages/move/", None, (200, 200, 403, 403, 404, 404)),
        ("POST", f"{PAGE}wages/move/", MOVE, (302, 302, 403, 403, 404, 404)),
        ("GET", f"{PAGE}unknown/move/", None, (404, 404, 403, 403, 404, 404)),
    ],
)
def test_doors(cast, method, path, data, expected) -> None:
    assert try_door(cast, method, path, data) == list(expected)


@pytest.mark.parametrize(
    ("slug", "where", "other", "becomes"),
    [
        ("wages", "below", "blame", ["blame", "-elites", "-wages", "--low pay"]),
        ("wages", "after", "blame", ["blame", "-elites", "wages", "-low pay"]),
        ("wages", "after", "elites", ["blame", "-elites", "-wages", "--low pay"]),
        ("blame", "before", "wages", ["blame", "-elites", "wages", "-low pay"]),
        ("elites", "before", "low-pay", ["wages", "-elites", "-low pay", "blame"]),
        ("elites", "after", "wages", ["wages", "-low pay", "elites", "blame"]),
        ("blame", "after", "wages", ["wages", "-low pay", "blame", "-elites"]),
    ],
)
def test_a_tag_is_put_before_after_or_below_another(erin: Client, slug, where, other, becomes) -> None:
    answer = erin.post(f"{PAGE}{slug}/move/", {"where": where, "tag": other, "revision": 1})
    assert answer.url == f"{PAGE}#tag-{slug}"
    assert tree() == becomes


def test_it_is_not_offered_itself_or_its_own(erin: Client) -> None:
    form = erin.get(f"{PAGE}wages/move/").context["form"]
    assert [slug for slug, _ in form.fields["tag"].choices] == ["", "blame", "elites"]
    answer = erin.post(f"{PAGE}wages/move/", {"where": "below", "tag": "low-pay", "revision": 1})
    assert answer.status_code == 400


def test_what_somebody_changed_meanwhile_is_not_moved_before_it_is_seen(cast, doors, erin: Client) -> None:
    change_tag(door=doors(cast.alice), slug="wages", definition="Theirs")
    before = tree()
    answer = erin.post(f"{PAGE}wages/move/", MOVE)
    page = answer.content.decode()
    assert answer.status_code == 409 and "so nothing was done" in page and 'name="revision" value="2"' in page
    assert tree() == before
    assert erin.post(f"{PAGE}wages/move/", MOVE | {"revision": 2}).status_code == 302


def test_in_a_codebook_of_one_tag_there_is_nothing_to_put_it_beside(cast, doors, erin: Client) -> None:
    Tag.objects.exclude(slug="wages").update(deleted="2026-01-01T00:00Z")
    assert "no other tag" in erin.get(f"{PAGE}wages/move/").content.decode()
