"""An annotation that names a merged actor means the one that remains: whoever marked a passage meanwhile could not know."""

from importlib import import_module

from django.db import migrations

REMAINING = """
create function actors_remaining(p uuid, asked uuid) returns uuid language plpgsql stable as $$
declare
  x uuid := asked;
  gone timestamptz;
  next_one uuid;
begin
  while x is not null loop
    select a.deleted, a.merged_into_id into gone, next_one from actors_actor a where a.project_id = p and a.id = x;
    if not found then return null; end if;
    exit when gone is null;
    x := next_one;
  end loop;
  return x;
end $$;
"""

UNREMAINING = "drop function actors_remaining(uuid, uuid);"

_BEFORE: str = import_module("actors.migrations.0002_keep_actors_true").RESOLVE
_FINDING = """select a.id into x from actors_actor a
      where a.project_id = p and a.id = (w->>'actor')::uuid and a.deleted is null;"""
_REFUSING = "unknown := unknown || coalesce(w->>'actor', w->>'name');"


def _resolve() -> str:
    """The function of 0002 by itself, to be put in the place of what is there."""
    return "create or replace function actors_resolve(" + _BEFORE.partition("create function actors_resolve(")[2]


def _following() -> str:
    """The same, following mergers, and refusing what was deleted by its name."""
    resolve = _resolve()
    for old, new in (
        (_FINDING, "x := actors_remaining(p, (w->>'actor')::uuid);"),
        (
            _REFUSING,
            """unknown := unknown || coalesce(
        (select a.name from actors_actor a where a.project_id = p and a.id = (w->>'actor')::uuid),
        w->>'actor', w->>'name');""",
        ),
    ):
        if resolve.count(old) != 1:
            raise ValueError(f"Not once in the function of 0002: {old}")
        resolve = resolve.replace(old, new)
    return resolve


class Migration(migrations.Migration):
    dependencies = [("actors", "0002_keep_actors_true")]

    operations = [migrations.RunSQL(REMAINING, UNREMAINING), migrations.RunSQL(_following(), _resolve())]
