"""A project keeps an owner, whoever writes: two owners who leave at once cannot both go."""

from django.db import migrations

KEEP = """
create function projects_check_owner() returns trigger language plpgsql as $$
begin
  -- written and not only locked, so that whoever reads from an older snapshot is refused too
  update projects_feed set seq = seq where project_id = old.project_id;
  if exists (select 1 from projects_project where id = old.project_id)
     and not exists (select 1 from projects_member where project_id = old.project_id and role = 'owner') then
    raise exception 'A project needs an owner: make somebody else owner first.'
      using errcode = 'restrict_violation', constraint = tg_name;
  end if;
  return null;
end $$;

create constraint trigger project_keeps_an_owner after update or delete on projects_member
  deferrable initially deferred for each row when (old.role = 'owner') execute function projects_check_owner();
"""

UNKEEP = """
drop trigger project_keeps_an_owner on projects_member;
drop function projects_check_owner();
"""


class Migration(migrations.Migration):
    dependencies = [("projects", "0007_veil_documents")]

    operations = [migrations.RunSQL(KEEP, UNKEEP)]
