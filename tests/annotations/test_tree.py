"""The codebook as a tree."""

from dataclasses import dataclass
from uuid import UUID

from annotations.tree import below, following, in_order, spots


@dataclass
class Tag:
    name: str
    id: UUID
    parent_id: UUID | None


def codebook(*lines: str) -> list[Tag]:
    """Tags from lines such as `child < parent`, in this order."""
    pairs = [[word.strip() for word in f"{line}<".split("<")[:2]] for line in lines]
    ids = {name: UUID(int=n) for n, (name, _) in enumerate(pairs, 1)}
    return [Tag(name, ids[name], ids.get(parent, UUID(int=99)) if parent else None) for name, parent in pairs]


def drawn(tags: list[Tag]) -> str:
    return " ".join("-" * branch.depth + branch.tag.name for branch in in_order(tags))


def test_children_stand_after_their_parent_in_the_order_given() -> None:
    assert drawn(codebook("b < a", "z", "a", "c < b", "d < a")) == "z a -b --c -d"


def test_a_tag_whose_parent_is_absent_stands_at_the_top() -> None:
    assert drawn(codebook("a < gone", "b < a")) == "a -b"


def test_nothing_makes_an_empty_tree() -> None:
    assert in_order([]) == []


def test_what_lies_below_a_tag_at_any_depth() -> None:
    tags = codebook("a", "b < a", "c < b", "d", "e < d")
    assert [tag.name for tag in below(tags[0], tags)] == ["b", "c"]
    assert below(tags[2], tags) == []


def test_a_deep_codebook_is_no_trouble() -> None:
    assert len(in_order(codebook("t0", *(f"t{n} < t{n - 1}" for n in range(1, 3000))))) == 3000


def test_a_tag_can_be_put_beside_all_but_its_own() -> None:
    tags = codebook("a", "b < a", "c < b", "d", "e < d")
    assert [tag.name for tag in spots(tags, tags[1])] == ["a", "d", "e"]


def test_what_follows_a_tag_lies_below_the_same_parent() -> None:
    tags = codebook("a", "b < a", "c", "d < a")
    assert [(following(tag, tags) or tag).name for tag in tags] == ["c", "d", "c", "d"]
