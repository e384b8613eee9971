"""The counter and the log: event numbers without gaps, in commit order; rows that nobody alters."""

from django.db import migrations

UUID7 = """
create function projects_uuid7() returns uuid language sql volatile as $$
  -- RFC 9562, section 5.7: 48 bits of Unix milliseconds over the random bits of a version 4 UUID, version set to 7
  select encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
    placing substring(int8send(floor(extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6
  ), 52, 1), 53, 1), 'hex')::uuid
$$;
"""

COUNTER = """
create function projects_open_feed() returns trigger language plpgsql as $$
begin
  insert into projects_feed (project_id, seq) values (new.id, 0);
  return null;
end $$;

create trigger project_has_a_feed after insert on projects_project
  for each row execute function projects_open_feed();
"""

RECORD = """
create function projects_record(p uuid, u uuid, what text, o uuid, was jsonb, became jsonb)
returns bigint language plpgsql as $$
declare n bigint;
begin
  update projects_feed set seq = seq + 1 where project_id = p returning seq into strict n;
  insert into projects_event (project_id, seq, user_id, created, kind, object_id, before, after)
  values (p, n, u, clock_timestamp(), what, o, was, became);
  return n;
end $$;

create function projects_record_many(p uuid, u uuid, what text, ids uuid[], was jsonb[], became jsonb[])
returns bigint language plpgsql as $$
declare n bigint;
begin
  update projects_feed set seq = seq + cardinality(ids) where project_id = p returning seq into strict n;
  insert into projects_event (project_id, seq, user_id, created, kind, object_id, before, after)
  select p, n - cardinality(ids) + i, u, clock_timestamp(), what, ids[i], was[i], became[i]
  from generate_subscripts(ids, 1) i;
  return n;
end $$;
"""

APPEND_ONLY = """
create function projects_refuse_to_rewrite_history() returns trigger language plpgsql as $$
begin
  raise exception 'The event log is append-only: no % on it.', tg_op
    using errcode = 'restrict_violation', constraint = 'event_is_never_altered';
end $$;

create trigger event_is_never_altered before update or delete on projects_event
  for each row execute function projects_refuse_to_rewrite_history();
"""


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_initial")]

    operations = [
        migrations.RunSQL(UUID7, "drop function projects_uuid7()"),
        migrations.RunSQL(
            COUNTER, "drop trigger project_has_a_feed on projects_project; drop function projects_open_feed()"
        ),
        migrations.RunSQL(
            RECORD,
            "drop function projects_record(uuid, uuid, text, uuid, jsonb, jsonb);"
            "drop function projects_record_many(uuid, uuid, text, uuid[], jsonb[], jsonb[])",
        ),
        migrations.RunSQL(
            APPEND_ONLY,
            "drop trigger event_is_never_altered on projects_event;drop function projects_refuse_to_rewrite_history()",
        ),
    ]
