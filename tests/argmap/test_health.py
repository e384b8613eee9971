"""What a load balancer or container is told."""

from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.test import Client


@pytest.mark.django_db
def test_a_server_that_reaches_its_database_is_well():
    response = Client().get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response.headers["Cache-Control"]


def test_a_server_without_its_database_is_not():
    with patch("argmap.health.connection.cursor", side_effect=OperationalError("gone")):
        response = Client().get("/healthz")
    assert (response.status_code, response.json()) == (503, {"status": "no database"})
