"""What a tag is parted into, on one annotation: pure. The page's parting.js follows the same rule."""

from collections.abc import Collection, Sequence
from typing import TypeVar

Tag = TypeVar("Tag")


def parted(carried: Sequence[Tag], choices: Collection[Tag], chosen: Sequence[Tag]) -> list[Tag]:
    """The tags that are carried, with those chosen in the place of the first of the choices; other tags stay."""
    at = next((n for n, tag in enumerate(carried) if tag in choices), len(carried))
    return [*carried[:at], *chosen, *(tag for tag in carried[at:] if tag not in choices)]
