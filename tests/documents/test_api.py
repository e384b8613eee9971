"""Documents and their texts over REST."""

from hashlib import sha256

import orjson
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from documents.models import Document
from projects.models import Event
from tests.conftest import TEXT

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(project):
    return f"/api/v1/projects/{project.slug}/documents/"


@pytest.fixture
def erin(program, cast):
    return program(cast.erin)


@pytest.fixture
def one(home, document):
    return f"{home}{document.id}/"


def ndjson(client, path: str, *lines: bytes):
    return client.generic("POST", path, b"\n".join(lines), "application/x-ndjson")


class TestAdding:
    def test_a_text_is_added_as_json(self, erin, home):
        made = erin.post(home, {"title": "On wages", "text": "Wages\r\nrise 👩‍👩‍👧.", "published_on": "2017-08-04"})
        assert made.status_code == 201, made.content
        body = made.json()
        text = "Wages\nrise 👩‍👩‍👧."
        expected = {
            "title": "On wages",
            "version": 1,
            "length": len(text),
            "words": 3,
            "sha256": sha256(text.encode()).hexdigest(),
            "published_on": "2017-08-04",
            "creator": "erin",
            "revision": 1,
        }
        assert body | expected == body
        assert "text" not in body
        assert (made["Location"], made["ETag"]) == (body["self"], '"1"')
        read = erin.get(body["self"]).json()
        assert read == body | {"text": text}

    def test_a_title_is_taken_from_the_text_when_none_is_given(self, erin, home):
        assert erin.post(home, {"text": "Wages\n\nThey rise."}).json()["title"] == "Wages"

    def test_the_same_text_again_is_409_with_the_document_that_has_it(self, erin, home, document):
        again = erin.post(home, {"title": "Another title", "text": TEXT.replace("\n", "\r\n")})
        assert again.status_code == 409
        assert again.json()["current"]["id"] == str(document.id)
        assert Document.objects.count() == 1

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({}, "text"),
            ({"text": " \n"}, "text"),
            ({"text": 7}, "text"),
            ({"text": "a", "title": "a" * 501}, "title"),
            ({"text": "a", "title": ["b"]}, "title"),
            ({"text": "a", "url": "javascript:alert(1)"}, "url"),
            ({"text": "a", "published_on": "yesterday"}, "published_on"),
            ({"text": "a", "published_on": "20170804"}, "published_on"),
            ({"text": "a", "published_on": "2017-W31-5"}, "published_on"),
            ({"text": "a", "language": "<en>"}, "language"),
            ({"text": "a", "author": "b"}, "author"),
            ({"text": "a", "markdown": 1}, "markdown"),
            ([{"text": "a"}], None),
            ("text", None),
            (None, None),
        ],
        ids=str,
    )
    def test_what_does_not_fit_is_told_by_field_and_adds_nothing(self, erin, home, body, field):
        response = erin.generic("POST", home, orjson.dumps(body), "application/json")
        assert response.status_code == 400
        assert [error["field"] for error in response.json()["errors"]] == ([field] if field else [])
        assert not Document.objects.exists()

    def test_html_in_a_title_is_kept_as_text(self, erin, home):
        title = "<script>alert(1)</script>"
        assert erin.post(home, {"text": "a", "title": title}).json()["title"] == title


class TestUploading:
    def upload(self, client, home, content: bytes, name="wages.txt", **fields):
        return client.post(home, {"file": SimpleUploadedFile(name, content)} | fields, format="multipart")

    def test_a_file_in_any_common_encoding_is_added(self, erin, home):
        made = self.upload(erin, home, "Löhne\r\nsteigen".encode("utf-16"), outlet="taz")
        assert made.status_code == 201, made.content
        body = made.json()
        assert (body["outlet"], body["source_name"]) == ("taz", "wages.txt")
        assert erin.get(body["text_url"]).content.decode() == "Löhne\nsteigen"

    def test_a_markdown_file_has_headings(self, erin, home):
        from documents.models import Passage

        made = self.upload(erin, home, b"# Wages\n\nThey rise.", "wages.md")
        kinds = Passage.objects.filter(document=made.json()["id"]).values_list("kind", flat=True)
        assert list(kinds) == ["heading", "paragraph"]

    @pytest.mark.parametrize(
        ("content", "code"),
        [(b"%PDF-1.7", "binary"), (b"a\0b", "binary"), (b"\xff\xfe\x00\xd8", "undecodable")],
    )
    def test_a_file_that_is_no_text_is_refused_with_what_to_do(self, erin, home, content, code):
        response = self.upload(erin, home, content)
        assert response.status_code == 400
        (error,) = response.json()["errors"]
        assert (error["field"], error["code"]) == ("file", code)
        assert "Save" in error["message"]

    def test_an_empty_file_is_refused(self, erin, home):
        assert self.upload(erin, home, b"").status_code == 400

    def test_a_form_without_a_file_or_with_other_fields_is_refused(self, erin, home):
        missing = erin.post(home, {"title": "a"}, format="multipart")
        assert missing.json()["errors"][0]["field"] == "file"
        assert self.upload(erin, home, b"Text.", author="a").json()["errors"][0]["field"] == "author"
        assert self.upload(erin, home, b"Text.", text="a").json()["errors"][0]["field"] == "text"

    def test_a_file_above_the_limit_is_413_and_nothing_is_added(self, erin, home, settings):
        settings.MAX_UPLOAD_BYTES = 1_000
        assert self.upload(erin, home, b"a " * 1_000).status_code == 413
        assert not Document.objects.exists()

    def test_a_form_that_is_torn_off_is_400(self, erin, home):
        response = erin.generic("POST", home, b"--x\r\nno", "multipart/form-data; boundary=")
        assert response.status_code == 400


