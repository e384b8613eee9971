"""The way to a provider of OpenID Connect and back, in a browser that keeps to our policy."""

import pytest
from playwright.sync_api import expect

from tests.accounts.provider import running
from tests.browser.conftest import PHONE
from tests.browser.test_accessibility import faults

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("device", [{}, PHONE | {"color_scheme": "dark"}], ids=["desk", "phone"])
def test_somebody_goes_to_the_provider_and_comes_back_to_where_they_were(sign_in, project, settings, device):
    with running() as provider:
        settings.SOCIALACCOUNT_PROVIDERS = provider.app()
        page = sign_in(**device)
        page.goto("/accounts/login/?next=/account/")
        assert faults(page) == []
        page.get_by_role("button", name="Sign in with Uni").click()
        page.wait_for_url("**/accounts/3rdparty/signup/**")
        expect(page.get_by_label("User name")).to_have_value("dora")
        assert faults(page) == []
        page.get_by_role("button", name="Sign up").click()
        page.wait_for_url("**/account/")
        page.get_by_role("link", name="Sign in with Uni").click()
        expect(page.get_by_role("button", name="Disconnect")).to_be_visible()
        assert faults(page) == []
