"""Every look-up names the project and what lies in it, so an index on the project alone only costs writes."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("annotations", "0003_annotate_in_one_call"),
        ("documents", "0003_drop_redundant_indexes"),
        ("projects", "0004_drop_redundant_indexes"),
    ]

    operations = [
        migrations.AlterField(
            model_name="annotation",
            name="document",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="annotations",
                to="documents.document",
            ),
        ),
        migrations.AlterField(
            model_name="annotation",
            name="project",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="annotations",
                to="projects.project",
            ),
        ),
        migrations.AlterField(
            model_name="tagging",
            name="project",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="projects.project",
            ),
        ),
        migrations.AlterField(
            model_name="tagging",
            name="tag",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="taggings",
                to="annotations.tag",
            ),
        ),
    ]
