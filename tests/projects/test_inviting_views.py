"""Pages of invitations: made, passed on, and opened by who is signed in, must sign in, or has no account yet."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.utils import formats

from accounts.models import User
from projects import invited
from projects.models import Event, Invitation, InvitationUse, Member
from projects.services import remove_member
from tests.conftest import PASSWORD
from tests.trying import try_door

pytestmark = pytest.mark.django_db
PAGE = "/p/free-movement/invitations/"
FORM = {"role": "annotator", "most": 2, "days": "7", "email": ""}
SIGN_UP = {"username": "dora", "email": "", "password1": PASSWORD, "password2": PASSWORD, "next": "/join/"}


@pytest.fixture
def alice(cast, project, client):
    client.force_login(cast.alice)
    return client


def link_made(client, **form):
    """The path of the link of a new invitation."""
    page = client.post(PAGE, FORM | form).content.decode()
    return re.search(r'value="http://testserver(/join/[\w-]+/)"', page).group(1)


def test_doors(cast, project, alice):
    link = link_made(alice)
    made = Invitation.objects.get()
    #                                                                    alice erin  bob  ruth carol anonymous
    assert try_door(cast, "GET", PAGE) ==                                [200, 403, 403, 403, 404, 404]  # fmt: skip
    assert try_door(cast, "POST", PAGE, FORM) ==                         [200, 403, 403, 403, 404, 404]  # fmt: skip
    assert try_door(cast, "POST", f"{PAGE}{made.id}/revoke/", {}) ==     [302, 403, 403, 403, 404, 404]  # fmt: skip
    assert try_door(cast, "GET", link) ==                                [302, 302, 302, 302, 302, 302]  # fmt: skip
    assert try_door(cast, "GET", "/join/") ==                            [404, 404, 404, 404, 404, 404]  # fmt: skip
    assert try_door(cast, "POST", "/join/", {}) ==                       [404, 404, 404, 404, 404, 404]  # fmt: skip


def test_the_link_is_shown_once(alice):
    link = link_made(alice)
    assert link not in alice.get(PAGE).content.decode()
    assert "0 of 2 used" in alice.get(PAGE).content.decode()


def test_invitations_of_one_role_are_told_apart(alice):
    for _ in range(2):
        link_made(alice)
    page = alice.get(PAGE).content.decode()
    said = [f"made {formats.date_format(row.created, 'j M Y, H:i e')} by alice" for row in Invitation.objects.all()]
    assert len(said) == 2 and all(words in page for words in said)


def test_the_button_that_copies_the_link_waits_for_a_script(alice):
    assert 'data-copies="link" hidden' in alice.post(PAGE, FORM).content.decode()
    assert "data-copies" not in alice.get(PAGE).content.decode()


def test_somebody_who_is_signed_in_joins_by_a_button_and_not_by_opening_the_link(cast, project, alice):
    link, carol = link_made(alice), Client()
    carol.force_login(cast.carol)
    page = carol.get(link, follow=True)
    assert page.redirect_chain == [("/join/", 302)]
    assert "alice invites you" in page.content.decode() and "Free movement" in page.content.decode()
    assert not Member.objects.filter(user=cast.carol).exists()
    assert "alice invites you to “Free movement”" in carol.get("/").content.decode()
    answer = carol.post("/join/", follow=True)
    assert answer.redirect_chain == [("/p/free-movement/", 302)]
    assert "You are in “Free movement”, as annotator." in answer.content.decode()
    assert "invites you" not in carol.get("/").content.decode()


def test_the_link_outlives_signing_in(cast, alice):
    link, carol = link_made(alice), Client()
    page = carol.get(link, follow=True).content.decode()
    assert "/accounts/login/?next=/join/" in page and "/accounts/signup/?next=/join/" in page
    form = {"login": "carol", "password": PASSWORD, "next": "/join/"}
    assert carol.post("/accounts/login/", form).url == "/join/"
    assert "Join" in carol.get("/join/").content.decode()
    assert carol.post("/join/").url == "/p/free-movement/"


@pytest.mark.parametrize("signup", ["open", "closed"])
def test_whoever_signs_up_by_an_invitation_is_in_at_once(cast, project, alice, settings, signup):
    settings.SIGNUP = signup
    link, dora = link_made(alice), Client()
    dora.get(link)
    assert "/accounts/signup/" in dora.get("/accounts/login/").content.decode()
    answer = dora.post("/accounts/signup/", SIGN_UP, follow=True)
    assert answer.redirect_chain == [("/join/", 302), ("/p/free-movement/", 302)]
    assert Member.objects.get(project=project, user__username="dora").role == "annotator"
    assert Invitation.objects.get().used == 1
    assert Event.objects.filter(project=project).latest("seq").kind == "invitation.used"


def test_a_closed_site_is_closed_to_everybody_else(cast, project, alice, settings):
    settings.SIGNUP = "closed"
    link = link_made(alice, most=1)
    assert "closed" in Client().post("/accounts/signup/", SIGN_UP).content.decode()
    late, dora = Client(), Client()
    late.get(link)
    dora.get(link)
    dora.post("/accounts/signup/", SIGN_UP)
    assert "closed" in late.post("/accounts/signup/", SIGN_UP | {"username": "emil"}).content.decode()
    assert late.get("/join/").status_code == 410
    assert set(User.objects.values_list("username", flat=True)) == {"alice", "erin", "bob", "ruth", "carol", "dora"}


@pytest.mark.parametrize(("signup", "made"), [("closed", False), ("open", True)])
def test_an_invitation_that_ends_while_somebody_signs_up_makes_no_account_on_a_closed_site(
    cast, project, alice, settings, monkeypatch, signup, made
):
    settings.SIGNUP = signup
    link, dora = link_made(alice, most=1), Client()
    dora.get(link)
    monkeypatch.setattr("projects.adapter.Adapter.is_open_for_signup", lambda *_: True)
    InvitationUse.objects.create(project=project, invitation=Invitation.objects.get(), user=cast.carol)
    assert dora.post("/accounts/signup/", SIGN_UP).url == "/join/"
    assert User.objects.filter(username="dora").exists() == made
    assert not Member.objects.filter(user__username="dora").exists()
    assert "used up" in dora.get("/join/").content.decode()


def test_an_invitation_goes_out_by_mail_and_its_link_works(cast, alice, settings):
    settings.EMAIL_HOST = "smtp.example.org"
    page = alice.post(PAGE, FORM | {"most": 1, "email": "dora@example.org"}).content.decode()
    assert "Sent to dora@example.org" in page
    (letter,) = mail.outbox
    assert letter.to == ["dora@example.org"] and "alice invites you to “Free movement”" in letter.subject
    link = re.search(r"http://testserver(/join/\S+)", letter.body).group(1)
    carol = Client()
    carol.force_login(cast.carol)
    carol.get(link)
    assert carol.post("/join/").url == "/p/free-movement/"


def test_a_letter_that_no_server_takes_leaves_the_link_to_be_passed_on(alice, monkeypatch):
    def refuse(*args, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr("allauth.account.adapter.DefaultAccountAdapter.send_mail", refuse)
    page = alice.post(PAGE, FORM | {"most": 1, "email": "dora@example.org"}).content.decode()
    assert "No mail server took the letter" in page and "/join/" in page


def test_where_no_mail_is_sent_the_page_does_not_say_that_it_was(alice, settings):
    settings.EMAIL_HOST = ""
    page = alice.post(PAGE, FORM | {"most": 1, "email": "dora@example.org"}).content.decode()
    assert "Sent to" not in page and "pass the link on yourself" in page


def test_letters_are_counted_and_links_are_not(alice, settings):
    settings.ACCOUNT_RATE_LIMITS = {"invitation_mail": "1/d/user"}
    letters = [alice.post(PAGE, FORM | {"most": 1, "email": f"d{n}@example.org"}) for n in range(2)]
    assert [letter.status_code for letter in letters] == [200, 400] and len(mail.outbox) == 1
    assert link_made(alice)


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        ({"role": "owner"}, "Select a valid choice"),
        ({"most": 0}, "greater than or equal to 1"),
        ({"most": 2, "email": "dora@example.org"}, "for one person"),
        ({"email": "dora"}, "valid email"),
    ],
)
def test_an_invitation_that_makes_no_sense_says_why(alice, form, reason):
    answer = alice.post(PAGE, FORM | form)
    assert answer.status_code == 400 and reason in answer.content.decode()
    assert not Invitation.objects.exists()


def test_a_revoked_invitation_says_so_to_who_comes_by_it(alice):
    link = link_made(alice)
    told = alice.post(f"{PAGE}{Invitation.objects.get().id}/revoke/", follow=True).content.decode()
    assert "nobody else comes in by it" in told and ">revoked<" in told
    page = Client().get(link, follow=True)
    assert page.status_code == 410 and "This invitation is revoked" in page.content.decode()


def test_whoever_was_shown_out_is_told_at_once_that_the_link_is_not_for_them(cast, project, alice):
    link, carol = link_made(alice), Client()
    carol.force_login(cast.carol)
    carol.get(link)
    carol.post("/join/")
    remove_member(member=project.members.get(user=cast.carol), by=cast.alice)
    page = carol.get(link, follow=True)
    assert page.status_code == 410
    assert "You have come in by this invitation before. Ask an owner for another." in page.content.decode()
    assert ">Join<" not in page.content.decode()
    assert "invites you" not in carol.get("/").content.decode()
    assert carol.post("/join/").status_code == 410
    assert not Member.objects.filter(user=cast.carol).exists()


def test_wrong_tokens_are_counted_and_right_ones_are_not(alice, monkeypatch):
    monkeypatch.setattr(invited, "MOST_GUESSES", 2)
    link, visitor = link_made(alice), Client()
    assert [visitor.get(link).status_code for _ in range(4)] == [302] * 4
    assert [visitor.get("/join/guess/").status_code for _ in range(3)] == [404, 404, 429]
    assert visitor.get(link).status_code == 429


def test_an_invitation_of_another_project_is_not_revoked(cast, alice, other_project):
    link_made(alice)
    carol = Client()
    carol.force_login(cast.carol)
    assert carol.post(f"/p/elsewhere/invitations/{Invitation.objects.get().id}/revoke/").status_code == 404


@pytest.mark.parametrize(
    ("path", "regions"),
    [
        (
            "/p/free-movement/members/",
            {"how-many": "member.", "who-asks": "request.", "who-is-in": "project.handed_over"},
        ),
        (PAGE, {"invitations": "invitation."}),
    ],
)
def test_what_changes_on_the_pages_is_marked_to_be_fetched_again(alice, path, regions):
    page = alice.get(path).content.decode()
    marked = dict(re.findall(r'id="([\w-]+)" data-live="([^"]+)"', page))
    assert all(kind in marked[region].split() for region, kind in regions.items()), marked
