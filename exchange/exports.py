"""The formats that annotations go out in, by name."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from exchange.formats import csv, w3c
from exchange.formats.row import Addresses
from exchange.reading import Found, annotations_of


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
    write: Callable[[Order, Found], Iterator[str]]

    def filename(self, slug: str) -> str:
        """The name under which a project's export is saved today."""
        return f"{slug}-annotations-{timezone.now():%Y-%m-%d}.{self.suffix}"


def export(made: Format, order: Order, write: Callable[[str], object]) -> None:
    """Write a project's annotations in a format, piece by piece: the memory that this takes does not grow with them."""
    with annotations_of(order.project) as found:
        for piece in made.write(order, found):
            write(piece)


def _csv(order: Order, found: Found) -> Iterator[str]:
    return csv.write(found.rows, bom=order.bom)


def _w3c(order: Order, found: Found) -> Iterator[str]:
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
