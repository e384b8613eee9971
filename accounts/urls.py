"""Pages about oneself. Signing in and out, passwords and addresses are django-allauth's, below /accounts/."""

from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("account/", views.account, name="account"),
    path("account/tokens/<uuid:token>/revoke/", views.revoke, name="revoke"),
]
