"""What somebody has to do by some day: a task with an owner, a link and an end."""

from __future__ import annotations

from django.db import models

from ipops.webkit.models import fields
from ipops.webkit.models.access import ROLES, Office


class WorkItem(models.Model):
    """``code`` is the maker's own reference: making the same task twice changes nothing."""

    code = fields.key(unique=True)
    case = fields.text()
    line = fields.text()
    title_zh = fields.key()
    title_en = fields.key()
    place = fields.text()
    owner_role = fields.key(choices=ROLES)
    owner_office = models.ForeignKey(Office, null=True, blank=True, on_delete=models.PROTECT, related_name="work")
    due_on = models.DateField(null=True, blank=True)
    link = fields.text()
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = fields.text()
    outcome_zh = fields.text()
    outcome_en = fields.text()

    class Meta:
        db_table = "work_item"
        ordering = ("due_on", "id")
        indexes = (
            models.Index(fields=("owner_role", "due_on"), condition=models.Q(done_at=None), name="work_item_open"),
            models.Index(fields=("case",), name="work_item_of_case"),
        )

    def __str__(self) -> str:
        return self.title_zh
