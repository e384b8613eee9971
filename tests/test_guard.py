"""The whole cast before every door of the API: the table below has a row for each route and method, or a test fails."""

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace

import orjson
import pytest
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from accounts.models import User
from coding.finishing import finish
from coding.models import Assignment
from projects.guards import open_project
from projects.inviting import invite
from projects.models import Event, JoinRequest
from projects.services import delete_project

pytestmark = pytest.mark.django_db

EVERYONE = ("alice", "erin", "bob", "ruth")
WRITERS = ("alice", "erin", "bob")
EDITORS = ("alice", "erin")
OWNERS = ("alice",)
PUBLIC = (*EVERYONE, "visitors of a public project")

WHO_MAY = {
    ("project", "GET"): PUBLIC,
    ("project", "PATCH"): OWNERS,
    ("project", "DELETE"): OWNERS,
    ("members", "GET"): EVERYONE,
    ("members", "POST"): OWNERS,
    ("member", "GET"): EVERYONE,
    ("member", "PATCH"): OWNERS,
    ("member", "DELETE"): ("alice", "bob"),  # it is bob's, and anybody may go
    ("hand-over", "POST"): OWNERS,
    ("invitations", "GET"): OWNERS,
    ("invitations", "POST"): OWNERS,
    ("invitation", "GET"): OWNERS,
    ("invitation", "DELETE"): OWNERS,
    ("requests", "GET"): OWNERS,
    ("request", "GET"): OWNERS,
    ("answer-request", "POST"): OWNERS,
    ("presence", "GET"): EVERYONE,
    ("presence", "PUT"): EVERYONE,
    ("presence", "DELETE"): EVERYONE,
    ("events", "GET"): PUBLIC,
    ("event-stream", "GET"): PUBLIC,
    ("undo-event", "POST"): WRITERS,
    ("documents", "GET"): PUBLIC,
    ("documents", "POST"): EDITORS,
    ("document", "GET"): PUBLIC,
    ("document", "PATCH"): EDITORS,
    ("document", "DELETE"): EDITORS,
    ("text", "GET"): PUBLIC,
    ("restore-document", "POST"): EDITORS,
    ("versions", "GET"): PUBLIC,
    ("versions", "POST"): EDITORS,
    ("version", "GET"): PUBLIC,
    ("review", "GET"): PUBLIC,
    ("units", "GET"): EVERYONE,
    ("accept-units", "POST"): EDITORS,
    ("decisions", "GET"): PUBLIC,
    ("decisions", "POST"): EDITORS,
    ("decision", "GET"): PUBLIC,
    ("decision", "PATCH"): EDITORS,
    ("decision", "DELETE"): EDITORS,
    ("annotations", "GET"): PUBLIC,
    ("annotations", "POST"): WRITERS,
    ("annotation", "GET"): PUBLIC,
    ("annotation", "PUT"): WRITERS,
    ("annotation", "PATCH"): WRITERS,
    ("annotation", "DELETE"): WRITERS,
    ("restore-annotation", "POST"): WRITERS,
    ("history", "GET"): PUBLIC,
    ("choose-version", "POST"): WRITERS,
    ("move-annotation", "POST"): WRITERS,
    ("keep-annotation", "POST"): WRITERS,
    ("keep-annotation", "DELETE"): WRITERS,
    ("seen-comments", "PUT"): EVERYONE,
    ("comments", "GET"): EVERYONE,
    ("comments", "POST"): WRITERS,
    ("comment", "GET"): EVERYONE,
    ("comment", "PUT"): WRITERS,
    ("comment", "PATCH"): WRITERS,
    ("comment", "DELETE"): WRITERS,
    ("restore-comment", "POST"): WRITERS,
    ("tags", "GET"): PUBLIC,
    ("tags", "POST"): WRITERS,
    ("tag", "GET"): PUBLIC,
    ("tag", "PATCH"): EDITORS,
    ("tag", "DELETE"): EDITORS,
    ("restore-tag", "POST"): EDITORS,
    ("merge-tag", "POST"): EDITORS,
    ("actors", "GET"): PUBLIC,
    ("actors", "POST"): WRITERS,
    ("actor", "GET"): PUBLIC,
    ("actor", "PUT"): WRITERS,
    ("actor", "PATCH"): EDITORS,
    ("actor", "DELETE"): EDITORS,
    ("restore-actor", "POST"): EDITORS,
    ("merge-actor", "POST"): EDITORS,
    ("affiliations", "GET"): PUBLIC,
    ("affiliations", "POST"): EDITORS,
    ("affiliation", "GET"): PUBLIC,
    ("affiliation", "PATCH"): EDITORS,
    ("affiliation", "DELETE"): EDITORS,
    ("place-tag", "POST"): EDITORS,
    ("part-tag", "POST"): EDITORS,
    ("agreement", "GET"): PUBLIC,
    ("import-codebook", "POST"): EDITORS,
    ("imports", "POST"): EDITORS,
    ("exports", "GET"): PUBLIC,
    ("export", "GET"): PUBLIC,
    ("assignments", "GET"): EVERYONE,
    ("assignments", "POST"): EDITORS,
    ("spread", "POST"): EDITORS,
    ("assignment", "GET"): EVERYONE,
    ("assignment", "DELETE"): EDITORS,
    ("finished", "PUT"): WRITERS,
    ("finished", "DELETE"): WRITERS,
    ("closed", "GET"): PUBLIC,
    ("closed", "PUT"): EDITORS,
    ("closed", "DELETE"): EDITORS,
    ("next", "POST"): WRITERS,
    ("coders", "GET"): EVERYONE,
    ("coders", "PUT"): EDITORS,
    ("document-coders", "GET"): EVERYONE,
    ("document-coders", "PUT"): EDITORS,
    ("document-coders", "DELETE"): EDITORS,
    ("progress", "GET"): EVERYONE,
}
"""By route and method: who may. Bodies are empty here, so nothing changes; who may is answered one of _HEARD."""

