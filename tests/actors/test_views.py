"""Pages about actors: who gets in, what they say before a change and what they do."""

from types import SimpleNamespace
from uuid import UUID

import pytest
from django.test import Client

from actors.models import Actor, Affiliation
from actors.services import change_actor
from annotations.drafts import Draft
from annotations.models import Annotation
from annotations.services import annotate
from projects.services import change_project
from tests.trying import try_door

PAGE = "/p/free-movement/actors/"
MAY, MRS, PARTY, AFFILIATION = (UUID(int=n) for n in (1, 2, 3, 4))
SPELT = {"name": "Amber Rudd", "kind": "person", "colour": "#2f6fb3", "other_names": "", "note": ""}
MEANT = SPELT | {"revision": 1}
JOINED = {"name": "Labour Party", "role": "MP", "since": "", "until": ""}
NOBODY = "01a20483-0000-7000-8000-000000000000"  # the same in every run, and nobody's

#                                                                 alice erin  bob  ruth carol anonymous
PRIVATE = [
    ("GET", f"{PAGE}new/", None,                                 (200, 200, 200, 403, 404, 404)),
    ("POST", f"{PAGE}new/", SPELT,                               (302, 302, 302, 403, 404, 404)),
    ("GET", f"{PAGE}{MAY}/edit/", None,                          (200, 200, 403, 403, 404, 404)),
    ("POST", f"{PAGE}{MAY}/edit/", MEANT,                        (302, 302, 403, 403, 404, 404)),
    ("GET", f"{PAGE}{MAY}/delete/", None,                        (200, 200, 403, 403, 404, 404)),
    ("POST", f"{PAGE}{MAY}/delete/", {"revision": 1},            (302, 302, 403, 403, 404, 404)),
    ("GET", f"{PAGE}{MAY}/affiliations/", None,                  (200, 200, 403, 403, 404, 404)),
    ("POST", f"{PAGE}{MAY}/affiliations/", JOINED,               (302, 302, 403, 403, 404, 404)),
    ("GET", f"/p/free-movement/affiliations/{AFFILIATION}/edit/", None, (200, 200, 403, 403, 404, 404)),
    ("POST", f"/p/free-movement/affiliations/{AFFILIATION}/edit/", {"revision": 1}, (302, 302, 403, 403, 404, 404)),
    ("POST", f"/p/free-movement/affiliations/{AFFILIATION}/remove/", {"revision": 1}, (302, 302, 403, 403, 404, 404)),
    ("POST", f"/p/free-movement/affiliations/{NOBODY}/resume/", {}, (404, 404, 403, 403, 404, 404)),
]  # fmt: skip
PUBLIC = [
    ("POST", f"{PAGE}new/", SPELT,                               (302, 302, 302, 403, 403, 403)),
    ("POST", f"{PAGE}{MAY}/delete/", {"revision": 1},            (302, 302, 403, 403, 403, 403)),
]  # fmt: skip


@pytest.fixture
def erin(cast: SimpleNamespace, client: Client) -> Client:
    client.force_login(cast.erin)
    return client


@pytest.mark.parametrize(("method", "path", "data", "expected"), PRIVATE)
def test_doors_of_a_private_project(cast, actors, method, path, data, expected) -> None:
    assert try_door(cast, method, path, data) == list(expected)


@pytest.mark.parametrize(("method", "path", "data", "expected"), PUBLIC)
def test_doors_of_a_public_project(cast, project, actors, method, path, data, expected) -> None:
    change_project(project=project, user=cast.alice, public=True)
    assert try_door(cast, method, path, data) == list(expected)


def test_an_actor_is_not_reached_through_another_project(cast, actors, other_project) -> None:
    client = Client()
    client.force_login(cast.carol)
    for path in ("edit/", "delete/", "affiliations/"):
        assert client.get(f"/p/{other_project.slug}/actors/{MAY}/{path}").status_code == 404
    assert client.post(f"/p/{other_project.slug}/affiliations/{AFFILIATION}/remove/").status_code == 404


def test_an_actor_is_added_with_other_names_a_line_each(erin: Client, project) -> None:
    answer = erin.post(f"{PAGE}new/", SPELT | {"other_names": "Home Secretary\r\n\r\n Ms Rudd \r\n"})
    made = Actor.objects.get(name="Amber Rudd")
    assert made.other_names == ["Home Secretary", "Ms Rudd"] and answer.url == f"{PAGE}{made.id}/"


