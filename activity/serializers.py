"""The shape of an undoing, for the OpenAPI document."""

from typing import Any

from rest_framework import serializers


class UndoingShape(serializers.Serializer[Any]):
    """The event by which another was undone, as the list of events has it."""

    seq = serializers.IntegerField()
    kind = serializers.CharField(help_text="Such as `annotation.created`.")
    user = serializers.CharField(help_text="A user name.")
    created = serializers.DateTimeField()
    object = serializers.UUIDField()
    before = serializers.DictField(allow_null=True)
    after = serializers.DictField(allow_null=True)

    class Meta:
        ref_name = "Undoing"
