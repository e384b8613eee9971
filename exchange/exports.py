"""The formats that annotations and the codebook go out in, by name."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils import timezone

from exchange.codebooks import entries_of
from exchange.formats import codebook_csv, csv, qdc, w3c
from exchange.formats.row import Addresses
from exchange.reading import annotations_of
from projects.veiling import EVERYTHING


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be exported: the project and its name, where its things are found, and whether a CSV gets a BOM.

    `seen` is the `unveiling` of whoever asks for it.
    """

    project: UUID
    name: str
    addresses: Addresses
    bom: bool = False
    seen: Mapping[str, Any] = field(default_factory=lambda: EVERYTHING)


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name in addresses, its title on screen, what it holds, and how it is written, piece by piece."""

    name: str
    title: str
    holds: str
    media_type: str
    suffix: str
    write: Callable[[Order], Iterator[str]]

    def filename(self, slug: str) -> str:
        """The name under which a project's export is saved today."""
        return f"{slug}-{self.holds}-{timezone.now():%Y-%m-%d}.{self.suffix}"


def export(made: Format, order: Order, write: Callable[[str], object]) -> None:
    """Write what a project has in a format, piece by piece: annotations take memory that does not grow with them."""
    for piece in made.write(order):
        write(piece)


def _csv(order: Order) -> Iterator[str]:
    with annotations_of(order.project, order.seen) as found:
        yield from csv.write(found.rows, bom=order.bom)


def _w3c(order: Order) -> Iterator[str]:
    with annotations_of(order.project, order.seen) as found:
        yield from w3c.write(
            found.rows,
            total=found.total,
            label=f"Annotations of {order.name}",
            generated=timezone.now(),
            addresses=order.addresses,
        )


def _codebook_csv(order: Order) -> Iterator[str]:
    return codebook_csv.write(entries_of(order.project), bom=order.bom)


def _qdc(order: Order) -> Iterator[str]:
    return qdc.write(entries_of(order.project, by_id=True))


FORMATS = {
    made.name: made
    for made in (
        Format("csv", "CSV", "annotations", csv.MEDIA_TYPE, "csv", _csv),
        Format("w3c", "W3C Web Annotation (JSON-LD)", "annotations", w3c.MEDIA_TYPE, "jsonld", _w3c),
        Format("codebook-csv", "Codebook as CSV", "codebook", codebook_csv.MEDIA_TYPE, "csv", _codebook_csv),
        Format("qdc", "Codebook as REFI-QDA (.qdc)", "codebook", qdc.MEDIA_TYPE, "qdc", _qdc),
    )
}
