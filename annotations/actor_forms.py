"""What people fill in about actors and what they say: which to list, which passages to see, which two are one."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.db.models.expressions import Combinable
from django.db.models.functions import Lower

from actors.models import Actor, kinds
from projects.refusals import ChangeForm

SORTS: dict[str, tuple[str, tuple[str | Combinable, ...]]] = {
    "name": ("Name", (Lower("name"), "id")),
    "uses": ("Most annotations", ("-uses", Lower("name"), "id")),
    "new": ("Latest added", ("-created", "-id")),
}
"""How the actors can be sorted: what people read, and the fields."""


class ActorsForm(forms.Form):
    """Which actors to list, in which order. Anything not understood counts as not asked."""

    q = forms.CharField(required=False, max_length=200, label="Search names")
    kind = forms.ChoiceField(required=False, label="Show", choices=lambda: [("", "All kinds"), *kinds()])
    sort = forms.ChoiceField(
        required=False, label="Sort by", choices=[(key, label) for key, (label, _) in SORTS.items()]
    )

    def asked(self, name: str) -> str:
        """What is asked for by a field; empty for nothing."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "").replace("\x00", "")

    def order(self) -> tuple[str | Combinable, ...]:
        """The fields to sort by."""
        return SORTS[self.asked("sort") or "name"][1]


class MergeActorForm(ChangeForm):
    """The actor into which another is merged."""

    into = forms.ChoiceField(label="Merge it into")

    def __init__(self, *args: Any, alike: Iterable[Actor], others: Iterable[Actor], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [("Most alike", alike), ("All others", others)]
        groups = [(label, [(str(one.id), _shown(one)) for one in actors]) for label, actors in offered]
        choices = [("", "Choose an actor"), *((label, group) for label, group in groups if group)]
        cast(forms.ChoiceField, self.fields["into"]).choices = choices

    def value_of(self, current: Any, name: str) -> Any:
        return self.cleaned_data.get(name)


def _shown(actor: Actor) -> str:
    uses = cast(int, getattr(actor, "uses", 0))
    return f"{actor.name} ({uses} annotation{'' if uses == 1 else 's'})"
