"""What people fill in on their account page."""

from datetime import datetime, timedelta

from django import forms
from django.utils import timezone

from accounts.models import ApiToken

_DAYS = {"30": 30, "90": 90, "365": 365}


class PresenceForm(forms.Form):
    """Whether one is shown as present, and sees who else is."""

    on = forms.BooleanField(
        required=False,
        label="Show others in my projects that I am here, and show me who else is",
        help_text="They see that you have a page open, in which document, and about where you read. It is not kept: "
        "45 seconds after the last page is closed it is forgotten. Turned off, nothing of it is written, and you do "
        "not see the others either.",
    )


class TokenForm(forms.Form):
    """A new API token: what it is for, what it may do, and until when."""

    name = forms.CharField(
        label="What is it for?",
        max_length=ApiToken._meta.get_field("name").max_length,
        help_text="A name by which you will know it again, such as “weekly export”.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    access = forms.ChoiceField(
        label="What may it do?",
        choices=[("read", "Read only"), ("write", "Read and write, as you may yourself")],
        initial="read",
        widget=forms.RadioSelect,
    )
    expiry = forms.ChoiceField(
        label="How long is it valid?",
        choices=[("30", "30 days"), ("90", "90 days"), ("365", "1 year"), ("never", "Until it is revoked")],
        initial="90",
    )

    def read_only(self) -> bool:
        """Whether the token may only ask."""
        return bool(self.cleaned_data["access"] == "read")

    def expires(self) -> datetime | None:
        """When the token ends; None: when it is revoked."""
        days = _DAYS.get(self.cleaned_data["expiry"])
        return timezone.now() + timedelta(days=days) if days else None
