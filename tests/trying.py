"""Everybody tries every door: one request by each of the cast and by a visitor, each undone after."""

from types import SimpleNamespace
from typing import Any

from django.db import transaction
from django.test import Client

EVERYBODY = ("alice", "erin", "bob", "ruth", "carol", "anonymous")


def try_door(cast: SimpleNamespace, method: str, path: str, data: dict[str, Any] | None = None) -> list[int]:
    """The status that each of EVERYBODY gets, in that order. What a request changes is rolled back."""
    return [_try(getattr(cast, name, None), method, path, data) for name in EVERYBODY]


def _try(user: Any, method: str, path: str, data: dict[str, Any] | None) -> int:
    with transaction.atomic():
        client = Client()
        if user is not None:
            client.force_login(user)
        status = client.generic(method, path).status_code if data is None else client.post(path, data).status_code
        transaction.set_rollback(True)
    return status
