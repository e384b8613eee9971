"""The shapes of versions and of their review, for the OpenAPI document, and the body of a correction."""

from typing import Any

from rest_framework import serializers

from annotations import drafts
from annotations.serializers import AnnotationShape, FragmentShape
from projects.rest.strict import Body, Flag, Text


class VersionShape(serializers.Serializer[Any]):
    """One version of a document's text. Its text never changes."""

    document = serializers.UUIDField()
    number = serializers.IntegerField(min_value=1)
    current = serializers.BooleanField()
    sha256 = serializers.CharField(help_text="Of the text in UTF-8.")
    length = serializers.IntegerField(min_value=1, help_text="In code points.")
    creator = serializers.CharField(help_text="Who brought or corrected it.")
    created = serializers.DateTimeField()
    annotations = serializers.IntegerField(help_text="How many annotations stand on it.")
    url = serializers.URLField()
    text_url = serializers.URLField()

    class Meta:
        ref_name = "Version"


class VersionWithTextShape(VersionShape):
    """A version with its text."""

    text = serializers.CharField()

    class Meta:
        ref_name = "VersionWithText"


class VersionBody(Body):
    """The text as it should be."""

    text = Text(help_text="Kept as it is, but for line breaks, which become \\n, and a byte-order mark, which goes.")
    markdown = Flag(required=False, help_text="Whether lines that begin with # are headings; as before when not given.")

    class Meta:
        ref_name = "VersionBody"


class CorrectionShape(serializers.Serializer[Any]):
    """What a correction did."""

    version = serializers.IntegerField(help_text="The number of the current version now.")
    carried = serializers.IntegerField(help_text="How many annotations stand in it unchanged, and were carried over.")
    to_review = serializers.IntegerField(help_text="How many wait on an older version for a person to decide.")
    revision = serializers.IntegerField(help_text="The document's.")
    url = serializers.URLField(help_text="The address of the version.")

    class Meta:
        ref_name = "Correction"


class SuggestionShape(FragmentShape):
    """Where an annotation may belong in the current text: a person decides."""

    fragments = FragmentShape(many=True)
    exact = serializers.BooleanField(help_text="Whether it says there what the annotation quotes.")

    class Meta:
        ref_name = "Suggestion"


class ReviewShape(serializers.Serializer[Any]):
    """An annotation that waits on an older version."""

    annotation = AnnotationShape()
    suggestion = SuggestionShape(allow_null=True)

    class Meta:
        ref_name = "Review"


class MoveBody(serializers.Serializer[Any]):
    """Where an annotation is to stand. Say it by `start` and `end`, by `quote`, or by both."""

    version = serializers.IntegerField(
        required=False, min_value=1, max_value=drafts.LARGEST_OFFSET, help_text="The current one when not given."
    )
    start = serializers.IntegerField(required=False, min_value=0, max_value=drafts.LARGEST_OFFSET)
    end = serializers.IntegerField(required=False, min_value=0, max_value=drafts.LARGEST_OFFSET)
    quote = serializers.CharField(required=False, help_text="Alone, it must stand in exactly one place of the text.")
    prefix = serializers.CharField(required=False, max_length=1_000, help_text="What stands right before the quote.")
    suffix = serializers.CharField(required=False, max_length=1_000, help_text="What stands right after the quote.")
    fragments = FragmentShape(many=True, required=False, help_text="Further pieces; without them it is in one.")

    class Meta:
        ref_name = "MoveBody"
