"""Every address of the site and of the API before the whole cast, while a document is coded independently.

The table has every address: what of people's work is read there in words. A new one must stand there, or a test fails.
"""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.urls import URLPattern

from annotations.codebook import create_tag
from coding.closing import open_document
from coding.finishing import finish
from projects.guards import open_project
from projects.models import Feed
from projects.presence import appear
from tests import blindness
from tests.blindness import DECIDED, WORDS, addresses, ask, methods, path_of, settled

pytestmark = pytest.mark.django_db

NOTES, COMMENTS = 0, 1
SAYS = {
    "health": (),
    "api:schema": (),
    "api:docs": (),
    "api:projects": (),
    "api:join": (),
    "api:invitations": (),
    "api:invitation": (),
    "api:requests": (),
    "api:request": (),
    "api:answer-request": (),
    "api:project": (),
    "api:restore-project": (),
    "api:members": (),
    "api:member": (),
    "api:hand-over": (),
    "api:presence": (),
    "api:own-presence": (),
    "api:events": (NOTES, COMMENTS),
    "api:event-stream": (NOTES, COMMENTS),
    "api:documents": (),
    "api:document": (),
    "api:text": (),
    "api:restore-document": (),
    "api:versions": (),
    "api:version": (),
    "api:review": (NOTES,),
    "api:annotations": (NOTES,),
    "api:annotation": (NOTES,),
    "api:restore-annotation": (),
    "api:history": (NOTES,),
    "api:choose-version": (),
    "api:move-annotation": (),
    "api:keep-annotation": (),
    "api:seen-comments": (),
    "api:comments": (COMMENTS,),
    "api:comment": (COMMENTS,),
    "api:restore-comment": (),
    "api:tags": (),
    "api:tag": (),
    "api:restore-tag": (),
    "api:merge-tag": (),
    "api:place-tag": (),
    "api:part-tag": (),
    "api:actors": (),
    "api:actor": (),
    "api:restore-actor": (),
    "api:merge-actor": (),
    "api:affiliations": (),
    "api:affiliation": (),
    "api:import-codebook": (),
    "api:imports": (),
    "api:exports": (),
    "api:export": (NOTES,),
    "accounts:account": (),
    "accounts:to_provider": (),
    "accounts:from_provider": (),
    "accounts:revoke": (),
    "accounts:presence": (),
    "projects:home": (),
    "projects:new": (),
    "projects:restore": (),
    "projects:settings": (),
    "projects:delete": (),
    "projects:members": (),
    "projects:role": (),
    "projects:remove": (),
    "projects:leave": (),
    "projects:hand_over": (),
    "projects:invitations": (),
    "projects:revoke_invitation": (),
    "projects:invited": (),
    "projects:open_invitation": (),
    "projects:join": (),
    "projects:withdraw": (),
    "projects:answer": (),
    "documents:library": (),
    "documents:edit": (),
    "documents:delete": (),
    "documents:restore": (),
    "actors:new": (),
    "actors:edit": (),
    "actors:delete": (),
    "actors:affiliations": (),
    "actors:edit_affiliation": (),
    "actors:remove_affiliation": (),
    "actors:resume_affiliation": (),
    "annotations:read": (NOTES,),
    "annotations:correct": (),
    "annotations:versions": (),
    "annotations:version": (NOTES,),
    "annotations:review": (NOTES,),
    "annotations:decide": (),
    "annotations:undo_decision": (),
    "annotations:actors": (),
    "annotations:actor": (NOTES,),
    "annotations:merge_actor": (),
    "annotations:restore_actor": (),
    "annotations:tag_css": (),
    "annotations:codebook": (),
    "annotations:restore_tag": (),
    "annotations:tag": (NOTES,),
    "annotations:edit_tag": (),
    "annotations:merge_tag": (),
    "annotations:move_tag": (),
    "annotations:part_tag": (),
    "annotations:retire_tag": (),
    "annotations:delete_tag": (),
    "api:assignments": (),
    "api:spread": (),
    "api:assignment": (),
    "api:finished": (),
    "api:closed": (),
    "api:next": (),
    "api:coders": (),
    "api:document-coders": (),
    "api:progress": (),
    "coding:progress": (),
    "coding:want": (),
    "coding:withdraw": (),
    "coding:next_document": (),
    "coding:finish": (),
    "coding:resume": (),
    "api:units": (),
    "api:accept-units": (),
    "api:decisions": (),
    "api:decision": (),
    "coding:adjudicate": (),
    "coding:agree": (),
    "coding:rule": (),
    "coding:undo_ruling": (),
    "api:agreement": (),
    "analysis:agreement": (),
    "activity:activity": (NOTES, COMMENTS),
    "activity:event": (NOTES,),
    "activity:undo": (),
    "api:undo-event": (),
    "exchange:import": (),
    "exchange:import_codebook": (),
    "exchange:confirm_codebook": (),
    "exchange:export": (),
}
"""By address. Where nothing is said there are counts at most; `test_others_work_makes_no_difference` is about those."""

