"""Adjudicating what several coders marked."""

from django.urls import path

from coding import adjudication_views

app_name = "coding"
_ADJUDICATE = "p/<slug:slug>/documents/<uuid:document>/adjudicate/"
urlpatterns = [
    path(_ADJUDICATE, adjudication_views.adjudicate, name="adjudicate"),
    path(f"{_ADJUDICATE}agreed/", adjudication_views.agree, name="agree"),
    path(f"{_ADJUDICATE}<uuid:unit>/", adjudication_views.rule, name="rule"),
    path(f"{_ADJUDICATE}<uuid:unit>/undo/", adjudication_views.undo_ruling, name="undo_ruling"),
]
