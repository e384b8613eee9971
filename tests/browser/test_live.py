"""What anybody does is on every other open page of a document, by itself."""

import json
import re

import pytest
from playwright.sync_api import expect

from accounts.models import User
from actors.services import change_actor
from annotations.attributing import merge_actors
from annotations.codebook import change_tag, create_tag, delete_tag, merge_tags, restore_tag
from annotations.commenting import comment, delete_comment
from annotations.drafts import Draft
from annotations.models import Annotation, Tag
from annotations.rearranging import part_tag
from annotations.review import correct_text
from annotations.services import annotate, change_annotation, delete_annotation, restore_annotation
from documents.models import Document
from documents.services import delete_document, restore_document
from projects.services import add_member, delete_project
from tests.browser.reading import change_note, open_document, said, saved, tag
from tests.conftest import TEXT

QUOTE = "Wage stagnation is not caused by migrant labour"
OTHER = "We were all paid poorly"
_SEEN = "(marks) => marks.map((mark) => `${mark.className} ${mark.dataset.ids} ${mark.textContent}`)"
TOLD = "We were not all paid poorly"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mark(cast, document, doors):
    """The id of an annotation of Bob's, tagged wages."""
    return said(doors(cast.bob), document, TEXT, QUOTE, "wages")


@pytest.fixture
def bob(sign_in, cast, project, document, mark):
    """Bob's page."""
    return open_document(sign_in(cast.bob), project, document)


@pytest.fixture
def erin(sign_in, cast, project, document, bob):
    """Erin's page, in a browser of her own."""
    return open_document(sign_in(cast.erin), project, document)


def test_a_mark_with_its_tags_its_note_and_the_counts(bob, erin):
    tag(bob, OTHER, "pay")
    saved(erin, 2)
    expect(erin.locator(".item .tag").last).to_have_text("pay")
    expect(erin.locator("#text mark").last).to_have_text(OTHER)
    expect(erin.locator("[data-count=annotations]").first).to_have_text("2")
    expect(erin.locator("[data-count=sentence]")).to_have_text("2 annotations")
    erin.locator("#filters summary").click()
    expect(erin.locator("[data-filter=tag] .choice")).to_have_text(["pay 1", "wages 1"])
    bob.locator(".jump").last.click()
    bob.get_by_role("button", name="Delete", exact=True).click()
    expect(erin.locator("[data-filter=tag] .choice")).to_have_text(["wages 1"])
    saved(erin, 1)
    bob.locator("#text").focus()
    bob.keyboard.press("Control+z")
    saved(erin, 2)


def test_a_note_and_whose_it_is_not_to_undo(bob, erin):
    change_note(erin, "Said by whom?")
    expect(bob.locator(".item .remark")).to_have_text("Said by whom?")
    bob.locator("#text").focus()
    bob.keyboard.press("Control+z")
    expect(bob.locator(".toast")).to_have_text("There is nothing to undo.")
    expect(bob.locator(".item .remark")).to_have_text("Said by whom?")


def test_what_came_may_be_changed_at_once(bob, erin):
    change_note(bob, "First")
    expect(erin.locator(".item .remark")).to_have_text("First")
    change_note(erin, "Second")
    expect(bob.locator(".item .remark")).to_have_text("Second")
    change_note(bob, "Third")
    expect(erin.locator(".item .remark")).to_have_text("Third")
    saved(bob)
    saved(erin)


def test_what_programs_write_and_imports_bring(bob, erin, cast, program, project, document):
    rows = [
        {"document": str(document.id), "quote": quote, "tags": ["imported"], "attributions": [{"name": "The campaign"}]}
        for quote in (OTHER, "Immigrants are being scapegoated")
    ]
    answer = program(cast.alice).post(
        f"/api/v1/projects/{project.slug}/annotations/",
        "\n".join(map(json.dumps, rows)),
        content_type="application/x-ndjson",
    )
    assert answer.status_code == 200, answer.content
    for page in (bob, erin):
        expect(page.locator(".item")).to_have_count(3)
        expect(page.locator(".item .voice a")).to_have_text(["The campaign"] * 2)
        expect(page.locator(".item .who")).to_have_text(["bob", "alice", "alice"])


def test_a_deletion_and_its_undoing_from_elsewhere(bob, cast, doors, mark):
    delete_annotation(door=doors(cast.erin), id=mark)
    saved(bob, 0)
    expect(bob.locator("#nothing")).to_be_visible()
    expect(bob.locator("#text mark")).to_have_count(0)
    restore_annotation(door=doors(cast.erin), id=mark)
    saved(bob, 1)
    expect(bob.locator("#text mark")).to_have_text(QUOTE)


def test_a_tag_that_is_renamed_coloured_merged_and_restored(bob, cast, doors, mark):
    door = doors(cast.erin)
    change_tag(door=door, slug="wages", name="Pay and wages", colour="#123456")
    expect(bob.locator(".item .tag")).to_have_text("Pay and wages")
    expect(bob.locator("#text mark")).to_have_class("d1 c-pay-and-wages c1-pay-and-wages b1 e1")
    style = "(mark) => getComputedStyle(mark).getPropertyValue('--c1')"
    assert bob.locator("#text mark").evaluate(style) == "#123456"
    change_tag(door=door, slug="pay-and-wages", colour="#654321")
    expect(bob.locator("#text mark")).to_have_css("--c1", "#654321")
    create_tag(door=door, name="Labour")
    old = Tag.objects.get(slug="pay-and-wages")
    merge_tags(door=door, slug="pay-and-wages", into="labour")
    expect(bob.locator(".item .tag")).to_have_text("Labour")
    restore_tag(door=door, tag_id=old.id)
    expect(bob.locator(".item .tag")).to_have_text(["Labour", "Pay and wages"])
    delete_tag(door=door, slug="labour")
    expect(bob.locator(".item .tag")).to_have_text(["Pay and wages"])
    change_note(bob, "Still mine")
    saved(bob)
    assert Annotation.objects.get(id=mark).note == "Still mine"


