"""Pages of projects."""

from django.urls import path

from projects import member_views, views

app_name = "projects"
urlpatterns = [
    path("", views.home, name="home"),
    path("projects/new/", views.new, name="new"),
    path("projects/deleted/<slug:slug>/restore/", views.restore, name="restore"),
    path("p/<slug:slug>/settings/", views.settings, name="settings"),
    path("p/<slug:slug>/settings/delete/", views.delete, name="delete"),
    path("p/<slug:slug>/members/", member_views.members, name="members"),
    path("p/<slug:slug>/members/<str:username>/role/", member_views.role, name="role"),
    path("p/<slug:slug>/members/<str:username>/remove/", member_views.remove, name="remove"),
    path("p/<slug:slug>/leave/", member_views.leave, name="leave"),
    path("p/<slug:slug>/hand-over/", member_views.hand_over, name="hand_over"),
]
