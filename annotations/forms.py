"""What people fill in about the codebook."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from annotations.models import Tag
from annotations.naming import LONGEST_NAME, PALETTE, tidy
from projects.refusals import ChangeForm, RefusableForm

_LONGEST_TEXT = Tag._meta.get_field("definition").max_length


class _TagFields(forms.Form):
    name = forms.CharField(max_length=LONGEST_NAME, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    colour = forms.RegexField(
        r"\A#[0-9a-fA-F]{6}\Z",
        widget=forms.TextInput(attrs={"type": "color"}),
        error_messages={"invalid": "Write a colour as # and six hexadecimal digits, like #2f6fb3."},
    )
    definition = forms.CharField(
        required=False,
        max_length=_LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="When to use this tag, and when not: so that two people tag alike.",
    )
    example = forms.CharField(
        required=False,
        max_length=_LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="A typical passage.",
    )
    parent = forms.ChoiceField(required=False, label="Lies below", widget=forms.Select(attrs={"data-live": "tag."}))
    shortcut = forms.RegexField(
        r"\A[a-zA-Z0-9]\Z",
        required=False,
        label="Shortcut key",
        widget=forms.TextInput(attrs={"maxlength": "1", "autocomplete": "off", "autocapitalize": "none"}),
        help_text="A letter or digit that chooses this tag while you read. No other tag has the same.",
        error_messages={"invalid": "A shortcut is one letter from a to z or one digit."},
    )

    def __init__(self, *args: Any, tags: Iterable[Tag], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent = cast(forms.ChoiceField, self.fields["parent"])
        parent.choices = [("", "— (top of the codebook)"), *((tag.slug, tag.name) for tag in tags)]

    def clean_parent(self) -> str | None:
        return self.cleaned_data["parent"] or None

    def value_of(self, current: Any, name: str) -> Any:
        """What the tag has for a field, its parent by slug."""
        if name == "parent":
            return current.parent.slug if current.parent else None
        if name == "retired":
            return current.retired is not None
        return getattr(current, name)


class NewTagForm(_TagFields, RefusableForm):
    """A tag to be added; its colour begins as the palette's next one."""

    def __init__(self, *args: Any, tags: Iterable[Tag], **kwargs: Any) -> None:
        tags = list(tags)
        kwargs.setdefault("initial", {"colour": PALETTE[len(tags) % len(PALETTE)]})
        super().__init__(*args, tags=tags, **kwargs)


class TagForm(_TagFields, ChangeForm):
    """A tag's name, colour, definition, example, place and key, and whether it is retired."""

    retired = forms.BooleanField(
        required=False,
        label="Retired",
        help_text="It stays where it is used, and is no longer offered when somebody tags a passage.",
    )


class MergeForm(ChangeForm):
    """The tag into which another is merged."""

    into = forms.ChoiceField(label="Merge it into")

    def __init__(self, *args: Any, tags: Iterable[Tag], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(tag.slug, f"{tag.name} ({tag.uses} use{'' if tag.uses == 1 else 's'})") for tag in tags]
        cast(forms.ChoiceField, self.fields["into"]).choices = [("", "Choose a tag"), *choices]

    def value_of(self, current: Any, name: str) -> Any:
        return self.cleaned_data.get(name)


class MoveForm(ChangeForm):
    """The place of a tag, told by another: before it, after it, or below it."""

    BEFORE, AFTER, BELOW = "before", "after", "below"
    where = forms.ChoiceField(
        label="Put it",
        choices=[(BEFORE, "before"), (AFTER, "after"), (BELOW, "below, as the last there")],
    )
    tag = forms.ChoiceField(label="This tag")

    def __init__(self, *args: Any, tags: Iterable[Tag], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = {tag.slug: tag.name for tag in tags}
        cast(forms.ChoiceField, self.fields["tag"]).choices = [("", "Choose a tag"), *self.names.items()]

    def words(self) -> str:
        """Where the tag lies now, as in: below “wages”."""
        return f"{self.cleaned_data['where']} “{self.names[self.cleaned_data['tag']]}” now"

    def value_of(self, current: Any, name: str) -> Any:
        return self.cleaned_data.get(name)


class DeletionForm(ChangeForm):
    """The deletion of a tag."""


class PartsForm(RefusableForm):
    """The tags that one is parted into: some that are there, and names of new ones, commas between."""

    tags = forms.MultipleChoiceField(
        required=False, label="Tags that are there", widget=forms.CheckboxSelectMultiple, help_text="Choose any."
    )
    names = forms.CharField(
        required=False,
        label="New tags",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="Names, with commas between them.",
    )

    def __init__(self, *args: Any, tags: Iterable[Tag], most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most = most
        cast(forms.ChoiceField, self.fields["tags"]).choices = [(tag.slug, tag.name) for tag in tags]

    def clean_names(self) -> list[str]:
        """The names, tidied, each once."""
        names = [tidy(name) for name in self.cleaned_data["names"].split(",")]
        once: dict[str, str] = {}
        for name in filter(None, names):
            once.setdefault(name.casefold(), name)
        return list(once.values())

    def clean(self) -> dict[str, Any]:
        """At least one tag, and not more than have a key."""
        cleaned = super().clean() or {}
        chosen = len(cleaned.get("tags", [])) + len(cleaned.get("names", []))
        if not chosen and not self.errors:
            raise ValidationError("Choose a tag, or name a new one.")
        if chosen > self.most:
            raise ValidationError(f"At most {self.most} tags at once; this is {chosen}.")
        return cleaned
