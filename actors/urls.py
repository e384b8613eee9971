"""Pages about actors. The list of them all, an actor's own page and merging are annotations'."""

from django.urls import path

from actors import views

app_name = "actors"
_ACTOR = "p/<slug:slug>/actors/<uuid:actor>/"
_AFFILIATION = "p/<slug:slug>/affiliations/<uuid:affiliation>/"
urlpatterns = [
    path("p/<slug:slug>/actors/new/", views.new, name="new"),
    path(f"{_ACTOR}edit/", views.edit, name="edit"),
    path(f"{_ACTOR}delete/", views.delete, name="delete"),
    path(f"{_ACTOR}affiliations/", views.affiliations, name="affiliations"),
    path(f"{_AFFILIATION}edit/", views.edit_affiliation, name="edit_affiliation"),
    path(f"{_AFFILIATION}remove/", views.remove_affiliation, name="remove_affiliation"),
    path(f"{_AFFILIATION}resume/", views.resume_affiliation, name="resume_affiliation"),
]
