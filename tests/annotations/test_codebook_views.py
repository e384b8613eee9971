"""Pages of the codebook: who gets in, what they say before a change and what they do."""

from types import SimpleNamespace

import pytest
from django.test import Client

from annotations.codebook import change_tag, create_tag, delete_tag
from annotations.drafts import Draft
from annotations.models import Annotation, Tag
from annotations.services import annotate
from documents.models import Document
from documents.services import delete_document
from projects.models import Project
from projects.services import change_project
from tests.conftest import TEXT, import_text
from tests.trying import try_door

PAGE = "/p/free-movement/codebook/"
TAG = {"name": "strikes", "colour": "#2f6fb3", "definition": "", "example": "", "parent": ""}
EDIT = TAG | {"name": "pay", "revision": 1}
NOBODY = "01a20483-0000-7000-8000-000000000000"  # the same in every run, and nobody's

#                                                                alice erin  bob  ruth carol anonymous
PRIVATE = [
    ("GET", PAGE, None,                                         (200, 200, 200, 200, 404, 404)),
    ("POST", PAGE, TAG,                                         (302, 302, 302, 403, 404, 404)),
    ("GET", f"{PAGE}wages/", None,                              (200, 200, 200, 200, 404, 404)),
    ("POST", f"{PAGE}wages/", {},                               (405, 405, 405, 405, 405, 405)),
    ("GET", f"{PAGE}unknown/", None,                            (404, 404, 404, 404, 404, 404)),
    ("GET", f"{PAGE}%00/", None,                                (404, 404, 404, 404, 404, 404)),
    ("GET", f"{PAGE}wages/edit/", None,                         (200, 200, 403, 403, 404, 404)),
    ("POST", f"{PAGE}wages/edit/", EDIT,                        (302, 302, 403, 403, 404, 404)),
    ("GET", f"{PAGE}wages/merge/", None,                        (200, 200, 403, 403, 404, 404)),
    ("POST", f"{PAGE}wages/merge/", {"into": "blame", "revision": 1}, (302, 302, 403, 403, 404, 404)),
    ("GET", f"{PAGE}wages/delete/", None,                       (200, 200, 403, 403, 404, 404)),
    ("POST", f"{PAGE}wages/delete/", {"revision": 1},           (302, 302, 403, 403, 404, 404)),
    ("POST", f"{PAGE}{NOBODY}/restore/", {},                   (404, 404, 403, 403, 404, 404)),
    ("GET", f"{PAGE}{NOBODY}/restore/", None,                  (405, 405, 405, 405, 405, 405)),
]  # fmt: skip
PUBLIC = [
    ("GET", PAGE, None,                                         (200, 200, 200, 200, 200, 200)),
    ("POST", PAGE, TAG,                                         (302, 302, 302, 403, 403, 403)),
    ("GET", f"{PAGE}wages/", None,                              (200, 200, 200, 200, 200, 200)),
    ("POST", f"{PAGE}wages/edit/", EDIT,                        (302, 302, 403, 403, 403, 403)),
    ("POST", f"{PAGE}wages/delete/", {"revision": 1},           (302, 302, 403, 403, 403, 403)),
]  # fmt: skip


@pytest.fixture
def tags(cast: SimpleNamespace, doors) -> SimpleNamespace:
    """The tags wages and blame, and low-pay below wages."""
    door = doors(cast.alice)
    made = [create_tag(door=door, name=name, parent=parent) for name, parent in
            (("wages", None), ("blame", None), ("low pay", "wages"))]  # fmt: skip
    return SimpleNamespace(wages=made[0], blame=made[1], low_pay=made[2])


@pytest.fixture
def marked(cast: SimpleNamespace, doors, document: Document, tags) -> list[Annotation]:
    """Two annotations by Bob: one tagged wages, one wages and blame."""
    start = TEXT.index("Wage stagnation")
    drafts = [
        Draft(document=document.id, start=start, end=start + 15, tags=["wages"], note="Of <b>all</b>?"),
        Draft(document=document.id, start=start + 5, end=start + 15, tags=["wages", "blame"]),
    ]
    made = annotate(door=doors(cast.bob), drafts=drafts, base="/")
    return [Annotation.objects.get(id=outcome.id) for outcome in made]


@pytest.fixture
def erin(cast: SimpleNamespace, client: Client) -> Client:
    client.force_login(cast.erin)
    return client


@pytest.mark.parametrize(("method", "path", "data", "expected"), PRIVATE)
def test_doors_of_a_private_project(cast, tags, method, path, data, expected) -> None:
    assert try_door(cast, method, path, data) == list(expected)


