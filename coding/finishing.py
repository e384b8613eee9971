"""Saying that one is done with a document, and coming to the next one."""

from uuid import UUID

from django.db import transaction
from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils import timezone

from coding.assigning import give
from coding.facts import facts, in_turn, is_closed, tell
from coding.models import Assignment, Quota
from documents.models import Document
from projects.events import take_turn
from projects.guards import Door
from projects.permissions import Action
from projects.veiling import unveil, veil


@transaction.atomic
def finish(*, door: Door, document: UUID) -> Assignment:
    """Say that one is done with a document, also with one that nobody gave to one. Who is done already stays so.

    An owner or editor sees everybody's work there from now on, though it is closed.
    """
    door.require(Action.ANNOTATE)
    in_turn(door, document)
    mine = Assignment.objects.of(door.id).filter(document=document, user=door.person).first()
    if mine and mine.finished:
        return mine
    before = facts(mine) if mine else None
    row = mine or Assignment(project_id=door.id, document_id=document, user=door.person, by=door.person, revision=0)
    row.finished = timezone.now()
    row.revision += 1
    row.save()
    unveil(project=door.id, scope=document, user=row.user)
    tell(door, "assignment.finished", row, before, facts(row))
    return row


@transaction.atomic
def resume(*, door: Door, document: UUID) -> Assignment:
    """Take up again a document that one was done with; in a closed one, one sees only one's own work again."""
    door.require(Action.ANNOTATE)
    in_turn(door, document)
    row = Assignment.objects.of(door.id).filter(document=document, user=door.person).first()
    if row is None:
        raise Http404("This document was not given to you, and you did not say that you are done with it.")
    if row.finished is None:
        return row
    before = facts(row)
    row.finished = None
    row.revision += 1
    row.save()
    if is_closed(door.id, document):
        veil(project=door.id, scope=document, user=row.user)
    tell(door, "assignment.resumed", row, before, facts(row))
    return row


@transaction.atomic
def next_document(*, door: Door, besides: UUID | None = None) -> Document | None:
    """The document that the person is to code next; None when nothing waits.

    The first of those given to them that they are not done with; else one that still wants coders, which is given to
    them by this: the one that most have begun. `besides` is the document that they come from: not that one.
    """
    door.require(Action.ANNOTATE)
    take_turn(door.id)
    waiting = Assignment.objects.filter(project=door.id).waiting_for(door.person.id)
    mine = waiting.exclude(document=besides).select_related("document").first()
    if mine:
        return mine.document
    free = next((row for row in wanting(door) if row.id != besides), None)
    if free:
        give(door, free, door.person)
    return free


def wanting(door: Door) -> QuerySet[Document]:
    """Documents that the person does not code yet and that want more coders than they have, most begun first."""
    standing = Assignment.objects.standing().filter(project=OuterRef("project"), document=OuterRef("pk"))
    coders = standing.order_by().values("document").annotate(n=Count("pk")).values("n")
    quota = Quota.objects.filter(project=OuterRef("project"))
    own, general = quota.filter(document=OuterRef("pk")), quota.filter(document__isnull=True)
    found = (
        Document.objects.of(door.id)
        .live()
        .annotate(
            have=Coalesce(Subquery(coders), 0),
            want=Coalesce(Subquery(own.values("coders")), Subquery(general.values("coders")), 0),
        )
    )
    mine = Assignment.objects.filter(project=door.id, user=door.user.pk).values("document")
    return found.filter(have__lt=F("want")).exclude(id__in=mine).order_by("-have", "title", "id")
