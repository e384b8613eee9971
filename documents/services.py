"""What people do with documents: each verb is one transaction with its events."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.ids import uuid7
from accounts.models import User
from documents.ingest import Ready, add_version, take_in
from documents.models import Document, Passage, Version
from documents.provenance import FACTS, Source, tidied, tidy
from documents.text import TextError, canonical, count_words
from projects.conflicts import Conflict, Gone, Stale
from projects.events import record, record_many
from projects.patience import unhurried

__all__ = [
    "Added",
    "Source",
    "add_document",
    "add_documents",
    "correct_document",
    "delete_document",
    "describe_document",
    "document_facts",
    "restore_document",
]


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one source.

    `status` is created; there, when the project has the text already (`id` and `title` are that document's); or
    refused, for the reasons by field in `error`.
    """

    status: str
    id: UUID | None
    title: str
    error: ValidationError | None = None


def document_facts(document: Document) -> dict[str, Any]:
    """What the event log and the API say of a document. Its text is asked for by version."""
    return {
        "id": str(document.id),
        **{name: getattr(document, name) for name in FACTS},
        "published_on": document.published_on.isoformat() if document.published_on else None,
        "version": document.number,
        "sha256": document.sha256,
        "length": document.length,
        "words": document.words,
        "revision": document.revision,
    }


def add_documents(*, project: UUID, user: User, sources: Sequence[Source]) -> list[Added]:
    """Add texts to a project, in one transaction; say of each source, in order, what became of it.

    A text that the project has already is left as it is, and a source that cannot be taken harms no other. Two imports
    of the same texts at once add them once.
    """
    fates: list[Added | None] = []
    ready: list[Ready] = []
    for source in sources:
        made = _prepare(source, project, user)
        fates.append(made if isinstance(made, Added) else None)
        ready.extend([made] if isinstance(made, Ready) else [])
    _number(ready)
    with transaction.atomic():
        if len(ready) > 1:
            unhurried()
        found = take_in(project, ready)
        created = [item.document for item in ready if found[item.document.sha256][0] == item.document.id]
        record_many(
            project=project,
            user=user.id,
            kind="document.imported",
            changes=[(document.id, None, document_facts(document)) for document in created],
        )
    new = {document.id for document in created}
    results = iter(
        Added("created" if item.document.id in new else "there", *found[item.document.sha256]) for item in ready
    )
    return [fate or next(results) for fate in fates]


def _prepare(source: Source, project: UUID, user: User) -> "Ready | Added":
    """Make a document that is not saved yet, or say why not."""
    errors: dict[str, list[ValidationError]] = {}
    try:
        source = tidied(source)
    except ValidationError as error:
        errors |= error.error_dict
    try:
        text = readable_text(source.text)
    except ValidationError as error:
        errors |= error.error_dict
    if errors:
        return Added("refused", None, source.title, ValidationError(errors))
    document = Document(
        id=uuid7(),
        project_id=project,
        creator=user,
        sha256=sha256(text.encode()).hexdigest(),
        length=len(text),
        words=count_words(text),
        **{name: getattr(source, name) for name in FACTS},
    )
    return Ready(document, text, source.markdown)


def _number(ready: Sequence[Ready]) -> None:
    """Give the documents one time, and ids that sort as they came."""
    now = timezone.now()
    for item, id_ in zip(ready, sorted(item.document.id for item in ready), strict=True):
        item.document.id = id_
        item.document.created = item.document.modified = now


def add_document(*, project: UUID, user: User, source: Source) -> Added:
    """Add one text: created, or there. ValidationError, with the reasons by field, when it cannot be taken."""
    (added,) = add_documents(project=project, user=user, sources=[source])
    if added.error:
        raise added.error
    return added


def _locked(document: Document, revision: int | None, *, deleted: bool = False) -> Document:
    """The row as it is now, locked; Stale when it is not at `revision` (None: any), Gone when it was deleted."""
    row = Document.objects.of(document.project_id).select_for_update().get(id=document.id)
    if row.deleted and not deleted:
        raise Gone(row)
    if revision is not None and row.revision != revision:
        raise Stale(row)
    return row


