"""Pages about oneself. Signing in and out, passwords and addresses are django-allauth's, below /accounts/."""

from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("account/", views.account, name="account"),
    path("accounts/oidc/<str:provider_id>/login/", views.to_provider, name="to_provider"),
    path("accounts/oidc/<str:provider_id>/login/callback/", views.from_provider, name="from_provider"),
    path("account/presence/", views.presence, name="presence"),
    path("account/tokens/<uuid:token>/revoke/", views.revoke, name="revoke"),
]
