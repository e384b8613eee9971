"""What an event is about is read without help of other functions: a backup is restored where none is found by its name."""

from importlib import import_module

from django.db import migrations

READ = """
create or replace function projects_about(kind text, object_id uuid, before jsonb, after jsonb) returns uuid
language sql immutable as $$
  select case
    when kind like 'document.%' then object_id
    when split_part(kind, '.', 1) in ('annotation', 'assignment', 'comment', 'decision')
      then (coalesce(after, before)->>'document')::uuid end
$$;

drop function projects_is_in_a_document(text);
"""


def _before() -> str:
    made: str = import_module("projects.migrations.0007_veil_documents").READ
    return made.replace("create function", "create or replace function")


class Migration(migrations.Migration):
    dependencies = [("projects", "0010_guard_the_log_always")]

    operations = [migrations.RunSQL(READ, _before())]
