"""The activity page: who sees what has happened, in which order, through which filters."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from documents.services import describe_document
from projects.asking import accept_request, ask_to_join, decline_request
from projects.inviting import invite, use_invitation
from projects.models import Event
from projects.services import change_project, delete_project, remove_member, restore_project
from projects.veiling import veil
from tests.browser.reading import said
from tests.conftest import TEXT
from tests.trying import try_door

PAGE = "/p/free-movement/activity/"
PROJECT = ["alice changed what is said of the project", "alice started the project"]
SLIPS = [{"document": "x"}, {"kind": "moons"}, {"since": "never"}, {"before": "x"}, {"person": "\x00"}]
pytestmark = pytest.mark.django_db


def as_(user) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


@pytest.fixture
def visitor():
    """Dora, who is in no project."""
    return User.objects.create_user("dora")


def sentences(client, **query) -> list[str]:
    """The sentences of the activity page, the newest first."""
    answer = client.get(PAGE, query)
    assert answer.status_code == 200
    found = re.findall(r'<p class="said">(.*?)</p>', answer.content.decode(), re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]+>", "", one)).split()) for one in found]


def numbers(client, **query) -> list[int]:
    page = client.get(PAGE, query).content.decode()
    return [int(seq) for seq in re.findall(r'id="event-(\d+)"', page)]


@pytest.mark.parametrize(
    ("path", "private", "public"),
    [
        (PAGE, (200, 200, 200, 200, 404, 404), (200, 200, 200, 200, 200, 200)),
        (f"{PAGE}1/", (200, 200, 200, 200, 404, 404), (200, 200, 200, 200, 200, 200)),
        (f"{PAGE}2/", (200, 200, 200, 200, 404, 404), (200, 200, 200, 200, 404, 404)),
        (f"{PAGE}999/", (404, 404, 404, 404, 404, 404), (404, 404, 404, 404, 404, 404)),
    ],
    ids=["all", "the project", "a member", "nothing"],
)
def test_doors(cast, project, path, private, public):
    assert try_door(cast, "GET", path) == list(private)
    change_project(project=project, user=cast.alice, public=True)
    assert try_door(cast, "GET", path) == list(public)


def test_the_newest_stands_first_in_words(cast, eventful):
    found = sentences(as_(cast.ruth))
    assert found[:4] == [
        "alice made ruth an annotator",
        "alice changed what is said of the project",
        "erin changed the details of Wages and borders",
        "erin took back that Theresa May belongs to Conservative Party, as leader",
    ]
    assert found[-1] == "alice started the project"
    assert len(found) == Event.objects.filter(project=eventful).count()
    assert not [words for words in found if "something else" in words]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"kind": "comments"}, ["bob commented on “paid poorly” in Wages and borders"]),
        ({"person": "alice", "kind": "project", "until": "tomorrow"}, PROJECT),
        ({"person": "nobody"}, []),
        ({"kind": "members", "person": "alice", "since": "tomorrow"}, []),
        ({"kind": "project", "until": "yesterday"}, []),
    ],
)  # fmt: skip
def test_filters_hold_together(cast, eventful, query, expected):
    today = timezone.now().date()
    days = {"tomorrow": today + timedelta(days=1), "yesterday": today - timedelta(days=1)}
    asked = {name: days.get(value, value) for name, value in query.items()}
    assert sentences(as_(cast.erin), **asked) == expected


def test_today_holds_what_happened_today(cast, eventful):
    today = timezone.now().date().isoformat()
    assert len(numbers(as_(cast.erin), since=today, until=today)) == Event.objects.filter(project=eventful).count()


def test_a_document_and_an_actor_have_their_own_activity(cast, eventful, document, actors):
    about = sentences(as_(cast.erin), document=document.id)
    assert about[0] == "erin changed the details of Wages and borders"
    assert about[-1] == "erin imported Wages and borders"
    assert len([words for words in about if words.startswith("bob")]) == 4
    assert sentences(as_(cast.erin), actor=actors.may.id) == [
        "erin took back that Theresa May belongs to Conservative Party, as leader",
        "erin changed the actor Theresa May",
        "erin said that Theresa May belongs to Conservative Party, as leader",
        "erin added Theresa May to the actors",
    ]


@pytest.mark.parametrize(
    "query", [{"document": "x"}, {"kind": "moons"}, {"since": "never"}, {"before": "x"}, {"person": "\x00"}]
)
def test_what_is_not_understood_counts_as_not_asked(cast, eventful, query):
    assert numbers(as_(cast.erin), **query) == numbers(as_(cast.erin))


def test_pages_tile_the_list_and_keep_the_filter(cast, project, document, doors, monkeypatch):
    monkeypatch.setattr("activity.views._ON_A_PAGE", 3)
    for word in ("Wages", "and", "borders", "Wage", "stagnation", "is", "not"):
        said(doors(cast.bob), document, TEXT, word)
    client = as_(cast.bob)
    first = client.get(PAGE, {"person": "bob"}).content.decode()
    assert "Newer" not in first
    older = re.search(r'rel="next" href="\?([^"]+)"', first)[1].replace("&amp;", "&")
    assert "person=bob" in older
    everything = numbers(client, kind="annotations")
    seen, before = [], None
    while True:
        page = numbers(client, person="bob", **({"before": before} if before else {}))
        seen += page
        if len(page) < 3:
            break
        before = page[-1]
    assert len(everything) == 3
    assert seen == sorted(seen, reverse=True)
    assert len(seen) == 7
    assert numbers(client, person="bob", after=seen[5]) == seen[2:5]
    assert numbers(client, person="bob", after=seen[1]) == seen[:3], "a page that is not full is the newest one"


def test_visitors_read_neither_of_members_nor_of_comments(cast, eventful):
    change_project(project=eventful, user=cast.alice, public=True)
    for user in (None, cast.carol):
        found = sentences(as_(user))
        assert found[0] == "alice made the project public"
        assert not [words for words in found if "comment" in words or "ruth" in words]
        page = as_(user).get(PAGE).content.decode()
        assert "<datalist" not in page
        assert "Members" not in page


def test_others_work_in_a_closed_document_is_hidden(cast, eventful, document, doors):
    said(doors(cast.ruth), document, TEXT, "Immigrants")
    veil(project=eventful.id, scope=document.id)
    mine = sentences(as_(cast.ruth), kind="annotations")
    assert mine == ["ruth marked “Immigrants” in Wages and borders"]
    assert sentences(as_(cast.ruth), kind="comments") == []
    assert len(sentences(as_(cast.erin), kind="annotations")) == 5
    hidden = Event.objects.filter(project=eventful, kind="annotation.created").order_by("seq").first()
    assert as_(cast.ruth).get(f"{PAGE}{hidden.seq}/").status_code == 404
    assert as_(cast.erin).get(f"{PAGE}{hidden.seq}/").status_code == 200


def test_that_somebody_came_in_is_told_once(cast, project, visitor):
    tomorrow = timezone.now() + timedelta(days=1)
    invited, _ = invite(project=project, by=cast.alice, role="reader", expires=tomorrow)
    use_invitation(key=invited.digest, user=cast.carol)
    public = change_project(project=project, user=cast.alice, public=True)
    accept_request(asked=ask_to_join(project=public, user=visitor), by=cast.alice, role="annotator")
    assert sentences(as_(cast.alice), kind="members")[:4] == [
        "alice took dora in, as an annotator",
        "dora asked to join",
        "carol came in by an invitation, as a reader",
        "alice made an invitation for a reader",
    ]
    silent = Event.objects.get(project=project, kind="invitation.used")
    assert as_(cast.alice).get(f"{PAGE}{silent.seq}/").status_code == 200


def test_that_somebody_was_declined_is_told(cast, project, visitor):
    public = change_project(project=project, user=cast.alice, public=True)
    decline_request(asked=ask_to_join(project=public, user=visitor), by=cast.alice)
    assert sentences(as_(cast.alice))[0] == "alice declined that dora joins"


def test_a_name_that_nobody_here_has_is_called_so_to_members(cast, eventful, document):
    change_project(project=eventful, user=cast.alice, public=True)
    assert "Nobody here is called “ben”" in as_(cast.bob).get(PAGE, {"person": "ben"}).content.decode()
    quiet = as_(cast.bob).get(PAGE, {"person": "ruth", "kind": "project"}).content.decode()
    assert "Nothing of this kind has happened" in quiet
    remove_member(member=eventful.members.get(user=cast.erin), by=cast.alice)
    gone = as_(cast.bob).get(PAGE, {"person": "erin", "kind": "project"}).content.decode()
    assert "Nothing of this kind has happened" in gone
    assert "Nobody here is called" not in as_(cast.carol).get(PAGE, {"person": "ben"}).content.decode()


def test_days_are_headings(cast, eventful):
    page = as_(cast.erin).get(PAGE).content.decode()
    today = timezone.now().date()
    assert f"{today:%A} {today.day} {today:%B %Y}" in page
    assert isinstance(today, date)


def undo_path(project, kind) -> str:
    seq = Event.objects.filter(project=project, kind=kind).order_by("-seq").values_list("seq", flat=True)[0]
    return f"{PAGE}{seq}/undo/"


def test_doors_of_undoing(cast, project, marked):
    path = undo_path(project, "annotation.created")
    assert try_door(cast, "GET", path) == [405] * 4 + [405, 405]
    assert try_door(cast, "POST", path, {}) == [302, 302, 302, 403, 404, 404]
    change_project(project=project, user=cast.alice, public=True)
    assert try_door(cast, "POST", path, {}) == [302, 302, 302, 403, 403, 403]


def test_a_change_is_undone_from_the_page_and_the_message_undoes_that(cast, eventful):
    erin = as_(cast.erin)
    answer = erin.post(undo_path(eventful, "document.changed"), follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[0][0].startswith(f"{PAGE}#event-")
    assert eventful.documents.get().outlet == ""
    assert sentences(erin)[0] == "erin changed the details of Wages and borders"
    assert "This undid" in page
    assert "Undone by" in page
    again = re.search(r'<li class="success">Undone\. <form method="post" action="([^"]+)"', page)[1]
    erin.post(again)
    assert eventful.documents.get().outlet == "A newspaper"


def test_undoing_comes_back_to_the_same_list_and_so_does_the_message(cast, eventful, document):
    erin = as_(cast.erin)
    seq = Event.objects.get(project=eventful, kind="document.changed").seq
    asked = {"person": "erin", "document": document.id, "before": seq + 1}
    page = erin.get(PAGE, asked).content.decode()
    undo = unescape(re.search(rf'action="({PAGE}{seq}/undo/[^"]*)"', page)[1])
    there = f"{PAGE}?person=erin&document={document.id}&before={seq + 1}"
    answer = erin.post(undo)
    assert answer["Location"] == f"{there}#event-{seq}"
    page = erin.get(answer["Location"]).content.decode()
    assert f'id="event-{seq}"' in page
    again = unescape(re.search(r'<li class="success">Undone\. <form method="post" action="([^"]+)"', page)[1])
    assert erin.post(again)["Location"].startswith(f"{there}#")
    assert eventful.documents.get().outlet == "A newspaper"


def test_undoing_leads_nowhere_but_to_the_list(cast, eventful):
    query = "?next=//evil.example/&kind=//evil.example/&person=%0Aerin"
    answer = as_(cast.erin).post(undo_path(eventful, "document.changed") + query)
    assert answer["Location"].startswith(f"{PAGE}?person=erin#event-")


def test_what_makes_no_sense_any_more_is_said_with_a_way_to_what_stands_there(cast, eventful, document):
    path = undo_path(eventful, "document.changed")
    describe_document(document=document, user=cast.alice, outlet="Another newspaper")
    answer = as_(cast.erin).post(path)
    page = " ".join(answer.content.decode().split())
    assert answer.status_code == 409
    assert "It was not undone. It was changed since, by alice, on" in page
    assert ", so it cannot be undone.</p>" in page
    later = Event.objects.get(project=eventful, kind="document.changed", user=cast.alice)
    assert f'<a href="{PAGE}{later.seq}/">See what was done then</a>' in page


def test_undoing_is_offered_where_it_makes_sense(cast, eventful):
    def offered(user, **query) -> set[int]:
        page = as_(user).get(PAGE, query).content.decode()
        return {int(seq) for seq in re.findall(rf'action="{PAGE}(\d+)/undo/"', page)}

    def kinds(numbers) -> set[str]:
        return set(Event.objects.filter(project=eventful, seq__in=numbers).values_list("kind", flat=True))

    assert kinds(offered(cast.bob)) == {"annotation.deleted", "comment.created"}
    assert offered(None if eventful.public else cast.ruth) == set()
    assert {"tag.merged", "actor.merged", "document.changed"} <= kinds(offered(cast.erin))
    assert not {"tag.changed", "annotation.created", "member.changed"} & kinds(offered(cast.erin))


def test_a_project_that_is_deleted_again_leads_home(cast, project):
    delete_project(project=project, user=cast.alice)
    restore_project(project=project, user=cast.alice)
    answer = as_(cast.alice).post(undo_path(project, "project.restored"))
    assert (answer.status_code, answer["Location"]) == (302, "/")
