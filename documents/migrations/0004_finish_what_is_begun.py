"""A version comes with its passages, a document says of its text what is so, and neither is emptied at one stroke."""

from django.db import migrations, models

KEYS = """
alter table documents_document
  drop constraint document_has_its_current_version,
  add constraint document_has_its_current_version foreign key (project_id, id, number, sha256, length)
    references documents_version (project_id, document_id, number, sha256, length) deferrable initially deferred;
"""

OLD_KEYS = """
alter table documents_document
  drop constraint document_has_its_current_version,
  add constraint document_has_its_current_version foreign key (project_id, id, number)
    references documents_version (project_id, document_id, number) deferrable initially deferred;
"""

TILED = """
create function documents_check_version() returns trigger language plpgsql
  set enable_seqscan = off  -- the plan is kept from when there were few rows
as $$
begin
  -- that they say what the text says is checked when they are written; here, that they were
  if new.length is distinct from (
    select sum(p."end" - p.start) from documents_passage p
    where p.project_id = new.project_id and p.document_id = new.document_id and p.number = new.number
  ) and exists (
    select 1 from documents_version v
    where v.project_id = new.project_id and v.document_id = new.document_id and v.number = new.number
  ) then
    raise exception 'A version is written together with the passages that tile its text.'
      using errcode = 'check_violation', constraint = tg_name;
  end if;
  return null;
end $$;

create constraint trigger version_has_its_passages after insert on documents_version
  deferrable initially deferred for each row execute function documents_check_version();
"""

UNTILED = """
drop trigger version_has_its_passages on documents_version;
drop function documents_check_version();
"""

KEEP = """
create trigger versions_are_never_emptied before truncate on documents_version
  for each statement execute function projects_refuse_to_empty();
create trigger passages_are_never_emptied before truncate on documents_passage
  for each statement execute function projects_refuse_to_empty();
"""

UNKEEP = """
drop trigger passages_are_never_emptied on documents_passage;
drop trigger versions_are_never_emptied on documents_version;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0003_drop_redundant_indexes"),
        ("projects", "0005_guard_the_log"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(("url", ""), ("url__iregex", "^https?://"), _connector="OR"),
                name="document_url_is_of_the_web",
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(
                condition=models.Q(("text__contains", "\r"), _negated=True), name="version_ends_its_lines_with_lf"
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.UniqueConstraint(
                fields=("project", "document", "number", "sha256", "length"), name="version_is_known_by_its_text"
            ),
        ),
        migrations.RunSQL(KEYS, OLD_KEYS),
        migrations.RunSQL(TILED, UNTILED),
        migrations.RunSQL(KEEP, UNKEEP),
    ]
