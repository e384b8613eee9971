"""A passage in several pieces: made by key, mouse and touch, painted as one annotation, changed and reloaded."""

import pytest
from playwright.sync_api import expect

from annotations.drafts import Draft
from annotations.models import Annotation
from annotations.services import annotate
from tests.browser.conftest import PHONE
from tests.browser.reading import drag_over, open_document, said, save, saved, select
from tests.conftest import TEXT

FIRST, SECOND = "Wage stagnation is not caused", "said the 👩‍👩‍👧‍👦 campaign"

pytestmark = pytest.mark.django_db(transaction=True)


def in_pieces(door, document, *quotes: str):
    """Annotate a passage of these pieces, on the server."""
    spans = [(TEXT.index(quote), TEXT.index(quote) + len(quote)) for quote in quotes]
    (start, end), *rest = spans
    fragments = [{"start": start, "end": end} for start, end in rest]
    draft = Draft(document=document.id, version=1, start=start, end=end, tags=["pay"], fragments=fragments)
    (outcome,) = annotate(door=door, drafts=[draft], base="/")
    assert outcome.kind == "created", outcome
    return outcome.id


def pieces_of(row: Annotation) -> list[str]:
    spans = [(row.start, row.end), *((piece["start"], piece["end"]) for piece in row.fragments)]
    return [TEXT[start:end] for start, end in spans]


def test_pieces_are_kept_by_button_and_tagged_together(sign_in, cast, project, document):
    page = open_document(sign_in(cast.bob), project, document)
    drag_over(page, SECOND)
    page.get_by_role("button", name="Piece", exact=True).click()
    expect(page.locator("#pieces li")).to_have_count(1)
    drag_over(page, FIRST)
    page.keyboard.press("t")
    expect(page.locator("#palette .excerpt")).to_have_text(f"{FIRST} […] {SECOND}")
    save(page, "pay")
    saved(page)
    assert pieces_of(Annotation.objects.get()) == [FIRST, SECOND]
    assert page.locator("#text mark").all_inner_texts() == [FIRST, SECOND]
    expect(page.locator(".item .jump")).to_have_text(f"{FIRST} […] {SECOND}")
    page.reload()
    expect(page.locator("#text mark")).to_have_count(2)
    assert page.evaluate("document.getElementById('text').textContent") == TEXT


def test_pieces_are_kept_by_key_and_spoken(sign_in, cast, project, document):
    page = open_document(sign_in(cast.bob), project, document)
    page.locator("#text").focus()
    for key in ("ArrowDown", "+", "ArrowDown", "ArrowDown", "+"):
        page.keyboard.press(key)
    expect(page.locator("#spoken")).to_have_text("2 pieces kept. Select the next one, then tag them together.")
    page.keyboard.press("t")
    save(page, "pay")
    saved(page)
    assert len(pieces_of(Annotation.objects.get())) == 2


def test_ctrl_keeps_what_was_selected_before(sign_in, cast, project, document):
    page = open_document(sign_in(cast.bob), project, document)
    drag_over(page, FIRST)
    page.keyboard.down("Control")
    drag_over(page, SECOND)
    page.keyboard.up("Control")
    page.keyboard.press("t")
    save(page, "pay")
    saved(page)
    assert pieces_of(Annotation.objects.get()) == [FIRST, SECOND]


def test_a_piece_is_let_go_of_and_pieces_that_touch_are_one(sign_in, cast, project, document):
    page = open_document(sign_in(cast.bob), project, document)
    drag_over(page, "We were all")
    page.keyboard.press("+")
    drag_over(page, SECOND)
    page.keyboard.press("+")
    expect(page.locator("#pieces li")).to_have_count(2)
    page.get_by_role("button", name="Let go of piece 2").click()
    expect(page.locator("#pieces li")).to_have_count(1)
    drag_over(page, "all paid poorly")
    page.keyboard.press("t")
    save(page, "pay")
    saved(page)
    assert pieces_of(Annotation.objects.get()) == ["We were all paid poorly"]


def test_pieces_are_made_on_a_phone(sign_in, cast, project, document):
    page = open_document(sign_in(cast.bob, **PHONE), project, document)
    select(page, FIRST)
    page.get_by_role("button", name="Piece", exact=True).tap()
    select(page, SECOND)
    page.get_by_role("button", name="Tag…").tap()
    expect(page.locator("#palette .excerpt")).to_have_text(f"{FIRST} […] {SECOND}")


def test_pointing_at_one_piece_lights_them_all(sign_in, cast, project, document, doors):
    in_pieces(doors(cast.bob), document, FIRST, SECOND)
    page = open_document(sign_in(cast.ruth), project, document)
    page.locator("#text mark").last.hover()
    expect(page.locator("#text mark.hint")).to_have_count(2)
    page.locator("#text mark").last.click()
    expect(page.locator("#text mark.lit")).to_have_count(2)


def test_on_paper_each_piece_has_the_number_and_a_passage_over_paragraphs_has_it_once(
    sign_in, cast, project, document, doors
):
    in_pieces(doors(cast.bob), document, FIRST, "campaign")
    start, end = TEXT.index("caused by"), TEXT.index("said the") + len("said the")
    said(doors(cast.bob), document, TEXT, TEXT[start:end], "migration")
    page = open_document(sign_in(cast.bob), project, document)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    marks = page.locator("#text mark").all()
    numbers = [(mark.inner_text(), mark.get_attribute("data-number")) for mark in marks]
    assert [number for _, number in numbers if number] == ["1", "2", "1"]
    assert dict(numbers)["campaign"] == "1"


def test_changing_the_range_adds_and_takes_away_pieces(sign_in, cast, project, document, doors):
    in_pieces(doors(cast.bob), document, FIRST, SECOND)
    page = open_document(sign_in(cast.bob), project, document)
    page.locator(".jump").click()
    page.get_by_role("button", name="Change range").click()
    expect(page.locator("#pieces li")).to_have_count(2)
    page.get_by_role("button", name="Let go of piece 1").click()
    drag_over(page, "We were all paid poorly")
    page.get_by_role("button", name="Use this range").click()
    saved(page)
    row = Annotation.objects.get()
    assert pieces_of(row) == ["We were all paid poorly", SECOND]
    page.keyboard.press("Control+z")
    expect(page.locator("#text mark").first).to_have_text(FIRST)
    saved(page)
    row.refresh_from_db()
    assert pieces_of(row) == [FIRST, SECOND]
