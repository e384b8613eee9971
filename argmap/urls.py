"""Where every address leads."""

from django.contrib import admin
from django.urls import path

from argmap.health import health

urlpatterns = [
    path("healthz", health, name="health"),
    path("admin/", admin.site.urls),
]
