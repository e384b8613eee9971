"""`…/comments/`: the REST door of comments, and what of them somebody has read."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import Func, TextField
from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from annotations import commenting
from annotations.comment_querysets import CommentQuerySet
from annotations.comment_serializers import CommentBody, CommentChange, CommentShape, SeenBody
from annotations.models import Comment
from projects.conflicts import Conflict, Gone
from projects.permissions import Action
from projects.rest.described import page_of
from projects.rest.doors import ProjectView, answer_hashed, answer_list, answer_object
from projects.rest.paging import PAGE, page, read_window
from projects.rest.parameters import FLAG, ID, TEXT, Parameter
from projects.rest.preconditions import expected_revision, revision_etag
from projects.rest.problems import Problem, bad_input
from projects.rest.strict import read_body

FILTERS = (
    Parameter("annotation", ID, "Those on this annotation."),
    Parameter("document", ID, "Those on annotations of this document."),
    Parameter("creator", TEXT, "Those by this person (user name)."),
    Parameter("mentions", TEXT, "Those that mention this person (user name)."),
    Parameter("resolved", FLAG, "Those in threads that are resolved, or that are not."),
    Parameter("unread", FLAG, "true: those by others that you have not seen yet."),
)
_COLUMNS = (
    "id", "annotation", "annotation__document", "reply_to", "body", "named", "creator__username", "created", "modified",
    "revision", "resolved", "resolved_by__username", "deleted",
)  # fmt: skip


class UserNames(Func):
    """The user names of an array of ids, in alphabetical order."""

    template = "array(select username from accounts_user where id = any(%(expressions)s) order by username)"
    output_field = ArrayField(TextField())


class CommentView(ProjectView):
    """What the views of comments share."""

    def row(self, id: UUID) -> dict[str, Any]:
        """A comment that stands, as JSON; Gone when it, its annotation or its document was deleted."""
        comments = Comment.objects.seen_by(self.door)
        found = comments.live().filter(id=id).annotate(named=UserNames("mentions")).values(*_COLUMNS).first()
        if found is None:
            raise Gone(self.tombstone(id))
        return self.shown(found)

    def tombstone(self, id: UUID) -> Comment:
        """The row of a comment, deleted or not; Http404 when there is none in this project."""
        found: Comment | None = Comment.objects.seen_by(self.door).filter(id=id).first()
        if found is None:
            raise Http404("There is no such comment in this project.")
        return found

    def shown(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """A row of `.values(*_COLUMNS)` as JSON."""
        withdrawn = row["deleted"] is not None
        url = f"/api/v1/projects/{self.door.slug}/comments/{row['id']}/"
        return {
            "id": row["id"],
            "annotation": row["annotation"],
            "document": row["annotation__document"],
            "reply_to": row["reply_to"],
            "body": "" if withdrawn else row["body"],
            "mentions": [] if withdrawn else row["named"],
            "creator": row["creator__username"],
            "created": row["created"],
            "modified": row["modified"],
            "revision": row["revision"],
            "resolved": row["resolved"],
            "resolved_by": row["resolved_by__username"],
            "deleted": row["deleted"],
            "url": self.request.build_absolute_uri(url),
        }

    def present(self, current: Any) -> Any:
        if not isinstance(current, Comment):
            return super().present(current)
        rows = Comment.objects.seen_by(self.door).annotate(named=UserNames("mentions"))
        return self.shown(rows.values(*_COLUMNS).get(id=current.id))

    def create(self, fields: dict[str, Any]) -> HttpResponse:
        """Write a comment or a reply: 201, or 200 when it stands there already."""
        to, body, id = fields.get("reply_to"), fields["body"], fields.get("id")
        if to is None:
            made, new = commenting.comment(door=self.door, annotation=fields["annotation"], body=body, id=id)
        elif Comment.objects.seen_by(self.door).filter(id=to, annotation=fields["annotation"]).exists():
            made, new = commenting.reply(door=self.door, to=to, body=body, id=id)
        else:
            raise bad_input("reply_to", "There is no such comment on this annotation.")
        return answer_object(self.request, self.row(made.id), 201 if new else 200)


class Comments(CommentView):
    """A project's comments."""

    parameters = {"GET": (*FILTERS, *PAGE)}
    actions = {"GET": Action.SEE_COMMENTS, "POST": Action.COMMENT}

    @extend_schema(responses={200: page_of(CommentShape)}, summary="List comments")
    def get(self, request: Request, slug: str) -> HttpResponse:
        """From the oldest to the newest. All filters must hold. A visitor of a public project may not.

        A deleted comment to which others reply is listed without its words, so that its thread has a beginning.
        """
        if "unread" in self.query:  # changes without an event, when somebody reads
            return answer_hashed(request, self._page())
        return answer_list(self, self._page)

    def _page(self) -> dict[str, Any]:
        rows = self._wanted().annotate(named=UserNames("mentions")).values(*_COLUMNS)
        return page(self.request, rows, read_window(self.query, datetime, UUID), ("created", "id"), self.shown)

    def _wanted(self) -> CommentQuerySet:
        query, rows = self.query, Comment.objects.seen_by(self.door).shown()
        if "unread" in query:
            unread = Comment.objects.unread_by(self.door)
            rows = unread if query["unread"] else rows.exclude(id__in=unread.values("id"))
        if "resolved" in query:
            rows = rows.in_threads(resolved=query["resolved"])
        if "mentions" in query:
            rows = rows.mentioning(query["mentions"])
        fields = {
            "annotation": "annotation",
            "document": "annotation__document",
            "creator": "creator__username__iexact",
        }
        return rows.filter(**{field: query[name] for name, field in fields.items() if name in query})

    @extend_schema(request=CommentBody, responses={201: CommentShape, 200: CommentShape}, summary="Comment, or reply")
    def post(self, request: Request, slug: str) -> HttpResponse:
        """Begins a thread on an annotation, or replies in one. With an id of your own it can be sent again."""
        return self.create(read_body(CommentBody, request.data))


