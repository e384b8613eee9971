"""Filters by tag, speaker, person and words: together, counted, and kept in the address."""

import pytest
from playwright.sync_api import expect

from annotations.drafts import Draft
from annotations.services import annotate
from tests.browser.reading import open_document, said
from tests.conftest import TEXT

pytestmark = pytest.mark.django_db(transaction=True)


def said_by(door, document, quote: str, speaker: str, tag: str) -> None:
    start = TEXT.index(quote)
    attributions = [{"name": speaker, "role": "speaker"}]
    draft = Draft(
        document=document.id, version=1, start=start, end=start + len(quote), tags=[tag], attributions=attributions
    )
    (outcome,) = annotate(door=door, drafts=[draft], base="/")
    assert outcome.kind == "created", outcome


@pytest.fixture
def page(sign_in, cast, project, document, doors):
    said_by(doors(cast.bob), document, "Wage stagnation", "Jane Smith", "wages")
    said_by(doors(cast.bob), document, "caused by migrant labour", "TUC", "scapegoating")
    said(doors(cast.erin), document, TEXT, "We were all paid poorly", "wages", note="Élan vital")
    said(doors(cast.erin), document, TEXT, "solidarity")
    page = open_document(sign_in(cast.ruth), project, document)
    page.locator("#filters summary").click()
    return page


def choice(page, facet: str, words: str):
    return page.locator(f"[data-filter={facet}] .choice", has_text=words)


def shown(page, *quotes: str) -> None:
    expect(page.locator(".item:visible")).to_have_count(len(quotes))
    expect(page.locator("#text mark")).to_have_count(len(quotes))
    for quote in quotes:
        expect(page.locator("#text mark", has_text=quote)).to_have_count(1)


def test_several_kinds_narrow_one_another_and_the_counts_say_how(page):
    expect(choice(page, "tag", "wages").locator(".count")).to_have_text("2")
    choice(page, "person", "erin").click()
    shown(page, "We were all paid poorly", "solidarity")
    expect(choice(page, "tag", "wages").locator(".count")).to_have_text("1")
    expect(choice(page, "person", "bob").locator(".count")).to_have_text("2")
    choice(page, "tag", "no tag").click()
    shown(page, "solidarity")
    choice(page, "tag", "wages").click()
    shown(page, "We were all paid poorly", "solidarity")
    page.get_by_role("button", name="Show all").click()
    expect(page.locator(".item:visible")).to_have_count(4)


def test_by_speaker_and_by_nobody(page):
    choice(page, "speaker", "Jane Smith").click()
    shown(page, "Wage stagnation")
    choice(page, "speaker", "Jane Smith").click()
    choice(page, "speaker", "no speaker").click()
    shown(page, "We were all paid poorly", "solidarity")


def test_words_are_sought_in_passage_and_note_whatever_case_and_accents(page):
    words = page.get_by_label("By words")
    words.fill("WAGE STAG")
    shown(page, "Wage stagnation")
    words.fill("elan")
    shown(page, "We were all paid poorly")
    words.fill("zygote")
    expect(page.locator(".item:visible")).to_have_count(0)
    expect(page.locator("#annotations-title")).to_contain_text("0 of 4")


def test_a_link_shows_the_same(page):
    choice(page, "tag", "wages").click()
    choice(page, "person", "bob").click()
    page.get_by_label("By words").fill("stag")
    expect(page.locator("#filters [data-active]")).to_have_text("wages, bob, “stag”")
    shown(page, "Wage stagnation")
    assert page.url.endswith("?tag=wages&by=bob&q=stag")
    page.locator(".item:visible .jump").click()
    page.reload()
    shown(page, "Wage stagnation")
    expect(page.locator("#filters [data-active]")).to_have_text("wages, bob, “stag”")
    page.locator("#filters summary").click()
    page.get_by_role("button", name="Show all").click()
    assert "?" not in page.url


def test_next_by_key_goes_through_what_is_shown(page):
    choice(page, "tag", "wages").click()
    page.locator("#text").focus()
    page.keyboard.press("j")
    expect(page.locator("#spoken")).to_contain_text("1 of 2: wages.")
    page.keyboard.press("j")
    expect(page.locator("#spoken")).to_contain_text("2 of 2: wages. “We were all paid poorly” Note: Élan vital")
