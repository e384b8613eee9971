"""The health check of kept connections: it costs nothing and still sees that the server has ended one."""

from types import SimpleNamespace

import pytest
from django.db import NotSupportedError, connection
from django.test.utils import CaptureQueriesContext

from argmap.postgres.base import DatabaseWrapper

pytestmark = pytest.mark.django_db(transaction=True)


def session() -> int:
    """The number of this connection's session."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        return cursor.fetchone()[0]


def begin_request() -> None:
    connection.health_check_enabled = True
    connection.health_check_done = False


def test_a_live_connection_is_kept_and_asked_nothing():
    first = session()
    begin_request()
    with CaptureQueriesContext(connection) as asked:
        assert session() == first
    assert len(asked) == 1


def test_a_connection_that_the_server_has_ended_is_replaced_before_it_is_used():
    first = session()
    killer = connection.copy()
    with killer.cursor() as cursor:
        cursor.execute("select pg_terminate_backend(%s, 5000)", [first])
    killer.close()
    begin_request()
    assert session() != first


def test_a_closed_connection_is_not_usable():
    session()
    connection.connection.close()
    assert not connection.is_usable()
    connection.close()
    assert not connection.is_usable()


def test_a_connection_whose_socket_has_been_given_up_is_not_usable():
    another = connection.copy()
    another.connection = SimpleNamespace(closed=0, fileno=lambda: -1)
    assert not another.is_usable()


def test_a_server_that_is_too_old_is_refused(monkeypatch: pytest.MonkeyPatch):
    another = connection.copy()
    monkeypatch.setattr(DatabaseWrapper, "get_database_version", lambda self: (14, 9))
    with pytest.raises(NotSupportedError, match=r"^PostgreSQL 15 or later is required \(found 14\.9\)\.$"):
        another.check_database_version_supported()
