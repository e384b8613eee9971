"""Wherever a passage stands, it stands there who says it: on a tag's page and in an old version too."""

import pytest

from annotations.drafts import Draft
from annotations.review import correct_text
from annotations.services import annotate, change_annotation

pytestmark = pytest.mark.django_db

OLD = "Wages have fallen. They fell again.\n"
NEW = OLD.replace("have fallen", "have not fallen")


@pytest.fixture
def said(actors, publish, say):
    """A passage in two pieces that Theresa May says and her party is blamed for."""
    document = publish(None, OLD)
    return say(document, "Wages have fallen.", ["wages"], speaker=actors.may.id, blamed=actors.party.id)


@pytest.fixture
def ruth(cast, client):
    client.force_login(cast.ruth)
    return client


def voices(page: str, actors) -> bool:
    may, party = (f"/p/free-movement/actors/{actor.id}/" for actor in (actors.may, actors.party))
    return (
        f'<span class="visually-hidden">speaker</span><a href="{may}">Theresa May</a>' in page
        and f'<span class="role">blamed</span><a href="{party}">Conservative Party</a>' in page
    )


def test_a_tags_page_says_who_says_each_passage(ruth, said, actors):
    assert voices(ruth.get("/p/free-movement/codebook/wages/").content.decode(), actors)


def test_an_old_version_and_its_review_say_who_says_each_passage(ruth, cast, doors, said, actors):
    correct_text(door=doors(cast.erin), document=said.document, text=f"None\n\n{NEW}")
    for tail in ("versions/1/", "review/"):
        assert voices(ruth.get(f"/p/free-movement/documents/{said.document_id}/{tail}").content.decode(), actors)


def test_every_piece_of_a_passage_is_shown(ruth, cast, doors, said):
    text = said.document.versions.get().text
    start = text.index("They")
    piece = {"start": start, "end": start + len("They fell again.")}
    change_annotation(door=doors(cast.bob), id=said.id, draft=Draft(fragments=[piece]), revision=said.revision)
    page = ruth.get("/p/free-movement/codebook/wages/").content.decode()
    assert '[…] </span><mark class="c-wages">They fell again.</mark>' in page


def test_the_number_of_queries_does_not_grow_with_who_says_it(
    ruth, cast, doors, said, actors, django_assert_max_num_queries
):
    for quote in ("They fell again.", "fell again.", "again."):
        start = said.document.versions.get().text.index(quote)
        draft = Draft(document=said.document_id, start=start, end=start + len(quote), tags=["wages"])
        draft.attributions = [{"role": "speaker", "actor": str(actors.mrs.id)}]
        annotate(door=doors(cast.bob), drafts=[draft], base="/")
    with django_assert_max_num_queries(9):
        ruth.get("/p/free-movement/codebook/wages/")