ASKED = {
    "api:annotations": (
        "document={document}", "tag=wages", "actor={actor}", "creator=erin", "creator=bob", "q=again", "to_review=true",
        "version=1&document={document}",
    ),
    "api:comments": ("unread=true", "unread=false", "document={document}", "annotation={erin.here}", "mentions=ruth"),
    "annotations:review": ("at={erin.waits}", "at={bob.waits}"),
    "annotations:part_tag": ("into=pay",),
    "annotations:actor": ("tag=wages", "role=speaker", "document={document}"),
    "annotations:read": ("from=1",),
    "activity:activity": ("kind=annotations", "kind=comments", "kind=codebook", "person=erin", "document={document}"),
    "documents:library": ("sort=annotations", "q=wages"),
}  # fmt: skip
"""Further ways of asking for what an address has."""

BLIND = {"erin": {"bob"}, "bob": {"erin"}, "ruth": {"erin", "bob"}, "carol": {"erin", "bob"}, "nobody": {"erin", "bob"}}
"""Whose work each does not see in the closed document. The project is public, so that all may read the rest."""
MEMBERS = ("alice", "erin", "bob", "ruth")
ONES_OWN = {"id", "comment", "seq"}
"""What leads to one annotation or comment, or to an event about one."""


@pytest.fixture
def here(cast, project, document, actors, doors):
    """The closed document with Erin's and Bob's work, and what addresses ask for."""
    create_tag(door=doors(cast.alice), name="pay")
    type(project).objects.filter(id=project.id).update(public=True)
    found = blindness.stage(cast, project, document, actors)
    unknown = ("tag_id", "token", "invitation", "asked", "assignment", "unit")
    found.everything = dict.fromkeys(unknown, actors.mrs.id) | {
        "slug": project.slug, "document": document.id, "number": 1, "username": "bob", "name": "csv", "tag": "wages",
        "actor": actors.may.id, "affiliation": actors.led.id, "provider_id": "none", "decision": found.decision,
    }  # fmt: skip
    return found


def known() -> Iterator[tuple[str, URLPattern]]:
    """The addresses of the table."""
    return ((name, pattern) for name, pattern in addresses() if name in SAYS)


def lead(here, name, pattern, owner) -> Iterator[str]:
    """The ways to an address; where it is about one annotation, to each of the owner's."""
    theirs = getattr(here, owner)
    ids = [theirs.here]
    if "id" in pattern.pattern.converters:
        ids += [theirs.kept, theirs.waits, theirs.gone]
    for id_ in ids:
        path = path_of(name, pattern, here.everything | {"id": id_, "comment": theirs.thread, "seq": theirs.seq})
        yield path
        for query in ASKED.get(name, ()):
            yield f"{path}?{query.format(erin=here.erin, bob=here.bob, **here.everything)}"


def test_every_address_stands_in_the_table():
    assert {name for name, _ in addresses()} == SAYS.keys()


@pytest.mark.parametrize("viewer", BLIND)
def test_what_is_veiled_is_in_no_answer(viewer, here, cast):
    leaks = [
        f"{method} {path}: {status}"
        for owner in BLIND[viewer]
        for name, pattern in known()
        for method in methods(pattern)
        if (name, method) != ("coding:finish", "POST")  # an editor who is done sees all, and is led there
        for path in lead(here, name, pattern, owner)
        for status, text in [ask(getattr(cast, viewer, None), method, path)]
        if any(word in text for word in (*WORDS[owner], DECIDED))
    ]
    assert leaks == []


def unseen(here, cast, viewer, owners) -> list[str]:
    """The addresses that do not say what the table lets them say of the owners' work."""
    missing = []
    for name, pattern in known():
        for kind in SAYS[name]:
            if kind == COMMENTS and viewer not in MEMBERS:
                continue
            for owner in owners:
                found = [ask(getattr(cast, viewer, None), "GET", path) for path in lead(here, name, pattern, owner)]
                if not any(WORDS[owner][kind] in text for _, text in found):
                    missing.append(f"{name}: {WORDS[owner][kind]}")
    return missing


@pytest.mark.parametrize(("viewer", "owners"), [("alice", ["erin", "bob"]), ("erin", ["erin"]), ("bob", ["bob"])])
def test_what_may_be_seen_in_a_closed_document_is_there(viewer, owners, here, cast):
    assert unseen(here, cast, viewer, owners) == []


def test_an_editor_who_is_done_sees_all(here, cast, project, document):
    finish(door=open_project(cast.erin, project.slug), document=document.id)
    assert unseen(here, cast, "erin", ["bob"]) == []


@pytest.mark.parametrize(("viewer", "owners"), [("bob", ["erin"]), ("ruth", ["erin", "bob"]), ("nobody", ["bob"])])
def test_once_it_is_opened_all_is_there(viewer, owners, here, cast, project, document):
    open_document(door=open_project(cast.alice, project.slug), document=document.id)
    undecided = "annotations:review: quokka"  # an annotator is asked about their own alone
    assert [said for said in unseen(here, cast, viewer, owners) if (viewer, said) != ("bob", undecided)] == []


