"""Assignments, to be looked at: every change goes by a service and its event."""

from django.contrib import admin

from coding.models import Assignment
from projects.readonly import ReadOnlyAdmin


@admin.register(Assignment)
class Assignments(ReadOnlyAdmin):
    list_display = ("document", "user", "by", "created", "finished")
    list_filter = (("finished", admin.EmptyFieldListFilter),)
    search_fields = ("document__title", "user__username", "project__slug")
    list_select_related = ("document", "user", "by")
