"""What every format is given: an annotation with its document, its tags and its maker, and where things are found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a passage after its first."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Attributed:
    """An actor of the debate and its role in what is said: speaker, reported_by, addressee, blamed or beneficiary."""

    actor: UUID
    name: str
    kind: str
    role: str


@dataclass(frozen=True, slots=True)
class Row:
    """An annotation as it goes out. Offsets are code points into the version's text, half-open.

    `start`, `end` and `quote` are those of the first piece; `fragments` has the others, in order. `curated`: a decision
    about the annotations of several coders made it.
    """

    id: UUID
    document: UUID
    title: str
    outlet: str
    source_url: str
    published_on: date | None
    version: int
    sha256: str
    start: int
    end: int
    quote: str
    prefix: str
    suffix: str
    tags: Sequence[str]
    slugs: Sequence[str]
    note: str
    creator: str
    creator_id: UUID
    created: datetime
    modified: datetime
    fragments: Sequence[Piece] = ()
    attributions: Sequence[Attributed] = ()
    curated: bool = False


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a project's things are found: `site` is the beginning of every address, such as https://argmap.example."""

    site: str
    slug: str

    @property
    def _api(self) -> str:
        return f"{self.site}/api/v1/projects/{self.slug}"

    def annotation(self, id: UUID) -> str:
        """The annotation itself."""
        return f"{self._api}/annotations/{id}/"

    def text(self, document: UUID, version: int) -> str:
        """The text of a version, as plain text that never changes: what offsets count in."""
        return f"{self._api}/documents/{document}/text/?version={version}"

    def actor(self, id: UUID) -> str:
        """A person or an organisation of the debate."""
        return f"{self._api}/actors/{id}/"

    def role(self, role: str) -> str:
        """What a role is called outside: an IRI of this site, where the page of the API describes it."""
        return f"{self.site}/api/v1/docs/#role-{role}"

    @property
    def curating(self) -> str:
        """What making an annotation by a decision is called outside, where the page of the API describes it."""
        return f"{self.site}/api/v1/docs/#curating"

    def export(self, format: str) -> str:
        """The whole export."""
        return f"{self._api}/exports/{format}/"


def instant(moment: datetime) -> str:
    """A time in UTC as ISO 8601, ending in Z."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
