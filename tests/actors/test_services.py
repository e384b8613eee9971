"""What people do with actors: named once, known by many names, and every change told by one event."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from actors.affiliating import affiliate, change_affiliation, end_affiliation, resume_affiliation
from actors.models import Actor, Affiliation
from actors.services import (
    MOST_NAMES,
    actor_facts,
    actor_named,
    change_actor,
    create_actor,
    delete_actor,
    restore_actor,
)
from projects.conflicts import Conflict, Gone, Stale
from projects.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def erin(doors, cast):
    return doors(cast.erin)


def told(door, id_):
    return [(event.kind, event.before, event.after) for event in Event.objects.filter(project=door.id, object_id=id_)]


def test_each_verb_tells_one_event_of_what_was_and_what_became(erin):
    made = create_actor(door=erin, name="Theresa May")
    first = actor_facts(made)
    changed = change_actor(door=erin, id=made.id, note="PM")
    second = actor_facts(changed)
    delete_actor(door=erin, id=made.id)
    restored = actor_facts(restore_actor(door=erin, id=made.id))
    kinds = [kind for kind, _, _ in told(erin, made.id)]
    assert kinds == ["actor.created", "actor.changed", "actor.deleted", "actor.restored"]
    assert [(before, after) for _, before, after in told(erin, made.id)] == [
        (None, first), (first, second), (second, None), (None, restored),
    ]  # fmt: skip


def test_what_changes_nothing_is_no_event(erin, actors):
    change_actor(
        door=erin, id=actors.may.id, name=" Theresa  May", other_names=["the prime minister", "The Prime Minister"]
    )
    assert [kind for kind, _, _ in told(erin, actors.may.id)] == ["actor.created", "actor.changed"]
    change_actor(door=erin, id=actors.may.id, other_names=["the prime minister"])
    change_affiliation(door=erin, id=actors.led.id, role="leader ")
    assert len(told(erin, actors.may.id)) == 2 and len(told(erin, actors.led.id)) == 1


def test_colours_go_round_the_palette(erin):
    made = [create_actor(door=erin, name=f"Actor {n}") for n in range(3)]
    assert len({one.colour for one in made}) == 3


def test_a_name_is_taken_whatever_its_case_and_free_again_after_deletion(erin, actors):
    with pytest.raises(Conflict) as refusal:
        create_actor(door=erin, name="theresa MAY")
    assert refusal.value.current == actors.may
    with pytest.raises(Conflict):
        change_actor(door=erin, id=actors.mrs.id, name="Theresa May")
    delete_actor(door=erin, id=actors.may.id)
    create_actor(door=erin, name="theresa MAY")
    with pytest.raises(Conflict):
        restore_actor(door=erin, id=actors.may.id)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": "x" * 201}, "name"),
        ({"name": "a\x07b"}, "name"),
        ({"other_names": ["x"] * (MOST_NAMES + 1)}, "other_names"),
        ({"other_names": ["x" * 201]}, "other_names"),
        ({"note": "x" * 10_001}, "note"),
        ({"colour": "#12345\n"}, "colour"),
        ({"kind": "ghost"}, "kind"),
        ({"age": 3}, "age"),
    ],
)
def test_what_does_not_fit_is_refused_by_field(erin, actors, fields, field):
    with pytest.raises(ValidationError) as refusal:
        change_actor(door=erin, id=actors.mrs.id, **fields)
    assert set(refusal.value.message_dict) == {field}


def test_who_may_not_is_refused_past_every_door(cast, doors, actors):
    for verb in (change_actor, delete_actor, restore_actor):
        with pytest.raises(PermissionDenied):
            verb(door=doors(cast.bob), id=actors.may.id)
    with pytest.raises(PermissionDenied):
        create_actor(door=doors(cast.ruth), name="Somebody")
    for verb in (change_affiliation, end_affiliation, resume_affiliation):
        with pytest.raises(PermissionDenied):
            verb(door=doors(cast.bob), id=actors.led.id)


def test_stale_and_lost_changes_are_refused(erin, actors):
    change_actor(door=erin, id=actors.may.id, note="Theirs")
    with pytest.raises(Stale):
        change_actor(door=erin, id=actors.may.id, revision=1, note="Mine")
    delete_actor(door=erin, id=actors.may.id)
    with pytest.raises(Gone):
        change_actor(door=erin, id=actors.may.id, note="Late")
    with pytest.raises(Http404):
        change_actor(door=erin, id=uuid4(), note="Nobody's")


def test_a_name_finds_whoever_has_it_else_whoever_alone_is_also_called_so(erin, actors):
    def named(name, kind="person"):
        return actor_named(door=erin, name=name, kind=kind)

    assert named("THE PRIME MINISTER") == named("theresa may") == actors.may
    other = create_actor(door=erin, name="Boris Johnson", other_names=["The Prime Minister"])
    added = named("The Prime Minister")
    assert added not in (other, actors.may) and added.name == "The Prime Minister"
    with pytest.raises(ValidationError):
        named("Conservative Party")
    assert named("Labour", "organisation").kind == "organisation"


def test_names_with_signs_of_patterns_are_found_by_them_alone(erin):
    create_actor(door=erin, name="100% Campaign_", kind="organisation", other_names=["{a,b}"])
    names = Actor.objects.of(erin.id)
    assert names.called("100%").exists() and names.called("n_").exists()
    assert not names.called("1%C").exists() and not names.called("_____").exists()
    assert names.called("{A,B}").exists() and not names.called('"').exists()


# --- affiliations ----------------------------------------------------------------------------------------------------


def test_affiliations_are_between_a_person_and_an_organisation_of_the_project(erin, actors):
    for person, organisation, field in (
        (actors.party.id, actors.party.id, "person"),
        (actors.may.id, actors.mrs.id, "organisation"),
        (uuid4(), actors.party.id, "person"),
    ):
        with pytest.raises(ValidationError) as refusal:
            affiliate(door=erin, person=person, organisation=organisation)
        assert set(refusal.value.message_dict) == {field}


def test_an_affiliation_cannot_end_before_it_begins(erin, actors):
    with pytest.raises(ValidationError) as refusal:
        change_affiliation(door=erin, id=actors.led.id, until=date(2016, 7, 10))
    assert set(refusal.value.message_dict) == {"until"}
    with pytest.raises(Stale):
        change_affiliation(door=erin, id=actors.led.id, revision=9, role="x")


def test_a_removed_affiliation_comes_back_as_it_was_once(erin, actors):
    end_affiliation(door=erin, id=actors.led.id, revision=1)
    assert not Affiliation.objects.filter(id=actors.led.id).exists()
    back = resume_affiliation(door=erin, id=actors.led.id)
    assert (back.person, back.organisation, back.role) == (actors.may, actors.party, "leader")
    assert (back.since, back.until) == (actors.led.since, actors.led.until)
    with pytest.raises(Http404):
        resume_affiliation(door=erin, id=actors.led.id)


def test_what_has_affiliations_stays_what_it_is(erin, actors):
    with pytest.raises(ValidationError):
        change_actor(door=erin, id=actors.may.id, kind="organisation")
    end_affiliation(door=erin, id=actors.led.id)
    assert change_actor(door=erin, id=actors.may.id, kind="organisation").kind == "organisation"
