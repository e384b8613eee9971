"""The page of adjudication without a script: what it shows, and what its forms do."""

import re

import pytest
from django.urls import reverse

from annotations.drafts import Draft
from annotations.models import Annotation
from annotations.services import change_annotation, delete_annotation
from coding.assigning import assign
from coding.closing import close_document
from coding.finishing import finish
from coding.models import Decision
from tests.trying import try_door

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(project, document):
    """An address below the page: `at("agree")`, `at("rule", unit=…)`."""
    return lambda name, **more: reverse(f"coding:{name}", kwargs={"slug": project.slug, "document": document.id} | more)


@pytest.fixture
def erin(client, cast):
    client.force_login(cast.erin)
    return client


@pytest.fixture
def units(coded):
    """The names of the units by their first words."""
    return {row.quote.split()[0]: row.id for row in Annotation.objects.order_by("-created")}


@pytest.fixture
def rule(erin, at, units):
    """A function that sends what the forms of a unit's page send, with another verdict."""

    def sent(word, verdict, **more):
        page = erin.get(at("adjudicate"), {"unit": units[word]}).content.decode()
        hidden = dict(re.findall(r'name="(seen|revision)" value="(\w+)"', page))
        return erin.post(at("rule", unit=units[word]), hidden | {"verdict": verdict} | more)

    return sent


def test_only_owners_and_editors_adjudicate(coded, cast, at, units):
    expected = [200, 200, 403, 403, 404, 404]
    assert try_door(cast, "GET", at("adjudicate")) == expected
    moved = [302, 302, 403, 403, 404, 404]
    assert try_door(cast, "POST", at("agree"), {}) == moved
    ruling = {"verdict": "reject", "reason": "So."}
    assert try_door(cast, "POST", at("rule", unit=units["Wage"]), ruling) == moved
    assert try_door(cast, "POST", at("undo_ruling", unit=units["Wage"]), {}) == moved


def test_who_codes_it_and_is_not_done_is_told_so(coded, doors, cast, erin, at, document):
    close_document(door=doors(cast.alice), document=document.id)
    assign(door=doors(cast.alice), document=document.id, user=cast.erin)
    answer = erin.get(at("adjudicate"))
    assert answer.status_code == 403
    assert "Say that you are done with it" in answer.content.decode()


def test_the_page_shows_each_coders_version_side_by_side(coded, erin, at, units):
    page = erin.get(at("adjudicate"), {"unit": units["unscrupulous"]}).content.decode()
    assert "<strong>0</strong> of 3 decided" in page
    assert re.findall(r'<span class="letter">(\w)</span> (\w+)', page) == [("A", "alice"), ("B", "bob")]
    assert '<mark class="by-all" data-by="A B">unscrupulous employers</mark>' in page
    assert '<mark class="by-some" data-by="A">. We</mark>' in page
    assert page.count('name="verdict" value="accept:') == 2


def test_who_marked_nothing_has_a_column_that_says_so(coded, erin, at, units):
    page = erin.get(at("adjudicate"), {"unit": units["solidarity."]}).content.decode()
    assert "Marked nothing here." in page


def test_names_are_hidden_by_a_switch(coded, erin, at, units):
    page = erin.get(at("adjudicate"), {"unit": units["unscrupulous"], "names": "hidden"}).content.decode()
    main = page[page.index("<main") :]
    assert "Coder A" in main
    assert "alice" not in main
    assert "bob" not in main


def test_units_are_filtered_by_state(coded, erin, at):
    page = erin.get(at("adjudicate"), {"show": "disagreeing"}).content.decode()
    assert "1 of 1" in page
    assert "None is like that" in erin.get(at("adjudicate"), {"show": "decided"}).content.decode()


def test_accepting_one_version_leads_to_the_next_that_waits(coded, erin, at, units, rule, cast):
    bobs = Annotation.objects.get(creator=cast.bob, labels=["blame"])
    answer = rule("unscrupulous", f"accept:{bobs.id}", reason="Narrower.")
    assert answer.status_code == 302
    assert f"unit={units['solidarity.']}" in answer["Location"]
    page = erin.get(at("adjudicate"), {"unit": units["unscrupulous"]}).content.decode()
    assert "Accepted: bob’s version" in page
    assert "Narrower." in page
    assert "<strong>1</strong> of 3 decided" in page


def test_what_all_agree_on_is_accepted_all_at_once(coded, erin, at):
    assert "Accept all 1 on which they agree" in erin.get(at("adjudicate")).content.decode()
    page = erin.post(at("agree"), follow=True).content.decode()
    assert "1 passage accepted, on which all agree." in page
    assert "on which they agree" not in page


def test_rejecting_asks_for_a_reason_and_keeps_what_was_typed(coded, rule):
    answer = rule("solidarity.", "reject", reason=" ")
    assert answer.status_code == 400
    assert "Say why" in answer.content.decode()
    assert rule("solidarity.", "reject", reason="No claim.").status_code == 302


def test_an_edited_version_keeps_its_place_unless_its_words_are_changed(coded, rule, units, cast):
    bobs = Annotation.objects.get(creator=cast.bob, labels=["blame"])
    fields = {"quote": "unscrupulous employers", "tags": "blame\nclass", "speakers": "Theresa May", "note": ""}
    answer = rule("unscrupulous", "edit", accepted=bobs.id, reason="Both.", **fields)
    assert answer.status_code == 302, answer.content
    made = Decision.objects.get().annotation
    assert (made.start, made.labels, made.note, len(made.attributions)) == (bobs.start, ["blame", "class"], "", 1)
    rule("unscrupulous", "edit", reason="Shorter.", **(fields | {"quote": "employers", "tags": "blame"}))
    made.refresh_from_db()
    assert (made.quote, made.labels) == ("employers", ["blame"])


