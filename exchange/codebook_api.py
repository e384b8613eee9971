"""`…/imports/codebook/`: the REST door of codebooks that come in."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, QueryDict
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.codebooks import Line, plan, read_codebook, take_in_codebook
from exchange.formats.entry import CodebookError
from exchange.serializers import CodebookBody, CodebookReport
from projects.permissions import Action
from projects.rest.doors import ProjectView
from projects.rest.problems import bad_input

_FIELDS = {"file", "overwrite", "dry_run"}


class CodebookImport(ProjectView):
    """A codebook that comes in."""

    actions = {"POST": Action.ORGANISE_CODEBOOK}
    parser_classes = [MultiPartParser]

    @extend_schema(
        request={"multipart/form-data": CodebookBody},
        responses={200: CodebookReport},
        summary="Bring in a codebook",
    )
    def post(self, request: Request, slug: str) -> HttpResponse:
        """Add its new tags; of those that are here, change only what `overwrite` names. Nothing is ever removed."""
        data = request.data if isinstance(request.data, QueryDict) else QueryDict()
        if unknown := sorted(set(data) - _FIELDS):
            raise bad_input(
                unknown[0], f"There is no field “{unknown[0]}”. Known here: file, overwrite, dry_run.", "unknown"
            )
        lines = self._lines(data.get("file"))
        here = {line.slug for line in lines if line.slug}
        overwrite = data.getlist("overwrite")
        if strange := sorted(set(overwrite) - here):
            raise bad_input("overwrite", f"The file says nothing of the tag “{strange[0]}”.", "unknown")
        if data.get("dry_run", "false") not in {"true", "false"}:
            raise bad_input("dry_run", "Write true or false.")
        if data.get("dry_run") == "true":
            told = {"created": 0, "changed": 0, "left": 0}
        else:
            told = take_in_codebook(door=self.door, lines=lines, overwrite=overwrite)
        return Response(told | {"results": [_told(line) for line in lines]})

    def _lines(self, file: Any) -> list[Line]:
        if not isinstance(file, UploadedFile):
            raise bad_input("file", "Send one codebook in the form field “file”.", "required")
        try:
            return plan(self.door.id, read_codebook(str(file.name), file.read()))
        except CodebookError as error:
            raise bad_input("file", str(error)) from error


def _told(line: Line) -> dict[str, Any]:
    differences = {name: list(pair) for name, pair in line.differences.items()}
    return {"name": line.entry.name, "slug": line.slug, "status": line.kind, "differences": differences}
