"""Two people at the same annotation: nothing is merged silently, and nothing that was written is lost."""

import pytest
from playwright.sync_api import expect

from annotations.models import Annotation
from projects.models import Event
from tests.browser.reading import ONE, change_note, deafen, open_document, said, saved
from tests.conftest import TEXT

QUOTE = "Wage stagnation is not caused by migrant labour"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sign_in(sign_in):
    """Whoever is told in time of what another did has no conflict: these pages are told nothing."""
    return lambda user: deafen(sign_in(user))


@pytest.fixture
def two(sign_in, cast, project, document, doors):
    """Bob's page and Erin's, with an annotation of Bob's."""
    said(doors(cast.bob), document, TEXT, QUOTE, "wages")
    return tuple(open_document(sign_in(user), project, document) for user in (cast.bob, cast.erin))


def delete(page) -> None:
    page.locator(".jump").click()
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()


@pytest.mark.parametrize(("choice", "note"), [("Save mine", "Mine"), ("Keep this one", "Theirs")])
def test_a_stale_change_is_shown_and_never_merged_silently(sign_in, cast, project, document, doors, choice, note):
    said(doors(cast.bob), document, TEXT, QUOTE, "wages")
    bob, erin = (open_document(sign_in(user), project, document) for user in (cast.bob, cast.erin))
    for page, words in ((erin, "Theirs"), (bob, "Mine")):
        page.locator(".jump").click()
        page.get_by_role("button", name="Edit", exact=True).click()
        page.get_by_label("Note").fill(words)
        page.keyboard.press("Control+Enter")
        if page is erin:
            saved(page)
    expect(bob.locator("#conflict")).to_be_visible()
    expect(bob.locator("[data-version=theirs]")).to_contain_text("Theirs")
    expect(bob.locator("[data-version=mine]")).to_contain_text("Mine")
    assert Annotation.objects.get().note == "Theirs"
    bob.get_by_role("button", name=choice).click()
    saved(bob)
    assert Annotation.objects.get().note == note
    event = Event.objects.get(kind="annotation.contested")
    assert (event.before["note"], event.after["note"]) == ("Mine", "Theirs")


def test_it_is_said_who_changed_it_and_what_differs(two):
    bob, erin = two
    change_note(erin, "Theirs")
    saved(erin)
    change_note(bob, "Mine")
    expect(bob.get_by_role("dialog", name="erin changed this meanwhile")).to_be_visible()
    expect(bob.locator("[data-version=theirs] .whose")).to_have_text("changed by erin, just now")
    for version in ("mine", "theirs"):
        fields = bob.locator(f"[data-version={version}]")
        expect(fields.locator("[data-field=note] .badge")).to_be_visible()
        expect(fields.locator("[data-field=note] .badge")).to_have_text("differs")
        for equal in ("quote", "tags", "speakers"):
            expect(fields.locator(f"[data-field={equal}] .badge")).to_be_hidden()


def retag(page, *names) -> None:
    """Give the only annotation other tags."""
    page.locator(".jump").click()
    page.get_by_role("button", name="Edit", exact=True).click()
    for name in names:
        page.keyboard.type(name)
        page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")


def test_what_each_changed_is_kept_where_neither_has_to_give_way(two):
    bob, erin = two
    retag(erin, "pay")
    saved(erin)
    change_note(bob, "Mine")
    joint = bob.locator("[data-version=both]")
    expect(joint).to_contain_text("wages, pay")
    expect(joint).to_contain_text("Mine")
    bob.get_by_role("button", name="Keep both").click()
    saved(bob)
    now = Annotation.objects.get()
    assert (now.note, now.labels) == ("Mine", ["wages", "pay"])
    event = Event.objects.get(kind="annotation.contested")
    assert (event.before["choice"], event.before["note"], event.after["tags"]) == ("both", "Mine", ["wages", "pay"])
    history(bob)
    expect(bob.locator("#history")).to_contain_text("kept what somebody had changed")
    expect(bob.get_by_role("button", name="Bring back what was given up")).to_have_count(0)


def test_tags_of_both_are_kept_and_one_that_either_took_away_is_not(two):
    bob, erin = two
    retag(erin, "pay")
    saved(erin)
    bob.locator(".jump").click()
    bob.get_by_role("button", name="Edit", exact=True).click()
    bob.keyboard.press("Backspace")
    bob.keyboard.type("solidarity")
    bob.keyboard.press("Enter")
    bob.keyboard.press("Control+Enter")
    bob.get_by_role("button", name="Keep both").click()
    saved(bob)
    assert Annotation.objects.get().labels == ["pay", "solidarity"]


def test_two_notes_are_never_put_together(two):
    bob, erin = two
    change_note(erin, "Theirs")
    saved(erin)
    change_note(bob, "Mine")
    expect(bob.locator("#conflict")).to_be_visible()
    expect(bob.get_by_role("button", name="Keep both")).to_have_count(0)


def test_whoever_changed_it_on_another_device_is_told_so(sign_in, cast, project, document, doors):
    said(doors(cast.bob), document, TEXT, QUOTE, "wages")
    here, there = (open_document(sign_in(cast.bob), project, document) for _ in range(2))
    change_note(there, "There")
    saved(there)
    change_note(here, "Here")
    expect(here.get_by_role("dialog", name="You changed this elsewhere meanwhile")).to_be_visible()


