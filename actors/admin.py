"""Actors and affiliations, to be looked at: every change goes by a service and its event."""

from django.contrib import admin

from actors.models import Actor, Affiliation
from projects.readonly import ReadOnlyAdmin


@admin.register(Actor)
class Actors(ReadOnlyAdmin):
    list_display = ("name", "kind", "project", "creator", "created", "deleted", "merged_into")
    list_filter = ("kind", ("deleted", admin.EmptyFieldListFilter))
    search_fields = ("name", "project__name", "project__slug")
    list_select_related = ("project", "creator", "merged_into")


@admin.register(Affiliation)
class Affiliations(ReadOnlyAdmin):
    list_display = ("person", "organisation", "role", "since", "until", "project")
    search_fields = ("person__name", "organisation__name", "role", "project__slug")
    list_select_related = ("person", "organisation", "project")
