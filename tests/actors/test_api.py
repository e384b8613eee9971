"""Actors and affiliations over REST: found by any name, never two of one, gone and back again."""

from uuid import uuid4

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def erin(program, cast):
    return program(cast.erin)


@pytest.fixture
def bob(program, cast):
    return program(cast.bob)


@pytest.fixture
def home(project):
    return f"/api/v1/projects/{project.slug}/"


@pytest.fixture
def actors(home):
    return f"{home}actors/"


@pytest.fixture
def may(bob, actors):
    """Theresa May as the API shows her."""
    made = bob.post(actors, {"name": " Theresa  May ", "other_names": ["The Prime Minister", "theresa may"]})
    assert made.status_code == 201, made.content
    return made.json()


@pytest.fixture
def say(bob, home, document):
    """A function that has somebody say the first word of the document: `say(speaker=id)`."""

    def annotate(**said):
        spoken = [{"role": role, "actor": actor} for role, actor in said.items()]
        body = {"document": str(document.id), "start": 0, "end": 5, "attributions": spoken}
        answer = bob.post(f"{home}annotations/", body)
        assert answer.status_code == 201, answer.content
        return answer.json()

    return annotate


def test_an_actor_is_added_tidied_and_with_a_colour(may, project):
    assert (may["name"], may["other_names"], may["kind"]) == ("Theresa May", ["The Prime Minister"], "person")
    assert may["colour"].startswith("#") and may["uses"] == 0 and may["creator"] == "bob"
    assert may["url"] == f"http://testserver/api/v1/projects/{project.slug}/actors/{may['id']}/"
    assert "deleted" not in may and "merged_into" not in may


def test_two_actors_of_one_name_are_one_too_many(bob, actors, may):
    again = bob.post(actors, {"name": "THERESA MAY"})
    assert (again.status_code, again.json()["current"]["id"]) == (409, may["id"])


def test_actors_are_found_by_any_of_their_names_and_by_kind(bob, actors, may):
    bob.post(actors, {"name": "Trades Union Congress", "kind": "organisation", "other_names": ["TUC"]})

    def names(query):
        return [one["name"] for one in bob.get(f"{actors}?{query}").json()["results"]]

    assert names("q=prime+min") == ["Theresa May"]
    assert names("q=tuc") == ["Trades Union Congress"]
    assert names("kind=organisation") == ["Trades Union Congress"]
    assert names("") == ["Theresa May", "Trades Union Congress"]
    assert bob.get(f"{actors}?kind=alien").status_code == 400


def test_lists_of_actors_come_in_pages_that_miss_nobody(bob, actors):
    for name in ("Éire", "b", "A", "c", "Zoë"):
        bob.post(actors, {"name": name})
    seen, address = [], f"{actors}?page_size=2"
    while address:
        page = bob.get(address).json()
        seen, address = seen + [one["name"] for one in page["results"]], page["next"]
    assert sorted(seen) == sorted(("Éire", "b", "A", "c", "Zoë"))


def test_uses_count_each_live_annotation_once(erin, bob, home, actors, may, say):
    both = say(speaker=may["id"], blamed=may["id"])
    say(addressee=may["id"])
    one = f"{actors}{may['id']}/"
    assert bob.get(one).json()["uses"] == 2
    bob.delete(f"{home}annotations/{both['id']}/", HTTP_IF_MATCH="*")
    etag = bob.get(one)["ETag"]
    assert bob.get(one, HTTP_IF_NONE_MATCH=etag).json()["uses"] == 1


def test_the_same_put_again_changes_nothing_and_another_needs_if_match(erin, bob, actors):
    address, body = f"{actors}{uuid4()}/", {"name": "Amber  Rudd", "other_names": ["Rudd", "amber rudd"]}
    assert [bob.put(address, body).status_code for _ in range(2)] == [201, 200]
    assert bob.get(address).json()["revision"] == 1
    refused = bob.put(address, {"name": "Somebody else"})
    assert (refused.status_code, refused.json()["current"]["name"]) == (428, "Amber Rudd")
    assert bob.put(address, {"name": "Rudd"}, HTTP_IF_MATCH='"1"').status_code == 403
    replaced = erin.put(address, {"name": "Rudd"}, HTTP_IF_MATCH='"1"').json()
    assert (replaced["name"], replaced["other_names"], replaced["revision"]) == ("Rudd", [], 2)
    assert erin.put(f"{actors}{uuid4()}/", {"name": "Nobody"}, HTTP_IF_MATCH="*").status_code == 404


