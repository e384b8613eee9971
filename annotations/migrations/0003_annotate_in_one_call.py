"""The hot path: annotations, their tags and their events written by one call, and shown as JSON made in the database.

PL/pgSQL keeps its plans, so a call costs a few index look-ups and inserts; the same statements sent one by one, or
planned anew each time, cost several times as much (docs/decisions/writes-in-one-call.md).
"""

from django.db import migrations

JSON = """
create function annotations_json(a annotations_annotation, creator text, base text) returns json
language sql stable as $$
  select json_build_object(
    'id', a.id, 'document', a.document_id, 'version', a.version, 'start', a.start, 'end', a."end",
    'quote', a.quote, 'prefix', a.prefix, 'suffix', a.suffix, 'tags', a.labels, 'note', a.note,
    'creator', creator,
    'created', to_char(a.created at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    'modified', to_char(a.modified at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    'revision', a.revision, 'url', base || a.id || '/')
$$;
"""

RESOLVE = """
create function annotations_resolve_tags(
  p uuid, u uuid, may_add boolean, palette text[], wanted jsonb,
  out ids uuid[], out labels text[], out unknown text[]
) language plpgsql as $$
declare
  w jsonb;
  known record;
begin
  ids := '{}'; labels := '{}'; unknown := '{}';
  for w in select x from jsonb_array_elements(wanted) x loop
    for attempt in 1..100 loop
      -- the slug first: what an annotation says of its tags must mean the same tags when it is sent back
      select t.id, t.slug into known from annotations_tag t
      where t.project_id = p and t.slug = w->>'name' and t.deleted is null;
      exit when found;
      select t.id, t.slug into known from annotations_tag t
      where t.project_id = p and upper(t.name) = upper(w->>'name') and t.deleted is null;
      exit when found;
      if not may_add then
        unknown := unknown || (w->>'name');
        exit;
      end if;
      -- a name that somebody else adds at this moment is found by the next attempt; a taken slug gets a number
      insert into annotations_tag (id, project_id, name, slug, colour, definition, example, position, creator_id,
                                   created, modified, revision)
      select projects_uuid7(), p, w->>'name', (w->>'slug') || case attempt when 1 then '' else '-' || attempt end,
             palette[1 + n % cardinality(palette)], '', '', n, u, clock_timestamp(), clock_timestamp(), 1
      from (select count(*)::int as n from annotations_tag where project_id = p) counted
      on conflict do nothing
      returning id, slug, name, colour into known;
      if found then
        perform projects_record(p, u, 'tag.created', known.id, null, jsonb_build_object(
          'slug', known.slug, 'name', known.name, 'colour', known.colour, 'definition', '', 'example', '',
          'parent', null, 'revision', 1));
        exit;
      end if;
    end loop;
    if known.id is not null and known.id <> all(ids) then
      ids := ids || known.id;
      labels := labels || known.slug::text;
    end if;
    known := null;
  end loop;
end $$;
"""

ANNOTATE = """
create function annotations_is_same(p uuid, a annotations_annotation, r jsonb) returns boolean
language plpgsql stable as $$
declare meant record;
begin
  if a.document_id <> (r->>'document')::uuid or a.start <> (r->>'start')::int or a."end" <> (r->>'end')::int
     or a.note <> r->>'note' or a.version <> coalesce((r->>'version')::int, a.version)
     or a.quote <> coalesce(r->>'quote', a.quote) then
    return false;
  end if;
  select labels, unknown into meant from annotations_resolve_tags(p, null, false, null, r->'tags');
  return meant.unknown = '{}' and meant.labels @> a.labels and meant.labels <@ a.labels;
end $$;

create function annotations_annotate(
  p uuid, u uuid, creator text, may_add_tags boolean, palette text[], rows jsonb, base text
) returns table (line int, outcome text, detail text, body json) language plpgsql
  set plan_cache_mode = force_generic_plan set enable_seqscan = off  -- plans are kept from when tables were small
as $$
declare
  r jsonb;
  a annotations_annotation;
  made annotations_annotation;
  current_number int;
  tagged record;
  rule text;
begin
  perform 1 from projects_feed where project_id = p for update;  -- as projects.events.take_turn does
  for line, r in select e.n, e.x from jsonb_array_elements(rows) with ordinality e(x, n) loop
    outcome := null; detail := null; body := null; made := null;
    select * into a from annotations_annotation x where x.project_id = p and x.id = (r->>'id')::uuid;
    if not found then
      select d.number into current_number from documents_document d
      where d.project_id = p and d.id = (r->>'document')::uuid and d.deleted is null;
      if not found then
        outcome := 'no_document';
        return next;
        continue;
      end if;
      begin
        select * into tagged from annotations_resolve_tags(p, u, may_add_tags, palette, r->'tags');
        if tagged.unknown <> '{}' then
          outcome := 'no_tag'; detail := array_to_string(tagged.unknown, ', ');
        else
          insert into annotations_annotation (id, project_id, document_id, version, start, "end", quote, prefix,
            suffix, note, labels, creator_id, created, modified, revision)
          values ((r->>'id')::uuid, p, (r->>'document')::uuid, coalesce((r->>'version')::int, current_number),
            (r->>'start')::int, (r->>'end')::int, r->>'quote', '', '', r->>'note', tagged.labels, u,
            clock_timestamp(), clock_timestamp(), 1)
          on conflict (id) do nothing
          returning * into made;
        end if;
      exception
        when check_violation then
          get stacked diagnostics rule = constraint_name, detail = pg_exception_detail;
          outcome := case rule
            when 'annotation_quotes_the_text' then 'misquoted'
            when 'annotation_lies_within_the_text' then 'outside'
            when 'annotation_ends_after_it_starts' then 'empty' end;
          if outcome is null then raise; end if;
        when foreign_key_violation then
          get stacked diagnostics rule = constraint_name;
          if rule <> 'annotation_is_on_a_version_of_its_project' then raise; end if;
          outcome := 'no_version';
      end;
      if outcome is not null then
        return next;
        continue;
      end if;
    end if;
    if made.id is not null then
      insert into annotations_tagging (id, project_id, content_object_id, tag_id, ord)
      select projects_uuid7(), p, made.id, tagged.ids[i], i from generate_subscripts(tagged.ids, 1) i;
      outcome := 'created';
      body := annotations_json(made, creator, base);
      perform projects_record(p, u, 'annotation.created', made.id, null, body::jsonb - 'url');
    else
      if a.id is null then  -- written by somebody else since we looked
        select * into a from annotations_annotation x where x.project_id = p and x.id = (r->>'id')::uuid;
      end if;
      outcome := case
        when a.id is null then 'taken'
        when a.deleted is not null then 'deleted'
        when annotations_is_same(p, a, r) then 'there'
        else 'different' end;
      if a.id is not null then
        body := annotations_json(a, (select username from accounts_user where id = a.creator_id), base);
      end if;
    end if;
    return next;
  end loop;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("annotations", "0002_anchor_quotes"), ("accounts", "0001_initial")]

    operations = [
        migrations.RunSQL(JSON, "drop function annotations_json(annotations_annotation, text, text)"),
        migrations.RunSQL(RESOLVE, "drop function annotations_resolve_tags(uuid, uuid, boolean, text[], jsonb)"),
        migrations.RunSQL(
            ANNOTATE,
            "drop function annotations_annotate(uuid, uuid, text, boolean, text[], jsonb, text);"
            "drop function annotations_is_same(uuid, annotations_annotation, jsonb)",
        ),
    ]
