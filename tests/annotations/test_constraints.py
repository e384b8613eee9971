"""What Postgres refuses of annotations and tags, whoever asks: raw SQL, past every service."""

import re

import pytest
from django.db import Error, connection, transaction

from accounts.ids import uuid7
from annotations.codebook import create_tag
from annotations.models import Annotation, Tagging
from annotations.naming import NEVER_IN_SLUGS, slug_of
from tests.conftest import TEXT, import_text

pytestmark = pytest.mark.django_db


def insert(project, document, user, start, end, quote, *, version=1):
    """Insert an annotation by SQL and return its id."""
    id_ = uuid7()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            """insert into annotations_annotation (id, project_id, document_id, version, start, "end", quote, prefix,
               suffix, note, labels, creator_id, created, modified, revision)
               values (%s, %s, %s, %s, %s, %s, %s, '', '', '', '{}', %s, now(), now(), 1)""",
            [id_, project.id, document.id, version, start, end, quote, user.id],
        )
    return id_


def broken_rule(error):
    return error.value.__cause__.diag.constraint_name


def test_a_true_quote_is_kept_with_its_context(project, document, cast):
    start = TEXT.index("migrant labour")
    id_ = insert(project, document, cast.bob, start, start + 14, "migrant labour")
    kept = Annotation.objects.get(id=id_)
    assert kept.quote == TEXT[start : start + 14]
    assert kept.prefix == TEXT[start - 32 : start]
    assert kept.suffix == TEXT[start + 14 : start + 46]


def test_every_span_of_a_text_with_emoji_quotes_what_python_slices(project, document, cast):
    for start in range(0, len(TEXT) - 1, 7):
        for end in (start + 1, start + 40, len(TEXT)):
            if start < end <= len(TEXT):
                kept = Annotation.objects.get(id=insert(project, document, cast.bob, start, end, TEXT[start:end]))
                assert kept.prefix == TEXT[max(0, start - 32) : start]
                assert kept.suffix == TEXT[end : end + 32]


@pytest.mark.parametrize(
    ("start", "end", "quote", "rule"),
    [
        (0, 5, "wages", "annotation_quotes_the_text"),
        (0, 5, "Wage", "annotation_quotes_the_text"),
        (0, 5, "", "annotation_quotes_the_text"),
        (5, 5, "", "annotation_ends_after_it_starts"),
        (5, 0, "Wages", "annotation_ends_after_it_starts"),
        (len(TEXT) - 1, len(TEXT) + 1, "\n", "annotation_lies_within_the_text"),
        (len(TEXT) + 5, len(TEXT) + 9, "none", "annotation_lies_within_the_text"),
        (-5, 5, "Wages", "annotations_annotation_start_check"),
    ],
)
def test_a_wrong_place_or_quote_is_refused(project, document, cast, start, end, quote, rule):
    with pytest.raises(Error) as error:
        insert(project, document, cast.bob, start, end, quote)
    assert broken_rule(error) == rule


def test_a_kept_quote_cannot_be_made_false(project, document, cast):
    id_ = insert(project, document, cast.bob, 0, 5, "Wages")
    for change in ("quote = 'Prices'", 'start = 1, "end" = 6', '"end" = 4'):
        with pytest.raises(Error) as error, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"update annotations_annotation set {change} where id = %s", [id_])
        assert broken_rule(error) == "annotation_quotes_the_text"


def test_an_annotation_stays_within_its_project(project, other_project, document, cast):
    with pytest.raises(Error) as error:
        insert(other_project, document, cast.carol, 0, 5, "Wages")
    assert broken_rule(error) == "annotation_is_on_a_version_of_its_project"
    id_ = insert(project, document, cast.bob, 0, 5, "Wages")
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update annotations_annotation set project_id = %s where id = %s", [other_project.id, id_])


