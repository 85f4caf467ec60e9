"""Work that must happen after a commit, at least once: stored, retried, safe to run twice."""

from __future__ import annotations

from django.db import models

from ipops.webkit.models import fields


class OutboxItem(models.Model):
    """``key`` is unique within a topic, so putting the same thing in twice changes nothing."""

    topic = fields.key()
    key = fields.key()
    payload = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    not_before = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    last_error = fields.text()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "outbox_item"
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("topic", "key"), name="outbox_item_once"),)
        indexes = (models.Index(fields=("not_before",), condition=models.Q(done_at=None), name="outbox_item_waiting"),)

    def __str__(self) -> str:
        return f"{self.topic} {self.key}"


class ReactionCursor(models.Model):
    """How far one reaction has read the journal."""

    code = fields.key(primary_key=True)
    read_to = models.BigIntegerField(default=0)

    class Meta:
        db_table = "reaction_cursor"

    def __str__(self) -> str:
        return f"{self.code}@{self.read_to}"
