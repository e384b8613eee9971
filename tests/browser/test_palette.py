"""The palette in a real browser: what it offers, in which order, and what Enter and Save take."""

import pytest
from playwright.sync_api import expect

from annotations.codebook import create_tag
from annotations.models import Annotation
from tests.browser.reading import drag_over, open_document, said, select
from tests.conftest import TEXT, import_text

QUOTE = "Wage stagnation is not caused by migrant labour"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def palette(sign_in, cast, project, document, doors):
    """A page of Bob's with the palette open, in a project with tags that are used differently often."""
    door = doors(cast.erin)
    for name in ("state exams", "tax policy", "wages", "free movement"):
        words = {"definition": "What is said of wages.", "example": "They earn too little."} if name == "wages" else {}
        create_tag(door=door, name=name, **words)
    other = import_text(project, cast.erin, "We were all paid poorly, and wages fell.\n", "Another text")
    said(door, other, "We were all paid poorly, and wages fell.\n", "paid poorly", "wages")
    said(door, document, TEXT, "solidarity", "wages", "free-movement")
    page = sign_in(cast.bob)
    with page.expect_response(lambda answer: "/tags/?" in answer.url):
        open_document(page, project, document)
    drag_over(page, QUOTE)
    page.keyboard.press("t")
    expect(page.locator("#palette")).to_be_visible()
    return page


def offered(page) -> list[str]:
    return page.locator("#palette .tag-field .option .name").all_inner_texts()


def active(page) -> str:
    return page.locator("#palette .option.active .name").inner_text()


def test_what_is_used_most_comes_first_and_how_often_is_told(palette):
    assert offered(palette) == ["wages", "free movement", "state exams", "tax policy"]
    assert palette.locator("#palette .tag-field .count").all_text_contents() == ["2 uses", "1 use"]


def test_what_was_used_last_comes_before_that_and_is_counted(palette):
    palette.keyboard.type("tax")
    palette.keyboard.press("Enter")
    palette.keyboard.press("Enter")
    expect(palette.locator(".item.saving")).to_have_count(0)
    select(palette, "We were all paid poorly")
    palette.keyboard.press("t")
    expect(palette.locator("#palette .option").first.locator(".name, .count")).to_have_text(["tax policy", "1 use"])
    assert offered(palette)[:2] == ["tax policy", "wages"]


def test_letters_that_a_tag_only_has_somewhere_do_not_take_it(palette):
    palette.keyboard.type("exa")
    assert active(palette) == "state exams"
    palette.get_by_role("combobox", name="Tags").fill("sex")
    assert (active(palette), offered(palette)) == ("Create “sex”", ["Create “sex”", "state exams"])
    palette.get_by_role("button", name="Save").click()
    expect(palette.locator(".item.saving, .item.unsaved")).to_have_count(0)
    assert Annotation.objects.get(quote=QUOTE).labels == ["sex"]


@pytest.mark.parametrize(("typed", "there"), [("wage", "wages"), ("freemovement", "free movement"), ("wàges", "wages")])
def test_a_slip_for_a_tag_is_offered_that_tag_before_a_new_one(palette, typed, there):
    palette.keyboard.type(typed)
    assert offered(palette)[:2] == [f"Already there: {there}", f"Create “{typed}”"]
    assert active(palette) == f"Already there: {there}"
    palette.keyboard.press("ArrowDown")
    palette.keyboard.press("Enter")
    expect(palette.locator("#palette .chosen")).to_contain_text(typed)


def test_another_case_is_no_other_tag(palette):
    palette.keyboard.type("Free-Movement")
    assert offered(palette) == ["Already there: free movement"]


def test_a_tag_that_a_colleague_makes_meanwhile_is_known_once_the_page_is_there(palette, doors, cast):
    create_tag(door=doors(cast.erin), name="dignity")
    palette.reload()
    select(palette, QUOTE)
    palette.keyboard.press("t")
    palette.keyboard.type("dig")
    assert active(palette) == "dignity"


def test_what_a_tag_means_stands_beside_the_list(palette):
    about = palette.locator("#palette-about")
    expect(about).to_contain_text("Enter on the empty line saves")
    palette.keyboard.type("wage")
    expect(about.locator(".definition")).to_have_text("What is said of wages.")
    expect(about.locator(".example")).to_have_text("They earn too little.")
    expect(palette.locator("#palette .option.active")).to_have_attribute("aria-describedby", "palette-about")
    palette.keyboard.press("ArrowDown")
    expect(about).to_contain_text("Much like “wages”")
    palette.locator("#palette .option", has_text="wages").hover()
    expect(about.locator(".definition")).to_have_text("What is said of wages.")
    palette.locator("#palette .excerpt").hover()
    expect(about).to_contain_text("Will be added to the codebook")


def test_commas_part_tags_that_are_typed_in_one_go(palette):
    palette.keyboard.type("wages, letter, Free Movement")
    assert active(palette) == "wages"
    palette.keyboard.press("Enter")
    expect(palette.get_by_role("combobox", name="Tags")).to_have_value("letter, Free Movement")
    assert active(palette) == "Create “letter”"
    palette.keyboard.press("Control+Enter")
    expect(palette.locator(".item.saving, .item.unsaved")).to_have_count(0)
    assert Annotation.objects.get(quote=QUOTE).labels == ["wages", "letter", "free-movement"]


def test_a_comma_in_the_name_of_a_tag_parts_nothing(palette, doors, cast):
    create_tag(door=doors(cast.erin), name="Smith, John")
    palette.reload()
    select(palette, QUOTE)
    palette.keyboard.press("t")
    palette.keyboard.type("smith, j")
    expect(palette.locator("#palette .option.active .name")).to_have_text("Smith, John")
