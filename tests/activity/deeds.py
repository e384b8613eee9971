"""What somebody does in a project, by the kind of the event that it ends with, for whoever undoes it."""

from datetime import date
from uuid import UUID

from actors.affiliating import affiliate, change_affiliation, end_affiliation
from actors.services import change_actor, create_actor, delete_actor, restore_actor
from annotations.attributing import merge_actors, unmerge_actor
from annotations.codebook import change_tag, create_tag, delete_tag, merge_tags, restore_tag
from annotations.commenting import (
    comment,
    delete_comment,
    edit_comment,
    reopen_thread,
    resolve_thread,
    restore_comment,
)
from annotations.drafts import Draft
from annotations.models import Tag
from annotations.review import correct_text, keep_annotation, move_annotation
from annotations.services import change_annotation, delete_annotation, restore_annotation
from coding.assigning import assign, want_coders, withdraw
from coding.closing import close_document, open_document
from coding.curating import Ruling
from coding.deciding import decide
from coding.finishing import finish, resume
from coding.units import comparison
from documents.services import delete_document, describe_document, restore_document
from projects.models import Event, Member
from projects.services import (
    add_member,
    change_project,
    change_role,
    remove_member,
)
from tests.browser.reading import said
from tests.conftest import TEXT, import_text


def member(s, name) -> Member:
    return Member.objects.get(project=s.project, user__username=name)


UNDERPAID = TEXT.replace("paid poorly", "underpaid")
START = UNDERPAID.index("underpaid")
BLAMED = [{"actor": str(UUID(int=3)), "role": "blamed"}]


def pay(s) -> Tag:
    return Tag.objects.get(project=s.project, name="pay")


FIRST = {
    "decision.made": lambda s: finish(door=s.bob, document=s.document.id),
    "annotation.restored": lambda s: delete_annotation(door=s.bob, id=s.mark),
    "annotation.moved": lambda s: correct_text(door=s.erin, document=s.document, text=UNDERPAID),
    "annotation.kept": lambda s: correct_text(door=s.erin, document=s.document, text=UNDERPAID),
    "annotation.unkept": lambda s: (
        correct_text(door=s.erin, document=s.document, text=UNDERPAID),
        keep_annotation(door=s.bob, id=s.mark),
    ),
    "comment.restored": lambda s: delete_comment(door=s.bob, id=s.talk.id),
    "comment.reopened": lambda s: resolve_thread(door=s.bob, id=s.talk.id),
    "tag.restored": lambda s: delete_tag(door=s.erin, slug="pay"),
    "tag.restored after a merge": lambda s: merge_tags(door=s.erin, slug="pay", into="wages"),
    "actor.restored": lambda s: delete_actor(door=s.erin, id=s.actors.mrs.id),
    "actor.restored after a merge": lambda s: merge_actors(door=s.erin, id=s.actors.mrs.id, into=s.actors.may.id),
    "document.restored": lambda s: delete_document(document=s.spare, user=s.cast.erin),
    "document.opened": lambda s: close_document(door=s.erin, document=s.document.id),
    "assignment.resumed": lambda s: finish(door=s.bob, document=s.spare.id),
}
"""What has to be done first."""


def decided(s) -> None:
    """Let what Bob marked, who is done, count for nothing."""
    (unit,) = comparison(s.erin, s.document).cases
    decide(door=s.erin, document=s.document.id, unit=unit.unit.id, ruling=Ruling(verdict="reject", reason="A fact."))


