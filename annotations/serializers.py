"""The shapes of annotations and tags, for the OpenAPI document and for the bodies of tags.

Bodies of annotations are read by `annotations.drafts`, which is quicker; a test holds its fields and these together.
"""

from typing import Any

from rest_framework import serializers

from actors import naming as actor_names
from annotations import drafts, naming
from projects.rest.strict import Body, Choice, Flag, Text, Whole


class FragmentShape(serializers.Serializer[Any]):
    """A piece of a passage after its first."""

    start = serializers.IntegerField(min_value=0, max_value=drafts.LARGEST_OFFSET)
    end = serializers.IntegerField(min_value=1, max_value=drafts.LARGEST_OFFSET)
    quote = serializers.CharField(required=False, help_text="Exactly text[start:end]; checked when it is given.")

    class Meta:
        ref_name = "Fragment"


class AttributionShape(serializers.Serializer[Any]):
    """That an actor has a role in what is said."""

    actor = serializers.UUIDField()
    role = serializers.ChoiceField(choices=drafts.ROLES)

    class Meta:
        ref_name = "Attribution"


class AttributionBody(serializers.Serializer[Any]):
    """Who has which role: by the actor's id, or by a name; a name that no actor has adds one."""

    actor = serializers.UUIDField(required=False)
    name = serializers.CharField(required=False, max_length=actor_names.LONGEST_NAME)
    kind = Choice(required=False, choices=actor_names.KINDS, help_text="Of an actor that is added.")
    role = Choice(required=False, choices=drafts.ROLES, help_text="Speaker when not given.")

    class Meta:
        ref_name = "AttributionBody"


class DecidedShape(serializers.Serializer[Any]):
    """What was decided about an annotation, by whom and why."""

    id = serializers.UUIDField(help_text="Of the decision.")
    verdict = serializers.ChoiceField(choices=("accept", "edit", "reject"))
    chosen = serializers.BooleanField(help_text="Whether what this annotation says was accepted.")
    reason = serializers.CharField(allow_blank=True)
    by = serializers.CharField()
    made = serializers.DateTimeField()
    revision = serializers.IntegerField(min_value=1)

    class Meta:
        ref_name = "Decided"


class AnnotationShape(serializers.Serializer[Any]):
    """An annotation. Offsets count Unicode code points of the version's text and are half-open."""

    id = serializers.UUIDField()
    document = serializers.UUIDField()
    version = serializers.IntegerField(min_value=1, help_text="The number of the document's version.")
    start = serializers.IntegerField(min_value=0)
    end = serializers.IntegerField(min_value=1)
    quote = serializers.CharField(help_text="Exactly text[start:end].")
    prefix = serializers.CharField(allow_blank=True, help_text="Up to 32 code points before the quote.")
    suffix = serializers.CharField(allow_blank=True, help_text="Up to 32 code points after the quote.")
    fragments = FragmentShape(many=True, help_text="The pieces after the first, in order.")
    tags = serializers.ListField(child=serializers.CharField(), help_text="Slugs, in the order they were given.")
    note = serializers.CharField(allow_blank=True)
    attributions = AttributionShape(many=True, help_text="Who says it, to whom, of whom.")
    creator = serializers.CharField()
    created = serializers.DateTimeField()
    modified = serializers.DateTimeField()
    revision = serializers.IntegerField(min_value=1)
    comments = serializers.IntegerField(min_value=0, help_text="How many comments stand on it.")
    curated = serializers.BooleanField(help_text="Whether a decision made it, out of several coders' annotations.")
    decision = DecidedShape(allow_null=True, help_text="What was decided about it, or by which it was made.")
    url = serializers.URLField()

    class Meta:
        ref_name = "Annotation"


class AnnotationBody(serializers.Serializer[Any]):
    """A new annotation, or the whole of one. Say where by `start` and `end`, by `quote`, or by both."""

    id = serializers.UUIDField(required=False, help_text="Your own id for it: sending it again changes nothing.")
    document = serializers.UUIDField()
    version = serializers.IntegerField(
        required=False, min_value=1, help_text="The current one when not given.", max_value=drafts.LARGEST_OFFSET
    )
    start = serializers.IntegerField(required=False, min_value=0, max_value=drafts.LARGEST_OFFSET)
    end = serializers.IntegerField(required=False, min_value=0, max_value=drafts.LARGEST_OFFSET)
    quote = serializers.CharField(required=False, help_text="Alone, it must stand in exactly one place of the text.")
    prefix = serializers.CharField(required=False, max_length=1_000, help_text="What stands right before the quote.")
    suffix = serializers.CharField(required=False, max_length=1_000, help_text="What stands right after the quote.")
    tags = serializers.ListField(
        child=serializers.CharField(max_length=naming.LONGEST_NAME),
        required=False,
        max_length=drafts.MOST_TAGS,
        help_text="Names or slugs; unknown names are added to the codebook.",
    )
    note = serializers.CharField(required=False, allow_blank=True, max_length=drafts.LONGEST_NOTE)
    fragments = FragmentShape(many=True, required=False, help_text="Further pieces, in order, apart from one another.")
    attributions = AttributionBody(many=True, required=False)

    class Meta:
        ref_name = "AnnotationBody"


