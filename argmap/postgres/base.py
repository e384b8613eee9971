"""Django's engine for PostgreSQL, which sees whether a kept connection is alive without asking a query over it."""

import select

from django.db.backends.postgresql import base, features


class DatabaseFeatures(features.DatabaseFeatures):
    """What argmap's tables need: Django by itself would be content with an older server."""

    minimum_database_version = (15,)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose health check (CONN_HEALTH_CHECKS) costs no journey to the server."""

    features_class = DatabaseFeatures

    def is_usable(self) -> bool:
        """Whether the connection is open and silent, as it is between queries.

        A server that has stopped or ended the session has closed its end, and before that said so: both can be seen
        here. Then Django opens another connection, before the request has sent anything.
        """
        connection = self.connection
        if connection is None or connection.closed:
            return False
        if (descriptor := connection.fileno()) < 0:  # libpq has given it up, and psycopg2 has not noticed yet
            return False
        ear = select.poll()
        ear.register(descriptor, select.POLLIN | select.POLLHUP)
        return not ear.poll(0)
