"""Pages of long lists by keyset: a cursor names the row beside the page, so that pages neither skip nor repeat rows."""

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings
from django.db.models import QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.http import HttpRequest
from rest_framework.request import Request

from projects.rest.parameters import TEXT, Parameter, whole
from projects.rest.problems import bad_input

DEFAULT_SIZE = 100
PAGE = (
    Parameter("page_size", whole(1, settings.MAX_PAGE_SIZE), f"Rows on a page; {DEFAULT_SIZE} when not given."),
    Parameter("cursor", TEXT, "Where the page begins: taken from `next` or `previous`, not to be made up."),
)
Key = tuple[Any, ...]


def _read(kind: type, value: Any) -> Any:
    """One value of a cursor's key; ValueError or TypeError when it is none of this kind."""
    if kind is UUID:
        return UUID(value)
    if kind is datetime:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise ValueError
        return moment
    if kind is int and type(value) is int and abs(value) < 2**31:  # true and false are ints too, to Python alone
        return value
    if kind is str and isinstance(value, str) and "\x00" not in value:
        return value
    raise ValueError


@dataclass(frozen=True, slots=True)
class Window:
    """Which page of a list is asked for: `size` rows after `key` in the list's order, or before it if `backwards`.

    Read one row more than `size`, in the opposite order when `backwards`; `cut` turns that into the page.
    """

    size: int
    key: Key | None = None
    backwards: bool = False

    def cut(self, rows: Sequence[Any]) -> tuple[list[Any], bool, bool]:
        """Turn `size + 1` rows as read into the page in list order, and whether there are rows before and after it."""
        more, page = len(rows) > self.size, list(rows[: self.size])
        if self.backwards:
            page.reverse()
        return page, more if self.backwards else self.key is not None, self.backwards or more


def _encode(direction: str, key: Key) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([direction, *key])).decode().rstrip("=")


def read_window(query: Mapping[str, Any], *kinds: type) -> Window:
    """The window that the `page_size` and `cursor` of a query ask for; `kinds` are the types of the list's sort key."""
    size, cursor = query.get("page_size", DEFAULT_SIZE), query.get("cursor")
    if not cursor:
        return Window(size)
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        direction, *values = orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        if direction not in {"after", "before"}:
            raise ValueError
        key = tuple(_read(kind, value) for kind, value in zip(kinds, values, strict=True))
    except (ValueError, TypeError, AttributeError) as error:
        raise bad_input("cursor", "This cursor is none that the list has given: begin again without it.") from error
    return Window(size, key, direction == "before")


def links(
    request: HttpRequest | Request, first: Key | None, last: Key | None, *, before: bool, after: bool
) -> dict[str, str | None]:
    """The absolute addresses `next` and `previous` of a page, from the sort keys of its first and last row."""
    return {
        "next": _address(request, "after", last) if after and last else None,
        "previous": _address(request, "before", first) if before and first else None,
    }


def _address(request: HttpRequest | Request, direction: str, key: Key) -> str:
    query = request.GET.copy()
    query["cursor"] = _encode(direction, key)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def page(
    request: HttpRequest | Request,
    rows: QuerySet[Any, dict[str, Any]],
    window: Window,
    by: tuple[str, ...],
    present: Callable[[dict[str, Any]], dict[str, Any]],
) -> dict[str, Any]:
    """One page of a `.values()` queryset in ascending order of the columns `by`, which together are unique."""
    order = [f"-{column}" for column in by] if window.backwards else list(by)
    if window.key is not None:
        beyond = TupleLessThan if window.backwards else TupleGreaterThan
        rows = rows.filter(beyond(Tuple(*by), window.key))
    found, before, after = window.cut(list(rows.order_by(*order)[: window.size + 1]))
    keys = [tuple(row[column] for column in by) for row in (found[:1] + found[-1:])]
    ends = links(request, keys[0], keys[-1], before=before, after=after) if keys else {"next": None, "previous": None}
    return ends | {"results": [present(row) for row in found]}
