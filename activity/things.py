"""What sentences about events are made of: words, and things that have an address of their own. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

State = Mapping[str, Any]


class Thing(NamedTuple):
    """Something that a sentence speaks of: what it is called, of what kind it is, and the key that leads to it."""

    words: str
    kind: str
    key: str


Piece = str | Thing


class Passage(NamedTuple):
    """The words of an annotation, and the document that it is in."""

    quote: str
    document: str


@dataclass(frozen=True, slots=True)
class Happened:
    """One event, as it is shown to somebody: who did it (None: argmap itself), to which object, and what it changed."""

    kind: str
    user: str | None
    object: str
    before: State | None = None
    after: State | None = None

    @property
    def said(self) -> State:
        """What the event says of its object: what it became, else what it was."""
        return self.after or self.before or {}

    @property
    def worker(self) -> str | None:
        """Whose work it is about: who made the object, or was given it."""
        return self.said.get("creator") or self.said.get("user")

    @property
    def family(self) -> str:
        """The kind of its object, such as `annotation`."""
        return self.kind.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Names:
    """What things are called now: documents, actors and tags by id, and tags by slug too. What was deleted has a name
    still, and is not `here`: it has no page.
    """

    documents: Mapping[str, str] = field(default_factory=dict)
    actors: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    slugs: Mapping[str, str] = field(default_factory=dict)
    passages: Mapping[str, Passage] = field(default_factory=dict)
    here: frozenset[str] = frozenset()

    def document(self, id_: str | None, title: str = "a document") -> Thing:
        """A document by its title, else by the one that it had."""
        return Thing(self.documents.get(id_ or "", title), "document", self._key(id_))

    def actor(self, id_: str | None, name: str = "somebody") -> Thing:
        """An actor by the name that it had then, else by the one that it has."""
        return Thing(name if name != "somebody" else self.actors.get(id_ or "", name), "actor", self._key(id_))

    def tag(self, slug: str) -> Thing:
        """A tag by its slug."""
        return Thing(self.tags.get(slug, slug), "tag", slug if slug in self.tags else "")

    def tag_then(self, id_: str, name: str) -> Thing:
        """A tag by its id, as it was called then."""
        return Thing(name, "tag", self.slugs.get(id_, ""))

    def passage(self, quote: str, annotation: str, document: str) -> Thing:
        """An annotation by its words."""
        return Thing(quote, "annotation", f"{document}#a-{annotation}" if document in self.here else "")

    def _key(self, id_: str | None) -> str:
        return id_ if id_ and id_ in self.here else ""


def person(name: str | None) -> Thing:
    """Somebody who uses argmap."""
    return Thing(name or "argmap", "person", name or "")
