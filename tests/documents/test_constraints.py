"""What Postgres refuses of texts, whoever asks: raw SQL, past every service."""

import re
from hashlib import sha256

import pytest
from django.db import Error, connection, transaction

from accounts.ids import uuid7
from tests.conftest import TEXT

pytestmark = pytest.mark.django_db


def run(statement, *arguments):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, arguments)


def broken_rule(error):
    return error.value.__cause__.diag.constraint_name


def add_version(project, document, user, text, *, number=2, digest=None, length=None):
    run(
        """insert into documents_version (project_id, document_id, number, text, sha256, length, creator_id, created)
           values (%s, %s, %s, %s, %s, %s, %s, now())""",
        project.id,
        document.id,
        number,
        text,
        digest or sha256(text.encode()).hexdigest(),
        len(text) if length is None else length,
        user.id,
    )


def add_passages(project, document, rows, *, number=2):
    values = ", ".join(["(%s, %s, %s, %s, %s, %s, %s, %s, %s)"] * len(rows))
    run(
        'insert into documents_passage (project_id, document_id, number, ord, kind, level, start, "end", text) values '
        + values,
        *[part for row in rows for part in (project.id, document.id, number, *row)],
    )


def paragraph(ord_, start, text):
    return (ord_, "paragraph", 0, start, start + len(text), text)


def test_a_true_version_and_its_passages_are_kept(project, document, cast):
    add_version(project, document, cast.erin, "Zwei 👩‍👧 Löhne\n\nEnde")
    add_passages(project, document, [paragraph(0, 0, "Zwei 👩‍👧 Löhne\n\n"), paragraph(1, 16, "Ende")])
    run(
        "update documents_document d set (number, sha256, length) = (v.number, v.sha256, v.length)"
        " from documents_version v where v.document_id = d.id and v.number = 2 and d.id = %s",
        document.id,
    )
    run("set constraints all immediate")


@pytest.mark.parametrize(
    ("options", "rule"),
    [
        ({"digest": "0" * 64}, "version_has_its_texts_sha256"),
        ({"length": 4}, "version_has_its_texts_length"),
        ({"number": 0}, "versions_count_from_one"),
        ({"text": ""}, "version_is_not_empty"),
        ({"text": "One\r\nTwo"}, "version_ends_its_lines_with_lf"),
        ({"number": 1}, "documents_version_pkey"),
    ],
)
def test_a_false_version_is_refused(project, document, cast, options, rule):
    with pytest.raises(Error) as caught:
        add_version(project, document, cast.erin, **({"text": "Löhne"} | options))
    assert broken_rule(caught) == rule


def test_a_version_belongs_to_a_document_of_its_project(project, other_project, document, cast):
    with pytest.raises(Error) as caught:
        add_version(other_project, document, cast.carol, "Text.")
    assert broken_rule(caught) == "version_is_of_a_document_of_its_project"


@pytest.mark.parametrize(
    "rows",
    [
        [paragraph(0, 0, "One\n\n")],  # the end is missing
        [paragraph(0, 0, "One\n"), paragraph(1, 4, "Two")],  # a line break is missing
        [paragraph(0, 0, "One\n\n"), paragraph(1, 5, "Zwo")],  # other words
        [paragraph(0, 0, "One\n\n"), paragraph(1, 6, "Two")],  # a gap in the offsets
        [paragraph(1, 0, "One\n\n"), paragraph(0, 5, "Two")],  # in the wrong order
    ],
)
def test_passages_that_do_not_tile_their_text_are_refused(project, document, cast, rows):
    with pytest.raises(Error) as caught, transaction.atomic():
        add_version(project, document, cast.erin, "One\n\nTwo")
        add_passages(project, document, rows)
    assert broken_rule(caught) == "passages_tile_their_text"


def test_a_passage_cannot_be_added_later(project, document, cast):
    add_version(project, document, cast.erin, "One\n\nTwo")
    add_passages(project, document, [paragraph(0, 0, "One\n\n"), paragraph(1, 5, "Two")])
    with pytest.raises(Error) as caught:
        add_passages(project, document, [paragraph(2, 8, "Three")])
    assert broken_rule(caught) == "passages_tile_their_text"


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ((0, "paragraph", 0, 0, 4, "Text."), "passage_has_its_texts_length"),
        ((0, "paragraph", 0, 5, 5, ""), "passage_ends_after_it_starts"),
        ((0, "heading", 0, 0, 5, "Text."), "passage_is_a_paragraph_or_a_heading"),
        ((0, "heading", 7, 0, 5, "Text."), "passage_is_a_paragraph_or_a_heading"),
        ((0, "paragraph", 1, 0, 5, "Text."), "passage_is_a_paragraph_or_a_heading"),
        ((0, "quote", 0, 0, 5, "Text."), "passage_is_a_paragraph_or_a_heading"),
    ],
)
def test_a_false_passage_is_refused(project, document, cast, row, rule):
    with pytest.raises(Error) as caught, transaction.atomic():
        add_version(project, document, cast.erin, "Text.")
        add_passages(project, document, [row])
    assert broken_rule(caught) == rule


