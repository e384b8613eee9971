"""Pages of who codes what, and of adjudicating what several coders marked."""

from django.urls import path

from coding import adjudication_views, views

app_name = "coding"
_DOCUMENT = "p/<slug:slug>/documents/<uuid:document>/"
_ADJUDICATE = f"{_DOCUMENT}adjudicate/"
urlpatterns = [
    path("p/<slug:slug>/coding/", views.progress, name="progress"),
    path("p/<slug:slug>/coding/coders/", views.want, name="want"),
    path("p/<slug:slug>/coding/<uuid:assignment>/withdraw/", views.withdraw, name="withdraw"),
    path("p/<slug:slug>/next/", views.next_document, name="next_document"),
    path(f"{_DOCUMENT}finish/", views.finish, name="finish"),
    path(f"{_DOCUMENT}resume/", views.resume, name="resume"),
    path(_ADJUDICATE, adjudication_views.adjudicate, name="adjudicate"),
    path(f"{_ADJUDICATE}agreed/", adjudication_views.agree, name="agree"),
    path(f"{_ADJUDICATE}<uuid:unit>/", adjudication_views.rule, name="rule"),
    path(f"{_ADJUDICATE}<uuid:unit>/undo/", adjudication_views.undo_ruling, name="undo_ruling"),
]
