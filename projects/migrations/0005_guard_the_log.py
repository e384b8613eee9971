"""The log is not emptied at one stroke, and no event is numbered past its project's counter, which only goes up."""

from django.db import migrations

KEEP = """
create function projects_refuse_to_empty() returns trigger language plpgsql as $$
begin
  -- set by our tests alone, which empty the tables between them
  if current_setting('argmap.may_truncate', true) is distinct from 'on' then
    raise exception 'The rows of % are kept: it is never truncated.', tg_table_name
      using errcode = 'restrict_violation', constraint = tg_name;
  end if;
  return null;
end $$;

create trigger events_are_never_emptied before truncate on projects_event
  for each statement execute function projects_refuse_to_empty();
create trigger counters_are_never_emptied before truncate on projects_feed
  for each statement execute function projects_refuse_to_empty();
"""

UNKEEP = """
drop trigger counters_are_never_emptied on projects_feed;
drop trigger events_are_never_emptied on projects_event;
drop function projects_refuse_to_empty();
"""

COUNT = """
create function projects_keep_counter() returns trigger language plpgsql as $$
begin
  -- asked here and not by a "when", which would be planned anew for every statement
  if tg_op = 'UPDATE' and new.seq >= old.seq and new.project_id = old.project_id then
    return new;
  end if;
  if tg_op = 'INSERT' and new.seq >= (
    select coalesce(max(e.seq), 0) from projects_event e where e.project_id = new.project_id
  ) then
    return new;
  end if;
  if tg_op = 'DELETE' and (
    exists (select 1 from projects_feed f where f.project_id = old.project_id)
    or not exists (select 1 from projects_project p where p.id = old.project_id)
  ) then
    return null;
  end if;
  raise exception 'The counter of a project stays with it and never goes back.'
    using errcode = 'restrict_violation', constraint = tg_name;
end $$;

create trigger counter_never_goes_back before update on projects_feed for each row
  execute function projects_keep_counter();
create trigger counter_begins_after_the_log before insert on projects_feed for each row
  execute function projects_keep_counter();
create constraint trigger counter_stays_with_its_project after delete on projects_feed
  deferrable initially deferred for each row execute function projects_keep_counter();

create function projects_check_number() returns trigger language plpgsql as $$
begin
  if concat_ws(' ', new.project_id, new.seq) = current_setting('argmap.counted', true) then
    return new;  -- projects_record has just counted it
  end if;
  if new.seq < 1 or new.seq > (select f.seq from projects_feed f where f.project_id = new.project_id) then
    raise exception 'Event % is not one that the counter of its project has given out.', new.seq
      using errcode = 'check_violation', constraint = tg_name;
  end if;
  return new;
end $$;

create trigger event_is_counted before insert on projects_event for each row
  execute function projects_check_number();

create or replace function projects_record(p uuid, u uuid, what text, o uuid, was jsonb, became jsonb)
returns bigint language plpgsql as $$
declare
  n bigint;
  counted text;
begin
  update projects_feed set seq = seq + 1 where project_id = p returning seq into strict n;
  -- Told to the trigger, so that it need not look: the more often one transaction has counted, the longer a look takes.
  counted := set_config('argmap.counted', concat_ws(' ', p, n), true);
  insert into projects_event (project_id, seq, user_id, created, kind, object_id, before, after)
  values (p, n, u, clock_timestamp(), what, o, was, became);
  return n;
end $$;
"""

UNCOUNT = """
create or replace function projects_record(p uuid, u uuid, what text, o uuid, was jsonb, became jsonb)
returns bigint language plpgsql as $$
declare n bigint;
begin
  update projects_feed set seq = seq + 1 where project_id = p returning seq into strict n;
  insert into projects_event (project_id, seq, user_id, created, kind, object_id, before, after)
  values (p, n, u, clock_timestamp(), what, o, was, became);
  return n;
end $$;
drop trigger event_is_counted on projects_event;
drop function projects_check_number();
drop trigger counter_stays_with_its_project on projects_feed;
drop trigger counter_begins_after_the_log on projects_feed;
drop trigger counter_never_goes_back on projects_feed;
drop function projects_keep_counter();
"""


class Migration(migrations.Migration):
    dependencies = [("projects", "0004_drop_redundant_indexes")]

    operations = [
        migrations.RunSQL(KEEP, UNKEEP),
        migrations.RunSQL(COUNT, UNCOUNT),
    ]
