"""Who says it: attributions and their copy on the annotation, and two actors that become one and two again."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import Error, connection, transaction
from django.http import Http404

from accounts.ids import uuid7
from actors.affiliating import affiliate
from actors.models import Actor
from actors.services import change_actor, create_actor, delete_actor, restore_actor
from annotations.attributing import merge_actors, unmerge_actor
from annotations.drafts import Draft
from annotations.models import Annotation, Attribution
from annotations.services import change_annotation
from projects.conflicts import Conflict, Gone, Stale
from projects.guards import open_project
from projects.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def erin(doors, cast):
    return doors(cast.erin)


@pytest.fixture
def said(publish, say, actors):
    """A function that has the actors say something: `said(speaker=may.id)`; each time another passage."""
    document = publish("2017-08-04")
    words = iter(("Wage stagnation", "migrant labour", "unscrupulous employers", "We were all", "scapegoated"))
    return lambda **who: say(document, next(words), **who)


def who(annotation):
    """Who has which role, as the annotation's own copy has it; what the rows say must be the same."""
    row = Annotation.objects.get(id=annotation.id)
    rows = Attribution.objects.filter(annotation=row, actor__deleted__isnull=True).order_by("ord", "id")
    assert row.attributions == [{"actor": str(one.actor_id), "role": one.role} for one in rows]
    return {one["role"]: one["actor"] for one in row.attributions}


# --- what the database keeps true, by raw SQL ------------------------------------------------------------------------


