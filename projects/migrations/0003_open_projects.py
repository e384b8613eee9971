"""The guard's one question, asked by every request: as a function, so that its plan is kept and not made anew."""

from django.db import migrations

OPEN = """
create function projects_open(wanted text, visitor uuid)
returns table (id uuid, slug text, name text, public boolean, role text, seq bigint) language plpgsql stable
  set plan_cache_mode = force_generic_plan set enable_seqscan = off  -- the plan is kept from when there were few rows
as $$
begin
  return query
    select p.id, p.slug::text, p.name::text, p.public, m.role::text, f.seq
    from projects_project p
    join projects_feed f on f.project_id = p.id
    left join projects_member m on m.project_id = p.id and m.user_id = visitor
    where p.slug = wanted and p.deleted is null;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("projects", "0002_number_events")]

    operations = [migrations.RunSQL(OPEN, "drop function projects_open(text, uuid)")]
