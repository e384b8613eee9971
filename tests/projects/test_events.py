"""The event log: numbered without gaps, in the order of the commits, and never altered."""

import psycopg2
import pytest
from django.db import Error, connection, transaction
from django.db.models import ProtectedError

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
        "update projects_event set seq = seq + 100 where project_id = %s",
        "delete from projects_event where project_id = %s",
        "with gone as (delete from projects_event where project_id = %s returning seq) select count(*) from gone",
        "insert into projects_event (project_id, seq, created, kind, object_id)"
        " select project_id, seq, now(), 'x', project_id from projects_event where project_id = %s"
        " on conflict (project_id, seq) do update set kind = excluded.kind",
        "merge into projects_event e using projects_feed f on e.project_id = f.project_id and f.project_id = %s"
        " when matched then update set kind = 'nothing'",
    ],
)
@pytest.mark.parametrize("session", ["origin", "local", "replica"])
def test_what_happened_is_never_altered(project, statement, session):
    before = list(Event.objects.filter(project=project).values())
    with pytest.raises(Error, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"set local session_replication_role = {session}")
        cursor.execute(statement, [project.id])
    assert list(Event.objects.filter(project=project).values()) == before


def test_nor_through_the_models(project):
    events = Event.objects.filter(project=project)
    first = events.order_by("seq")[0]
    first.kind = "nothing"
    for alter in (
        first.save,
        first.delete,
        lambda: events.update(kind="nothing"),
        events.delete,
        lambda: Event.objects.bulk_update([first], ["kind"]),
        lambda: Event.objects.bulk_create(
            [first], update_conflicts=True, unique_fields=["project", "seq"], update_fields=["kind"]
        ),
    ):
        with pytest.raises((Error, ProtectedError)), transaction.atomic():
            alter()
    assert not events.filter(kind="nothing").exists()
    assert events.filter(seq=first.seq).exists()


def test_nor_in_the_administration(project, cast, client):
    cast.alice.is_staff = cast.alice.is_superuser = True
    cast.alice.save()
    client.force_login(cast.alice)
    event = Event.objects.filter(project=project).order_by("seq")[0]
    for model in ("event", "feed"):
        assert client.get(f"/admin/projects/{model}/").status_code in {200, 404}
    one = f"/admin/projects/event/{project.id},{event.seq}/"
    for path in (f"{one}change/", f"{one}delete/", "/admin/projects/event/add/"):
        assert client.post(path, {"kind": "nothing", "post": "yes"}).status_code in {302, 403, 404}
    assert list(Event.objects.filter(project=project, seq=event.seq).values_list("kind", flat=True)) == [event.kind]


@pytest.mark.django_db(transaction=True)
def test_nor_from_a_connection_of_ones_own(project):
    there = connection.settings_dict
    names = {"dbname": there["NAME"], "user": there["USER"], "password": there["PASSWORD"], "host": there["HOST"]}
    plain = psycopg2.connect(**names, port=there["PORT"] or None)
    plain.autocommit = True
    with plain.cursor() as cursor:
        for statement in (
            "update projects_event set user_id = null",
            "delete from projects_event",
            "truncate projects_event cascade",
            "set session_replication_role = replica; truncate projects_event cascade",
            "set session_replication_role = replica; delete from projects_event",
        ):
            with pytest.raises(psycopg2.Error, match=r"append-only|never truncated"):
                cursor.execute(statement)
    plain.close()
    assert numbers(project)


@pytest.mark.parametrize("table", ["projects_event", "projects_feed", "projects_project"])
def test_the_log_is_never_emptied(project, table):
    with pytest.raises(Error, match="never truncated"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set local argmap.may_truncate = off")
        cursor.execute(f"truncate {table} cascade")


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("update projects_feed set seq = seq - 1 where project_id = %s", "counter_never_goes_back"),
        ("update projects_feed set project_id = projects_uuid7() where project_id = %s", "counter_never_goes_back"),
        (
            "delete from projects_feed where project_id = %s; set constraints all immediate",
            "counter_stays_with_its_project",
        ),
        (
            "with gone as (delete from projects_feed where project_id = %s returning project_id)"
            " select 1 from gone; insert into projects_feed (project_id, seq) select project_id, 0"
            " from projects_event limit 1",
            "counter_begins_after_the_log",
        ),
    ],
)
def test_the_counter_stays_and_only_goes_up(project, statement, rule):
    with pytest.raises(Error) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [project.id])
    assert caught.value.__cause__.diag.constraint_name == rule


@pytest.mark.parametrize("seq", ["0", "f.seq + 1", "f.seq + 1000"])
def test_an_event_has_a_number_that_the_counter_gave_out(project, seq):
    with pytest.raises(Error) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "insert into projects_event (project_id, seq, created, kind, object_id)"
            f" select project_id, {seq}, now(), 'test', project_id from projects_feed f where project_id = %s",
            [project.id],
        )
    assert caught.value.__cause__.diag.constraint_name == "event_is_counted"


def test_events_are_written_where_a_backup_is_restored_and_no_function_is_found_by_its_name(project):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update projects_feed set seq = seq + 1 where project_id = %s returning seq", [project.id])
        (seq,) = cursor.fetchone()
        # As pg_dump writes it at the head of a backup; its triggers come after the rows.
        cursor.execute("create table public.restored (like projects_event including generated)")
        cursor.execute("set local search_path = ''")
        cursor.execute(
            "insert into public.restored (project_id, seq, created, kind, object_id, after)"
            " values (%s, %s, now(), 'annotation.created', %s, %s) returning about, whose",
            [project.id, seq, project.id, f'{{"document": "{project.id}", "creator": "bob"}}'],
        )
        assert cursor.fetchone() == (project.id, "bob")
        cursor.execute("drop table public.restored")