def test_a_passage_belongs_to_a_version_of_its_project(project, other_project, document):
    with pytest.raises(Error) as caught:
        add_passages(other_project, document, [paragraph(0, 0, TEXT)], number=1)
    assert broken_rule(caught) == "passage_is_of_a_version_of_its_project"


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("update documents_version set text = text || '.' where document_id = %s", "version_is_never_altered"),
        ("update documents_version set created = now() where document_id = %s", "version_is_never_altered"),
        ("update documents_passage set kind = 'heading', level = 1 where document_id = %s", "passage_is_never_altered"),
        ("delete from documents_passage where document_id = %s", "passage_is_never_altered"),
        ("update documents_document set title = '' where id = %s", "document_has_a_title"),
    ],
)
def test_texts_are_never_altered(document, statement, rule):
    with pytest.raises(Error) as caught:
        run(statement, document.id)
    assert broken_rule(caught) == rule


def test_a_version_with_passages_cannot_be_deleted(document):
    with pytest.raises(Error):
        run("delete from documents_version where document_id = %s; set constraints all immediate", document.id)


def test_a_document_has_the_version_that_it_names(document):
    with pytest.raises(Error) as caught:
        run("update documents_document set number = 2 where id = %s; set constraints all immediate", document.id)
    assert broken_rule(caught) == "document_has_its_current_version"


def test_a_version_without_passages_is_refused_at_the_commit(project, document, cast):
    with pytest.raises(Error) as caught, transaction.atomic():
        add_version(project, document, cast.erin, "Text.")
        run("set constraints all immediate")
    assert broken_rule(caught) == "version_has_its_passages"


def test_a_version_that_is_taken_back_needs_no_passages(project, document, cast):
    add_version(project, document, cast.erin, "Text.")
    run("delete from documents_version where document_id = %s and number = 2", document.id)
    run("set constraints all immediate")


@pytest.mark.parametrize("change", ["length = length + 1", f"sha256 = '{'0' * 64}'"])
def test_a_document_says_of_its_text_what_the_version_says(document, change):
    with pytest.raises(Error) as caught:
        run(f"update documents_document set {change} where id = %s; set constraints all immediate", document.id)
    assert broken_rule(caught) == "document_has_its_current_version"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://example.org/", "//example.org", " https://example.org"])
def test_the_address_of_a_document_is_of_the_web(document, url):
    with pytest.raises(Error) as caught:
        run("update documents_document set url = %s where id = %s", url, document.id)
    assert broken_rule(caught) == "document_url_is_of_the_web"


def test_the_address_of_a_document_may_shout_or_be_missing(document):
    for url in ("HTTPS://EXAMPLE.ORG/", "http://example.org", ""):
        run("update documents_document set url = %s where id = %s", url, document.id)


@pytest.mark.parametrize(
    ("table", "rule"),
    [
        ("documents_version", "versions_are_never_emptied"),
        ("documents_passage", "passages_are_never_emptied"),
        ("documents_document", "(version|passage)s_are_never_emptied"),
    ],
)
def test_texts_are_never_emptied(document, table, rule):
    run("set constraints all immediate")
    with pytest.raises(Error) as caught, transaction.atomic():
        run("set local argmap.may_truncate = off")
        run(f"truncate {table} cascade")
    assert re.fullmatch(rule, broken_rule(caught))


def test_a_text_is_in_a_project_once(project, document, cast):
    with pytest.raises(Error) as caught:
        run(
            """insert into documents_document (id, project_id, title, byline, outlet, url, language, licence,
                 source_name, number, sha256, length, words, creator_id, created, modified, revision)
               select %s, project_id, 'Again', '', '', '', '', '', '', 1, sha256, length, words, creator_id,
                 now(), now(), 1
               from documents_document where id = %s""",
            uuid7(),
            document.id,
        )
    assert broken_rule(caught) == "text_is_in_a_project_once"
