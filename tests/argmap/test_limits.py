"""Nobody can fill the disk through a form."""

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
