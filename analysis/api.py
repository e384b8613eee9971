"""`…/agreement/`: the REST door of how far coders agree."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from analysis.comparing import compare
from analysis.reading import Finished, Wanted, finished_by, material
from analysis.serializers import AgreementShape, as_json
from annotations.models import Tag
from documents.models import Document
from projects.guards import Door
from projects.rest.doors import ProjectView, answer_list
from projects.rest.parameters import ID, TEXT, Parameter
from projects.rest.problems import bad_input

WHICH = (
    Parameter("document", ID, "Only these documents.", repeatable=True),
    Parameter("coder", TEXT, "Only these coders, by user name; at least two, to compare them.", repeatable=True),
    Parameter("tag", TEXT, "Only these tags, by slug, in this order.", repeatable=True),
)


def check_wanted(door: Door, wanted: Wanted, finished: Finished) -> None:
    """Refuse what is not there: a slip of the pen must not be counted as perfect agreement on nothing."""
    documents = set(Document.objects.of(door.id).live().filter(id__in=wanted.documents).values_list("id", flat=True))
    tags = set(Tag.objects.of(door.id).live().filter(slug__in=wanted.tags).values_list("slug", flat=True))
    coders = {name for id_, names in finished.items() if id_ not in door.veiled for name in names}
    for field, asked, there, words in (
        ("document", wanted.documents, documents, "There is no document {} in this project."),
        ("tag", wanted.tags, tags, "There is no tag “{}” in this project's codebook; tags are named by their slug."),
        ("coder", wanted.coders, coders, "Nobody of the user name “{}” has finished a document here."),
    ):
        for one in asked:
            if one not in there:
                raise bad_input(field, words.format(one), "not_found")
    if len(set(wanted.coders)) == 1:
        raise bad_input("coder", "Name at least two coders, to compare them; or none, for all.", "too_few")


class Agreement(ProjectView):
    """How far coders agree."""

    parameters = {"GET": WHICH}

    @extend_schema(responses={200: AgreementShape}, summary="Read how far coders agree")
    def get(self, request: Request, slug: str) -> HttpResponse:
        """On the current texts that at least two coders have finished: four coefficients, for each tag and over all.

        A document in which you see only your own work is left out. What is undefined is null, with the reason.
        """
        return answer_list(self, self._report)

    def _report(self) -> dict[str, Any]:
        asked, finished = self.query, finished_by(self.door)
        wanted = Wanted(asked.get("document", ()), asked.get("coder", ()), asked.get("tag", ()))
        check_wanted(self.door, wanted, finished)
        found = material(self.door, wanted, finished)
        report = compare(found.texts, wanted.tags or None)
        return as_json(found, report, frozenset(wanted.tags) or None)