def run(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        cursor.execute("set constraints all immediate")


def attribution(annotation, actor, role="speaker", project=None):
    sql = """insert into annotations_attribution (id, project_id, annotation_id, actor_id, role, ord)
             values (%s, %s, %s, %s, %s, 1)"""
    return sql, uuid7(), project or annotation.project_id, annotation.id, actor.id, role


def test_the_copy_and_the_revision_follow_every_row_that_is_written(actors, said):
    one = said()
    run(*attribution(one, actors.may))
    assert who(one) == {"speaker": str(actors.may.id)}
    run("update annotations_attribution set role = 'blamed', actor_id = %s", actors.mrs.id)
    assert who(one) == {"blamed": str(actors.mrs.id)}
    run("delete from annotations_attribution")
    assert who(one) == {} and Annotation.objects.get(id=one.id).revision == 4


def test_deleting_an_actor_empties_the_copies_and_restoring_fills_them(actors, said):
    one = said(speaker=actors.may.id)
    run("update actors_actor set deleted = now() where id = %s", actors.may.id)
    assert who(one) == {}
    run("update actors_actor set deleted = null where id = %s", actors.may.id)
    assert who(one) == {"speaker": str(actors.may.id)}


def test_attributions_stay_within_their_project_and_on_their_annotation(cast, actors, said, other_project):
    one, other = said(), said(speaker=actors.may.id)
    stranger = create_actor(door=open_project(cast.carol, other_project.slug), name="Stranger")
    for sql in (
        attribution(one, stranger),
        attribution(one, actors.may, project=other_project.id),
        attribution(one, actors.may, role="ghost"),
        attribution(other, actors.may),
        ("update annotations_attribution set annotation_id = %s", one.id),
    ):
        with pytest.raises(Error):
            run(*sql)
    assert who(one) == {} and who(other) == {"speaker": str(actors.may.id)}


# --- naming ----------------------------------------------------------------------------------------------------------


def test_names_that_nobody_has_become_actors_and_known_ones_are_found(cast, doors, actors, said):
    one = said()
    named = [{"name": "the prime minister"}, {"name": "Momentum", "kind": "organisation", "role": "blamed"}]
    draft = Draft(attributions=[{"role": "speaker"} | who for who in named])
    change_annotation(door=doors(cast.bob), id=one.id, draft=draft)
    momentum = Actor.objects.get(name="Momentum")
    assert who(one) == {"speaker": str(actors.may.id), "blamed": str(momentum.id)}
    assert Event.objects.filter(kind="actor.created", object_id=momentum.id, user=cast.bob).count() == 1


def test_an_unknown_id_is_refused(cast, doors, said):
    draft = Draft(attributions=[{"actor": str(uuid4()), "role": "speaker"}])
    with pytest.raises(ValidationError):
        change_annotation(door=doors(cast.bob), id=said().id, draft=draft)


def test_whoever_names_a_deleted_actor_is_told_its_name(cast, doors, erin, actors, said):
    delete_actor(door=erin, id=actors.may.id)
    draft = Draft(attributions=[{"actor": str(actors.may.id), "role": "speaker"}])
    with pytest.raises(ValidationError, match="Theresa May"):
        change_annotation(door=doors(cast.bob), id=said().id, draft=draft)


def test_attributions_to_the_deleted_wait_unseen_through_changes(cast, doors, erin, actors, said):
    one = said(speaker=actors.may.id, blamed=actors.mrs.id)
    delete_actor(door=erin, id=actors.may.id)
    draft = Draft(attributions=[{"actor": str(actors.party.id), "role": "addressee"}])
    change_annotation(door=doors(cast.bob), id=one.id, draft=draft)
    assert who(one) == {"addressee": str(actors.party.id)}
    restore_actor(door=erin, id=actors.may.id)
    assert who(one) == {"addressee": str(actors.party.id), "speaker": str(actors.may.id)}


# --- merging, and back -----------------------------------------------------------------------------------------------


def test_a_merge_moves_what_was_said_and_where_one_belonged_and_is_undone(erin, actors, said):
    one, both = said(speaker=actors.mrs.id), said(speaker=actors.mrs.id, blamed=actors.may.id)
    peer = affiliate(door=erin, person=actors.mrs.id, organisation=actors.party.id, role="peer")
    target = merge_actors(door=erin, id=actors.mrs.id, into=actors.may.id, revision=1)
    may = str(actors.may.id)
    assert target == actors.may and target.other_names == ["The Prime Minister", "T. May"]
    assert (who(one), who(both)) == ({"speaker": may}, {"speaker": may, "blamed": may})
    peer.refresh_from_db()
    assert peer.person == actors.may
    back = unmerge_actor(door=erin, id=actors.mrs.id)
    mrs = str(actors.mrs.id)
    assert (who(one), who(both)) == ({"speaker": mrs}, {"speaker": mrs, "blamed": may})
    peer.refresh_from_db()
    assert (back.name, back.merged_into, peer.person) == ("T. May", None, actors.mrs)
    assert Actor.objects.get(id=actors.may.id).other_names == ["The Prime Minister"]


def test_what_both_said_is_said_once_and_by_both_again(erin, actors, said):
    both = said(speaker=actors.may.id)
    Attribution.objects.create(project=both.project, annotation=both, actor=actors.mrs, role="speaker", ord=2)
    merge_actors(door=erin, id=actors.mrs.id, into=actors.may.id)
    assert Attribution.objects.filter(annotation=both).count() == 1
    unmerge_actor(door=erin, id=actors.mrs.id)
    assert {one["actor"] for one in Annotation.objects.get(id=both.id).attributions} == {
        str(actors.may.id), str(actors.mrs.id),
    }  # fmt: skip
    who(both)


def test_what_was_taken_back_meanwhile_does_not_come_again(cast, doors, erin, actors, said):
    one, other = said(speaker=actors.mrs.id), said(speaker=actors.mrs.id)
    merge_actors(door=erin, id=actors.mrs.id, into=actors.may.id)
    change_annotation(door=doors(cast.bob), id=one.id, draft=Draft(attributions=[]))
    new = said(speaker=actors.may.id)
    change_actor(door=erin, id=actors.may.id, other_names=["T. May", "PM"])
    unmerge_actor(door=erin, id=actors.mrs.id)
    assert [who(row) for row in (one, other, new)] == [
        {}, {"speaker": str(actors.mrs.id)}, {"speaker": str(actors.may.id)},
    ]  # fmt: skip
    assert Actor.objects.get(id=actors.may.id).other_names == ["PM"]


def test_what_was_merged_twice_is_given_back_by_whoever_has_it_now(erin, actors, said):
    one = said(speaker=actors.mrs.id)
    third = create_actor(door=erin, name="The Right Honourable Theresa May")
    merge_actors(door=erin, id=actors.mrs.id, into=actors.may.id)
    merge_actors(door=erin, id=actors.may.id, into=third.id)
    assert who(one) == {"speaker": str(third.id)}
    unmerge_actor(door=erin, id=actors.mrs.id)
    assert who(one) == {"speaker": str(actors.mrs.id)}
    unmerge_actor(door=erin, id=actors.may.id)
    assert who(one) == {"speaker": str(actors.mrs.id)}


def test_who_names_a_merged_actor_means_the_one_that_remains(cast, doors, erin, actors, said):
    third = create_actor(door=erin, name="The Right Honourable Theresa May")
    merge_actors(door=erin, id=actors.mrs.id, into=actors.may.id)
    merge_actors(door=erin, id=actors.may.id, into=third.id)
    new, old = said(speaker=actors.mrs.id), said()
    both = [{"actor": str(actors.mrs.id), "role": "blamed"}, {"actor": str(actors.may.id), "role": "blamed"}]
    change_annotation(door=doors(cast.bob), id=old.id, draft=Draft(attributions=both))
    assert (who(new), who(old)) == ({"speaker": str(third.id)}, {"blamed": str(third.id)})
    delete_actor(door=erin, id=third.id)
    with pytest.raises(ValidationError, match=r"T\. May"):
        change_annotation(door=doors(cast.bob), id=old.id, draft=Draft(attributions=both[:1]))


def test_what_was_only_deleted_comes_back_alone(erin, actors, said):
    one = said(speaker=actors.may.id)
    delete_actor(door=erin, id=actors.may.id)
    unmerge_actor(door=erin, id=actors.may.id)
    assert who(one) == {"speaker": str(actors.may.id)}


def test_what_cannot_be_one_is_refused(cast, doors, erin, actors):
    for into in (actors.mrs.id, actors.party.id, uuid4()):
        with pytest.raises(ValidationError):
            merge_actors(door=erin, id=actors.mrs.id, into=into)
    with pytest.raises(Stale):
        merge_actors(door=erin, id=actors.mrs.id, into=actors.may.id, revision=9)
    with pytest.raises(PermissionDenied):
        merge_actors(door=doors(cast.bob), id=actors.mrs.id, into=actors.may.id)
    merge_actors(door=erin, id=actors.mrs.id, into=actors.may.id)
    with pytest.raises(Gone):
        merge_actors(door=erin, id=actors.mrs.id, into=actors.may.id)


def test_a_merged_actor_whose_name_is_taken_does_not_come_back(cast, doors, erin, actors):
    merge_actors(door=erin, id=actors.mrs.id, into=actors.may.id)
    create_actor(door=erin, name="t. may")
    with pytest.raises(Conflict):
        unmerge_actor(door=erin, id=actors.mrs.id)
    with pytest.raises(PermissionDenied):
        unmerge_actor(door=doors(cast.bob), id=actors.mrs.id)
    with pytest.raises(Http404):
        unmerge_actor(door=erin, id=uuid4())
