"""The log is kept from sessions too that skip ordinary triggers, as replication does (`session_replication_role`)."""

from django.db import migrations

TRIGGERS = {
    "projects_event": ("event_is_never_altered", "events_are_never_emptied", "event_is_counted"),
    "projects_feed": (
        "counters_are_never_emptied",
        "counter_never_goes_back",
        "counter_begins_after_the_log",
        "counter_stays_with_its_project",
    ),
}


def _enable(how: str) -> str:
    return "".join(
        f"alter table {table} enable {how} trigger {trigger};\n"
        for table, triggers in TRIGGERS.items()
        for trigger in triggers
    )


class Migration(migrations.Migration):
    dependencies = [("projects", "0009_invite_and_ask")]

    operations = [migrations.RunSQL(_enable("always"), _enable(""))]
