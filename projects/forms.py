"""What people fill in about a project and its members."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from projects.guards import Door
from projects.models import Member, Project, Role, lesser_roles
from projects.refusals import ChangeForm, RefusableForm

LESSER_ROLE_HELP = (
    "Readers read. Annotators also annotate and add tags. Editors also import and describe documents, organise the "
    "codebook and change anyone’s annotations."
)
ROLE_HELP = f"{LESSER_ROLE_HELP} Owners also decide who is in."


def _name(help_text: str = "") -> forms.CharField:
    return forms.CharField(
        max_length=Project.name.field.max_length,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=help_text,
    )


class _ProjectFields(forms.Form):
    name = _name()
    description = forms.CharField(
        required=False,
        max_length=Project.description.field.max_length,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What the debate is, and what you look for in it.",
    )
    public = forms.BooleanField(
        required=False,
        label="Anyone may read this project",
        help_text="Also people who are not signed in. Only members can change it.",
    )


class NewProjectForm(_ProjectFields, RefusableForm):
    """A project to be started."""


class ProjectForm(_ProjectFields, ChangeForm):
    """A project's name, description, who may read it, and whether members see who else is here."""

    name = _name("The address stays as it is when you rename the project, so links to it keep working.")
    presence = forms.BooleanField(
        required=False,
        label="Members see who else is here",
        help_text="Who has a page of the project open, in which document, and about where they read. Each member may "
        "turn it off for themselves on their account page. Turned off here, nothing of it is written for anybody.",
    )


class DeleteProjectForm(ChangeForm):
    """The deletion of a project, confirmed by typing its name."""

    confirm = forms.CharField(
        label="Type the project’s name to confirm", widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="delete-%s", **kwargs)
        self.name = name

    def clean_confirm(self) -> str:
        typed = str(self.cleaned_data["confirm"])
        if typed.strip() != self.name.strip():
            raise ValidationError("This is not the project’s name, so nothing was deleted.")
        return typed

    def value_of(self, current: Any, name: str) -> Any:
        return current.name


class MemberForm(RefusableForm):
    """Somebody to be taken in, by user name."""

    username = forms.CharField(
        label="User name",
        max_length=User._meta.get_field("username").max_length,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    role = forms.ChoiceField(choices=Role.choices, initial=Role.ANNOTATOR, help_text=ROLE_HELP)

    user: User

    def clean_username(self) -> str:
        typed = str(self.cleaned_data["username"])
        user = User.objects.filter(username__iexact=typed, is_active=True).first()
        if user is None:
            hint = "Give the user name, not the address." if "@" in typed else "They sign up first, or you invite them."
            raise ValidationError(f"Nobody here is named “{typed}”. {hint}")
        self.user = user
        return typed


class RoleForm(ChangeForm):
    """Another role for a member."""

    role = forms.ChoiceField(choices=Role.choices)


class RemovalForm(ChangeForm):
    """The removal of a member, or one's own leaving."""


class HandOverForm(RefusableForm):
    """The project's next owner, and what becomes of the one who gives it."""

    member = forms.ChoiceField(
        label="Who owns it next?",
        error_messages={"invalid_choice": "They are not in the project any more: choose another member."},
    )
    role = forms.ChoiceField(
        label="What do you stay?", choices=lesser_roles, initial=Role.EDITOR, help_text=LESSER_ROLE_HELP
    )

    def __init__(self, *args: Any, door: Door, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Member.objects.filter(project=door.id, user__is_active=True).exclude(user=door.person)
        self.others = {row.user.username: row for row in others.select_related("user").order_by("user__username")}
        cast(forms.ChoiceField, self.fields["member"]).choices = [(name, str(row)) for name, row in self.others.items()]

    def clean_member(self) -> Member:
        return self.others[self.cleaned_data["member"]]
