"""The pages on which people read the API's description and try it, under the strict Content-Security-Policy."""

import pytest

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_api_is_readable_in_a_browser(sign_in):
    page = sign_in()
    page.goto("/api/v1/docs/")
    page.locator(".opblock").first.wait_for()
    assert page.locator(".opblock").count() > 30
    assert page.locator(".opblock-tag", has_text="annotations").is_visible()


def test_a_signed_in_person_tries_the_api_in_the_browser(sign_in, cast, project):
    page = sign_in(cast.alice)
    page.goto("/api/v1/docs/")
    operation = page.locator("#operations-projects-get_projects")
    operation.get_by_role("button").first.click()
    operation.get_by_role("button", name="Try it out").click()
    operation.get_by_role("button", name="Execute").click()
    answer = operation.locator(".live-responses-table tbody .response-col_description").first
    answer.get_by_text("Free movement").first.wait_for()
