"""`…/tags/`: the REST door of the codebook."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from annotations import codebook, rearranging
from annotations.models import Tag
from annotations.serializers import MergeBody, PartBody, PartedShape, PlaceBody, PlacedShape, TagBody, TagShape
from projects.conflicts import Gone
from projects.permissions import Action
from projects.rest.described import page_of
from projects.rest.doors import ProjectView, answer_list, answer_object
from projects.rest.paging import PAGE, page, read_window
from projects.rest.parameters import TEXT, Parameter
from projects.rest.preconditions import expected_revision, revision_etag
from projects.rest.strict import read_body

_COLUMNS = (
    "id", "slug", "name", "colour", "definition", "example", "parent__slug", "position", "shortcut", "retired", "uses",
    "revision", "created", "modified",
)  # fmt: skip


class TagView(ProjectView):
    """What the views of tags share."""

    def row(self, slug: str) -> dict[str, Any]:
        """A tag of the codebook by slug."""
        found = Tag.objects.of(self.door.id).live().filter(slug=slug).with_uses(self.door).values(*_COLUMNS).first()
        if found is None:
            raise Gone(self.tombstone(slug))
        return self.shown(found)

    def tombstone(self, slug: str) -> Tag:
        """The tag that was deleted last of those with this slug; Http404 when there was none."""
        deleted = Tag.objects.of(self.door.id).filter(slug=slug, deleted__isnull=False)
        found: Tag | None = deleted.select_related("parent").order_by("-deleted").first()
        if found is None:
            raise Http404(f"There is no tag “{slug}” in this codebook.")
        return found

    def shown(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """A row of `.values(*_COLUMNS)` as JSON."""
        base = f"/api/v1/projects/{self.door.slug}/tags/"
        tag = {name: row[name] for name in _COLUMNS if name not in {"id", "parent__slug"}}
        tag |= {"parent": row["parent__slug"], "retired": row["retired"] is not None}
        return tag | {"url": self.request.build_absolute_uri(f"{base}{row['slug']}/")}

    def present(self, current: Any) -> Any:
        if not isinstance(current, Tag):
            return super().present(current)
        if current.deleted is None:
            return self.row(current.slug)
        parent = current.parent.slug if current.parent else None
        facts = {name: getattr(current, name) for name in _COLUMNS if name not in {"parent__slug", "uses"}}
        return self.shown(facts | {"parent__slug": parent, "uses": 0}) | {"deleted": current.deleted}


class Tags(TagView):
    """A project's codebook."""

    parameters = {"GET": (Parameter("q", TEXT, "Those whose name contains this, whatever its case."), *PAGE)}
    actions = {"POST": Action.ADD_TAGS}

    @extend_schema(responses={200: page_of(TagShape)}, summary="List the codebook")
    def get(self, request: Request, slug: str) -> HttpResponse:
        """In the order of their positions."""
        return answer_list(self, self._page)

    def _page(self) -> dict[str, Any]:
        rows = Tag.objects.of(self.door.id).live().with_uses(self.door)
        if "q" in self.query:
            rows = rows.filter(name__icontains=self.query["q"])
        window = read_window(self.query, int, UUID)
        return page(self.request, rows.values(*_COLUMNS), window, ("position", "id"), self.shown)

    @extend_schema(request=TagBody, responses={201: TagShape}, summary="Add a tag")
    def post(self, request: Request, slug: str) -> HttpResponse:
        """409 with the other tag when the codebook has one of this name, whatever its case."""
        values = read_body(TagBody, request.data)
        tag = codebook.create_tag(door=self.door, **values)
        return answer_object(request, self.row(tag.slug), 201)


