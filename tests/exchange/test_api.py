"""Imports and exports over REST; who may is tried in tests/test_guard.py."""

import csv
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from documents.models import Document
from exchange.formats.csv import bare
from projects.services import change_project
from tests.exchange.conftest import FAMILY, HOSTILE

pytestmark = pytest.mark.django_db
API = "/api/v1/projects/free-movement"


def file(name, data):
    return SimpleUploadedFile(name, data if isinstance(data, bytes) else data.encode())


def send(client, **fields):
    return client.post(f"{API}/imports/", fields, format="multipart")


def body(answer):
    return b"".join(answer.streaming_content).decode()


def test_files_are_reported_one_by_one(program, cast, document):
    manifest = json.dumps([{"file": "a.txt", "title": "From the manifest", "language": "en-GB"}, {"file": "gone.txt"}])
    answer = send(
        program(cast.erin),
        file=[file("a.txt", "New."), file("b.txt", "New."), file("c.txt", ""), file("d.bin", bytes(range(32)) * 9)],
        manifest=file("m.json", manifest),
    )
    assert answer.status_code == 201
    made = answer.json()
    assert (made["created"], made["there"], made["refused"]) == (1, 1, 2)
    assert made["missing"] == ["gone.txt"], "what the manifest names and nobody sent is told"
    assert [result["status"] for result in made["results"]] == ["created", "there", "refused", "refused"]
    assert [result["file"] for result in made["results"]] == ["a.txt", "b.txt", "c.txt", "d.bin"]
    assert made["results"][0]["id"] == made["results"][1]["id"]
    assert made["results"][2]["errors"] == [{"field": "file", "code": "blank", "message": "There is no text in it."}]
    assert made["results"][3]["errors"][0]["code"] == "binary"
    assert Document.objects.get(id=made["results"][0]["id"]).language == "en-GB"


def test_nothing_new_is_no_creation(program, cast, project):
    send(program(cast.erin), file=file("a.txt", "New."))
    assert send(program(cast.erin), file=file("a.txt", "New.")).status_code == 200


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({}, "file", "required"),
        ({"file": "text"}, "file", "invalid"),
        ({"file": file("a.txt", "A"), "manifest": file("m.json", "{}")}, "manifest", "invalid"),
        ({"file": file("a.txt", "A"), "title": "A"}, "title", "unknown"),
    ],
)
def test_what_makes_no_sense_is_a_problem_that_names_the_field(program, cast, project, fields, field, code):
    answer = send(program(cast.erin), **fields)
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert [(error["field"], error["code"]) for error in answer.json()["errors"]] == [(field, code)]
    assert not Document.objects.exists()


def test_an_upload_over_the_limit_is_413_and_imports_nothing(program, cast, project, settings):
    settings.MAX_UPLOAD_BYTES = 1000
    answer = send(program(cast.erin), file=file("a.txt", "A" * 2000))
    assert answer.status_code == 413
    assert "1,000 are allowed" in answer.json()["detail"]
    assert not Document.objects.exists()


def test_the_formats_are_listed_with_their_addresses(program, cast, annotated):
    results = program(cast.ruth).get(f"{API}/exports/").json()["results"]
    assert [result["name"] for result in results] == ["csv", "w3c", "codebook-csv", "qdc"]
    for result in results:
        answer = program(cast.ruth).get(result["url"])
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == result["media_type"]


def test_csv_is_a_download_of_every_annotation(program, cast, annotated, document):
    answer = program(cast.ruth).get(f"{API}/exports/csv/")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="free-movement-annotations-2')
    rows = list(csv.DictReader(io.StringIO(body(answer), newline="")))
    assert [row["tags"] for row in rows] == ["", "Wages & pay; =SUM(A1)", "", "solidarity"]
    assert bare(rows[1]["note"]) == HOSTILE
    assert rows[3]["quote"] == FAMILY
    assert {row["document_sha256"] for row in rows} == {document.sha256}


def test_the_byte_order_mark_is_there_when_asked_for(program, cast, annotated):
    assert body(program(cast.ruth).get(f"{API}/exports/csv/?bom=1")).startswith("\ufeffid")
    assert body(program(cast.ruth).get(f"{API}/exports/csv/?bom=0")).startswith("id")
    assert program(cast.ruth).get(f"{API}/exports/csv/?bom=yes").status_code == 400


def test_the_w3c_source_is_the_text_in_which_its_selectors_count(program, cast, annotated):
    reader = program(cast.ruth)
    made = json.loads(body(reader.get(f"{API}/exports/w3c/")))
    assert made["total"] == len(made["first"]["items"]) == 4
    for item in made["first"]["items"]:
        text = reader.get(item["target"]["source"]).content.decode()
        quote, position = item["target"]["selector"]
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert text[: position["start"]].endswith(quote["prefix"])
        assert text[position["end"] :].startswith(quote["suffix"])
        assert reader.get(item["id"]).json()["quote"] == quote["exact"]


def test_who_has_the_export_already_is_told_so(program, cast, project, annotated):
    reader = program(cast.ruth)
    etag = reader.get(f"{API}/exports/w3c/").headers["ETag"]
    assert reader.get(f"{API}/exports/w3c/", HTTP_IF_NONE_MATCH=etag).status_code == 304
    change_project(project=project, user=cast.alice, name="Another name")
    assert reader.get(f"{API}/exports/w3c/", HTTP_IF_NONE_MATCH=etag).status_code == 200


def test_an_unknown_format_is_a_404_that_lists_the_known(program, cast, project):
    answer = program(cast.ruth).get(f"{API}/exports/xlsx/")
    assert answer.status_code == 404
    assert "csv, w3c" in answer.json()["detail"]


def test_an_empty_project_exports_files_without_annotations(program, cast, project):
    assert body(program(cast.ruth).get(f"{API}/exports/csv/")).count("\r\n") == 1
    assert json.loads(body(program(cast.ruth).get(f"{API}/exports/w3c/")))["total"] == 0
