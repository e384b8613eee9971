"""What people fill in about actors: who they are, and where they belong."""

from typing import Any

from django import forms

from actors.models import Actor, Kind, kinds
from actors.naming import LONGEST_NAME
from actors.services import LONGEST_NOTE
from projects.naming import PALETTE
from projects.refusals import ChangeForm, RefusableForm


class _ActorFields(forms.Form):
    name = forms.CharField(max_length=LONGEST_NAME, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    kind = forms.ChoiceField(choices=kinds, widget=forms.RadioSelect, initial=Kind.PERSON)
    other_names = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One a line: spellings and abbreviations, by which it is found too.",
    )
    colour = forms.RegexField(
        r"\A#[0-9a-fA-F]{6}\Z",
        widget=forms.TextInput(attrs={"type": "color"}),
        error_messages={"invalid": "Write a colour as # and six hexadecimal digits, like #2f6fb3."},
    )
    note = forms.CharField(required=False, max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 2}))

    def clean_other_names(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["other_names"].splitlines() if line.strip()]

    def value_of(self, current: Actor, name: str) -> Any:
        """What the actor has for a field."""
        return getattr(current, name)

    def shown(self, name: str, value: Any) -> str:
        """A value in words."""
        if name == "other_names":
            return "\n".join(value) or "—"
        return super().shown(name, value)  # type: ignore[misc,no-any-return]


class NewActorForm(_ActorFields, RefusableForm):
    """An actor to be added; its colour begins as the palette's next one."""

    def __init__(self, *args: Any, count: int, **kwargs: Any) -> None:
        kwargs["initial"] = {"colour": PALETTE[count % len(PALETTE)]} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)


class ActorForm(_ActorFields, ChangeForm):
    """An actor's names, kind, colour and note."""


class DeletionForm(ChangeForm):
    """The deletion of an actor."""


def _day(label: str, help_text: str) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(required=False, label=label, widget=widget, help_text=help_text)


class _AffiliationFields(forms.Form):
    role = forms.CharField(required=False, max_length=200, label="As", help_text="Such as: leader, spokeswoman, MP.")
    since = _day("From", "The first day, when it is known.")
    until = _day("To", "The last day; leave it empty if it goes on.")


class NewAffiliationForm(_AffiliationFields, RefusableForm):
    """Where somebody belongs, or who belongs to it: the other end is named, and added when no actor has the name."""

    name = forms.CharField(
        max_length=LONGEST_NAME, widget=forms.TextInput(attrs={"list": "others", "autocomplete": "off"})
    )
    field_order = ("name", "role", "since", "until")

    def __init__(self, *args: Any, of: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "Organisation" if of.kind == Kind.PERSON else "Person"
        self.fields["name"].help_text = "A name that nobody has yet is added to the actors."


class AffiliationForm(_AffiliationFields, ChangeForm):
    """As what, and when, somebody belongs somewhere."""
