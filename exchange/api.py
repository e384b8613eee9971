"""`…/imports/` and `…/exports/`: the REST door of what comes in and goes out."""

from collections import Counter
from tempfile import SpooledTemporaryFile
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpResponse, QueryDict
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.exports import FORMATS, Format, Order, export
from exchange.formats.row import Addresses
from exchange.intake import File
from exchange.manifest import Manifest, ManifestError, read_manifest
from exchange.serializers import ExportsShape, FilesBody, ImportReport
from exchange.services import Fate, import_files
from projects.permissions import Action
from projects.rest.doors import ProjectView, answer_list
from projects.rest.parameters import Parameter, whole
from projects.rest.preconditions import is_fresh, list_etag, not_modified
from projects.rest.problems import bad_input, field_errors
from projects.veiling import unveiling

IN_MEMORY = 2**20  # bytes of an export that are held in memory; more goes to disk


class Imports(ProjectView):
    """Texts brought in as files."""

    actions = {"POST": Action.EDIT_DOCUMENTS}
    parser_classes = [MultiPartParser]

    @extend_schema(request={"multipart/form-data": FilesBody}, responses={201: ImportReport, 200: ImportReport})
    def post(self, request: Request, slug: str) -> HttpResponse:
        """Import files, with a manifest if you like. 200 when none of them was new; a bad file harms no other."""
        data = request.data if isinstance(request.data, QueryDict) else QueryDict()  # a body that is not there is none
        if unknown := sorted(set(data) - {"file", "manifest"}):
            raise bad_input(unknown[0], f"There is no field “{unknown[0]}”. Known here: file, manifest.", "unknown")
        files = [(str(file.name), file.read) for file in _uploads(data, "file")]
        if not files:
            raise bad_input("file", "Send files in the form field “file”, one or many.", "required")
        manifest = _manifest(_uploads(data, "manifest"))
        fates = list(
            import_files(
                project=self.door.id,
                user=self.person(),
                files=[File(name, read, manifest.get(name, {})) for name, read in files],
            )
        )
        counts = Counter(fate.status for fate in fates)
        report = {status: counts[status] for status in ("created", "there", "refused")}
        missing = sorted(set(manifest) - {name for name, _ in files})
        told = report | {"missing": missing, "results": [_told(fate) for fate in fates]}
        return Response(told, status=201 if report["created"] else 200)


def _uploads(data: QueryDict, field: str) -> list["UploadedFile[Any]"]:
    files = data.getlist(field)
    if not all(isinstance(file, UploadedFile) for file in files):
        raise bad_input(field, f"Send a file in the form field “{field}”, not a value.")
    return files  # type: ignore[return-value]


def _manifest(files: list["UploadedFile[Any]"]) -> Manifest:
    if len(files) > 1:
        raise bad_input("manifest", "Send one manifest.", "repeated")
    try:
        return read_manifest(files[0].read()) if files else {}
    except ManifestError as error:
        raise bad_input("manifest", str(error)) from error


def _told(fate: Fate) -> dict[str, Any]:
    told = {"file": fate.name, "status": fate.status, "id": fate.id, "title": fate.title}
    return told | {"errors": field_errors(fate.error)} if fate.error else told


class Exports(ProjectView):
    """The formats in which annotations and the codebook go out."""

    @extend_schema(responses=ExportsShape)
    def get(self, request: Request, slug: str) -> HttpResponse:
        """List the formats in which the project's annotations and its codebook can be had."""
        return answer_list(
            self,
            lambda: {
                "results": [
                    {
                        "name": made.name,
                        "title": made.title,
                        "holds": made.holds,
                        "media_type": made.media_type,
                        "url": addresses(self).export(made.name),
                    }
                    for made in FORMATS.values()
                ]
            },
        )


class OneExport(ProjectView):
    """All annotations, or the codebook, of a project in one format."""

    parameters = {
        "GET": (Parameter("bom", whole(0, 1), "1: begin the CSV with a byte-order mark, by which Excel knows UTF-8."),)
    }

    @extend_schema(
        parameters=[OpenApiParameter("name", str, OpenApiParameter.PATH, enum=list(FORMATS))],
        responses={
            (200, "text/csv"): OpenApiTypes.STR,
            (200, "application/ld+json"): OpenApiTypes.OBJECT,
            (200, "application/xml"): OpenApiTypes.STR,
        },
    )
    def get(self, request: Request, slug: str, name: str) -> HttpResponse:
        """Download the annotations, tagged or not, in the order of their documents and texts; or the codebook."""
        made = FORMATS.get(name)
        if made is None:
            raise Http404(f"There is no export “{name}”. There are: {', '.join(FORMATS)}.")
        etag = list_etag(self.door, request)
        if is_fresh(request, etag):
            return not_modified(etag)
        return self.download(made, etag)

    def download(self, made: Format, etag: str) -> HttpResponse:
        """The file, whole before the answer begins: a failure is an error, and a slow reader holds no transaction."""
        order = Order(self.door.id, self.door.name, addresses(self), bool(self.query.get("bom")), unveiling(self.door))
        file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
        export(made, order, lambda piece: file.write(piece.encode()))
        file.seek(0)
        response = FileResponse(
            file, as_attachment=True, filename=made.filename(self.door.slug), content_type=made.media_type
        )
        response.headers["ETag"] = f"W/{etag}"  # the same annotations, but another date of writing
        return response  # type: ignore[return-value]


def addresses(view: ProjectView) -> Addresses:
    """Where the project's things are found, as the request names this site."""
    return Addresses(view.request.build_absolute_uri("/").rstrip("/"), view.door.slug)
