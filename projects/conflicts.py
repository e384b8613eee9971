"""What stands in the way of a change: each says what is there now, so that a person can be shown both."""

from typing import Any


class Conflict(Exception):
    """The change contradicts what is there. `current` is the object in the way; the API answers 409."""

    def __init__(self, message: str, current: Any = None) -> None:
        super().__init__(message)
        self.message = message
        self.current = current


class Stale(Exception):
    """The change was based on an older revision. `current` is the object as it is now; the API answers 412."""

    def __init__(self, current: Any) -> None:
        super().__init__("Somebody has changed this since you read it. Compare with the current state, then try again.")
        self.current = current


class Gone(Exception):
    """The object was deleted. `current` is its tombstone; the API answers 410, and restoring it is possible."""

    def __init__(self, current: Any = None) -> None:
        super().__init__("This was deleted. It can be restored.")
        self.current = current