DID = {
    "annotation.created": lambda s: said(s.bob, s.document, TEXT, "solidarity"),
    "annotation.changed note": lambda s: change_annotation(door=s.bob, id=s.mark, draft=Draft(note="Look")),
    "annotation.changed tags": lambda s: change_annotation(door=s.bob, id=s.mark, draft=Draft(tags=["pay"])),
    "annotation.changed range": lambda s: change_annotation(door=s.bob, id=s.mark, draft=Draft(start=0, end=5)),
    "annotation.changed voices": lambda s: change_annotation(door=s.bob, id=s.mark, draft=Draft(attributions=BLAMED)),
    "annotation.deleted": lambda s: delete_annotation(door=s.bob, id=s.mark),
    "annotation.restored": lambda s: restore_annotation(door=s.bob, id=s.mark),
    "annotation.moved": lambda s: move_annotation(
        door=s.bob, id=s.mark, draft=Draft(start=START, end=START + len("underpaid"))
    ),
    "annotation.kept": lambda s: keep_annotation(door=s.bob, id=s.mark),
    "annotation.unkept": lambda s: keep_annotation(door=s.bob, id=s.mark, kept=False),
    "comment.created": lambda s: comment(door=s.bob, annotation=s.mark, body="Again"),
    "comment.changed": lambda s: edit_comment(door=s.bob, id=s.talk.id, body="It is."),
    "comment.deleted": lambda s: delete_comment(door=s.bob, id=s.talk.id),
    "comment.restored": lambda s: restore_comment(door=s.bob, id=s.talk.id),
    "comment.resolved": lambda s: resolve_thread(door=s.bob, id=s.talk.id),
    "comment.reopened": lambda s: reopen_thread(door=s.bob, id=s.talk.id),
    "tag.created": lambda s: create_tag(door=s.erin, name="borders"),
    "tag.changed": lambda s: change_tag(
        door=s.erin, slug="pay", name="Payment", definition="What is paid.", parent="wages", retired=True, shortcut="p"
    ),
    "tag.deleted": lambda s: delete_tag(door=s.erin, slug="pay"),
    "tag.merged": lambda s: merge_tags(door=s.erin, slug="pay", into="wages"),
    "tag.restored": lambda s: restore_tag(door=s.erin, tag_id=pay(s).id),
    "tag.restored after a merge": lambda s: restore_tag(door=s.erin, tag_id=pay(s).id),
    "actor.created": lambda s: create_actor(door=s.erin, name="Nobody"),
    "actor.changed": lambda s: change_actor(door=s.erin, id=s.actors.may.id, name="Mrs May", note="PM", other_names=[]),
    "actor.deleted": lambda s: delete_actor(door=s.erin, id=s.actors.mrs.id),
    "actor.merged": lambda s: merge_actors(door=s.erin, id=s.actors.mrs.id, into=s.actors.may.id),
    "actor.restored": lambda s: restore_actor(door=s.erin, id=s.actors.mrs.id),
    "actor.restored after a merge": lambda s: unmerge_actor(door=s.erin, id=s.actors.mrs.id),
    "affiliation.created": lambda s: affiliate(
        door=s.erin, person=s.actors.mrs.id, organisation=s.actors.party.id, role="member"
    ),
    "affiliation.changed": lambda s: change_affiliation(
        door=s.erin, id=s.actors.led.id, role="chair", until=date(2020, 1, 1), since=None
    ),
    "affiliation.deleted": lambda s: end_affiliation(door=s.erin, id=s.actors.led.id),
    "document.imported": lambda s: import_text(s.project, s.cast.erin, "A third text.\n", "Third"),
    "document.changed": lambda s: describe_document(
        document=s.spare, user=s.cast.erin, title="Renamed", published_on=date(2017, 8, 4)
    ),
    "document.corrected": lambda s: correct_text(door=s.erin, document=s.document, text=f"{TEXT}\nMore.\n"),
    "document.deleted": lambda s: delete_document(document=s.spare, user=s.cast.erin),
    "document.restored": lambda s: restore_document(document=s.spare, user=s.cast.erin),
    "document.closed": lambda s: close_document(door=s.erin, document=s.document.id),
    "document.opened": lambda s: open_document(door=s.erin, document=s.document.id),
    "assignment.created": lambda s: assign(door=s.erin, document=s.document.id, user=s.cast.bob),
    "assignment.removed": lambda s: withdraw(door=s.erin, id=s.project.assignments.get().id),
    "assignment.finished": lambda s: finish(door=s.bob, document=s.spare.id),
    "assignment.resumed": lambda s: resume(door=s.bob, document=s.spare.id),
    "decision.made": decided,
    "coders.wanted": lambda s: want_coders(door=s.erin, coders=2, document=s.document.id),
    "member.added": lambda s: add_member(project=s.project, by=s.cast.alice, user=s.cast.carol, role="reader"),
    "member.changed": lambda s: change_role(member=member(s, "ruth"), by=s.cast.alice, role="editor"),
    "member.removed": lambda s: remove_member(member=member(s, "ruth"), by=s.cast.alice),
    "project.changed": lambda s: change_project(project=s.project, user=s.cast.alice, name="Borders", public=True),
}
"""What somebody does, by the kind of the event that it ends with."""
SINGLE = {kind.split()[0] for kind in DID} | {"project.restored"}


def newest(project, kind) -> Event:
    return Event.objects.filter(project=project, kind=kind).order_by("-seq")[0]


def did(s, what) -> Event:
    """Do it, and give back its event."""
    began = Event.objects.filter(project=s.project).count()
    DID[what](s)
    event = newest(s.project, what.split()[0])
    assert event.seq > began
    return event


def whose(s, event):
    """The door of whoever did it."""
    return {s.cast.bob.id: s.bob, s.cast.erin.id: s.erin, s.cast.alice.id: s.alice}[event.user_id]
