"""Pages that the server made follow what happens, without getting into the reader's way."""

import pytest
from playwright.sync_api import expect

from actors.services import change_actor
from annotations.attributing import merge_actors
from annotations.codebook import change_tag, create_tag, delete_tag
from annotations.drafts import Draft
from annotations.review import correct_text, keep_annotation
from annotations.services import change_annotation
from coding.assigning import assign
from coding.closing import close_document, open_document
from documents.models import Document
from documents.services import delete_document
from projects.models import Feed, Member
from projects.services import add_member, change_project, change_role
from tests.browser.reading import said
from tests.conftest import TEXT, import_text

QUOTE = "Wage stagnation is not caused by migrant labour"
OTHER = "We were all paid poorly"

pytestmark = pytest.mark.django_db(transaction=True)


HAS_HEARD = """async (seq) => {
  const { live } = await import("/static/projects/live.js");
  while (live.sequence.seq < seq) await new Promise((heard) => setTimeout(heard, 20));
  await new Promise((begun) => setTimeout(begun, 400)); // and what is made anew then has begun to be
}"""


def newest(project) -> int:
    """The number of the project's newest event."""
    return Feed.objects.get(project=project).seq


@pytest.fixture
def mark(cast, document, doors):
    return said(doors(cast.bob), document, TEXT, QUOTE, "wages")


@pytest.fixture
def at(sign_in, cast, project):
    """A function that opens one of the project's pages as Erin."""

    def open_at(path: str):
        page = sign_in(cast.erin)
        page.goto(f"/p/{project.slug}/{path}")
        return page

    return open_at


def test_the_library_counts_documents_and_annotations(at, cast, project, document, doors, mark):
    page = at("")
    expect(page.locator(".library .tally")).to_contain_text("1 annotation")
    said(doors(cast.bob), document, TEXT, OTHER, "pay")
    expect(page.locator(".library .tally")).to_contain_text("2 annotations")
    second = import_text(project, cast.alice, "Another text.\n", "Another")
    expect(page.locator(".library li .title")).to_have_count(2)
    delete_document(document=Document.objects.get(id=second.id), user=cast.alice)
    expect(page.locator(".library li .title")).to_have_count(1)


def test_the_first_document_comes_to_an_empty_library(at, cast, project):
    page = at("")
    expect(page.locator("#no-documents")).to_be_visible()
    import_text(project, cast.alice)
    expect(page.locator(".library .title")).to_have_text("Wages and borders")


def test_the_codebook_gains_tags_counts_and_colours(at, cast, doors, document, mark):
    page = at("codebook/")
    said(doors(cast.bob), document, TEXT, OTHER, "wages")
    expect(page.locator("#tag-wages .uses")).to_contain_text("2 uses")
    create_tag(door=doors(cast.alice), name="Solidarity", colour="#123456")
    expect(page.locator("#codebook li")).to_have_count(2)
    swatch = page.locator("#tag-solidarity .swatch")
    expect(swatch).to_have_css("--c", "#123456")
    change_tag(
        door=doors(cast.alice), slug="solidarity", name="Standing together", definition="What one does for others."
    )
    expect(page.locator("#tag-standing-together .meaning")).to_contain_text("What one does for others.")


def test_the_first_tag_comes_to_an_empty_codebook(at, cast, doors):
    page = at("codebook/")
    create_tag(door=doors(cast.alice), name="Solidarity")
    expect(page.locator("#codebook li")).to_have_count(1)


def test_what_can_be_chosen_follows_and_what_was_chosen_stays(at, cast, doors, project, document):
    for name in ("First", "Second"):
        create_tag(door=doors(cast.alice), name=name)
    page, activity = at("codebook/"), at("activity/")
    page.get_by_text("Add a tag").click()
    page.get_by_label("Name").fill("Fourth")
    page.get_by_label("Lies below").select_option("Second")
    page.get_by_label("Name").focus()
    create_tag(door=doors(cast.alice), name="Third")
    expect(page.get_by_label("Lies below").locator("option")).to_have_count(4)
    expect(page.get_by_label("Lies below")).to_have_value("second")
    expect(page.get_by_label("Name")).to_have_value("Fourth")
    import_text(project, cast.alice, "Another text.\n", "Another")
    add_member(project=project, by=cast.alice, user=cast.carol, role="reader")
    expect(activity.get_by_label("In").locator("option")).to_have_text(
        ["all documents", "Another", "Wages and borders"]
    )
    expect(activity.locator("#people option[value=carol]")).to_have_count(1)


def test_a_tag_that_one_moves_stays_where_it_was_put_and_keeps_the_focus(at, cast, doors):
    for name in ("First", "Second", "Third"):
        create_tag(door=doors(cast.alice), name=name)
    page = at("codebook/")
    page.locator("#tag-third .grip").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator(".toast")).to_contain_text("moved to place 2 of 3")
    create_tag(door=doors(cast.alice), name="Fourth")
    expect(page.locator("#codebook .name .title")).to_have_text(["First", "Third", "Second", "Fourth"])
    expect(page.locator("#tag-third .grip")).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#codebook .name .title")).to_have_text(["Third", "First", "Second", "Fourth"])


def test_the_pages_of_a_tag_and_of_an_actor(at, cast, doors, actors, document, mark):
    tag, actor = at("codebook/wages/"), at(f"actors/{actors.may.id}/")
    draft = Draft(note="Said in June", attributions=[{"actor": str(actors.mrs.id), "role": "speaker"}])
    change_annotation(door=doors(cast.bob), id=mark, draft=draft)
    expect(tag.locator(".remark")).to_have_text("Said in June")
    expect(tag.locator(".voice a")).to_have_text("T. May")
    merge_actors(door=doors(cast.alice), id=actors.mrs.id, into=actors.may.id)
    expect(actor.locator(".passages .remark")).to_have_text("Said in June")
    expect(tag.locator(".voice a")).to_have_text("Theresa May")


