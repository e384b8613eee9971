"""What people do with the codebook, and what becomes of the annotations that use it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.http import Http404

from annotations.codebook import change_tag, create_tag, delete_tag, merge_tags, restore_tag
from annotations.drafts import Draft
from annotations.models import Annotation, Tag
from annotations.naming import PALETTE, slug_of, tidy
from annotations.services import annotate
from projects.conflicts import Conflict, Stale
from projects.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def mark(document, doors, cast):
    """A function that annotates the document's title with tags and returns the annotation's id."""

    def make(*tags):
        (outcome,) = annotate(
            door=doors(cast.bob), drafts=[Draft(document=document.id, start=0, end=5, tags=list(tags))], base=""
        )
        return outcome.id

    return make


def labels(id_):
    return Annotation.objects.get(id=id_).labels


def last_event(project):
    return Event.objects.filter(project=project.id).order_by("seq").last()


def test_new_tags_come_last_and_take_the_palettes_colours_in_turn(doors, cast):
    tags = [create_tag(door=doors(cast.bob), name=f"tag {n}") for n in range(len(PALETTE) + 1)]
    assert [tag.colour for tag in tags] == [*PALETTE, PALETTE[0]]
    assert [tag.position for tag in tags] == list(range(len(tags)))


def test_a_tags_name_is_tidied_and_stands_once_whatever_its_case(doors, cast):
    tag = create_tag(door=doors(cast.bob), name="  Free \n movement ")
    assert (tag.name, tag.slug) == ("Free movement", "free-movement")
    with pytest.raises(Conflict) as conflict:
        create_tag(door=doors(cast.bob), name="FREE MOVEMENT")
    assert conflict.value.current == tag


@pytest.mark.parametrize(
    "fields",
    [
        {"name": " "},
        {"name": "x" * 101},
        {"name": "a\x00b"},
        {"name": "a", "colour": "red"},
        {"name": "a", "parent": "nobody"},
        {"name": "a", "definition": "x" * 10_001},
    ],
)
def test_bad_fields_are_told(doors, cast, fields):
    with pytest.raises(ValidationError):
        create_tag(door=doors(cast.bob), **fields)
    assert not Tag.objects.exists()


def test_a_rename_keeps_every_use_and_makes_older_edits_stale(project, mark, doors, cast):
    id_ = mark("wages", "hope")
    renamed = change_tag(door=doors(cast.erin), slug="wages", revision=1, name="Pay", colour="#112233")
    assert (renamed.slug, renamed.colour, renamed.revision) == ("pay", "#112233", 2)
    assert labels(id_) == ["pay", "hope"]
    assert Annotation.objects.get(id=id_).revision == 2
    event = last_event(project)
    assert (event.kind, event.before["name"], event.after["name"]) == ("tag.changed", "wages", "Pay")


def test_annotators_add_tags_and_only_editors_organise_them(doors, cast):
    create_tag(door=doors(cast.bob), name="wages")
    with pytest.raises(PermissionDenied):
        change_tag(door=doors(cast.bob), slug="wages", name="pay")
    with pytest.raises(PermissionDenied):
        delete_tag(door=doors(cast.bob), slug="wages")
    with pytest.raises(PermissionDenied):
        create_tag(door=doors(cast.ruth), name="pay")


def test_a_stale_change_is_refused(doors, cast):
    create_tag(door=doors(cast.bob), name="wages")
    change_tag(door=doors(cast.erin), slug="wages", revision=1, definition="money for work")
    with pytest.raises(Stale) as stale:
        change_tag(door=doors(cast.erin), slug="wages", revision=1, definition="mine")
    assert stale.value.current.definition == "money for work"


def test_tags_form_a_tree_and_not_a_ring(doors, cast):
    door = doors(cast.erin)
    create_tag(door=door, name="a")
    create_tag(door=door, name="b", parent="a")
    create_tag(door=door, name="c", parent="b")
    with pytest.raises(ValidationError) as error:
        change_tag(door=door, slug="a", parent="c")
    assert "parent" in error.value.message_dict


def test_merging_moves_uses_and_children_and_counts_nothing_twice(project, mark, doors, cast):
    door = doors(cast.erin)
    only, both = mark("pay"), mark("pay", "wages")
    create_tag(door=door, name="overtime", parent="pay")
    target = merge_tags(door=door, slug="pay", into="wages", revision=1)
    assert (labels(only), labels(both)) == (["wages"], ["wages"])
    assert Tag.objects.of(project.id).live().with_uses(doors(cast.alice)).get(slug="wages").uses == 2
    assert Tag.objects.get(slug="overtime").parent == target
    event = last_event(project)
    assert (event.kind, sorted(event.before["annotations"])) == ("tag.merged", sorted(map(str, (only, both))))
    with pytest.raises(Http404):
        change_tag(door=door, slug="pay", name="x")


def test_a_merged_tag_comes_back_on_what_it_was_on(mark, doors, cast):
    door = doors(cast.erin)
    only, both, neither = mark("pay"), mark("pay", "wages"), mark("wages")
    tag_id = Tag.objects.get(slug="pay").id
    merge_tags(door=door, slug="pay", into="wages")
    restore_tag(door=door, tag_id=tag_id)
    assert (labels(only), labels(both), labels(neither)) == (["wages", "pay"], ["wages", "pay"], ["wages"])
    delete_tag(door=door, slug="pay")
    restore_tag(door=door, tag_id=tag_id)
    assert labels(only) == ["wages", "pay"]


def test_a_tag_is_not_merged_into_itself_or_into_nothing(doors, cast):
    door = doors(cast.erin)
    create_tag(door=door, name="pay")
    for into in ("pay", "nothing"):
        with pytest.raises(ValidationError):
            merge_tags(door=door, slug="pay", into=into)


def test_merging_a_parent_into_its_child_lifts_the_child(doors, cast):
    door = doors(cast.erin)
    create_tag(door=door, name="top")
    create_tag(door=door, name="pay", parent="top")
    create_tag(door=door, name="wages", parent="pay")
    create_tag(door=door, name="overtime", parent="pay")
    merge_tags(door=door, slug="pay", into="wages")
    parents = {tag.slug: tag.parent.slug if tag.parent else None for tag in Tag.objects.filter(deleted=None)}
    assert parents == {"top": None, "wages": "top", "overtime": "wages"}


def test_a_deleted_tag_leaves_its_annotations_and_comes_back_to_them(mark, doors, cast):
    door = doors(cast.erin)
    id_ = mark("wages", "hope")
    tag = delete_tag(door=door, slug="wages", revision=1)
    assert labels(id_) == ["hope"]
    again = create_tag(door=door, name="Wages")
    with pytest.raises(Conflict):
        restore_tag(door=door, tag_id=tag.id)
    delete_tag(door=door, slug=again.slug)
    assert restore_tag(door=door, tag_id=tag.id).slug == "wages"
    assert labels(id_) == ["wages", "hope"]


def test_a_tag_is_restored_from_the_revision_that_was_seen(doors, cast):
    door = doors(cast.erin)
    create_tag(door=door, name="wages")
    tag = delete_tag(door=door, slug="wages")
    with pytest.raises(Stale):
        restore_tag(door=door, tag_id=tag.id, revision=tag.revision - 1)
    back = restore_tag(door=door, tag_id=tag.id, revision=tag.revision)
    with pytest.raises(Stale):
        restore_tag(door=door, tag_id=tag.id, revision=tag.revision)
    assert restore_tag(door=door, tag_id=tag.id).revision == back.revision


def test_looking_for_a_ring_ends_even_in_a_ring(doors, cast):
    door = doors(cast.erin)
    for name in ("a", "b", "c"):
        create_tag(door=door, name=name)
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("alter table annotations_tag disable trigger tags_form_a_tree")
        cursor.execute(
            "update annotations_tag t set parent_id = o.id from annotations_tag o"
            " where (t.slug, o.slug) in (('a', 'b'), ('b', 'a'))"
        )
        cursor.execute("set constraints all immediate")
        cursor.execute("alter table annotations_tag enable trigger tags_form_a_tree")
    with pytest.raises(ValidationError, match="below itself"):
        change_tag(door=door, slug="a", parent="b")
    assert change_tag(door=door, slug="c", parent="b").parent.slug == "b"


def test_uses_are_those_of_live_annotations_on_live_documents(project, document, mark, doors, cast):
    from annotations.services import delete_annotation
    from documents.services import delete_document

    mark("wages")
    gone = mark("wages")
    uses = Tag.objects.of(project.id).with_uses(doors(cast.alice))
    assert uses.get().uses == 2
    delete_annotation(door=doors(cast.bob), id=gone)
    assert uses.get().uses == 1
    delete_document(document=document, user=cast.erin)
    assert uses.get().uses == 0


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Free movement", "free-movement"),
        ("  A—B  ", "ab"),
        ("ÉTAT social", "état-social"),
        ("التضامن", "التضامن"),
        ("工资", "工资"),
        ("!!!", "tag"),
        ("👩‍👩‍👧‍👦", "tag"),
        ("a_b/c", "a-bc"),
        ("x" * 300, "x" * 110),
    ],
)
def test_slugs_keep_the_letters_of_every_script(name, slug):
    assert slug_of(tidy(name)) == slug


def test_a_tag_that_goes_tells_of_each_child_that_moves(project, doors, cast):
    door = doors(cast.erin)
    create_tag(door=door, name="top")
    create_tag(door=door, name="pay", parent="top")
    create_tag(door=door, name="overtime", parent="pay")
    delete_tag(door=door, slug="pay")
    child = Tag.objects.get(slug="overtime")
    assert (child.parent.slug, child.revision) == ("top", 2)
    *_, moved, deleted = Event.objects.filter(project=project.id).order_by("seq")
    assert (moved.kind, moved.before["parent"], moved.after["parent"]) == ("tag.changed", "pay", "top")
    assert deleted.kind == "tag.deleted"


def test_a_slug_means_its_own_tag_even_if_another_is_named_like_it(mark, doors, cast):
    door = doors(cast.bob)
    assert create_tag(door=door, name="low pay").slug == "low-pay"
    assert create_tag(door=door, name="low-pay").slug == "low-pay-2"
    assert labels(mark("low-pay")) == ["low-pay"]
    assert labels(mark("low pay", "low-pay-2")) == ["low-pay", "low-pay-2"]
