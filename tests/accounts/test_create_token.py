"""`manage.py create_token`."""

from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from accounts.models import ApiToken, digest


def run(*words: str) -> str:
    out = StringIO()
    call_command("create_token", *words, stdout=out)
    return out.getvalue()


def test_it_prints_the_token_and_nothing_else(cast: SimpleNamespace) -> None:
    printed = run("bob", "--name", "nightly")
    token = ApiToken.objects.get(user=cast.bob)
    assert printed.endswith("\n") and digest(printed.strip()) == token.digest
    assert (token.name, token.read_only, token.expires) == ("nightly", False, None)


def test_it_makes_read_only_tokens(cast: SimpleNamespace) -> None:
    run("BOB", "--read-only")
    token = ApiToken.objects.get(user=cast.bob)
    assert token.read_only and token.name == "command line"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["nobody"], "no user named “nobody”"),
        (["bob", "--name", " "], "1 to 100 characters"),
        (["bob", "--name", "x" * 101], "1 to 100 characters"),
    ],
)
def test_it_says_what_is_wrong(cast: SimpleNamespace, words: list[str], reason: str) -> None:
    with pytest.raises(CommandError, match=reason):
        run(*words)
    assert not ApiToken.objects.exists()


def test_it_makes_none_for_a_deactivated_user(cast: SimpleNamespace) -> None:
    cast.bob.is_active = False
    cast.bob.save()
    with pytest.raises(CommandError, match="deactivated"):
        run("bob")
