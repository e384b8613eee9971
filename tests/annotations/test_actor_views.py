"""Pages of what actors say: who gets in, who says what as what and when, and how two that are one are merged."""

from datetime import date
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.test import Client

from actors.affiliating import affiliate
from actors.models import Actor
from actors.services import create_actor, delete_actor
from annotations.drafts import Draft
from annotations.models import Annotation
from annotations.services import annotate
from documents.services import delete_document
from projects.services import change_project
from tests.trying import try_door

PAGE = "/p/free-movement/actors/"
MAY, MRS, PARTY = (UUID(int=n) for n in (1, 2, 3))
NOBODY = "01a20483-0000-7000-8000-000000000000"  # the same in every run, and nobody's

#                                                                 alice erin  bob  ruth carol anonymous
PRIVATE = [
    ("GET", PAGE, None,                                          (200, 200, 200, 200, 404, 404)),
    ("GET", f"{PAGE}{MAY}/", None,                               (200, 200, 200, 200, 404, 404)),
    ("GET", f"{PAGE}{NOBODY}/", None,                           (404, 404, 404, 404, 404, 404)),
    ("POST", f"{PAGE}{MAY}/", {},                                (405, 405, 405, 405, 405, 405)),
    ("GET", f"{PAGE}{MAY}/merge/", None,                         (200, 200, 403, 403, 404, 404)),
    ("POST", f"{PAGE}{MAY}/merge/", {"into": MRS, "revision": 1}, (302, 302, 403, 403, 404, 404)),
    ("POST", f"{PAGE}{NOBODY}/restore/", {},                    (404, 404, 403, 403, 404, 404)),
]  # fmt: skip
PUBLIC = [
    ("GET", PAGE, None,                                          (200, 200, 200, 200, 200, 200)),
    ("GET", f"{PAGE}{MAY}/", None,                               (200, 200, 200, 200, 200, 200)),
]  # fmt: skip


@pytest.fixture
def erin(cast: SimpleNamespace, client: Client) -> Client:
    client.force_login(cast.erin)
    return client


@pytest.mark.parametrize(("method", "path", "data", "expected"), PRIVATE)
def test_doors_of_a_private_project(cast, actors, method, path, data, expected) -> None:
    assert try_door(cast, method, path, data) == list(expected)


@pytest.mark.parametrize(("method", "path", "data", "expected"), PUBLIC)
def test_doors_of_a_public_project(cast, project, actors, method, path, data, expected) -> None:
    change_project(project=project, user=cast.alice, public=True)
    assert try_door(cast, method, path, data) == list(expected)


def test_an_actor_is_not_reached_through_another_project(cast, actors, other_project) -> None:
    client = Client()
    client.force_login(cast.carol)
    for path in ("", "merge/"):
        assert client.get(f"/p/{other_project.slug}/actors/{MAY}/{path}").status_code == 404
    assert client.post(f"/p/{other_project.slug}/actors/{MAY}/restore/").status_code == 404


# --- the list --------------------------------------------------------------------------------------------------------


def test_the_list_says_who_is_what_how_often(erin: Client, actors, publish, say) -> None:
    text = publish("2017-08-04")
    say(text, "Wage stagnation", speaker=MAY, blamed=PARTY)
    say(text, "migrant labour", speaker=MAY)
    shown = {one.actor.name: one.roles for one in erin.get(PAGE).context["listed"]}
    assert shown == {"Conservative Party": [("blamed", 1)], "T. May": [], "Theresa May": [("speaker", 2)]}


def test_the_list_is_searched_by_any_name_narrowed_and_sorted(erin: Client, actors, publish, say) -> None:
    say(publish(None), "Wage stagnation", speaker=MRS)

    def names(query: str) -> list[str]:
        return [one.actor.name for one in erin.get(f"{PAGE}?{query}").context["listed"]]

    assert names("q=prime") == ["Theresa May"]
    assert names("kind=organisation") == ["Conservative Party"]
    assert names("sort=uses")[0] == "T. May"
    assert len(names("q=a%00b&sort=nonsense&kind=ghost")) == 3
    assert "Add “nobody”" in erin.get(f"{PAGE}?q=nobody").content.decode()


def test_the_list_says_where_somebody_belongs_today(cast, doors, erin: Client, actors) -> None:
    assert "leader, Conservative Party" not in erin.get(PAGE).content.decode()
    affiliate(door=doors(cast.erin), person=MAY, organisation=PARTY, role="peer", since=date(2024, 8, 1))
    page = erin.get(PAGE).content.decode()
    assert "peer, Conservative Party" in page and "1 member today" in page


def test_editors_are_shown_which_actors_may_be_one(cast, erin: Client, client: Client, actors) -> None:
    page = erin.get(PAGE).content.decode()
    assert f"{PAGE}{MRS}/merge/?into={MAY}" in page or f"{PAGE}{MAY}/merge/?into={MRS}" in page
    client.force_login(cast.bob)
    assert "/merge/" not in client.get(PAGE).content.decode()


