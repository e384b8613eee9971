"""`…/actors/` and `…/affiliations/`: the REST door of the people and organisations of a debate.

Merging and restoring move attributions, which live on a higher floor: the roof hands those two verbs in.
"""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from actors import affiliating, services
from actors.models import Actor, Affiliation
from actors.naming import KINDS
from actors.serializers import (
    ActorBody,
    ActorShape,
    AffiliationBody,
    AffiliationChange,
    AffiliationShape,
    MergeBody,
)
from projects.conflicts import Gone
from projects.permissions import Action
from projects.rest.described import page_of
from projects.rest.doors import ProjectView, answer_list, answer_object
from projects.rest.paging import PAGE, page, read_window
from projects.rest.parameters import ID, TEXT, Parameter, one_of
from projects.rest.preconditions import expected_revision, revision_etag
from projects.rest.problems import Problem
from projects.rest.strict import read_body

_COLUMNS = (
    "id", "kind", "name", "other_names", "colour", "note", "uses", "creator__username", "created", "modified",
    "revision", "deleted", "merged_into",
)  # fmt: skip
_AFFILIATION = (
    "id", "person", "organisation", "role", "since", "until", "creator__username", "created", "revision",
)  # fmt: skip
_DEFAULTS: Mapping[str, Any] = {"kind": "person", "other_names": [], "note": ""}


class ActorView(ProjectView):
    """What the views of actors share."""

    def base(self) -> str:
        """The address of the project's actors."""
        return self.request.build_absolute_uri(reverse("api:actors", args=[self.door.slug]))

    def shown(self, row: Mapping[str, Any], base: str | None = None) -> dict[str, Any]:
        """A row of `.values(*_COLUMNS)` as JSON; a live one says nothing of its end."""
        end = {name: row[name] for name in ("deleted", "merged_into") if row[name] is not None}
        actor = {name: row[name] for name in _COLUMNS[:-2] if name != "creator__username"}
        return actor | end | {"creator": row["creator__username"], "url": f"{base or self.base()}{row['id']}/"}

    def row(self, id: UUID) -> dict[str, Any]:
        """A live actor of the project as JSON; Gone when it was deleted or merged."""
        found = Actor.objects.of(self.door.id).with_uses(self.door).filter(id=id).values(*_COLUMNS).first()
        if found is None:
            raise Http404("There is no such actor in this project.")
        if found["deleted"] is not None:
            raise Gone(self.shown(found))
        return self.shown(found)

    def present(self, current: Any) -> Any:
        if not isinstance(current, Actor):
            return super().present(current)
        found = Actor.objects.of(self.door.id).with_uses(self.door).filter(id=current.id).values(*_COLUMNS).get()
        return self.shown(found)


class Actors(ActorView):
    """The people and organisations of a project's debate."""

    parameters = {
        "GET": (
            Parameter("q", TEXT, "Those one of whose names contains this, whatever its case."),
            Parameter("kind", one_of(*KINDS), "Only these."),
            *PAGE,
        )
    }
    actions = {"POST": Action.ADD_ACTORS}

    @extend_schema(responses={200: page_of(ActorShape)}, summary="List actors")
    def get(self, request: Request, slug: str) -> HttpResponse:
        """In the order of their names."""
        return answer_list(self, self._page)

    def _page(self) -> dict[str, Any]:
        rows, query, base = Actor.objects.of(self.door.id).live().with_uses(self.door), self.query, self.base()
        if "q" in query:
            rows = rows.called(query["q"])
        if "kind" in query:
            rows = rows.filter(kind=query["kind"])
        window = read_window(query, str, UUID)
        return page(self.request, rows.values(*_COLUMNS), window, ("name", "id"), lambda row: self.shown(row, base))

    @extend_schema(request=ActorBody, responses={201: ActorShape}, summary="Add an actor")
    def post(self, request: Request, slug: str) -> HttpResponse:
        """409 with the other actor when the project has one of this name, whatever its case."""
        made = services.create_actor(door=self.door, **read_body(ActorBody, request.data))
        return answer_object(request, self.row(made.id), 201)


