"""The shapes and bodies of actors and affiliations."""

from typing import Any

from rest_framework import serializers

from actors import naming
from actors.services import LONGEST_NOTE, MOST_NAMES
from projects.rest.strict import Body, Choice, Text


class ActorShape(serializers.Serializer[Any]):
    """A person or an organisation in the debate."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=naming.KINDS)
    name = serializers.CharField()
    other_names = serializers.ListField(child=serializers.CharField(), help_text="By which it is found too.")
    colour = serializers.CharField()
    note = serializers.CharField(allow_blank=True)
    uses = serializers.IntegerField(min_value=0, help_text="How many annotations name it, in whichever role.")
    creator = serializers.CharField(help_text="The user name of whoever added it.")
    created = serializers.DateTimeField()
    modified = serializers.DateTimeField()
    deleted = serializers.DateTimeField(required=False, help_text="Only on a tombstone.")
    merged_into = serializers.UUIDField(required=False, help_text="Only on the tombstone of one that was merged.")
    revision = serializers.IntegerField(min_value=1)
    url = serializers.URLField()

    class Meta:
        ref_name = "Actor"


class ActorBody(Body):
    """An actor to add, or what of one to change; every attribution stays."""

    name = Text(max_length=naming.LONGEST_NAME, help_text="No other actor of the project may have it.")
    kind = Choice(choices=naming.KINDS, required=False, help_text="Person when not given.")
    other_names = serializers.ListField(
        child=Text(max_length=naming.LONGEST_NAME), required=False, max_length=MOST_NAMES
    )
    colour = Text(required=False, max_length=7, help_text="Like #2f6fb3; the palette's next when not given.")
    note = Text(required=False, allow_blank=True, max_length=LONGEST_NOTE)

    class Meta:
        ref_name = "ActorBody"


class MergeBody(Body):
    """Which actor it is, too."""

    into = serializers.UUIDField(help_text="The id of the actor that remains.")

    class Meta:
        ref_name = "ActorMergeBody"


class AffiliationShape(serializers.Serializer[Any]):
    """That a person belongs to an organisation. Days are included at both ends; null: not known, or open."""

    id = serializers.UUIDField()
    person = serializers.UUIDField()
    organisation = serializers.UUIDField()
    role = serializers.CharField(allow_blank=True, help_text="As what, such as leader.")
    since = serializers.DateField(allow_null=True)
    until = serializers.DateField(allow_null=True)
    creator = serializers.CharField(help_text="A user name.")
    created = serializers.DateTimeField()
    revision = serializers.IntegerField(min_value=1)
    url = serializers.URLField()

    class Meta:
        ref_name = "Affiliation"


class _Day(serializers.DateField):
    """A JSON string such as 2026-01-31, or null."""

    def __init__(self) -> None:
        super().__init__(required=False, allow_null=True, input_formats=["%Y-%m-%d"])

    def to_internal_value(self, value: Any) -> Any:
        if not isinstance(value, str) or len(value) != len("2026-01-31"):
            self.fail("invalid", format="YYYY-MM-DD")
        return super().to_internal_value(value)


class AffiliationChange(Body):
    """What of an affiliation to change; its two ends stay."""

    role = Text(required=False, allow_blank=True, max_length=200)
    since = _Day()
    until = _Day()

    class Meta:
        ref_name = "AffiliationChange"


class AffiliationBody(AffiliationChange):
    """A new affiliation."""

    person = serializers.UUIDField()
    organisation = serializers.UUIDField()

    class Meta:
        ref_name = "AffiliationBody"
