"""The REST API: every address below /api/."""

from django.http import Http404
from django.urls import URLPattern, path, re_path
from rest_framework.request import Request

from activity import api as activity
from actors import api as actors
from analysis import api as analysis
from annotations import api as annotations
from annotations import choosing_api as choosing
from annotations import codebook_api as codebook
from annotations import comment_api as comments
from annotations import history_api as history
from annotations import version_api as versions
from annotations.attributing import merge_actors, unmerge_actor
from argmap.description import Description, Pages
from coding import adjudication_api as adjudication
from coding import api as coding
from documents import api as documents
from exchange import api as exchange
from exchange import codebook_api as codebooks
from projects import api as projects
from projects import asking_api as asking
from projects import feed_api as feed
from projects import inviting_api as inviting
from projects import member_api as members
from projects import presence_api as presence
from projects.rest.doors import RestView

app_name = "api"
_PROJECT = "v1/projects/<slug:slug>/"


class Nowhere(RestView):
    """An address that is none."""

    schema = None

    def enter(self, request: Request, **kwargs: object) -> None:
        hint = "" if request.path.endswith("/") else " Addresses of the API end in a slash."
        raise Http404(f"There is nothing at this address.{hint}")


def _below(project: str, view: type[RestView], name: str, **options: object) -> URLPattern:
    return path(_PROJECT + project, view.as_view(**options), name=name)


urlpatterns = [
    path("v1/schema/", Description.as_view(), name="schema"),
    path("v1/docs/", Pages.as_view(), name="docs"),
    path("v1/projects/", projects.Projects.as_view(), name="projects"),
    _below("", projects.OneProject, "project"),
    _below("restore/", projects.RestoredProject, "restore-project"),
    _below("members/", members.Members, "members"),
    _below("members/<str:username>/", members.OneMember, "member"),
    _below("members/<str:username>/hand-over/", members.HandedOver, "hand-over"),
    path("v1/account/presence/", presence.OwnPresence.as_view(), name="own-presence"),
    path("v1/join/", inviting.Joined.as_view(), name="join"),
    _below("invitations/", inviting.Invitations, "invitations"),
    _below("invitations/<uuid:invitation>/", inviting.OneInvitation, "invitation"),
    _below("requests/", asking.JoinRequests, "requests"),
    _below("requests/<uuid:asked>/", asking.OneJoinRequest, "request"),
    _below("requests/<uuid:asked>/answer/", asking.AnsweredRequest, "answer-request"),
    _below("presence/", presence.Presence, "presence"),
    _below("events/", feed.Events, "events"),
    _below("events/stream/", feed.EventStream, "event-stream"),
    _below("events/<int:seq>/undo/", activity.UndoneEvent, "undo-event"),
    _below("documents/", documents.Documents, "documents"),
    _below("documents/<uuid:document>/", documents.OneDocument, "document"),
    _below("documents/<uuid:document>/text/", documents.Text, "text"),
    _below("documents/<uuid:document>/restore/", documents.RestoredDocument, "restore-document"),
    _below("documents/<uuid:document>/versions/", versions.Versions, "versions"),
    _below("documents/<uuid:document>/versions/<int:number>/", versions.OneVersion, "version"),
    _below("documents/<uuid:document>/review/", versions.Review, "review"),
    _below("documents/<uuid:document>/units/", adjudication.Units, "units"),
    _below("documents/<uuid:document>/units/accept/", adjudication.AcceptedUnits, "accept-units"),
    _below("decisions/", adjudication.Decisions, "decisions"),
    _below("decisions/<uuid:decision>/", adjudication.OneDecision, "decision"),
    _below("annotations/", annotations.Annotations, "annotations"),
    _below("annotations/<uuid:id>/", annotations.OneAnnotation, "annotation"),
    _below("annotations/<uuid:id>/restore/", annotations.RestoredAnnotation, "restore-annotation"),
    _below("annotations/<uuid:id>/history/", history.History, "history"),
    _below("annotations/<uuid:id>/choice/", choosing.ChosenVersion, "choose-version"),
    _below("annotations/<uuid:id>/move/", versions.MovedAnnotation, "move-annotation"),
    _below("annotations/<uuid:id>/keep/", versions.KeptAnnotation, "keep-annotation"),
    _below("annotations/<uuid:id>/seen/", comments.SeenComments, "seen-comments"),
    _below("comments/", comments.Comments, "comments"),
    _below("comments/<uuid:comment>/", comments.OneComment, "comment"),
    _below("comments/<uuid:comment>/restore/", comments.RestoredComment, "restore-comment"),
    _below("tags/", codebook.Tags, "tags"),
    _below("tags/<str:tag>/", codebook.OneTag, "tag"),
    _below("tags/<str:tag>/restore/", codebook.RestoredTag, "restore-tag"),
    _below("tags/<str:tag>/merge/", codebook.MergedTag, "merge-tag"),
    _below("actors/", actors.Actors, "actors"),
    _below("actors/<uuid:actor>/", actors.OneActor, "actor"),
    _below("actors/<uuid:actor>/restore/", actors.RestoredActor, "restore-actor", restore=unmerge_actor),
    _below("actors/<uuid:actor>/merge/", actors.MergedActor, "merge-actor", merge=merge_actors),
    _below("affiliations/", actors.Affiliations, "affiliations"),
    _below("affiliations/<uuid:affiliation>/", actors.OneAffiliation, "affiliation"),
    _below("tags/<str:tag>/place/", codebook.PlacedTag, "place-tag"),
    _below("tags/<str:tag>/part/", codebook.PartedTag, "part-tag"),
    _below("agreement/", analysis.Agreement, "agreement"),
    _below("imports/codebook/", codebooks.CodebookImport, "import-codebook"),
    _below("imports/", exchange.Imports, "imports"),
    _below("assignments/", coding.Assignments, "assignments"),
    _below("assignments/spread/", coding.Spread, "spread"),
    _below("assignments/<uuid:assignment>/", coding.OneAssignment, "assignment"),
    _below("documents/<uuid:document>/finished/", coding.FinishedDocument, "finished"),
    _below("documents/<uuid:document>/closed/", coding.ClosedDocument, "closed"),
    _below("documents/<uuid:document>/coders/", coding.CodersOfDocument, "document-coders"),
    _below("next/", coding.NextDocument, "next"),
    _below("coders/", coding.WantedCoders, "coders"),
    _below("progress/", coding.Progress, "progress"),
    _below("exports/", exchange.Exports, "exports"),
    _below("exports/<str:name>/", exchange.OneExport, "export"),
    re_path("", Nowhere.as_view(), name="nowhere"),
]