def bodies(here, owner) -> dict:
    """What is sent where an empty body would be refused before anything is looked for."""
    theirs = getattr(here, owner)
    return {
        ("api:annotation", "PUT"): {"document": str(here.everything["document"]), "version": 2, "start": 0, "end": 5},
        ("api:move-annotation", "POST"): {"start": 0, "end": 5},
        ("api:seen-comments", "PUT"): {"until": str(theirs.thread)},
        ("api:comment", "PUT"): {"annotation": str(theirs.here), "body": "Mine?"},
        ("api:comment", "PATCH"): {"body": "Mine?"},
    }


@pytest.mark.parametrize(("viewer", "owner"), [("erin", "bob"), ("bob", "erin")])
def test_somebody_elses_work_in_it_is_not_there_however_one_asks(viewer, owner, here, cast):
    sent = bodies(here, owner)
    found = {
        f"{method} {path}": ask(getattr(cast, viewer), method, path, sent.get((name, method)))[0]
        for name, pattern in known()
        if ONES_OWN & set(pattern.pattern.converters)
        for method in methods(pattern)
        for path in lead(here, name, pattern, owner)
    }
    assert {asked: status for asked, status in found.items() if status not in {404, 405}} == {}


@pytest.mark.parametrize(("viewer", "owner"), [("erin", "bob"), ("bob", "erin")])
def test_an_id_that_is_taken_there_is_in_use_elsewhere(viewer, owner, here, cast, project, document):
    theirs, user = getattr(here, owner), getattr(cast, viewer)
    home = f"/api/v1/projects/{project.slug}/"
    mark = {"document": str(document.id), "start": 0, "end": 5}
    for id_ in (theirs.here, theirs.gone):
        for method, path, body in (
            ("PUT", f"{home}annotations/{id_}/", mark),
            ("POST", f"{home}annotations/", mark | {"id": str(id_)}),
        ):
            status, text = ask(user, method, path, body, fresh=True)
            assert (status, "in use elsewhere" in text, "current" in text) == (409, True, False), text
    remark = {"annotation": str(getattr(here, viewer).here), "body": "Mine?"}
    status, text = ask(user, "PUT", f"{home}comments/{theirs.thread}/", remark, fresh=True)
    assert (status, "in use elsewhere" in text) == (409, True)


def test_what_names_somebody_elses_work_finds_nothing(here, cast, project):
    home = f"/api/v1/projects/{project.slug}/"
    remark = {"annotation": str(here.erin.here), "body": "What is it?"}
    assert ask(cast.bob, "POST", f"{home}comments/", remark)[0] == 404
    assert ask(cast.bob, "POST", f"{home}comments/", remark | {"reply_to": str(here.erin.thread)})[0] == 400
    parted = ask(cast.erin, "POST", f"{home}tags/wages/part/", {"annotations": [str(here.bob.here)], "to": ["pay"]})
    assert parted == (200, '{"changed":[]}')


@pytest.mark.parametrize("viewer", ["erin", "bob", "ruth", "nobody"])
def test_others_work_makes_no_difference(viewer, here, cast, project, document, actors):
    user = getattr(cast, viewer, None)

    def answers() -> dict[str, tuple[int, str]]:
        return {
            path: (status, settled(text))
            for name, pattern in known()
            for path in lead(here, name, pattern, "bob")
            for status, text in [ask(user, "GET", path)]
        }

    before = answers()
    for owner in BLIND[viewer]:
        blindness.work_more(cast, project, document, actors, owner, getattr(here, owner))
    assert [path for path, answer in answers().items() if answer != before[path]] == []


def test_for_who_sees_all_it_makes_one(here, cast, project, document, actors):
    paths = [f"/p/{project.slug}/", f"/p/{project.slug}/codebook/", f"/api/v1/projects/{project.slug}/tags/wages/"]
    before = [settled(ask(cast.alice, "GET", path)[1]) for path in paths]
    blindness.work_more(cast, project, document, actors, "bob", here.bob)
    assert not set(before) & {settled(ask(cast.alice, "GET", path)[1]) for path in paths}


@pytest.mark.parametrize("path", ["presence/", "events/stream/?after={newest}"])
@pytest.mark.parametrize("viewer", [*BLIND, "alice"])
def test_who_else_is_in_it_is_not_told_nor_where(viewer, path, here, cast, project, document):
    for name in ("erin", "bob"):
        appear(project=project.id, user=getattr(cast, name), page=uuid4(), document=document.id, place=4_321)
    path = path.format(newest=Feed.objects.get(project=project).seq)
    status, text = ask(getattr(cast, viewer, None), "GET", f"/api/v1/projects/{project.slug}/{path}")
    told = {"alice": 2, "erin": 1, "bob": 1}.get(viewer, 0)  # of themselves they are told
    assert (text.count("4321"), text.count(str(document.id))) == (told, told), text
    assert status == 200 or viewer not in MEMBERS
