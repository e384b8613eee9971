"""`…/annotations/{id}/history/`: what became of one annotation."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from annotations.history import events_of, told
from annotations.history_serializers import DeedShape
from projects.rest.described import page_of
from projects.rest.doors import ProjectView, answer_list
from projects.rest.paging import PAGE, page, read_window


class History(ProjectView):
    """The history of an annotation."""

    parameters = {"GET": PAGE}

    @extend_schema(responses={200: page_of(DeedShape)}, summary="Read the history of an annotation")
    def get(self, request: Request, slug: str, id: UUID) -> HttpResponse:
        """Who changed what and when, from the first change on; of a deleted annotation too. Comments are not told."""
        return answer_list(self, lambda: self._page(id))

    def _page(self, id: UUID) -> dict[str, Any]:
        rows = events_of(self.door, id)
        if rows is None:
            raise Http404("There is no such annotation in this project.")
        found = page(self.request, rows, read_window(self.query, int), ("seq",), lambda row: row)
        return found | {"results": list(told(self.door, found["results"]))}
