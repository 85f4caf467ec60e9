"""Rows of the programme. ``Dossier`` and ``Account`` are caches of facts; ``SavedForm`` is what somebody has not handed in yet.

Figures of the scoreboard have no rows: they are worked out from facts when they are asked for.
"""

from __future__ import annotations

from django.db import models

from ipops.webkit.models import fields
from ipops.webkit.models.folded import FoldedRow, FoundRow


class Dossier(FoundRow):
    """A case of the programme; see ``rules.dossier.DossierState``."""

    FOUND_BY = ("title",)

    case = fields.key(primary_key=True)
    cycle = fields.text()
    stage = fields.text()
    place = fields.text()
    province = fields.text()
    title = fields.text()
    parent = fields.text()
    pack = fields.text()
    party = fields.text()
    period = fields.text()
    by = fields.text()
    opened_on = models.DateField(null=True)
    since = models.DateField(null=True)
    due_on = models.DateField(null=True)
    fen = models.BigIntegerField(null=True)
    revision = models.BigIntegerField(default=1)

    class Meta:
        db_table = "programme_dossier"
        ordering = ("-opened_on", "case")
        indexes = (
            models.Index(fields=("cycle", "place", "-opened_on"), name="programme_dossier_in_order"),
            models.Index(fields=("parent",), name="programme_dossier_of"),
        )

    def __str__(self) -> str:
        return self.case


class Account(FoldedRow):
    """What stands on an account of the fund, and what its last statement said."""

    account = fields.key(primary_key=True)
    fund = fields.text()
    place = fields.text()
    fen = models.BigIntegerField(default=0)
    postings = models.BigIntegerField(default=0)
    stated_fen = models.BigIntegerField(null=True)
    stated_on = models.DateField(null=True)
    fen_then = models.BigIntegerField(null=True)

    class Meta:
        db_table = "programme_account"
        ordering = ("account",)
        indexes = (models.Index(fields=("fund",), name="programme_account_of_fund"),)

    def __str__(self) -> str:
        return self.account


class SavedForm(models.Model):
    """An application or return that may be saved at any time, however incomplete; it is no fact until it passes its gate."""

    code = fields.key(unique=True)
    kind = fields.key()
    place = fields.text()
    content = models.JSONField(default=dict)
    saved_by = fields.key()
    saved_at = models.DateTimeField()

    class Meta:
        db_table = "programme_saved_form"
        ordering = ("-saved_at", "code")

    def __str__(self) -> str:
        return self.code
