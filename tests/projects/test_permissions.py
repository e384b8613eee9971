"""The permissions table, and the page of the docs that tells it."""

from pathlib import Path

import pytest

from projects.models import Role
from projects.permissions import PUBLIC, TABLE, Action, allowed

PAGE = Path(__file__).parents[2] / "docs/reference/permissions.md"


def _rows() -> dict[str, list[str]]:
    lines = [line for line in PAGE.read_text().splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {first: rest for first, *rest in cells}


def test_the_docs_tell_the_table_as_it_is() -> None:
    rows = _rows()
    heads = rows.pop("who may …")
    rows.pop("---")
    assert heads == [*Role.values, "anyone, in a public project"]
    told = {action: [cell == "yes" for cell in cells] for action, cells in rows.items()}
    decided = {action.value: [*(role in TABLE[action] for role in Role), action in PUBLIC] for action in Action}
    assert told == decided


def test_every_action_is_decided() -> None:
    assert set(TABLE) == set(Action)


@pytest.mark.parametrize("action", Action)
def test_an_owner_may_do_everything_and_more_able_roles_do_what_lesser_ones_do(action: Action) -> None:
    able = [role in TABLE[action] for role in Role]
    assert able[0] and able == sorted(able, reverse=True)


@pytest.mark.parametrize("action", Action)
def test_a_stranger_may_do_nothing_in_a_private_project(action: Action) -> None:
    assert not allowed(action, None, public=False)


def test_a_public_project_is_read_by_anyone_and_changed_by_nobody_else() -> None:
    assert [action for action in Action if allowed(action, None, public=True)] == [Action.READ]


def test_a_role_is_not_taken_away_by_publishing() -> None:
    for role in Role:
        for action in Action:
            assert allowed(action, role, public=True) >= allowed(action, role, public=False)


def test_what_somebody_may_not_do_is_told_in_a_few_words() -> None:
    assert Action.READ.briefly == "read the project"
    assert Action.ANNOTATE.briefly == "annotate"
    assert Action.ASSIGN.briefly == "give documents to coders, close or open them"
    assert Action.INVITE.briefly == "invite people or answer those who ask to join"
    assert Action.EDIT_DOCUMENTS.briefly == "import, describe, correct or delete documents"
