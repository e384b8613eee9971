"""Users and tokens as rows."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError
from django.db.models import ProtectedError
from django.utils import timezone

from accounts.models import ApiToken, User, digest
from accounts.services import create_token, revoke_token


def test_two_names_that_differ_only_in_case_are_refused(cast: SimpleNamespace) -> None:
    with pytest.raises(IntegrityError, match="user_names_differ_in_more_than_case"):
        User.objects.create_user("ALICE")


def test_a_user_with_work_cannot_be_deleted(cast: SimpleNamespace, project: object) -> None:
    with pytest.raises(ProtectedError):
        cast.bob.delete()


def test_a_token_is_stored_as_its_digest_only(cast: SimpleNamespace) -> None:
    token, secret = create_token(user=cast.bob, name="export")
    row = ApiToken.objects.filter(pk=token.pk).values().get()
    assert secret.startswith("argmap_") and row["digest"] == digest(secret)
    assert secret not in map(str, row.values())
    assert secret.startswith(row["hint"]) and len(row["hint"]) <= 12


def test_valid_tokens_are_unexpired_and_of_people_who_may_sign_in(cast: SimpleNamespace) -> None:
    now = timezone.now()
    lasting, _ = create_token(user=cast.bob, name="lasting")
    create_token(user=cast.bob, name="over", expires=now - timedelta(seconds=1))
    create_token(user=cast.ruth, name="gone")
    cast.ruth.is_active = False
    cast.ruth.save()
    assert list(ApiToken.objects.valid()) == [lasting]
    revoke_token(token=lasting)
    assert not ApiToken.objects.valid().exists()
