"""Pages of what comes in and goes out."""

from django.urls import path

from exchange import views

app_name = "exchange"
urlpatterns = [
    path("p/<slug:slug>/import/", views.bring_in, name="import"),
    path("p/<slug:slug>/export/", views.take_out, name="export"),
]