class OneActor(ActorView):
    """One actor."""

    actions = {"PUT": Action.ADD_ACTORS, "PATCH": Action.ORGANISE_ACTORS, "DELETE": Action.ORGANISE_ACTORS}
    guarded = frozenset({"PATCH", "DELETE"})

    @extend_schema(responses={200: ActorShape}, summary="Read an actor")
    def get(self, request: Request, slug: str, actor: UUID) -> HttpResponse:
        """With how many annotations name it. 410 with its tombstone when it was deleted, or merged into another."""
        return answer_object(request, self.row(actor), counted=False)

    @extend_schema(
        request=ActorBody,
        responses={201: ActorShape, 200: ActorShape},
        summary="Add an actor under an id of your own, or replace it",
    )
    def put(self, request: Request, slug: str, actor: UUID) -> HttpResponse:
        """The same body again answers 200 and changes nothing. To replace an actor, send If-Match."""
        fields = dict(_DEFAULTS) | read_body(ActorBody, request.data)
        row = Actor.objects.of(self.door.id).filter(id=actor).first()
        if row is None and "HTTP_IF_MATCH" not in request.META:
            services.create_actor(door=self.door, id=actor, **fields)
            return answer_object(request, self.row(actor), 201)
        if "HTTP_IF_MATCH" in request.META:
            services.change_actor(door=self.door, id=actor, revision=expected_revision(request), **fields)
        elif not services.is_described(self.row(actor), fields):
            raise Problem(428, "An actor with this id is there: to replace it, send If-Match.", current=self.row(actor))
        return answer_object(request, self.row(actor))

    @extend_schema(request=ActorBody, responses={200: ActorShape}, summary="Change an actor")
    def patch(self, request: Request, slug: str, actor: UUID) -> HttpResponse:
        """Rename or describe it; what is left out stays, and so does every attribution."""
        self.row(actor)
        fields = read_body(ActorBody, request.data, partial=True)
        services.change_actor(door=self.door, id=actor, revision=expected_revision(request), **fields)
        return answer_object(request, self.row(actor))

    @extend_schema(responses={204: None}, summary="Delete an actor")
    def delete(self, request: Request, slug: str, actor: UUID) -> HttpResponse:
        """Annotations stay, without it. It can be restored on all of them, with the ETag of the answer."""
        self.row(actor)
        gone = services.delete_actor(door=self.door, id=actor, revision=expected_revision(request))
        return HttpResponse(status=204, headers={"ETag": revision_etag(gone.revision)})


class RestoredActor(ActorView):
    """The undoing of a deletion or of a merge."""

    actions = {"POST": Action.ORGANISE_ACTORS}
    guarded = frozenset({"POST"})
    restore: ClassVar[Callable[..., Actor]] = staticmethod(services.restore_actor)

    @extend_schema(request=None, responses={200: ActorShape}, summary="Restore a deleted or merged actor")
    def post(self, request: Request, slug: str, actor: UUID) -> HttpResponse:
        """Bring it back with all that it said. If-Match carries the tombstone's revision."""
        self.restore(door=self.door, id=actor, revision=expected_revision(request))
        return answer_object(request, self.row(actor))


class MergedActor(ActorView):
    """The merging of two actors that are one."""

    actions = {"POST": Action.ORGANISE_ACTORS}
    guarded = frozenset({"POST"})
    merge: ClassVar[Callable[..., Actor] | None] = None

    @extend_schema(request=MergeBody, responses={200: ActorShape}, summary="Merge an actor into another")
    def post(self, request: Request, slug: str, actor: UUID) -> HttpResponse:
        """Gives all that it says, its affiliations and its names to the actor `into`, which is answered."""
        self.row(actor)
        into = read_body(MergeBody, request.data)["into"]
        assert self.merge is not None
        target = self.merge(door=self.door, id=actor, into=into, revision=expected_revision(request))
        return answer_object(request, self.row(target.id))


