"""Overlapping annotations are reached by key, by pointer, from the list and from the strip; each lights the other."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.reading import open_document, said
from tests.conftest import import_text

TEXT = "\n\n".join(f"Paragraph {number} says that pay is low." for number in range(60)) + "\n"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def document(project, cast):
    return import_text(project, cast.erin, TEXT, "Pay")


@pytest.fixture
def ids(cast, document, doors):
    """Two annotations that are nested, one that crosses them, one far below."""
    marks = [
        ("Paragraph 1 says that pay", "pay"),
        ("1 says", "saying"),
        ("that pay is low", "wages"),
        ("graph 58", "end"),
    ]
    return [str(said(doors(cast.bob), document, TEXT, quote, tag)) for quote, tag in marks]


@pytest.fixture
def page(sign_in, cast, project, document, ids):
    return open_document(sign_in(cast.bob), project, document)


def current(page, identity: str) -> None:
    expect(page.locator(".item[aria-current]")).to_have_attribute("data-id", identity)


def test_next_and_previous_go_through_the_text_and_speak(page, ids):
    page.locator("#text").focus()
    page.keyboard.press("j")
    expect(page.locator("#spoken")).to_have_text("1 of 4: wages. “that pay is low” By bob.")
    for _ in range(3):
        page.keyboard.press("j")
    current(page, ids[3])
    expect(page.locator("#text mark.lit")).to_be_in_viewport()
    expect(page.locator(f"#a-{ids[3]}")).to_be_in_viewport()
    page.keyboard.press("j")
    expect(page.locator("#spoken")).to_have_text("No further annotation.")
    page.keyboard.press("k")
    current(page, ids[1])
    expect(page.locator("#text mark.lit")).to_be_in_viewport()


def test_whoever_comes_by_a_link_goes_on_by_key_from_there(sign_in, cast, project, document, ids):
    page = open_document(sign_in(cast.bob), project, document, fragment=f"#a-{ids[1]}")
    expect(page.locator(f"#a-{ids[1]}")).to_be_focused()
    page.keyboard.press("j")
    current(page, ids[3])
    page.keyboard.press("c")
    expect(page.locator(f"#a-{ids[3]}").get_by_label("Write a comment")).to_be_focused()


def test_on_a_phone_the_list_opens_at_the_annotation_of_the_link(sign_in, cast, project, document, doors):
    many = [said(doors(cast.bob), document, TEXT, f"Paragraph {number} says", "pay") for number in range(10, 30)]
    page = open_document(sign_in(cast.bob, **PHONE), project, document, fragment=f"#a-{many[-1]}")
    expect(page.locator("#text mark.lit")).to_be_in_viewport()
    page.locator("#sheet-handle").tap()
    expect(page.locator(f"#a-{many[-1]}")).to_be_in_viewport(ratio=1)


def test_the_next_one_is_the_next_from_what_is_on_the_screen(page, ids):
    page.locator("#text").focus()
    scroll = "(id) => document.getElementById(id).scrollIntoView({ block: 'start', behavior: 'instant' })"
    page.evaluate(scroll, f"p{TEXT.index('Paragraph 30')}")
    page.keyboard.press("j")
    current(page, ids[3])


def test_from_the_list_the_focus_goes_along(page, ids):
    page.locator(f"#a-{ids[0]} .jump").focus()
    page.keyboard.press("j")
    expect(page.locator(f"#a-{ids[1]} .jump")).to_be_focused()
    page.keyboard.press("l")
    expect(page.locator("#text")).to_be_focused()
    expect(page.locator("#text mark.lit").first).to_be_in_viewport()
    page.keyboard.press("e")
    expect(page.locator("#palette")).to_be_visible()


def test_from_the_text_one_key_leads_into_the_list_and_back(page, ids):
    page.locator("#text").focus()
    page.keyboard.press("j")
    page.keyboard.press("l")
    expect(page.locator(f"#a-{ids[2]} .jump")).to_be_focused()
    page.keyboard.press("l")
    expect(page.locator("#text")).to_be_focused()


def test_what_lies_on_one_place_is_gone_through_the_innermost_first(page, ids):
    page.locator("#text").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("a")
    expect(page.locator("#spoken")).to_contain_text("1 of 2 here: saying. “1 says”")
    page.keyboard.press("a")
    expect(page.locator("#spoken")).to_contain_text("2 of 2 here: pay.")
    current(page, ids[0])
    page.keyboard.press("a")
    current(page, ids[1])


def test_pointing_at_either_lights_the_other_and_says_the_tags(page, ids):
    page.locator("#text mark", has_text="1 says").hover()
    expect(page.locator(f"#a-{ids[0]}")).to_have_class("item c-pay hint")
    expect(page.locator(f"#a-{ids[1]}")).to_have_class("item c-saying hint")
    expect(page.locator("#tip")).to_contain_text("saying bob")
    page.keyboard.press("Escape")
    expect(page.locator("#tip")).to_be_hidden()
    page.mouse.move(0, 0)
    page.locator("#text mark", has_text="1 says").hover()
    expect(page.locator("#tip")).to_be_visible()
    page.mouse.down()
    assert page.locator("#tip").is_hidden()
    page.mouse.up()
    page.locator(f"#a-{ids[0]}").hover()
    assert "".join(page.locator("#text mark.hint").all_inner_texts()) == "Paragraph 1 says that pay"


def test_the_strip_leads_to_what_it_shows(page, ids):
    strip = page.locator("#strip canvas")
    expect(strip).to_be_visible()
    box = strip.bounding_box()
    strip.click(position={"x": 2, "y": box["height"] * TEXT.index("graph 58") / len(TEXT) + 1})
    current(page, ids[3])
    expect(page.locator("#text mark.lit")).to_be_in_viewport()
    page.keyboard.press("k")
    current(page, ids[1])
    strip.click(position={"x": 2, "y": box["height"] / 2})
    expect(page.locator("#p" + str(TEXT.index("Paragraph 30")))).to_be_in_viewport()


def test_the_strip_is_for_pointers_alone(page, sign_in, cast):
    expect(page.locator("#strip")).to_have_attribute("aria-hidden", "true")
    assert page.locator("#strip :is(a, button, [tabindex])").count() == 0
    phone = sign_in(cast.bob, **PHONE)
    phone.goto(page.url)
    expect(phone.locator("#strip")).to_be_hidden()


def test_the_list_keeps_step_with_the_text(sign_in, cast, project, document, doors):
    for number in range(10, 50):
        said(doors(cast.bob), document, TEXT, f"Paragraph {number} says", "pay")
    page = open_document(sign_in(cast.ruth), project, document)
    scroll = "(id) => document.getElementById(id).scrollIntoView({ block: 'start', behavior: 'instant' })"
    page.evaluate(scroll, f"p{TEXT.index('Paragraph 40')}")
    expect(page.locator(".item", has_text="Paragraph 40 says")).to_be_in_viewport()


def test_equal_passages_are_two_marks_and_two_stops(page, cast, project, document, doors, ids):
    twin = str(said(doors(cast.erin), document, TEXT, "1 says", "twin"))
    open_document(page, project, document)
    both = page.locator("#text mark", has_text="1 says")
    expect(both).to_have_class("d3 c-twin c1-pay c2-saying c3-twin b3 e3")
    both.click()
    current(page, twin)
    both.click()
    current(page, ids[1])
    both.click()
    current(page, ids[0])


def test_a_passage_that_is_pointed_at_stays_in_a_narrow_window(sign_in, cast, project, document, ids):
    page = open_document(sign_in(cast.bob, viewport={"width": 390, "height": 800}), project, document)
    mark = page.locator(f'mark[data-ids="{ids[3]}"]')
    mark.hover()
    expect(page.locator("mark.hint").first).to_be_visible()