class OneTag(TagView):
    """One tag."""

    actions = {"PATCH": Action.ORGANISE_CODEBOOK, "DELETE": Action.ORGANISE_CODEBOOK}
    guarded = frozenset({"PATCH", "DELETE"})

    @extend_schema(responses={200: TagShape}, summary="Read a tag")
    def get(self, request: Request, slug: str, tag: str) -> HttpResponse:
        """With how often it is used."""
        return answer_object(request, self.row(tag), counted=False)

    @extend_schema(request=TagBody, responses={200: TagShape}, summary="Change a tag")
    def patch(self, request: Request, slug: str, tag: str) -> HttpResponse:
        """Rename, recolour, define, exemplify, move or retire it, or give it a key. A new name brings a new slug."""
        self.row(tag)
        values = read_body(TagBody, request.data, partial=True)
        changed = codebook.change_tag(door=self.door, slug=tag, revision=expected_revision(request), **values)
        return answer_object(request, self.row(changed.slug))

    @extend_schema(responses={204: None}, summary="Delete a tag")
    def delete(self, request: Request, slug: str, tag: str) -> HttpResponse:
        """The annotations that carry it stay, without it. It can be restored, with the ETag of the answer."""
        self.row(tag)
        deleted = codebook.delete_tag(door=self.door, slug=tag, revision=expected_revision(request))
        return HttpResponse(status=204, headers={"ETag": revision_etag(deleted.revision)})


class RestoredTag(TagView):
    """The undoing of a deletion."""

    actions = {"POST": Action.ORGANISE_CODEBOOK}
    guarded = frozenset({"POST"})

    @extend_schema(request=None, responses={200: TagShape}, summary="Restore a deleted tag")
    def post(self, request: Request, slug: str, tag: str) -> HttpResponse:
        """Bring back the tag of this slug that was deleted last, on all annotations that carried it.

        If-Match carries the tombstone's revision. It gets another slug when its own is in use again.
        """
        revision, deleted = expected_revision(request), self.tombstone(tag)
        restored = codebook.restore_tag(door=self.door, tag_id=deleted.id, revision=revision)
        return answer_object(request, self.row(restored.slug))


class MergedTag(TagView):
    """The merging of one tag into another."""

    actions = {"POST": Action.ORGANISE_CODEBOOK}
    guarded = frozenset({"POST"})

    @extend_schema(request=MergeBody, responses={200: TagShape}, summary="Merge a tag into another")
    def post(self, request: Request, slug: str, tag: str) -> HttpResponse:
        """Moves all uses and children to the tag `into`, which is answered; this one leaves the codebook."""
        into = read_body(MergeBody, request.data)["into"]
        target = codebook.merge_tags(door=self.door, slug=tag, into=into, revision=expected_revision(request))
        return Response(self.row(target.slug))


class PlacedTag(TagView):
    """The place of a tag in the tree."""

    actions = {"POST": Action.ORGANISE_CODEBOOK}
    guarded = frozenset({"POST"})

    @extend_schema(request=PlaceBody, responses={200: PlacedShape}, summary="Put a tag in its place")
    def post(self, request: Request, slug: str, tag: str) -> HttpResponse:
        """Below `parent` (null: at the top), before the tag `before` that lies there (null: after them all)."""
        self.row(tag)
        body = read_body(PlaceBody, request.data)
        placed = rearranging.place_tag(
            door=self.door,
            slug=tag,
            parent=body["parent"],
            before=body.get("before"),
            revision=expected_revision(request),
        )
        others = [{"slug": other.slug, "revision": other.revision} for other in placed.others]
        return answer_object(request, self.row(placed.tag.slug) | {"others": others})


class PartedTag(TagView):
    """The parting of a tag into several, passage by passage."""

    actions = {"POST": Action.ORGANISE_CODEBOOK}

    @extend_schema(request=PartBody, responses={200: PartedShape}, summary="Give passages of a tag other tags")
    def post(self, request: Request, slug: str, tag: str) -> HttpResponse:
        """The annotations that carry the tag get those of `to` in its place; with the tag among them it stays too."""
        self.row(tag)
        body = read_body(PartBody, request.data)
        changed = rearranging.part_tag(door=self.door, slug=tag, annotations=body["annotations"], to=body["to"])
        return Response({"changed": [{"id": row.id, "tags": row.labels, "revision": row.revision} for row in changed]})
