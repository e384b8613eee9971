"""`…/agreement/`: the REST door of how far coders agree."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from analysis.comparing import compare
from analysis.reading import Wanted, finished_by, material
from analysis.serializers import AgreementShape, as_json
from projects.rest.doors import ProjectView, answer_list
from projects.rest.parameters import ID, TEXT, Parameter

WHICH = (
    Parameter("document", ID, "Only these documents.", repeatable=True),
    Parameter("coder", TEXT, "Only these coders, by user name; at least two, to compare them.", repeatable=True),
    Parameter("tag", TEXT, "Only these tags, by slug, in this order.", repeatable=True),
)


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
        asked = self.query
        wanted = Wanted(asked.get("document", ()), asked.get("coder", ()), asked.get("tag", ()))
        found = material(self.door, wanted, finished_by(self.door))
        report = compare(found.texts, wanted.tags or None)
        return as_json(found, report, frozenset(wanted.tags) or None)
