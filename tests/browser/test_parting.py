"""Parting a tag into several: each passage is given its tags by key or mouse, at once and undoable."""

import pytest
from playwright.sync_api import expect

from annotations.codebook import create_tag
from annotations.drafts import Draft
from annotations.models import Annotation
from annotations.services import change_annotation
from tests.browser.reading import said
from tests.conftest import TEXT

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def passages(doors, cast, document):
    door = doors(cast.erin)
    for name in ("Blame", "Elites", "Media"):
        create_tag(door=door, name=name)
    quotes = ("Wages and borders", "migrant labour", "unscrupulous employers")
    return [said(doors(cast.bob), document, TEXT, quote, "blame") for quote in quotes]


@pytest.fixture
def page(sign_in, cast, project, passages):
    opened = sign_in(cast.erin)
    opened.goto(f"/p/{project.slug}/codebook/blame/part/?into=elites&into=media")
    return opened


def labels(id_):
    return Annotation.objects.get(id=id_).labels


def test_digits_check_boxes_and_arrows_go_on(page, passages):
    page.keyboard.press("ArrowDown")
    page.keyboard.press("2")
    page.keyboard.press("1")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("3")
    expect(page.locator(f"#a-{passages[0]} .part-state")).to_have_text("Saved")
    expect(page.locator(f"#a-{passages[1]} .part-state")).to_have_text("Saved")
    assert [labels(id_) for id_ in passages] == [["elites"], ["blame", "media"], ["blame"]]


def test_a_change_is_undone_from_its_message(page, passages):
    page.locator(f"#a-{passages[2]}").get_by_label("Media").check()
    expect(page.locator(f"#a-{passages[2]} .part-state")).to_have_text("Saved")
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(page.locator(f"#a-{passages[2]}").get_by_label("Media")).not_to_be_checked()
    expect(page.locator(f"#a-{passages[2]} .part-state")).to_have_text("Saved")
    assert labels(passages[2]) == ["blame"]


def test_what_was_changed_meanwhile_is_told_and_can_be_saved_all_the_same(page, passages, doors, cast):
    change_annotation(door=doors(cast.bob), id=passages[0], draft=Draft(tags=["blame", "other"]))
    page.locator(f"#a-{passages[0]}").get_by_label("Elites").check()
    expect(page.locator(f"#a-{passages[0]} .part-state")).to_contain_text("Not saved")
    page.locator(".toast").get_by_role("button", name="Save mine").click()
    expect(page.locator(f"#a-{passages[0]} .part-state")).to_have_text("Saved")
    assert labels(passages[0]) == ["blame", "elites", "other"]


def test_without_script_the_form_saves_the_page(sign_in, cast, project, passages):
    page = sign_in(cast.erin, java_script_enabled=False)
    page.goto(f"/p/{project.slug}/codebook/blame/part/")
    page.get_by_label("New tags").fill("Press")
    page.get_by_role("button", name="Go through the passages").click()
    first = page.locator(f"#a-{passages[0]}")
    first.get_by_label("Press").check()
    first.get_by_label("Blame").uncheck()
    page.get_by_role("button", name="Save these and show the rest").click()
    expect(page.locator(".passages > li")).to_have_count(2)
    assert labels(passages[0]) == ["press"]
