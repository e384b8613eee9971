"""A closed document in which Erin and Bob work unseen by each other, and every address of the site and the API."""

import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import orjson
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from annotations.commenting import comment, mark_seen, reply
from annotations.drafts import Draft
from annotations.review import correct_text, keep_annotation
from annotations.services import annotate, change_annotation, delete_annotation
from coding.assigning import assign
from coding.closing import close_document
from coding.curating import Ruling
from coding.deciding import decide
from coding.finishing import finish
from projects.guards import open_project
from projects.models import Event
from tests.conftest import TEXT

WORDS = {"erin": ("quokka", "wombat"), "bob": ("numbat", "bilby")}
"""What stands in somebody's notes, and in the comments on what they have marked."""
DECIDED = "potoroo"
"""What stands in the reason of a decision that Alice makes about what Bob marked."""
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_NEXT = TEXT.replace("is not caused", "is caused")


def mark(door, document, quote: str, word: str, actor, version: int = 1) -> Any:
    """The id of a new annotation whose note has a word, now and before."""
    text = TEXT if version == 1 else _NEXT
    start = text.index(quote)
    said = [{"actor": str(actor.id), "role": "speaker"}]
    draft = Draft(
        document=document.id, version=version, start=start, end=start + len(quote), tags=["wages"], attributions=said
    )
    (outcome,) = annotate(door=door, drafts=[draft], base="/")
    assert outcome.kind == "created", outcome
    for note in (f"{word} once", f"{word} again"):
        change_annotation(door=door, id=outcome.id, draft=Draft(note=note))
    return outcome.id


def discuss(annotation, by, other, word: str) -> Any:
    """A thread on an annotation; returns the id of the comment that begins it."""
    first, _ = comment(door=by, annotation=annotation, body=f"{word}? @bob @erin @ruth")
    reply(door=other, to=first.id, body=f"{word}!")
    return first.id


def stage(cast, project, document, actors) -> SimpleNamespace:
    """The closed document: in it Erin and Bob have each an annotation on the current text, one that waits, one that is
    kept on the older text, and one deleted. Erin codes it too and is not done; Bob is. By name, the ids of each."""
    doors = {name: open_project(getattr(cast, name), project.slug) for name in ("alice", "erin", "bob", "ruth")}
    old = {}
    for name, (word, _) in WORDS.items():
        old[name] = [mark(doors[name], document, "is not caused by migrant labour", word, actors.may) for _ in range(2)]
    correct_text(door=doors["alice"], document=document, text=_NEXT)
    document.refresh_from_db()
    found = {}
    for name, (word, remark) in WORDS.items():
        keep_annotation(door=doors[name], id=old[name][0])
        here = mark(doors[name], document, "solidarity", word, actors.may, 2)
        gone = mark(doors[name], document, "scapegoated", word, actors.may, 2)
        thread = discuss(here, doors["alice"], doors[name], remark)
        delete_annotation(door=doors[name], id=gone)
        kept, waits = old[name]
        told = Event.objects.filter(project=project, object_id=here, kind="annotation.changed").first()
        found[name] = SimpleNamespace(here=here, kept=kept, waits=waits, gone=gone, thread=thread, seq=told.seq)
    close_document(door=doors["alice"], document=document.id)
    assign(door=doors["alice"], document=document.id, user=cast.erin)
    finish(door=doors["bob"], document=document.id)
    alice = open_project(cast.alice, project.slug)
    made = decide(door=alice, document=document.id, unit=found["bob"].here, ruling=Ruling("reject", reason=DECIDED))
    return SimpleNamespace(**found, decision=made.id)


def work_more(cast, project, document, actors, name: str, mine: SimpleNamespace) -> None:
    """Let somebody mark, change, discuss and delete more of what is theirs."""
    door, alice = (open_project(getattr(cast, who), project.slug) for who in (name, "alice"))
    word, remark = WORDS[name]
    for _ in range(3):
        discuss(mark(door, document, "poorly", word, actors.may, 2), alice, door, remark)
    change_annotation(door=door, id=mine.here, draft=Draft(note=f"{word} at last", tags=["wages"], attributions=[]))
    delete_annotation(door=door, id=mine.kept)
    mark_seen(door=door, annotation=mine.here, until=mine.thread)


def addresses(patterns: Any = None, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every named address of ours, `annotations:read` and `api:annotations` alike, with its pattern."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLResolver):
            if not str(entry.pattern).startswith(("admin/", "accounts/")):
                yield from addresses(entry.url_patterns, f"{entry.namespace or entry.app_name or ''}:".lstrip(":"))
        elif entry.name != "nowhere":
            yield f"{space}{entry.name}", entry


def methods(pattern: URLPattern) -> list[str]:
    """With which methods an address is tried: those that it has, or reading and sending a form."""
    view = getattr(pattern.callback, "cls", None)
    return [name for name in METHODS if hasattr(view, name.lower())] if view else ["GET", "POST"]


def path_of(name: str, pattern: URLPattern, everything: dict[str, Any]) -> str:
    """An address with what it asks for out of `everything`."""
    return reverse(name, kwargs={key: everything[key] for key in pattern.pattern.converters})


def ask(user, method: str, path: str, body: Any = None, *, fresh: bool = False) -> tuple[int, str]:
    """Status and text of an answer, pages that it leads to included. What a request changes is rolled back.

    Unless it is `fresh` it may change whatever revision is there.
    """
    client = Client(headers={} if fresh else {"If-Match": "*"})
    if user is not None:
        client.force_login(user)
    with transaction.atomic():
        kind = "application/json" if path.startswith("/api/") else "application/x-www-form-urlencoded"
        data = orjson.dumps(body or {}) if kind == "application/json" else ""
        answer = client.generic(method, path, data if method != "GET" else "", content_type=kind)
        text = _text(answer)
        if answer.status_code in {301, 302} and answer["Location"].startswith("/p/"):
            text += _text(client.get(answer["Location"]))
        transaction.set_rollback(True)
    return answer.status_code, text


def _text(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode("utf-8", "replace")


_PASSING = re.compile(
    r'name="csrf(?:middleware)?-?token" (?:value|content)="\w+"|data-seq="\d+"'
    r'|"(?:last|after)":\s*\d+|^id: \d+$|after=\d+'
    r"|last change <time[^<]*</time>",
    re.M,
)


def settled(text: str) -> str:
    """An answer without what differs every time, and without how much has happened in a project, and when last."""
    return _PASSING.sub("", text)
