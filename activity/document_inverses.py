"""What undoes what happened to documents, and to who codes them. Each is called as those in `reading_inverses` are."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404

from accounts.models import User
from activity.reading import Told
from annotations.review import correct_text
from coding.assigning import assign, want_coders, withdraw
from coding.closing import close_document, open_document
from coding.deciding import remove_decision
from coding.finishing import finish, resume
from documents.models import Document, Passage, Version
from documents.provenance import FACTS
from documents.services import delete_document, describe_document, restore_document
from projects.conflicts import Conflict
from projects.guards import Door


def _document(door: Door, told: Told) -> Document:
    row = Document.objects.of(door.id).filter(id=told.object).first()
    if row is None:
        raise Http404("There is no such document in this project.")
    return row


def delete_document_again(door: Door, told: Told) -> UUID:
    return delete_document(document=_document(door, told), user=door.person).id


def bring_document_back(door: Door, told: Told) -> UUID:
    return restore_document(document=_document(door, told), user=door.person).id


def describe_document_as_before(door: Door, told: Told) -> UUID:
    changes: dict[str, Any] = {name: told.before[name] for name in FACTS if name in told.fields}
    if changes.get("published_on"):
        changes["published_on"] = date.fromisoformat(changes["published_on"])
    return describe_document(document=_document(door, told), user=door.person, **changes).id


def bring_text_back(door: Door, told: Told) -> UUID:
    """Make the text before a correction the next version."""
    document, number = _document(door, told), told.before["version"]
    old = Version.objects.of(document, number).get()
    headed = Passage.objects.of(document, number).filter(kind="heading").exists()
    correct_text(door=door, document=document, text=old.text, markdown=headed)
    return document.id


def open_again(door: Door, told: Told) -> UUID:
    return open_document(door=door, document=told.object).id


def close_again(door: Door, told: Told) -> UUID:
    return close_document(door=door, document=told.object).id


def take_back(door: Door, told: Told) -> UUID:
    withdraw(door=door, id=told.object)
    return told.object


def give_again(door: Door, told: Told) -> UUID:
    user = User.objects.filter(username=told.before["user"]).first()
    if user is None:
        raise Conflict("They have no account here any more.")
    finished = told.before["finished"] and datetime.fromisoformat(told.before["finished"])
    return assign(door=door, document=UUID(told.before["document"]), user=user, finished=finished).id


def take_up_again(door: Door, told: Told) -> UUID:
    return resume(door=door, document=UUID(told.what.said["document"])).id


def finish_again(door: Door, told: Told) -> UUID:
    return finish(door=door, document=UUID(told.what.said["document"])).id


def take_decision_back(door: Door, told: Told) -> UUID:
    remove_decision(door=door, id=told.object)
    return told.object


def want_as_before(door: Door, told: Told) -> UUID:
    document = told.before["document"]
    want_coders(door=door, coders=told.before["coders"], document=UUID(document) if document else None)
    return told.object
