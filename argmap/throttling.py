"""How many requests somebody may make a minute: a token bucket per person, or per address of those not signed in."""

from time import monotonic
from typing import Any

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

_MOST_REMEMBERED = 20_000
_buckets: dict[Any, tuple[float, float]] = {}


def forget_requests() -> None:
    """Begin counting anew."""
    _buckets.clear()


class PerMinute(BaseThrottle):
    """Lets a minute's allowance through at once, then one request each time a share of the minute has passed.

    The buckets are this process's own and cost no query; several server processes together let several times as many
    through.
    """

    _wait = 0.0

    def allow_request(self, request: Request, view: Any) -> bool:
        """Take one request from the visitor's bucket; False when it is empty."""
        known = request.user.is_authenticated
        limit = settings.REQUESTS_PER_MINUTE if known else settings.ANONYMOUS_REQUESTS_PER_MINUTE
        visitor = request.user.pk if known else self.get_ident(request)
        now, rate = monotonic(), limit / 60
        left, then = _buckets.get(visitor, (float(limit), now))
        left = min(float(limit), left + (now - then) * rate)
        if left < 1:
            self._wait = (1 - left) / rate
            return False
        if len(_buckets) >= _MOST_REMEMBERED:
            _buckets.clear()
        _buckets[visitor] = (left - 1, now)
        return True

    def wait(self) -> float:
        """Seconds until the next request is let through."""
        return self._wait
