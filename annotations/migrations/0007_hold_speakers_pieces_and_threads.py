"""What the database holds true of attributions, of passages in several pieces and of comments; and the one call that writes."""

from importlib import import_module

from django.db import migrations

KEYS = """
-- what most rows have, so that whoever inserts need not say it
alter table annotations_annotation
  alter fragments set default '[]', alter attributions set default '[]', alter comments set default 0,
  alter kept set default false;
alter table annotations_tag alter shortcut set default '';
alter table annotations_attribution
  add constraint attribution_is_on_an_annotation_of_its_project foreign key (project_id, annotation_id)
    references annotations_annotation (project_id, id) on delete cascade,
  add constraint attribution_is_to_an_actor_of_its_project foreign key (project_id, actor_id)
    references actors_actor (project_id, id);
alter table annotations_comment
  add constraint comment_is_on_an_annotation_of_its_project foreign key (project_id, annotation_id)
    references annotations_annotation (project_id, id),
  add constraint comment_replies_on_its_own_annotation foreign key (project_id, annotation_id, reply_to_id)
    references annotations_comment (project_id, annotation_id, id);
alter table annotations_seen
  add constraint seen_is_of_an_annotation_of_its_project foreign key (project_id, annotation_id)
    references annotations_annotation (project_id, id) on delete cascade;
"""

UNKEYS = """
alter table annotations_tag alter shortcut drop default;
alter table annotations_annotation
  alter fragments drop default, alter attributions drop default, alter comments drop default, alter kept drop default;
alter table annotations_seen drop constraint seen_is_of_an_annotation_of_its_project;
alter table annotations_comment
  drop constraint comment_replies_on_its_own_annotation, drop constraint comment_is_on_an_annotation_of_its_project;
alter table annotations_attribution
  drop constraint attribution_is_to_an_actor_of_its_project,
  drop constraint attribution_is_on_an_annotation_of_its_project;
"""

FRAGMENTS = """
create function annotations_text(p uuid, d uuid, v int, s int, e int) returns text language sql stable as $$
  select substr(string_agg(x.text, '' order by x.start), s - min(x.start) + 1, e - s)
  from documents_passage x
  where x.project_id = p and x.document_id = d and x.number = v and x.start < e
    and x.start >= (select coalesce(max(y.start), 0) from documents_passage y
                    where y.project_id = p and y.document_id = d and y.number = v and y.start <= s)
$$;

-- the fragments of an annotation with their quotes as the text has them, each after the piece before it and apart from it
create function annotations_anchor_fragments(a annotations_annotation) returns jsonb language plpgsql stable as $$
declare
  f jsonb;
  s int;
  e int;
  last int := a."end";
  said text;
  anchored jsonb := '[]';
begin
  for f in select x from jsonb_array_elements(a.fragments) x loop
    s := (f->>'start')::int; e := (f->>'end')::int;
    if s is null or e is null or s <= last or e <= s then
      raise exception 'The pieces of a passage stand in order, apart from one another, and none is empty.'
        using errcode = 'check_violation', constraint = 'fragments_follow_in_order';
    end if;
    said := annotations_text(a.project_id, a.document_id, a.version, s, e);
    if said is null or char_length(said) < e - s then
      raise exception 'A piece ends at % and the text before it.', e
        using errcode = 'check_violation', constraint = 'annotation_lies_within_the_text';
    end if;
    if said <> coalesce(f->>'quote', said) then
      raise exception 'The quote is not what the text says from % to %.', s, e
        using errcode = 'check_violation', constraint = 'annotation_quotes_the_text', detail = said;
    end if;
    anchored := anchored || jsonb_build_object('start', s, 'end', e, 'quote', said);
    last := e;
  end loop;
  return anchored;
end $$;

drop trigger annotation_quotes_the_text on annotations_annotation;
create trigger annotation_quotes_the_text
  before insert or update of project_id, document_id, version, start, "end", quote, prefix, suffix, fragments
  on annotations_annotation for each row execute function annotations_anchor();
"""

UNFRAGMENTS = """
drop trigger annotation_quotes_the_text on annotations_annotation;
create trigger annotation_quotes_the_text
  before insert or update of project_id, document_id, version, start, "end", quote, prefix, suffix
  on annotations_annotation for each row execute function annotations_anchor();
drop function annotations_anchor_fragments(annotations_annotation);
drop function annotations_text(uuid, uuid, int, int, int);
"""

