"""What the page of agreement shows: the numbers as people read them, and the picture of where coders differ."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F

from analysis.coded import ANYTHING, Coded
from analysis.coefficients import Coefficient
from analysis.comparing import Report, Row
from analysis.picture import WIDTH, Picture, Place, Run
from analysis.reading import Material
from analysis.words import COEFFICIENTS, Explained, part, written
from annotations.models import Tag
from documents.models import Version
from projects.guards import Door

HEIGHT = 12
_AROUND = 40
_LONGEST_QUOTE = 160
_FEW, _MANY = 5, 200
_SAID_OF_NO_TAG = Tag(name="marked, without a tag", slug="")


@dataclass(frozen=True, slots=True)
class Value:
    """A coefficient as it is written; `note` is the number of the reason why it is undefined, counted from 1."""

    words: str
    note: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table: a tag, or what is asked beside tags, with its four values."""

    tag: Tag | None
    words: str
    values: Sequence[Value]
    marked: int
    agreed: int
    share: str


@dataclass(frozen=True, slots=True)
class Card:
    """A coefficient explained, with its value over all tags, and how much it was counted from."""

    about: Explained
    words: str
    why: str
    n: int
    coverage: str
    without: Sequence[str]


class Numbers:
    """The numbers of a report in words. `notes` are the reasons why some are undefined; `pooled`: over which tags."""

    def __init__(self, found: Material, report: Report, tags: Mapping[str, Tag], chosen: Sequence[str] = ()) -> None:
        self.pooled = "Chosen tags, pooled" if chosen else "All tags, pooled"
        self.notes: list[str] = []
        self.whole = found.characters
        self.cards = [self._card(one, report, found) for one in COEFFICIENTS]
        self.lines = [
            self._line(None, self.pooled, report.overall),
            self._line(None, "Anything marked", report.anything),
            *(self._line(tags[slug], tags[slug].name, report.tags[slug]) for slug in tags if slug in report.tags),
        ]
        self.pairs = [
            (pair.coders, self._value(pair.overall), self._value(pair.anything), pair.overall.n or pair.anything.n)
            for pair in report.pairs
        ]

    def _value(self, one: Coefficient) -> Value:
        if one.undefined and one.undefined.value not in self.notes:
            self.notes.append(one.undefined.value)
        return Value(written(one), self.notes.index(one.undefined.value) + 1 if one.undefined else None)

    def _line(self, tag: Tag | None, words: str, row: Row) -> Line:
        values = [self._value(getattr(row, about.key)) for about in COEFFICIENTS]
        return Line(tag, words, values, row.marked, row.agreed, part(row.agreed, row.marked))

    def _card(self, about: Explained, report: Report, found: Material) -> Card:
        one: Coefficient = getattr(report.overall, about.key)
        even = about.key in {"fleiss", "unitizing"} and report.uneven
        without = [found.titles[text.document] for text in report.uneven] if even else []
        why = one.undefined.value if one.undefined else ""
        return Card(about, written(one), why, one.n, part(one.n, self.whole), without)


@dataclass(frozen=True, slots=True)
class Shape:
    """All of a strip that has one colour, as an SVG path: that of a tag, or with an empty slug that of none."""

    slug: str
    path: str


@dataclass(frozen=True, slots=True)
class Saying:
    """What some coders say of a place: these tags; none when they have not marked it."""

    coders: Sequence[str]
    tags: Sequence[Tag]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place at which coders differ, with the words before and after it."""

    before: str
    quote: str
    after: str
    said: Sequence[Saying]
    annotation: UUID


@dataclass(frozen=True, slots=True)
class Drawing:
    """One text: the strips of its coders and where they differ, and some of the `places` where, for reading."""

    document: UUID
    title: str
    coders: Sequence[str]
    strips: Sequence[tuple[str, Sequence[Shape]]]
    crosses: Sequence[tuple[Run, UUID]]
    differing: int
    marked: int
    spots: Sequence[Spot]
    places: int


def pictures(report: Report, tags: Iterable[str]) -> list[Picture]:
    """A picture of each text that was compared, as far as the tags go, those that differ most first."""
    asked = frozenset(tags) or None
    return sorted((Picture(one, asked) for one in report.compared), key=lambda one: -one.differing)


def drawings(
    door: Door, shown: Sequence[Picture], titles: Mapping[UUID, str], tags: Mapping[str, Tag]
) -> list[Drawing]:
    """What the page shows of these pictures, by one query; of a single one, more places."""
    ids = [one.text.document for one in shown]
    versions = Version.objects.filter(project=door.id, document__in=ids, number=F("document__number"))
    texts = dict(versions.values_list("document_id", "text"))
    most = _MANY if len(shown) == 1 else _FEW
    return [_drawing(one, titles[one.text.document], texts[one.text.document], tags, most) for one in shown]


def _drawing(picture: Picture, title: str, text: str, tags: Mapping[str, Tag], most: int) -> Drawing:
    places = picture.places
    longest = sorted(places, key=lambda one: one.start - one.end)[:most]
    return Drawing(
        document=picture.text.document,
        title=title,
        coders=picture.text.coders,
        strips=[(coder, _shapes(runs, tags)) for coder, runs in picture.strips],
        crosses=picture.crosses,
        differing=picture.differing,
        marked=sum(one.end - one.start for one in picture.stretches if any(one.says)),
        spots=[_spot(one, picture.text, text, tags) for one in sorted(longest, key=lambda one: one.start)],
        places=len(places),
    )


def _shapes(runs: Iterable[Run], tags: Mapping[str, Tag]) -> list[Shape]:
    """Runs of columns as bars, those of several tags on top of each other; one shape for all bars of a tag."""
    found: dict[str, list[str]] = defaultdict(list)
    for run in runs:
        slugs = [tag.slug for tag in _carried(run.tags, tags)] or [""]
        each = HEIGHT / len(slugs)
        for at, slug in enumerate(slugs):
            found[slug].append(f"M{run.x} {at * each:.4g}h{run.width}v{each:.4g}h-{run.width}z")
    return [Shape(slug, "".join(bars)) for slug, bars in found.items()]


def _spot(place: Place, coded: Coded, text: str, tags: Mapping[str, Tag]) -> Spot:
    said: dict[frozenset[str], list[str]] = {}
    for coder, says in zip(coded.coders, place.says, strict=True):
        said.setdefault(says, []).append(coder)
    quote = text[place.start : place.end]
    return Spot(
        before=text[max(place.start - _AROUND, 0) : place.start],
        quote=quote
        if len(quote) <= _LONGEST_QUOTE
        else f"{quote[: _LONGEST_QUOTE // 2]} … {quote[-_LONGEST_QUOTE // 2 :]}",
        after=text[place.end : place.end + _AROUND],
        said=[Saying(coders, _tags(says, tags)) for says, coders in said.items()],
        annotation=place.annotation,
    )


def _tags(says: frozenset[str], tags: Mapping[str, Tag]) -> list[Tag]:
    return _carried(says, tags) or ([_SAID_OF_NO_TAG] if ANYTHING in says else [])


def _carried(says: frozenset[str], tags: Mapping[str, Tag]) -> list[Tag]:
    """The tags that are said, by name."""
    return sorted((tags[slug] for slug in says if slug in tags), key=lambda tag: tag.name)


SCALE = f"0 0 {WIDTH} {HEIGHT}"