def _save(row: Document) -> Document:
    row.revision += 1
    row.modified = timezone.now()
    row.save()
    return row


@transaction.atomic
def describe_document(*, document: Document, user: User, revision: int | None = None, **changes: Any) -> Document:
    """Correct what is said of a document: any of FACTS. The text is not changed by this.

    ValidationError for what does not fit; Gone when it was deleted, Stale when it is not at `revision` any more.
    """
    row = _locked(document, revision)
    before = document_facts(row)
    for name, value in tidy(changes).items():
        setattr(row, name, value)
    if document_facts(row) == before:
        return row
    _save(row)
    record(
        project=row.project_id,
        user=user.id,
        kind="document.changed",
        object_id=row.id,
        before=before,
        after=document_facts(row),
    )
    return row


@transaction.atomic
def correct_document(
    *, document: Document, user: User, text: str, revision: int | None = None, markdown: bool | None = None
) -> Version:
    """Give a document another text, as its next version, and return that; the versions before it stay as they were.

    What marks the text is not touched. The same text makes no version: the current one is returned. `markdown` says
    whether lines beginning with # are headings; None: as it was. ValidationError for a text that cannot be taken,
    Conflict when another document has it, Stale when the document is not at `revision` (None: any), Gone when it was
    deleted.
    """
    row = _locked(document, revision)
    text = readable_text(text)
    digest = sha256(text.encode()).hexdigest()
    if digest == row.sha256:
        return Version.objects.of(row).get()
    before = document_facts(row)
    as_markdown = _is_markdown(row) if markdown is None else markdown
    row.number, row.sha256, row.length, row.words = row.number + 1, digest, len(text), count_words(text)
    _save_unless_there(row, "This text is in the project already, as “{}”.")
    version = Version(
        project_id=row.project_id, document_id=row.id, number=row.number, text=text, sha256=digest, length=row.length,
        creator=user, created=row.modified,
    )  # fmt: skip
    add_version(version, Ready(row, text, as_markdown))
    after = document_facts(row)
    record(
        project=row.project_id, user=user.id, kind="document.corrected", object_id=row.id, before=before, after=after
    )
    return version


def readable_text(text: str) -> str:
    """The text as it is kept; ValidationError, about the field `text`, when it cannot be."""
    try:
        return canonical(text, limit=settings.MAX_TEXT_CODE_POINTS)
    except TextError as refusal:
        raise ValidationError({"text": ValidationError(refusal.message, refusal.code)}) from refusal


def _is_markdown(document: Document) -> bool:
    """Whether the current version was cut as Markdown: it has headings, or came from a file of that kind."""
    if document.source_name.lower().endswith((".md", ".markdown")):
        return True
    return Passage.objects.of(document).filter(kind="heading").exists()


def _save_unless_there(row: Document, message: str) -> None:
    """Save a document; Conflict, with the other's title in `message`, when another one has its text."""
    try:
        with transaction.atomic():
            _save(row)
    except IntegrityError as error:
        other = Document.objects.of(row.project_id).live().get(sha256=row.sha256)
        raise Conflict(message.format(other.title), other) from error


@transaction.atomic
def delete_document(*, document: Document, user: User, revision: int | None = None) -> Document:
    """Take a document out of the project with the annotations on it, until somebody restores it."""
    row = _locked(document, revision)
    before = document_facts(row)
    row.deleted = timezone.now()
    _save(row)
    record(project=row.project_id, user=user.id, kind="document.deleted", object_id=row.id, before=before)
    return row


@transaction.atomic
def restore_document(*, document: Document, user: User, revision: int | None = None) -> Document:
    """Bring a deleted document back with its annotations; Conflict when its text has been imported again meanwhile."""
    row = _locked(document, revision, deleted=True)
    if not row.deleted:
        return row
    row.deleted = None
    _save_unless_there(row, "The same text is here again, as “{}”: delete that first.")
    record(project=row.project_id, user=user.id, kind="document.restored", object_id=row.id, after=document_facts(row))
    return row
