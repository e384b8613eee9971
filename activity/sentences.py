"""Every event in words: who did what to which thing, and what is different since. Pure."""

from collections.abc import Mapping
from typing import NamedTuple

from activity.differences import differences
from activity.things import Happened, Names, Piece
from activity.wording import WORDS, Telling
from annotations.margin import shortened, whole_quote
from annotations.telling import changes, deed

_SHORT = 120
"""Code points of a quotation in a sentence."""
_IT = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands for the annotation while the words around it are put together."""


class Sentence(NamedTuple):
    """The end of a sentence that begins with who did it, and what is different since, a line each."""

    pieces: tuple[Piece, ...]
    differences: tuple[str, ...]

    @property
    def words(self) -> str:
        """The pieces as plain words."""
        return "".join(piece if isinstance(piece, str) else piece.words for piece in self.pieces)


def sentence(event: Happened, names: Names) -> Sentence:
    """What somebody did; a kind that is not known is called by its name."""
    tell = TELLINGS.get(event.kind)
    if tell is None:
        return Sentence((f"did something else: {event.kind}",), ())
    pieces = tuple(piece for piece in tell(event, names) if piece)
    return Sentence(pieces, tuple(_differences(event, names)))


def _differences(event: Happened, names: Names) -> list[str]:
    if event.kind == "annotation.restored":
        return []
    if event.family == "annotation":
        return changes(event.before, event.after, {**names.tags, **names.actors})
    return differences(event, names)


def _passage(quote: str, annotation: str, document: str, names: Names) -> list[Piece]:
    """A quotation, and the document that it is in."""
    words = f"“{shortened(quote, _SHORT)}”" if quote else "a passage"
    return [names.passage(words, annotation, document), " in ", names.document(document)]


def _annotation(event: Happened, names: Names) -> list[Piece]:
    said = event.said
    quote = whole_quote(said) if "quote" in said else ""
    it, *where = _passage(quote, event.object, said.get("document", ""), names)
    begin, _, end = deed(event.kind, event.before, event.after, _IT).partition(_IT)
    return [begin, it, end, *where]


def _comment(begin: str, *, reply: str = "", back: str = "") -> Telling:
    """What was done to a comment: `reply` begins the sentence where it replies to another, `back` follows it."""

    def tell(event: Happened, names: Names) -> list[Piece]:
        said = event.said
        found = names.passages.get(said.get("annotation", ""))
        passage = _passage(found.quote if found else "", said.get("annotation", ""), said.get("document", ""), names)
        whose = "" if said.get("creator") == event.user else f" of {said.get('creator')}’s"
        words = reply if reply and said.get("reply_to") else begin
        return [words.replace(" …", whose), back, " on ", *passage]

    return tell


_COMMENTS: Mapping[str, Telling] = {
    "comment.created": _comment("commented", reply="replied to a comment"),
    "comment.changed": _comment("changed a comment …"),
    "comment.deleted": _comment("deleted a comment …"),
    "comment.restored": _comment("brought a comment …", back=" back"),
    "comment.resolved": _comment("resolved a thread …"),
    "comment.reopened": _comment("opened a thread … again"),
}
_DONE_TO_ANNOTATIONS = ("created", "changed", "deleted", "restored", "carried", "moved", "kept", "unkept", "contested")
TELLINGS: Mapping[str, Telling] = {
    **WORDS,
    **{f"annotation.{what}": _annotation for what in _DONE_TO_ANNOTATIONS},
    **_COMMENTS,
}
"""By kind of event: the end of a sentence that begins with who did it. A test holds that no kind is missing."""
