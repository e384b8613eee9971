"""Which event undid which, kept as the events are: never altered, never removed."""

import django.db.models.deletion
from django.db import migrations, models

KEEP = """
alter table activity_undoing
  add constraint undoing_is_an_event foreign key (project_id, seq) references projects_event (project_id, seq),
  add constraint undone_is_an_event foreign key (project_id, undone) references projects_event (project_id, seq);

create trigger undoing_is_never_altered before update or delete on activity_undoing
  for each row execute function projects_refuse_to_rewrite_history();
create trigger undoings_are_never_emptied before truncate on activity_undoing
  for each statement execute function projects_refuse_to_empty();
alter table activity_undoing enable always trigger undoing_is_never_altered;
alter table activity_undoing enable always trigger undoings_are_never_emptied;
"""

UNKEEP = """
drop trigger undoings_are_never_emptied on activity_undoing;
drop trigger undoing_is_never_altered on activity_undoing;
alter table activity_undoing drop constraint undone_is_an_event, drop constraint undoing_is_an_event;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [("projects", "0010_guard_the_log_always")]

    operations = [
        migrations.CreateModel(
            name="Undoing",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "project_id", "seq", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("seq", models.PositiveBigIntegerField()),
                ("undone", models.PositiveBigIntegerField()),
                (
                    "project",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undoings",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["project", "undone"], name="undoings_of_an_event")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("seq__gt", models.F("undone"))), name="undoing_follows_what_it_undid"
                    )
                ],
            },
        ),
        migrations.RunSQL(KEEP, UNKEEP),
    ]
