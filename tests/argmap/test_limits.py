"""Nobody can fill the disk through a form."""

import logging

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def large(settings):
    """A form with a file that is larger than is allowed."""
    settings.MAX_UPLOAD_BYTES = 1_000
    return {"login": "alice", "file": SimpleUploadedFile("a.txt", b"x" * 2_000)}


@pytest.mark.parametrize("path", ["/accounts/login/", "/admin/login/", "/projects/new/"])
def test_a_form_that_is_too_large_is_refused_before_it_is_read(large, path):
    answer = Client(enforce_csrf_checks=True).post(path, large)
    assert answer.status_code == 413
    assert "too much at once" in answer.content.decode()
    assert not answer.wsgi_request._read_started


def test_a_form_of_the_allowed_size_is_read(large, settings):
    settings.MAX_UPLOAD_BYTES = 10_000
    assert Client().post("/accounts/login/", large).status_code == 200


def test_the_import_page_says_it_in_its_own_way(large, cast, project):
    client = Client()
    client.force_login(cast.erin)
    answer = client.post(f"/p/{project.slug}/import/", large)
    assert answer.status_code == 413
    assert "too much at once" not in answer.content.decode()


def test_too_many_fields_are_told_in_our_frame(settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2
    answer = Client().post("/accounts/login/", {"a": 1, "b": 2, "c": 3})
    assert answer.status_code == 400
    assert "more than 2 fields" in answer.text and 'class="brand' in answer.text


def test_too_many_files_are_told_in_our_frame(settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 1
    files = {name: SimpleUploadedFile(name, b"x") for name in ("a.txt", "b.txt")}
    answer = Client().post("/accounts/login/", files)
    assert answer.status_code == 400
    assert "more than 1 files" in answer.text and "in several goes" in answer.text


@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/api/v1/projects/"])
def test_a_host_that_is_none_of_ours_is_told_so(path):
    answer = Client().get(path, headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert "does not answer to that host name" in answer.text


def test_what_is_not_there_or_not_allowed_does_not_fill_the_log(cast, project, caplog):
    client = Client(enforce_csrf_checks=True)
    assert client.get("/nowhere/").status_code == 404
    assert client.post("/accounts/login/", {}).status_code == 403
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


READ_OR_POSTED = (
    "/projects/new/", "/account/", "/p/free-movement/settings/", "/p/free-movement/members/",
    "/p/free-movement/codebook/", "/p/free-movement/codebook/wages/edit/", "/p/free-movement/codebook/wages/merge/",
    "/p/free-movement/codebook/wages/delete/", "/p/free-movement/documents/{document}/edit/",
    "/p/free-movement/import/",
)  # fmt: skip


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", READ_OR_POSTED)
def test_pages_that_are_read_or_posted_to_know_no_other_method(cast, document, path, method):
    client = Client()
    client.force_login(cast.alice)
    answer = client.generic(method, path.format(document=document.id))
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, POST")
