"""Pages of documents. The reading page, at p/<slug>/documents/<uuid>/, is annotations'."""

from django.urls import path

from documents import views

app_name = "documents"
urlpatterns = [
    path("p/<slug:slug>/", views.library, name="library"),
    path("p/<slug:slug>/documents/<uuid:document>/edit/", views.edit, name="edit"),
    path("p/<slug:slug>/documents/<uuid:document>/delete/", views.delete, name="delete"),
    path("p/<slug:slug>/documents/<uuid:document>/restore/", views.restore, name="restore"),
]