def test_an_empty_list_says_what_to_do(erin: Client, project) -> None:
    page = erin.get(PAGE).content.decode()
    assert "No actors yet" in page and f'href="{PAGE}new/"' in page


def test_a_long_list_asks_a_constant_number_of_queries(
    cast, doors, erin: Client, project, django_assert_max_num_queries
) -> None:
    for n in range(60):
        create_actor(door=doors(cast.erin), name=f"Somebody {n:x}", kind="person" if n % 2 else "organisation")
    with django_assert_max_num_queries(10):
        answer = erin.get(PAGE)
    assert len(answer.context["listed"]) == 50 and "1 of 2" in answer.content.decode()


# --- an actor's page -------------------------------------------------------------------------------------------------


def test_all_that_somebody_says_stands_by_document_in_order_of_publication(erin, actors, publish, say) -> None:
    late, early, undated = publish("2018-01-02"), publish("2016-08-04"), publish(None)
    for document in (undated, late, early):
        say(document, "migrant labour", ["migration"], speaker=MAY)
    first = say(early, "Wage stagnation", ["wages"], note="Of <b>all</b>?", speaker=MAY, blamed=MAY)
    answer = erin.get(f"{PAGE}{MAY}/")
    assert [group["document"] for group in answer.context["groups"]] == [early, late, undated]
    page = answer.content.decode()
    assert "4 passages" in page and page.index("Wage stagnation</mark>") < page.index("migrant labour</mark>")
    assert f'/documents/{early.id}/#a-{first.id}"' in page and "Of &lt;b&gt;all&lt;/b&gt;?" in page
    assert ">Speaker</span>" in page and ">Blamed</span>" in page
    assert "1 passage is in documents without a date" in page


def test_passages_are_narrowed_by_role_tag_and_document(erin: Client, actors, publish, say) -> None:
    one, other = publish("2016-08-04"), publish("2018-01-02")
    say(one, "Wage stagnation", ["wages"], speaker=MAY)
    say(one, "migrant labour", ["migration"], blamed=MAY)
    say(other, "Wage stagnation", ["wages"], reported_by=MAY)

    def count(query: str) -> int:
        return erin.get(f"{PAGE}{MAY}/?{query}").context["page"].paginator.count

    assert [count(query) for query in ("", "role=speaker", "tag=wages", f"document={one.id}")] == [3, 1, 2, 2]
    assert count(f"tag=wages&document={other.id}&role=reported_by") == 1
    assert count("role=ghost&document=x&tag=") == 3
    page = erin.get(f"{PAGE}{MAY}/?role=speaker").content.decode()
    assert "1 passage of 3" in " ".join(page.split()) and "Speaker (1)" in page and "Blamed (1)" in page


def test_the_tags_that_somebody_uses_most_come_first(erin: Client, actors, publish, say) -> None:
    text = publish("2016-08-04")
    say(text, "Wage stagnation", ["wages", "blame"], speaker=MAY)
    say(text, "migrant labour", ["blame"], speaker=MAY)
    say(text, "employers", ["employers"], speaker=MRS)
    tags = erin.get(f"{PAGE}{MAY}/").context["tags"]
    assert [(tag.name, count) for tag, count in tags] == [("blame", 2), ("wages", 1)]


def test_what_is_said_is_drawn_over_time_and_told_in_figures(erin: Client, actors, publish, say) -> None:
    for day in ("2016-08-04", "2016-08-30", "2016-11-01"):
        say(publish(day), "Wage stagnation", speaker=MAY)
    answer = erin.get(f"{PAGE}{MAY}/")
    periods = answer.context["timeline"].periods
    assert [(one.label, one.count) for one in periods] == [
        ("Aug 2016", 2), ("Sep 2016", 0), ("Oct 2016", 0), ("Nov 2016", 1),
    ]  # fmt: skip
    page = answer.content.decode()
    assert page.count("<rect x=") == 2 and '<th scope="row">Aug 2016</th><td class="num">2</td>' in page


def test_beside_a_document_stands_what_somebody_was_then(erin: Client, actors, publish, say) -> None:
    for day in ("2019-06-07", "2019-06-08", None):
        say(publish(day), "Wage stagnation", speaker=MAY)
    then = [[one.role for one in group["then"]] for group in erin.get(f"{PAGE}{MAY}/").context["groups"]]
    assert then == [["leader"], [], []]
    assert "then leader, Conservative Party" in erin.get(f"{PAGE}{MAY}/").content.decode()


def test_an_organisation_speaks_through_whoever_belonged_to_it_then(erin: Client, actors, publish, say) -> None:
    during, after, undated = publish("2017-08-04"), publish("2020-01-02"), publish(None)
    for document in (during, after, undated):
        say(document, "Wage stagnation", speaker=MAY)
    own = say(after, "migrant labour", addressee=PARTY)
    alone = erin.get(f"{PAGE}{PARTY}/").context["groups"]
    assert [row.annotation for group in alone for row in group["rows"]] == [own]
    answer = erin.get(f"{PAGE}{PARTY}/?members=on")
    groups = [(group["document"], len(group["rows"])) for group in answer.context["groups"]]
    assert groups == [(during, 1), (after, 1)]
    assert 'Theresa May</a>, <span class="muted">speaker, then leader' in answer.content.decode()


