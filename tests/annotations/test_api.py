"""The REST door of annotations, as programs meet it."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.ids import uuid7
from annotations.models import Annotation
from tests.conftest import TEXT, import_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(project):
    """The address of the project's annotations, or of one of them."""
    return lambda *parts: "/".join(["/api/v1/projects", project.slug, "annotations", *map(str, parts), ""])


@pytest.fixture
def body(document):
    """A body that annotates the passage that says `quote`."""

    def make(quote="migrant labour", **fields):
        start = TEXT.index(quote)
        return {"document": str(document.id), "start": start, "end": start + len(quote), "quote": quote} | fields

    return make


def post(client, address, body, **headers):
    return client.post(address, json.dumps(body), content_type="application/json", **headers)


def put(client, address, body, **headers):
    return client.put(address, json.dumps(body), content_type="application/json", **headers)


def patch(client, address, body, revision=None):
    headers = {} if revision is None else {"HTTP_IF_MATCH": f'"{revision}"'}
    return client.patch(address, json.dumps(body), content_type="application/json", **headers)


def test_post_creates_and_tells_where(program, cast, address, body):
    answer = post(program(cast.bob), address(), body(tags=["Wages"], note="n"))
    made = answer.json()
    assert answer.status_code == 201
    assert answer["Location"] == made["url"] == f"http://testserver{address(made['id'])}"
    assert answer["ETag"] == '"1"'
    assert (made["tags"], made["note"], made["creator"], made["version"]) == (["wages"], "n", "bob", 1)
    assert program(cast.ruth).get(made["url"]).json() == made


def test_put_is_idempotent_under_an_id_of_the_clients(program, cast, address, body):
    client, id_ = program(cast.bob), uuid7()
    first = put(client, address(id_), body(tags=["Wages"]))
    again = put(client, address(id_), body(tags=["wages"]))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first.json()["id"] == str(id_)


def test_put_of_another_body_needs_if_match(program, cast, address, body):
    client, id_ = program(cast.bob), uuid7()
    put(client, address(id_), body(note="one", tags=["a"]))
    other = put(client, address(id_), body(note="two"))
    assert other.status_code == 428
    assert other.json()["current"]["note"] == "one"
    replaced = put(client, address(id_), body(note="two"), HTTP_IF_MATCH='"1"')
    assert replaced.status_code == 200
    assert (replaced.json()["note"], replaced.json()["tags"]) == ("two", [])
    stale = put(client, address(id_), body(note="three"), HTTP_IF_MATCH='"1"')
    assert (stale.status_code, stale.json()["current"]["note"]) == (412, "two")


def test_put_refuses_another_id_or_document(program, cast, address, body, project):
    client, id_ = program(cast.bob), uuid7()
    assert put(client, address(id_), body(id=str(uuid7()))).status_code == 400
    put(client, address(id_), body())
    other = import_text(project, cast.erin, "Another text altogether.", "Other")
    moved = {"document": str(other.id), "start": 0, "end": 7}
    assert put(client, address(id_), moved, HTTP_IF_MATCH='"1"').status_code == 400


def test_patch_and_delete_need_the_revision(program, cast, address, body):
    client = program(cast.bob)
    made = post(client, address(), body()).json()
    url = address(made["id"])
    assert patch(client, url, {"note": "x"}).status_code == 428
    assert client.delete(url).status_code == 428
    changed = patch(client, url, {"note": "x", "tags": ["A", "B"]}, 1)
    assert (changed.status_code, changed["ETag"], changed.json()["tags"]) == (200, '"2"', ["a", "b"])
    stale = patch(client, url, {"note": "y"}, 1)
    assert stale.status_code == 412
    assert stale["Content-Type"] == "application/problem+json"
    assert (stale.json()["current"]["note"], stale.json()["current"]["revision"]) == ("x", 2)
    assert client.delete(url, HTTP_IF_MATCH='"1"').status_code == 412
    gone = client.delete(url, HTTP_IF_MATCH='"2"')
    assert (gone.status_code, gone["ETag"], gone.has_header("Content-Type")) == (204, '"3"', False)


def test_a_deleted_annotation_is_gone_from_lists_answers_410_and_can_be_restored(program, cast, address, body):
    client = program(cast.bob)
    made = post(client, address(), body()).json()
    url = address(made["id"])
    client.delete(url, HTTP_IF_MATCH='"1"')
    assert client.get(address()).json()["results"] == []
    gone = client.get(url)
    assert (gone.status_code, gone.json()["current"]["id"]) == (410, made["id"])
    assert patch(client, url, {"note": "x"}, 2).status_code == 410
    assert put(client, url, body()).status_code == 410
    back = client.post(f"{url}restore/", HTTP_IF_MATCH='"2"')
    assert (back.status_code, back.json()["revision"]) == (200, 3)
    assert len(client.get(address()).json()["results"]) == 1


