"""What the database holds true of texts: hash and length are the text's own, passages tile it, and neither changes."""

from django.db import migrations

KEYS = """
alter table documents_version
  add constraint version_has_its_texts_sha256 check (sha256 = encode(sha256(convert_to(text, 'UTF8')), 'hex')),
  add constraint version_has_its_texts_length check (length = char_length(text)),
  add constraint version_is_of_a_document_of_its_project foreign key (project_id, document_id)
    references documents_document (project_id, id);
alter table documents_document
  add constraint document_has_its_current_version foreign key (project_id, id, number)
    references documents_version (project_id, document_id, number) deferrable initially deferred;
alter table documents_passage
  add constraint passage_has_its_texts_length check (char_length(text) = "end" - start),
  add constraint passage_is_of_a_version_of_its_project foreign key (project_id, document_id, number)
    references documents_version (project_id, document_id, number);
"""

UNKEYS = """
alter table documents_passage
  drop constraint passage_is_of_a_version_of_its_project, drop constraint passage_has_its_texts_length;
alter table documents_document drop constraint document_has_its_current_version;
alter table documents_version
  drop constraint version_is_of_a_document_of_its_project,
  drop constraint version_has_its_texts_length, drop constraint version_has_its_texts_sha256;
"""

TILES = """
create function documents_check_passages() returns trigger language plpgsql as $$
begin
  if exists (
    select 1
    from (
      select project_id, document_id, number, string_agg(text, '' order by ord) as joined,
             bool_and(start = before) as in_place
      from (
        select *, coalesce(sum(char_length(text)) over (
                    partition by project_id, document_id, number order by ord
                    rows between unbounded preceding and 1 preceding), 0) as before
        from added
      ) placed
      group by project_id, document_id, number
    ) whole
    join documents_version v
      on v.project_id = whole.project_id and v.document_id = whole.document_id and v.number = whole.number
    where v.text is distinct from whole.joined or not whole.in_place
  ) then
    raise exception 'The passages of a version are written together and tile its text from start to end.'
      using errcode = 'check_violation', constraint = 'passages_tile_their_text';
  end if;
  return null;
end $$;

create trigger passages_tile_their_text after insert on documents_passage
  referencing new table as added for each statement execute function documents_check_passages();
"""

IMMUTABLE = """
create function documents_refuse_to_rewrite_text() returns trigger language plpgsql as $$
begin
  raise exception 'A version of a text is never changed: correct the text by a new version.'
    using errcode = 'restrict_violation', constraint = tg_name;
end $$;

create trigger version_is_never_altered before update on documents_version
  for each row execute function documents_refuse_to_rewrite_text();
create trigger passage_is_never_altered before update or delete on documents_passage
  for each row execute function documents_refuse_to_rewrite_text();
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [
        migrations.RunSQL(KEYS, UNKEYS),
        migrations.RunSQL(
            TILES,
            "drop trigger passages_tile_their_text on documents_passage; drop function documents_check_passages()",
        ),
        migrations.RunSQL(
            IMMUTABLE,
            "drop trigger passage_is_never_altered on documents_passage;"
            "drop trigger version_is_never_altered on documents_version;"
            "drop function documents_refuse_to_rewrite_text()",
        ),
    ]
