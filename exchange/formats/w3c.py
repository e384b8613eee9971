"""Annotations as JSON-LD by the W3C Web Annotation Data Model (REC-annotation-model-20170223).

One AnnotationCollection whose one page holds every annotation, so that it can be written and read as a stream. The
source of an annotation is the plain text of the version that it is on, which never changes and whose strong ETag is
its SHA-256; both selectors count in its code points.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from exchange.formats.row import Addresses, Attributed, Row, instant

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MEDIA_TYPE = f'application/ld+json; profile="{CONTEXT}"'


def annotation(row: Row, addresses: Addresses) -> dict[str, Any]:
    """Return the annotation: its tags, attributions and note are bodies, the note last. Without any it is a highlight.

    What a decision made has a second motivation, of our own: the model has no word for curating.
    A passage in pieces has a target for each: several selectors of one target would have to select the same.
    """
    bodies: list[dict[str, Any]] = [_body("tagging", name) for name in row.tags]
    bodies += [_attribution(one, addresses) for one in row.attributions]
    if row.note:
        bodies.append(_body("commenting", row.note))
    made: dict[str, Any] = {
        "@context": CONTEXT,
        "id": addresses.annotation(row.id),
        "type": "Annotation",
        "motivation": [_motivation(row), addresses.curating] if row.curated else _motivation(row),
        "creator": {"id": f"urn:uuid:{row.creator_id}", "type": "Person", "name": row.creator},
        "created": instant(row.created),
        "modified": instant(row.modified),
        "body": bodies,
        "target": _targets(row, addresses.text(row.document, row.version)),
    }
    if not bodies:
        del made["body"]
    return made


def _motivation(row: Row) -> str:
    if row.tags:
        return "tagging"
    if row.note:
        return "commenting"
    return "identifying" if row.attributions else "highlighting"


def _targets(row: Row, source: str) -> dict[str, Any] | list[dict[str, Any]]:
    """The first piece, found by its context too, and each further one."""
    quoted = {"type": "TextQuoteSelector", "exact": row.quote, "prefix": row.prefix, "suffix": row.suffix}
    first = _target(source, quoted, row.start, row.end)
    if not row.fragments:
        return first
    return [
        first,
        *(
            _target(source, {"type": "TextQuoteSelector", "exact": one.quote}, one.start, one.end)
            for one in row.fragments
        ),
    ]


def _target(source: str, quoted: dict[str, str], start: int, end: int) -> dict[str, Any]:
    position = {"type": "TextPositionSelector", "start": start, "end": end}
    return {"type": "SpecificResource", "source": source, "selector": [quoted, position]}


def _attribution(one: Attributed, addresses: Addresses) -> dict[str, Any]:
    """Who it is, and by a purpose of our own as what: the model has no word for a role."""
    kind = "Person" if one.kind == "person" else "Organization"
    return {
        "type": "SpecificResource",
        "purpose": ["identifying", addresses.role(one.role)],
        "source": {"id": addresses.actor(one.actor), "type": kind, "name": one.name},
    }


def _body(purpose: str, value: str) -> dict[str, str]:
    return {"type": "TextualBody", "purpose": purpose, "value": value, "format": "text/plain"}


def write(rows: Iterable[Row], *, total: int, label: str, generated: datetime, addresses: Addresses) -> Iterator[str]:
    """Yield the collection of `total` annotations piece by piece, one annotation a line."""
    address = addresses.export("w3c")
    head = {
        "@context": CONTEXT,
        "id": address,
        "type": "AnnotationCollection",
        "label": label,
        "generated": instant(generated),
        "total": total,
    }
    if not total:
        yield _json(head) + "\n"
        return
    page = {"id": f"{address}#all", "type": "AnnotationPage", "partOf": address, "startIndex": 0}
    yield f'{_json(head)[:-1]},"last":{_json(page["id"])},"first":{_json(page)[:-1]},"items":[\n'
    between = ""
    for row in rows:
        yield between + _json(annotation(row, addresses))
        between = ",\n"
    yield "\n]}}\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
