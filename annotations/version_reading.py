"""What the pages of versions read: two texts compared, and an old text with what is marked on it."""

from dataclasses import dataclass
from typing import Any

from annotations.models import Annotation
from annotations.reading import sheet_version, tags_of, with_voices
from annotations.rendering import PassageRow, text_markup
from documents.differing import Hunk, Piece, differences, hunks, readable
from documents.models import Document, Passage
from projects.guards import Door

_MOST = 200  # hunks that a page shows


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two texts compared, for a page.

    The first hunks, how many words follow unchanged, and how many hunks are not shown; in how many places the texts
    differ, and how many words are gone and put there.
    """

    hunks: list[Hunk]
    left: int
    hidden: int
    places: int
    gone: int
    put: int


def compared(old: str, new: str) -> Comparison:
    """The two texts compared."""
    stretches = readable(differences(old, new), old)
    found, left = hunks(old, new, stretches)
    changed = [one for one in stretches if not one.same]
    gone = sum(len(old[one.old_start : one.old_end].split()) for one in changed)
    put = sum(len(new[one.new_start : one.new_end].split()) for one in changed)
    shown = [Hunk(hunk.skipped, [_visible(piece) for piece in hunk.pieces]) for hunk in found[:_MOST]]
    return Comparison(shown, left, max(len(found) - _MOST, 0), len(changed), gone, put)


def _visible(piece: Piece) -> Piece:
    """A change of white space alone is shown by signs: it could not be seen otherwise."""
    if piece.kind == "same" or piece.text.strip():
        return piece
    return piece._replace(text=piece.text.replace(" ", "·").replace("\t", "→").replace("\n", "↵\n"))


def old_page(door: Door, document: Document, number: int) -> dict[str, Any]:
    """The text of an older version with its marks, and the annotations that stand on it in reading order."""
    rows = Passage.objects.of(document, number).values_list("start", "kind", "level", "text")
    annotations = Annotation.objects.seen_by(door).filter(deleted__isnull=True).on(document.id, number)
    found = list(annotations.select_related("creator"))
    tags = tags_of(door)
    names = {tag["slug"]: tag["name"] for tag in tags}
    marks = [
        {"id": one.id, "start": one.start, "end": one.end, "fragments": one.fragments, "tags": one.labels}
        for one in found
    ]
    return {
        "text": text_markup([PassageRow(*row) for row in rows], marks),
        "items": [
            (one, voices, [(slug, names.get(slug, slug)) for slug in one.labels])
            for one, voices in with_voices(door, found)
        ],
        "tags_version": sheet_version(tags),
    }
