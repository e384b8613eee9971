"""Ids of rows."""

import time

from accounts.ids import uuid7


def test_ids_are_uuids_of_version_7_that_sort_by_time() -> None:
    first = uuid7()
    time.sleep(0.002)
    second = uuid7()
    assert first.version == second.version == 7
    assert first.variant == "specified in RFC 4122"
    assert first < second
    assert abs((first.int >> 80) / 1000 - time.time()) < 5
