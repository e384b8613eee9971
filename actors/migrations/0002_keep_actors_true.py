"""What the database holds true of actors, and the one way in which a name in an annotation becomes an actor."""

from django.db import migrations

KEYS = """
alter table actors_actor
  add constraint actor_is_merged_within_its_project foreign key (project_id, merged_into_id)
    references actors_actor (project_id, id);
alter table actors_affiliation
  add constraint affiliation_is_of_a_person_of_its_project foreign key (project_id, person_id)
    references actors_actor (project_id, id),
  add constraint affiliation_is_to_an_organisation_of_its_project foreign key (project_id, organisation_id)
    references actors_actor (project_id, id);
"""

UNKEYS = """
alter table actors_affiliation
  drop constraint affiliation_is_to_an_organisation_of_its_project,
  drop constraint affiliation_is_of_a_person_of_its_project;
alter table actors_actor drop constraint actor_is_merged_within_its_project;
"""

KINDS = """
create function actors_check_affiliation() returns trigger language plpgsql as $$
begin
  -- locked, so that neither becomes something else before this is committed
  if (select kind from actors_actor where project_id = new.project_id and id = new.person_id for share) <> 'person'
     or (select kind from actors_actor where project_id = new.project_id and id = new.organisation_id for share)
        <> 'organisation' then
    raise exception 'An affiliation is of a person to an organisation.'
      using errcode = 'check_violation', constraint = tg_name;
  end if;
  return new;
end $$;

create trigger affiliation_is_of_a_person_to_an_organisation before insert or update on actors_affiliation
  for each row execute function actors_check_affiliation();

create function actors_check_kind() returns trigger language plpgsql as $$
begin
  if exists (
    select 1 from actors_affiliation a
    where a.project_id = new.project_id and new.id in (a.person_id, a.organisation_id)
  ) then
    raise exception 'What has affiliations stays what it is: remove them first.'
      using errcode = 'restrict_violation', constraint = tg_name;
  end if;
  return new;
end $$;

create trigger actor_with_affiliations_stays_what_it_is before update on actors_actor for each row
  when (old.kind is distinct from new.kind) execute function actors_check_kind();
"""

UNKINDS = """
drop trigger actor_with_affiliations_stays_what_it_is on actors_actor;
drop trigger affiliation_is_of_a_person_to_an_organisation on actors_affiliation;
drop function actors_check_kind();
drop function actors_check_affiliation();
"""

RESOLVE = """
create function actors_find(p uuid, words text) returns uuid language plpgsql stable as $$
declare x uuid;
begin
  select a.id into x from actors_actor a
  where a.project_id = p and upper(a.name) = upper(words) and a.deleted is null;
  if x is null then  -- another name counts when it is of one actor only
    select min(a.id::text)::uuid into x from actors_actor a
    where a.project_id = p and a.deleted is null
      and exists (select 1 from unnest(a.other_names) n where upper(n) = upper(words))
    having count(*) = 1;
  end if;
  return x;
end $$;

-- `wanted` is an array of {"actor": id} or {"name", "kind"}, each with its "role"; `said` is the same with "actor" and
-- "role" alone, each pair once; `unknown` is what no actor is, and may not be added
create function actors_resolve(
  p uuid, u uuid, may_add boolean, palette text[], wanted jsonb, out said jsonb, out unknown text[]
) language plpgsql as $$
declare
  w jsonb;
  x uuid;
  pair jsonb;
begin
  said := '[]'; unknown := '{}';
  for w in select e from jsonb_array_elements(wanted) e loop
    x := null;
    if w->>'actor' is not null then
      select a.id into x from actors_actor a
      where a.project_id = p and a.id = (w->>'actor')::uuid and a.deleted is null;
    else
      for attempt in 1..100 loop
        x := actors_find(p, w->>'name');
        exit when x is not null or not may_add;
        insert into actors_actor (id, project_id, kind, name, other_names, colour, note, creator_id, created,
                                  modified, revision)
        select projects_uuid7(), p, coalesce(w->>'kind', 'person'), w->>'name', '{}',
               palette[1 + n % cardinality(palette)], '', u, clock_timestamp(), clock_timestamp(), 1
        from (select count(*)::int as n from actors_actor where project_id = p) counted
        on conflict do nothing
        returning id into x;
        if x is not null then
          perform projects_record(p, u, 'actor.created', x, null, (
            select jsonb_build_object('id', a.id, 'kind', a.kind, 'name', a.name, 'other_names', a.other_names,
                                      'colour', a.colour, 'note', '', 'revision', 1)
            from actors_actor a where a.id = x));
          exit;
        end if;
      end loop;
    end if;
    if x is null then
      unknown := unknown || coalesce(w->>'actor', w->>'name');
    else
      pair := jsonb_build_object('actor', x, 'role', w->>'role');
      if not said @> jsonb_build_array(pair) then
        said := said || pair;
      end if;
    end if;
  end loop;
end $$;
"""

UNRESOLVE = """
drop function actors_resolve(uuid, uuid, boolean, text[], jsonb);
drop function actors_find(uuid, text);
"""


class Migration(migrations.Migration):
    dependencies = [("actors", "0001_initial"), ("projects", "0005_guard_the_log")]

    operations = [
        migrations.RunSQL(KEYS, UNKEYS),
        migrations.RunSQL(KINDS, UNKINDS),
        migrations.RunSQL(RESOLVE, UNRESOLVE),
    ]