def test_the_members_and_their_roles(at, cast, project):
    page = at("members/")
    add_member(project=project, by=cast.alice, user=cast.carol, role="reader")
    expect(page.locator(".members li")).to_have_count(5)
    change_role(member=Member.objects.get(project=project, user=cast.carol), by=cast.alice, role="annotator")
    expect(page.locator(".members li", has_text="carol")).to_contain_text("Annotator")


def test_what_is_half_filled_in_is_not_taken_away(at, cast, doors, project, document):
    page = at("")
    page.get_by_role("searchbox").fill("bord")
    import_text(project, cast.alice, "Another text.\n", "Another")
    page.evaluate(HAS_HEARD, newest(project))
    expect(page.get_by_role("searchbox")).to_have_value("bord")
    expect(page.locator(".library li .title")).to_have_count(1)
    page.get_by_role("searchbox").fill("")
    page.get_by_role("searchbox").blur()
    expect(page.locator(".library li .title")).to_have_count(2)


def test_an_open_menu_stays_open_and_a_message_stays_said(at, cast, project, document):
    page = at("")
    page.locator(".library summary").click()
    import_text(project, cast.alice, "Another text.\n", "Another")
    page.evaluate(HAS_HEARD, newest(project))
    expect(page.get_by_role("link", name="Edit details")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".library li .title")).to_have_count(2)
    page.locator(".library summary").first.click()
    page.locator(".library li").first.get_by_role("button", name="Delete").click()
    expect(page.locator(".messages")).to_contain_text("Undo")
    import_text(project, cast.alice, "A third text.\n", "Third")
    expect(page.locator(".library li .title")).to_have_count(2)
    expect(page.locator(".messages")).to_contain_text("Undo")


def test_what_one_may_see_changes_when_documents_are_closed_and_opened(at, cast, doors, actors, document, mark):
    said_by = [{"actor": str(actors.may.id), "role": "speaker"}]
    change_annotation(door=doors(cast.bob), id=mark, draft=Draft(attributions=said_by))
    codebook, tag, named, actor, taken = map(
        at, ("codebook/", "codebook/wages/", "actors/", f"actors/{actors.may.id}/", "export/")
    )
    close_document(door=doors(cast.alice), document=document.id)
    assign(door=doors(cast.alice), document=document.id, user=cast.erin)
    expect(codebook.locator("#tag-wages .uses")).to_contain_text("0 uses")
    for page in (tag, actor):
        expect(page.locator(".passages > li")).to_have_count(0)
    expect(named.locator("main")).not_to_contain_text("1 × speaker")
    expect(taken.locator("main")).to_contain_text("There are no annotations yet")
    open_document(door=doors(cast.alice), document=document.id)
    expect(codebook.locator("#tag-wages .uses")).to_contain_text("1 use")
    for page in (tag, actor):
        expect(page.locator(".passages > li")).to_have_count(1)
    expect(named.locator("main")).to_contain_text("1 × speaker")
    expect(taken.locator("main")).to_contain_text("1 annotation,")


def test_an_older_version_follows_what_is_said_of_its_annotations(at, cast, doors, document, mark):
    keep_where_it_is(cast, doors, document, mark)
    page = at(f"documents/{document.id}/versions/1/")
    expect(page.locator(".passages .remark")).to_have_count(0)
    change_annotation(door=doors(cast.bob), id=mark, draft=Draft(note="Said in June"))
    expect(page.locator(".passages .remark")).to_have_text("Said in June")


def keep_where_it_is(cast, doors, document, mark) -> None:
    """Correct the text so that the annotation stays on the version before."""
    correct_text(door=doors(cast.erin), document=document, text=TEXT.replace("is not caused", "is caused"))
    keep_annotation(door=doors(cast.bob), id=mark)


def test_an_event_that_was_overtaken_is_offered_to_be_undone_no_more(at, cast, doors, project, mark):
    change_annotation(door=doors(cast.bob), id=mark, draft=Draft(note="First"))
    page = at(f"activity/{newest(project)}/")
    expect(page.get_by_role("button", name="Undo this")).to_be_visible()
    change_annotation(door=doors(cast.bob), id=mark, draft=Draft(note="Second"))
    expect(page.get_by_role("button", name="Undo this")).to_have_count(0)
    expect(page.locator("main")).to_contain_text("It was changed since, by bob")


def test_a_project_and_an_actor_that_are_renamed_are_called_so_on_top_too(at, cast, doors, project, actors):
    page = at(f"actors/{actors.may.id}/")
    change_actor(door=doors(cast.alice), id=actors.may.id, name="Mrs May")
    expect(page).to_have_title("Mrs May · Free movement")
    change_project(project=project, user=cast.alice, name="Freer movement")
    expect(page.locator("header .where")).to_have_text("Freer movement")
    expect(page).to_have_title("Mrs May · Freer movement")


def test_a_deleted_tag_is_there_to_be_restored(at, cast, doors):
    for name in ("First", "Second"):
        create_tag(door=doors(cast.alice), name=name)
    page = at("codebook/")
    delete_tag(door=doors(cast.alice), slug="first")
    expect(page.locator("#bygone summary")).to_have_text("Deleted tags (1)")
