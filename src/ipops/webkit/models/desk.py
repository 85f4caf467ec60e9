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


class Draft(models.Model):
    """A form half filled in. ``address`` is the page it belongs to, ``form`` its class by name, ``data`` what was typed, as
    lists of texts; ``version`` grows with each saving, so that two tabs never overwrite each other silently; ``reference`` is
    the form's own, so that a form sent while it was being kept still takes its draft with it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="drafts")
    address = fields.key()
    form = fields.key()
    data = models.JSONField()
    reference = fields.key(default="")
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    class Meta:
        db_table = "draft"
        ordering = ("-saved_at",)
        constraints = (models.UniqueConstraint(fields=("user", "address"), name="draft_once"),)

    def __str__(self) -> str:
        return self.address


class SavedView(models.Model):
    """A table's address under a name of one's own: filters, sort, columns. ``path`` is the page the table stands on."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_views")
    path = fields.key()
    name = fields.key()
    query = fields.text()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "saved_view"
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("user", "path", "name"), name="saved_view_once"),)

    def __str__(self) -> str:
        return self.name


class Notice(models.Model):
    """Something a person is told. ``code`` is the maker's own: telling twice changes nothing. ``why`` says why it came."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    code = fields.key()
    event = fields.key()
    title_zh = fields.key()
    title_en = fields.key()
    why_zh = fields.key()
    why_en = fields.key()
    link = fields.text()
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "notice"
        ordering = ("-at", "-id")
        constraints = (models.UniqueConstraint(fields=("user", "code"), name="notice_once"),)
        indexes = (
            models.Index(fields=("user", "-at", "-id"), name="notice_of_user"),
            models.Index(fields=("user",), condition=models.Q(read_at=None), name="notice_unread"),
        )

    def __str__(self) -> str:
        return self.title_zh


class NoticeChoice(models.Model):
    """Whether a person wants an e-mail for a kind of event; without a row, what the event itself says."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notice_choices")
    event = fields.key()
    by_mail = models.BooleanField()

    class Meta:
        db_table = "notice_choice"
        constraints = (models.UniqueConstraint(fields=("user", "event"), name="notice_choice_once"),)

    def __str__(self) -> str:
        return self.event
