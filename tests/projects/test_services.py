"""Projects and members: each verb with its event, and what it refuses."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404

from projects.conflicts import Conflict, Stale
from projects.guards import open_deleted, open_project
from projects.models import Event, Member, Project
from projects.services import (
    add_member,
    change_project,
    change_role,
    create_project,
    delete_project,
    free_slug,
    remove_member,
    restore_project,
)


def kinds(project: Project) -> list[str]:
    return list(Event.objects.filter(project=project).order_by("seq").values_list("kind", flat=True))


def member(project: Project, name: str) -> Member:
    return Member.objects.get(project=project, user__username=name)


def test_whoever_starts_a_project_owns_it(cast: SimpleNamespace) -> None:
    project = create_project(user=cast.bob, name="Debates")
    assert project.slug == "debates"
    assert member(project, "bob").role == "owner"
    assert kinds(project) == ["project.created"]


def test_projects_of_one_name_get_addresses_of_their_own(cast: SimpleNamespace) -> None:
    slugs = [create_project(user=cast.bob, name="Debates").slug for _ in range(3)]
    assert slugs == ["debates", "debates-2", "debates-3"]
    assert free_slug("連帯") == "project"


def test_an_address_in_use_is_refused(cast: SimpleNamespace, project: Project) -> None:
    with pytest.raises(ValidationError) as refused:
        create_project(user=cast.bob, name="Other", slug=project.slug)
    assert "slug" in refused.value.message_dict


def test_a_change_is_recorded_with_what_it_was(cast: SimpleNamespace, project: Project) -> None:
    changed = change_project(project=project, user=cast.alice, revision=1, name="Renamed", public=True)
    event = Event.objects.filter(project=project).latest("seq")
    assert (changed.revision, changed.slug) == (2, project.slug)
    assert (event.kind, event.before["name"], event.after["name"]) == ("project.changed", "Free movement", "Renamed")


def test_a_change_that_changes_nothing_leaves_no_trace(cast: SimpleNamespace, project: Project) -> None:
    before = kinds(project)
    assert change_project(project=project, user=cast.alice, name=project.name).revision == 1
    assert kinds(project) == before


def test_a_stale_change_is_refused_and_shows_what_is_there(cast: SimpleNamespace, project: Project) -> None:
    change_project(project=project, user=cast.alice, revision=1, name="Renamed")
    with pytest.raises(Stale) as refused:
        change_project(project=project, user=cast.alice, revision=1, name="Otherwise")
    assert refused.value.current.name == "Renamed"


def test_a_deleted_project_is_closed_to_all_until_its_owner_restores_it(
    cast: SimpleNamespace, project: Project
) -> None:
    delete_project(project=project, user=cast.alice)
    with pytest.raises(Http404):
        open_project(cast.alice, project.slug)
    with pytest.raises(Http404):
        open_deleted(cast.erin, project.slug)
    restore_project(project=open_deleted(cast.alice, project.slug), user=cast.alice)
    assert open_project(cast.alice, project.slug).role == "owner"
    assert kinds(project)[-2:] == ["project.deleted", "project.restored"]


def test_what_is_done_to_a_project_twice_is_told_once(cast: SimpleNamespace, project: Project) -> None:
    began = kinds(project)
    revisions = [delete_project(project=project, user=cast.alice).revision for _ in range(2)]
    revisions += [restore_project(project=project, user=cast.alice).revision for _ in range(2)]
    assert revisions == [2, 2, 3, 3]
    assert kinds(project) == [*began, "project.deleted", "project.restored"]


def test_nobody_is_taken_in_twice(cast: SimpleNamespace, project: Project) -> None:
    with pytest.raises(Conflict, match="bob is a member already"):
        add_member(project=project, by=cast.alice, user=cast.bob, role="reader")


def test_roles_change_with_their_events(cast: SimpleNamespace, project: Project) -> None:
    change_role(member=member(project, "bob"), by=cast.alice, role="editor", revision=1)
    event = Event.objects.filter(project=project).latest("seq")
    assert (event.kind, event.before["role"], event.after["role"]) == ("member.changed", "annotator", "editor")
    with pytest.raises(Stale):
        change_role(member=member(project, "bob"), by=cast.alice, role="reader", revision=1)


def test_the_last_owner_stays(cast: SimpleNamespace, project: Project) -> None:
    alice = member(project, "alice")
    with pytest.raises(ValidationError, match="needs an owner"):
        change_role(member=alice, by=cast.alice, role="editor")
    with pytest.raises(ValidationError, match="needs an owner"):
        remove_member(member=alice, by=cast.alice)
    change_role(member=member(project, "erin"), by=cast.alice, role="owner")
    remove_member(member=alice, by=cast.alice)
    assert not Member.objects.filter(project=project, user=cast.alice).exists()
    assert kinds(project)[-1] == "member.removed"


def test_the_home_page_reads_each_projects_counts_at_once(
    cast: SimpleNamespace, project: Project, document: object, django_assert_num_queries
) -> None:
    with django_assert_num_queries(1):
        (mine,) = Project.objects.of_member(cast.bob).latest_first()
    assert mine.role == "annotator" and mine.activity
    assert Project.objects.filter(pk=project.pk).counted("documents") == {project.pk: 1}
    assert Project.objects.filter(pk=project.pk).counted("annotations") == {project.pk: 0}


def test_whoever_has_left_meanwhile_is_not_there(cast: SimpleNamespace, project: Project) -> None:
    left = member(project, "bob")
    remove_member(member=member(project, "bob"), by=cast.alice)
    with pytest.raises(Http404):
        change_role(member=left, by=cast.alice, role="editor")
    with pytest.raises(Http404):
        remove_member(member=left, by=cast.alice)
