"""Units and decisions as JSON: their shapes, and the bodies that decide."""

from typing import Any

from rest_framework import serializers

from actors import naming as actor_names
from annotations import drafts, naming
from coding.comparing import State
from coding.models import Decision, Verdict
from projects.rest.strict import Body, Choice, Text, Whole

CONFIRM = "confirm"
_LONGEST_REASON = Decision._meta.get_field("reason").max_length


class DecisionShape(serializers.Serializer[Any]):
    """What was decided about a unit."""

    id = serializers.UUIDField()
    document = serializers.UUIDField()
    unit = serializers.UUIDField(help_text="What the unit is called.")
    verdict = serializers.ChoiceField(choices=Verdict.values)
    accepted = serializers.UUIDField(
        allow_null=True, help_text="The annotation that was accepted, or from which it was edited; null: all agreed."
    )
    annotation = serializers.UUIDField(allow_null=True, help_text="The curated annotation that it made.")
    annotations = serializers.ListField(child=serializers.UUIDField(), help_text="Those that it was about.")
    quote = serializers.CharField(help_text="What it is about, in the words of the text.")
    reason = serializers.CharField(allow_blank=True)
    creator = serializers.CharField(help_text="Who decided last.")
    created = serializers.DateTimeField()
    modified = serializers.DateTimeField()
    revision = serializers.IntegerField(min_value=1)
    url = serializers.URLField()

    class Meta:
        ref_name = "Decision"


class ClaimedShape(serializers.Serializer[Any]):
    """An annotation of a unit, and whose it is."""

    annotation = serializers.UUIDField()
    creator = serializers.CharField()

    class Meta:
        ref_name = "UnitAnnotation"


class SinceShape(serializers.Serializer[Any]):
    """What has changed in a unit since it was decided about; without a creator, in what the decision made."""

    what = serializers.ChoiceField(choices=("changed", "gone", "new"))
    creator = serializers.CharField(allow_null=True)

    class Meta:
        ref_name = "UnitChange"


class UnitShape(serializers.Serializer[Any]):
    """Annotations that are about the same thing, at most one of each coder."""

    unit = serializers.UUIDField()
    document = serializers.UUIDField()
    state = serializers.ChoiceField(choices=[state.value for state in State])
    start = serializers.IntegerField(allow_null=True, help_text="Where its first annotation begins.")
    end = serializers.IntegerField(allow_null=True, help_text="Where its last one ends.")
    annotations = ClaimedShape(many=True)
    missing = serializers.ListField(child=serializers.CharField(), help_text="Coders who marked nothing here.")
    decision = DecisionShape(allow_null=True)
    changed = SinceShape(many=True, help_text="What has changed since the decision.")
    seen = serializers.CharField(help_text="To be sent with a decision: it is refused if something has changed since.")

    class Meta:
        ref_name = "Unit"


class AgreedShape(serializers.Serializer[Any]):
    """What was accepted at once."""

    decisions = DecisionShape(many=True)

    class Meta:
        ref_name = "AcceptedAtOnce"


class PieceBody(serializers.Serializer[Any]):
    """A piece of a passage after its first."""

    start = serializers.IntegerField(min_value=0, max_value=drafts.LARGEST_OFFSET)
    end = serializers.IntegerField(min_value=1, max_value=drafts.LARGEST_OFFSET)
    quote = serializers.CharField(required=False, help_text="Exactly text[start:end]; checked when it is given.")

    class Meta:
        ref_name = "PieceBody"


class VoiceBody(serializers.Serializer[Any]):
    """Who has which role: by the actor's id, or by a name; a name that no actor has adds one."""

    actor = serializers.UUIDField(required=False)
    name = serializers.CharField(required=False, max_length=actor_names.LONGEST_NAME)
    kind = Choice(required=False, choices=actor_names.KINDS)
    role = Choice(required=False, choices=drafts.ROLES, help_text="Speaker when not given.")

    class Meta:
        ref_name = "VoiceBody"


class DecisionChange(Body):
    """A verdict: `accept` the version of `accepted`, or what all agree on; `edit`, with other words or tags; `reject`.

    `confirm` lets a decision stand as it is, on the ground that there is now.
    """

    verdict = Choice(choices=[*Verdict.values, CONFIRM])
    accepted = serializers.UUIDField(required=False, allow_null=True, help_text="An annotation of the unit.")
    reason = Text(required=False, allow_blank=True, max_length=_LONGEST_REASON, help_text="To edit or reject, needed.")
    seen = Text(required=False, max_length=16, help_text="The unit's `seen`.")
    start = Whole(required=False, max_value=drafts.LARGEST_OFFSET)
    end = Whole(required=False, max_value=drafts.LARGEST_OFFSET)
    quote = Text(required=False)
    prefix = Text(required=False, max_length=1_000)
    suffix = Text(required=False, max_length=1_000)
    fragments = PieceBody(many=True, required=False)
    tags = serializers.ListField(
        child=Text(max_length=naming.LONGEST_NAME), required=False, max_length=drafts.MOST_TAGS
    )
    note = Text(required=False, allow_blank=True, max_length=drafts.LONGEST_NOTE)
    attributions = VoiceBody(many=True, required=False)

    class Meta:
        ref_name = "DecisionChange"


class DecisionBody(DecisionChange):
    """A decision about a unit that nobody has decided about."""

    document = serializers.UUIDField()
    unit = serializers.UUIDField()
    verdict = Choice(choices=Verdict.values)

    class Meta:
        ref_name = "DecisionBody"
