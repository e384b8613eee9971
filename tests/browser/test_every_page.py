"""axe finds nothing wrong on any page, in any state that a page can be in, light and dark, on a desk and on a phone."""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.urls import get_resolver, resolve
from django.utils import timezone

from accounts.models import User
from accounts.services import create_token
from actors.services import create_actor, delete_actor
from annotations.codebook import create_tag, delete_tag
from annotations.drafts import Draft
from annotations.review import correct_text
from annotations.services import annotate
from documents.models import Document
from documents.services import delete_document
from projects.asking import ask_to_join, decline_request
from projects.inviting import invite, revoke_invitation
from projects.models import JoinRequest
from projects.services import create_project
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.reading import said
from tests.browser.test_accessibility import faults
from tests.conftest import TEXT, import_text

pytestmark = pytest.mark.django_db(transaction=True)

PROJECT = "/p/free-movement/"
STRANGERS = (
    "/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
)
ALONE = (
    "/",
    "/account/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/3rdparty/",
    "/accounts/logout/",
    "/projects/new/",
    "/p/none/",
    "/p/open/",
    "/p/open/join/",
    "/p/declining/join/",
    "/join/",
)
EMPTY = tuple(
    f"/p/empty/{part}"
    for part in ("", "codebook/", "actors/", "agreement/", "coding/", "members/", "hand-over/", "export/", "import/")
)
OWNERS = (
    "/",
    *(
        PROJECT + part
        for part in (
            "",
            "?q=nothing",
            "codebook/",
            "codebook/wages/",
            "codebook/pay/",
            "codebook/wages/edit/",
            "codebook/wages/merge/",
            "codebook/wages/move/",
            "codebook/wages/part/",
            "codebook/wages/part/?into=pay",
            "codebook/wages/delete/",
            "actors/",
            "actors/?q=nobody",
            "actors/new/",
            "agreement/",
            "coding/",
            "members/",
            "invitations/",
            "activity/",
            "activity/?kind=comments&person=nobody",
            "activity/1/",
            "leave/",
            "hand-over/",
            "import/",
            "import/codebook/",
            "export/",
            "settings/",
        )
    ),
)
MAY, PARTY = (f"{PROJECT}actors/00000000-0000-0000-0000-00000000000{number}/" for number in (1, 3))
ACTORS = (
    MAY,
    PARTY,
    f"{PARTY}?members=on",
    f"{MAY}?tag=wages&role=blamed",
    f"{MAY}edit/",
    f"{MAY}affiliations/",
    f"{PARTY}affiliations/",
    f"{PROJECT}affiliations/00000000-0000-0000-0000-000000000004/edit/",
    f"{MAY}merge/",
    f"{MAY}merge/?into=00000000-0000-0000-0000-000000000002",
    f"{MAY}delete/",
)
DOCUMENTS = ("", "edit/", "correct/", "versions/", "versions/?old=1&new=2", "versions/1/", "review/", "adjudicate/")
READERS = (PROJECT, *(PROJECT + part for part in ("codebook/", "actors/", "members/", "leave/", "settings/")), MAY)
DEEDS = {
    "accounts:revoke",
    "accounts:presence",
    "accounts:to_provider",
    "accounts:from_provider",
    "projects:restore",
    "projects:delete",
    "projects:role",
    "projects:remove",
    "projects:revoke_invitation",
    "projects:open_invitation",
    "projects:withdraw",
    "projects:answer",
    "documents:delete",
    "documents:restore",
    "actors:remove_affiliation",
    "actors:resume_affiliation",
    "coding:agree",
    "coding:rule",
    "coding:undo_ruling",
    "coding:want",
    "coding:withdraw",
    "coding:next_document",
    "coding:finish",
    "coding:resume",
    "annotations:decide",
    "annotations:undo_decision",
    "annotations:restore_actor",
    "annotations:restore_tag",
    "annotations:retire_tag",
    "annotations:tag_css",
    "exchange:confirm_codebook",
    "activity:undo",
}
"""Addresses that show no page of their own."""
LONG = "Unvorstellbarlangerzusammengesetzterbegriff der Freizügigkeitsdebatte über Löhne, Rechte und Grenzen"


