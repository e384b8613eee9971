"""The page on which people decide what becomes of annotations that could not be carried over, tried by everybody."""

import re

import pytest
from django.test import Client

from annotations.drafts import Draft
from annotations.models import Annotation
from annotations.review import correct_text
from annotations.services import annotate, change_annotation
from tests.conftest import TEXT
from tests.trying import try_door

pytestmark = pytest.mark.django_db

NEGATED = TEXT.replace("is not caused", "is caused").replace("paid poorly", "paid poorly, paid poorly")


def at(document, tail: str = "") -> str:
    return f"/p/free-movement/documents/{document.id}/review/{tail}"


def mark(door, document, quote, *more, **fields):
    pieces = [{"start": TEXT.index(piece), "end": TEXT.index(piece) + len(piece)} for piece in more]
    start = TEXT.index(quote)
    draft = Draft(document=document.id, version=1, start=start, end=start + len(quote), fragments=pieces, **fields)
    (outcome,) = annotate(door=door, drafts=[draft], base="/")
    return Annotation.objects.get(id=outcome.id)


@pytest.fixture
def his(doors, cast, document):
    """Bob's claim in the sentence that loses its “not”."""
    return mark(doors(cast.bob), document, "not caused by migrant labour", tags=["wages"], note="Who says so?")


@pytest.fixture
def hers(doors, cast, document):
    """Erin's claim further on."""
    return mark(doors(cast.erin), document, "We were all paid poorly")


@pytest.fixture
def corrected(his, hers, doors, cast, document):
    done = correct_text(door=doors(cast.erin), document=document, text=NEGATED)
    assert done.to_review == 2
    document.refresh_from_db()
    return document


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def send(client, document, row, decision, **fields):
    row.refresh_from_db()
    return client.post(at(document, f"{row.id}/"), {"decision": decision, "revision": row.revision} | fields)


def suggested(page) -> dict[str, str]:
    """What the page fills in for the move that it suggests."""
    form = re.search(r'<form method="post" id="decision".*?</form>', page, re.DOTALL)[0]
    return dict(re.findall(r'<input type="hidden" name="(start|end|fragments)" value="([^"]*)">', form))


def test_doors(cast, corrected, his, hers):
    for row, expected in ((his, (302, 302, 302, 403, 404, 404)), (hers, (302, 302, 403, 403, 404, 404))):
        for decision in ("keep", "drop", "move"):
            sent = {"decision": decision, "revision": 1, "start": 0, "end": 5}
            assert try_door(cast, "POST", at(corrected, f"{row.id}/"), sent) == list(expected), decision
    assert try_door(cast, "GET", at(corrected)) == [200, 200, 200, 200, 404, 404]
    assert try_door(cast, "GET", at(corrected, f"{his.id}/")) == [405] * 6
    assert try_door(cast, "POST", at(corrected, f"{his.id}/undo/"), {}) == [302, 302, 302, 403, 404, 404]


def test_old_and_new_stand_side_by_side(cast, corrected, his):
    page = signed_in(cast.bob).get(at(corrected)).content.decode()
    for said in ("Version 1, as it was marked", "Version 2, now", "1 of 1", "Who says so?", "by bob"):
        assert said in page
    assert '<mark class="c-wages"><del>not </del></mark><mark class="c-wages">caused by migrant labour</mark>' in page
    assert 'stagnation is <mark class="c-wages">caused by migrant labour</mark>' in page
    assert "Do they still make the claim?" in page


def test_an_annotator_goes_through_their_own_and_an_editor_through_all(cast, corrected):
    assert "1 of 1" in (page := signed_in(cast.bob).get(at(corrected)).content.decode())
    assert "1 more waits for others" in page
    assert "1 of 2" in signed_in(cast.erin).get(at(corrected)).content.decode()


def test_a_reader_sees_what_waits_and_cannot_decide(cast, corrected):
    page = signed_in(cast.ruth).get(at(corrected)).content.decode()
    assert "1 of 2" in page and 'name="decision"' not in page


def test_the_suggested_place_is_taken_with_one_press_and_the_next_one_follows(cast, corrected, his, hers):
    client = signed_in(cast.erin)
    where = suggested(client.get(at(corrected)).content.decode())
    answer = send(client, corrected, his, "move", **where)
    assert (answer.status_code, answer["Location"]) == (302, f"{at(corrected)}?at={hers.id}")
    his.refresh_from_db()
    assert (his.version, his.quote) == (2, "caused by migrant labour")
    page = client.get(answer["Location"]).content.decode()
    assert "stands in the current text now" in page and "1 of 1" in page
    assert f'action="{at(corrected, f"{his.id}/undo/")}?revision=2"' in page


def test_after_the_last_one_nothing_waits(cast, corrected, his):
    client = signed_in(cast.bob)
    answer = send(client, corrected, his, "keep")
    assert answer["Location"] == at(corrected)
    page = client.get(at(corrected)).content.decode()
    assert "Nothing waits here" in page and "stays on version 1" in page
    assert "1 annotation of others waits" in page


