"""What undoes each kind of event, and why the others are not undone here: each kind stands in one of the two tables."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from activity import codebook_inverses as codebook
from activity import document_inverses as documents
from activity import people_inverses as people
from activity import reading_inverses as reading
from activity import speaking_inverses as speaking
from activity.reading import Told
from projects.guards import Door
from projects.permissions import Action


@dataclass(frozen=True, slots=True)
class Inverse:
    """How an event is undone: the right that it takes, and the verb, which returns the id of what it changed.

    `own`: only by the person whose work it is about (the `creator` or `user` that the event names).
    """

    action: Action
    run: Callable[[Door, Told], UUID]
    own: bool = False


_ANNOTATIONS = {
    "annotation.created": Inverse(Action.ANNOTATE, reading.delete_annotation_again),
    "annotation.changed": Inverse(Action.ANNOTATE, reading.change_annotation_back),
    "annotation.deleted": Inverse(Action.ANNOTATE, reading.bring_annotation_back),
    "annotation.restored": Inverse(Action.ANNOTATE, reading.delete_annotation_again),
    "annotation.moved": Inverse(Action.ANNOTATE, reading.move_annotation_back),
    "annotation.kept": Inverse(Action.ANNOTATE, reading.let_annotation_wait),
    "annotation.unkept": Inverse(Action.ANNOTATE, reading.keep_annotation_again),
}
_COMMENTS = {
    "comment.created": Inverse(Action.COMMENT, reading.delete_comment_again),
    "comment.changed": Inverse(Action.COMMENT, reading.change_comment_back, own=True),
    "comment.deleted": Inverse(Action.COMMENT, reading.bring_comment_back),
    "comment.restored": Inverse(Action.COMMENT, reading.delete_comment_again),
    "comment.resolved": Inverse(Action.COMMENT, reading.reopen_again),
    "comment.reopened": Inverse(Action.COMMENT, reading.resolve_again),
}
_CODEBOOK = {
    "tag.created": Inverse(Action.ORGANISE_CODEBOOK, codebook.delete_tag_again),
    "tag.changed": Inverse(Action.ORGANISE_CODEBOOK, codebook.change_tag_back),
    "tag.deleted": Inverse(Action.ORGANISE_CODEBOOK, codebook.bring_tag_back),
    "tag.merged": Inverse(Action.ORGANISE_CODEBOOK, codebook.bring_tag_back),
    "tag.restored": Inverse(Action.ORGANISE_CODEBOOK, codebook.end_tag_again),
}
_ACTORS = {
    "actor.created": Inverse(Action.ORGANISE_ACTORS, speaking.delete_actor_again),
    "actor.changed": Inverse(Action.ORGANISE_ACTORS, speaking.change_actor_back),
    "actor.deleted": Inverse(Action.ORGANISE_ACTORS, speaking.bring_actor_back),
    "actor.merged": Inverse(Action.ORGANISE_ACTORS, speaking.bring_actor_back),
    "actor.restored": Inverse(Action.ORGANISE_ACTORS, speaking.end_actor_again),
    "affiliation.created": Inverse(Action.ORGANISE_ACTORS, speaking.end_affiliation_again),
    "affiliation.changed": Inverse(Action.ORGANISE_ACTORS, speaking.change_affiliation_back),
    "affiliation.deleted": Inverse(Action.ORGANISE_ACTORS, speaking.bring_affiliation_back),
}
_DOCUMENTS = {
    "document.imported": Inverse(Action.EDIT_DOCUMENTS, documents.delete_document_again),
    "document.changed": Inverse(Action.EDIT_DOCUMENTS, documents.describe_document_as_before),
    "document.corrected": Inverse(Action.EDIT_DOCUMENTS, documents.bring_text_back),
    "document.deleted": Inverse(Action.EDIT_DOCUMENTS, documents.bring_document_back),
    "document.restored": Inverse(Action.EDIT_DOCUMENTS, documents.delete_document_again),
    "document.closed": Inverse(Action.ASSIGN, documents.open_again),
    "document.opened": Inverse(Action.ASSIGN, documents.close_again),
    "assignment.created": Inverse(Action.ASSIGN, documents.take_back),
    "assignment.removed": Inverse(Action.ASSIGN, documents.give_again),
    "assignment.finished": Inverse(Action.ANNOTATE, documents.take_up_again, own=True),
    "assignment.resumed": Inverse(Action.ANNOTATE, documents.finish_again, own=True),
    "coders.wanted": Inverse(Action.ASSIGN, documents.want_as_before),
    "decision.made": Inverse(Action.ADJUDICATE, documents.take_decision_back),
}
_PEOPLE = {
    "member.added": Inverse(Action.MANAGE_MEMBERS, people.remove_again),
    "member.changed": Inverse(Action.MANAGE_MEMBERS, people.give_role_back),
    "member.removed": Inverse(Action.MANAGE_MEMBERS, people.take_in_again),
    "project.changed": Inverse(Action.MANAGE_PROJECT, people.change_project_back),
    "project.restored": Inverse(Action.MANAGE_PROJECT, people.delete_project_again),
}
INVERSES: Mapping[str, Inverse] = {**_ANNOTATIONS, **_COMMENTS, **_CODEBOOK, **_ACTORS, **_DOCUMENTS, **_PEOPLE}
"""By kind of event: what undoes it."""

_DECISIONS = "Decisions are changed where they were made: on the document’s page to adjudicate."
_COMING_IN = "Those who ask to join are answered on the page of members."
NEVER: Mapping[str, str] = {
    "annotation.carried": "It came along when the text was corrected: undo the correction.",
    "annotation.contested": "What was given up is brought back from the annotation’s history, on the reading page.",
    "project.created": "A project is deleted in its settings.",
    "project.deleted": "A deleted project is brought back on the page of your projects, under “Recently deleted”.",
    "project.handed_over": "Only its owner hands a project over: they can hand it back, on the page of members.",
    "member.left": "Whoever has left decides for themselves: invite them again, on the page of invitations.",
    "decision.changed": _DECISIONS,
    "decision.removed": _DECISIONS,
    "invitation.created": "An invitation is revoked on the page of invitations.",
    "invitation.revoked": "A revoked invitation stays so: make another, on the page of invitations.",
    "invitation.used": "Whoever has come in is taken out again on the page of members.",
    "request.made": _COMING_IN,
    "request.answered": _COMING_IN,
    "request.withdrawn": _COMING_IN,
}
"""By kind of event: why it is not undone here."""