_HEARD = {200, 400, 409, 415, 428}  # 409: what they may undo was changed since

OUTSIDE = {
    *(("schema", "GET"), ("docs", "GET"), ("projects", "GET"), ("projects", "POST"), ("restore-project", "POST")),
    *(("own-presence", "GET"), ("own-presence", "PUT")),
    *(("join", "POST"), ("requests", "POST"), ("request", "DELETE")),
}
"""Routes that lead into no project that is there, or are for who is in none; tests of their own see to them."""

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def routes() -> Iterator[tuple[str, str]]:
    """Every route of the API with each of its methods, from the URL resolver itself."""
    (api,) = (entry for entry in get_resolver().url_patterns if getattr(entry, "namespace", "") == "api")
    for entry in api.url_patterns:
        if entry.name != "nowhere":
            view = entry.callback.cls
            yield from ((str(entry.name), method) for method in METHODS if hasattr(view, method.lower()))


def test_every_route_and_method_stands_in_the_table():
    assert set(routes()) == WHO_MAY.keys() | OUTSIDE


def somebody(client, project) -> tuple[str, str]:
    """The ids of a person of the debate, and of their affiliation."""
    actors = reverse("api:actors", args=[project.slug])
    person, party = (
        client.post(actors, {"name": name, "kind": kind}).json()["id"]
        for name, kind in (("Theresa May", "person"), ("The Party", "organisation"))
    )
    body = {"person": person, "organisation": party, "role": "leader"}
    return person, client.post(reverse("api:affiliations", args=[project.slug]), body).json()["id"]


def ruled(program, project, document, cast, annotation: str) -> str:
    """The id of a decision of Erin's about Bob's annotation, with which he has finished the document."""
    finish(door=open_project(cast.bob, project.slug), document=document.id)
    body = {"document": str(document.id), "unit": annotation, "verdict": "reject", "reason": "So."}
    made = program(cast.erin).post(reverse("api:decisions", args=[project.slug]), body)
    assert made.status_code == 201, made.content
    return made.json()["id"]


@pytest.fixture
def stage(project, document, program, cast):
    """Alice's project with one object of each kind, and the arguments of the addresses that lead to them."""
    body = {"document": str(document.id), "start": 0, "end": 5, "tags": ["wages"]}
    made = program(cast.bob).post(reverse("api:annotations", args=[project.slug]), body)
    assert made.status_code == 201, made.content
    again = reverse("api:annotation", args=[project.slug, made.json()["id"]])
    program(cast.bob).patch(again, {"note": "So that nobody undoes it."}, HTTP_IF_MATCH="*")
    remark = {"annotation": made.json()["id"], "body": "Is it?"}
    comment = program(cast.bob).post(reverse("api:comments", args=[project.slug]), remark)
    actor, affiliation = somebody(program(cast.erin), project)
    week = timezone.now() + timedelta(days=7)
    invitation, _ = invite(project=project, by=cast.alice, role="reader", expires=week)
    asked = JoinRequest.objects.create(project=project, user=User.objects.create_user("dora"))
    given = Assignment.objects.create(project=project, document=document, user=cast.bob, by=cast.alice)
    everything = {
        "slug": project.slug,
        "document": document.id,
        "number": 1,
        "id": made.json()["id"],
        "comment": comment.json()["id"],
        "decision": ruled(program, project, document, cast, made.json()["id"]),
        "tag": "wages",
        "actor": actor,
        "affiliation": affiliation,
        "username": "bob",
        "invitation": invitation.id,
        "asked": asked.id,
        "assignment": given.id,
        "name": "csv",
        "seq": Event.objects.get(project=project, kind="annotation.created").seq,
    }
    people = {name: program(getattr(cast, name)) for name in ("alice", "erin", "bob", "ruth", "carol")}
    return SimpleNamespace(project=project, everything=everything, people=people, nobody=program())


def pattern(route: str) -> URLPattern:
    (api,) = (entry for entry in get_resolver().url_patterns if getattr(entry, "namespace", "") == "api")
    (found,) = (entry for entry in api.url_patterns if entry.name == route)
    return found


