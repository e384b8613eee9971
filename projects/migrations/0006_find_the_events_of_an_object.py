"""The history of one object is read by its events, in their order."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0005_guard_the_log")]

    operations = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["project", "object_id", "seq"], name="events_of_an_object"),
        ),
    ]
