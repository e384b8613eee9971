"""The list beside the text: one item per annotation in reading order, as markup. Pure.

The browser fills a blank item from a `<template>`, so what a script adds looks like what the server sent.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple
from urllib.parse import quote as url_quote

from annotations.rendering import UNTAGGED

BATCH = 25
SENT = 100
"""Items that a page comes with. A script asks for the others; without one they are on further pages."""
GAP = " […] "
LONGEST_QUOTE = 280
"""Code points of a quotation that the list shows; the whole of it stands in the text."""

ROLE_WORDS = {
    "speaker": "speaker",
    "reported_by": "reported by",
    "addressee": "addressee",
    "blamed": "blamed",
    "beneficiary": "beneficiary",
}
"""What stands beside an actor's name; that somebody speaks goes without saying, and is only spoken."""


class Voice(NamedTuple):
    """An actor, as an annotation names it: `role` is one of ROLE_WORDS, `url` the actor's page."""

    name: str
    kind: str
    role: str
    url: str


def whole_quote(annotation: Mapping[str, Any]) -> str:
    """The words of an annotation; where its passage is in several pieces, a sign parts them."""
    return GAP.join([annotation["quote"], *(piece["quote"] for piece in annotation.get("fragments", ()))])


def shortened(quote: str, longest: int = LONGEST_QUOTE) -> str:
    """A quotation on one line, cut at a space where it is too long, with an ellipsis that says so."""
    line = " ".join(quote.split())
    if len(line) <= longest:
        return line
    return line[: longest - 1].rsplit(" ", 1)[0] + " …"


def day(moment: datetime) -> str:
    """A date as people write it: 4 Aug 2017."""
    return f"{moment.day} {moment:%b %Y}"


@lru_cache(maxsize=2_048)
def _tag(slug: str, name: str, codebook: str) -> str:
    """A tag's item. It is the same on every annotation that carries the tag, so it is made once."""
    href = f"{escape(codebook)}{url_quote(slug)}/"
    return f'<li><a class="tag c-{escape(slug)}" href="{href}">{escape(name)}</a></li>'


def _tags(slugs: Iterable[str], names: Mapping[str, str], codebook: str) -> str:
    return "".join([_tag(slug, names.get(slug, slug), codebook) for slug in slugs])


def _voice(voice: Voice) -> str:
    icon = "organisation" if voice.kind == "organisation" else "person"
    shown = ' class="visually-hidden"' if voice.role == "speaker" else ' class="role"'
    return (
        f'<li class="voice"><svg class="icon" aria-hidden="true"><use href="#i-{icon}"></use></svg>'
        f'<span{shown}>{ROLE_WORDS[voice.role]}</span><a href="{escape(voice.url)}">{escape(voice.name)}</a></li>'
    )


def voices_markup(voices: Iterable[Voice]) -> str:
    """Who says it, as a list; nothing when nobody is named."""
    items = "".join([_voice(voice) for voice in voices])
    return f'<ul class="voices" role="list" aria-label="Who says it">{items}</ul>' if items else ""


def _talk(comments: int, unread: int) -> str:
    """How many comments there are, as the button that opens them; comments.js says the same."""
    if not comments:
        return ""
    words = f"{comments} comment{'' if comments == 1 else 's'}"
    fresh = f'<span class="fresh">{unread} unread</span>' if unread else ""
    icon = '<svg class="icon" aria-hidden="true"><use href="#i-talk"></use></svg>'
    return (
        f'<button type="button" class="button bare small talk" data-action="talk">{icon}<span>{words}</span>{fresh}'
        "</button>"
    )


def decided_words(decision: Mapping[str, Any], *, curated: bool) -> str:
    """What was decided about an annotation, and by whom; decided.js says the same."""
    by = decision["by"]
    if curated:
        return f"Decided by {by}"
    if decision["verdict"] == "reject":
        return f"Rejected by {by}: rightly nothing here"
    if decision["verdict"] == "edit":
        return f"Decided by {by}, with changes"
    return f"Accepted by {by}" if decision["chosen"] else f"{by} accepted another version"


def _decided(annotation: Mapping[str, Any]) -> str:
    decision = annotation.get("decision")
    if not decision:
        return ""
    words = escape(decided_words(decision, curated=annotation["curated"]))
    reason = f'<q dir="auto">{escape(decision["reason"])}</q>' if decision["reason"] else ""
    kind = "close" if decision["verdict"] == "reject" and not annotation["curated"] else "check"
    icon = f'<svg class="icon" aria-hidden="true"><use href="#i-{kind}"></use></svg>'
    return f'<p class="decided">{icon}<span>{words}</span>{reason}</p>'


def item_markup(annotation: Mapping[str, Any], names: Mapping[str, str], codebook: str) -> str:
    """One annotation's item. `names` are the tags' names by slug; below `codebook` each tag has a page.

    An annotation that says who says it has `voices`; one that is discussed, `comments` and `unread` ones of them; one
    that was decided about, a `decision`; one that a decision made is `curated`.
    """
    identity, created = annotation["id"], annotation["created"]
    tags, quote = annotation["tags"], escape(shortened(whole_quote(annotation)))
    note = (
        f'<p class="remark">{escape(annotation["note"])}</p>' if annotation["note"] else '<p class="remark" hidden></p>'
    )
    curated = '<span class="badge curated">curated</span>' if annotation.get("curated") else ""
    return (
        f'<li class="item c-{escape(tags[0]) if tags else UNTAGGED}" id="a-{identity}" data-id="{identity}"'
        f' data-place="{annotation["start"]} {annotation["end"]}">'
        f'<blockquote dir="auto"><a class="jump" href="#p{annotation["passage"]}">{quote}</a></blockquote>'
        f"{voices_markup(annotation.get('voices', ()))}"
        f'<ul class="tags" role="list">{_tags(tags, names, codebook)}</ul>{note}'
        f'{_decided(annotation)}<p class="meta">{curated}<span class="who">{escape(annotation["creator"])}</span>'
        f'<time datetime="{created.isoformat()}">{day(created)}</time>'
        f"{_talk(annotation.get('comments', 0), annotation.get('unread', 0))}</p></li>"
    )


def list_markup(annotations: Iterable[Mapping[str, Any]], names: Mapping[str, str], codebook: str) -> str:
    """The items in lists of `BATCH`, at least one list: the browser may skip those that are off the screen.

    Each annotation is a dict as the API has it, with `created` a datetime and `passage`, the start of the passage that
    it begins in.
    """
    items = [item_markup(annotation, names, codebook) for annotation in annotations]
    batches = (items[at : at + BATCH] for at in range(0, max(len(items), 1), BATCH))
    return "".join(f'<ol class="batch" role="list">{"".join(batch)}</ol>' for batch in batches)
