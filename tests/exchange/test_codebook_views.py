"""Pages of a codebook that comes in: shown first, done when confirmed; and the cast before them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from annotations.codebook import create_tag
from annotations.models import Tag

pytestmark = pytest.mark.django_db
HEAD = "name,parent,colour,definition,example,shortcut,retired\n"


@pytest.fixture
def erin(cast):
    client = Client()
    client.force_login(cast.erin, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def wages(doors, cast):
    return create_tag(door=doors(cast.erin), name="Wages", definition="Pay.\r\nAll of it.")


def send(client, project, text):
    url = reverse("exchange:import_codebook", kwargs={"slug": project.slug})
    return client.post(url, {"file": SimpleUploadedFile("book.csv", text.encode())})


def confirm(client, project, **data):
    return client.post(reverse("exchange:confirm_codebook", kwargs={"slug": project.slug}), data)


def test_what_a_file_would_do_is_shown_and_nothing_is_done(erin, project, wages):
    page = send(erin, project, HEAD + 'Wages,,,"Money, <b>only</b>",,,\nNew,Wages,,,,,yes\n')
    text = page.content.decode()
    assert page.status_code == 200
    assert "1 new tag" in text
    assert "Money, &lt;b&gt;only&lt;/b&gt;" in text
    assert Tag.objects.of(project.id).count() == 1


def test_what_was_shown_is_done_when_it_is_confirmed(erin, project, wages):
    book = send(erin, project, HEAD + 'Wages,,,Money.,,,\nNew,Wages,,"two\nlines",,,yes\n').context["book"]
    done = confirm(erin, project, book=book.replace("\n", "\r\n"), overwrite="wages")
    assert done.status_code == 302
    new = Tag.objects.of(project.id).get(name="New")
    assert (new.parent, new.retired is not None, new.definition.split()) == (wages, True, ["two", "lines"])
    assert Tag.objects.of(project.id).get(name="Wages").definition == "Money."


def test_what_is_not_checked_stays(erin, project, wages):
    book = send(erin, project, HEAD + "Wages,,,Money.,,,\n").context["book"]
    confirm(erin, project, book=book)
    assert Tag.objects.of(project.id).get().definition == "Pay.\r\nAll of it."


def test_a_file_that_is_no_codebook_is_refused_with_the_reason(erin, project):
    page = send(erin, project, "<html></html>")
    assert page.status_code == 400
    assert "no REFI-QDA codebook" in page.content.decode()


def test_a_confirmation_that_was_tampered_with_does_nothing(erin, project):
    assert confirm(erin, project, book="rubbish").status_code == 400
    assert confirm(erin, project).status_code == 400
    assert not Tag.objects.of(project.id).exists()


@pytest.mark.parametrize(
    ("who", "status"), [("alice", 200), ("erin", 200), ("bob", 403), ("ruth", 403), ("carol", 404), (None, 404)]
)
def test_who_may_import_a_codebook(cast, project, who, status):
    client = Client()
    if who:
        client.force_login(getattr(cast, who), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("exchange:import_codebook", kwargs={"slug": project.slug})).status_code == status
    if status != 200:
        assert confirm(client, project, book=HEAD).status_code == status
