"""What people fill in to correct a text, to compare versions, and to decide about an annotation."""

from typing import Any

import orjson
from django import forms
from django.core.exceptions import ValidationError

from annotations.drafts import Draft, read_draft
from documents.services import readable_text
from documents.text import TextError, decode
from projects.conflicts import Stale
from projects.refusals import ChangeForm


class ComparedForm(ChangeForm):
    """A form whose page shows by itself what is there now, so that a stale change is not compared field by field."""

    stale = ""
    """What to say when somebody else was quicker."""

    def refuse(self, refusal: Exception) -> None:
        """Show why a service refused; after a stale change the next attempt is based on what is there now."""
        if not isinstance(refusal, Stale):
            super().refuse(refusal)
            return
        self._conflict = True
        self.data = {**dict(self.data.items()), "revision": str(refusal.current.revision)}
        self.add_error(None, self.stale)


class CorrectionForm(ComparedForm):
    """The whole text as it should be, typed or from a file."""

    stale = (
        "Somebody has changed this document since you opened the page, so nothing was saved yet. "
        "Below, your text is compared with the one that is there now."
    )

    text = forms.CharField(
        strip=False,
        required=False,
        label="The text",
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "true", "autocomplete": "off"}),
    )
    file = forms.FileField(
        required=False,
        label="A file",
        allow_empty_file=True,
        help_text="Plain text or Markdown, in any common encoding. It takes the place of the text above.",
        widget=forms.FileInput(attrs={"accept": ".txt,.text,.md,.markdown,text/plain,text/markdown"}),
    )

    def clean(self) -> dict[str, Any]:
        """Take the file's text, if there is one, and make either canonical."""
        cleaned = super().clean() or {}
        file, field = cleaned.pop("file", None), "text"
        try:
            if file:
                field = "file"
                cleaned["text"] = decode(file.read())
            cleaned["text"] = readable_text(cleaned.get("text", ""))
        except TextError as error:
            self.add_error(field, ValidationError(error.message, error.code))
        except ValidationError as error:
            self.add_error(field, error.error_dict["text"])
        return cleaned


class ComparisonForm(forms.Form):
    """Which two versions to compare; anything not understood counts as not asked."""

    old = forms.TypedChoiceField(coerce=int, label="Compare")
    new = forms.TypedChoiceField(coerce=int, label="with")

    def __init__(self, *args: Any, numbers: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(number, f"Version {number}") for number in numbers]


class DecisionForm(ComparedForm):
    """What shall become of an annotation, and, when it is to move, where to."""

    stale = (
        "Somebody has changed this annotation since you opened the page, so nothing was decided. "
        "Look at it as it is now, then decide."
    )

    decision = forms.ChoiceField(choices=[(name, name) for name in ("move", "keep", "drop")])
    start = forms.IntegerField(required=False, min_value=0)
    end = forms.IntegerField(required=False, min_value=0)
    fragments = forms.CharField(required=False)
    quote = forms.CharField(required=False, strip=False)

    def clean(self) -> dict[str, Any]:
        """Read where the annotation is to stand, as the API would."""
        cleaned = super().clean() or {}
        if cleaned.get("decision") == "move" and not self.errors:
            cleaned["draft"] = self._where(cleaned)
        return cleaned

    def _where(self, cleaned: dict[str, Any]) -> Draft | None:
        sent = {name: cleaned[name] for name in ("start", "end") if cleaned[name] is not None}
        if not sent:
            sent["quote"] = (cleaned["quote"] or "").replace("\r\n", "\n").strip()
        try:
            draft = read_draft(sent | {"fragments": orjson.loads(cleaned["fragments"] or "[]")}, needs_document=False)
        except orjson.JSONDecodeError:
            raise ValidationError("The place could not be read: choose it again.") from None
        if draft.faults:
            raise ValidationError([fault.message for fault in draft.faults])
        if draft.start is None and not draft.quote:
            raise ValidationError("Say which words it shall mark: select them, or paste them.")
        return draft
