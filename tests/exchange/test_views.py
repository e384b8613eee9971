"""The import page and the export page."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from documents.models import Document
from documents.querysets import current_text
from projects.services import change_project
from tests.conftest import TEXT
from tests.trying import try_door

pytestmark = pytest.mark.django_db
IMPORT = "/p/free-movement/import/"
EXPORT = "/p/free-movement/export/"
PASTED = {"text": "Pasted.", "title": "", "published_on": ""}

#                                     alice erin  bob  ruth carol anonymous
PRIVATE = [
    ("GET", IMPORT, None,            (200, 200, 403, 403, 404, 404)),
    ("POST", IMPORT, PASTED,         (302, 302, 403, 403, 404, 404)),
    ("POST", IMPORT, {},             (400, 400, 403, 403, 404, 404)),
    ("PUT", IMPORT, None,            (405, 405, 405, 405, 405, 405)),
    ("GET", EXPORT, None,            (200, 200, 200, 200, 404, 404)),
    ("POST", EXPORT, {},             (405, 405, 405, 405, 405, 405)),
]  # fmt: skip
PUBLIC = [
    ("GET", IMPORT, None,            (200, 200, 403, 403, 403, 403)),
    ("POST", IMPORT, PASTED,         (302, 302, 403, 403, 403, 403)),
    ("GET", EXPORT, None,            (200, 200, 200, 200, 200, 200)),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "data", "expected"), PRIVATE)
def test_doors_of_a_private_project(cast, project, method, path, data, expected):
    assert try_door(cast, method, path, data) == list(expected)


@pytest.mark.parametrize(("method", "path", "data", "expected"), PUBLIC)
def test_doors_of_a_public_project(cast, project, method, path, data, expected):
    change_project(project=project, user=cast.alice, public=True)
    assert try_door(cast, method, path, data) == list(expected)


@pytest.fixture
def erin(cast, project, client):
    client.force_login(cast.erin)
    return client


def file(name, data):
    return SimpleUploadedFile(name, data if isinstance(data, bytes) else data.encode())


def test_a_pasted_text_is_imported_and_opened(erin, project):
    said = {"text": "One\r\n\r\nTwo", "title": "A title", "outlet": "The Paper", "published_on": "2017-08-04"}
    answer = erin.post(IMPORT, said)
    document = Document.objects.get(project=project)
    assert answer.headers["Location"] == f"/p/free-movement/documents/{document.id}/"
    assert current_text(document) == "One\n\nTwo"
    assert (document.title, document.outlet, document.published_on.isoformat()) == (
        "A title",
        "The Paper",
        "2017-08-04",
    )


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"text": " \r\n "}, "There is no text in it."),
        ({"text": ""}, "Paste the text here."),
        ({"text": "KEEP ME", "url": "nowhere"}, "Write a whole address"),
        ({"text": "KEEP ME", "published_on": "4.8."}, "Write the date as YYYY-MM-DD"),
        ({"text": "KEEP ME", "title": "x" * 501}, "the limit is 500"),
        ({"text": "KEEP ME", "language": "English!"}, "BCP 47"),
        ({"text": "KEEP ME\0"}, "Null characters are not allowed."),
    ],
)
def test_a_pasted_text_that_cannot_be_taken_stays_in_the_form(erin, project, said, words):
    answer = erin.post(IMPORT, said | {"byline": "KEEP ME TOO"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert words in page
    assert "KEEP ME TOO" in page
    assert said["text"].replace("\0", "").strip() in page
    assert not Document.objects.exists()


def test_a_pasted_text_that_is_here_already_leads_to_it(erin, document):
    answer = erin.post(IMPORT, {"text": TEXT, "title": "Again"})
    assert answer.status_code == 409
    assert f'href="/p/free-movement/documents/{document.id}/"' in answer.content.decode()
    assert "We were all paid poorly." in answer.content.decode()


def test_the_fate_of_each_file_is_shown(erin, document):
    manifest = json.dumps([{"file": "b.md", "title": "From the manifest"}, {"file": "absent.txt"}])
    answer = erin.post(
        IMPORT,
        {
            "file": [
                file("a.txt", TEXT),
                file("b.md", "# New\n\nText."),
                file("c.pdf", b"%PDF-1.7"),
                file("d.txt", ""),
                file("manifest.json", manifest),
            ]
        },
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "1 document imported" in page
    assert "1 was here already" in page
    assert "2 could not be imported" in page
    assert "From the manifest" in page
    assert f'href="/p/free-movement/documents/{document.id}/"' in page
    assert "This is a PDF" in page
    assert "names files that were not chosen: absent.txt" in page


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([], "Choose one file or more."),
        ([("manifest.json", "[]")], "Choose the texts as well"),
        ([("a.txt", "A"), ("manifest.json", "{")], "The manifest cannot be used, so nothing was imported."),
    ],
)
def test_a_choice_of_files_that_makes_no_sense_imports_nothing(erin, project, files, words):
    answer = erin.post(IMPORT, {"file": [file(*one) for one in files]})
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert not Document.objects.exists()


def test_an_upload_over_the_limit_is_heard_out_and_refused_with_the_limit(erin, project, settings):
    settings.MAX_UPLOAD_BYTES = 1000
    answer = erin.post(IMPORT, {"file": [file("a.txt", "A" * 2000)]})
    assert answer.status_code == 413
    assert "Nothing was imported" in answer.content.decode()
    assert not Document.objects.exists()


def test_an_upload_over_the_limit_tells_a_stranger_nothing(cast, project, client, settings):
    settings.MAX_UPLOAD_BYTES = 1000
    client.force_login(cast.carol)
    assert client.post(IMPORT, {"file": [file("a.txt", "A" * 2000)]}).status_code == 404


def test_an_import_from_another_site_is_refused(cast, project):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.erin)
    assert client.post(IMPORT, PASTED).status_code == 403
    assert not Document.objects.exists()


def test_markup_in_names_and_titles_is_shown_not_run(erin, project):
    evil = "<script>alert(1)</script>"
    page = erin.post(IMPORT, {"file": [file("<img src=x>.pdf", b"%PDF"), file("a.txt", f"{evil}\n\nText.")]}).content
    assert b"<script>alert" not in page
    assert b"<img" not in page
    assert b"&lt;script&gt;" in page


def test_the_export_page_counts_what_goes_out_and_links_to_it(cast, annotated, client):
    client.force_login(cast.ruth)
    page = client.get(EXPORT).content.decode()
    assert "4 annotations, tagged or not" in page
    assert "/api/v1/projects/free-movement/exports/csv/" in page
    assert client.get("/api/v1/projects/free-movement/exports/csv/?bom=1").status_code == 200
