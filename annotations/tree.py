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