def test_a_tag_that_is_parted(bob, cast, doors, mark):
    door = doors(cast.erin)
    create_tag(door=door, name="Labour")
    part_tag(door=door, slug="wages", annotations=[mark], to=["labour"])
    expect(bob.locator(".item .tag")).to_have_text("Labour")


def test_a_new_tag_is_offered_and_a_retired_one_no_more(bob, cast, doors, document):
    create_tag(door=doors(cast.erin), name="Solidarity")
    change_tag(door=doors(cast.erin), slug="wages", retired=True)
    said(doors(cast.erin), document, TEXT, OTHER, "last")
    saved(bob, 2)
    bob.locator("#text").focus()
    bob.keyboard.press("ArrowDown")
    bob.keyboard.press("Enter")
    options = bob.locator("#palette [role=option]")
    expect(options.filter(has_text="last")).to_be_visible()
    expect(options.filter(has_text="Solidarity")).to_be_visible()
    expect(options.filter(has_text="wages")).to_have_count(0)


def test_an_actor_that_is_renamed_and_merged(bob, cast, doors, actors, mark):
    door = doors(cast.erin)
    change_annotation(door=door, id=mark, draft=Draft(attributions=[{"actor": str(actors.mrs.id), "role": "speaker"}]))
    expect(bob.locator(".voice a")).to_have_text("T. May")
    change_actor(door=door, id=actors.mrs.id, name="Mrs May")
    expect(bob.locator(".voice a")).to_have_text("Mrs May")
    merge_actors(door=door, id=actors.mrs.id, into=actors.may.id)
    expect(bob.locator(".voice a")).to_have_text("Theresa May")


def test_comments_are_counted_and_shown_where_they_are_open(bob, cast, doors, mark):
    comment(door=doors(cast.erin), annotation=mark, body="Who says this, @bob?")
    expect(bob.locator(".talk")).to_contain_text("1 comment")
    expect(bob.locator(".talk")).to_contain_text("1 unread, you are mentioned")
    bob.locator(".talk").click()
    expect(bob.locator(".talks .said")).to_have_text("Who says this, @bob?")
    bob.get_by_label("Write a reply").or_(bob.get_by_role("button", name="Reply")).first.click()
    bob.get_by_label("Write a reply").fill("I am still wri")
    second, _ = comment(door=doors(cast.alice), annotation=mark, body="And when?")
    expect(bob.locator(".talks .said")).to_have_text(["Who says this, @bob?", "And when?"])
    expect(bob.get_by_label("Write a reply")).to_have_value("I am still wri")
    expect(bob.get_by_label("Write a reply")).to_be_focused()
    delete_comment(door=doors(cast.alice), id=second.id)
    expect(bob.locator(".talks .said")).to_have_count(1)


def test_a_corrected_text_is_said_and_led_to(bob, erin, cast, doors, document):
    correct_text(door=doors(cast.erin), document=document, text=TEXT.replace(OTHER, TOLD))
    expect(bob.locator(".notice")).to_contain_text("erin has corrected this text.")
    saved(bob, 1)
    expect(bob.locator("#text")).to_contain_text(OTHER)
    bob.get_by_role("link", name="Go to version 2").click()
    expect(bob.locator("#text")).to_contain_text(TOLD)
    expect(bob.locator(".notice")).to_have_count(0)


def test_a_deleted_document_and_a_deleted_project_are_said(bob, cast, project, document):
    delete_document(document=document, user=cast.erin)
    expect(bob.locator(".notice")).to_contain_text("erin has deleted this document.")
    restore_document(document=Document.objects.get(id=document.id), user=cast.erin)
    expect(bob.locator(".notice")).to_have_count(0)
    delete_project(project=project, user=cast.alice)
    expect(bob.locator(".notice")).to_contain_text("You are no longer in this project.")


def test_ten_people_at_once_end_with_the_same_page(sign_in, cast, project, document, doors):
    others = [User.objects.create_user(name) for name in ("dan", "eve", "fay", "gus", "hal", "ida")]
    for person in others:
        add_member(project=project, by=cast.alice, user=person, role="annotator")
    people = [cast.alice, cast.erin, cast.bob, cast.ruth, *others]
    pages = [open_document(sign_in(person), project, document) for person in people]
    sentences = [sentence for sentence in TEXT.replace("\n", " ").split(" ") if len(sentence) > 4]
    for number, word in enumerate(sentences[:12]):
        start = TEXT.index(word)
        person = people[number] if number < 3 else others[number % 6]
        draft = Draft(document=document.id, version=1, start=start, end=start + len(word), tags=[f"tag {number % 4}"])
        annotate(door=doors(person), drafts=[draft], base="/")
    tag(pages[2], "asked for solidarity", "last")
    for page in pages:
        expect(page.locator(".item")).to_have_count(13)
        expect(page.locator(".item .tag", has_text="last")).to_have_count(1)
    first, *others = (
        [re.sub(" (lit|hint)", "", mark) for mark in page.locator("#text mark").evaluate_all(_SEEN)] for page in pages
    )
    assert first and all(other == first for other in others)
