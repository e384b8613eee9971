"""What the reading page reads: a document's passages, what to paint on them, some of its annotations, and the codebook.

All that is asked of the database is asked before the page's first byte is sent. A long text is then made and sent part
by part, so that its first screen is painted as early as a short text's.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from heapq import merge
from typing import Any
from uuid import UUID

import orjson
from django.db import connection
from django.http import Http404
from django.urls import reverse
from django.utils.safestring import mark_safe

from actors.models import Actor
from annotations.comment_reading import give_talk, talk_of
from annotations.margin import SENT, Voice, item_markup, list_markup, voices_markup
from annotations.models import Annotation, Attribution, Tag
from annotations.querysets import AnnotationQuerySet
from annotations.rendering import MarkRow, PassageRow, in_reading_order, text_parts
from documents.models import Document, Passage
from projects.guards import Door
from projects.permissions import Action
from projects.veiling import UNVEILED, unveiling


@dataclass(frozen=True)
class Sent:
    """Which annotations the list comes with: `count` from the `first` on, counted from 0, of `total`."""

    first: int
    count: int
    total: int

    @property
    def is_part(self) -> bool:
        """Whether there are others."""
        return self.count < self.total

    @property
    def earlier(self) -> int | None:
        """The first annotation of the page before; None on the first page."""
        return max(self.first - SENT, 0) if self.first else None

    @property
    def later(self) -> int | None:
        """The first annotation of the next page; None on the last page."""
        after = self.first + self.count
        return after if after < self.total else None


def document_of(door: Door, identity: UUID) -> Document:
    """A live document of the project, or Http404."""
    found = Document.objects.of(door.id).live().filter(id=identity).first()
    if found is None:
        raise Http404("There is no such document in this project.")
    return found


def passages_of(document: Document) -> list[PassageRow]:
    """The passages of a document's current version."""
    rows = Passage.objects.of(document).values_list("start", "kind", "level", "text")
    return [PassageRow(*row) for row in rows]


def _on_the_page(door: Door, document: Document) -> AnnotationQuerySet:
    """The live annotations of a document's current version, in reading order."""
    return Annotation.objects.seen_by(door).filter(deleted__isnull=True).on(document.id, document.number)


_MARKS = f"""
select a.start, a."end", a.id::text, coalesce(a.labels[1], ''), nullif(a.fragments, '[]')
from annotations_annotation a
where a.project_id = %(project)s and a.document_id = %(document)s and a.version = %(version)s and a.deleted is null
  and {UNVEILED}
order by a.start, a."end" desc, a.id
"""  # noqa: S608 - put together from constants


def marks_of(door: Door, document: Document) -> tuple[Iterable[MarkRow], int]:
    """Every piece of every annotation that is to be painted, in reading order, and how many annotations there are."""
    with connection.cursor() as cursor:
        place = unveiling(door) | {"project": door.id, "document": document.id, "version": document.number}
        cursor.execute(_MARKS, place)
        found = cursor.fetchall()
    pieces = [
        MarkRow(piece["start"], piece["end"], id_, label)
        for _, _, id_, label, fragments in found
        if fragments
        for piece in orjson.loads(fragments)
    ]
    whole = (MarkRow(*row[:4]) for row in found)
    return merge(whole, sorted(pieces, key=in_reading_order), key=in_reading_order) if pieces else whole, len(found)


def annotations_of(door: Door, document: Document, passages: Sequence[PassageRow], first: int) -> list[dict[str, Any]]:
    """A page's worth of annotations, from the `first` on, as the list beside the text needs them, in reading order."""
    same = ("id", "start", "end", "quote", "fragments", "attributions", "note", "comments", "created", "curated")
    fields = {name: name for name in same} | {"tags": "labels", "creator": "creator__username"}
    fields |= {} if document.id in door.veiled else {"decision": "decision"}
    rows = _on_the_page(door, document)[first : first + SENT].values_list(*fields.values())
    starts = [passage.start for passage in passages]
    found = [dict(zip(fields, row, strict=True)) for row in rows]
    return [row | {"passage": starts[bisect_right(starts, row["start"]) - 1]} for row in found]


def actors_of(door: Door, document: Document) -> list[dict[str, Any]]:
    """The people and organisations that a document's annotations name, as the palette and the list need them."""
    said = Attribution.objects.filter(project=door.id, annotation__in=_on_the_page(door, document).order_by())
    rows = Actor.objects.of(door.id).live().filter(id__in=said.values("actor"))
    return [row | {"id": str(row["id"])} for row in rows.values("id", "name", "kind", "other_names", "colour")]


def _voices(attributions: list[dict[str, str]], known: Mapping[str, Mapping[str, Any]], pages: str) -> list[Voice]:
    """Who says it, of the actors known by their ids. Below `pages` each has a page."""
    named = [(known[said["actor"]], said["role"]) for said in attributions if said["actor"] in known]
    return [Voice(actor["name"], actor["kind"], role, f"{pages}{actor['id']}/") for actor, role in named]


