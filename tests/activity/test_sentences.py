"""Events in words: no kind is without a sentence, and each says who did what to which thing."""

import ast
import re

import pytest

from activity.sentences import TELLINGS, sentence
from activity.things import Happened, Names, Passage
from tests.test_architecture import app_files

MAY, PARTY, SPEECH, MARK, TAG = "may", "party", "speech", "mark", "tag"
NAMES = Names(
    documents={SPEECH: "A speech"},
    actors={MAY: "Theresa May", PARTY: "The Party"},
    tags={"wages": "Wages", "pay": "Pay"},
    slugs={TAG: "wages"},
    passages={MARK: Passage("We were all paid poorly.", SPEECH)},
    here=frozenset({MAY, PARTY, SPEECH}),
)
ANNOTATION = {"id": MARK, "document": SPEECH, "version": 1, "quote": "paid poorly", "tags": ["wages"], "note": ""}
COMMENT = {"annotation": MARK, "document": SPEECH, "creator": "bob", "body": "Is it?", "reply_to": None}
WAGES = {"slug": "wages", "name": "Wages", "colour": "#111111", "definition": "", "parent": None, "position": 1}
WAGES |= {"retired": None, "example": "", "shortcut": "", "revision": 1}
BELONGS = {"person": MAY, "organisation": PARTY, "role": "leader"}
RULING = {"document": SPEECH, "verdict": "reject", "quote": "paid poorly", "reason": "A fact."}
ACCEPTED = "took back the decision to accept what coders say of “paid poorly” in A speech"
VERSION = {"title": "A speech", "version": 2}
ACTOR = {"name": "Mrs May", "kind": "person"}
PROJECT = {"name": "Free movement", "description": "", "public": False}

SAID = [
    ("annotation.created", None, ANNOTATION, "tagged “paid poorly” in A speech"),
    ("annotation.created", None, ANNOTATION | {"tags": []}, "marked “paid poorly” in A speech"),
    ("annotation.changed", ANNOTATION, ANNOTATION, "changed “paid poorly” in A speech"),
    ("annotation.deleted", ANNOTATION, None, "deleted “paid poorly” in A speech"),
    ("annotation.restored", None, ANNOTATION, "brought “paid poorly” back in A speech"),
    ("annotation.carried", ANNOTATION, ANNOTATION, "carried “paid poorly” over to version 1 in A speech"),
    ("comment.created", None, COMMENT, "commented on “We were all paid poorly.” in A speech"),
    (
        "comment.created",
        None,
        COMMENT | {"reply_to": "x"},
        "replied to a comment on “We were all paid poorly.” in A speech",
    ),
    (
        "comment.reopened",
        COMMENT,
        COMMENT | {"creator": "erin"},
        "opened a thread of erin’s again on “We were all paid poorly.” in A speech",
    ),
    ("comment.deleted", COMMENT | {"annotation": "gone"}, None, "deleted a comment on a passage in A speech"),
    ("tag.created", None, WAGES, "added the tag Wages to the codebook"),
    ("tag.changed", WAGES | {"name": "Pay"}, WAGES, "renamed the tag “Pay” to Wages"),
    ("tag.changed", WAGES, WAGES | {"retired": "2026-01-01"}, "retired the tag Wages"),
    ("tag.changed", WAGES | {"retired": "2026-01-01"}, WAGES, "took the tag Wages up again"),
    ("tag.changed", WAGES, WAGES | {"parent": "pay", "position": 2}, "moved the tag Wages below Pay"),
    ("tag.changed", WAGES, WAGES | {"definition": "What is paid."}, "changed the tag Wages"),
    ("tag.merged", WAGES, {"into": "pay"}, "merged the tag “Wages” into Pay"),
    ("actor.changed", ACTOR, ACTOR | {"name": "T. May"}, "renamed the actor “Mrs May” to T. May"),
    ("actor.merged", ACTOR, {"into": MAY, "name": "Theresa May"}, "merged “Mrs May” into Theresa May"),
    ("affiliation.created", None, BELONGS, "said that Theresa May belongs to The Party, as leader"),
    (
        "affiliation.deleted",
        BELONGS | {"role": ""},
        None,
        "took back that Theresa May belongs to The Party",
    ),
    ("document.corrected", {}, VERSION, "corrected the text of A speech: it is now version 2"),
    ("assignment.created", None, {"document": SPEECH, "user": "bob"}, "took A speech to code"),
    ("assignment.created", None, {"document": SPEECH, "user": "erin"}, "gave A speech to erin to code"),
    ("assignment.finished", None, {"document": SPEECH, "user": "bob"}, "is done with A speech"),
    ("coders.wanted", None, {"document": None, "coders": 2}, "said that 2 coders shall code each document"),
    ("coders.wanted", None, {"document": SPEECH, "coders": 1}, "said that 1 coder shall code A speech"),
    (
        "coders.wanted",
        None,
        {"document": SPEECH, "coders": None},
        "no longer says how many coders A speech is to have",
    ),
    ("decision.made", None, RULING, "decided to let nothing stand at “paid poorly” in A speech"),
    ("decision.removed", RULING | {"verdict": "accept"}, None, ACCEPTED),
    ("project.changed", PROJECT, PROJECT | {"public": True}, "made the project public"),
    (
        "project.changed",
        PROJECT | {"presence": True},
        PROJECT | {"presence": False},
        "turned presence off: whether members see who else is here",
    ),
    ("project.changed", PROJECT, PROJECT | {"name": "Borders"}, "renamed the project to “Borders”"),
    ("project.handed_over", {}, {"from": {"user": "bob"}, "to": {"user": "erin"}}, "handed the project over to erin"),
    ("member.added", None, {"user": "erin", "role": "editor"}, "took erin in, as an editor"),
    ("member.added", None, {"user": "bob", "role": "reader"}, "came in, as a reader"),
    (
        "member.added",
        None,
        {"user": "bob", "role": "reader", "invitation": "x"},
        "came in by an invitation, as a reader",
    ),
    ("member.changed", {}, {"user": "erin", "role": "annotator"}, "made erin an annotator"),
    ("request.answered", {}, {"user": "carol", "state": "declined"}, "declined that carol joins"),
]


