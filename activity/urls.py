"""Pages of what has happened."""

from django.urls import path

from activity import views

app_name = "activity"
urlpatterns = [
    path("p/<slug:slug>/activity/", views.activity, name="activity"),
    path("p/<slug:slug>/activity/<int:seq>/", views.event, name="event"),
    path("p/<slug:slug>/activity/<int:seq>/undo/", views.undo_event, name="undo"),
]
