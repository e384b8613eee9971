"""Whether somebody is shown to others as being here: people may turn it off."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_cache")]

    operations = [
        migrations.AddField(
            "user",
            "presence",
            models.BooleanField(
                default=True,
                help_text="Others in one’s projects see that one is here, and one sees who else is.",
            ),
        ),
        migrations.AddIndex(
            "user",
            models.Index(condition=models.Q(("presence", False)), fields=["id"], name="people_who_show_no_presence"),
        ),
    ]