@pytest.fixture
def furnished(cast, project, document, doors, actors):
    """A project in which there is something of everything, and an empty one; returns a document's path."""
    door = doors(cast.alice)
    create_project(user=cast.alice, name="Empty", description="Nothing here yet.")
    create_tag(door=door, name="wages", definition="Pay, and what sets it.", example="We were all paid poorly.")
    create_tag(door=door, name="pay", parent="wages")
    create_tag(door=door, name=LONG[:100])
    create_tag(door=door, name="gone")
    delete_tag(door=door, slug="gone")
    long = import_text(project, cast.erin, "Another text.\n", f"{LONG} und was daraus folgt")
    Document.objects.filter(id=long.id).update(byline="Somebody", outlet="Labour Vision", language="de")
    binned = import_text(project, cast.erin, "A third text.\n", "Binned")
    delete_document(document=binned, user=cast.alice)
    said(doors(cast.bob), document, TEXT, "Wage stagnation", "wages", note="Look here")
    end = TEXT.index(" employers")
    named = [{"actor": str(actors.may.id), "role": role} for role in ("speaker", "blamed")]
    draft = Draft(document=document.id, version=1, start=TEXT.index("not caused"), end=end, tags=["wages"])
    draft.attributions = named
    annotate(door=door, drafts=[draft], base="/")
    correct_text(door=door, document=document, text=TEXT.replace("not caused", "caused"))
    lost = create_actor(door=door, name="Nobody")
    delete_actor(door=door, id=lost.id)
    create_token(user=cast.alice, name="a script")
    coming_in(cast, project)
    return f"{PROJECT}documents/{document.id}/"


def coming_in(cast, project):
    """Invitations that hold and that are over; requests that wait, and one that was declined."""
    week = timezone.now() + timedelta(days=7)
    invite(project=project, by=cast.alice, role="editor", expires=week, email=f"{'long' * 12}@example.org")
    gone, _ = invite(project=project, by=cast.alice, role="reader", expires=week, most=30)
    revoke_invitation(invitation=gone, by=cast.alice)
    JoinRequest.objects.create(project=project, user=User.objects.create_user("dora"), message=LONG * 4)
    ask_to_join(project=create_project(user=cast.alice, name="Open", public=True), user=cast.carol, message=LONG)
    declining = create_project(user=cast.alice, name="Declining", public=True)
    asked = ask_to_join(project=declining, user=cast.carol)
    decline_request(asked=asked, by=cast.alice, reply=LONG)


DEVICES = {
    "light": DESKTOP,
    "dark": DESKTOP | {"color_scheme": "dark"},
    "phone": PHONE,
}


def visit(page, paths):
    """Open one page after the other; gives back the path that is open."""
    for path in paths:
        page.goto(path)
        page.wait_for_load_state()
        yield path


@pytest.mark.parametrize("device", DEVICES.values(), ids=DEVICES)
def test_every_page_is_accessible(sign_in, cast, furnished, device):
    wrong = {}
    journeys = (
        (None, STRANGERS),
        (cast.carol, ALONE),
        (cast.alice, (*OWNERS, *EMPTY, *ACTORS, *(furnished + part for part in DOCUMENTS))),
        (cast.ruth, READERS),
    )
    for user, paths in journeys:
        page = sign_in(user, **device)
        for path in visit(page, paths):
            found = faults(page)
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if found or wide > 0:
                wrong[f"{user} {path}"] = (found, wide)
    assert wrong == {}


def test_no_page_is_left_out(furnished):
    apps = ("accounts", "projects", "documents", "actors", "annotations", "coding", "analysis", "exchange", "activity")
    known = {
        f"{app}:{name}"
        for app in apps
        for name in get_resolver().namespace_dict[app][1].reverse_dict
        if isinstance(name, str)
    }
    paths = (*ALONE, *OWNERS, *ACTORS, *(furnished + part for part in DOCUMENTS))
    visited = {resolve(path.split("?")[0]).view_name for path in paths}
    assert known - visited == DEEDS


@pytest.mark.parametrize("name", ["403_csrf.html", "500.html", "503.html"])
def test_pages_for_bad_moments_are_accessible(sign_in, cast, name):
    page = sign_in()
    page.route("**/bad", lambda route: route.fulfill(status=500, body=render_to_string(name), content_type="text/html"))
    page.goto("/bad")
    assert faults(page) == []


def test_mistakes_in_forms_are_told_accessibly(sign_in, cast, furnished):
    page = sign_in(cast.alice)
    wrong = {}
    for path in ("/projects/new/", "/account/", f"{PROJECT}codebook/", f"{PROJECT}members/", f"{PROJECT}import/"):
        page.goto(path)
        page.evaluate("for (const form of document.querySelectorAll('main form')) form.noValidate = true")
        page.evaluate("for (const fold of document.querySelectorAll('details.fold')) fold.open = true")
        with page.expect_navigation():
            page.locator("main form .button.primary").last.click()
        page.locator("[aria-invalid=true], .error").first.wait_for()
        if found := faults(page):
            wrong[path] = found
    assert wrong == {}
