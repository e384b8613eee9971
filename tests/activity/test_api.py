"""Undoing an event over the API."""

import pytest
from django.urls import reverse

from documents.services import describe_document
from projects.models import Event

pytestmark = pytest.mark.django_db


def undo(client, project, seq):
    return client.post(reverse("api:undo-event", args=[project.slug, seq]))


@pytest.fixture
def described(project, document, cast) -> int:
    """The number of the event by which Erin gave the document an outlet."""
    describe_document(document=document, user=cast.erin, outlet="A newspaper")
    return Event.objects.get(project=project, kind="document.changed").seq


def test_the_answer_is_the_event_by_which_it_was_undone(described, project, document, program, cast):
    answer = undo(program(cast.erin), project, described)
    assert answer.status_code == 200
    assert answer.json() == program(cast.erin).get(reverse("api:events", args=[project.slug])).json()["results"][-1]
    assert (answer.json()["kind"], answer.json()["after"]["outlet"]) == ("document.changed", "")


def test_what_has_changed_since_is_shown(described, project, document, program, cast):
    describe_document(document=document, user=cast.alice, outlet="Another")
    answer = undo(program(cast.erin), project, described)
    assert answer.status_code == 409
    assert answer.json()["detail"].startswith("It was changed since, by alice, on")
    assert answer.json()["current"]["user"] == "alice"


@pytest.mark.parametrize("seq", [0, 999, 2**63, 10**30])
def test_there_is_no_undoing_what_has_not_happened(seq, project, program, cast):
    assert undo(program(cast.alice), project, seq).status_code == 404


def test_others_changes_are_for_editors(described, project, program, cast):
    assert undo(program(cast.bob), project, described).status_code == 403
    assert undo(program(cast.alice), project, described).status_code == 200