@pytest.mark.parametrize(("method", "path", "data", "expected"), PUBLIC)
def test_doors_of_a_public_project(cast, project, tags, method, path, data, expected) -> None:
    change_project(project=project, user=cast.alice, public=True)
    assert try_door(cast, method, path, data) == list(expected)


def test_a_tag_is_not_reached_through_another_project(cast, tags, other_project: Project) -> None:
    client = Client()
    client.force_login(cast.carol)
    for path in ("wages/", "wages/edit/", "wages/delete/", "wages/merge/"):
        assert client.get(f"/p/{other_project.slug}/codebook/{path}").status_code == 404
    assert client.post(f"/p/{other_project.slug}/codebook/{tags.wages.id}/restore/").status_code == 404


def test_the_codebook_shows_the_tree_and_how_often_each_tag_is_used(erin: Client, marked) -> None:
    answer = erin.get(PAGE)
    shown = [(branch.depth, branch.tag.name, branch.tag.uses) for branch in answer.context["branches"]]
    assert shown == [(0, "wages", 2), (1, "low pay", 0), (0, "blame", 1)]


def test_a_long_codebook_asks_a_constant_number_of_queries(
    cast, doors, project, erin: Client, django_assert_max_num_queries
) -> None:
    for n in range(12):
        create_tag(door=doors(cast.alice), name=f"tag {n}", parent="tag-0" if n else None)
    with django_assert_max_num_queries(7):
        erin.get(PAGE)


def test_a_tag_is_added(erin: Client, tags) -> None:
    erin.post(PAGE, TAG | {"definition": "Work is laid down.", "parent": "wages"})
    tag = Tag.objects.get(slug="strikes")
    assert (tag.definition, tag.parent, tag.colour) == ("Work is laid down.", tags.wages, "#2f6fb3")


@pytest.mark.parametrize(
    ("wrong", "status", "reason"),
    [
        ({"name": " "}, 400, "required"),
        ({"name": "x" * 101}, 400, "at most 100"),
        ({"name": "Wages"}, 409, "has a tag “wages” already"),
        ({"colour": "red"}, 400, "six hexadecimal digits"),
        ({"colour": "#12345\n"}, 400, "six hexadecimal digits"),
        ({"parent": "unknown"}, 400, "Select a valid choice"),
        ({"name": "a\x00b"}, 400, "Null characters"),
    ],
)
def test_a_wrong_tag_is_refused_and_what_was_typed_is_kept(erin: Client, tags, wrong, status, reason) -> None:
    answer = erin.post(PAGE, TAG | {"definition": "What I typed"} | wrong)
    page = answer.content.decode()
    assert answer.status_code == status and reason in page and "What I typed" in page
    assert Tag.objects.count() == 3


def test_a_renamed_tag_keeps_its_uses_and_gets_a_new_address(erin: Client, marked) -> None:
    answer = erin.post(f"{PAGE}wages/edit/", EDIT)
    assert answer.url == f"{PAGE}pay/"
    assert Annotation.objects.get(pk=marked[0].pk).labels == ["pay"]
    assert "2 passages" in erin.get(answer.url).content.decode()
    assert erin.get(f"{PAGE}wages/").status_code == 404


def test_a_tag_is_not_offered_itself_or_its_own_as_parent(erin: Client, tags) -> None:
    form = erin.get(f"{PAGE}wages/edit/").context["form"]
    assert [slug for slug, _ in form.fields["parent"].choices] == ["", "blame"]
    assert erin.post(f"{PAGE}wages/edit/", EDIT | {"parent": "low-pay"}).status_code == 400


def test_a_stale_edit_is_shown_beside_what_is_there(cast, doors, erin: Client, tags) -> None:
    change_tag(door=doors(cast.alice), slug="wages", definition="Their definition", parent="blame")
    answer = erin.post(f"{PAGE}wages/edit/", EDIT | {"name": "wages", "definition": "My definition"})
    page = answer.content.decode()
    assert answer.status_code == 409 and "Their definition" in page and "My definition" in page
    differing = {label for label, _, _ in answer.context["form"].differences}
    assert {"Definition", "Lies below"} <= differing
    assert 'name="revision" value="2"' in page
    assert Tag.objects.get(pk=tags.wages.pk).definition == "Their definition"


