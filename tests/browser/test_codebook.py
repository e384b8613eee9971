"""The codebook, the library and the account in a real browser."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from annotations.codebook import change_tag, create_tag
from annotations.drafts import Draft
from annotations.models import Annotation, Tag
from annotations.services import annotate
from tests.browser.conftest import PHONE
from tests.conftest import TEXT

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def marked(cast, doors, document):
    """Bob's annotation of “Wage stagnation”, tagged wages; the tag blame is unused."""
    create_tag(door=doors(cast.alice), name="wages", colour="#2f6fb3", definition="The level of pay.")
    create_tag(door=doors(cast.alice), name="blame")
    start = TEXT.index("Wage stagnation")
    draft = Draft(document=document.id, start=start, end=start + 15, tags=["wages"])
    (made,) = annotate(door=doors(cast.bob), drafts=[draft], base="/")
    return Annotation.objects.get(id=made.id)


def test_a_tag_is_deleted_after_a_warning_and_brought_back_by_the_message(cast, marked, sign_in) -> None:
    page = sign_in(cast.erin)
    page.goto("/p/free-movement/codebook/")
    page.get_by_label("What to do with “wages”").click()
    page.get_by_role("link", name="Delete").click()
    expect(page.get_by_text("1 annotation in 1 document will no longer carry it")).to_be_visible()
    page.get_by_role("button", name="Delete the tag").click()
    expect(page.get_by_role("link", name="wages")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("link", name="wages", exact=True)).to_be_visible()
    marked.refresh_from_db()
    assert marked.labels == ["wages"]


def test_two_people_who_edit_one_tag_see_each_others_words(cast, doors, marked, sign_in) -> None:
    page = sign_in(cast.erin)
    page.goto("/p/free-movement/codebook/wages/edit/")
    change_tag(door=doors(cast.alice), slug="wages", definition="Alice’s definition")
    page.get_by_label("Definition").fill("Erin’s definition")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("cell", name="Alice’s definition")).to_be_visible()
    expect(page.get_by_label("Definition")).to_have_value("Erin’s definition")
    page.get_by_role("button", name="Save mine over theirs").click()
    expect(page.get_by_role("heading", name="wages", exact=True)).to_be_visible()
    assert Tag.objects.get(slug="wages").definition == "Erin’s definition"


def test_a_tags_page_leads_to_the_passage_in_its_place(cast, marked, sign_in) -> None:
    page = sign_in(cast.ruth)
    page.goto("/p/free-movement/codebook/wages/")
    mark = page.locator("mark", has_text="Wage stagnation")
    tint = mark.evaluate("mark => getComputedStyle(mark).borderBottomColor")
    assert tint == "rgb(47, 111, 179)"
    page.get_by_role("link", name=re.compile("^Read it in its place")).click()
    expect(page).to_have_url(re.compile(rf"/documents/{marked.document_id}/#a-{marked.id}$"))


def test_a_document_is_deleted_from_its_menu_and_brought_back(cast, document, sign_in) -> None:
    page = sign_in(cast.erin)
    page.goto("/p/free-movement/")
    page.get_by_label("What to do with “Wages and borders”").press("Enter")
    page.get_by_role("button", name="Delete", exact=True).press("Enter")
    expect(page.get_by_text("Bring in the first text")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("link", name="Wages and borders")).to_be_visible()


def test_a_token_stands_ready_to_be_copied(cast, sign_in) -> None:
    page = sign_in(cast.bob)
    page.goto("/account/")
    page.get_by_text("Make a token").click()
    page.get_by_label("What is it for?").fill("weekly export")
    page.get_by_role("button", name="Make the token").click()
    expect(page.get_by_label(re.compile("^Copy it now"))).to_have_value(re.compile(r"^argmap_[\w-]{43}$"))
    page.goto("/account/")
    expect(page.get_by_label(re.compile("^Copy it now"))).to_have_count(0)


PAGES = (
    "/", "/projects/new/", "/account/", "/accounts/email/", "/accounts/password/change/", "/p/free-movement/",
    "/p/free-movement/members/", "/p/free-movement/settings/", "/p/free-movement/codebook/",
    "/p/free-movement/codebook/wages/", "/p/free-movement/codebook/wages/edit/",
    "/p/free-movement/codebook/wages/merge/", "/p/free-movement/codebook/wages/delete/",
)  # fmt: skip
WAYS_IN = ("/", "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/")


@pytest.mark.parametrize("device", [{"color_scheme": "light"}, PHONE | {"color_scheme": "dark"}], ids=["desk", "phone"])
def test_every_page_is_accessible_and_no_wider_than_its_window(cast, marked, sign_in, device) -> None:
    for user, paths in ((cast.alice, PAGES), (None, WAYS_IN)):
        page = sign_in(user, **device)
        for path in paths:
            page.goto(path)
            for fold in page.locator("details.fold > summary").all():
                fold.click()
            found = Axe().run(page).response["violations"]
            assert not found, (path, [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found])
            assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), path