def test_who_made_another_choice_is_not_taken_for_who_changed_it(two):
    bob, erin = two
    change_note(erin, "Theirs")
    saved(erin)
    change_note(bob, "Mine")
    bob.get_by_role("button", name="Keep this one").click()
    saved(bob)
    stale = Annotation.objects.get()
    assert Event.objects.filter(kind="annotation.contested", after__revision=stale.revision).exists()
    bob.route(ONE, lambda route: route.continue_(headers={**route.request.headers, "if-match": '"1"'}))
    change_note(bob, "Mine again")
    expect(bob.get_by_role("dialog", name="erin changed this meanwhile")).to_be_visible()


def test_where_the_history_cannot_be_read_nobody_is_named_and_one_chooses(two):
    bob, erin = two
    change_note(erin, "Theirs")
    saved(erin)
    bob.route("**/history/**", lambda route: route.abort())
    change_note(bob, "Mine")
    expect(bob.get_by_role("dialog", name="Somebody changed this meanwhile")).to_be_visible()
    bob.get_by_role("button", name="Save mine").click()
    saved(bob)
    assert Annotation.objects.get().note == "Mine"


def history(page) -> None:
    page.get_by_role("button", name="History").click()
    expect(page.locator("#history .deed").first).to_be_visible()


@pytest.mark.parametrize(("choice", "lost"), [("Save mine", "Theirs"), ("Keep this one", "Mine")])
def test_what_was_given_up_stands_in_the_history_and_is_brought_back(two, choice, lost):
    bob, erin = two
    change_note(erin, "Theirs")
    saved(erin)
    change_note(bob, "Mine")
    bob.get_by_role("button", name=choice).click()
    saved(bob)
    history(bob)
    chosen = bob.locator("#history .deed", has_text="given up")
    expect(chosen).to_contain_text(f"given up: note: “{lost}”")
    expect(chosen.locator(".who")).to_contain_text("a version of your own")
    chosen.get_by_role("button", name="Bring back what was given up").click()
    expect(bob.locator(".remark")).to_have_text(lost)
    saved(bob)
    assert Annotation.objects.get().note == lost


def test_a_choice_that_is_not_kept_gives_nothing_up(two):
    bob, erin = two
    change_note(erin, "Theirs")
    saved(erin)
    bob.route("**/choice/", lambda route: route.abort())
    change_note(bob, "Mine")
    bob.get_by_role("button", name="Keep this one").click()
    expect(bob.locator(".item.unsaved")).to_contain_text("Your choice was not kept")
    expect(bob.locator(".item.unsaved .remark")).to_have_text("Mine")
    bob.unroute("**/choice/")
    bob.get_by_role("button", name="Look at both").click()
    bob.get_by_role("button", name="Keep this one").click()
    saved(bob)
    assert Event.objects.get(kind="annotation.contested").before["note"] == "Mine"


def test_who_changes_it_while_one_chooses_is_chosen_between_too(two):
    bob, erin = two
    change_note(erin, "Theirs")
    saved(erin)
    change_note(bob, "Mine")
    expect(bob.locator("[data-version=theirs]")).to_contain_text("Theirs")
    change_note(erin, "Theirs again")
    saved(erin)
    bob.get_by_role("button", name="Keep this one").click()
    expect(bob.locator("[data-version=theirs]")).to_contain_text("Theirs again")
    bob.get_by_role("button", name="Save mine").click()
    saved(bob)
    assert Annotation.objects.get().note == "Mine"


def test_a_change_of_what_somebody_deleted_leaves_no_ghost(sign_in, cast, project, document, doors):
    said(doors(cast.bob), document, TEXT, QUOTE, "wages")
    bob, erin = (open_document(sign_in(user), project, document) for user in (cast.bob, cast.erin))
    erin.locator(".jump").click()
    erin.get_by_role("button", name="Delete").click()
    expect(erin.get_by_role("button", name="Undo")).to_be_visible()
    change_note(bob, "Mine")
    expect(bob.locator(".item.unsaved")).to_contain_text("Mine")
    bob.get_by_role("button", name="Discard my change").click()
    expect(bob.locator(".item, mark")).to_have_count(0)


def test_what_somebody_deleted_is_restored_with_the_change(two):
    bob, erin = two
    delete(erin)
    change_note(bob, "Mine")
    expect(bob.locator(".item.unsaved")).to_contain_text("This was deleted. It can be restored.")
    bob.get_by_role("button", name="Restore").click()
    saved(bob)
    row = Annotation.objects.get()
    assert (row.deleted, row.note, row.labels) == (None, "Mine", ["wages"])


def test_what_was_changed_before_it_was_deleted_is_restored_as_a_conflict(two):
    bob, erin = two
    change_note(erin, "Theirs")
    saved(erin)
    delete(erin)
    change_note(bob, "Mine")
    bob.get_by_role("button", name="Restore").click()
    expect(bob.locator("[data-version=theirs]")).to_contain_text("Theirs")
    bob.get_by_role("button", name="Save mine").click()
    saved(bob)
    assert Annotation.objects.get().note == "Mine"


def test_a_decision_put_off_is_kept_and_holds_nobody_back(two):
    bob, erin = two
    change_note(erin, "Theirs")
    saved(erin)
    change_note(bob, "Mine")
    bob.get_by_role("button", name="Decide later").click()
    expect(bob.locator(".item.unsaved .remark")).to_have_text("Mine")
    expect(bob.locator("#unsaved")).to_contain_text("Its annotation says why and what you can do.")
    bob.get_by_role("button", name="Look at both").click()
    expect(bob.locator("#conflict")).to_be_visible()
    bob.get_by_role("button", name="Decide later").click()
    asked = []
    bob.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    bob.reload()
    expect(bob.locator("[data-version=mine]")).to_contain_text("Mine")
    assert not asked
