"""Pages of what comes in and goes out."""

from django.urls import path

from exchange import codebook_views, views

app_name = "exchange"
urlpatterns = [
    path("p/<slug:slug>/import/", views.bring_in, name="import"),
    path("p/<slug:slug>/import/codebook/", codebook_views.bring_in_codebook, name="import_codebook"),
    path("p/<slug:slug>/import/codebook/confirm/", codebook_views.take_in_codebook_page, name="confirm_codebook"),
    path("p/<slug:slug>/export/", views.take_out, name="export"),
]