def test_a_place_can_be_said_by_a_quote_that_stands_once(program, cast, address, document):
    client = program(cast.bob)
    once = post(client, address(), {"document": str(document.id), "quote": "migrant labour"})
    assert (once.status_code, once.json()["start"]) == (201, TEXT.index("migrant labour"))
    often = post(client, address(), {"document": str(document.id), "quote": "ag"})
    candidates = often.json()["current"]["candidates"]
    assert often.status_code == 400
    assert [TEXT[c["start"] : c["end"]] for c in candidates] == ["ag"] * len(candidates)
    assert len(candidates) > 1
    chosen = post(client, address(), {"document": str(document.id), "quote": "ag", "prefix": "camp", "suffix": "n"})
    assert chosen.status_code == 400
    chosen = post(client, address(), {"document": str(document.id), "quote": "ag", "prefix": "st"})
    assert (chosen.status_code, chosen.json()["start"]) == (201, TEXT.index("stagnation") + 2)
    nowhere = post(client, address(), {"document": str(document.id), "quote": "unicorns"})
    assert (nowhere.status_code, nowhere.json()["current"]) == (400, {"candidates": []})


def test_offsets_and_quote_must_agree(program, cast, address, body):
    wrong = post(program(cast.bob), address(), body() | {"quote": "Migrant labour"})
    assert (wrong.status_code, wrong.json()["current"]) == (409, {"quote": "migrant labour"})


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"end": 10**6}, "end"),
        ({"start": -1}, "start"),
        ({"start": 5, "end": 5}, "end"),
        ({"end": None}, "end"),
        ({"version": 9}, "version"),
        ({"document": str(uuid7())}, "document"),
        ({"document": "no"}, "document"),
        ({"colour": "red"}, "colour"),
        ({"tags": "wages"}, "tags"),
        ({"note": "a\x00b"}, ""),
        ({"tags": ["\x00"]}, ""),
    ],
)
def test_bad_input_names_the_field(program, cast, address, body, fields, field):
    answer = post(program(cast.bob), address(), body() | {"quote": None} | fields)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"][0]["field"] == field


def test_marking_after_emoji_counts_code_points(program, cast, address, body):
    made = post(program(cast.bob), address(), body("campaign; it asked")).json()
    assert made["quote"] == "campaign; it asked"
    assert made["prefix"].endswith("👩‍👩‍👧‍👦 ")


def test_names_of_tags_and_notes_are_kept_to_the_letter(program, cast, address, body):
    note, tag = "<script>alert(1)</script> & “quotes”", "<b>wages</b>"
    made = post(program(cast.bob), address(), body(note=note, tags=[tag])).json()
    assert made["note"] == note
    slug = made["tags"][0]
    tags = program(cast.ruth).get(address().replace("annotations", "tags")).json()["results"]
    assert [(one["slug"], one["name"]) for one in tags] == [(slug, tag)]


def test_bulk_tells_of_each_line_and_one_bad_line_harms_no_other(program, cast, address, body):
    mine = str(uuid7())
    lines = [
        json.dumps(body(id=mine, tags=["a"])),
        "{not json",
        "",
        json.dumps(body("solidarity", tags=["b"])),
        json.dumps(body(id=mine, tags=["a"])),
        json.dumps(body(quote="poorly", end=5)),
        json.dumps([1]),
        json.dumps({"document": str(uuid7()), "quote": "x"}),
    ]
    answer = program(cast.bob).post(address(), "\n".join(lines), content_type="application/x-ndjson")
    report = answer.json()
    assert answer.status_code == 200
    assert (report["created"], report["there"], report["refused"]) == (2, 1, 4)
    assert [(one["line"], one["status"]) for one in report["results"]] == [
        (1, "created"), (2, "refused"), (4, "created"), (5, "there"), (6, "refused"), (7, "refused"), (8, "refused"),
    ]  # fmt: skip
    assert all(one.get("errors") for one in report["results"] if one["status"] == "refused")
    assert len(program(cast.ruth).get(address()).json()["results"]) == 2


def test_rows_that_quote_share_the_fetching_of_their_text(program, cast, address, document):
    quotes = ("migrant labour", "unscrupulous employers", "campaign", "solidarity", "unicorns")
    lines = [json.dumps({"document": str(document.id), "quote": quote}) for quote in quotes]
    with CaptureQueriesContext(connection) as asked:
        answer = program(cast.bob).post(address(), "\n".join(lines), content_type="application/x-ndjson").json()
    assert (answer["created"], answer["refused"]) == (4, 1)
    assert sum("documents_version" in query["sql"] for query in asked) == 1


def many(client, address, body, count):
    """Bring `count` annotations of two characters each, one step apart."""
    rows = [body() | {"start": n, "end": n + 2, "quote": None, "tags": [f"tag {n % 3}"]} for n in range(count)]
    answer = client.post(address(), "\n".join(map(json.dumps, rows)), content_type="application/x-ndjson")
    assert answer.json()["created"] == count


