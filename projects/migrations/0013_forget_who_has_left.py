"""Whoever leaves a project, or is taken from it, is forgotten there at once, by whatever door."""

from django.db import migrations

FORGET = """
create function projects_forget_member() returns trigger language plpgsql as $$
begin
  delete from projects_presence where project_id = old.project_id and user_id = old.user_id;
  return null;
end $$;
create trigger member_who_left_is_forgotten after delete on projects_member
  for each row execute function projects_forget_member();
"""
REMEMBER = """
drop trigger member_who_left_is_forgotten on projects_member;
drop function projects_forget_member();
"""


class Migration(migrations.Migration):
    dependencies = [("projects", "0012_say_who_is_here")]

    operations = [migrations.RunSQL(FORGET, REMEMBER)]