def with_voices(door: Door, rows: Iterable[Annotation]) -> list[tuple[Annotation, str]]:
    """The annotations, each with the markup of who says it; one query."""
    found = list(rows)
    ids = {said["actor"] for row in found for said in row.attributions}
    actors = Actor.objects.of(door.id).live().filter(id__in=ids).values("id", "name", "kind")
    known = {str(actor["id"]): actor for actor in actors}
    said = (_voices(row.attributions, known, _actor_pages(door)) for row in found)
    return [(row, mark_safe(voices_markup(voices))) for row, voices in zip(found, said, strict=True)]  # noqa: S308  # the pure module has escaped it


def _actor_pages(door: Door) -> str:
    return f"/p/{door.slug}/actors/"


def tags_of(door: Door) -> list[dict[str, Any]]:
    """The project's codebook as the palette needs it: `parent` is the name of the tag above, "" at the top."""
    fields = ("slug", "name", "colour", "definition", "example", "shortcut")
    rows = Tag.objects.of(door.id).live().values(*fields, "parent__name", "retired")
    return [
        {name: row[name] for name in fields} | {"parent": row["parent__name"] or "", "retired": bool(row["retired"])}
        for row in rows
    ]


def tag_sheet(tags: list[dict[str, Any]]) -> str:
    """The style sheet that gives each tag's slug its colour, alone (--c) and on the three lines of a highlight."""
    rules = (f".c{line}-{tag['slug']}{{--c{line}:{tag['colour']}}}" for tag in tags for line in ("", "1", "2", "3"))
    return "\n".join(rules)


def sheet_version(tags: list[dict[str, Any]]) -> str:
    """A short name for what the style sheet says, so that browsers may keep it until it changes."""
    return sha256(tag_sheet(tags).encode()).hexdigest()[:12]


def _waiting(door: Door, document: Document) -> int:
    """How many annotations wait on an older version of a document's text; a text never corrected is not asked about."""
    if document.number == 1:
        return 0
    return Annotation.objects.seen_by(door).filter(document=document).to_review().count()


def _mine(door: Door, document: Document) -> dict[str, Any] | None:
    """When the person was done with the document, if it is theirs to code, as the floor above knows."""
    rows: Any = document.assignments
    found: dict[str, Any] | None = rows.filter(project=door.id, user=door.user.pk).values("finished").first()
    return found


def _page_data(door: Door, document: Document) -> dict[str, Any]:
    """What the page's script is to know of where it is and of what the person may do here."""
    return {
        "api": f"/api/v1/projects/{door.slug}/",
        "document": str(document.id),
        "version": document.number,
        "user": door.user.get_username(),
        "may": {
            "annotate": door.may(Action.ANNOTATE),
            "change_any": door.may(Action.CHANGE_ANY_ANNOTATION),
            "add_tags": door.may(Action.ADD_TAGS),
            "add_actors": door.may(Action.ADD_ACTORS),
        },
    }


def page(door: Door, document: Document, first: int = 0) -> dict[str, Any]:
    """The context of templates/annotations/read.html, but for `text`: that comes in parts.

    The list begins with the `first` annotation, counted from 0.
    """
    passages = passages_of(document)
    rows, total = marks_of(door, document)
    annotations = annotations_of(door, document, passages, first)
    actors, actor_pages = actors_of(door, document), _actor_pages(door)
    known = {actor["id"]: actor for actor in actors}
    for annotation in annotations:
        annotation["voices"] = _voices(annotation["attributions"], known, actor_pages)
    talk = talk_of(door, document)
    give_talk(annotations, talk)
    tags = tags_of(door)
    names = {tag["slug"]: tag["name"] for tag in tags}
    codebook = reverse("annotations:codebook", args=[door.slug])
    may_annotate = door.may(Action.ANNOTATE)
    return {
        "door": door,
        "section": "library",
        "document": document,
        "text": text_parts(passages, rows),
        "items": list_markup(annotations, names, codebook),
        "blank_item": item_markup(_BLANK | {"created": document.created}, {}, codebook),
        "total": total,
        "sent": Sent(first, len(annotations), total),
        "tags_version": sheet_version(tags),
        "may_annotate": may_annotate,
        "may_edit": door.may(Action.EDIT_DOCUMENTS),
        "to_review": _waiting(door, document),
        "closed": document.id in door.closed,
        "veiled": document.id in door.veiled,
        "mine": _mine(door, document) if may_annotate else None,
        "page_data": _page_data(door, document)
        | {
            "codebook": codebook,
            "actor_pages": actor_pages,
            "tags": tags,
            "actors": actors,
            "talk": talk,
        },
    }


_BLANK: dict[str, Any] = {
    "id": "", "start": 0, "end": 0, "quote": "", "fragments": [], "tags": [], "note": "", "creator": "", "passage": 0,
}  # fmt: skip
