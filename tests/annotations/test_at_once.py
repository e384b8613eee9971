"""What many people do with annotations and tags at the same time."""

import threading
import time
from types import SimpleNamespace

import pytest
from django.db import Error, connection, transaction

from accounts.ids import uuid7
from annotations.codebook import change_tag, create_tag, merge_tags
from annotations.drafts import Draft
from annotations.models import Annotation, Tag
from annotations.review import correct_text
from annotations.services import annotate, change_annotation
from documents.services import describe_document
from projects.conflicts import Stale
from projects.services import change_project
from tests.annotations.test_services import BASE, at, log, one
from tests.conftest import TEXT

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_draft_sent_by_many_at_once_is_written_once(project, document, cast, doors):
    draft = at(document, "solidarity", id=uuid7(), tags=["New", "newer"])
    door = doors(cast.bob)
    outcomes = at_once(8, lambda n: annotate(door=door, drafts=[draft], base=BASE)[0].kind)
    assert sorted(outcomes) == ["created"] + ["there"] * 7


def test_a_new_tag_in_three_spellings_by_many_at_once_is_one_tag(project, document, cast, doors):
    door = doors(cast.bob)
    spellings = ("Pay", "pay", "PAY")
    kinds = at_once(
        9,
        lambda n: annotate(door=door, drafts=[at(document, "solidarity", tags=[spellings[n % 3]])], base=BASE)[0].kind,
    )
    assert kinds == ["created"] * 9
    assert Tag.objects.filter(project=project.id).count() == 1
    assert [event.seq for event in log(project)] == list(range(1, len(log(project)) + 1))


def test_of_many_changes_from_one_revision_one_wins(project, document, cast, doors):
    door = doors(cast.bob)
    row = one(door, at(document, "solidarity"))

    def change(n):
        try:
            change_annotation(door=door, id=row.id, revision=1, draft=Draft(note=str(n)))
        except Stale:
            return "stale"
        return "changed"

    assert sorted(at_once(8, change)) == ["changed"] + ["stale"] * 7


def test_imports_that_bring_the_same_new_tags_in_another_order_do_not_wait_for_one_another(document, cast, doors):
    door = doors(cast.bob)
    drafts = [at(document, "solidarity", tags=[f"tag {n}"]) for n in range(60)]
    orders = (drafts, drafts[::-1])
    outcomes = at_once(4, lambda n: {outcome.kind for outcome in annotate(door=door, drafts=orders[n % 2], base=BASE)})
    assert outcomes == [{"created"}] * 4


def test_whatever_is_done_at_once_is_done_one_after_the_other(project, document, cast, doors):
    bob, erin = doors(cast.bob), doors(cast.erin)
    rows = [one(bob, at(document, "solidarity", tags=["pay", "wages"])) for _ in range(5)]
    for n in range(5):
        create_tag(door=erin, name=f"spare {n}")

    def work(n):
        for turn, row in enumerate(rows):
            match n % 5:
                case 0:
                    change_annotation(door=bob, id=row.id, draft=Draft(tags=["wages", f"new {turn}"], note=str(turn)))
                case 1:
                    change_tag(door=erin, slug="wages", definition=str(turn))
                case 2:
                    merge_tags(door=erin, slug=f"spare-{turn}", into="wages")
                case 3:
                    one(bob, at(document, "solidarity", tags=[f"new {turn}", "wages", "pay"]))
                case 4:
                    change_project(project=project, user=cast.alice, description=str(turn))
        return "done"

    assert at_once(5, work) == ["done"] * 5
    assert [event.seq for event in log(project)] == list(range(1, len(log(project)) + 1))


def test_a_text_corrected_while_others_mark_it_loses_none_of_their_work(project, document, cast, doors):
    bob, erin = doors(cast.bob), doors(cast.erin)
    rows = [one(bob, at(document, "solidarity")) for _ in range(4)]

    def work(n):
        for turn in range(4):
            match n:
                case 0:
                    correct_text(door=erin, document=document, text=f"{TEXT}\n\nCorrection {turn}.\n")
                case 1:
                    one(bob, at(document, "Wage stagnation", version=1))
                case 2:
                    change_annotation(door=bob, id=rows[turn].id, draft=Draft(note=str(turn)))
                case 3:
                    describe_document(document=document, user=cast.erin, byline=str(turn))
        return "done"

    assert at_once(4, work) == ["done"] * 4
    found = Annotation.objects.of(project.id).select_related("document")
    assert found.count() == 8 and {row.document.number for row in found} == {5}
    waiting = {row.id for row in Annotation.objects.of(project.id).to_review()}
    assert all(row.version == 5 or row.id in waiting for row in found)
    assert sorted(found.filter(id__in=[row.id for row in rows]).values_list("note", flat=True)) == list("0123")
    assert [event.seq for event in log(project)] == list(range(1, len(log(project)) + 1))


@pytest.mark.parametrize("isolation", ["read committed", "repeatable read"])
def test_two_changes_at_once_close_no_ring(cast, doors, isolation):
    door = doors(cast.erin)
    tags = [create_tag(door=door, name=name) for name in ("a", "b")]
    both_began = threading.Barrier(2)

    def lay_below_the_other(n):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"set transaction isolation level {isolation}")
                cursor.execute("select 1 from annotations_tag")
                both_began.wait()
                change = "update annotations_tag set parent_id = %s where id = %s"
                cursor.execute(change, [tags[1 - n].id, tags[n].id])
                time.sleep(0.2)
        except Error:
            return "refused"
        return "done"

    assert sorted(at_once(2, lay_below_the_other)) == ["done", "refused"]


def at_once(count, work):
    """What `work(n)` returns when `count` threads, each with its own connection, do it at the same time."""
    results = SimpleNamespace(values=[None] * count)
    barrier = threading.Barrier(count)

    def run(n):
        try:
            barrier.wait()
            results.values[n] = work(n)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results.values
