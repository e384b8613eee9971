"""Documents, to be looked at: every change goes by a service and its event."""

from django.contrib import admin
from django.db.models import URLField

from documents.models import Document
from projects.readonly import ReadOnlyAdmin


@admin.register(Document)
class Documents(ReadOnlyAdmin):
    list_display = ("title", "project", "outlet", "published_on", "words", "created", "deleted")
    list_filter = (("deleted", admin.EmptyFieldListFilter),)
    search_fields = ("title", "outlet", "byline", "project__name", "project__slug")
    list_select_related = ("project",)
    formfield_overrides = {URLField: {"assume_scheme": "https"}}
