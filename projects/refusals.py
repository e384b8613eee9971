"""Forms on what others may change meanwhile: a refusal is shown beside what is there now, and nothing typed is lost."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from projects.conflicts import Conflict, Gone, Stale

Refusal = (ValidationError, Conflict, Stale, Gone)
"""What a service raises when it refuses a change for a reason that the person can do something about."""

_STALE = (
    "Somebody has changed this since you opened the page, so your change was not saved. "
    "Compare the two below; saving again puts yours in place of theirs."
)
_OUTDATED = (
    "Somebody has changed this since you opened the page, so nothing was done. "
    "What stands here now is as they left it; if you still want to, do it again."
)


class RefusableForm(forms.Form):
    """A form whose change a service may refuse. `status` is the HTTP status of the page that shows it again."""

    differences: list[tuple[str, Any, Any]]
    """After a stale change: label, what stands there now, what the person gave, for each field where these differ."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.differences = []
        self._conflict = False

    @property
    def status(self) -> int:
        """200 for a form not sent yet, 409 when the change contradicts what is there, 400 for other errors."""
        if self._conflict:
            return 409
        return 400 if self.errors else 200

    def refuse(self, refusal: Exception) -> None:
        """Show why a service refused the valid data of this form."""
        if isinstance(refusal, ValidationError):
            self._add_each(refusal)
            return
        self._conflict = True
        if isinstance(refusal, Stale):
            self._compare(refusal.current)
            self.add_error(None, _STALE if self.differences else _OUTDATED)
        else:
            self.add_error(None, str(refusal))

    def _add_each(self, refusal: ValidationError) -> None:
        if not hasattr(refusal, "error_dict"):
            self.add_error(None, refusal)
            return
        for field, errors in refusal.error_dict.items():
            known = field in self.fields and field != NON_FIELD_ERRORS
            self.add_error(field if known else None, errors)

    def _compare(self, current: Any) -> None:
        """Note what differs from the current object, and base the next attempt on its revision."""
        for name in self.fields:
            if name == "revision":
                continue
            now, yours = self.value_of(current, name), self.cleaned_data.get(name)
            if (now or "") != (yours or ""):
                self.differences.append((str(self[name].label), self.shown(name, now), self.shown(name, yours)))
        if "revision" in self.fields:
            self.data = {**dict(self.data.items()), self.add_prefix("revision"): str(current.revision)}

    def value_of(self, current: Any, name: str) -> Any:
        """What the object has for a field of this form, in the form's terms."""
        return getattr(current, name)

    def shown(self, name: str, value: Any) -> str:
        """A value in words."""
        if isinstance(value, bool):
            return "yes" if value else "no"
        choices = dict(getattr(self.fields[name], "choices", ()))
        return str(choices.get(value, value) or "—")


class ChangeForm(RefusableForm):
    """A form that changes something: it carries the revision of the state that the person saw."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
