"""Undoing one event: what it did is taken back by the opposite change, and that can be undone in turn."""

import pytest

from activity.models import Undoing
from activity.registry import INVERSES, NEVER
from activity.sentences import TELLINGS
from activity.undoing import undo
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
