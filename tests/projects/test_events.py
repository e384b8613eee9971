"""The event log: numbered without gaps, in the order of the commits, and never altered."""

import pytest
from django.db import Error, connection, transaction

from projects.events import record, record_many
from projects.models import Event


def numbers(project) -> list[int]:
    return list(Event.objects.filter(project=project).order_by("seq").values_list("seq", flat=True))


def test_events_are_numbered_from_one_in_each_project(project, other_project, cast):
    began = len(numbers(project))
    for seen in (1, 2, 3):
        assert record(project=project.id, user=cast.alice.id, kind="test", object_id=project.id) == began + seen
    record_many(project=project.id, user=cast.alice.id, kind="test", changes=[(project.id, None, {})] * 3)
    assert numbers(project) == list(range(1, began + 7))
    assert numbers(other_project) == [1]


def test_a_change_that_is_undone_leaves_no_gap(project, cast):
    began = numbers(project)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(project=project.id, user=cast.alice.id, kind="test", object_id=project.id)
        raise ZeroDivisionError
    assert record(project=project.id, user=cast.alice.id, kind="test", object_id=project.id) == began[-1] + 1


@pytest.mark.parametrize(
    "statement",
    [
        "update projects_event set kind = 'nothing' where project_id = %s",
        "update projects_event set after = null where project_id = %s",
        "delete from projects_event where project_id = %s",
    ],
)
def test_what_happened_is_never_altered(project, statement):
    before = list(Event.objects.filter(project=project).values())
    with pytest.raises(Error, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [project.id])
    assert list(Event.objects.filter(project=project).values()) == before