class TestBringingMany:
    def test_each_line_has_its_own_fate(self, erin, home, document):
        response = ndjson(
            erin, home,
            b'{"title": "One", "text": "First text."}',
            b"",
            b'{"title": "Two", "text": ',
            orjson.dumps({"text": TEXT}),
            b'["no object"]',
            b'{"title": "Three", "text": "a\\u0000b"}',
            b'{"title": "Four", "text": " "}',
            b'{"title": "Five", "text": "Fifth text.", "author": "a"}',
            b'{"title": "Six", "text": "First text."}',
        )  # fmt: skip
        assert response.status_code == 200, response.content
        report = response.json()
        fates = {result["line"]: result["status"] for result in report["results"]}
        assert fates == {
            1: "created", 3: "refused", 4: "there", 5: "refused", 6: "refused", 7: "refused", 8: "refused", 9: "there",
        }  # fmt: skip
        assert (report["created"], report["there"], report["refused"]) == (1, 2, 5)
        by_line = {result["line"]: result for result in report["results"]}
        assert by_line[4]["id"] == str(document.id)
        assert by_line[9]["id"] == by_line[1]["id"]
        assert by_line[8]["errors"][0]["field"] == "author"
        assert Document.objects.count() == 2

    def test_each_document_has_its_event(self, erin, home, project):
        ndjson(erin, home, b'{"text": "One."}', b'{"text": "Two."}')
        assert Event.objects.filter(project=project, kind="document.imported").count() == 2

    def test_more_rows_than_allowed_are_413_and_none_is_added(self, erin, home, settings):
        settings.MAX_BULK_ROWS = 2
        response = ndjson(erin, home, b'{"text": "One."}', b'{"text": "Two."}', b'{"text": "Three."}')
        assert response.status_code == 413
        assert not Document.objects.exists()

    def test_an_empty_body_brings_nothing(self, erin, home):
        assert ndjson(erin, home, b" ").json() == {"created": 0, "there": 0, "refused": 0, "results": []}

    def test_the_number_of_queries_does_not_grow_with_the_rows(self, erin, home, django_assert_max_num_queries):
        rows = [orjson.dumps({"text": f"Text number {n}."}) for n in range(300)]
        with django_assert_max_num_queries(20):
            assert ndjson(erin, home, *rows).json()["created"] == 300


class TestListing:
    @pytest.fixture
    def shelf(self, erin, home):
        rows = [
            {
                "text": "1",
                "title": "Wages",
                "outlet": "The Guardian",
                "language": "en-GB",
                "published_on": "2017-01-01",
            },
            {"text": "2", "title": "Borders", "outlet": "taz", "language": "de", "published_on": "2018-01-01"},
            {"text": "3", "title": "Solidarity", "outlet": "taz", "language": "en"},
        ]
        assert ndjson(erin, home, *map(orjson.dumps, rows)).json()["created"] == 3

    @pytest.mark.parametrize(
        ("query", "titles"),
        [
            ("", ["Wages", "Borders", "Solidarity"]),
            ("q=guard", ["Wages"]),
            ("q=TAZ+bord", ["Borders"]),
            ("outlet=taz", ["Borders", "Solidarity"]),
            ("language=en", ["Wages", "Solidarity"]),
            ("language=en-gb", ["Wages"]),
            ("language=.*", []),
            ("published_after=2017-01-01", ["Wages", "Borders"]),
            ("published_before=2017-12-31", ["Wages"]),
            ("outlet=taz&published_after=2017-06-01", ["Borders"]),
        ],
    )
    def test_filters_must_all_hold(self, erin, home, shelf, query, titles):
        response = erin.get(f"{home}?{query}")
        assert [row["title"] for row in response.json()["results"]] == titles
        assert all("text" not in row for row in response.json()["results"])

    @pytest.mark.parametrize(
        "query",
        ["author=a", "page_size=501", "page_size=0", "cursor=x", "cursor=WyJhZnRlciJd", "published_after=2017",
         "q=a&q=b", "page_size=１", "q=%00"],
    )  # fmt: skip
    def test_a_query_that_makes_no_sense_names_the_parameter(self, erin, home, query):
        response = erin.get(f"{home}?{query}")
        assert response.status_code == 400
        assert response.json()["errors"][0]["field"] == query.split("=")[0]

    def test_pages_neither_skip_nor_repeat(self, erin, home, shelf):
        seen, address = [], f"{home}?page_size=1"
        while address:
            page = erin.get(address).json()
            seen += [row["title"] for row in page["results"]]
            address = page["next"]
        assert seen == ["Wages", "Borders", "Solidarity"]
        assert erin.get(page["previous"]).json()["results"][0]["title"] == "Borders"

    def test_a_list_costs_the_same_queries_however_long(self, erin, home, shelf, django_assert_num_queries):
        erin.get(home)
        with django_assert_num_queries(2):
            erin.get(home)

    def test_an_unchanged_list_is_304(self, erin, home, shelf, program, cast):
        etag = erin.get(home)["ETag"]
        unchanged = erin.get(home, HTTP_IF_NONE_MATCH=etag)
        assert (unchanged.status_code, unchanged["ETag"], unchanged.content) == (304, etag, b"")
        assert program(cast.ruth).get(home, HTTP_IF_NONE_MATCH=etag).status_code == 200
        erin.post(home, {"text": "4"})
        assert erin.get(home, HTTP_IF_NONE_MATCH=etag).status_code == 200


