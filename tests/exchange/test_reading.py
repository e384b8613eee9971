"""What goes out: every live annotation of live documents of the one project, from one snapshot."""

import pytest

from actors.services import delete_actor
from annotations.drafts import Draft
from annotations.services import annotate, delete_annotation
from documents.services import delete_document
from exchange import reading
from exchange.reading import annotations_of, count_of
from tests.conftest import TEXT, import_text

pytestmark = pytest.mark.django_db


def read(project):
    with annotations_of(project.id) as found:
        return found.total, list(found.rows)


def test_every_annotation_comes_in_reading_order_tagged_or_not(project, annotated):
    total, rows = read(project)
    assert total == count_of(project.id) == 4
    assert [row.id for row in rows] == [annotation.id for annotation in annotated]
    assert [list(row.tags) for row in rows] == [[], ["Wages & pay", "=SUM(A1)"], [], ["solidarity"]]
    assert [list(row.slugs) for row in rows] == [annotation.labels for annotation in annotated]
    for row in rows:
        assert TEXT[row.start : row.end] == row.quote
        assert row.creator == "bob"


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5])
def test_batches_join_without_a_seam(project, annotated, monkeypatch, size):
    monkeypatch.setattr(reading, "AT_ONCE", size)
    assert [row.id for row in read(project)[1]] == [annotation.id for annotation in annotated]


def test_what_is_deleted_stays_in(project, document, annotated, doors, cast):
    delete_annotation(door=doors(cast.bob), id=annotated[0].id)
    assert read(project)[0] == len(read(project)[1]) == 3
    delete_document(document=document, user=cast.erin)
    assert read(project) == (0, [])


def test_nothing_of_another_project_goes_out(other_project, annotated, cast):
    import_text(other_project, cast.carol)
    assert count_of(other_project.id) == read(other_project)[0] == 0


def test_a_reading_that_fails_leaves_nothing_open(project, annotated, monkeypatch):
    monkeypatch.setattr(reading, "AT_ONCE", 1)
    for _ in range(2):
        with pytest.raises(OSError, match="disk full"), annotations_of(project.id) as found:
            next(found.rows)
            raise OSError("disk full")
    assert len(read(project)[1]) == 4


def test_who_says_it_and_every_piece_go_out_and_deleted_actors_stay_in(project, document, doors, cast):
    spoken = [{"name": "Theresa May", "role": "speaker"}, {"name": "TUC", "kind": "organisation", "role": "blamed"}]
    draft = Draft(document=document.id, start=0, end=5, attributions=spoken, fragments=[{"start": 10, "end": 17}])
    annotate(door=doors(cast.bob), drafts=[draft], base="/")
    (row,) = read(project)[1]
    assert [(one.name, one.kind, one.role) for one in row.attributions] == [
        ("Theresa May", "person", "speaker"), ("TUC", "organisation", "blamed"),
    ]  # fmt: skip
    assert [(one.start, one.end, one.quote) for one in row.fragments] == [(10, 17, TEXT[10:17])]
    delete_actor(door=doors(cast.erin), id=row.attributions[0].actor)
    assert [one.name for one in read(project)[1][0].attributions] == ["TUC"]
