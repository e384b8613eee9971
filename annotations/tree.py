"""The codebook as a tree: pure, from tags that know the id of their parent."""

from collections.abc import Iterable
from itertools import takewhile
from typing import Generic, NamedTuple, Protocol, TypeVar
from uuid import UUID


class Leaf(Protocol):
    """What the tree asks of a tag."""

    id: UUID
    parent_id: UUID | None


Tag = TypeVar("Tag", bound=Leaf)


class Branch(NamedTuple, Generic[Tag]):
    """A tag in its place: how deep it lies (0: at the top)."""

    depth: int
    tag: Tag


def in_order(tags: Iterable[Tag]) -> list[Branch[Tag]]:
    """Every tag once, after its parent and in the order given. A tag whose parent is absent lies at the top."""
    rows = list(tags)
    known = {tag.id for tag in rows}
    children: dict[UUID | None, list[Tag]] = {}
    for tag in rows:
        children.setdefault(tag.parent_id if tag.parent_id in known else None, []).append(tag)
    found: list[Branch[Tag]] = []
    waiting = [Branch(0, tag) for tag in reversed(children.get(None, []))]
    while waiting:
        branch = waiting.pop()
        found.append(branch)
        waiting += [Branch(branch.depth + 1, child) for child in reversed(children.get(branch.tag.id, []))]
    return found


def below(tag: Tag, tags: Iterable[Tag]) -> list[Tag]:
    """The tags that lie below this one, at any depth."""
    branches = in_order(tags)
    start = next(n for n, branch in enumerate(branches) if branch.tag.id == tag.id)
    after = branches[start + 1 :]
    return [branch.tag for branch in takewhile(lambda branch: branch.depth > branches[start].depth, after)]


def spots(tags: Iterable[Tag], tag: Tag) -> list[Tag]:
    """The tags beside or below which another can be put: all but itself and its own, in the order of the tree."""
    branches = in_order(tags)
    own = {tag.id, *(one.id for one in below(tag, [branch.tag for branch in branches]))}
    return [branch.tag for branch in branches if branch.tag.id not in own]


def following(tag: Tag, tags: Iterable[Tag]) -> Tag | None:
    """The tag that comes next below the same parent; None: it is the last there."""
    beside = [one for one in tags if one.parent_id == tag.parent_id]
    after = beside[[one.id for one in beside].index(tag.id) + 1 :]
    return after[0] if after else None