ATTRIBUTIONS = """
create function annotations_reattribute(p uuid, ids uuid[]) returns void language plpgsql
  set plan_cache_mode = force_generic_plan set enable_seqscan = off  -- as in annotations_relabel
as $$
declare x uuid; meant jsonb;
begin
  foreach x in array ids loop
    select coalesce(jsonb_agg(jsonb_build_object('actor', r.actor_id, 'role', r.role) order by r.ord, r.id), '[]')
    into meant
    from annotations_attribution r
    where r.project_id = p and r.annotation_id = x
      and (select a.deleted is null from actors_actor a where a.project_id = p and a.id = r.actor_id);
    update annotations_annotation a
    set attributions = meant, revision = a.revision + 1, modified = clock_timestamp()
    where a.project_id = p and a.id = x and a.attributions is distinct from meant;
  end loop;
end $$;

create function annotations_follow_attributions() returns trigger language plpgsql as $$
declare p uuid; ids uuid[];
begin
  for p, ids in select project_id, array_agg(distinct annotation_id) from touched group by project_id loop
    perform annotations_reattribute(p, ids);
  end loop;
  return null;
end $$;

create trigger attributions_follow_new_rows after insert on annotations_attribution
  referencing new table as touched for each statement execute function annotations_follow_attributions();
create trigger attributions_follow_changed_rows after update on annotations_attribution
  referencing new table as touched for each statement execute function annotations_follow_attributions();
create trigger attributions_follow_old_rows after delete on annotations_attribution
  referencing old table as touched for each statement execute function annotations_follow_attributions();

create function annotations_follow_actor() returns trigger language plpgsql as $$
begin
  perform annotations_reattribute(new.project_id, array_agg(distinct r.annotation_id))
  from annotations_attribution r where r.project_id = new.project_id and r.actor_id = new.id
  having count(*) > 0;
  return null;
end $$;

create trigger attributions_follow_actors after update on actors_actor for each row
  when ((old.deleted is null) is distinct from (new.deleted is null)) execute function annotations_follow_actor();

create function annotations_refuse_moved_attribution() returns trigger language plpgsql as $$
begin
  raise exception 'An attribution stays on its annotation: remove it there and add one here.'
    using errcode = 'restrict_violation', constraint = tg_name;
end $$;

create trigger attribution_stays_on_its_annotation before update on annotations_attribution for each row
  when (old.annotation_id is distinct from new.annotation_id or old.project_id is distinct from new.project_id)
  execute function annotations_refuse_moved_attribution();
"""

UNATTRIBUTIONS = """
drop trigger attribution_stays_on_its_annotation on annotations_attribution;
drop trigger attributions_follow_actors on actors_actor;
drop trigger attributions_follow_old_rows on annotations_attribution;
drop trigger attributions_follow_changed_rows on annotations_attribution;
drop trigger attributions_follow_new_rows on annotations_attribution;
drop function annotations_refuse_moved_attribution();
drop function annotations_follow_actor();
drop function annotations_follow_attributions();
drop function annotations_reattribute(uuid, uuid[]);
"""

COMMENTS = """
create function annotations_check_thread() returns trigger language plpgsql as $$
begin
  if exists (
    select 1 from annotations_comment c
    where c.project_id = new.project_id and c.id = new.reply_to_id and c.reply_to_id is not null
  ) then
    raise exception 'A reply is to the comment that begins a thread.'
      using errcode = 'check_violation', constraint = tg_name;
  end if;
  return new;
end $$;

create trigger replies_are_to_the_first_of_a_thread before insert or update on annotations_comment for each row
  when (new.reply_to_id is not null) execute function annotations_check_thread();

create function annotations_refuse_moved_comment() returns trigger language plpgsql as $$
begin
  raise exception 'A comment stays in its thread.' using errcode = 'restrict_violation', constraint = tg_name;
end $$;

create trigger comment_stays_in_its_thread before update on annotations_comment for each row
  when (old.annotation_id is distinct from new.annotation_id or old.project_id is distinct from new.project_id
        or old.reply_to_id is distinct from new.reply_to_id)
  execute function annotations_refuse_moved_comment();

create function annotations_count_comments() returns trigger language plpgsql as $$
declare x annotations_comment := coalesce(new, old);
begin
  update annotations_annotation a
  set comments = (
    select count(*) from annotations_comment c
    where c.project_id = x.project_id and c.annotation_id = x.annotation_id and c.deleted is null)
  where a.project_id = x.project_id and a.id = x.annotation_id;
  return null;
end $$;

create trigger comments_are_counted after insert or delete or update of deleted on annotations_comment
  for each row execute function annotations_count_comments();
"""