def test_a_tags_page_lists_every_passage_in_its_context_across_documents(cast, doors, project, erin, marked) -> None:
    other = import_text(project, cast.erin, text="Low wages again.", title="Another text")
    annotate(door=doors(cast.bob), base="/",
             drafts=[Draft(document=other.id, start=4, end=9, tags=["wages"])])  # fmt: skip
    page = erin.get(f"{PAGE}wages/").content.decode()
    assert "3 passages" in page and "Another text" in page and "Wages and borders" in page
    assert '<mark class="c-wages">Wage stagnation</mark>' in page
    assert "is not caused by migrant" in page and "bob" in page
    assert f"/documents/{marked[0].document_id}/#a-{marked[0].id}" in page
    assert "Of &lt;b&gt;all&lt;/b&gt;?" in page


def test_passages_of_deleted_documents_and_annotations_are_not_listed(cast, erin: Client, document, marked) -> None:
    delete_document(document=document, user=cast.erin)
    assert "Nobody has used it yet" in erin.get(f"{PAGE}wages/").content.decode()


def test_many_passages_come_in_pages(
    cast, doors, document: Document, tags, erin, django_assert_max_num_queries
) -> None:
    drafts = [Draft(document=document.id, start=n, end=n + 5, tags=["wages"]) for n in range(60)]
    annotate(door=doors(cast.bob), drafts=drafts, base="/")
    with django_assert_max_num_queries(8):
        answer = erin.get(f"{PAGE}wages/")
    assert len(answer.context["page"]) == 50 and "1 of 2" in answer.content.decode()
    assert len(erin.get(f"{PAGE}wages/?page=2").context["page"]) == 10


def test_the_deletion_warns_exactly_what_it_touches_and_is_undone(erin: Client, marked, tags) -> None:
    warning = erin.get(f"{PAGE}wages/delete/")
    assert warning.context["touched"] == {"annotations": 2, "documents": 1, "children": 1}
    page = erin.post(f"{PAGE}wages/delete/", {"revision": 1}, follow=True).content.decode()
    assert f'action="{PAGE}{tags.wages.id}/restore/"' in page and "Deleted tags (1)" in page
    assert [Annotation.objects.get(pk=row.pk).labels for row in marked] == [[], ["blame"]]
    assert "is back" in erin.post(f"{PAGE}{tags.wages.id}/restore/", follow=True).content.decode()
    assert [Annotation.objects.get(pk=row.pk).labels for row in marked] == [["wages"], ["wages", "blame"]]


def test_a_tag_whose_name_came_again_is_not_restored(cast, doors, erin: Client, tags) -> None:
    delete_tag(door=doors(cast.alice), slug="wages")
    create_tag(door=doors(cast.alice), name="Wages")
    page = erin.post(f"{PAGE}{tags.wages.id}/restore/", follow=True).content.decode()
    assert "was not restored" in page and "already" in page


def test_a_merge_shows_counts_before_and_moves_every_use(erin: Client, marked, tags) -> None:
    page = erin.get(f"{PAGE}wages/merge/").content.decode()
    assert "blame (1 use)" in page and "low pay (0 uses)" in page
    answer = erin.post(f"{PAGE}wages/merge/", {"into": "blame", "revision": 1})
    assert answer.url == f"{PAGE}blame/"
    assert [Annotation.objects.get(pk=row.pk).labels for row in marked] == [["blame"], ["blame"]]


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"into": "", "revision": 1}, 400),
        ({"into": "wages", "revision": 1}, 400),
        ({"into": "blame", "revision": 9}, 409),
    ],
)
def test_a_wrong_or_stale_merge_is_refused(erin: Client, tags, form, status: int) -> None:
    assert erin.post(f"{PAGE}wages/merge/", form).status_code == status
    assert Tag.objects.live().count() == 3


def test_a_stale_deletion_is_refused(erin: Client, tags) -> None:
    answer = erin.post(f"{PAGE}wages/delete/", {"revision": 9})
    assert answer.status_code == 409 and "changed this since" in answer.content.decode()


def test_a_slug_of_any_script_has_its_pages(cast, doors, erin: Client, project: Project) -> None:
    tag = create_tag(door=doors(cast.alice), name="連帯 solidarité")
    for page in ("", "edit/", "delete/"):
        assert erin.get(f"{PAGE}{tag.slug}/{page}").status_code == 200


def test_markup_in_the_codebook_is_shown_as_text(cast, doors, erin: Client, project: Project) -> None:
    evil = "<script>alert(1)</script>"
    tag = create_tag(door=doors(cast.alice), name=evil, definition=evil, example=evil)
    for path in ("", f"{tag.slug}/", f"{tag.slug}/edit/", f"{tag.slug}/merge/", f"{tag.slug}/delete/"):
        page = erin.get(f"{PAGE}{path}").content.decode()
        assert "<script>alert(1)" not in page and "&lt;script&gt;alert(1)" in page
