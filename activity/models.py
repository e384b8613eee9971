"""Which events undid which."""

from django.db import models

from projects.models import Project


class Undoing(models.Model):
    """That the event `seq` of a project undid the event `undone`. Never altered, never removed."""

    pk = models.CompositePrimaryKey("project_id", "seq")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="undoings", db_index=False)
    seq = models.PositiveBigIntegerField()
    undone = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(seq__gt=models.F("undone")), name="undoing_follows_what_it_undid"
            ),
        ]
        indexes = [models.Index(fields=["project", "undone"], name="undoings_of_an_event")]
