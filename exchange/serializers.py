"""The shapes of imports and exports, for the OpenAPI document."""

from typing import Any

from rest_framework import serializers

from projects.rest.described import FieldErrorShape
from projects.rest.strict import Body


class FilesBody(Body):
    """Files of plain text or Markdown, in any common encoding, and what is said of them."""

    file = serializers.ListField(child=serializers.FileField(), help_text="The texts: the field may be repeated.")
    manifest = serializers.FileField(
        required=False, help_text="A manifest.json: an array of {file, title, byline, outlet, url, published_on, …}."
    )


class CodebookBody(Body):
    """A codebook as CSV or REFI-QDA (.qdc), and what of it shall win over what is here."""

    file = serializers.FileField(help_text="The codebook: CSV in UTF-8, or .qdc.")
    overwrite = serializers.ListField(
        child=serializers.CharField(),
        required=False,
        help_text="Slugs of tags that become what the file says; the field may be repeated. Others stay as they are.",
    )
    dry_run = serializers.BooleanField(required=False, help_text="Tell what would be done, and do nothing.")


class CodebookLine(serializers.Serializer[Any]):
    """What one tag of the file did, or would do."""

    name = serializers.CharField()
    slug = serializers.CharField(allow_blank=True, help_text="Of the tag that is here; empty for a new one.")
    status = serializers.ChoiceField(choices=["new", "same", "changed"])
    differences = serializers.DictField(
        child=serializers.ListField(), help_text="By field: what is here, and what the file says."
    )


class CodebookReport(serializers.Serializer[Any]):
    """What became of a codebook that came in."""

    created = serializers.IntegerField()
    changed = serializers.IntegerField()
    left = serializers.IntegerField(help_text="As they were: the same, or not named in `overwrite`.")
    results = CodebookLine(many=True)


class FileFate(serializers.Serializer[Any]):
    """What became of one file."""

    file = serializers.CharField(help_text="Its name.")
    status = serializers.ChoiceField(choices=["created", "there", "refused"])
    id = serializers.UUIDField(allow_null=True, help_text="The document that has its text.")
    title = serializers.CharField()
    errors = FieldErrorShape(many=True, required=False)  # type: ignore[assignment]


class ImportReport(serializers.Serializer[Any]):
    """What became of the files of one request, in their order."""

    created = serializers.IntegerField()
    there = serializers.IntegerField()
    refused = serializers.IntegerField()
    missing = serializers.ListField(
        child=serializers.CharField(), help_text="Files that the manifest names and that were not sent."
    )
    results = FileFate(many=True)


class ExportShape(serializers.Serializer[Any]):
    """A format in which a project's annotations or its codebook can be had."""

    name = serializers.CharField()
    title = serializers.CharField()
    holds = serializers.ChoiceField(choices=["annotations", "codebook"])
    media_type = serializers.CharField()
    url = serializers.URLField()


class ExportsShape(serializers.Serializer[Any]):
    """The formats that there are."""

    results = ExportShape(many=True)