def test_pages_neither_skip_nor_repeat_and_lead_back(program, cast, address, body, document):
    client = program(cast.bob)
    many(client, address, body, 25)
    for query in (f"?document={document.id}&page_size=10", "?page_size=10"):
        pages = [client.get(address() + query).json()]
        while pages[-1]["next"]:
            pages.append(client.get(pages[-1]["next"]).json())
        starts = [row["start"] for page in pages for row in page["results"]]
        assert starts == list(range(25))
        assert [len(page["results"]) for page in pages] == [10, 10, 5]
        assert pages[0]["previous"] is None
        back = client.get(pages[2]["previous"]).json()
        assert back["results"] == pages[1]["results"]
        assert client.get(back["previous"]).json()["results"] == pages[0]["results"]


def test_the_number_of_queries_does_not_grow_with_the_page(program, cast, address, body, django_assert_num_queries):
    client = program(cast.bob)
    many(client, address, body, 60)
    client.get(address())
    for size in (1, 50):
        with django_assert_num_queries(2):
            client.get(address() + f"?page_size={size}")


def test_filters(program, cast, address, body, document, project):
    bob, erin = program(cast.bob), program(cast.erin)
    post(bob, address(), body("solidarity", tags=["hope", "unions"], note="A Remark"))
    post(erin, address(), body("migrant labour", tags=["hope"]))
    other = import_text(project, cast.erin, "Another text altogether.", "Other")
    post(erin, address(), {"document": str(other.id), "start": 0, "end": 7})

    def quotes(query):
        answer = bob.get(address() + query)
        assert answer.status_code == 200, answer.content
        return [row["quote"] for row in answer.json()["results"]]

    assert quotes(f"?document={document.id}") == ["migrant labour", "solidarity"]
    assert quotes("?tag=hope") == ["solidarity", "migrant labour"]
    assert quotes("?tag=hope&tag=unions") == ["solidarity"]
    assert quotes("?creator=Erin") == ["migrant labour", "Another"]
    assert quotes("?creator=nobody") == []
    assert quotes("?q=REMARK") == ["solidarity"]
    assert quotes("?q=%25") == []
    assert quotes("?created_after=2000-01-01T00:00:00Z&q=labour") == ["migrant labour"]
    assert quotes("?created_before=2000-01-01") == []
    assert quotes("?updated_after=2000-01-01") == ["solidarity", "migrant labour", "Another"]
    Annotation.objects.filter(quote="Another").update(curated=True)
    assert quotes("?curated=true") == ["Another"]
    assert quotes("?curated=false") == ["solidarity", "migrant labour"]
    assert quotes(f"?document={other.id}&version=1") == ["Another"]
    assert quotes(f"?document={other.id}&version=2") == []


@pytest.mark.parametrize(
    "query", ["?tags=x", "?page_size=501", "?cursor=zzz", "?tag=unheard-of", "?document=1", "?q=%00"]
)
def test_bad_filters_are_refused_with_a_reason(program, cast, address, query):
    answer = program(cast.bob).get(address() + query)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == query[1:].split("=")[0]


def test_a_list_that_has_not_changed_answers_304(program, cast, address, body):
    client = program(cast.bob)
    etag = client.get(address())["ETag"]
    assert client.get(address(), HTTP_IF_NONE_MATCH=etag).status_code == 304
    post(client, address(), body())
    fresh = client.get(address(), HTTP_IF_NONE_MATCH=etag)
    assert (fresh.status_code, len(fresh.json()["results"])) == (200, 1)
    one = fresh.json()["results"][0]["url"]
    assert client.get(one, HTTP_IF_NONE_MATCH='"1"').status_code == 304


def test_a_read_only_token_changes_nothing(program, cast, address, body):
    client = program(cast.bob, read_only=True)
    assert client.get(address()).status_code == 200
    assert post(client, address(), body()).status_code == 403


def test_annotations_of_a_deleted_document_are_gone_with_it(program, cast, address, body, document):
    from documents.services import delete_document

    client = program(cast.bob)
    made = post(client, address(), body()).json()
    delete_document(document=document, user=cast.erin, revision=None)
    assert client.get(address()).json()["results"] == []
    assert client.get(made["url"]).status_code == 410
    assert patch(client, made["url"], {"note": "x"}, 1).status_code == 410
    assert post(client, address(), body()).status_code == 400


def test_annotations_of_another_project_are_not_there(program, cast, address, body, other_project):
    made = post(program(cast.bob), address(), body()).json()
    elsewhere = address(made["id"]).replace("free-movement", other_project.slug)
    carol = program(cast.carol)
    assert carol.get(elsewhere).status_code == 404
    assert patch(carol, elsewhere, {"note": "x"}, 1).status_code == 404
    assert carol.delete(elsewhere, HTTP_IF_MATCH='"1"').status_code == 404
    assert carol.get(made["url"]).status_code == 404
