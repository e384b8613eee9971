"""Comments as JSON: their shapes, and the bodies that write them."""

from typing import Any

from rest_framework import serializers

from annotations.commenting import LONGEST_COMMENT
from projects.rest.strict import Body, Flag, Text


class CommentShape(serializers.Serializer[Any]):
    """A comment. Of a deleted one in whose thread others stand, the place alone is shown: its body is empty."""

    id = serializers.UUIDField()
    annotation = serializers.UUIDField()
    document = serializers.UUIDField()
    reply_to = serializers.UUIDField(allow_null=True, help_text="The comment that begins its thread.")
    body = serializers.CharField(allow_blank=True)
    mentions = serializers.ListField(child=serializers.CharField(), help_text="The members named by “@name”.")
    creator = serializers.CharField()
    created = serializers.DateTimeField()
    modified = serializers.DateTimeField(help_text="When it was last given other words.")
    revision = serializers.IntegerField(min_value=1)
    resolved = serializers.DateTimeField(allow_null=True, help_text="When its thread was resolved; null in replies.")
    resolved_by = serializers.CharField(allow_null=True)
    deleted = serializers.DateTimeField(allow_null=True)
    url = serializers.URLField()

    class Meta:
        ref_name = "Comment"


class Words(Text):
    """What a comment says."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_COMMENT, **kwargs)


class CommentBody(Body):
    """A new comment, or the whole of one."""

    id = serializers.UUIDField(required=False, help_text="Your own id for it: sending it again changes nothing.")
    annotation = serializers.UUIDField()
    body = Words(help_text="“@name” mentions a member.")
    reply_to = serializers.UUIDField(required=False, allow_null=True, help_text="The comment that begins the thread.")

    class Meta:
        ref_name = "CommentBody"


class CommentChange(Body):
    """What of a comment to change: what it says, or whether the thread that it begins is resolved."""

    body = Words(required=False)
    resolved = Flag(required=False)

    class Meta:
        ref_name = "CommentChange"


class SeenBody(Body):
    """Up to which comment one has read."""

    until = serializers.UUIDField()

    class Meta:
        ref_name = "SeenBody"
