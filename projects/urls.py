"""Pages of projects."""

from django.urls import path

from projects import views

app_name = "projects"
urlpatterns = [
    path("", views.home, name="home"),
    path("projects/new/", views.new, name="new"),
    path("projects/deleted/<slug:slug>/restore/", views.restore, name="restore"),
    path("p/<slug:slug>/settings/", views.settings, name="settings"),
    path("p/<slug:slug>/settings/delete/", views.delete, name="delete"),
    path("p/<slug:slug>/members/", views.members, name="members"),
    path("p/<slug:slug>/members/<str:username>/role/", views.role, name="role"),
    path("p/<slug:slug>/members/<str:username>/remove/", views.remove, name="remove"),
]
