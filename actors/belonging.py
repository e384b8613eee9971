"""When somebody belongs to an organisation: pure. Days are included at both ends; None: not known, or open."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar


class Lasting(Protocol):
    """What has a first and a last day."""

    since: date | None
    until: date | None


L = TypeVar("L", bound=Lasting)


def lasts_on(one: Lasting, day: date | None) -> bool:
    """Whether it is known to last on a day; on a day that is not known, only what is open at both ends."""
    if day is None:
        return one.since is None and one.until is None
    return (one.since is None or one.since <= day) and (one.until is None or day <= one.until)


def lasting_on(day: date | None, ones: Iterable[L]) -> list[L]:
    """Those that last on a day, in their order."""
    return [one for one in ones if lasts_on(one, day)]


def span(since: date | None, until: date | None) -> str:
    """The time in words: “11 Jul 2016 – 7 Jun 2019”, “since 11 Jul 2016”, “until 7 Jun 2019”; "" when it is open."""
    if since and until:
        return f"{_day(since)} – {_day(until)}"
    if since:
        return f"since {_day(since)}"
    return f"until {_day(until)}" if until else ""


def _day(day: date) -> str:
    return f"{day.day} {day:%b} {day.year}"
