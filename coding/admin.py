"""Assignments and decisions, to be looked at: every change goes by a service and its event."""

from django.contrib import admin

from coding.models import Assignment, Decision
from projects.readonly import ReadOnlyAdmin


@admin.register(Assignment)
class Assignments(ReadOnlyAdmin):
    list_display = ("document", "user", "by", "created", "finished")
    list_filter = (("finished", admin.EmptyFieldListFilter),)
    search_fields = ("document__title", "user__username", "project__slug")
    list_select_related = ("document", "user", "by")


@admin.register(Decision)
class Decisions(ReadOnlyAdmin):
    list_display = ("document", "quote", "verdict", "creator", "modified")
    list_filter = ("verdict",)
    search_fields = ("document__title", "quote", "reason", "creator__username", "project__slug")
    list_select_related = ("document", "creator")
