"""What the database holds true of annotations: the quote is what the text says, and nothing crosses a project's border."""

from django.db import migrations

KEYS = """
alter table annotations_annotation
  add constraint annotation_is_on_a_version_of_its_project foreign key (project_id, document_id, version)
    references documents_version (project_id, document_id, number);
alter table annotations_tag
  add constraint tag_has_a_parent_of_its_project foreign key (project_id, parent_id)
    references annotations_tag (project_id, id);
alter table annotations_tagging
  add constraint tagging_is_on_an_annotation_of_its_project foreign key (project_id, content_object_id)
    references annotations_annotation (project_id, id) on delete cascade,
  add constraint tagging_is_by_a_tag_of_its_project foreign key (project_id, tag_id)
    references annotations_tag (project_id, id) on delete cascade;
"""

UNKEYS = """
alter table annotations_tagging
  drop constraint tagging_is_by_a_tag_of_its_project, drop constraint tagging_is_on_an_annotation_of_its_project;
alter table annotations_tag drop constraint tag_has_a_parent_of_its_project;
alter table annotations_annotation drop constraint annotation_is_on_a_version_of_its_project;
"""

ANCHOR = """
create function annotations_anchor() returns trigger language plpgsql as $$
declare
  left_edge int := greatest(new.start - 32, 0);
  origin int;
  chunk text;
  said text;
begin
  if new.start < 0 or new."end" <= new.start then
    return new;  -- the check constraints say what is wrong with that
  end if;
  select min(p.start), string_agg(p.text, '' order by p.start) into origin, chunk
  from documents_passage p
  where p.project_id = new.project_id and p.document_id = new.document_id and p.number = new.version
    and p.start < new."end" + 32
    and p.start >= (
      select coalesce(max(q.start), 0) from documents_passage q
      where q.project_id = new.project_id and q.document_id = new.document_id and q.number = new.version
        and q.start <= left_edge
    );
  if chunk is null and not exists (
    select 1 from documents_version v
    where v.project_id = new.project_id and v.document_id = new.document_id and v.number = new.version
  ) then
    new.quote := coalesce(new.quote, '');
    return new;  -- the foreign key says that there is no such version
  end if;
  said := substr(chunk, new.start - origin + 1, new."end" - new.start);
  if said is null or char_length(said) < new."end" - new.start then
    raise exception 'The annotation ends at % and the text before it.', new."end"
      using errcode = 'check_violation', constraint = 'annotation_lies_within_the_text';
  end if;
  if new.quote is null then
    new.quote := said;
  elsif new.quote <> said then
    raise exception 'The quote is not what the text says from % to %.', new.start, new."end"
      using errcode = 'check_violation', constraint = 'annotation_quotes_the_text', detail = said;
  end if;
  new.prefix := substr(chunk, left_edge - origin + 1, new.start - left_edge);
  new.suffix := substr(chunk, new."end" - origin + 1, 32);
  return new;
end $$;

create trigger annotation_quotes_the_text
  before insert or update of project_id, document_id, version, start, "end", quote, prefix, suffix
  on annotations_annotation for each row execute function annotations_anchor();
"""

LABELS = """
create function annotations_relabel(p uuid, ids uuid[]) returns void language plpgsql
  -- Planning it anew each time took longer than the rest of an annotation. A plan that is kept must not be one for tables
  -- that were empty when it was made: so it goes by the indexes, row by row, without a join.
  set plan_cache_mode = force_generic_plan set enable_seqscan = off
as $$
declare x uuid; meant text[];
begin
  foreach x in array ids loop
    meant := array(
      select slug from (
        select g.ord, (select t.slug::text from annotations_tag t
                       where t.project_id = p and t.id = g.tag_id and t.deleted is null) as slug
        from annotations_tagging g where g.project_id = p and g.content_object_id = x
      ) carried
      where slug is not null order by ord, slug);
    update annotations_annotation a
    set labels = meant, revision = a.revision + 1, modified = clock_timestamp()
    where a.project_id = p and a.id = x and a.labels is distinct from meant;
  end loop;
end $$;

create function annotations_follow_taggings() returns trigger language plpgsql as $$
declare p uuid; ids uuid[];
begin
  for p, ids in select project_id, array_agg(distinct content_object_id) from touched group by project_id loop
    perform annotations_relabel(p, ids);
  end loop;
  return null;
end $$;

create trigger labels_follow_new_taggings after insert on annotations_tagging
  referencing new table as touched for each statement execute function annotations_follow_taggings();
create trigger labels_follow_changed_taggings after update on annotations_tagging
  referencing new table as touched for each statement execute function annotations_follow_taggings();
create trigger labels_follow_old_taggings after delete on annotations_tagging
  referencing old table as touched for each statement execute function annotations_follow_taggings();

create function annotations_follow_tag() returns trigger language plpgsql as $$
begin
  perform annotations_relabel(new.project_id, array_agg(g.content_object_id order by g.content_object_id))
  from annotations_tagging g where g.project_id = new.project_id and g.tag_id = new.id
  having count(*) > 0;
  return null;
end $$;

create trigger labels_follow_tags after update on annotations_tag for each row
  when (old.slug is distinct from new.slug or old.deleted is distinct from new.deleted)
  execute function annotations_follow_tag();

create function annotations_refuse_moved_tagging() returns trigger language plpgsql as $$
begin
  raise exception 'A tagging stays on its annotation: remove it there and add one here.'
    using errcode = 'restrict_violation', constraint = 'tagging_stays_on_its_annotation';
end $$;

create trigger tagging_stays_on_its_annotation before update on annotations_tagging for each row
  when (old.content_object_id is distinct from new.content_object_id or old.project_id is distinct from new.project_id)
  execute function annotations_refuse_moved_tagging();
"""

TREE = """
create function annotations_check_ancestry() returns trigger language plpgsql as $$
begin
  if exists (
    with recursive above as (
      select new.parent_id as id, 1 as depth
      union all
      select t.parent_id, above.depth + 1 from annotations_tag t join above on t.id = above.id
      where t.project_id = new.project_id and t.parent_id is not null and above.depth < 100
    )
    select 1 from above where id = new.id
  ) then
    raise exception 'A tag cannot lie below itself.'
      using errcode = 'check_violation', constraint = 'tags_form_a_tree';
  end if;
  return new;
end $$;

create trigger tags_form_a_tree before insert or update of parent_id on annotations_tag for each row
  when (new.parent_id is not null) execute function annotations_check_ancestry();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("annotations", "0001_initial"),
        ("documents", "0002_keep_texts_true"),
        ("projects", "0002_number_events"),
    ]

    operations = [
        migrations.RunSQL(KEYS, UNKEYS),
        migrations.RunSQL(
            ANCHOR,
            "drop trigger annotation_quotes_the_text on annotations_annotation; drop function annotations_anchor()",
        ),
        migrations.RunSQL(
            LABELS,
            """
            drop trigger tagging_stays_on_its_annotation on annotations_tagging;
            drop trigger labels_follow_tags on annotations_tag;
            drop trigger labels_follow_old_taggings on annotations_tagging;
            drop trigger labels_follow_changed_taggings on annotations_tagging;
            drop trigger labels_follow_new_taggings on annotations_tagging;
            drop function annotations_refuse_moved_tagging();
            drop function annotations_follow_tag();
            drop function annotations_follow_taggings();
            drop function annotations_relabel(uuid, uuid[]);
            """,
        ),
        migrations.RunSQL(
            TREE, "drop trigger tags_form_a_tree on annotations_tag; drop function annotations_check_ancestry()"
        ),
    ]
