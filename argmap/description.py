"""The API's description of itself: the OpenAPI document, and the pages on which people read and try it."""

from functools import cache
from hashlib import blake2s
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.renderers import TemplateHTMLRenderer
from rest_framework.request import Request

from projects.rest.doors import RestView
from projects.rest.media import dump
from projects.rest.preconditions import is_fresh, not_modified

DESCRIPTION = """
Read texts together, mark and tag the claims in them, and take the result out as data.

- **Who you are**: `Authorization: Bearer <token>`, with a token from your account page. Public projects can be read
  without.
- **Where**: offsets are Unicode code points, half-open, into the text of a document's version.
- **Changes** of what is there carry `If-Match: "<revision>"`, from the object's `revision` or its ETag. Without it the
  answer is 428; when somebody else was quicker, 412 with the object as it is now.
- **Lists** come in pages: follow `next` until it is null. With `If-None-Match` an unchanged list costs a 304.
- **Errors** are `application/problem+json` (RFC 9457), with an entry in `errors` for each field that does not fit.
"""


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How programs say who they are."""

    target_class = "accounts.authentication.BearerToken"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "A token from your account page."}


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the app's own pages say who is looking at them."""

    target_class = "accounts.authentication.Session"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": settings.SESSION_COOKIE_NAME,
            "description": "The session of a signed-in page; changes need its CSRF token in X-CSRFToken.",
        }


@cache
def openapi() -> dict[str, Any]:
    """The OpenAPI 3.1 document of the whole API."""
    made: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    made["info"]["description"] = DESCRIPTION.strip()
    return made


@cache
def _written() -> tuple[bytes, str]:
    content = dump(openapi())
    return content, f'"{blake2s(content, digest_size=16).hexdigest()}"'


class Description(RestView):
    """The OpenAPI document, the same for everybody."""

    schema = None

    def get(self, request: Request) -> HttpResponse:
        content, etag = _written()
        if is_fresh(request, etag):
            return not_modified(etag)
        return HttpResponse(content, content_type="application/json", headers={"ETag": etag})


class Pages(SpectacularSwaggerSplitView):
    """Swagger UI, in two requests so that no script stands in the page."""

    schema = None
    url_name = "api:schema"
    template_name = "argmap/api_docs.html"
    renderer_classes = [TemplateHTMLRenderer]
