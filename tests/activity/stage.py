"""Everything that people see of a project, so that a change and its undoing can be compared."""

from actors.affiliating import affiliation_facts
from actors.models import Actor, Affiliation
from actors.services import actor_facts
from annotations.codebook import tag_facts
from annotations.commenting import facts as comment_facts
from annotations.models import Annotation, Comment, Tag
from annotations.services import facts
from coding.models import Assignment, Decision, Quota
from documents.models import Document
from documents.services import document_facts
from projects.models import Member, Project, Veil
from projects.services import project_facts

_COUNTED = {"revision", "version", "retired"}


def seen(project) -> dict:
    """What there is, without what only counts changes."""
    annotations = Annotation.objects.of(project.id).live().select_related("creator")
    comments = Comment.objects.of(project.id).filter(deleted__isnull=True)
    comments = comments.select_related("annotation__creator", "creator")
    tags = Tag.objects.of(project.id).live().select_related("parent")
    documents = Document.objects.of(project.id).live()
    members = Member.objects.filter(project=project).select_related("user")
    assignments = Assignment.objects.of(project.id)
    return {
        "annotations": {row.id: _facts(facts(row)) for row in annotations},
        "comments": {row.id: _facts(comment_facts(row)) for row in comments},
        "tags": {row.id: _facts(tag_facts(row)) | {"retired": bool(row.retired)} for row in tags},
        "actors": {row.id: _facts(actor_facts(row)) for row in Actor.objects.of(project.id).live()},
        "affiliations": {row.id: _facts(affiliation_facts(row)) for row in Affiliation.objects.of(project.id)},
        "documents": {row.id: _facts(document_facts(row)) for row in documents},
        "members": {row.user.username: row.role for row in members},
        "assignments": {(row.document_id, row.user.username): bool(row.finished) for row in assignments},
        "decisions": set(Decision.objects.filter(project=project).values_list("unit", "verdict")),
        "quotas": set(Quota.objects.filter(project=project).values_list("document", "coders")),
        "veils": set(Veil.objects.filter(project=project).values_list("scope", "user")),
        "project": _facts(project_facts(Project.objects.get(id=project.id))),
    }


def _facts(said: dict) -> dict:
    return {name: value for name, value in said.items() if name not in _COUNTED}
