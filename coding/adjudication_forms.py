"""What an adjudicator fills in: which version, or other words, tags and speakers; and why."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from annotations.drafts import Draft, read_draft
from annotations.margin import GAP
from coding.comparing import Version
from coding.curating import Ruling
from coding.models import Decision, Verdict
from projects.conflicts import Stale
from projects.refusals import RefusableForm

CONFIRM = "confirm"
_STALE = "Somebody has decided otherwise since you opened the page, so nothing was changed. Look at it as it is now."
_LONGEST_REASON = Decision._meta.get_field("reason").max_length


class RulingForm(RefusableForm):
    """A verdict, with the annotation that it accepts or begins from, or the words of an edited version."""

    verdict = forms.RegexField(rf"\A({'|'.join(Verdict)}|{CONFIRM})(:[0-9a-f-]{{36}})?\Z")
    accepted = forms.UUIDField(required=False)
    reason = forms.CharField(required=False, max_length=_LONGEST_REASON)
    revision = forms.IntegerField(required=False, min_value=1)
    seen = forms.CharField(required=False, max_length=16)
    quote = forms.CharField(required=False, strip=False)
    start = forms.IntegerField(required=False, min_value=0)
    end = forms.IntegerField(required=False, min_value=0)
    tags = forms.CharField(required=False)
    speakers = forms.CharField(required=False)
    note = forms.CharField(required=False)

    def clean(self) -> dict[str, Any]:
        """Part `accept:…`, which a button says, into the verdict and the annotation."""
        cleaned = super().clean() or {}
        cleaned["verdict"], _, accepted = cleaned.get("verdict", "").partition(":")
        if accepted:
            cleaned["accepted"] = read_unit(accepted)
        return cleaned

    def refuse(self, refusal: Exception) -> None:
        """Show why a service refused; after a stale change the page shows what was decided meanwhile."""
        if isinstance(refusal, Stale):
            self._conflict = True
            self.add_error(None, _STALE)
        else:
            super().refuse(refusal)

    def ruling(self, base: Version | None, words: str, names: dict[str, str]) -> Ruling:
        """What is decided. An edited version is compared with `base`, whose passage says `words`.

        `names` are those of the actors whom `base` names, by their ids. ValidationError when it cannot be read.
        """
        given = self.cleaned_data
        verdict, accepted = given["verdict"], given["accepted"]
        draft = self._draft(base, words, names) if verdict == Verdict.EDIT else None
        return Ruling(verdict, given["reason"], accepted, draft)

    def _draft(self, base: Version | None, words: str, names: dict[str, str]) -> Draft:
        given = self.cleaned_data
        sent: dict[str, Any] = {"tags": lines(given["tags"]), "note": given["note"].replace("\r\n", "\n").strip()}
        sent["attributions"] = self._attributions(base, names)
        quote = given["quote"].replace("\r\n", "\n").strip()
        if given["start"] is not None and given["end"] is not None:
            sent |= {"start": given["start"], "end": given["end"]}
        elif base and quote in {"", words.strip()}:
            (start, end), *more = base.pieces
            sent |= {"start": start, "end": end, "fragments": [{"start": at, "end": to} for at, to in more]}
        else:
            sent["quote"] = quote
        draft = read_draft(sent, needs_document=False)
        if draft.faults:
            raise ValidationError([fault.message for fault in draft.faults])
        return draft

    def _attributions(self, base: Version | None, names: dict[str, str]) -> list[dict[str, str]]:
        """The speakers as they are named now, known ones by their ids; who else had a role keeps it."""
        ids = {name: id_ for id_, name in names.items()}
        others = [{"actor": actor, "role": role} for actor, role in (base.voices if base else ()) if role != "speaker"]
        named = lines(self.cleaned_data["speakers"])
        who = ({"actor": ids[name]} if name in ids else {"name": name} for name in named)
        return [*({**one, "role": "speaker"} for one in who), *others]


def lines(words: str) -> list[str]:
    """What stands on the lines of a text, each once."""
    return list(dict.fromkeys(line.strip() for line in words.splitlines() if line.strip()))


def initial(base: Version, quotes: list[str], tags: dict[str, str], names: dict[str, str]) -> dict[str, str]:
    """How the form of an edited version begins. `tags` are the names of tags by slug, `names` those of actors by id."""
    return {
        "quote": GAP.join(quotes),
        "tags": "\n".join(tags.get(slug, slug) for slug in base.tags),
        "speakers": "\n".join(names[actor] for actor, role in base.voices if role == "speaker" and actor in names),
        "note": base.note,
    }


def read_unit(value: str) -> UUID | None:
    """The id of a unit that an address asks for; None when it asks for none."""
    try:
        return UUID(value)
    except ValueError:
        return None
