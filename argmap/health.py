"""What a load balancer or container asks: can this process answer, and does it reach the database?"""

import logging

from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

log = logging.getLogger(__name__)


@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """Answer 200 `{"status": "ok"}` if the database answers, else 503 `{"status": "no database"}`."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except Error as error:
        log.warning("The database does not answer", exc_info=error)
        return JsonResponse({"status": "no database"}, status=503)
    return JsonResponse({"status": "ok"})