class AnnotationChange(serializers.Serializer[Any]):
    """What of an annotation to change; what is left out stays."""

    start = serializers.IntegerField(required=False, min_value=0, max_value=drafts.LARGEST_OFFSET)
    end = serializers.IntegerField(required=False, min_value=0, max_value=drafts.LARGEST_OFFSET)
    quote = serializers.CharField(required=False)
    prefix = serializers.CharField(required=False, max_length=1_000)
    suffix = serializers.CharField(required=False, max_length=1_000)
    tags = serializers.ListField(
        child=serializers.CharField(max_length=naming.LONGEST_NAME), required=False, max_length=drafts.MOST_TAGS
    )
    note = serializers.CharField(required=False, allow_blank=True, max_length=drafts.LONGEST_NOTE)
    fragments = FragmentShape(many=True, required=False, help_text="None of them with a new range: one piece.")
    attributions = AttributionBody(many=True, required=False)

    class Meta:
        ref_name = "AnnotationChange"


class TagShape(serializers.Serializer[Any]):
    """An entry of the codebook."""

    slug = serializers.CharField()
    name = serializers.CharField()
    colour = serializers.CharField()
    definition = serializers.CharField(allow_blank=True)
    example = serializers.CharField(allow_blank=True)
    parent = serializers.CharField(allow_null=True, help_text="The slug of the tag that it lies below.")  # type: ignore[assignment]
    position = serializers.IntegerField()
    shortcut = serializers.CharField(allow_blank=True, help_text="The key that chooses it on the page: a-z, 0-9.")
    retired = serializers.BooleanField(help_text="Kept where it is used, and no longer offered.")
    uses = serializers.IntegerField(help_text="How many annotations carry it.")
    revision = serializers.IntegerField(min_value=1)
    created = serializers.DateTimeField()
    modified = serializers.DateTimeField()
    url = serializers.URLField()

    class Meta:
        ref_name = "Tag"


class TagBody(Body):
    """A tag to add, or what of one to change. A new name brings a new slug; uses stay."""

    name = Text(max_length=naming.LONGEST_NAME)
    colour = Text(required=False, max_length=7, help_text="Like #2f6fb3; the palette's next when not given.")
    definition = Text(required=False, allow_blank=True, max_length=10_000)
    example = Text(required=False, allow_blank=True, max_length=10_000)
    parent = Text(required=False, allow_null=True, max_length=120, help_text="The slug of the tag it lies below.")  # type: ignore[assignment]
    position = Whole(required=False)
    shortcut = Text(required=False, allow_blank=True, max_length=1, help_text="A key that no other tag has: a-z, 0-9.")
    retired = Flag(required=False, help_text="Whether it is kept where it is used, and no longer offered.")

    class Meta:
        ref_name = "TagBody"


class MergeBody(Body):
    """Which tag takes over the uses."""

    into = Text(max_length=120, help_text="The slug of the tag that remains.")

    class Meta:
        ref_name = "MergeBody"


class PlaceBody(Body):
    """Where a tag lies."""

    parent = Text(allow_null=True, max_length=120, help_text="The slug of the tag it lies below; null: at the top.")  # type: ignore[assignment]
    before = Text(required=False, allow_null=True, max_length=120, help_text="The slug of the tag that follows it.")

    class Meta:
        ref_name = "PlaceBody"


class DisplacedShape(serializers.Serializer[Any]):
    """A tag that another was put before, and so has a new position."""

    slug = serializers.CharField()
    revision = serializers.IntegerField(min_value=1)

    class Meta:
        ref_name = "DisplacedTag"


class PlacedShape(TagShape):
    """A tag in its place."""

    others = DisplacedShape(many=True, help_text="Those beside it that made room, with the revisions they have now.")

    class Meta:
        ref_name = "PlacedTag"


class PartBody(Body):
    """Which annotations get which tags in the place of one."""

    annotations = serializers.ListField(child=serializers.UUIDField(), max_length=500)
    to = serializers.ListField(child=Text(max_length=120), max_length=drafts.MOST_TAGS, help_text="Slugs.")

    class Meta:
        ref_name = "PartBody"


class PartedRow(serializers.Serializer[Any]):
    """An annotation that was given other tags."""

    id = serializers.UUIDField()
    tags = serializers.ListField(child=serializers.CharField())
    revision = serializers.IntegerField()


class PartedShape(serializers.Serializer[Any]):
    """The annotations that were changed, as they are now."""

    changed = PartedRow(many=True)
