"""The tabs of a project, where they are wider than the window."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("section", ["", "import/", "settings/"], ids=["library", "import", "settings"])
def test_the_open_tab_is_in_view_on_a_phone(sign_in, cast, project, section):
    page = sign_in(cast.alice, **PHONE)
    page.goto(f"/p/{project.slug}/{section}")
    expect(page.locator(".tabs [aria-current]")).to_be_in_viewport(ratio=1)