def test_an_id_of_another_project_is_not_taken(program, cast, actors, may, other_project):
    answer = program(cast.carol).put(f"/api/v1/projects/{other_project.slug}/actors/{may['id']}/", {"name": "May"})
    assert answer.status_code == 409 and "current" not in answer.json()


def test_changes_name_the_revision_that_they_are_based_on(erin, actors, may):
    one = f"{actors}{may['id']}/"
    assert erin.patch(one, {"note": "PM 2016–19"}).status_code == 428
    changed = erin.patch(one, {"note": "PM 2016–19"}, HTTP_IF_MATCH='"1"')
    assert (changed.status_code, changed["ETag"], changed.json()["name"]) == (200, '"2"', "Theresa May")
    stale = erin.patch(one, {"note": "x"}, HTTP_IF_MATCH='"1"')
    assert (stale.status_code, stale.json()["current"]["note"]) == (412, "PM 2016–19")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "a", "kind": "ghost"}, "kind"),
        ({"name": "a", "colour": "red"}, "colour"),
        ({"name": "a", "other_names": ["b", 3]}, "other_names[1]"),
        ({"name": "a", "other_names": ["b", " "]}, "other_names"),
        ({"name": "a", "age": 4}, "age"),
        ({}, "name"),
    ],
)
def test_what_does_not_fit_is_named(bob, actors, body, field):
    answer = bob.post(actors, body)
    assert answer.status_code == 400
    assert {error["field"].removesuffix("[1][0]") for error in answer.json()["errors"]} == {field}


def test_a_deleted_actor_is_gone_and_comes_back_on_its_annotations(erin, bob, home, actors, may, say):
    said, one = say(speaker=may["id"]), f"{actors}{may['id']}/"
    gone = erin.delete(one, HTTP_IF_MATCH='"1"')
    assert (gone.status_code, gone["ETag"]) == (204, '"2"')
    assert bob.get(actors).json()["results"] == []
    assert bob.get(f"{home}annotations/{said['id']}/").json()["attributions"] == []
    for response in (bob.get(one), erin.patch(one, {"note": "a"}, HTTP_IF_MATCH="*"), erin.delete(one)):
        assert response.status_code == 410 and response.json()["current"]["deleted"].endswith("Z")
    assert erin.post(f"{one}restore/").status_code == 428
    assert erin.post(f"{one}restore/", HTTP_IF_MATCH='"9"').status_code == 412
    back = erin.post(f"{one}restore/", HTTP_IF_MATCH=gone["ETag"])
    assert (back.status_code, back.json()["uses"]) == (200, 1)
    assert bob.get(f"{home}annotations/{said['id']}/").json()["attributions"] == said["attributions"]


def test_a_name_that_is_taken_again_stands_in_the_way_of_restoring(erin, actors, may):
    one = f"{actors}{may['id']}/"
    erin.delete(one, HTTP_IF_MATCH="*")
    other = erin.post(actors, {"name": "theresa may"}).json()
    refused = erin.post(f"{one}restore/", HTTP_IF_MATCH="*")
    assert (refused.status_code, refused.json()["current"]["id"]) == (409, other["id"])


def test_two_actors_that_are_one_are_merged_and_parted_again(erin, bob, home, actors, may, say):
    other = bob.post(actors, {"name": "Mrs May", "other_names": ["PM"]}).json()
    said = say(speaker=other["id"])
    merged = erin.post(f"{actors}{other['id']}/merge/", {"into": may["id"]}, HTTP_IF_MATCH='"1"')
    assert merged.status_code == 200, merged.content
    assert (merged.json()["id"], merged.json()["uses"]) == (may["id"], 1)
    assert merged.json()["other_names"] == ["The Prime Minister", "Mrs May", "PM"]
    tombstone = erin.get(f"{actors}{other['id']}/").json()["current"]
    assert tombstone["merged_into"] == may["id"]
    back = erin.post(f"{actors}{other['id']}/restore/", HTTP_IF_MATCH=f'"{tombstone["revision"]}"')
    assert (back.status_code, back.json()["uses"]) == (200, 1)
    assert bob.get(f"{actors}{may['id']}/").json()["other_names"] == ["The Prime Minister"]
    assert bob.get(f"{home}annotations/{said['id']}/").json()["attributions"] == said["attributions"]