@pytest.mark.parametrize(("kind", "before", "after", "words"), SAID)
def test_an_event_is_a_sentence(kind, before, after, words):
    object_ = {"tag": TAG, "annotation": MARK}.get(kind.partition(".")[0], "thing")
    told = sentence(Happened(kind, "bob", object_, before, after), NAMES)
    assert told.words == words


def test_what_is_different_is_told_in_lines():
    changed = Happened("tag.changed", "erin", TAG, WAGES, WAGES | {"definition": "What is paid.", "colour": "#222222"})
    assert sentence(changed, NAMES).differences == ("colour: “#111111” became “#222222”", "definition: “What is paid.”")
    edited = Happened("comment.changed", "bob", "c", COMMENT, COMMENT | {"body": "It is."})
    assert sentence(edited, NAMES).differences == ("“Is it?” became “It is.”",)
    retagged = Happened("annotation.changed", "bob", MARK, ANNOTATION, ANNOTATION | {"tags": ["pay"]})
    assert sentence(retagged, NAMES).differences == ("tags: + Pay, − Wages",)


def test_things_lead_to_their_pages_while_they_have_one():
    marked = sentence(Happened("annotation.created", "bob", MARK, None, ANNOTATION), NAMES)
    assert [piece.key for piece in marked.pieces if not isinstance(piece, str)] == [f"{SPEECH}#a-{MARK}", SPEECH]
    gone = sentence(Happened("actor.deleted", "bob", "nobody", ACTOR, None), NAMES)
    assert [piece.key for piece in gone.pieces if not isinstance(piece, str)] == [""]


def test_a_kind_that_nobody_knows_is_called_by_its_name():
    assert sentence(Happened("moon.landed", None, "x"), NAMES).words == "did something else: moon.landed"


FAMILIES = {kind.partition(".")[0] for kind in TELLINGS}
_KIND = re.compile(r"[a-z]+\.[a-z_]+")


def recorded() -> set[str]:
    """Every kind of event that is named in the code: in Python, and in the SQL that records by itself."""
    found = set()
    for path in app_files():
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r"projects_record(?:_many)?\(\s*\w+,\s*\w+,\s*'([a-z_.]+)'", text))
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.keyword) and node.arg == "kind" and isinstance(node.value, ast.Constant):
                found.add(node.value.value)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and _KIND.fullmatch(node.value):
                found |= {node.value} if node.value.partition(".")[0] in FAMILIES else set()
    return {kind for kind in found if isinstance(kind, str) and _KIND.fullmatch(kind)}


def test_every_kind_of_event_that_is_recorded_has_a_sentence():
    assert recorded() - TELLINGS.keys() == set()
    assert {"annotation.created", "tag.created", "document.imported", "coders.wanted"} <= recorded()
