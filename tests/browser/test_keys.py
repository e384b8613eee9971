"""The keys of the reading page are one table: what is handled, what is documented, and where they hold."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.reading import open_document, said
from tests.conftest import TEXT

DOCS = Path(__file__).parent.parent.parent / "docs" / "reference" / "shortcuts.md"
SIGNS = {"↓": "ArrowDown", "↑": "ArrowUp", "←": "ArrowLeft", "→": "ArrowRight", "Esc": "Escape"}

pytestmark = pytest.mark.django_db(transaction=True)


def documented() -> list[tuple[str, list[tuple[list[str], str]]]]:
    """The tables of the page, by their headings: the chords as keys.js writes them, and the words."""
    sections = re.split(r"^## ", DOCS.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    found = []
    for section in sections:
        rows = re.findall(r"^\| (<kbd>.*?) \| (.+) \|$", section, re.MULTILINE)
        if rows:
            found.append((section.splitlines()[0], [(chords(keys), words) for keys, words in rows]))
    return found


def chords(cell: str) -> list[str]:
    """The chords of a cell: Ctrl+Z is Ctrl+z to the script."""
    return [" … ".join(chord(one) for one in each.split(" … ")) for each in cell.split(" or ")]


def chord(shown: str) -> str:
    keys = [SIGNS.get(key, key) for key in re.findall(r"<kbd>(.*?)</kbd>", shown)]
    return "+".join(key.lower() if len(keys) > 1 and len(key) == 1 else key for key in keys)


@pytest.fixture
def page(sign_in, cast, project, document, doors):
    said(doors(cast.bob), document, TEXT, "Wage stagnation is not caused by migrant labour", "wages")
    return open_document(sign_in(cast.bob), project, document)


def test_the_documented_keys_are_those_of_the_table(page):
    table = page.evaluate("async () => (await import('/static/annotations/keys.js')).KEYS")
    assert documented() == [(group["title"], [(row["keys"], row["words"]) for row in group["keys"]]) for group in table]


def test_single_letters_do_nothing_unless_the_text_or_the_list_has_the_focus(page):
    for key in ("j", "q", "p", "w", "e", "x"):
        page.keyboard.press(key)
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator(".item[aria-current]")).to_have_count(0)
    assert page.evaluate("String(getSelection())") == ""
    page.locator("#filters summary").click()
    page.get_by_label("By words").fill("")
    page.keyboard.type("jqpwex")
    expect(page.get_by_label("By words")).to_have_value("jqpwex")
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_keys_with_modifiers_of_their_own_are_left_to_the_browser(page):
    page.locator("#text").focus()
    pressed = """([key, modifier]) => {
      const event = new KeyboardEvent("keydown", { key, [modifier]: true, bubbles: true, cancelable: true });
      document.getElementById("text").dispatchEvent(event);
      return event.defaultPrevented;
    }"""
    for key, modifier in (("j", "ctrlKey"), ("t", "altKey"), ("p", "ctrlKey"), ("a", "metaKey")):
        assert not page.evaluate(pressed, [key, modifier])