def test_a_passage_in_pieces_shows_them_all(cast, doors, erin: Client, actors, publish) -> None:
    text = publish("2017-08-04")
    whole = text.versions.get().text
    places = [(whole.index(words), whole.index(words) + len(words)) for words in ("Wage stagnation", "unscrupulous")]
    pieces = [{"start": start, "end": end} for start, end in places[1:]]
    draft = Draft(document=text.id, start=places[0][0], end=places[0][1], fragments=pieces)
    draft.attributions = [{"actor": str(MAY), "role": "speaker"}]
    annotate(door=doors(cast.bob), drafts=[draft], base="/")
    page = erin.get(f"{PAGE}{MAY}/").content.decode()
    assert ">Wage stagnation</mark>" in page and ">unscrupulous</mark>" in page


def test_passages_of_deleted_documents_are_not_listed(cast, erin: Client, actors, publish, say) -> None:
    text = publish("2017-08-04")
    say(text, "Wage stagnation", speaker=MAY)
    delete_document(document=text, user=cast.erin)
    assert "In no passage yet" in erin.get(f"{PAGE}{MAY}/").content.decode()


def test_a_page_of_many_passages_asks_a_constant_number_of_queries(
    cast, doors, erin: Client, actors, publish, django_assert_max_num_queries
) -> None:
    for month in range(1, 5):
        text = publish(f"2017-{month:02}-01")
        drafts = [Draft(document=text.id, start=n, end=n + 5, tags=[f"tag {n}"]) for n in range(20)]
        for draft in drafts:
            draft.attributions = [{"actor": str(MAY), "role": "speaker"}, {"name": "Workers", "role": "blamed"}]
        annotate(door=doors(cast.bob), drafts=drafts, base="/")
    with django_assert_max_num_queries(15):
        answer = erin.get(f"{PAGE}{MAY}/")
    assert len(answer.context["page"]) == 50 and "1 of 2" in answer.content.decode()
    with django_assert_max_num_queries(16):
        erin.get(f"{PAGE}{PARTY}/?members=on&role=speaker")


# --- merging, and coming back ----------------------------------------------------------------------------------------


def test_a_merge_shows_what_moves_offers_the_likeliest_first_and_is_undone(erin, actors, publish, say) -> None:
    said = say(publish(None), "Wage stagnation", speaker=MRS)
    asked = erin.get(f"{PAGE}{MRS}/merge/?into={MAY}")
    assert asked.context["touched"] == {"annotations": 1, "documents": 1, "affiliations": 0}
    page = asked.content.decode()
    assert '<optgroup label="Most alike">' in page and f'<option value="{MAY}" selected>' in page
    assert str(PARTY) not in page and "Wage stagnation" in page
    merged = erin.post(f"{PAGE}{MRS}/merge/", {"into": MAY, "revision": 1}, follow=True)
    assert "is merged into “Theresa May”" in merged.content.decode()
    assert Annotation.objects.get(id=said.id).attributions == [{"actor": str(MAY), "role": "speaker"}]
    assert erin.get(f"{PAGE}{MRS}/").url == f"{PAGE}{MAY}/"
    erin.post(f"{PAGE}{MRS}/restore/")
    assert Annotation.objects.get(id=said.id).attributions == said.attributions


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"into": "", "revision": 1}, 400),
        ({"into": str(MRS), "revision": 1}, 400),
        ({"into": str(PARTY), "revision": 1}, 400),
        ({"into": str(MAY), "revision": 9}, 409),
    ],
)
def test_a_wrong_or_stale_merge_is_refused(erin: Client, actors, form, status: int) -> None:
    assert erin.post(f"{PAGE}{MRS}/merge/", form).status_code == status
    assert Actor.objects.live().count() == 3


def test_an_actor_whose_name_came_again_is_not_restored(cast, doors, erin: Client, actors) -> None:
    delete_actor(door=doors(cast.erin), id=MAY)
    create_actor(door=doors(cast.erin), name="THERESA MAY")
    page = erin.post(f"{PAGE}{MAY}/restore/", follow=True).content.decode()
    assert "was not restored" in page and "already" in page


def test_markup_in_names_is_shown_as_text(cast, doors, erin: Client, project) -> None:
    evil = "<script>alert(1)</script>"
    made = create_actor(door=doors(cast.erin), name=evil, other_names=[f"{evil}!"], note=evil)
    create_actor(door=doors(cast.erin), name=f"{evil}?")
    for path in ("", f"{made.id}/", *(f"{made.id}/{page}/" for page in ("edit", "delete", "merge", "affiliations"))):
        page = erin.get(f"{PAGE}{path}").content.decode()
        assert "<script>alert(1)" not in page and "&lt;script&gt;alert(1)" in page
