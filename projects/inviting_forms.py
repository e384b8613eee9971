"""What people fill in to invite, to ask to join, and to answer."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from projects.forms import LESSER_ROLE_HELP
from projects.models import LONGEST_MESSAGE, MOST_USES, Role, lesser_roles, roles
from projects.refusals import ChangeForm, RefusableForm

_DAYS = [("1", "1 day"), ("7", "1 week"), ("30", "30 days"), ("90", "90 days"), ("365", "1 year")]


class InvitationForm(RefusableForm):
    """A new invitation: in what role, for how many, until when, and to whom."""

    role = forms.ChoiceField(choices=lesser_roles, initial=Role.ANNOTATOR, help_text=LESSER_ROLE_HELP)
    most = forms.IntegerField(
        label="For how many people?",
        min_value=1,
        max_value=MOST_USES,
        initial=1,
        help_text="After so many have come in by it, the link lets nobody else in.",
    )
    days = forms.ChoiceField(label="For how long?", choices=_DAYS, initial="7")
    email = forms.EmailField(
        label="Send it to",
        required=False,
        help_text="An e-mail address, for one person. Without one you get a link to pass on yourself.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.get("email") and self.cleaned_data.get("most", 1) != 1:
            self.add_error("most", ValidationError("An invitation that is sent to an address is for one person."))

    def expires(self) -> datetime:
        """When the invitation ends."""
        return timezone.now() + timedelta(days=int(self.cleaned_data["days"]))


class AskForm(RefusableForm):
    """A request to be taken in."""

    message = forms.CharField(
        label="What shall the owners know?",
        required=False,
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Who you are, and what you would like to do in it. Only the owners read it.",
    )


class AnswerForm(ChangeForm):
    """What an owner says to a request."""

    answer = forms.ChoiceField(choices=[("accept", "Accept"), ("decline", "Decline")])
    role = forms.ChoiceField(choices=roles, initial=Role.ANNOTATOR, required=False)
    reply = forms.CharField(required=False, max_length=LONGEST_MESSAGE)

    def value_of(self, current: Any, name: str) -> Any:
        """An answer contradicts nothing: that the request has changed is all there is to tell."""
        return self.cleaned_data[name]
