"""Selecting by keyboard, in texts that run either way."""

import pytest
from playwright.sync_api import expect

from tests.browser.reading import open_document
from tests.conftest import import_text

ARABIC = "الأجور لا تنخفض بسبب المهاجرين. نحن جميعا ندفع القليل.\n"
ENGLISH = "Wages do not fall because of migrants. We are all paid too little.\n"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(("text", "onward"), [(ENGLISH, "ArrowRight"), (ARABIC, "ArrowLeft")])
def test_the_arrow_that_points_onward_goes_onward(sign_in, cast, project, text, onward):
    page = open_document(sign_in(cast.bob), project, import_text(project, cast.erin, text, "Wages"))
    first, second = text.strip().split(". ")
    page.locator("#text").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#spoken")).to_have_text(f"{first}.")
    page.keyboard.press(f"Shift+{onward}")
    assert page.evaluate("String(getSelection())") == f"{first}. {second.split()[0]}"
    page.keyboard.press(onward)
    assert page.evaluate("String(getSelection())") == f"{first.split(maxsplit=1)[1]}. {second.split()[0]}"
