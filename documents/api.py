"""The API of documents and their texts."""

import re
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from documents.models import Document, Version
from documents.provenance import FACTS, source_from_row, tidy
from documents.querysets import current_text
from documents.serializers import (
    DocumentShape,
    DocumentWithTextShape,
    NewDocumentBody,
    ProvenanceBody,
    UploadBody,
)
from documents.services import add_document, add_documents, delete_document, describe_document, restore_document
from documents.text import TextError, decode
from projects.conflicts import Conflict, Gone
from projects.permissions import Action
from projects.rest.described import ReportShape, page_of
from projects.rest.doors import ProjectView, answer_list, answer_object
from projects.rest.media import BadRow, JsonParser, NdjsonParser, Rows
from projects.rest.paging import PAGE, page, read_window
from projects.rest.parameters import DATE, TEXT, Parameter, whole
from projects.rest.preconditions import expected_revision, is_fresh, not_modified, revision_etag
from projects.rest.problems import Problem, bad_input, field_errors
from projects.rest.rows import Report

_COLUMNS = (
    "id", "title", "byline", "outlet", "url", "published_on", "language", "licence", "source_name", "number", "sha256",
    "length", "words", "creator__username", "created", "modified", "revision", "deleted",
)  # fmt: skip
_BATCH = 500


class DocumentView(ProjectView):
    """What the views of documents share."""

    def base(self) -> str:
        """The address of the project's documents."""
        return self.request.build_absolute_uri(reverse("api:documents", args=[self.door.slug]))

    def as_json(self, row: dict[str, Any], base: str | None = None) -> dict[str, Any]:
        """A row of _COLUMNS as the API shows it."""
        address = f"{base or self.base()}{row['id']}/"
        row["version"], row["creator"] = row.pop("number"), row.pop("creator__username")
        if row["deleted"] is None:
            del row["deleted"]
        return row | {"self": address, "text_url": f"{address}text/"}

    def present(self, current: Document | UUID) -> dict[str, Any]:
        id_ = current if isinstance(current, UUID) else current.id
        return self.as_json(Document.objects.values(*_COLUMNS).get(project=self.door.id, id=id_))

    def document(self, id_: UUID) -> Document:
        """The document of this project with this id; Http404 when there is none, Gone when it was deleted."""
        row = Document.objects.filter(project=self.door.id, id=id_).first()
        if row is None:
            raise Http404("There is no such document in this project.")
        if row.deleted is not None:
            raise Gone(row)
        return row


def _fields(data: Any) -> dict[str, Any]:
    """The fields of a JSON object; a 400 problem for anything else."""
    if not isinstance(data, dict):
        raise Problem(400, "The body must be a JSON object.")
    return data


def _upload(form: QueryDict) -> dict[str, Any]:
    """The row that an uploaded file and the fields beside it make; a 400 problem when the file holds no text."""
    row = {name: form.get(name) for name in form if name != "file"}
    file = form.get("file")
    if not isinstance(file, UploadedFile):
        raise bad_input("file", "Send the file in the form field “file”.", "required")
    if unknown := sorted(row.keys() - FACTS):
        raise bad_input(unknown[0], f"There is no such field. Known here: file, {', '.join(FACTS)}.", "unknown")
    try:
        text = decode(file.read())
    except TextError as error:
        raise bad_input("file", error.message, error.code) from error
    name = file.name or ""
    return {"source_name": name[-255:], "markdown": name.lower().endswith((".md", ".markdown"))} | row | {"text": text}


