"""Importing in a real browser: choosing, dropping, pasting."""

import pytest
from playwright.sync_api import expect

from documents.models import Document
from tests.browser.test_accessibility import faults

pytestmark = pytest.mark.django_db(transaction=True)
IMPORT = "/p/free-movement/import/"
DROP = """(zone, name) => {
  const data = new DataTransfer();
  data.items.add(new File(["# Dropped\\n\\nA text."], name));
  for (const kind of ["dragenter", "dragover", "drop"]) {
    zone.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
  }
}"""


def file(name, text):
    return {"name": name, "mimeType": "text/plain", "buffer": text.encode()}


def test_files_are_chosen_and_dropped_and_their_fates_told(sign_in, cast, project):
    page = sign_in(cast.erin)
    page.goto(IMPORT)
    page.get_by_label("Choose files").set_input_files([file("a.txt", "Chosen text"), file("b.txt", "")])
    page.locator("#drop").evaluate(DROP, "c.md")
    expect(page.locator("#chosen li")).to_have_text(["a.txt11 B", "b.txt0 B", "c.md18 B"])
    assert faults(page) == []
    page.get_by_role("button", name="Import files").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 documents imported")
    expect(page.locator(".refused")).to_contain_text("There is no text in it.")
    assert faults(page) == []
    page.get_by_role("link", name="Dropped").click()
    expect(page.locator("#text")).to_contain_text("A text.")


def test_files_that_are_too_large_are_not_even_sent(sign_in, cast, project, settings):
    settings.MAX_UPLOAD_BYTES = 1000
    page = sign_in(cast.erin)
    page.goto(IMPORT)
    page.get_by_label("Choose files").set_input_files([file("a.txt", "A" * 2000)])
    page.get_by_role("button", name="Import files").click()
    expect(page.locator("#files-error")).to_contain_text("one import takes 1000 B at most")
    assert not Document.objects.exists()


def test_without_script_the_server_says_that_files_are_too_large(sign_in, cast, project, settings):
    settings.MAX_UPLOAD_BYTES = 1000
    page = sign_in(cast.erin, java_script_enabled=False)
    page.goto(IMPORT)
    page.get_by_label("Choose files").set_input_files([file("a.txt", "A" * 200_000)])
    page.get_by_role("button", name="Import files").click()
    expect(page.get_by_role("alert").first).to_contain_text("Nothing was imported")


def test_a_pasted_text_survives_a_mistake_and_is_then_read(sign_in, cast, project):
    page = sign_in(cast.erin)
    page.goto(IMPORT)
    page.get_by_label("Text", exact=True).fill("Pasted\n\ntext with “quotes”.")
    page.get_by_label("Language").fill("English!")
    page.get_by_role("button", name="Import the text").click()
    expect(page.get_by_role("alert").first).to_contain_text("was not imported")
    expect(page.get_by_label("Text", exact=True)).to_have_value("Pasted\n\ntext with “quotes”.")
    assert faults(page) == []
    page.get_by_label("Language").fill("en")
    page.get_by_role("button", name="Import the text").click()
    expect(page.locator("#text")).to_contain_text("text with “quotes”.")


def test_the_export_page_is_accessible_and_downloads(sign_in, cast, project, document):
    page = sign_in(cast.ruth)
    page.goto("/p/free-movement/export/")
    assert faults(page) == []
    page.get_by_label("for Excel").check()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download CSV").click()
    assert download.value.suggested_filename.endswith(".csv")
    assert download.value.path().read_bytes().startswith(b"\xef\xbb\xbfid,")
