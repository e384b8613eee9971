"""Codebooks that come in and go out: told first, nothing removed, and the same again in an empty project."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from annotations.codebook import create_tag
from annotations.models import Tag
from exchange.codebooks import entries_of, plan, read_codebook, take_in_codebook
from exchange.formats import codebook_csv, qdc
from exchange.formats.entry import CodebookError, Entry
from projects.guards import open_project

ADDRESS = "/api/v1/projects/free-movement/imports/codebook/"
HEAD = "name,parent,colour,definition,example,shortcut,retired\n"


@pytest.fixture
def door(doors, cast):
    return doors(cast.erin)


@pytest.fixture
def book(door):
    create_tag(door=door, name="Wages", definition="Pay.", example="“Wages fell.”", shortcut="w", colour="#112233")
    create_tag(door=door, name="Low pay", parent="wages", retired=True)
    create_tag(door=door, name="Solidarity, and more", definition="a\r\nb")


@pytest.mark.parametrize("written", ["csv", "qdc"])
def test_a_codebook_is_the_same_in_an_empty_project(project, other_project, cast, book, written):
    if written == "csv":
        data = "".join(codebook_csv.write(entries_of(project.id))).encode()
    else:
        data = "".join(qdc.write(entries_of(project.id, by_id=True))).encode()
    elsewhere = open_project(cast.carol, other_project.slug)
    told = take_in_codebook(door=elsewhere, lines=plan(other_project.id, read_codebook("f", data)))
    assert told == {"created": 3, "changed": 0, "left": 0}
    lost = {"key": "", "shortcut": "", "definition": "", "example": ""} if written == "qdc" else {"key": ""}
    there, here = (
        [Entry(**{n: getattr(e, n) for n in Entry.__slots__} | lost) for e in entries_of(p.id)]
        for p in (other_project, project)
    )
    assert there == here
    again = plan(project.id, read_codebook("f", data))
    assert {line.kind for line in again} == {"same"}


def test_what_a_file_would_change_is_told_and_what_it_leaves_empty_is_not(project, book):
    data = (HEAD + "WAGES,,#445566,Money.,,,\nNew,Wages,,,,w,\n").encode()
    wages, new = plan(project.id, read_codebook("f.csv", data))
    assert (wages.kind, wages.slug) == ("changed", "wages")
    assert wages.differences == {"colour": ("#112233", "#445566"), "definition": ("Pay.", "Money.")}
    assert (new.kind, new.slug) == ("new", "")


def test_only_what_is_asked_for_is_overwritten_and_nothing_is_removed(project, door, book):
    data = (HEAD + "Wages,,,Money.,,,\nSolidarity and more,,,,,,\nlow pay,,,Little.,,,\n").encode()
    lines = plan(project.id, read_codebook("f.csv", data))
    assert take_in_codebook(door=door, lines=lines, overwrite={"wages"}) == {"created": 1, "changed": 1, "left": 1}
    kept = dict(Tag.objects.of(project.id).live().values_list("name", "definition"))
    assert kept == {"Wages": "Money.", "Low pay": "", "Solidarity, and more": "a\r\nb", "Solidarity and more": ""}
    assert Tag.objects.of(project.id).get(name="Wages").example == "“Wages fell.”"


def test_a_shortcut_that_is_taken_is_left_out(project, door, book):
    lines = plan(project.id, read_codebook("f.csv", (HEAD + "New,,,,,w,\nNewer,,,,,n,\nNewest,,,,,n,\n").encode()))
    take_in_codebook(door=door, lines=lines)
    keys = dict(Tag.objects.of(project.id).live().values_list("name", "shortcut"))
    assert (keys["Wages"], keys["New"], keys["Newer"], keys["Newest"]) == ("w", "", "n", "")


def test_a_tag_keeps_its_shortcut_when_the_one_in_the_file_is_taken(project, door, book):
    create_tag(door=door, name="Borders", shortcut="b")
    lines = plan(project.id, read_codebook("f.csv", (HEAD + "Wages,,,,,b,\nBorders,,,,,w,\n").encode()))
    told = take_in_codebook(door=door, lines=lines, overwrite={"wages", "borders"})
    keys = dict(Tag.objects.of(project.id).live().exclude(shortcut="").values_list("name", "shortcut"))
    assert (keys, told["changed"], told["left"]) == ({"Wages": "w", "Borders": "b"}, 0, 2)


def test_a_shortcut_that_the_file_frees_can_be_given_to_another_tag(project, door, book):
    lines = plan(project.id, read_codebook("f.csv", (HEAD + "Wages,,,,,x,\nNew,,,,,w,\nNewer,,,,,x,\n").encode()))
    take_in_codebook(door=door, lines=lines, overwrite={"wages"})
    keys = dict(Tag.objects.of(project.id).live().values_list("name", "shortcut"))
    assert (keys["Wages"], keys["New"], keys["Newer"]) == ("x", "w", "")


def test_a_capital_letter_in_a_definition_is_a_change(project, book):
    (line,) = plan(project.id, read_codebook("f.csv", (HEAD + "wages,,#112233,pay.,,,\n").encode()))
    assert line.differences == {"definition": ("Pay.", "pay.")}


def test_a_parent_that_is_nowhere_is_told(project):
    with pytest.raises(CodebookError, match="neither here nor in the file"):
        plan(project.id, [Entry("a", "nowhere")])


def test_a_file_that_is_not_in_utf8_is_told():
    with pytest.raises(CodebookError, match="UTF-8"):
        read_codebook("löhne.csv", "name\nLöhne".encode("latin-1"))


@pytest.fixture
def send(program, project):
    def call(user, data: bytes, **fields):
        body = encode_multipart(BOUNDARY, {"file": SimpleUploadedFile("book.csv", data), **fields})
        return program(user).post(ADDRESS, body, content_type=MULTIPART_CONTENT)

    return call


def test_the_api_tells_first_and_then_does(send, project, cast, book):
    data = (HEAD + "Wages,,,Money.,,,\nNew,,,,,,\n").encode()
    dry = send(cast.erin, data, dry_run="true").json()
    assert (dry["created"], Tag.objects.of(project.id).live().count()) == (0, 3)
    assert dry["results"][0] == {
        "name": "Wages", "slug": "wages", "status": "changed", "differences": {"definition": ["Pay.", "Money."]},
    }  # fmt: skip
    done = send(cast.erin, data, overwrite=["wages"]).json()
    assert (done["created"], done["changed"], done["left"]) == (1, 1, 0)
    assert Tag.objects.of(project.id).get(name="Wages").definition == "Money."


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"overwrite": ["nowhere"]}, "overwrite"), ({"dry_run": "perhaps"}, "dry_run"), ({"colour": "x"}, "colour")],
)
def test_a_slip_is_told_by_its_field(send, cast, book, fields, field):
    answer = send(cast.erin, (HEAD + "Wages,,,,,,\n").encode(), **fields)
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_no_codebook_and_no_file_are_told(send, program, project, cast):
    assert send(cast.erin, b"<x/>").json()["errors"][0]["field"] == "file"
    bare = program(cast.erin).post(ADDRESS, encode_multipart(BOUNDARY, {}), content_type=MULTIPART_CONTENT)
    assert bare.json()["errors"][0]["code"] == "required"


@pytest.mark.parametrize("name", ["codebook-csv", "qdc"])
def test_codebooks_are_downloaded(program, project, cast, book, name):
    answer = program(cast.ruth).get(f"/api/v1/projects/{project.slug}/exports/{name}/")
    data = b"".join(answer.streaming_content)
    assert {entry.name for entry in read_codebook("f", data)} == {"Wages", "Low pay", "Solidarity, and more"}
    assert "codebook" in answer["Content-Disposition"]
