"""What Postgres refuses of actors and affiliations, whoever asks: raw SQL, past every service."""

import pytest
from django.db import Error, connection, transaction

from accounts.ids import uuid7
from actors.models import Actor
from actors.services import create_actor
from projects.guards import open_project

pytestmark = pytest.mark.django_db


def run(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def rule_broken_by(sql, *values):
    with pytest.raises(Error) as error:
        run(sql, *values)
    return error.value.__cause__.diag.constraint_name


@pytest.fixture
def elsewhere(other_project, cast):
    """A person and an organisation of another project."""
    door = open_project(cast.carol, other_project.slug)
    kinds = ("person", "organisation")
    return {kind: create_actor(door=door, name=f"Some {kind}", kind=kind) for kind in kinds}


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ("name = ''", "actor_has_a_name"),
        ("colour = 'red'", "actor_has_a_colour"),
        ("name = 'T. MAY'", "actor_name_is_in_a_project_once"),
        ("merged_into_id = id, deleted = now()", "actor_is_not_merged_into_itself"),
        ("kind = 'organisation'", "actor_with_affiliations_stays_what_it_is"),
    ],
)
def test_what_an_actor_cannot_be(actors, change, rule):
    assert rule_broken_by(f"update actors_actor set {change} where id = %s", actors.may.id) == rule


def test_an_actor_is_a_person_or_an_organisation(actors):
    sql = "update actors_actor set kind = 'ghost' where id = %s"
    assert rule_broken_by(sql, actors.mrs.id) == "actor_is_a_person_or_an_organisation"


def test_only_the_dead_are_merged(actors):
    sql = "update actors_actor set merged_into_id = %s where id = %s"
    assert rule_broken_by(sql, actors.may.id, actors.mrs.id) == "merged_actor_is_deleted"


def test_nobody_is_merged_into_another_project(actors, elsewhere):
    sql = "update actors_actor set merged_into_id = %s, deleted = now() where id = %s"
    run(sql, actors.may.id, actors.mrs.id)
    with pytest.raises(Error) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [elsewhere["person"].id, actors.mrs.id])
        cursor.execute("set constraints all immediate")
    assert error.value.__cause__.diag.constraint_name == "actor_is_merged_within_its_project"


def test_a_deleted_name_may_come_again(actors):
    run("update actors_actor set deleted = now() where id = %s", actors.may.id)
    run("update actors_actor set name = 'THERESA MAY' where id = %s", actors.mrs.id)
    assert rule_broken_by("update actors_actor set deleted = null where id = %s", actors.may.id) == (
        "actor_name_is_in_a_project_once"
    )


def affiliation(project, person, organisation):
    return (
        """insert into actors_affiliation
             (id, project_id, person_id, organisation_id, role, creator_id, created, revision)
           select %s, %s, %s, %s, '', creator_id, now(), 1 from actors_actor where id = %s""",
        uuid7(), project.id, person.id, organisation.id, person.id,
    )  # fmt: skip


def test_affiliations_are_of_a_person_to_an_organisation(project, actors):
    rule = "affiliation_is_of_a_person_to_an_organisation"
    assert rule_broken_by(*affiliation(project, actors.party, actors.party)) == rule
    assert rule_broken_by(*affiliation(project, actors.may, actors.mrs)) == rule
    run(*affiliation(project, actors.mrs, actors.party))


def test_affiliations_stay_within_their_project(project, actors, elsewhere):
    assert rule_broken_by(*affiliation(project, elsewhere["person"], actors.party)) in {
        "affiliation_is_of_a_person_of_its_project", "affiliation_is_of_a_person_to_an_organisation",
    }  # fmt: skip
    assert rule_broken_by(*affiliation(project, actors.may, elsewhere["organisation"])) in {
        "affiliation_is_to_an_organisation_of_its_project", "affiliation_is_of_a_person_to_an_organisation",
    }  # fmt: skip


def test_an_affiliation_cannot_end_before_it_begins(actors):
    sql = "update actors_affiliation set until = since - 1 where id = %s"
    assert rule_broken_by(sql, actors.led.id) == "affiliation_ends_after_it_begins"


def test_an_actor_that_something_names_cannot_be_removed_for_good(actors):
    assert Actor.objects.filter(id=actors.may.id).exists()
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("delete from actors_actor where id = %s", [actors.may.id])
        cursor.execute("set constraints all immediate")
