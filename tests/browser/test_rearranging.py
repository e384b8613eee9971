"""The codebook rearranged: by mouse, finger, keys alone and without script; undone, and refused in plain words."""

import re

import pytest
from playwright.sync_api import expect

from annotations.codebook import change_tag, create_tag, delete_tag
from annotations.models import Tag
from annotations.tree import in_order
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.reading import deafen
from tests.browser.test_accessibility import faults

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = "/p/free-movement/codebook/"


@pytest.fixture(autouse=True)
def tags(doors, cast, project):
    door = doors(cast.erin)
    for name, parent in (("Wages", None), ("Low pay", "wages"), ("Blame", None), ("Elites", "blame"), ("Votes", None)):
        create_tag(door=door, name=name, parent=parent, definition=f"What {name} means.")


@pytest.fixture
def page(sign_in, cast):
    opened = sign_in(cast.erin)
    opened.goto(PAGE)
    expect(opened.locator(".moving-help")).to_be_visible()
    return opened


def shown(page) -> list[str]:
    rows = page.locator("#codebook > li").all()
    return ["-" * int(row.get_attribute("data-depth")) + row.get_attribute("data-name") for row in rows]


def stored() -> list[str]:
    return ["-" * depth + tag.name for depth, tag in in_order(Tag.objects.live())]


def middle(page, selector: str) -> tuple[float, float]:
    page.locator(selector).scroll_into_view_if_needed()
    box = page.locator(selector).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page, slug: str, before: str, *, aside: float = 0) -> None:
    """Drag a tag by its handle to just above another, and to the side."""
    x, y = middle(page, f"#tag-{slug} .grip")
    to = page.locator(f"#tag-{before}").bounding_box()["y"]
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + aside, to + 3, steps=6)


def test_a_tag_is_dragged_with_what_lies_below_it_and_the_message_undoes_it(page):
    drag(page, "blame", "wages")
    expect(page.locator(".landing")).to_have_text("Blame at the top level")
    page.mouse.up()
    expect(page.locator(".toast")).to_contain_text("“Blame” moved to place 1 of 3 at the top level.")
    assert shown(page) == stored() == ["Blame", "-Elites", "Wages", "-Low pay", "Votes"]
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".toast")).to_contain_text("Undone")
    assert shown(page) == stored() == ["Wages", "-Low pay", "Blame", "-Elites", "Votes"]
    expect(page).to_have_url(re.compile(f"{PAGE}$"))


def test_dragging_to_the_side_puts_a_tag_below_another(page):
    drag(page, "votes", "blame", aside=30)
    expect(page.locator(".landing")).to_have_text("Votes below Wages")
    page.mouse.up()
    expect(page.locator(".toast")).to_contain_text("“Votes” moved to place 2 of 2 below “Wages”.")
    assert shown(page) == stored() == ["Wages", "-Low pay", "-Votes", "Blame", "-Elites"]
    expect(page.locator("#tag-votes .below")).to_have_text(", below Wages")


def test_escape_lets_a_dragged_tag_be(page):
    drag(page, "votes", "wages")
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(page.locator(".landing")).to_have_count(0)
    expect(page).to_have_url(re.compile(f"{PAGE}$"))
    assert shown(page) == stored() == ["Wages", "-Low pay", "Blame", "-Elites", "Votes"]


def test_a_finger_drags_the_handle_and_scrolls_elsewhere(sign_in, cast):
    page = sign_in(cast.erin, **PHONE)
    page.goto(PAGE)
    x, y = middle(page, "#tag-blame .grip")
    to = page.locator("#tag-wages").bounding_box()["y"] + 3
    touch = page.context.new_cdp_session(page)
    for kind, at in (("touchStart", y), ("touchMove", y - 12), ("touchMove", to + 9), ("touchMove", to)):
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": at}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(page.locator(".toast")).to_contain_text("“Blame” moved")
    assert shown(page) == stored() == ["Blame", "-Elites", "Wages", "-Low pay", "Votes"]


def test_keys_alone_move_a_tag_keep_the_focus_and_undo(page):
    grip = page.get_by_role("link", name="Move “Votes”")
    grip.focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator(".toast")).to_contain_text("“Votes” moved to place 2 of 3")
    page.keyboard.press("Alt+ArrowRight")
    expect(page.locator(".toast")).to_contain_text("“Votes” moved to place 2 of 2 below “Wages”")
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator(".toast")).to_contain_text("“Votes” moved to place 1 of 2 below “Wages”")
    expect(grip).to_be_focused()
    assert shown(page) == stored() == ["Wages", "-Votes", "-Low pay", "Blame", "-Elites"]
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#spoken")).to_have_text("“Votes” is the first there already.")
    page.keyboard.press("Alt+ArrowLeft")
    expect(page.locator(".toast")).to_contain_text("“Votes” moved to place 2 of 3 at the top level")
    for _ in range(4):
        page.keyboard.press("Control+z")
    expect(page.locator("#codebook > li").last).to_have_attribute("data-name", "Votes")
    expect(page.locator(".toast")).to_contain_text("Undone: “Votes” moved to place 2 of 3 at the top level")
    assert shown(page) == stored() == ["Wages", "-Low pay", "Blame", "-Elites", "Votes"]