UNCOMMENTS = """
drop trigger comments_are_counted on annotations_comment;
drop trigger comment_stays_in_its_thread on annotations_comment;
drop trigger replies_are_to_the_first_of_a_thread on annotations_comment;
drop function annotations_count_comments();
drop function annotations_refuse_moved_comment();
drop function annotations_check_thread();
"""

JSON = """
create or replace function annotations_json(a annotations_annotation, creator text, base text) returns json
language sql stable as $$
  select json_build_object(
    'id', a.id, 'document', a.document_id, 'version', a.version, 'start', a.start, 'end', a."end",
    'quote', a.quote, 'prefix', a.prefix, 'suffix', a.suffix, 'fragments', a.fragments, 'tags', a.labels,
    'note', a.note, 'attributions', a.attributions, 'creator', creator,
    'created', to_char(a.created at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    'modified', to_char(a.modified at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    'revision', a.revision, 'comments', a.comments, 'url', base || a.id || '/')
$$;
"""

SAME = """
create or replace function annotations_is_same(p uuid, a annotations_annotation, r jsonb) returns boolean
language plpgsql stable as $$
declare
  meant record;
  said record;
begin
  if a.document_id <> (r->>'document')::uuid or a.start <> (r->>'start')::int or a."end" <> (r->>'end')::int
     or a.note <> r->>'note' or a.version <> coalesce((r->>'version')::int, a.version)
     or a.quote <> coalesce(r->>'quote', a.quote)
     or jsonb_array_length(a.fragments) <> jsonb_array_length(r->'fragments')
     or exists (select 1 from jsonb_array_elements(r->'fragments') with ordinality e(f, n)
                where not a.fragments->(e.n::int - 1) @> e.f) then
    return false;
  end if;
  select labels, unknown into meant from annotations_resolve_tags(p, null, false, null, r->'tags');
  select * into said from actors_resolve(p, null, false, null, r->'attributions');
  return meant.unknown = '{}' and meant.labels @> a.labels and meant.labels <@ a.labels
    and said.unknown = '{}' and said.said @> a.attributions and said.said <@ a.attributions;
end $$;
"""

