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
    """A format in which a project's annotations can be had."""

    name = serializers.CharField()
    title = serializers.CharField()
    media_type = serializers.CharField()
    url = serializers.URLField()


class ExportsShape(serializers.Serializer[Any]):
    """The formats that there are."""

    results = ExportShape(many=True)
