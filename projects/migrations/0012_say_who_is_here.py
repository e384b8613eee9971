"""Who is here: a table that no log of the database is written for, since it is soon forgotten.

Whoever turns it off, for themselves or for a project, is forgotten at once, by whatever door that was done.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FORGET = """
create function projects_forget_person() returns trigger language plpgsql as $$
begin
  delete from projects_presence where user_id = new.id;
  return null;
end $$;
create trigger person_without_presence_is_forgotten after update of presence on accounts_user
  for each row when (old.presence and not new.presence) execute function projects_forget_person();

create function projects_forget_company() returns trigger language plpgsql as $$
begin
  delete from projects_presence where project_id = new.id;
  return null;
end $$;
create trigger company_without_presence_is_forgotten after update of presence on projects_project
  for each row when (old.presence and not new.presence) execute function projects_forget_company();
"""
REMEMBER = """
drop trigger company_without_presence_is_forgotten on projects_project;
drop function projects_forget_company();
drop trigger person_without_presence_is_forgotten on accounts_user;
drop function projects_forget_person();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0011_read_events_anywhere"),
        ("accounts", "0003_show_presence_or_not"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "project",
            "presence",
            models.BooleanField(default=True, help_text="Whether members see who else is here."),
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("page", models.UUIDField()),
                ("document", models.UUIDField(null=True)),
                (
                    "place",
                    models.PositiveIntegerField(help_text="In code points from the start of the text.", null=True),
                ),
                ("seen", models.DateTimeField()),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="projects.project"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("project", "user", "page"), name="presence_of_a_page_is_one"),
                    models.CheckConstraint(
                        condition=models.Q(("place", None), ("document__isnull", False), _connector="OR"),
                        name="presence_has_its_place_in_a_document",
                    ),
                ],
            },
        ),
        migrations.RunSQL("alter table projects_presence set unlogged", migrations.RunSQL.noop),
        migrations.RunSQL(FORGET, REMEMBER),
    ]
