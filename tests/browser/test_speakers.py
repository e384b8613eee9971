"""Who says it: naming people and organisations in the palette, by keyboard, by mouse and on a phone."""

import pytest
from playwright.sync_api import expect

from actors.models import Actor
from actors.services import create_actor, delete_actor
from annotations.attributing import merge_actors
from annotations.codebook import create_tag
from annotations.drafts import Draft
from annotations.models import Annotation
from annotations.services import annotate
from tests.browser.conftest import PHONE
from tests.browser.reading import open_document, saved, select
from tests.conftest import TEXT

QUOTE = "Wage stagnation is not caused by migrant labour"
OTHER = "We were all paid poorly"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def debate(cast, project, document, doors):
    """Jane Smith and the Home Office are named in the document, the Trades Union Congress is not."""
    create_tag(door=doors(cast.erin), name="wages")
    create_actor(door=doors(cast.erin), name="Trades Union Congress", kind="organisation", other_names=["TUC"])
    jane = {"name": "Jane Smith", "kind": "person", "role": "speaker"}
    office = {"name": "Home Office", "kind": "organisation", "role": "blamed"}
    for quote, said in (("solidarity", [jane]), ("scapegoated", [office])):
        start = TEXT.index(quote)
        draft = Draft(document=document.id, version=1, start=start, end=start + len(quote), attributions=said)
        annotate(door=doors(cast.bob), drafts=[draft], base="/")
    return document


@pytest.fixture
def palette(sign_in, cast, project, debate):
    """A page of Bob's with the palette open, and all actors known."""
    page = open_document(sign_in(cast.bob), project, debate)
    select(page, QUOTE)
    with page.expect_response(lambda answer: "/actors/?" in answer.url):
        page.get_by_role("button", name="Tag…").click()
    return page


def speaker_line(page):
    return page.get_by_role("combobox", name="Who says it")


def offered(page) -> list[str]:
    return page.locator(".speaker-field .option .name").all_inner_texts()


def attributions(quote: str = QUOTE) -> list[tuple[str, str]]:
    """Who is named in the annotation of a quotation, as whom."""
    said = Annotation.objects.get(quote=quote).attributions
    names = {str(actor.id): actor.name for actor in Actor.objects.all()}
    return [(names[one["actor"]], one["role"]) for one in said]


def voices(page, quote: str = QUOTE):
    return page.locator(".item", has_text=quote).locator(".voice")


def test_tags_speaker_and_note_are_given_in_one_breath_by_keyboard(palette):
    palette.keyboard.type("wages")
    palette.keyboard.press("Enter")
    palette.keyboard.press("Tab")
    expect(speaker_line(palette)).to_be_focused()
    palette.keyboard.press("1")
    palette.keyboard.press("Tab")
    palette.keyboard.type("As before")
    palette.keyboard.press("Control+Enter")
    saved(palette, 3)
    row = Annotation.objects.get(quote=QUOTE)
    assert (row.labels, row.note, attributions()) == (["wages"], "As before", [("Jane Smith", "speaker")])


def test_the_speaker_named_last_is_offered_first_then_those_of_the_document(palette):
    speaker_line(palette).focus()
    assert offered(palette) == ["Jane Smith", "Home Office", "Trades Union Congress"]
    expect(palette.locator(".speaker-field .option").first).to_contain_text("named last")
    palette.keyboard.type("TUC")
    palette.keyboard.press("Enter")
    palette.keyboard.press("Enter")
    saved(palette, 3)
    select(palette, OTHER)
    palette.keyboard.press("t")
    speaker_line(palette).focus()
    assert offered(palette)[0] == "Trades Union Congress"


def test_other_names_find_an_actor_and_say_which_one_it_is(palette):
    speaker_line(palette).fill("tuc")
    option = palette.locator(".speaker-field .option.active")
    expect(option.locator(".name")).to_contain_text("Trades Union Congress")
    expect(option.locator(".below")).to_contain_text("TUC")
    expect(palette.locator("#speaker-about")).to_contain_text("Also called TUC")