ANNOTATE = """
drop function annotations_annotate(uuid, uuid, text, boolean, text[], jsonb, text);

create function annotations_annotate(
  p uuid, u uuid, creator text, may_add_tags boolean, may_add_actors boolean, palette text[], rows jsonb, base text
) returns table (line int, outcome text, detail text, body json) language plpgsql
  set plan_cache_mode = force_generic_plan set enable_seqscan = off  -- plans are kept from when tables were small
as $$
declare
  r jsonb;
  a annotations_annotation;
  made annotations_annotation;
  current_number int;
  tagged record;
  said jsonb;
  strangers text[];
  rule text;
  made_ids uuid[] := '{}';
  became jsonb[] := '{}';
begin
  perform 1 from projects_feed where project_id = p for update;  -- as projects.events.take_turn does
  for line, r in select e.n, e.x from jsonb_array_elements(rows) with ordinality e(x, n) loop
    outcome := null; detail := null; body := null; made := null; said := '[]';
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
        if r->'attributions' <> '[]' then
          select x.said, x.unknown into said, strangers
          from actors_resolve(p, u, may_add_actors, palette, r->'attributions') x;
          if strangers <> '{}' then
            outcome := 'no_actor'; detail := array_to_string(strangers, ', ');
            raise exception 'unknown actor' using errcode = 'check_violation';  -- takes back those added before
          end if;
        end if;
        select * into tagged from annotations_resolve_tags(p, u, may_add_tags, palette, r->'tags');
        if tagged.unknown <> '{}' then
          outcome := 'no_tag'; detail := array_to_string(tagged.unknown, ', ');
          raise exception 'unknown tag' using errcode = 'check_violation';
        end if;
        insert into annotations_annotation (id, project_id, document_id, version, start, "end", quote, prefix,
          suffix, fragments, note, labels, attributions, comments, kept, creator_id, created, modified, revision)
        values ((r->>'id')::uuid, p, (r->>'document')::uuid, coalesce((r->>'version')::int, current_number),
          (r->>'start')::int, (r->>'end')::int, r->>'quote', '', '', r->'fragments', r->>'note', tagged.labels,
          said, 0, false, u, clock_timestamp(), clock_timestamp(), 1)
        on conflict (id) do nothing
        returning * into made;
      exception
        when check_violation then
          if outcome is null then
            get stacked diagnostics rule = constraint_name, detail = pg_exception_detail;
            outcome := case rule
              when 'annotation_quotes_the_text' then 'misquoted'
              when 'annotation_lies_within_the_text' then 'outside'
              when 'fragments_follow_in_order' then 'disorderly'
              when 'annotation_ends_after_it_starts' then 'empty' end;
            if outcome is null then raise; end if;
          end if;
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
      if said <> '[]' then
        insert into annotations_attribution (id, project_id, annotation_id, actor_id, role, ord)
        select projects_uuid7(), p, made.id, (e.x->>'actor')::uuid, e.x->>'role', e.n
        from jsonb_array_elements(said) with ordinality e(x, n);
      end if;
      outcome := 'created';
      body := annotations_json(made, creator, base);
      made_ids := made_ids || made.id;
      became := became || (body::jsonb - '{url,comments}'::text[]);
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
  -- counted at once: the more often one transaction has counted, the longer it takes
  if made_ids <> '{}' then
    perform projects_record_many(p, u, 'annotation.created', made_ids,
                                 array_fill(null::jsonb, array[cardinality(made_ids)]), became);
  end if;
end $$;
"""


def _of(migration: str, name: str) -> str:
    made: str = getattr(import_module(f"annotations.migrations.{migration}"), name)
    return made


def _anchor_with_fragments() -> str:
    """The function of 0002, which now anchors the fragments too."""
    return _replaced(_of("0002_anchor_quotes", "ANCHOR")).replace(
        "  return new;\nend $$;",
        "  if new.fragments <> '[]' then\n    new.fragments := annotations_anchor_fragments(new);\n  end if;\n"
        "  return new;\nend $$;",
    )


def _replaced(made: str) -> str:
    """The first function of what an earlier migration made, so that it replaces the one that is there."""
    return made[: made.index("end $$;")].replace("create function", "create or replace function") + "end $$;"


_RESOLVE_BEFORE = _of("0005_lose_no_tag", "RESOLVE")
_RESOLVE = (
    _RESOLVE_BEFORE.replace(
        "definition, example, position, creator_id", "definition, example, shortcut, position, creator_id"
    )
    .replace("'', '', n, u,", "'', '', '', n, u,")
    .replace("'example', '',", "'example', '', 'shortcut', '', 'retired', null,")
)
_EARLIER = _of("0003_annotate_in_one_call", "ANNOTATE")
_SAME_BEFORE = _EARLIER[: _EARLIER.index("create function annotations_annotate")].replace(
    "create function", "create or replace function"
)


class Migration(migrations.Migration):
    dependencies = [
        ("annotations", "0006_attribute_and_discuss"),
        ("actors", "0002_keep_actors_true"),
    ]

    operations = [
        migrations.RunSQL(KEYS, UNKEYS),
        migrations.RunSQL(FRAGMENTS, UNFRAGMENTS),
        migrations.RunSQL(_anchor_with_fragments(), _replaced(_of("0002_anchor_quotes", "ANCHOR"))),
        migrations.RunSQL(ATTRIBUTIONS, UNATTRIBUTIONS),
        migrations.RunSQL(COMMENTS, UNCOMMENTS),
        migrations.RunSQL(
            JSON,
            _of("0003_annotate_in_one_call", "JSON").replace("create function", "create or replace function"),
        ),
        migrations.RunSQL(_RESOLVE, _RESOLVE_BEFORE),
        migrations.RunSQL(SAME, _SAME_BEFORE),
        migrations.RunSQL(
            ANNOTATE,
            "drop function annotations_annotate(uuid, uuid, text, boolean, boolean, text[], jsonb, text);"
            + _EARLIER[_EARLIER.index("create function annotations_annotate") :],
        ),
    ]
