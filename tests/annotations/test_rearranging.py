"""The codebook in another order, and one tag parted into several."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from annotations.codebook import create_tag
from annotations.drafts import Draft
from annotations.models import Annotation, Tag
from annotations.rearranging import part_tag, place_tag
from annotations.services import annotate
from annotations.tree import in_order
from projects.conflicts import Stale
from projects.models import Event


@pytest.fixture
def door(doors, cast):
    return doors(cast.erin)


@pytest.fixture
def tags(door):
    for name in ("A", "B", "C", "D"):
        create_tag(door=door, name=name)


def tree(project):
    rows = Tag.objects.of(project.id).live().order_by("position", "name")
    return [f"{'-' * depth}{tag.name}" for depth, tag in in_order(rows)]


@pytest.mark.parametrize(
    ("slug", "parent", "before", "becomes"),
    [
        ("d", None, "a", ["D", "A", "B", "C"]),
        ("a", None, None, ["B", "C", "D", "A"]),
        ("a", None, "c", ["B", "A", "C", "D"]),
        ("c", "a", None, ["A", "-C", "B", "D"]),
        ("b", None, "c", ["A", "B", "C", "D"]),
    ],
)
def test_a_tag_is_put_in_its_place(project, door, tags, slug, parent, before, becomes):
    place_tag(door=door, slug=slug, parent=parent, before=before)
    assert tree(project) == becomes


def test_only_what_moves_is_written(project, door, tags):
    place_tag(door=door, slug="c", parent=None, before="b")
    changed = Event.objects.filter(project=project.id, kind="tag.changed")
    assert {event.after["name"] for event in changed} == {"B", "C"}


def test_those_that_made_room_are_told_with_their_revisions(door, tags):
    placed = place_tag(door=door, slug="c", parent=None, before="b")
    assert (placed.tag.slug, placed.tag.revision) == ("c", 2)
    assert [(other.slug, other.revision) for other in placed.others] == [("b", 2)]


def test_a_long_codebook_is_rearranged_in_few_queries(project, door, tags, django_assert_max_num_queries):
    for n in range(40):
        create_tag(door=door, name=f"tag {n}")
    with django_assert_max_num_queries(25):
        placed = place_tag(door=door, slug="tag-39", parent=None, before="a")
    assert len(placed.others) == 43
    assert tree(project)[:3] == ["tag 39", "A", "B"]


def test_placing_between_ties_leaves_none(project, door, tags):
    Tag.objects.of(project.id).update(position=3)
    place_tag(door=door, slug="d", parent=None, before="b")
    assert tree(project) == ["A", "D", "B", "C"]
    positions = list(Tag.objects.of(project.id).values_list("position", flat=True))
    assert len(set(positions)) == len(positions)


def test_a_tag_is_not_put_below_itself_nor_before_what_is_elsewhere(project, door, tags):
    place_tag(door=door, slug="b", parent="a")
    with pytest.raises(ValidationError):
        place_tag(door=door, slug="a", parent="b")
    with pytest.raises(ValidationError):
        place_tag(door=door, slug="c", parent=None, before="b")
    assert tree(project) == ["A", "-B", "C", "D"]


def test_a_stale_placing_is_refused_and_so_is_an_annotators(door, doors, cast, tags):
    place_tag(door=door, slug="d", parent=None, before="a", revision=1)
    with pytest.raises(Stale):
        place_tag(door=door, slug="d", parent=None, before="b", revision=1)
    with pytest.raises(PermissionDenied):
        place_tag(door=doors(cast.bob), slug="d", parent=None)


@pytest.fixture
def marked(doors, cast, document, tags):
    def make(*names):
        draft = Draft(document=document.id, start=0, end=5, tags=list(names))
        (outcome,) = annotate(door=doors(cast.bob), drafts=[draft], base="/")
        return outcome.id

    return make


def labels(id_):
    return Annotation.objects.get(id=id_).labels


def test_passages_of_a_tag_are_given_others_in_its_place(project, door, marked):
    one, two, three = marked("a", "b"), marked("b"), marked("c")
    changed = part_tag(door=door, slug="b", annotations=[one, two, three], to=["c", "d"])
    assert {row.id for row in changed} == {one, two}
    assert (labels(one), labels(two), labels(three)) == (["a", "c", "d"], ["c", "d"], ["c"])
    events = Event.objects.filter(project=project.id, kind="annotation.changed")
    assert {event.object_id: (event.before["tags"], event.after["tags"]) for event in events} == {
        one: (["a", "b"], ["a", "c", "d"]),
        two: (["b"], ["c", "d"]),
    }


def test_the_tag_may_stay_beside_the_others_or_only_go(door, marked):
    one, two = marked("a"), marked("a", "b")
    part_tag(door=door, slug="a", annotations=[one], to=["a", "c"])
    part_tag(door=door, slug="a", annotations=[two], to=[])
    assert (labels(one), labels(two)) == (["a", "c"], ["b"])


def test_a_tag_that_is_there_already_is_not_carried_twice(door, marked):
    one = marked("a", "b")
    part_tag(door=door, slug="a", annotations=[one], to=["b"])
    assert labels(one) == ["b"]


def test_the_other_way_round_undoes_it(door, marked):
    one = marked("a")
    part_tag(door=door, slug="a", annotations=[one], to=["b"])
    part_tag(door=door, slug="b", annotations=[one], to=["a"])
    assert labels(one) == ["a"]


def test_revisions_rise_so_that_open_pages_notice(door, marked):
    one = marked("a")
    part_tag(door=door, slug="a", annotations=[one], to=["b"])
    assert Annotation.objects.get(id=one).revision > 1


def test_what_cannot_be_parted_is_refused(door, doors, cast, marked):
    one = marked("a")
    with pytest.raises(ValidationError):
        part_tag(door=door, slug="a", annotations=[one], to=["nowhere"])
    with pytest.raises(PermissionDenied):
        part_tag(door=doors(cast.bob), slug="a", annotations=[one], to=["b"])
    assert labels(one) == ["a"]
