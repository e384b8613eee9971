"""Every new tag gets a slug, however many share it; two changes at once cannot close a ring; a slug is a plain word."""

from importlib import import_module

from django.db import migrations, models

NEVER_IN_SLUGS = (
    r"[\u0001-,./:-@\[-^`{-\u00bf\u00d7\u00f7\u1680\u2000-\u206f\u20a0-\u20cf\u2190-\u24ea\u2500-\u2775\u2794-\u2bff"
    r"\u2e00-\u2e2e\u2e30-\u3004\u3008-\u3020\ue000-\uf8ff\ufe00-\ufe72\ufe74-\uffff\U0001f10d-\U0001ffff"
    r"\U000e0000-\U0010ffff]"
)

RESOLVE = """
create or replace function annotations_resolve_tags(
  p uuid, u uuid, may_add boolean, palette text[], wanted jsonb,
  out ids uuid[], out labels text[], out unknown text[]
) language plpgsql as $$
declare
  w jsonb;
  known record;
  free text;
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
      free := annotations_free_slug(p, w->>'slug');
      -- a name or slug that somebody else adds at this moment is seen by the next attempt
      insert into annotations_tag (id, project_id, name, slug, colour, definition, example, position, creator_id,
                                   created, modified, revision)
      select projects_uuid7(), p, w->>'name', free,
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
      if attempt = 100 then
        raise exception 'The tag "%" could not be added.', w->>'name' using errcode = 'serialization_failure';
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

FREE_SLUG = """
create function annotations_free_slug(p uuid, base text) returns text language plpgsql as $$
declare
  live int;
begin
  if not exists (select 1 from annotations_tag t where t.project_id = p and t.slug = base and t.deleted is null) then
    return base;
  end if;
  select count(*) into live from annotations_tag t where t.project_id = p and t.deleted is null;
  -- of one number more than there are tags, one is free
  return base || '-' || (
    select min(n) from generate_series(2, live + 2) n
    where base || '-' || n not in (
      select t.slug::text from annotations_tag t where t.project_id = p and t.deleted is null));
end $$;
"""

TREE = """
create or replace function annotations_check_ancestry() returns trigger language plpgsql as $$
begin
  -- One at a time, or two changes that each see no ring could close one together. Written, not only locked: so that a
  -- transaction that still sees what was before is refused too. projects.events.take_turn waits for the same row.
  update projects_feed set seq = seq where project_id = new.project_id;
  if exists (
    with recursive above (id) as (
      select new.parent_id
      union
      select t.parent_id from annotations_tag t join above on t.id = above.id
      where t.project_id = new.project_id and t.parent_id is not null
    )
    select 1 from above where id = new.id
  ) then
    raise exception 'A tag cannot lie below itself.'
      using errcode = 'check_violation', constraint = 'tags_form_a_tree';
  end if;
  return new;
end $$;
"""


def before(migration: str, name: str, function: str) -> str:
    """The function as an earlier migration made it."""
    made: str = getattr(import_module(f"annotations.migrations.{migration}"), name)
    return (
        made[: made.index("end $$;")].replace(f"create function {function}", f"create or replace function {function}")
        + "end $$;"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("annotations", "0004_drop_redundant_indexes"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="tag",
            constraint=models.CheckConstraint(
                condition=models.Q(("slug__regex", NEVER_IN_SLUGS), _negated=True),
                name="tag_slug_has_letters_digits_and_hyphens",
            ),
        ),
        migrations.RunSQL(FREE_SLUG, "drop function annotations_free_slug(uuid, text)"),
        migrations.RunSQL(RESOLVE, before("0003_annotate_in_one_call", "RESOLVE", "annotations_resolve_tags")),
        migrations.RunSQL(TREE, before("0002_anchor_quotes", "TREE", "annotations_check_ancestry")),
    ]
