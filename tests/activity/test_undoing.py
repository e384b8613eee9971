"""Undoing one event: what it did is taken back by the opposite change, and that can be undone in turn."""

import pytest

from activity.models import Undoing
from activity.registry import INVERSES, NEVER
from activity.sentences import TELLINGS
from activity.undoing import undo
from coding.assigning import assign, withdraw
from coding.closing import close_document
from coding.finishing import finish
from coding.models import Assignment
from projects.models import Event
from tests.activity.deeds import DID, FIRST, SINGLE, did, whose
from tests.activity.stage import seen

pytestmark = pytest.mark.django_db


def test_every_kind_is_undone_or_says_why_not():
    assert INVERSES.keys() | NEVER.keys() == TELLINGS.keys()
    assert not INVERSES.keys() & NEVER.keys()
    assert INVERSES.keys() == SINGLE, "and each inverse is tried below"


@pytest.mark.parametrize("what", DID)
def test_one_change_is_undone_and_that_too(stage, what):
    FIRST.get(what, lambda s: None)(stage)
    before = seen(stage.project)
    event = did(stage, what)
    after = seen(stage.project)
    assert after != before
    by = undo(door=whose(stage, event), seq=event.seq)
    assert seen(stage.project) == before
    assert Undoing.objects.get(project=stage.project, seq=by.seq).undone == event.seq
    if by.what.kind in INVERSES:
        undo(door=whose(stage, event), seq=by.seq)
        assert seen(stage.project) == after


def test_who_was_done_is_done_again_when_taking_it_back_is_undone(project, document, doors, cast):
    assign(door=doors(cast.alice), document=document.id, user=cast.erin)
    close_document(door=doors(cast.alice), document=document.id)
    done = finish(door=doors(cast.erin), document=document.id)
    withdraw(door=doors(cast.alice), id=done.id)
    undo(door=doors(cast.alice), seq=Event.objects.get(project=project, kind="assignment.removed").seq)
    assert Assignment.objects.get().finished == done.finished
    assert document.id not in doors(cast.erin).veiled
