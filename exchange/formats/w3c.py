"""Annotations as JSON-LD by the W3C Web Annotation Data Model (REC-annotation-model-20170223).

One AnnotationCollection whose one page holds every annotation, so that it can be written and read as a stream. The
source of an annotation is the plain text of the version that it is on, which never changes and whose strong ETag is
its SHA-256; both selectors count in its code points.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from exchange.formats.row import Addresses, Row, instant

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MEDIA_TYPE = f'application/ld+json; profile="{CONTEXT}"'


def annotation(row: Row, addresses: Addresses) -> dict[str, Any]:
    """Return the annotation: its tags and its note are bodies, the note last. Without either it is a highlight."""
    bodies = [_body("tagging", name) for name in row.tags]
    if row.note:
        bodies.append(_body("commenting", row.note))
    made: dict[str, Any] = {
        "@context": CONTEXT,
        "id": addresses.annotation(row.id),
        "type": "Annotation",
        "motivation": "tagging" if row.tags else "commenting" if row.note else "highlighting",
        "creator": {"id": f"urn:uuid:{row.creator_id}", "type": "Person", "name": row.creator},
        "created": instant(row.created),
        "modified": instant(row.modified),
        "body": bodies,
        "target": {
            "type": "SpecificResource",
            "source": addresses.text(row.document, row.version),
            "selector": [
                {"type": "TextQuoteSelector", "exact": row.quote, "prefix": row.prefix, "suffix": row.suffix},
                {"type": "TextPositionSelector", "start": row.start, "end": row.end},
            ],
        },
    }
    if not bodies:
        del made["body"]
    return made


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
