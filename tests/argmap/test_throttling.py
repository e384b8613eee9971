"""A minute's allowance at once, then a request for each share of a minute."""

from types import SimpleNamespace

import pytest

from argmap import throttling


@pytest.fixture
def at(monkeypatch, settings):
    """A function that says whether a visitor's request at a second is let through; 60 a minute for all."""
    settings.REQUESTS_PER_MINUTE = settings.ANONYMOUS_REQUESTS_PER_MINUTE = 60
    throttling.forget_requests()

    def ask(second: float, visitor="alice", address="10.0.0.1") -> bool:
        monkeypatch.setattr(throttling, "monotonic", lambda: second)
        user = SimpleNamespace(is_authenticated=visitor is not None, pk=visitor)
        request = SimpleNamespace(user=user, headers={}, META={"REMOTE_ADDR": address})
        return throttling.PerMinute().allow_request(request, None)

    yield ask
    throttling.forget_requests()


def test_a_minutes_allowance_is_let_through_at_once_and_no_more(at):
    assert [at(0) for _ in range(61)] == [True] * 60 + [False]


def test_time_fills_the_bucket_again_and_no_further_than_full(at):
    assert all(at(0) for _ in range(60))
    assert [at(2) for _ in range(3)] == [True, True, False]
    assert [at(10_000) for _ in range(61)] == [True] * 60 + [False]


def test_people_and_addresses_have_buckets_of_their_own(at):
    assert all(at(0) for _ in range(60))
    assert not at(0)
    assert at(0, "bob")
    assert all(at(0, None) for _ in range(60))
    assert not at(0, None)
    assert at(0, None, "10.0.0.2")


def test_the_wait_is_until_the_next_request_is_let_through(at, monkeypatch):
    assert all(at(0) for _ in range(60))
    throttle = throttling.PerMinute()
    request = SimpleNamespace(user=SimpleNamespace(is_authenticated=True, pk="alice"), META={})
    assert not throttle.allow_request(request, None)
    assert throttle.wait() == pytest.approx(1)


def test_it_remembers_no_more_than_it_can_bear(at, monkeypatch):
    monkeypatch.setattr(throttling, "_MOST_REMEMBERED", 3)
    assert all(at(0, name) for name in "abcdefgh")
    assert len(throttling._buckets) <= 3