def test_moves_made_faster_than_they_are_saved_all_arrive(page):
    page.get_by_role("link", name="Move “Votes”").focus()
    for key in ("Up", "Up", "Down", "Right", "Up", "Left", "Up"):
        page.keyboard.press(f"Alt+Arrow{key}")
    expect(page.locator(".toast")).to_contain_text("“Votes” moved to place 1 of 3")
    page.wait_for_load_state("networkidle")
    assert shown(page) == stored()


def test_undo_works_after_a_reload_too(page):
    page.get_by_role("link", name="Move “Votes”").focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(page.locator(".toast")).to_be_visible()
    page.reload()
    expect(page.locator(".moving-help")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(page.locator(".toast")).to_contain_text("Undone")
    assert stored() == ["Wages", "-Low pay", "Blame", "-Elites", "Votes"]


def test_a_move_of_what_somebody_changed_goes_back_and_says_so(page, doors, cast):
    deafen(page)
    change_tag(door=doors(cast.alice), slug="votes", definition="Theirs")
    page.get_by_role("link", name="Move “Votes”").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator(".toast")).to_contain_text(
        "“Votes” was not moved: somebody has changed the codebook meanwhile."
    )
    assert shown(page) == stored() == ["Wages", "-Low pay", "Blame", "-Elites", "Votes"]
    page.get_by_role("button", name="Show it as it is now").click()
    expect(page.get_by_text("Theirs")).to_be_visible()


def test_a_place_that_is_gone_is_refused_in_plain_words(page, doors, cast):
    deafen(page)
    delete_tag(door=doors(cast.alice), slug="blame")
    page.get_by_role("link", name="Move “Votes”").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator(".toast")).to_contain_text("“Votes” was not moved")
    assert shown(page) == ["Wages", "-Low pay", "Blame", "-Elites", "Votes"]


def test_without_the_server_a_move_goes_back_and_can_be_tried_again(page):
    page.route("**/place/", lambda route: route.abort())
    page.get_by_role("link", name="Move “Votes”").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator(".toast")).to_contain_text("The server could not be reached.")
    assert shown(page)[-1] == "Votes"
    page.unroute_all()
    page.get_by_role("button", name="Retry").click()
    expect(page.locator(".toast")).to_contain_text("“Votes” moved to place 2 of 3")
    assert shown(page) == stored() == ["Wages", "-Low pay", "Votes", "Blame", "-Elites"]


def test_without_script_a_form_moves_a_tag(sign_in, cast):
    page = sign_in(cast.erin, java_script_enabled=False)
    page.goto(PAGE)
    page.get_by_role("link", name="Move “Blame”").click()
    expect(page.get_by_text("The 1 tag below it comes along.")).to_be_visible()
    page.get_by_label("Put it").select_option("before")
    page.get_by_label("This tag").select_option("wages")
    page.get_by_role("button", name="Move").click()
    expect(page.get_by_text("“Blame” is before “Wages” now.")).to_be_visible()
    assert shown(page) == stored() == ["Blame", "-Elites", "Wages", "-Low pay", "Votes"]


def test_who_may_not_organise_the_codebook_finds_nothing_to_drag(sign_in, cast):
    page = sign_in(cast.bob)
    page.goto(PAGE)
    expect(page.get_by_role("link", name="Wages", exact=True)).to_be_visible()
    expect(page.locator(".grip, .moving-help")).to_have_count(0)


DEVICES = {
    "light": DESKTOP,
    "dark": DESKTOP | {"color_scheme": "dark"},
    "forced": DESKTOP | {"forced_colors": "active"},
    "phone": PHONE,
}


@pytest.mark.parametrize("device", DEVICES.values(), ids=DEVICES)
def test_the_pages_that_rearrange_a_codebook_are_accessible(sign_in, cast, doors, device):
    change_tag(door=doors(cast.erin), slug="votes", retired=True, shortcut="v", example="Vote for us.")
    page = sign_in(cast.erin, **device)
    for path in ("", "blame/move/", "blame/part/", "blame/part/?into=votes&into=elites", "blame/edit/", "import/"):
        page.goto(f"/p/free-movement/{path}codebook/" if path == "import/" else PAGE + path)
        assert faults(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), path
    book = b"name,parent,definition\nVotes,,Another meaning\nTurnout,Votes,\n"
    page.locator("input[type=file]").set_input_files({"name": "book.csv", "mimeType": "text/csv", "buffer": book})
    page.get_by_role("button", name="See what it would do").click()
    expect(page.get_by_role("heading", name="What the file would do")).to_be_visible()
    assert faults(page) == []
    page.goto(PAGE)
    drag(page, "votes", "wages")
    if device is not PHONE:
        expect(page.locator(".landing")).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("Escape")
    page.mouse.up()
