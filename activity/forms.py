"""What people fill in to see a part of what has happened."""

from typing import Any
from urllib.parse import urlencode

from django import forms

from activity.filtering import KINDS, Wanted
from activity.naming import ids
from documents.models import Document
from projects.guards import Door
from projects.models import Event, Member
from projects.permissions import Action

_MOST_DOCUMENTS = 300
"""Titles in the list to choose from; a document beyond them is reached from its own page."""
_FOR_MEMBERS = frozenset({"comments", "members"})
"""Kinds of things that only members see anything of."""


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        required=False, label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class ActivityForm(forms.Form):
    """Which events to show, and in which place of the list. Anything not understood counts as not asked."""

    person = forms.CharField(required=False, max_length=150, label="By")
    document = forms.ChoiceField(required=False, label="In", widget=forms.Select(attrs={"data-live": "document."}))
    kind = forms.ChoiceField(required=False, label="What")
    since = _day("From")
    until = _day("To")
    actor = forms.UUIDField(required=False, widget=forms.HiddenInput)
    before = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    after = forms.IntegerField(required=False, min_value=0, max_value=2**63 - 1)

    def __init__(self, data: Any, *, door: Door) -> None:
        super().__init__(data)
        self.door = door
        self.people = _people(door)
        self.documents = _documents(door, data.get("document", ""))
        self.fields["person"].widget.attrs["list"] = "people"
        self.fields["document"].choices = [("", "all documents"), *self.documents]  # type: ignore[attr-defined]
        kinds = [(name, words) for name, (words, _) in KINDS.items() if self.people or name not in _FOR_MEMBERS]
        self.fields["kind"].choices = [("", "everything"), *kinds]  # type: ignore[attr-defined]
        self.is_valid()

    @property
    def wanted(self) -> Wanted:
        """The filter that was asked for."""
        names = ("person", "document", "actor", "kind", "since", "until")
        asked = {name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name)}
        return Wanted(**asked)

    def names_nobody(self) -> bool:
        """Whether the person asked for is neither a member nor has done anything; False where that is not for all."""
        name = self.wanted.person
        if not name or not self.people or name in self.people:
            return False
        return not Event.objects.filter(project=self.door.id, user__username=name).exists()

    @property
    def address(self) -> str:
        """The query of this very list: the filter, and the place in it."""
        return urlencode(self.wanted.query | self.place)

    @property
    def place(self) -> dict[str, int]:
        """Where in the list the page begins or ends, as `read_page` takes it."""
        return {
            name: self.cleaned_data[name] for name in ("before", "after") if self.cleaned_data.get(name) is not None
        }


def _people(door: Door) -> list[str]:
    """The names of the members, for those who may see who is one."""
    if not door.may(Action.SEE_MEMBERS):
        return []
    members = Member.objects.filter(project=door.id).order_by("user__username")
    return list(members.values_list("user__username", flat=True))


def _documents(door: Door, chosen: str) -> list[tuple[str, str]]:
    """Titles to choose from by id, the chosen one among them though it be deleted."""
    rows = Document.objects.of(door.id).order_by("title", "id").values_list("id", "title")
    found = {str(id_): title for id_, title in rows.filter(deleted__isnull=True)[:_MOST_DOCUMENTS]}
    if chosen and chosen not in found:
        found |= {str(id_): title for id_, title in rows.filter(id__in=ids((chosen,)))}
    return list(found.items())