class OneComment(CommentView):
    """One comment."""

    actions = {
        "GET": Action.SEE_COMMENTS,
        "PUT": Action.COMMENT,
        "PATCH": Action.COMMENT,
        "DELETE": Action.COMMENT,
    }
    guarded = frozenset({"PATCH", "DELETE"})

    @extend_schema(responses={200: CommentShape}, summary="Read a comment")
    def get(self, request: Request, slug: str, comment: UUID) -> HttpResponse:
        """410 with its tombstone when it was deleted."""
        return answer_object(request, self.row(comment))

    @extend_schema(
        request=CommentBody,
        responses={201: CommentShape, 200: CommentShape},
        summary="Comment under an id of your own, or say something else in one",
    )
    def put(self, request: Request, slug: str, comment: UUID) -> HttpResponse:
        """The same body again answers 200 and changes nothing. To change what a comment says, send If-Match."""
        fields = read_body(CommentBody, request.data)
        if fields.get("id") not in (None, comment):
            raise bad_input("id", "The id in the body is not the one in the address.")
        if "HTTP_IF_MATCH" in request.META:
            return self._replaced(comment, fields, expected_revision(request))
        try:
            return self.create(fields | {"id": comment})
        except Conflict as error:
            if error.current is None:
                raise
            detail = "There is another comment of this id: to change it, send If-Match."
            raise Problem(428, detail, current=self.present(error.current)) from error

    def _replaced(self, id: UUID, fields: dict[str, Any], revision: int | None) -> HttpResponse:
        row = self.tombstone(id)
        if (fields["annotation"], fields.get("reply_to")) != (row.annotation_id, row.reply_to_id):
            raise bad_input("annotation", "A comment stays in its thread.", "fixed")
        commenting.edit_comment(door=self.door, id=id, body=fields["body"], revision=revision)
        return answer_object(self.request, self.row(id))

    @extend_schema(
        request=CommentChange, responses={200: CommentShape}, summary="Change a comment, or resolve a thread"
    )
    def patch(self, request: Request, slug: str, comment: UUID) -> HttpResponse:
        """What it says, if it is yours; or whether the thread that it begins is resolved."""
        revision = expected_revision(request)
        fields = read_body(CommentChange, request.data, partial=True)
        if len(fields) > 1:
            raise bad_input("", "Change what it says, or resolve its thread: one at a time.")
        if "body" in fields:
            commenting.edit_comment(door=self.door, id=comment, body=fields["body"], revision=revision)
        elif "resolved" in fields:
            settle = commenting.resolve_thread if fields["resolved"] else commenting.reopen_thread
            settled = settle(door=self.door, id=comment, revision=revision)
            return answer_object(request, self.present(settled))
        return answer_object(request, self.row(comment))

    @extend_schema(responses={204: None}, summary="Delete a comment")
    def delete(self, request: Request, slug: str, comment: UUID) -> HttpResponse:
        """Replies to it stay. It can be restored, with the ETag of the answer."""
        row = commenting.delete_comment(door=self.door, id=comment, revision=expected_revision(request))
        return HttpResponse(status=204, headers={"ETag": revision_etag(row.revision)})


class RestoredComment(CommentView):
    """The undoing of a deletion."""

    actions = {"POST": Action.COMMENT}
    guarded = frozenset({"POST"})

    @extend_schema(request=None, responses={200: CommentShape}, summary="Restore a deleted comment")
    def post(self, request: Request, slug: str, comment: UUID) -> HttpResponse:
        """If-Match carries the tombstone's revision."""
        commenting.restore_comment(door=self.door, id=comment, revision=expected_revision(request))
        return answer_object(request, self.row(comment))


class SeenComments(ProjectView):
    """Up to where somebody has read the comments on an annotation."""

    actions = {"PUT": Action.SEE_COMMENTS}

    @extend_schema(request=SeenBody, responses={204: None}, summary="Mark comments as read")
    def put(self, request: Request, slug: str, id: UUID) -> HttpResponse:
        """Up to the comment `until`, and no later one. This is nobody's affair but yours: there is no event."""
        commenting.mark_seen(door=self.door, annotation=id, until=read_body(SeenBody, request.data)["until"])
        return HttpResponse(status=204)
