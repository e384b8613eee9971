"""A book under thousands of annotations: the list keeps only what is near, and nothing else is different."""

import pytest
from playwright.sync_api import Page, expect

from annotations.drafts import Draft
from annotations.models import Annotation
from annotations.services import annotate
from tests.browser.reading import drag_over, open_document, save
from tests.conftest import import_text

MANY = 1_000
VERY_MANY = 5_000
SENTENCE = "Sentence {:05} says that wages fall. "
LENGTH = len(SENTENCE.format(0))
MOST_ITEMS = 250

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def write(cast, project, doors):
    """Write a document of so many sentences, each marked, as `even` or `odd`; every tenth mark holds two."""

    def write(count: int):
        paragraphs = ["".join(SENTENCE.format(at) for at in range(first, first + 8)) for first in range(0, count, 8)]
        text = "\n\n".join(paragraphs) + "\n"
        document = import_text(project, cast.erin, text, "A book")
        drafts = [
            Draft(document=document.id, version=1, start=start, end=start + (1 + (at % 10 == 0)) * LENGTH - 1,
                  tags=["odd" if at % 2 else "even"])
            for at in range(count)
            for start in [(LENGTH * 8 + 2) * (at // 8) + LENGTH * (at % 8)]
        ]  # fmt: skip
        for at in range(0, count, 500):
            annotate(door=doors(cast.bob), drafts=drafts[at : at + 500], base="/")
        document.text_of_it = text
        return document

    return write


@pytest.fixture
def book(write):
    """A document under more annotations than a list shows as a whole."""
    return write(MANY)


def loaded(page: Page, count: int = MANY) -> Page:
    """Wait until the page knows all annotations."""
    expect(page.locator(f".batch[aria-label$=' to {count} of {count}']")).to_be_attached(timeout=20_000)
    expect(page.locator("#annotations-title .count")).to_have_text(str(count))
    return page


def opened(sign_in, user, project, book, fragment: str = "", count: int = MANY) -> Page:
    return loaded(open_document(sign_in(user), project, book, fragment=fragment), count)


def items(page: Page) -> int:
    return page.locator(".item").count()


def marked(page: Page) -> set[str]:
    """The annotations that are painted in the first paragraph."""
    marks = page.locator("#text [data-start]").first.locator("mark")
    return {
        identity for ids in marks.evaluate_all("all => all.map(one => one.dataset.ids)") for identity in ids.split()
    }


def nth(at: int):
    return Annotation.objects.order_by("start", "-end")[at]


def test_a_long_list_keeps_only_items_near_what_is_shown(sign_in, cast, project, write):
    book = write(VERY_MANY)
    page = opened(sign_in, cast.bob, project, book, count=VERY_MANY)
    assert page.evaluate("document.getElementById('text').textContent") == book.text_of_it
    assert 0 < items(page) <= MOST_ITEMS
    expect(page.locator(".further")).to_have_count(0)
    for place in (0.5, 1.0, 0.25):
        page.evaluate(
            "at => { const body = document.getElementById('margin-body'); body.scrollTop = body.scrollHeight * at; }",
            place,
        )
        page.wait_for_function("""() => {
          const { left, top, width, height } = document.getElementById('margin-body').getBoundingClientRect();
          return document.elementFromPoint(left + width / 2, top + height / 2)?.closest('.item');
        }""")
        assert items(page) <= MOST_ITEMS
    expect(page.locator(".batch[aria-label='Annotations 1 to 25 of 5000']")).to_have_count(1)


def test_the_address_of_the_last_annotation_opens_it(sign_in, cast, project, book):
    last = nth(MANY - 1)
    page = opened(sign_in, cast.ruth, project, book, f"#a-{last.id}")
    item = page.locator(".item[aria-current]")
    expect(item).to_have_attribute("data-id", str(last.id))
    expect(item).to_be_in_viewport(ratio=1)
    expect(page.locator("mark.lit")).to_be_in_viewport(ratio=0.5)
    assert items(page) <= MOST_ITEMS


def test_keys_go_on_from_item_to_item_wherever_they_are(sign_in, cast, project, book):
    page = opened(sign_in, cast.ruth, project, book, f"#a-{nth(500).id}")
    page.locator(".item[aria-current] .jump").focus()
    visited = [str(nth(500).id)]
    for _ in range(120):
        page.keyboard.press("Tab")
        visited.append(page.evaluate("document.activeElement.closest('.item')?.dataset.id"))
    order = [str(id_) for id_ in Annotation.objects.order_by("start", "-end").values_list("id", flat=True)]
    items = list(dict.fromkeys(visited))
    assert len(items) > 30
    assert items == order[500 : 500 + len(items)]


def test_a_filter_shows_the_list_of_what_it_lets_through(sign_in, cast, project, book):
    page = opened(sign_in, cast.ruth, project, book)
    page.locator("#filters summary").click()
    page.locator(".choice", has_text="odd").click()
    expect(page.locator("#annotations-title .count")).to_have_text(f"{MANY // 2} of {MANY}")
    expect(page.locator(".item").first).to_contain_text("Sentence 00001")
    assert page.locator(".item.c-even").count() == 0
    assert 0 < items(page) <= MOST_ITEMS
    page.evaluate("document.getElementById('margin-body').scrollTop = 1e9")
    expect(page.locator(".item", has_text="Sentence 00999")).to_be_visible()
    page.get_by_role("button", name="Show all").click()
    expect(page.locator("#annotations-title .count")).to_have_text(str(MANY))
    loaded(page)


def test_a_new_mark_among_thousands_is_in_its_place_and_deleting_it_takes_it_away(sign_in, cast, project, book):
    page = opened(sign_in, cast.bob, project, book, f"#a-{nth(600).id}")
    drag_over(page, "Sentence 00602 says that wages")
    page.keyboard.press("t")
    save(page, "wages")
    loaded(page, MANY + 1)
    item = page.locator(".item[aria-current]")
    expect(item).to_contain_text("wages")
    expect(item).to_be_in_viewport(ratio=1)
    order = page.locator(".item").evaluate_all("all => all.map(one => one.dataset.place.split(' ').map(Number))")
    assert order == sorted(order, key=lambda place: (place[0], -place[1]))
    item.get_by_role("button", name="Delete", exact=True).click()
    loaded(page, MANY)
    expect(page.locator(".item:focus")).to_have_count(1)
    assert page.evaluate("document.getElementById('text').textContent") == book.text_of_it


def test_what_is_marked_while_the_annotations_are_coming_takes_no_other_mark_away(sign_in, cast, project, book):
    page = sign_in(cast.bob)
    held = []
    page.route("**/annotations/?*", lambda route: held.append(route))
    page.goto(f"/p/{project.slug}/documents/{book.id}/")
    expect(page.locator("mark").first).to_be_visible()
    before = marked(page)
    drag_over(page, "Sentence 00003 says")
    page.keyboard.press("t")
    save(page, "wages")
    expect(page.locator("mark", has_text="Sentence 00003 says").first).to_be_visible()
    assert before < marked(page)
    page.unroute_all()  # which lets go what was held
    loaded(page, MANY + 1)
    assert page.evaluate("document.getElementById('text').textContent") == book.text_of_it
