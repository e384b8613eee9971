"""Finding one's place on the reading page: by address, and among the tags used last."""

import pytest
from playwright.sync_api import expect

from tests.browser.reading import drag_over, open_document, said, save, saved, select
from tests.conftest import import_text

pytestmark = pytest.mark.django_db(transaction=True)

LONG = "\n\n".join(f"Paragraph {number} says nothing that anybody would mark." for number in range(1, 80)) + "\n"


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_an_address_of_an_annotation_leads_to_its_passage(sign_in, cast, project, doors, motion):
    document = import_text(project, cast.erin, LONG, "Nothing")
    identity = said(doors(cast.bob), document, LONG, "Paragraph 60 says nothing", "silence")
    page = sign_in(cast.ruth, reduced_motion=motion)
    open_document(page, project, document, fragment=f"#a-{identity}")
    expect(page.locator("#text mark")).to_be_in_viewport()
    expect(page.locator(f"#a-{identity}")).to_be_in_viewport()


def test_a_tag_just_created_is_offered_for_the_next_passage(sign_in, cast, project, document):
    page = open_document(sign_in(cast.bob), project, document)
    drag_over(page, "Wage stagnation")
    page.keyboard.press("t")
    page.keyboard.type("wages")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator(".item.saving")).to_have_count(0)
    drag_over(page, "paid poorly")
    page.locator("#recent").get_by_role("button", name="wages").click()
    expect(page.locator(".item")).to_have_count(2)
    expect(page.locator("mark").last).to_have_text("paid poorly")


def test_saving_scrolls_the_list_and_not_the_page(sign_in, cast, project, doors):
    document = import_text(project, cast.erin, LONG, "Nothing")
    for number in range(1, 30):
        said(doors(cast.bob), document, LONG, f"Paragraph {number} says", "silence")
    page = open_document(sign_in(cast.bob), project, document)
    page.mouse.wheel(0, 10)
    select(page, "Paragraph 31 says")
    page.wait_for_timeout(300)
    before = page.evaluate("scrollY")
    page.keyboard.press("t")
    save(page, "silence")
    saved(page, 30)
    expect(page.locator(".item[aria-current]")).to_be_in_viewport(ratio=1)
    page.wait_for_timeout(400)
    assert page.evaluate("scrollY") == before
    expect(page.locator("#filters summary")).to_be_in_viewport(ratio=1)