@pytest.mark.parametrize(("decision", "fields"), [("keep", {}), ("drop", {}), ("move", {"start": 0, "end": 5})])
def test_each_decision_is_taken_back_from_the_message(cast, corrected, his, decision, fields):
    client = signed_in(cast.bob)
    page = client.get(send(client, corrected, his, decision, **fields)["Location"]).content.decode()
    undo = re.search(r'action="([^"]*/undo/\?revision=\d+)"', page)[1]
    answer = client.post(undo)
    assert answer["Location"] == f"{at(corrected)}?at={his.id}"
    his.refresh_from_db()
    assert (his.version, his.kept, his.deleted, his.quote) == (1, False, None, "not caused by migrant labour")
    assert "1 of 1" in client.get(answer["Location"]).content.decode()


def test_what_changed_since_is_not_taken_back(cast, corrected, his, doors):
    client = signed_in(cast.bob)
    page = client.get(send(client, corrected, his, "keep")["Location"]).content.decode()
    undo = re.search(r'action="([^"]*/undo/\?revision=\d+)"', page)[1]
    change_annotation(door=doors(cast.erin), id=his.id, draft=Draft(note="Seen"))
    assert "was not taken back" in client.post(undo, follow=True).content.decode()
    his.refresh_from_db()
    assert his.kept


def test_words_are_pasted_to_say_where(cast, corrected, his):
    answer = send(signed_in(cast.bob), corrected, his, "move", quote="  unscrupulous employers\r\n")
    assert answer.status_code == 302
    his.refresh_from_db()
    assert (his.version, his.quote) == (2, "unscrupulous employers")


def test_words_that_stand_in_several_places_are_asked_about(cast, corrected, his):
    client = signed_in(cast.bob)
    answer = send(client, corrected, his, "move", quote="paid poorly")
    page = answer.content.decode()
    assert answer.status_code == 400 and "These words stand in 2 places" in page and "offsets" not in page
    assert len(re.findall(r'name="start" value="\d+"><input type="hidden" name="end"', page)) == 3
    his.refresh_from_db()
    assert his.version == 1


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"quote": "nowhere at all"}, "does not stand in this text"),
        ({"quote": ""}, "Say which words"),
        ({"start": "0"}, "Give both start and end"),
        ({"start": "0", "end": "1000000"}, "The text ends before this"),
        ({"start": "x", "end": "5"}, "Enter a whole number"),
        ({"start": "0", "end": "5", "fragments": "{"}, "choose it again"),
    ],
)
def test_a_place_that_is_none_is_refused_with_what_was_typed(cast, corrected, his, fields, said):
    answer = send(signed_in(cast.bob), corrected, his, "move", **fields)
    page = answer.content.decode()
    assert answer.status_code == 400 and said in page
    assert fields.get("quote", "") in page
    his.refresh_from_db()
    assert his.version == 1


def test_a_decision_about_what_changed_meanwhile_is_refused(cast, corrected, his, doors):
    change_annotation(door=doors(cast.erin), id=his.id, draft=Draft(note="Seen"))
    sent = {"decision": "keep", "revision": 1}
    answer = signed_in(cast.bob).post(at(corrected, f"{his.id}/"), sent)
    page = answer.content.decode()
    assert answer.status_code == 409 and "Somebody has changed this" in page and "Seen" in page
    his.refresh_from_db()
    assert not his.kept


def test_a_passage_in_pieces_is_moved_in_pieces(cast, document, doors):
    row = mark(doors(cast.bob), document, "Wage stagnation is", "by migrant labour", "employers")
    correct_text(door=doors(cast.erin), document=document, text=NEGATED)
    client = signed_in(cast.bob)
    where = suggested(client.get(at(document)).content.decode())
    where["fragments"] = where["fragments"].replace("&quot;", '"')
    assert send(client, document, row, "move", **where).status_code == 302
    row.refresh_from_db()
    assert (row.version, row.quote) == (2, "Wage stagnation is")
    assert [piece["quote"] for piece in row.fragments] == ["by migrant labour", "employers"]


def test_an_annotation_whose_passage_is_gone_has_no_suggestion(cast, document, his, doors):
    correct_text(door=doors(cast.erin), document=document, text="Something else entirely.\n")
    page = signed_in(cast.bob).get(at(document)).content.decode()
    assert "Nothing in the current text stands in its place" in page
    assert suggested(page) == {} and "Move it there" not in page


@pytest.mark.parametrize("at_", ["nonsense", "\x00", "01a20000-0000-7000-8000-000000000000"])
def test_an_address_that_names_nothing_waiting_shows_the_first(cast, corrected, at_):
    page = signed_in(cast.erin).get(at(corrected), {"at": at_})
    assert page.status_code == 200 and "1 of 2" in page.content.decode()


def test_the_number_of_queries_does_not_grow_with_what_waits(cast, corrected, doors, django_assert_max_num_queries):
    drafts = [Draft(document=corrected.id, version=1, start=n, end=60 + n) for n in range(40)]
    annotate(door=doors(cast.erin), drafts=drafts, base="/")
    client = signed_in(cast.erin)
    with django_assert_max_num_queries(12):
        assert "1 of 42" in client.get(at(corrected)).content.decode()


def test_a_revision_that_is_no_number_breaks_nothing(corrected, his, cast):
    client = Client()
    client.force_login(cast.bob)
    assert client.post(at(corrected, f"{his.id}/undo/?revision={'9' * 5000}")).status_code == 302