def address(route: str, everything: dict) -> str:
    """The address of a route with what it asks for out of `everything`."""
    return reverse(f"api:{route}", kwargs={name: everything[name] for name in pattern(route).pattern.converters})


def ask(client, method: str, path: str, body: dict | None = None, **headers: str) -> int:
    content = orjson.dumps(body or {})
    response = client.generic(method, path, content, content_type="application/json", **headers)
    if response.streaming:
        list(response)  # a server reads an export to its end too, and that ends its transaction
    return response.status_code


def wrong(expected, found) -> list[str]:
    """The rows of the table at which something else was answered than what it says."""
    return [
        f"{method} {route}: {got}, not {sorted(want)}"
        for (route, method), got in found.items()
        if got not in (want := expected(route, method))
    ]


def test_each_door_opens_to_whom_the_table_says(stage):
    for name, client in stage.people.items():

        def expected(route, method, name=name):
            if name == "carol":
                return {404}
            return _HEARD if name in WHO_MAY[route, method] else {403}

        found = {row: ask(client, row[1], address(row[0], stage.everything)) for row in WHO_MAY}
        assert not wrong(expected, found), name


def test_nobody_sees_a_private_project_without_saying_who_they_are(stage):
    found = {row: ask(stage.nobody, row[1], address(row[0], stage.everything)) for row in WHO_MAY}
    assert not wrong(lambda route, method: {404}, found)


@pytest.mark.parametrize(("visitor", "refusal"), [("carol", 403), ("nobody", 401)])
def test_visitors_of_a_public_project_read_and_do_no_more(visitor, refusal, stage):
    stage.project.public = True
    stage.project.save()
    client = stage.nobody if visitor == "nobody" else stage.people[visitor]
    found = {row: ask(client, row[1], address(row[0], stage.everything)) for row in WHO_MAY}
    assert not wrong(lambda route, method: {200} if WHO_MAY[route, method] is PUBLIC else {refusal}, found)


def test_no_object_is_reached_through_another_project(stage, other_project):
    elsewhere = stage.everything | {"slug": other_project.slug}
    body = {"document": str(stage.everything["document"]), "start": 0, "end": 5}
    objects = {
        "document",
        "id",
        "tag",
        "username",
        "comment",
        "actor",
        "affiliation",
        "decision",
        "invitation",
        "asked",
        "assignment",
    }
    reached = [row for row in WHO_MAY if objects & set(pattern(row[0]).pattern.converters)]
    found = {
        (route, method): ask(
            stage.people["carol"],
            method,
            address(route, elsewhere),
            {"PUT": body, "POST": {"into": "wages"} if route == "merge-tag" else {}}.get(method, {}),
            HTTP_IF_MATCH="*",
        )
        for route, method in reached
    }
    # 400: the annotation that is to be put names a document which this project does not have
    assert not wrong(lambda route, method: {400, 404} if method in {"PUT", "PATCH"} else {404}, found)
    for route in (
        "document",
        "annotation",
        "tag",
        "member",
        "comment",
        "actor",
        "affiliation",
        "invitation",
        "request",
    ):
        assert ask(stage.people["alice"], "GET", address(route, stage.everything)) == 200


def test_a_read_only_token_reads_and_changes_nothing(stage, program, cast):
    client = program(cast.alice, read_only=True)
    found = {row: ask(client, row[1], address(row[0], stage.everything)) for row in WHO_MAY}
    assert not wrong(lambda route, method: {200} if method == "GET" else {403}, found)


def test_members_of_a_deleted_project_learn_that_it_is_gone(stage, cast):
    delete_project(project=stage.project, user=cast.alice)
    for client, status in ((stage.people["bob"], 410), (stage.people["carol"], 404), (stage.nobody, 404)):
        found = {row: ask(client, row[1], address(row[0], stage.everything)) for row in WHO_MAY}
        assert not wrong(lambda route, method, status=status: {status}, found)


def test_only_owners_restore_a_project(stage, cast):
    gone = delete_project(project=stage.project, user=cast.alice)
    path = address("restore-project", stage.everything)
    statuses = {name: ask(client, "POST", path) for name, client in stage.people.items()}
    assert statuses == {"alice": 428, "erin": 404, "bob": 404, "ruth": 404, "carol": 404}
    assert ask(stage.nobody, "POST", path) == 404
    back = stage.people["alice"].post(path, HTTP_IF_MATCH=f'"{gone.revision}"')
    assert back.status_code == 200, back.content
    assert ask(stage.people["bob"], "GET", address("project", stage.everything)) == 200


def test_anyone_lists_public_projects_and_only_people_start_one(stage):
    assert ask(stage.nobody, "GET", reverse("api:projects")) == 200
    assert ask(stage.nobody, "POST", reverse("api:projects")) == 401
    assert ask(stage.people["carol"], "POST", reverse("api:projects")) == 400
