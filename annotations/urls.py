"""The reading page, the versions of a text with their review, and the codebook."""

from django.urls import path

from annotations import actor_views, codebook_views, moving_views, parting_views, review_views, version_views, views

app_name = "annotations"
_DOCUMENT = "p/<slug:slug>/documents/<uuid:document>/"
_ACTOR = "p/<slug:slug>/actors/<uuid:actor>/"
_TAG = "p/<slug:slug>/codebook/<str:tag>/"
urlpatterns = [
    path(_DOCUMENT, views.read, name="read"),
    path(f"{_DOCUMENT}correct/", version_views.correct, name="correct"),
    path(f"{_DOCUMENT}versions/", version_views.versions, name="versions"),
    path(f"{_DOCUMENT}versions/<int:number>/", version_views.version, name="version"),
    path(f"{_DOCUMENT}review/", review_views.review, name="review"),
    path(f"{_DOCUMENT}review/<uuid:id>/", review_views.decide, name="decide"),
    path(f"{_DOCUMENT}review/<uuid:id>/undo/", review_views.undo, name="undo_decision"),
    path("p/<slug:slug>/actors/", actor_views.actors, name="actors"),
    path(_ACTOR, actor_views.actor, name="actor"),
    path(f"{_ACTOR}merge/", actor_views.merge_actor, name="merge_actor"),
    path(f"{_ACTOR}restore/", actor_views.restore_actor, name="restore_actor"),
    path("p/<slug:slug>/tags.css", views.tag_css, name="tag_css"),
    path("p/<slug:slug>/codebook/", codebook_views.codebook, name="codebook"),
    path("p/<slug:slug>/codebook/<uuid:tag_id>/restore/", codebook_views.restore_tag_page, name="restore_tag"),
    path(_TAG, codebook_views.tag, name="tag"),
    path(f"{_TAG}edit/", codebook_views.edit_tag, name="edit_tag"),
    path(f"{_TAG}merge/", codebook_views.merge_tag, name="merge_tag"),
    path(f"{_TAG}move/", moving_views.move_tag, name="move_tag"),
    path(f"{_TAG}part/", parting_views.part_tag, name="part_tag"),
    path(f"{_TAG}retire/", parting_views.retire_tag, name="retire_tag"),
    path(f"{_TAG}delete/", codebook_views.delete_tag_page, name="delete_tag"),
]
