"""Annotations and tags, to be looked at: every change goes by a service and its event."""

from django.contrib import admin
from taggit.admin import Tag as TagOfPackage  # importing its admin registers it

from annotations.models import Annotation, Comment, Tag
from projects.readonly import ReadOnlyAdmin

admin.site.unregister(TagOfPackage)  # argmap has tags of its own


@admin.register(Tag)
class Tags(ReadOnlyAdmin):
    list_display = ("name", "project", "colour", "parent", "creator", "created", "deleted")
    list_filter = (("deleted", admin.EmptyFieldListFilter),)
    search_fields = ("name", "project__name", "project__slug")
    list_select_related = ("project", "parent", "creator")


@admin.register(Annotation)
class Annotations(ReadOnlyAdmin):
    list_display = ("quote", "document", "labels", "creator", "created", "deleted")
    list_filter = (("deleted", admin.EmptyFieldListFilter),)
    search_fields = ("quote", "note", "document__title", "creator__username")
    list_select_related = ("document", "creator")


@admin.register(Comment)
class Comments(ReadOnlyAdmin):
    list_display = ("body", "annotation", "creator", "created", "resolved", "deleted")
    list_filter = (("deleted", admin.EmptyFieldListFilter), ("resolved", admin.EmptyFieldListFilter))
    search_fields = ("body", "creator__username")
    list_select_related = ("annotation", "creator")
