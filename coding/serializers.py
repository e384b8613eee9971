"""Who codes what in JSON: what bodies may say, and what answers look like."""

from typing import Any

from rest_framework import serializers

from coding.forms import MOST_CODERS
from projects.rest.strict import Body, Text, Whole


class AssignmentBody(Body):
    """To whom a document is given."""

    document = serializers.UUIDField()
    user = Text(max_length=150, help_text="The user name of a member who may annotate.")


class SpreadBody(Body):
    """Which documents are given to whom, and how many coders each is to have."""

    documents = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=10_000)
    users = serializers.ListField(child=Text(max_length=150), min_length=1, max_length=MOST_CODERS)
    coders = Whole(min_value=1, max_value=MOST_CODERS, default=1)


class QuotaBody(Body):
    """How many coders a document is to have."""

    coders = Whole(min_value=0, max_value=MOST_CODERS, help_text="0: nobody takes documents by themselves.")


class NextBody(Body):
    """Where one comes from."""

    besides = serializers.UUIDField(required=False, help_text="A document that is not wanted.")


class AssignmentShape(serializers.Serializer[Any]):
    """That a document was given to somebody, and when they were done with it."""

    id = serializers.UUIDField()
    document = serializers.UUIDField()
    user = serializers.CharField(help_text="A user name.")
    by = serializers.CharField(
        help_text="Who gave it: a user name; one’s own for what one took or was done with unasked."
    )
    created = serializers.DateTimeField()
    finished = serializers.DateTimeField(allow_null=True)
    revision = serializers.IntegerField()
    url = serializers.URLField()

    class Meta:
        ref_name = "Assignment"


class SpreadShape(serializers.Serializer[Any]):
    """What was given."""

    results = AssignmentShape(many=True)

    class Meta:
        ref_name = "Spread"


class ClosedShape(serializers.Serializer[Any]):
    """Whether a document is coded independently."""

    document = serializers.UUIDField()
    closed = serializers.BooleanField()

    class Meta:
        ref_name = "Closed"


class OwnQuotaShape(serializers.Serializer[Any]):
    """How many coders a document is to have."""

    document = serializers.UUIDField()
    coders = serializers.IntegerField()
    own = serializers.BooleanField(help_text="Said of this document; else it is as many as for each of the project.")

    class Meta:
        ref_name = "WantedCoders"


class NextShape(serializers.Serializer[Any]):
    """The document to code next; null when none waits."""

    document = serializers.UUIDField(allow_null=True)

    class Meta:
        ref_name = "Next"


class CellShape(serializers.Serializer[Any]):
    """What somebody has done in a document."""

    user = serializers.CharField()
    state = serializers.ChoiceField(choices=["done", "begun", "waiting", "free"])
    assignment = serializers.UUIDField(allow_null=True)
    annotations = serializers.IntegerField(allow_null=True, help_text="null: you may not see this now.")

    class Meta:
        ref_name = "Cell"


class LineShape(serializers.Serializer[Any]):
    """A document: whether it is closed, how many coders it is to have, and what each coder has done."""

    document = serializers.UUIDField()
    title = serializers.CharField()
    words = serializers.IntegerField()
    closed = serializers.BooleanField()
    wanted = serializers.IntegerField()
    coders = CellShape(many=True)

    class Meta:
        ref_name = "Line"
