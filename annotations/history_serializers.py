"""The shape of an annotation's history, for the OpenAPI document."""

from typing import Any

from rest_framework import serializers

from annotations.serializers import AttributionBody, AttributionShape, FragmentShape


class StateShape(serializers.Serializer[Any]):
    """What an annotation said at some time, without the tags and actors that are no more."""

    version = serializers.IntegerField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    quote = serializers.CharField()
    fragments = FragmentShape(many=True)
    tags = serializers.ListField(child=serializers.CharField())
    note = serializers.CharField(allow_blank=True)
    attributions = AttributionShape(many=True)

    class Meta:
        ref_name = "State"


class GivenUpShape(StateShape):
    """A version that somebody gave up. Tags and actors that it was to make are in it by their names."""

    attributions = AttributionBody(many=True)  # type: ignore[assignment]  # a wider shape than what it takes the place of

    class Meta:
        ref_name = "GivenUp"


class DeedShape(serializers.Serializer[Any]):
    """One change of an annotation: who did what, and how it stood afterwards."""

    seq = serializers.IntegerField(help_text="The number of the event.")
    kind = serializers.CharField(help_text="Such as `annotation.changed`.")
    user = serializers.CharField(allow_null=True, help_text="A user name.")
    created = serializers.DateTimeField()
    revision = serializers.IntegerField(allow_null=True, help_text="Its revision afterwards; null when it was deleted.")
    deed = serializers.CharField(help_text="What they did, in words that follow their name.")
    changes = serializers.ListField(
        child=serializers.CharField(), help_text="What was different then, a line each: `tags: + wages, − migration`."
    )
    state = StateShape(allow_null=True, help_text="How it stood afterwards; null when it was deleted.")
    given_up = GivenUpShape(
        allow_null=True,
        help_text="Where somebody chose between their own version and another's (`annotation.contested`): the one that "
        "they gave up.",
    )
    lost = serializers.ListField(
        child=serializers.CharField(), help_text="Tags and actors it had then that are no more, and so not in `state`."
    )

    class Meta:
        ref_name = "Deed"