def test_an_unknown_version_is_refused(project, document, cast):
    with pytest.raises(Error) as error:
        insert(project, document, cast.bob, 0, 5, "Wages", version=2)
    assert broken_rule(error) == "annotation_is_on_a_version_of_its_project"


def test_a_version_without_passages_cannot_be_annotated(project, document, cast):
    with pytest.raises(Error) as error, transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "insert into documents_version"
                " (project_id, document_id, number, text, sha256, length, creator_id, created)"
                " select project_id, document_id, 2, text || 'x',"
                " encode(sha256(convert_to(text || 'x', 'UTF8')), 'hex'), length + 1, creator_id, created"
                " from documents_version where document_id = %s",
                [document.id],
            )
        insert(project, document, cast.bob, 0, 5, "Wages", version=2)
    assert broken_rule(error) == "annotation_lies_within_the_text"


def test_a_tag_of_another_project_is_refused(project, other_project, document, cast, doors):
    from projects.guards import open_project

    elsewhere = create_tag(door=open_project(cast.carol, other_project.slug), name="theirs")
    id_ = insert(project, document, cast.bob, 0, 5, "Wages")
    for by in (project.id, other_project.id):
        with pytest.raises(Error) as error, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "insert into annotations_tagging (id, project_id, content_object_id, tag_id, ord)"
                " values (%s, %s, %s, %s, 1)",
                [uuid7(), by, id_, elsewhere.id],
            )
        assert broken_rule(error) in {
            "tagging_is_by_a_tag_of_its_project",
            "tagging_is_on_an_annotation_of_its_project",
        }


def test_a_parent_of_another_project_is_refused(project, other_project, cast, doors):
    from projects.guards import open_project

    theirs = create_tag(door=open_project(cast.carol, other_project.slug), name="theirs")
    ours = create_tag(door=doors(cast.bob), name="ours")
    with pytest.raises(Error) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update annotations_tag set parent_id = %s where id = %s", [theirs.id, ours.id])
    assert broken_rule(error) == "tag_has_a_parent_of_its_project"


def test_tags_cannot_form_a_ring(doors, cast):
    door = doors(cast.bob)
    a = create_tag(door=door, name="a")
    b = create_tag(door=door, name="b", parent="a")
    c = create_tag(door=door, name="c", parent="b")
    with pytest.raises(Error) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update annotations_tag set parent_id = %s where id = %s", [c.id, a.id])
    assert broken_rule(error) == "tags_form_a_tree"
    with pytest.raises(Error) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update annotations_tag set parent_id = id where id = %s", [b.id])
    assert broken_rule(error) in {"tags_form_a_tree", "tag_is_not_its_own_parent"}


def test_a_ring_of_many_tags_is_refused_too(doors, cast):
    door = doors(cast.bob)
    chain = [create_tag(door=door, name=f"t{n}", parent=f"t{n - 1}" if n else None) for n in range(120)]
    with pytest.raises(Error) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update annotations_tag set parent_id = %s where id = %s", [chain[-1].id, chain[0].id])
    assert broken_rule(error) == "tags_form_a_tree"


@pytest.mark.parametrize(
    "sign", [*" \t\n.,:;!?/\\\"'(){}[]<>#&*+=~^`|@%$", "\u00a0", "\u2028", "“", "…", "🙂", "→", "€"]
)
def test_a_slug_is_a_plain_word(doors, cast, sign):
    tag = create_tag(door=doors(cast.bob), name="Wages")
    with pytest.raises(Error) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update annotations_tag set slug = %s where id = %s", [f"a{sign}b", tag.id])
    assert broken_rule(error) == "tag_slug_has_letters_digits_and_hyphens"


@pytest.mark.parametrize("slug", ["wages-2", "löhne", "заработная-плата", "工资", "أجور", "a_b"])
def test_a_slug_is_of_any_script(doors, cast, slug):
    tag = create_tag(door=doors(cast.bob), name="Wages")
    with connection.cursor() as cursor:
        cursor.execute("update annotations_tag set slug = %s where id = %s", [slug, tag.id])


