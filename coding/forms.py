"""What people fill in about who codes what."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from coding.progress import documents
from projects.guards import Door
from projects.models import Member
from projects.permissions import TABLE, Action
from projects.refusals import RefusableForm

MOST_CODERS = 50


class ChosenForm(RefusableForm):
    """Some documents of the project, or all of them."""

    document = forms.TypedMultipleChoiceField(required=False, coerce=UUID)
    everything = forms.BooleanField(required=False, label="All documents of the project")

    def __init__(self, *args: Any, door: Door, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ids = list(documents(door).values_list("id", flat=True))
        self.fields["document"].choices = [(str(id_), "") for id_ in self.ids]  # type: ignore[attr-defined]

    def clean(self) -> None:
        if not (self.cleaned_data.get("document") or self.cleaned_data.get("everything") or self.errors):
            raise ValidationError("Choose documents first: check some in the table, or all of them.")

    @property
    def chosen(self) -> list[UUID]:
        """The ids of the documents, in the order of their titles."""
        data = self.cleaned_data
        return self.ids if data["everything"] else [id_ for id_ in self.ids if id_ in set(data["document"])]


class GiveForm(ChosenForm):
    """To whom they are given, and how many coders each is to have."""

    people = forms.MultipleChoiceField(label="To", widget=forms.CheckboxSelectMultiple)
    coders = forms.IntegerField(label="Coders for each document", min_value=1, max_value=MOST_CODERS, initial=1)

    def __init__(self, *args: Any, door: Door, **kwargs: Any) -> None:
        super().__init__(*args, door=door, **kwargs)
        members = Member.objects.filter(project=door.id, role__in=TABLE[Action.ANNOTATE]).select_related("user")
        self.members: dict[str, User] = {row.user.username: row.user for row in members.order_by("user__username")}
        self.fields["people"].choices = [(name, name) for name in self.members]  # type: ignore[attr-defined]
        self.fields["people"].error_messages["required"] = "Choose people."

    @property
    def users(self) -> list[User]:
        """The people."""
        return [self.members[name] for name in self.cleaned_data["people"]]


class WantForm(ChosenForm):
    """How many coders each of them is to have of its own; nothing: as many as the project says."""

    wanted = forms.IntegerField(label="Coders for each of these", required=False, min_value=0, max_value=MOST_CODERS)


class QuotaForm(forms.Form):
    """How many coders each document of the project is to have."""

    coders = forms.IntegerField(label="Coders for each document", min_value=0, max_value=MOST_CODERS)
