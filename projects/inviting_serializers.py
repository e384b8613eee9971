"""Invitations and requests to join in JSON: what bodies may say, and what answers look like."""

from typing import Any

from rest_framework import serializers

from projects.models import LONGEST_MESSAGE, MOST_USES, Role, lesser_roles, request_states, roles
from projects.rest.strict import Body, Choice, Flag, Text, Whole


class InvitationBody(Body):
    """A new invitation."""

    role = Choice(choices=lesser_roles(), default=Role.ANNOTATOR.value)
    expires = serializers.DateTimeField(help_text="Until when it holds: a year from now at most.")
    most = Whole(min_value=1, max_value=MOST_USES, default=1, help_text="How many people can come in by it.")
    email = serializers.EmailField(
        default="", allow_blank=True, help_text="Whom the link is sent to. Such an invitation is for one person."
    )


class InvitationShape(serializers.Serializer[Any]):
    """An invitation. It holds until it expires, is revoked, or was used as often as it may."""

    id = serializers.UUIDField()
    role = serializers.ChoiceField(choices=lesser_roles())
    email = serializers.CharField(help_text="Whom the link was sent to; empty when to nobody.")
    most = serializers.IntegerField()
    used = serializers.IntegerField()
    creator = serializers.CharField(help_text="A user name.")
    created = serializers.DateTimeField()
    expires = serializers.DateTimeField()
    revoked = serializers.DateTimeField(allow_null=True)
    revision = serializers.IntegerField()
    url = serializers.URLField()

    class Meta:
        ref_name = "Invitation"


class NewInvitationShape(InvitationShape):
    """An invitation with what is told this once."""

    link = serializers.URLField(help_text="What is passed on. It cannot be had again.")
    sent = serializers.BooleanField(help_text="Whether it went out by mail.")

    class Meta:
        ref_name = "NewInvitation"


class JoinBody(Body):
    """An invitation to be used."""

    token = Text(max_length=200, help_text="The last part of the invitation's link.")


class AskBody(Body):
    """A request to be taken in."""

    message = Text(max_length=LONGEST_MESSAGE, allow_blank=True, default="", trim_whitespace=True)


class AnswerBody(Body):
    """What an owner says to a request."""

    accept = Flag()
    role = Choice(choices=roles(), default=Role.ANNOTATOR.value, help_text="For whom you accept.")
    reply = Text(max_length=LONGEST_MESSAGE, allow_blank=True, default="", trim_whitespace=True)


class RequestShape(serializers.Serializer[Any]):
    """Somebody's request to join, and the answer."""

    id = serializers.UUIDField()
    user = serializers.CharField(help_text="Who asks: a user name.")
    message = serializers.CharField()
    state = serializers.ChoiceField(choices=request_states())
    reply = serializers.CharField()
    created = serializers.DateTimeField()
    answered = serializers.DateTimeField(allow_null=True)
    revision = serializers.IntegerField()
    url = serializers.URLField()

    class Meta:
        ref_name = "Request"
