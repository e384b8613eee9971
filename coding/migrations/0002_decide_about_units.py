"""What is decided about units; a decision, its document and what it made are of one project."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import accounts.ids
import coding.models

KEYS = """
alter table coding_decision
  add constraint decision_is_about_a_document_of_its_project foreign key (project_id, document_id)
    references documents_document (project_id, id),
  add constraint decision_made_an_annotation_of_its_project foreign key (project_id, annotation_id)
    references annotations_annotation (project_id, id);
"""

UNKEYS = """
alter table coding_decision
  drop constraint decision_made_an_annotation_of_its_project,
  drop constraint decision_is_about_a_document_of_its_project;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("annotations", "0008_tell_curated_apart"),
        ("coding", "0001_initial"),
        ("documents", "0004_finish_what_is_begun"),
        ("projects", "0008_keep_an_owner"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.UUIDField(default=accounts.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("unit", models.UUIDField(editable=False)),
                ("verdict", models.CharField(choices=coding.models.verdicts, max_length=6)),
                ("accepted", models.UUIDField(blank=True, editable=False, null=True)),
                ("ground", models.JSONField(default=list, editable=False)),
                ("result", models.CharField(blank=True, editable=False, max_length=16)),
                ("quote", models.TextField(editable=False)),
                ("reason", models.TextField(blank=True, max_length=2000)),
                ("created", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("modified", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "annotation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="annotations.annotation",
                    ),
                ),
                (
                    "creator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="documents.document",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "ordering": ["created", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("project", "document", "unit"), name="unit_is_decided_once"),
                    models.UniqueConstraint(
                        fields=("project", "annotation"), name="curated_annotation_is_of_one_decision"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("verdict__in", ["accept", "edit", "reject"])),
                        name="decision_has_a_known_verdict",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("annotation__isnull", True), ("verdict", "reject")),
                            models.Q(models.Q(("verdict", "reject"), _negated=True), ("annotation__isnull", False)),
                            _connector="OR",
                        ),
                        name="decision_makes_an_annotation_or_rejects",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verdict", "accept"), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="who_edits_or_rejects_says_why",
                    ),
                ],
            },
        ),
        migrations.RunSQL(KEYS, UNKEYS),
    ]