class Documents(DocumentView):
    """The documents of a project, oldest first; and new ones."""

    actions = {"POST": Action.EDIT_DOCUMENTS}
    parser_classes = [JsonParser, MultiPartParser, NdjsonParser]
    parameters = {
        "GET": (
            Parameter("q", TEXT, "Words in title, byline or outlet."),
            Parameter("outlet", TEXT, "Only this outlet's."),
            Parameter("language", TEXT, "Only in this language, such as en or en-GB."),
            Parameter("published_after", DATE, "Only published on this day or later."),
            Parameter("published_before", DATE, "Only published on this day or earlier."),
            *PAGE,
        )
    }

    @extend_schema(responses=page_of(DocumentShape))
    def get(self, request: Request, slug: str) -> HttpResponse:
        """List the documents, without their texts."""
        return answer_list(self, self.page)

    def page(self) -> dict[str, Any]:
        """The page that the query asks for."""
        rows, base = self.chosen().values(*_COLUMNS), self.base()
        window = read_window(self.query, datetime, UUID)
        return page(self.request, rows, window, ("created", "id"), lambda row: self.as_json(row, base))

    def chosen(self) -> Any:
        """The live documents that the query asks for."""
        rows, query = Document.objects.of(self.door.id).live(), self.query
        if query.get("q"):
            rows = rows.search(query["q"])
        columns = {
            "outlet": "outlet",
            "published_after": "published_on__gte",
            "published_before": "published_on__lte",
        }
        rows = rows.filter(**{column: query[name] for name, column in columns.items() if name in query})
        if "language" in query:
            rows = rows.filter(language__iregex=rf"^{re.escape(query['language'])}(-|$)")
        return rows

    @extend_schema(
        request={
            "application/json": NewDocumentBody,
            "multipart/form-data": UploadBody,
            "application/x-ndjson": NewDocumentBody,
        },
        responses={201: DocumentShape, 200: ReportShape},
    )
    def post(self, request: Request, slug: str) -> HttpResponse:
        """Add a document: JSON with its text, or a file; or many, a JSON object a line (application/x-ndjson).

        A text that is in the project already is not added again: 409 with the document as `current`; among many, its
        line says `there`. A bad line harms no other.
        """
        data = request.data
        if isinstance(data, Rows):
            return Response(self.add_rows(data).body)
        source = source_from_row(_upload(data) if isinstance(data, QueryDict) else _fields(data))
        added = add_document(project=self.door.id, user=self.person(), source=source)
        assert added.id is not None
        shown = self.present(added.id)
        if added.status == "there":
            raise Conflict("This text is in the project already.", shown)
        return answer_object(request, shown, 201, shown["self"])

    def add_rows(self, rows: Rows) -> Report:
        """Add a document for each good row, in transactions of some hundred."""
        report, left = Report(), iter(rows)
        while batch := list(islice(left, _BATCH)):
            self.add_batch(batch, report)
        return report

    def add_batch(self, batch: list[tuple[int, Any]], report: Report) -> None:
        """Add a document for each good row of a batch, in one transaction."""
        lines, sources = [], []
        for line, row in batch:
            try:
                if isinstance(row, BadRow):
                    report.refuse(line, [row.error])
                else:
                    sources.append(source_from_row(row))
                    lines.append(line)
            except ValidationError as error:
                report.refuse(line, field_errors(error))
        added = add_documents(project=self.door.id, user=self.person(), sources=sources)
        for line, one in zip(lines, added, strict=True):
            if one.error:
                report.refuse(line, field_errors(one.error))
            else:
                report.done(line, one.status, one.id)


class OneDocument(DocumentView):
    """One document."""

    actions = {"PATCH": Action.EDIT_DOCUMENTS, "DELETE": Action.EDIT_DOCUMENTS}
    guarded = frozenset({"PATCH", "DELETE"})

    @extend_schema(responses=DocumentWithTextShape)
    def get(self, request: Request, slug: str, document: UUID) -> HttpResponse:
        """Read a document with its text."""
        row = self.document(document)
        etag = revision_etag(row.revision)
        if is_fresh(request, etag):
            return not_modified(etag)
        return answer_object(request, self.present(row) | {"text": current_text(row)})

    @extend_schema(request=ProvenanceBody, responses=DocumentShape)
    def patch(self, request: Request, slug: str, document: UUID) -> HttpResponse:
        """Correct what is said of where a text comes from. The text itself stays."""
        row, revision = self.document(document), expected_revision(request)
        changes = tidy(_fields(request.data))
        changed = describe_document(document=row, user=self.person(), revision=revision, **changes)
        return answer_object(request, self.present(changed))

    @extend_schema(responses={204: OpenApiResponse(description="Deleted.")})
    def delete(self, request: Request, slug: str, document: UUID) -> HttpResponse:
        """Delete a document. It can be restored, with the ETag of this answer."""
        row, revision = self.document(document), expected_revision(request)
        gone = delete_document(document=row, user=self.person(), revision=revision)
        return HttpResponse(status=204, headers={"ETag": revision_etag(gone.revision)})


class RestoredDocument(DocumentView):
    """The way back of a deleted document."""

    actions = {"POST": Action.EDIT_DOCUMENTS}
    guarded = frozenset({"POST"})

    @extend_schema(request=None, responses=DocumentShape)
    def post(self, request: Request, slug: str, document: UUID) -> HttpResponse:
        """Bring back a deleted document with its annotations; 409 when its text has come back in another."""
        row = Document.objects.filter(project=self.door.id, id=document).first()
        if row is None:
            raise Http404("There is no such document in this project.")
        revision = expected_revision(request)
        return answer_object(
            request, self.present(restore_document(document=row, user=self.person(), revision=revision))
        )


class Text(DocumentView):
    """The text of a document."""

    parameters = {"GET": (Parameter("version", whole(1, 2**31 - 1), "Which version; the current one when not given."),)}

    @extend_schema(responses={(200, "text/plain"): OpenApiTypes.STR})
    def get(self, request: Request, slug: str, document: UUID) -> HttpResponse:
        """Read the canonical text, to which all offsets refer. Its ETag is its SHA-256; a version never changes."""
        row = self.document(document)
        versions = Version.objects.of(row, self.query.get("version"))
        sha256 = versions.values_list("sha256", flat=True).first()
        if sha256 is None:
            raise Http404("The document has no such version.")
        etag = f'"{sha256}"'
        if is_fresh(request, etag):
            return not_modified(etag)
        text = versions.values_list("text", flat=True).get()
        return HttpResponse(text, content_type="text/plain; charset=utf-8", headers={"ETag": etag})
