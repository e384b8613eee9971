"""What is veiled from whom, told by the guard's one question; and what document, and whose work in it, an event is about."""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Func

import accounts.ids

READ = """
create function projects_is_in_a_document(kind text) returns boolean language sql immutable as $$
  select split_part(kind, '.', 1) in ('annotation', 'assignment', 'comment', 'decision')
$$;

create function projects_about(kind text, object_id uuid, before jsonb, after jsonb) returns uuid
language sql immutable as $$
  select case
    when kind like 'document.%' then object_id
    when projects_is_in_a_document(kind) then (coalesce(after, before)->>'document')::uuid end
$$;

create function projects_whose(kind text, object_id uuid, before jsonb, after jsonb) returns text
language sql immutable as $$
  select case when split_part(kind, '.', 1) in ('annotation', 'comment', 'decision')
    then coalesce(coalesce(after, before)->>'annotator', coalesce(after, before)->>'creator') end
$$;
"""

UNREAD = """
drop function projects_whose(text, uuid, jsonb, jsonb);
drop function projects_about(text, uuid, jsonb, jsonb);
drop function projects_is_in_a_document(text);
"""

OPEN = """
drop function projects_open(text, uuid);

create function projects_open(wanted text, visitor uuid)
returns table (
  id uuid, slug text, name text, public boolean, role text, seq bigint, closed uuid[], blind uuid[]
) language plpgsql stable
  set plan_cache_mode = force_generic_plan set enable_seqscan = off  -- the plan is kept from when there were few rows
as $$
begin
  return query
    select p.id, p.slug::text, p.name::text, p.public, m.role::text, f.seq,
      array(select v.scope from projects_veil v where v.project_id = p.id and v.user_id is null),
      array(select v.scope from projects_veil v where v.project_id = p.id and v.user_id = visitor)
    from projects_project p
    join projects_feed f on f.project_id = p.id
    left join projects_member m on m.project_id = p.id and m.user_id = visitor
    where p.slug = wanted and p.deleted is null;
end $$;
"""


def _open_before() -> str:
    made: str = import_module("projects.migrations.0003_open_projects").OPEN
    return "drop function projects_open(text, uuid);" + made


def _of_event(name: str, kind: models.Field) -> models.GeneratedField:
    said = Func("kind", "object_id", "before", "after", function=name, output_field=kind)
    return models.GeneratedField(expression=said, output_field=kind, db_persist=True, null=True)


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0006_find_the_events_of_an_object"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Veil",
            fields=[
                (
                    "id",
                    models.UUIDField(default=accounts.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("scope", models.UUIDField()),
                (
                    "project",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="veils",
                        to="projects.project",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("project", "scope", "user"),
                        name="document_is_veiled_for_a_person_once",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.RunSQL(READ, UNREAD),
        migrations.AddField("event", "about", _of_event("projects_about", models.UUIDField())),
        migrations.AddField("event", "whose", _of_event("projects_whose", models.TextField())),
        migrations.AddIndex(
            "event",
            models.Index(
                condition=models.Q(("about__isnull", False)),
                fields=["project", "about", "seq"],
                name="events_about_a_document",
            ),
        ),
        migrations.RunSQL(OPEN, _open_before()),
    ]
