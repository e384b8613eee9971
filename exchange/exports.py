"""The formats that annotations go out in, by name."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from exchange.formats import csv, w3c
from exchange.formats.row import Addresses
from exchange.reading import annotations_of


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be exported: the project and its name, where its things are found, and whether a CSV gets a BOM."""

    project: UUID
    name: str
    addresses: Addresses
    bom: bool = False


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name in addresses, its title on screen, and how it is written, piece by piece."""

    name: str
    title: str
    media_type: str
    suffix: str
    write: Callable[[Order], Iterator[str]]

    def filename(self, slug: str) -> str:
        """The name under which a project's export is saved today."""
        return f"{slug}-annotations-{timezone.now():%Y-%m-%d}.{self.suffix}"


def _csv(order: Order) -> Iterator[str]:
    return csv.write(annotations_of(order.project).rows, bom=order.bom)


def _w3c(order: Order) -> Iterator[str]:
    found = annotations_of(order.project)
    return w3c.write(
        found.rows,
        total=found.total,
        label=f"Annotations of {order.name}",
        generated=timezone.now(),
        addresses=order.addresses,
    )


FORMATS = {
    made.name: made
    for made in (
        Format("csv", "CSV", csv.MEDIA_TYPE, "csv", _csv),
        Format("w3c", "W3C Web Annotation (JSON-LD)", w3c.MEDIA_TYPE, "jsonld", _w3c),
    )
}
