"""The reading page and the codebook."""

from django.urls import path

from annotations import codebook_views, views

app_name = "annotations"
_TAG = "p/<slug:slug>/codebook/<str:tag>/"
urlpatterns = [
    path("p/<slug:slug>/documents/<uuid:document>/", views.read, name="read"),
    path("p/<slug:slug>/tags.css", views.tag_css, name="tag_css"),
    path("p/<slug:slug>/codebook/", codebook_views.codebook, name="codebook"),
    path("p/<slug:slug>/codebook/<uuid:tag_id>/restore/", codebook_views.restore_tag_page, name="restore_tag"),
    path(_TAG, codebook_views.tag, name="tag"),
    path(f"{_TAG}edit/", codebook_views.edit_tag, name="edit_tag"),
    path(f"{_TAG}merge/", codebook_views.merge_tag, name="merge_tag"),
    path(f"{_TAG}delete/", codebook_views.delete_tag_page, name="delete_tag"),
]