def test_a_name_that_nobody_has_makes_a_person_or_an_organisation(palette):
    speaker_line(palette).focus()
    palette.keyboard.type("Low Pay Commission")
    assert offered(palette) == ["Create organisation “Low Pay Commission”", "Create person “Low Pay Commission”"]
    palette.keyboard.press("Enter")
    palette.keyboard.type("Ada Cole; José Müller")
    assert offered(palette)[0] == "Create person “Ada Cole”"
    palette.keyboard.press("Control+Enter")
    expect(voices(palette).locator("a[href]")).to_have_text(["Low Pay Commission", "Ada Cole", "José Müller"])
    saved(palette, 3)
    made = {actor.name: actor.kind for actor in Actor.objects.all()}
    assert made["Low Pay Commission"] == "organisation"
    assert made["Ada Cole"] == made["José Müller"] == "person"


def test_a_new_actor_is_known_everywhere_on_the_page_at_once(palette):
    speaker_line(palette).fill("Ada Cole")
    palette.keyboard.press("Enter")
    palette.keyboard.press("Enter")
    saved(palette, 3)
    select(palette, OTHER)
    palette.keyboard.press("t")
    speaker_line(palette).focus()
    assert offered(palette)[0] == "Ada Cole"
    palette.keyboard.press("1")
    palette.keyboard.press("Enter")
    saved(palette, 4)
    assert Actor.objects.filter(name="Ada Cole").count() == 1
    palette.reload()
    expect(voices(palette, OTHER).locator("a")).to_have_text("Ada Cole")


def test_a_name_much_like_another_is_warned_of(palette):
    speaker_line(palette).fill("J. Smith")
    names = palette.locator(".speaker-field .option .name")
    expect(names).to_have_text(
        ["Create person “J. Smith”", "Create organisation “J. Smith”", "Did you mean Jane Smith?"]
    )
    expect(palette.locator("#speaker-about .alike")).to_contain_text("Much like “Jane Smith”")
    speaker_line(palette).fill("jane smith")
    expect(names).to_have_text(["Already there: Jane Smith"])


def test_roles_and_kinds_are_changed_by_keyboard_and_by_mouse(palette):
    speaker_line(palette).focus()
    palette.keyboard.press("1")
    palette.keyboard.type("Home")
    palette.keyboard.press("Enter")
    palette.keyboard.type("Ada Cole")
    palette.keyboard.press("Enter")
    palette.get_by_label("Role of Home Office").select_option("blamed")
    palette.get_by_label("What Ada Cole is").focus()
    palette.keyboard.type("Org")
    palette.keyboard.press("Tab")
    palette.keyboard.type("rep")
    palette.get_by_role("button", name="Save").click()
    saved(palette, 3)
    assert attributions() == [("Jane Smith", "speaker"), ("Home Office", "blamed"), ("Ada Cole", "reported_by")]
    assert Actor.objects.get(name="Ada Cole").kind == "organisation"
    expect(voices(palette).locator(".role")).to_have_text(["blamed", "reported by"])


def test_who_is_named_can_be_taken_away_again(palette):
    speaker_line(palette).focus()
    palette.keyboard.press("1")
    palette.keyboard.press("2")
    palette.keyboard.press("Backspace")
    expect(palette.locator(".named .name")).to_have_text(["Jane Smith"])
    palette.get_by_role("button", name="Remove Jane Smith").click()
    expect(palette.locator(".named .name")).to_have_count(0)
    expect(speaker_line(palette)).to_be_focused()


def test_editing_shows_who_is_named_and_changes_it(palette):
    palette.keyboard.press("Escape")
    palette.locator(".item", has_text="solidarity").locator(".jump").click()
    palette.get_by_role("button", name="Edit", exact=True).click()
    expect(palette.locator(".named .name")).to_have_text(["Jane Smith"])
    palette.get_by_label("Role of Jane Smith").select_option("addressee")
    palette.keyboard.press("Control+Enter")
    expect(voices(palette, "solidarity").locator(".role")).to_have_text("addressee")
    saved(palette, 2)
    assert attributions("solidarity") == [("Jane Smith", "addressee")]
    palette.keyboard.press("Control+z")
    expect(voices(palette, "solidarity").locator(".role")).to_have_count(0)
    saved(palette, 2)
    assert attributions("solidarity") == [("Jane Smith", "speaker")]


