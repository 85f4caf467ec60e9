"""What belongs to a person at work: it may be lost without a fact being lost, and is never read by an engine."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from ipops.webkit.models import fields
from ipops.webkit.models.access import User


class FormSent(models.Model):
    """A form that went through: the same one sent again (double press, reload) leads to where the first led."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    reference = fields.key()
    went_to = fields.key()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "form_sent"
        constraints = (models.UniqueConstraint(fields=("user", "reference"), name="form_sent_once"),)

    def __str__(self) -> str:
        return self.reference


class CaseMessage(models.Model):
    """What people at a case write to one another: no fact, decides nothing. ``kind`` is the code of a lifecycle."""

    kind = fields.key()
    case = fields.key()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    text = fields.key()
    reference = fields.key()

    class Meta:
        db_table = "case_message"
        ordering = ("id",)
        indexes = (models.Index(fields=("kind", "case", "id"), name="case_message_of_case"),)
        constraints = (models.UniqueConstraint(fields=("by", "reference"), name="case_message_once"),)

    def __str__(self) -> str:
        return self.text[:40]
