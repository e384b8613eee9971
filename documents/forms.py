"""What people fill in about documents: how to list them, and where each comes from."""

from django import forms
from django.db.models import F, OrderBy
from django.db.models.expressions import Combinable
from django.db.models.functions import Lower

from documents.provenance import LONGEST
from projects.refusals import ChangeForm

SORTS: dict[str, tuple[str, tuple[str | Combinable | OrderBy, ...]]] = {
    "title": ("Title", (Lower("title"), "id")),
    "new": ("Latest import", ("-created", "-id")),
    "changed": ("Latest change", ("-modified", "-id")),
    "published": ("Latest publication", (F("published_on").desc(nulls_last=True), "id")),
    "annotations": ("Most annotations", ("-annotation_count", Lower("title"), "id")),
    "words": ("Longest", ("-words", "id")),
}
"""How the library can be sorted: what people read, and the fields."""


class LibraryForm(forms.Form):
    """Which documents to list, in which order. Anything not understood counts as not asked."""

    q = forms.CharField(required=False, max_length=200, label="Search titles, bylines and outlets")
    sort = forms.ChoiceField(
        required=False, label="Sort by", choices=[(key, label) for key, (label, _) in SORTS.items()]
    )
    unread = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def wants_unread(self) -> bool:
        """Whether only documents with unread comments are asked for."""
        return self.is_valid() and bool(self.cleaned_data["unread"])

    def query(self) -> str:
        """The words to search for; empty for all."""
        return str(self.cleaned_data.get("q") or "").replace("\x00", "") if self.is_valid() else ""

    def order(self) -> tuple[str | Combinable | OrderBy, ...]:
        """The fields to sort by."""
        key = self.cleaned_data.get("sort") if self.is_valid() else ""
        return SORTS[key or "title"][1]


class DocumentForm(ChangeForm):
    """A document's provenance. The text itself is not changed here."""

    title = forms.CharField(max_length=LONGEST["title"])
    byline = forms.CharField(
        required=False, max_length=LONGEST["byline"], help_text="Who wrote the text, as it is printed."
    )
    outlet = forms.CharField(
        required=False, max_length=LONGEST["outlet"], help_text="The newspaper, programme, site or parliament."
    )
    url = forms.URLField(
        required=False, max_length=LONGEST["url"], label="Address", assume_scheme="https",
        help_text="Where it was published: https://…",
    )  # fmt: skip
    published_on = forms.DateField(
        required=False, label="Date of publication", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    language = forms.CharField(
        required=False, max_length=LONGEST["language"], help_text="A language tag such as en, en-GB or de-AT."
    )
    licence = forms.CharField(
        required=False,
        max_length=LONGEST["licence"],
        help_text="Under what terms the text may be used, such as CC BY 4.0.",
    )


class DeletionForm(ChangeForm):
    """The deletion of a document."""