def test_no_name_makes_a_slug_that_is_refused():
    points = [point for point in range(0x110000) if not 0xD800 <= point < 0xE000]
    slugs = "".join(slug_of(f"a{chr(point)}b") for point in points)
    assert re.findall(NEVER_IN_SLUGS, slugs) == []


def test_one_name_stands_in_a_codebook_once_whatever_its_case(doors, cast):
    tag = create_tag(door=doors(cast.bob), name="Wages")
    with pytest.raises(Error) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "insert into annotations_tag (id, project_id, name, slug, colour, definition, example, position,"
            " creator_id, created, modified, revision) select projects_uuid7(), project_id, 'WAGES', 'x', colour, '',"
            " '', 0, creator_id, now(), now(), 1 from annotations_tag where id = %s",
            [tag.id],
        )
    assert broken_rule(error) == "tag_name_is_in_a_codebook_once"


def test_the_colour_of_a_tag_is_a_colour(doors, cast):
    tag = create_tag(door=doors(cast.bob), name="Wages")
    for colour in ("red", "#12345", "#1234567", "#12345g", "url(x)"):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("update annotations_tag set colour = %s where id = %s", [colour, tag.id])


def test_labels_follow_taggings_and_tags_whoever_writes_them(project, document, cast, doors):
    door = doors(cast.erin)
    wages, solidarity = (create_tag(door=door, name=name) for name in ("wages", "solidarity"))
    id_ = insert(project, document, cast.bob, 0, 5, "Wages")
    kept = Annotation.objects.get(id=id_)

    kept.tags.add(solidarity, wages, through_defaults={"project": project})
    assert labels(id_) == {"solidarity", "wages"}

    with connection.cursor() as cursor:
        cursor.execute("update annotations_tag set slug = 'pay' where id = %s", [wages.id])
        assert labels(id_) == {"solidarity", "pay"}
        cursor.execute("update annotations_tag set deleted = now() where id = %s", [solidarity.id])
        assert labels(id_) == {"pay"}
        cursor.execute("update annotations_tag set deleted = null where id = %s", [solidarity.id])
        assert labels(id_) == {"solidarity", "pay"}

    Tagging.objects.filter(tag=wages).delete()
    assert labels(id_) == {"solidarity"}


def labels(id_):
    return set(Annotation.objects.get(id=id_).labels)


def test_a_tagging_cannot_be_moved_to_another_annotation(project, document, cast, doors):
    tag = create_tag(door=doors(cast.bob), name="wages")
    first = insert(project, document, cast.bob, 0, 5, "Wages")
    second = insert(project, document, cast.bob, 0, 5, "Wages")
    tagging = Tagging.objects.create(project=project, content_object_id=first, tag=tag)
    with pytest.raises(Error) as error, transaction.atomic():
        Tagging.objects.filter(id=tagging.id).update(content_object_id=second)
    assert broken_rule(error) == "tagging_stays_on_its_annotation"


def test_nobody_with_work_can_be_deleted(project, document, cast):
    from django.db.models import ProtectedError

    insert(project, document, cast.bob, 0, 5, "Wages")
    with pytest.raises(ProtectedError):
        cast.bob.delete()
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("delete from projects_member where user_id = %s", [cast.bob.id])
        cursor.execute("delete from accounts_user where id = %s", [cast.bob.id])
        cursor.execute("set constraints all immediate")


def test_long_texts_are_checked_against_their_passages(project, cast):
    text = "\n\n".join(f"Paragraph {n} says “{n * 37}” 👩‍👩‍👧‍👦." for n in range(500))
    document = import_text(project, cast.erin, text, "Long")
    start = text.index("Paragraph 250")
    end = text.index("Paragraph 253") + 9
    kept = Annotation.objects.get(id=insert(project, document, cast.bob, start, end, text[start:end]))
    assert (kept.prefix, kept.suffix) == (text[start - 32 : start], text[end : end + 32])
