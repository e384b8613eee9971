"""A statement of a request is broken off in time; what moves many rows is not, nor what a command does."""

import pytest
from django.db import OperationalError, connection, transaction
from django.db.backends.signals import connection_created

from exchange.reading import annotations_of
from projects.patience import limit_statements, unhurried

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def serving(settings, project):
    """This process breaks statements off after a second, as one that serves does."""
    settings.STATEMENT_TIMEOUT = 1
    limit_statements()
    connection.close()
    yield settings
    connection_created.disconnect(dispatch_uid="statement timeout")
    connection.close()


def limit() -> str:
    with connection.cursor() as cursor:
        cursor.execute("show statement_timeout")
        return cursor.fetchone()[0]


def test_commands_have_no_limit():
    assert limit() == "0"


def test_a_statement_is_broken_off(serving):
    assert limit() == "1s"
    with pytest.raises(OperationalError, match="statement timeout"), connection.cursor() as cursor:
        cursor.execute("select pg_sleep(5)")


def test_there_may_be_no_limit(serving):
    serving.STATEMENT_TIMEOUT = 0
    assert limit() == "0"


def test_it_is_lifted_until_the_end_of_a_transaction(serving):
    with transaction.atomic():
        unhurried()
        assert limit() == "0"
    assert limit() == "1s"


def test_an_export_takes_as_long_as_it_takes(serving, project):
    with annotations_of(project.id):
        assert limit() == "0"
    assert limit() == "1s"