# --- affiliations ----------------------------------------------------------------------------------------------------


class AffiliationView(ProjectView):
    """What the views of affiliations share."""

    def shown(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """A row of `.values(*_AFFILIATION)` as JSON."""
        base = reverse("api:affiliations", args=[self.door.slug])
        facts = {name: row[name] for name in _AFFILIATION if name != "creator__username"}
        url = self.request.build_absolute_uri(f"{base}{row['id']}/")
        return facts | {"creator": row["creator__username"], "url": url}

    def row(self, id: UUID) -> dict[str, Any]:
        """An affiliation of two live actors of the project, as JSON."""
        rows = Affiliation.objects.of(self.door.id).between_the_living()
        found = rows.filter(id=id).values(*_AFFILIATION).first()
        if found is None:
            raise Http404("There is no such affiliation in this project.")
        return self.shown(found)

    def present(self, current: Any) -> Any:
        return self.row(current.id) if isinstance(current, Affiliation) else super().present(current)


class Affiliations(AffiliationView):
    """Who belongs to which organisation, as what, and when."""

    parameters = {
        "GET": (
            Parameter("person", ID, "Only this person's."),
            Parameter("organisation", ID, "Only those to this organisation."),
            *PAGE,
        )
    }
    actions = {"POST": Action.ORGANISE_ACTORS}

    @extend_schema(responses={200: page_of(AffiliationShape)}, summary="List affiliations")
    def get(self, request: Request, slug: str) -> HttpResponse:
        """Oldest first; those of deleted actors are left out until these are restored."""
        return answer_list(self, self._page)

    def _page(self) -> dict[str, Any]:
        rows = Affiliation.objects.of(self.door.id).between_the_living()
        rows = rows.filter(**{name: self.query[name] for name in ("person", "organisation") if name in self.query})
        return page(self.request, rows.values(*_AFFILIATION), read_window(self.query, UUID), ("id",), self.shown)

    @extend_schema(request=AffiliationBody, responses={201: AffiliationShape}, summary="Affiliate a person")
    def post(self, request: Request, slug: str) -> HttpResponse:
        """To an organisation, from a day to a day, both included; either may be left open."""
        made = affiliating.affiliate(door=self.door, **read_body(AffiliationBody, request.data))
        return answer_object(request, self.row(made.id), 201)


class OneAffiliation(AffiliationView):
    """One affiliation."""

    actions = {"PATCH": Action.ORGANISE_ACTORS, "DELETE": Action.ORGANISE_ACTORS}
    guarded = frozenset({"PATCH", "DELETE"})

    @extend_schema(responses={200: AffiliationShape}, summary="Read an affiliation")
    def get(self, request: Request, slug: str, affiliation: UUID) -> HttpResponse:
        """As it is now."""
        return answer_object(request, self.row(affiliation))

    @extend_schema(request=AffiliationChange, responses={200: AffiliationShape}, summary="Change an affiliation")
    def patch(self, request: Request, slug: str, affiliation: UUID) -> HttpResponse:
        """Another role, or other days; what is left out stays."""
        self.row(affiliation)
        fields = read_body(AffiliationChange, request.data, partial=True)
        affiliating.change_affiliation(door=self.door, id=affiliation, revision=expected_revision(request), **fields)
        return answer_object(request, self.row(affiliation))

    @extend_schema(responses={204: None}, summary="Remove an affiliation")
    def delete(self, request: Request, slug: str, affiliation: UUID) -> HttpResponse:
        """As if it had never been; the feed keeps what it was."""
        self.row(affiliation)
        affiliating.end_affiliation(door=self.door, id=affiliation, revision=expected_revision(request))
        return HttpResponse(status=204)
