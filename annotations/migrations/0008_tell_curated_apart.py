"""Annotations that decisions make are told apart from those that people make, and know what was decided about them."""

from importlib import import_module

from django.db import migrations, models

_BEFORE = import_module("annotations.migrations.0007_hold_speakers_pieces_and_threads")

_JSON = _BEFORE.JSON.replace(
    "'comments', a.comments, 'url'", "'comments', a.comments, 'curated', a.curated, 'decision', a.decision, 'url'"
)
_ANNOTATE_BEFORE = _BEFORE.ANNOTATE[_BEFORE.ANNOTATE.index("create function annotations_annotate") :].replace(
    "create function", "create or replace function"
)
_ANNOTATE = (
    _ANNOTATE_BEFORE.replace("comments, kept, creator_id, created", "comments, kept, curated, creator_id, created")
    .replace("said, 0, false, u, clock_timestamp()", "said, 0, false, (r->>'curated')::boolean, u, clock_timestamp()")
    .replace(
        "(body::jsonb - '{url,comments}'::text[])",
        "(body::jsonb - (case when made.curated then '{url,comments,decision}'"
        " else '{url,comments,curated,decision}' end)::text[])",
    )
)


class Migration(migrations.Migration):
    dependencies = [("annotations", "0007_hold_speakers_pieces_and_threads")]

    operations = [
        migrations.AddField(
            model_name="annotation",
            name="curated",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddField(
            model_name="annotation",
            name="decision",
            field=models.JSONField(blank=True, editable=False, null=True),
        ),
        migrations.RunSQL(_JSON, _BEFORE.JSON),
        migrations.RunSQL(_ANNOTATE, _ANNOTATE_BEFORE),
    ]