def test_words_that_do_not_tell_where_are_asked_for_again(coded, rule):
    fields = {"quote": "e", "tags": "x", "speakers": "", "note": "", "reason": "Because of this."}
    answer = rule("unscrupulous", "edit", **fields)
    assert answer.status_code == 400
    assert "These words stand in the text more than once." in answer.content.decode()
    assert "Because of this." in answer.content.decode()
    nowhere = rule("unscrupulous", "edit", **(fields | {"quote": "not in it"})).content.decode()
    assert "These words do not stand in the text." in nowhere


def test_the_second_of_two_is_shown_what_the_first_decided(coded, erin, at, units, rule):
    page = erin.get(at("adjudicate"), {"unit": units["solidarity."]}).content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page)[1]
    rule("solidarity.", "reject", reason="No claim.")
    late = erin.post(at("rule", unit=units["solidarity."]), {"verdict": "reject", "reason": "Mine.", "seen": seen})
    page = late.content.decode()
    assert late.status_code == 409
    assert "erin has decided about this already" in page
    assert "No claim." in page
    assert "Mine." in page


def test_what_changed_since_is_told_and_the_decision_kept(coded, erin, at, units, rule, doors, cast, mark):
    rule("solidarity.", "reject", reason="No claim.")
    mark(cast.bob, "solidarity.", "solidarity")
    page = erin.get(at("adjudicate"), {"unit": units["solidarity."]}).content.decode()
    assert "bob has marked this too." in page
    assert rule("solidarity.", "confirm").status_code == 302
    assert Decision.objects.get().revision == 2
    assert "Changed since:" not in erin.get(at("adjudicate"), {"unit": units["solidarity."]}).content.decode()


def test_once_all_is_decided_what_changed_since_comes_first(coded, erin, at, units, rule, cast, mark):
    for word in ("Wage", "unscrupulous", "solidarity."):
        rule(word, "reject", reason="No claim.")
    opened = erin.get(at("adjudicate")).content.decode()
    assert f'data-unit="{units["Wage"]}"' in opened
    assert "?show=changed" in opened and "</strong> of 3 decided</p>" in opened, "there is a tab, and no count above it"
    mark(cast.bob, "solidarity.", "solidarity")
    opened = erin.get(at("adjudicate")).content.decode()
    assert f'data-unit="{units["solidarity."]}"' in opened
    assert '<strong>3</strong> of 3 decided, <a href="?show=changed">1 changed since</a>' in opened


def test_what_nobody_has_decided_about_comes_before_what_changed_since(coded, erin, at, units, rule, cast, mark):
    rule("solidarity.", "reject", reason="No claim.")
    mark(cast.bob, "solidarity.", "solidarity")
    assert f'data-unit="{units["solidarity."]}"' not in erin.get(at("adjudicate")).content.decode()


def test_what_changed_since_is_gone_through_unit_by_unit(coded, erin, at, units, rule, doors):
    for word in ("Wage", "solidarity."):
        rule(word, "reject", reason="No claim.")
    for row in Annotation.objects.filter(id__in=[units["Wage"], units["solidarity."]]):
        change_annotation(door=doors(row.creator), id=row.id, draft=Draft(note="Later."))
    page = erin.get(at("adjudicate"), {"show": "changed"}).content.decode()
    assert "1 of 2" in page
    assert f'data-unit="{units["Wage"]}"' in page
    seen = dict(re.findall(r'name="(seen|revision)" value="(\w+)"', page))
    kept = erin.post(f"{at('rule', unit=units['Wage'])}?show=changed", seen | {"verdict": "confirm"})
    assert kept["Location"].endswith(f"?show=changed&unit={units['solidarity.']}")
    assert "1 of 1" in erin.get(kept["Location"]).content.decode()


def test_a_unit_without_marks_is_still_shown_with_its_decision(coded, erin, at, units, rule, doors, cast):
    rule("solidarity.", "reject", reason="No claim.")
    delete_annotation(door=doors(cast.alice), id=units["solidarity."])
    page = erin.get(at("adjudicate"), {"unit": units["solidarity."]}).content.decode()
    assert "alice’s annotation is not compared any more" in page
    assert "No claim." in page


def test_a_decision_is_taken_back_by_the_message_that_follows_it(coded, erin, at, units, rule):
    page = erin.get(rule("solidarity.", "reject", reason="No claim.")["Location"]).content.decode()
    undo = re.search(r'<form method="post" action="([^"]*undo[^"]*)"', page)[1].replace("&amp;", "&")
    page = erin.post(undo, follow=True).content.decode()
    assert "The decision is taken back" in page
    assert not Decision.objects.exists()


def test_the_page_of_a_document_that_nobody_has_finished_says_what_to_wait_for(document, erin, at):
    assert "Nothing to decide yet" in erin.get(at("adjudicate")).content.decode()


def test_the_reading_page_says_what_was_decided_beside_each_annotation(coded, erin, rule, cast, project, document):
    rule("solidarity.", "reject", reason="No claim.")
    address = reverse("annotations:read", args=[project.slug, document.id])
    erin.force_login(cast.bob)
    page = erin.get(address).content.decode()
    assert 'Rejected by erin: rightly nothing here</span><q dir="auto">No claim.</q>' in page
    assert "Adjudicate" not in page
    erin.force_login(cast.erin)
    assert "Adjudicate" in erin.get(address).content.decode()


def test_the_page_of_who_codes_what_leads_there_once_somebody_is_done(document, erin, at, project, doors, cast):
    progress = reverse("coding:progress", args=[project.slug])
    assert at("adjudicate") not in erin.get(progress).content.decode()
    finish(door=doors(cast.bob), document=document.id)
    assert at("adjudicate") in erin.get(progress).content.decode()
