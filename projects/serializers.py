"""Projects, members and events in JSON: what bodies may say, and what answers look like."""

from typing import Any

from django.core.validators import RegexValidator
from rest_framework import serializers

from projects.models import Role, lesser_roles, roles
from projects.rest.strict import Body, Choice, Flag, Text, Whole


class ProjectBody(Body):
    """What can be said of a project."""

    name = Text(max_length=200, trim_whitespace=True)
    description = Text(max_length=10_000, allow_blank=True, required=False)
    public = Flag(required=False, help_text="Anyone may read a public project; only members change it.")
    presence = Flag(required=False, help_text="Whether members see who else is here.")


class NewProjectBody(ProjectBody):
    """A new project; without a slug it gets one from its name."""

    slug = Text(
        max_length=60,
        required=False,
        validators=[RegexValidator(r"^[-a-zA-Z0-9_]+\Z", "Use letters a to z, digits, hyphens and underscores.")],
    )


class ProjectShape(serializers.Serializer[Any]):
    """A project; `role` is what you are in it, null for a visitor."""

    id = serializers.UUIDField()
    slug = serializers.SlugField()
    name = serializers.CharField()
    description = serializers.CharField()
    public = serializers.BooleanField()
    presence = serializers.BooleanField()
    role = serializers.ChoiceField(choices=roles(), allow_null=True)
    creator = serializers.CharField(help_text="A user name.")
    created = serializers.DateTimeField()
    modified = serializers.DateTimeField()
    revision = serializers.IntegerField()
    url = serializers.URLField()

    class Meta:
        ref_name = "Project"


class RoleBody(Body):
    """Another role for a member."""

    role = Choice(choices=roles())


class HandOverBody(Body):
    """What becomes of whoever hands the project over."""

    role = Choice(choices=lesser_roles(), default=Role.EDITOR.value, help_text="What you are in it from then on.")


class NewMemberBody(Body):
    """Somebody to take in."""

    user = Text(max_length=150, help_text="Their user name.")
    role = Choice(choices=roles(), default=Role.ANNOTATOR.value)


class MemberShape(serializers.Serializer[Any]):
    """A member of a project."""

    user = serializers.CharField(help_text="Their user name.")
    role = serializers.ChoiceField(choices=roles())
    created = serializers.DateTimeField()
    revision = serializers.IntegerField()
    url = serializers.URLField()

    class Meta:
        ref_name = "Member"


class EventShape(serializers.Serializer[Any]):
    """One change: who did what to which object, what it was and what it became."""

    seq = serializers.IntegerField()
    kind = serializers.CharField(help_text="Such as `annotation.created`.")
    user = serializers.CharField(allow_null=True, help_text="A user name.")
    created = serializers.DateTimeField()
    object = serializers.UUIDField()
    before = serializers.DictField(allow_null=True)
    after = serializers.DictField(allow_null=True)

    class Meta:
        ref_name = "Event"


class EventsShape(serializers.Serializer[Any]):
    """Events in their order; `last` is the number to ask after next time, `next` the address when there are more."""

    next = serializers.URLField(allow_null=True)
    last = serializers.IntegerField()
    results = EventShape(many=True)

    class Meta:
        ref_name = "Events"


class ToldShape(serializers.Serializer[Any]):
    """One server-sent event."""

    id = serializers.CharField(required=False, help_text="The number of the last event that it tells of.")
    event = serializers.CharField(help_text="What is told: `you`, `change`, `presence`, `alive`, or `closed`.")
    data = serializers.CharField(help_text="JSON; of a `change`: `after`, `last`, `results`.")  # type: ignore[assignment]

    class Meta:
        ref_name = "Told"


class HereBody(Body):
    """An open page, and where its reader is."""

    page = serializers.UUIDField(help_text="Any UUID: the page's own.")
    document = serializers.UUIDField(required=False, allow_null=True)
    place = Whole(required=False, allow_null=True, help_text="In code points from the start of the document's text.")

    class Meta:
        ref_name = "Here"


class PresentShape(serializers.Serializer[Any]):
    """Somebody who is here."""

    user = serializers.CharField(help_text="A user name.")
    document = serializers.UUIDField(allow_null=True)
    place = serializers.IntegerField(allow_null=True, help_text="In code points from the start of the document's text.")

    class Meta:
        ref_name = "Present"


class PresenceShape(serializers.Serializer[Any]):
    """Who is here, by user name."""

    on = serializers.BooleanField(help_text="False where you or the project have turned it off: then nobody is told.")
    people = PresentShape(many=True)
    more = serializers.IntegerField(help_text="How many are here beside them.")

    class Meta:
        ref_name = "Presence"


class OnBody(Body):
    """Whether something is on."""

    on = Flag()

    class Meta:
        ref_name = "On"


class OnShape(serializers.Serializer[Any]):
    """Whether something is on."""

    on = serializers.BooleanField()

    class Meta:
        ref_name = "IsOn"
