"""The shapes of documents, for the OpenAPI document. Bodies are read by `documents.provenance`."""

from typing import Any

from rest_framework import serializers

from documents.provenance import LONGEST
from projects.rest.strict import Body


def _line(name: str, pattern: str = r"^.*$", help_text: str = "") -> serializers.RegexField:
    return serializers.RegexField(
        pattern, max_length=LONGEST[name], allow_blank=True, required=False, help_text=help_text
    )


class ProvenanceBody(Body):
    """What is said of where a text comes from; what is left out stays."""

    title = serializers.RegexField(r"\S", max_length=LONGEST["title"], required=False)
    byline = _line("byline")
    outlet = _line("outlet")
    url = _line("url", r"^(https?://\S+)?$", "Where it was published.")
    published_on = serializers.DateField(allow_null=True, required=False)
    language = _line("language", r"^([A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*)?$", "A BCP 47 tag, such as en-GB.")
    licence = _line("licence")
    source_name = _line("source_name", help_text="The name of the file it came from.")


class NewDocumentBody(ProvenanceBody):
    """A new document."""

    title = _line("title", help_text="When not given, one is taken from the text.")
    text = serializers.CharField(
        help_text="Kept as it is, but for line breaks, which become \\n, and a byte-order mark, which goes."
    )
    markdown = serializers.BooleanField(required=False, help_text="Whether lines that begin with # are headings.")


class UploadBody(ProvenanceBody):
    """A new document from a file of plain text or Markdown, in any common encoding."""

    title = _line("title", help_text="When not given, one is taken from the text.")
    file = serializers.FileField()


class DocumentShape(serializers.Serializer[Any]):
    """A document without its text."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    byline = serializers.CharField()
    outlet = serializers.CharField()
    url = serializers.CharField(help_text="Where it was published; may be empty.")
    published_on = serializers.DateField(allow_null=True)
    language = serializers.CharField()
    licence = serializers.CharField()
    source_name = serializers.CharField()
    version = serializers.IntegerField(help_text="The number of its current version.")
    sha256 = serializers.CharField(help_text="Of the current version's text in UTF-8.")
    length = serializers.IntegerField(help_text="Of the current version, in code points.")
    words = serializers.IntegerField()
    creator = serializers.CharField(help_text="A user name.")
    created = serializers.DateTimeField()
    modified = serializers.DateTimeField()
    deleted = serializers.DateTimeField(required=False, help_text="Only on a tombstone.")
    revision = serializers.IntegerField()
    self = serializers.URLField(help_text="The address of this object.")
    text_url = serializers.URLField(help_text="The address of its text.")

    class Meta:
        ref_name = "Document"


class DocumentWithTextShape(DocumentShape):
    """A document with the text of its current version."""

    text = serializers.CharField()

    class Meta:
        ref_name = "DocumentWithText"
