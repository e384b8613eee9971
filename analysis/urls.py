"""The page of agreement."""

from django.urls import path

from analysis import views

app_name = "analysis"
urlpatterns = [path("p/<slug:slug>/agreement/", views.agreement, name="agreement")]