@pytest.mark.parametrize("into", ["itself", "nobody", "a kind of another"])
def test_what_cannot_be_one_is_not_merged(erin, actors, may, into):
    tuc = erin.post(actors, {"name": "TUC", "kind": "organisation"}).json()
    target = {"itself": may["id"], "nobody": str(uuid4()), "a kind of another": tuc["id"]}[into]
    answer = erin.post(f"{actors}{may['id']}/merge/", {"into": target}, HTTP_IF_MATCH="*")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "into")


# --- affiliations ----------------------------------------------------------------------------------------------------


@pytest.fixture
def party(bob, actors):
    return bob.post(actors, {"name": "Conservatives", "kind": "organisation"}).json()


@pytest.fixture
def leader(erin, home, may, party):
    """Theresa May's affiliation as leader."""
    body = {"person": may["id"], "organisation": party["id"], "role": "leader", "since": "2016-07-11"}
    made = erin.post(f"{home}affiliations/", body | {"until": "2019-06-07"})
    assert made.status_code == 201, made.content
    return made.json()


def test_a_person_belongs_to_an_organisation_as_something_from_day_to_day(erin, bob, home, may, party, leader):
    assert (leader["role"], leader["since"], leader["until"]) == ("leader", "2016-07-11", "2019-06-07")
    assert bob.get(leader["url"]).json() == leader
    for query, found in ((f"person={may['id']}", [leader]), (f"organisation={may['id']}", [])):
        assert bob.get(f"{home}affiliations/?{query}").json()["results"] == found


def test_an_affiliation_is_corrected_and_removed(erin, bob, leader):
    assert bob.patch(leader["url"], {"role": "x"}, HTTP_IF_MATCH='"1"').status_code == 403
    changed = erin.patch(leader["url"], {"until": None}, HTTP_IF_MATCH='"1"')
    assert (changed.json()["until"], changed.json()["role"], changed["ETag"]) == (None, "leader", '"2"')
    assert erin.patch(leader["url"], {"role": "x"}, HTTP_IF_MATCH='"1"').status_code == 412
    assert erin.delete(leader["url"], HTTP_IF_MATCH='"2"').status_code == 204
    assert erin.get(leader["url"]).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"until": "2016-07-10"}, "until"),
        ({"since": "11 July"}, "since"),
        ({"since": 2016}, "since"),
        ({"person": str(uuid4())}, "person"),
        ({"organisation": "May"}, "organisation"),
    ],
)
def test_a_wrong_affiliation_is_refused_by_field(erin, home, may, party, wrong, field):
    body = {"person": may["id"], "organisation": party["id"], "since": "2016-07-11"}
    answer = erin.post(f"{home}affiliations/", body | wrong)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field)


def test_an_organisation_is_no_person(erin, home, may, party):
    body = {"person": party["id"], "organisation": may["id"]}
    assert erin.post(f"{home}affiliations/", body).status_code == 400


def test_affiliations_of_the_deleted_wait_for_their_return(erin, home, actors, party, leader):
    one = f"{actors}{party['id']}/"
    erin.delete(one, HTTP_IF_MATCH="*")
    assert erin.get(f"{home}affiliations/").json()["results"] == []
    assert erin.get(leader["url"]).status_code == 404
    erin.post(f"{one}restore/", HTTP_IF_MATCH="*")
    assert erin.get(f"{home}affiliations/").json()["results"] == [leader]


def test_who_has_affiliations_stays_a_person(erin, actors, may, leader):
    answer = erin.patch(f"{actors}{may['id']}/", {"kind": "organisation"}, HTTP_IF_MATCH="*")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "kind")
