"""Where every address leads."""

from django.contrib import admin
from django.urls import include, path

from argmap.health import health

handler400 = "argmap.limits.refused"
handler500 = "argmap.outages.failed"
urlpatterns = [
    path("healthz", health, name="health"),
    path("api/", include("argmap.api")),
    path("admin/", admin.site.urls),
    path("", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("", include("projects.urls")),
    path("", include("documents.urls")),
    path("", include("actors.urls")),
    path("", include("annotations.urls")),
    path("", include("analysis.urls")),
    path("", include("coding.urls")),
    path("", include("exchange.urls")),
    path("", include("activity.urls")),
]
