"""Pages of annotations: the reading page and the codebook."""

from django.urls import path

from annotations import views

app_name = "annotations"
urlpatterns = [
    path("p/<slug:slug>/documents/<uuid:document>/", views.read, name="read"),
    path("p/<slug:slug>/tags.css", views.tag_css, name="tag_css"),
]