@pytest.mark.parametrize(
    ("wrong", "status", "reason"),
    [
        ({"name": " "}, 400, "required"),
        ({"name": "theresa may"}, 409, "an actor “Theresa May” already"),
        ({"kind": "ghost"}, 400, "Select a valid choice"),
        ({"colour": "red"}, 400, "six hexadecimal digits"),
        ({"other_names": "x" * 201}, 400, "at most 200"),
    ],
)
def test_a_wrong_actor_is_refused_and_what_was_typed_is_kept(erin, actors, wrong, status, reason) -> None:
    answer = erin.post(f"{PAGE}new/", SPELT | {"note": "What I typed"} | wrong)
    page = answer.content.decode()
    assert answer.status_code == status and reason in page and "What I typed" in page
    assert Actor.objects.count() == 3


def test_a_stale_edit_is_shown_beside_what_is_there(cast, doors, erin: Client, actors) -> None:
    change_actor(door=doors(cast.alice), id=MAY, other_names=["PM"], note="Theirs")
    answer = erin.post(f"{PAGE}{MAY}/edit/", MEANT | {"name": "Theresa May", "note": "Mine"})
    assert answer.status_code == 409
    differing = {label for label, _, _ in answer.context["form"].differences}
    assert {"Note", "Other names"} <= differing and 'name="revision" value="2"' in answer.content.decode()
    assert Actor.objects.get(id=MAY).note == "Theirs"


def test_a_deletion_says_what_it_touches_and_is_undone(cast, doors, document, erin: Client, actors) -> None:
    draft = Draft(document=document.id, start=0, end=5, attributions=[{"actor": str(MAY), "role": "speaker"}])
    (outcome,) = annotate(door=doors(cast.bob), drafts=[draft], base="/")
    said = Annotation.objects.get(id=outcome.id)
    warning = erin.get(f"{PAGE}{MAY}/delete/").content.decode()
    assert "<strong>1</strong> annotation will" in warning and "<strong>1</strong> affiliation will" in warning
    page = erin.post(f"{PAGE}{MAY}/delete/", {"revision": 1}, follow=True).content.decode()
    assert f'action="{PAGE}{MAY}/restore/"' in page and "Deleted and merged actors (1)" in page
    assert Annotation.objects.get(id=said.id).attributions == [] and erin.get(f"{PAGE}{MAY}/").status_code == 404
    assert "is back" in erin.post(f"{PAGE}{MAY}/restore/", follow=True).content.decode()
    assert Annotation.objects.get(id=said.id).attributions == said.attributions


def test_an_affiliation_names_its_organisation_which_is_added_when_it_is_new(erin: Client, actors) -> None:
    path = f"{PAGE}{MRS}/affiliations/"
    assert "Conservative Party" in erin.get(path).content.decode()
    erin.post(path, JOINED | {"name": "conservative party"})
    erin.post(path, JOINED | {"name": "Local branch", "since": "2001-02-03"})
    names = [(one.organisation.name, one.role) for one in Affiliation.objects.filter(person=MRS).order_by("id")]
    assert names == [("Conservative Party", "MP"), ("Local branch", "MP")]
    assert Actor.objects.get(name="Local branch").kind == "organisation"


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"name": "T. May"}, "is a person, not an organisation"),
        ({"since": "2019-01-02", "until": "2019-01-01"}, "cannot end before it begins"),
        ({"since": "yesterday"}, "Enter a valid date"),
        ({"name": ""}, "required"),
    ],
)
def test_a_wrong_affiliation_is_refused_and_adds_nobody(erin: Client, actors, wrong, reason) -> None:
    answer = erin.post(f"{PAGE}{MAY}/affiliations/", JOINED | wrong)
    assert answer.status_code == 400 and reason in answer.content.decode()
    assert (Affiliation.objects.count(), Actor.objects.count()) == (1, 3)


def test_an_affiliation_is_corrected_removed_and_brought_back(erin: Client, actors) -> None:
    path = f"/p/free-movement/affiliations/{AFFILIATION}/"
    saved = erin.post(f"{path}edit/?of={PARTY}", {"role": "Leader", "since": "2016-07-11", "until": "", "revision": 1})
    assert saved.url == f"{PAGE}{PARTY}/affiliations/"
    assert "since 11 Jul 2016" in erin.get(f"{PAGE}{MAY}/").content.decode()
    stale = erin.post(f"{path}edit/", {"role": "x", "since": "", "until": "", "revision": 1})
    assert stale.status_code == 409
    page = erin.post(f"{path}remove/", {"revision": 2}, follow=True).content.decode()
    assert "no longer belongs" in page and f'action="{path}resume/"' in page
    assert "belongs to “Conservative Party” again" in erin.post(f"{path}resume/", follow=True).content.decode()
    assert Affiliation.objects.get(id=AFFILIATION).role == "Leader"