class TestChanging:
    def test_what_is_said_of_a_text_is_corrected_on_its_revision(self, erin, one):
        assert erin.patch(one, {"byline": "A. Writer"}).status_code == 428
        changed = erin.patch(one, {"byline": "A. Writer"}, HTTP_IF_MATCH='"1"')
        assert (changed.json()["byline"], changed["ETag"]) == ("A. Writer", '"2"')
        stale = erin.patch(one, {"byline": "B. Writer"}, HTTP_IF_MATCH='"1"')
        assert (stale.status_code, stale.json()["current"]["byline"]) == (412, "A. Writer")

    @pytest.mark.parametrize(
        ("body", "field"),
        [({"text": "New."}, "text"), ({"document": "a"}, "document"), ({"title": ""}, "title"), ({"url": "a"}, "url")],
    )
    def test_only_what_is_said_of_it_can_be_changed(self, erin, one, body, field):
        response = erin.patch(one, body, HTTP_IF_MATCH='"1"')
        assert (response.status_code, response.json()["errors"][0]["field"]) == (400, field)

    def test_a_deleted_document_is_gone_and_comes_back(self, erin, one, home):
        gone = erin.delete(one, HTTP_IF_MATCH='"1"')
        assert (gone.status_code, gone["ETag"]) == (204, '"2"')
        assert erin.get(home).json()["results"] == []
        for response in (erin.get(one), erin.get(f"{one}text/"), erin.patch(one, {}, HTTP_IF_MATCH="*")):
            assert response.status_code == 410
            assert response.json()["current"]["deleted"].endswith("Z")
        assert erin.post(f"{one}restore/").status_code == 428
        assert erin.post(f"{one}restore/", HTTP_IF_MATCH='"1"').status_code == 412
        back = erin.post(f"{one}restore/", HTTP_IF_MATCH='"2"')
        assert (back.status_code, back["ETag"]) == (200, '"3"')
        assert "deleted" not in back.json()

    def test_a_text_that_came_back_otherwise_stands_in_the_way_of_restoring(self, erin, one, home):
        erin.delete(one, HTTP_IF_MATCH='"1"')
        other = erin.post(home, {"text": TEXT}).json()
        response = erin.post(f"{one}restore/", HTTP_IF_MATCH='"2"')
        assert (response.status_code, response.json()["current"]) == (409, other)


class TestText:
    def test_the_text_is_served_as_it_is_with_its_hash(self, erin, one):
        response = erin.get(f"{one}text/")
        assert response.content.decode() == TEXT
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        assert response["ETag"] == f'"{sha256(TEXT.encode()).hexdigest()}"'
        assert response["X-Content-Type-Options"] == "nosniff"

    def test_who_has_it_already_gets_304(self, erin, one):
        etag = erin.get(f"{one}text/")["ETag"]
        assert erin.get(f"{one}text/", HTTP_IF_NONE_MATCH=etag).status_code == 304

    def test_a_version_is_asked_for_by_number(self, erin, one):
        assert erin.get(f"{one}text/?version=1").content.decode() == TEXT
        assert erin.get(f"{one}text/?version=2").status_code == 404
        assert erin.get(f"{one}text/?version=0").status_code == 400

    def test_head_tells_the_hash_without_the_text(self, erin, one):
        response = erin.head(f"{one}text/")
        assert (response.status_code, response.content) == (200, b"")
        assert response["ETag"] == f'"{sha256(TEXT.encode()).hexdigest()}"'

    def test_an_unknown_document_is_404(self, erin, home):
        assert erin.get(f"{home}01890000-0000-7000-8000-000000000000/text/").status_code == 404
        assert erin.get(f"{home}1/text/").status_code == 404
