"""Pages of projects."""

from django.urls import path

from projects import asking_views, inviting_views, member_views, views

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
    path("p/<slug:slug>/invitations/", inviting_views.invitations, name="invitations"),
    path("p/<slug:slug>/invitations/<uuid:invitation>/revoke/", inviting_views.revoke, name="revoke_invitation"),
    path("join/", inviting_views.invited, name="invited"),
    path("join/<str:token>/", inviting_views.open_invitation, name="open_invitation"),
    path("p/<slug:slug>/join/", asking_views.join, name="join"),
    path("p/<slug:slug>/join/withdraw/", asking_views.withdraw, name="withdraw"),
    path("p/<slug:slug>/requests/<uuid:asked>/", asking_views.answer, name="answer"),
]