def test_somebody_is_named_by_taps_on_a_phone(sign_in, cast, project, debate):
    page = open_document(sign_in(cast.bob, **PHONE), project, debate)
    select(page, QUOTE)
    page.get_by_role("button", name="Tag…").tap()
    page.locator(".tag-field .option").first.tap()
    speaker_line(page).tap()
    page.locator(".speaker-field .option", has_text="Home Office").tap()
    page.get_by_label("Role of Home Office").select_option("blamed")
    box = page.locator("#palette").bounding_box()
    assert (box["width"], box["height"]) == (360, 740)
    page.get_by_role("button", name="Save").tap()
    expect(page.locator(".item.saving, .item.unsaved")).to_have_count(0)
    expect(voices(page)).to_have_count(1)
    assert attributions() == [("Home Office", "blamed")]


def test_the_list_says_who_says_it_and_links_to_them_without_script(sign_in, cast, project, debate):
    page = sign_in(cast.ruth, java_script_enabled=False)
    page.goto(f"/p/{project.slug}/documents/{debate.id}/")
    link = voices(page, "solidarity").get_by_role("link", name="Jane Smith")
    jane = Actor.objects.get(name="Jane Smith")
    expect(link).to_have_attribute("href", f"/p/{project.slug}/actors/{jane.id}/")


def test_one_actor_is_named_in_two_roles(palette):
    speaker_line(palette).focus()
    palette.keyboard.press("1")
    palette.keyboard.press("Shift+Tab")
    palette.keyboard.press("Shift+Tab")
    expect(palette.get_by_role("button", name="Another role for Jane Smith")).to_be_focused()
    palette.keyboard.press("Enter")
    roles = palette.get_by_label("Role of Jane Smith", exact=True)
    expect(roles.nth(1)).to_be_focused()
    palette.keyboard.type("bla")
    expect(roles.nth(0).locator("option:disabled")).to_have_text(["blamed"])
    palette.keyboard.press("Control+Enter")
    saved(palette, 3)
    assert attributions() == [("Jane Smith", "speaker"), ("Jane Smith", "blamed")]


def test_somebody_new_may_have_several_roles_and_goes_with_all_of_them(palette):
    speaker_line(palette).fill("Ada Cole")
    palette.keyboard.press("Enter")
    palette.get_by_role("button", name="Another role for Ada Cole").click()
    palette.get_by_label("What Ada Cole is").last.select_option("organisation")
    speaker_line(palette).focus()
    palette.keyboard.press("1")
    palette.get_by_role("button", name="Another role for Jane Smith").click()
    speaker_line(palette).focus()
    palette.keyboard.press("1")
    expect(palette.locator(".named .name")).to_have_text(["Ada Cole", "Ada Cole"])
    palette.get_by_role("button", name="Save").click()
    saved(palette, 3)
    assert attributions() == [("Ada Cole", "speaker"), ("Ada Cole", "reported_by")]
    assert Actor.objects.get(name="Ada Cole").kind == "organisation"


def name_the_office(page):
    speaker_line(page).fill("home off")
    page.keyboard.press("Enter")


def test_who_was_merged_meanwhile_is_named_as_the_one_that_remains(palette, cast, doors):
    name_the_office(palette)
    office = Actor.objects.get(name="Home Office")
    ministry = create_actor(door=doors(cast.erin), name="Ministry of the Interior", kind="organisation")
    merge_actors(door=doors(cast.erin), id=office.id, into=ministry.id)
    palette.keyboard.press("Control+Enter")
    expect(voices(palette).locator("a")).to_have_text(["Ministry of the Interior"])
    saved(palette, 3)
    assert attributions() == [("Ministry of the Interior", "speaker")]


def test_who_was_deleted_meanwhile_is_refused_by_name_after_a_reload_too(palette, cast, doors):
    name_the_office(palette)
    delete_actor(door=doors(cast.erin), id=Actor.objects.get(name="Home Office").id)
    palette.keyboard.press("Control+Enter")
    item = palette.locator(".item", has_text=QUOTE)
    expect(item).to_contain_text("There is no such actor in this project: Home Office.")
    palette.reload()
    expect(item).to_contain_text("There is no such actor in this project: Home Office.")
    expect(voices(palette).locator("a")).to_have_text(["Home Office"])
