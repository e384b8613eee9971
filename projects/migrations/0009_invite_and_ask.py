"""Invitations, their uses, which the database counts, and requests to join."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import accounts.ids
import projects.models

COUNT = """
alter table projects_invitationuse add constraint use_is_of_an_invitation_of_its_project
  foreign key (project_id, invitation_id) references projects_invitation (project_id, id);

create function projects_count_use() returns trigger language plpgsql as $$
begin
  update projects_invitation set used = used + 1
  where project_id = new.project_id and id = new.invitation_id and revoked is null and expires > clock_timestamp();
  if not found then
    raise exception 'The invitation is revoked or too old.' using errcode = 'check_violation', constraint = tg_name;
  end if;
  return new;
end $$;

create trigger invitation_is_used_while_it_holds before insert on projects_invitationuse
  for each row execute function projects_count_use();

create function projects_keep_uses() returns trigger language plpgsql as $$
begin
  raise exception 'What was used stays used.' using errcode = 'restrict_violation', constraint = tg_name;
end $$;

create trigger invitation_uses_never_go_down before update on projects_invitation
  for each row when (new.used < old.used or new.most > old.most) execute function projects_keep_uses();
"""

UNCOUNT = """
drop trigger invitation_uses_never_go_down on projects_invitation;
drop function projects_keep_uses();
drop trigger invitation_is_used_while_it_holds on projects_invitationuse;
drop function projects_count_use();
alter table projects_invitationuse drop constraint use_is_of_an_invitation_of_its_project;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0008_keep_an_owner"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.UUIDField(default=accounts.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                ("role", models.CharField(choices=projects.models.lesser_roles, max_length=20)),
                (
                    "email",
                    models.EmailField(blank=True, help_text="Whom the link was sent to by mail.", max_length=254),
                ),
                ("created", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("expires", models.DateTimeField()),
                ("most", models.PositiveSmallIntegerField(default=1)),
                ("used", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("revoked", models.DateTimeField(blank=True, editable=False, null=True)),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "creator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "ordering": ["created"],
            },
        ),
        migrations.CreateModel(
            name="InvitationUse",
            fields=[
                ("id", models.UUIDField(default=accounts.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "invitation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="uses",
                        to="projects.invitation",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="projects.project",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="JoinRequest",
            fields=[
                ("id", models.UUIDField(default=accounts.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("message", models.TextField(blank=True, max_length=1000)),
                ("state", models.CharField(choices=projects.models.request_states, default="waiting", max_length=20)),
                ("reply", models.TextField(blank=True, max_length=1000)),
                ("created", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("answered", models.DateTimeField(editable=False, null=True)),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "answered_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="requests",
                        to="projects.project",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["created"],
            },
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(fields=("project", "id"), name="invitation_is_of_one_project"),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["editor", "annotator", "reader"])), name="invitation_makes_no_owner"
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("most__gte", 1), ("most__lte", 1000)), name="invitation_is_for_some_people"
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("used__lte", models.F("most"))), name="invitation_is_not_used_too_often"
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("email", ""), ("most", 1), _connector="OR"),
                name="invitation_by_mail_is_for_one_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitationuse",
            constraint=models.UniqueConstraint(
                fields=("project", "invitation", "user"), name="invitation_is_used_by_a_person_once"
            ),
        ),
        migrations.AddIndex(
            model_name="joinrequest",
            index=models.Index(fields=["project", "created"], name="requests_of_a_project"),
        ),
        migrations.AddConstraint(
            model_name="joinrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "waiting")),
                fields=("project", "user"),
                name="request_of_a_person_waits_once_in_a_project",
            ),
        ),
        migrations.AddConstraint(
            model_name="joinrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["waiting", "accepted", "declined", "withdrawn"])),
                name="request_is_in_a_known_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="joinrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered", None), ("state", "waiting")),
                    models.Q(models.Q(("state", "waiting"), _negated=True), ("answered__isnull", False)),
                    _connector="OR",
                ),
                name="request_waits_until_it_is_answered",
            ),
        ),
        migrations.RunSQL(COUNT, UNCOUNT),
    ]
