"""Rows: caches folded from facts (``webkit.refold``), never written by hand."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from ipops.webkit.models import fields
from ipops.webkit.models.folded import FoldedRow, FoundRow


class Window(FoundRow):
    """See ``rules.folds.WindowState``."""

    FOUND_BY = ("title", "bureau", "fund")

    window = fields.key(primary_key=True)
    stage = fields.text()
    place = fields.text()
    title = fields.text()
    scheme = fields.text()
    scheme_version = fields.text()
    bureau = fields.text()
    fund = fields.text()
    budget_year = models.BigIntegerField(default=0)
    opened_on = models.DateField(null=True)
    closes_on = models.DateField(null=True)
    period_from = models.DateField(null=True)
    period_until = models.DateField(null=True)
    pot_fen = models.BigIntegerField(null=True)
    order = fields.text()
    assumes = fields.texts()
    rates = fields.texts()
    shared_fen = models.BigIntegerField(null=True)
    owed_fen = models.BigIntegerField(null=True)
    taken_fen = models.BigIntegerField(null=True)
    stage_since = models.DateField(null=True)
    steps = fields.texts()

    class Meta:
        db_table = "subsidies_window"
        ordering = ("-opened_on", "window")
        indexes = (models.Index(fields=("place", "stage"), name="subsidy_window_of_place"),)


class Claim(FoldedRow):
    """See ``rules.folds.ClaimState``."""

    claim = fields.key(primary_key=True)
    stage = fields.text()
    window = fields.text()
    place = fields.text()
    claimant = fields.text()
    bank = fields.text()
    loan = fields.text()
    rights = fields.texts()
    invoices = fields.texts()
    given = fields.texts()
    filed_on = models.DateField(null=True)
    settled = models.BooleanField(null=True)
    repaid_on = models.DateField(null=True)
    scheme = fields.text()
    scheme_version = fields.text()
    verdict = fields.text()
    awards = fields.texts()
    amounts_fen = ArrayField(models.BigIntegerField(), default=list, blank=True)
    total_fen = models.BigIntegerField(null=True)
    missing = fields.texts()
    sheet = fields.text()
    share_fen = models.BigIntegerField(null=True)
    owed_fen = models.BigIntegerField(null=True)
    carried_to = fields.text()
    earlier = fields.text()
    first = fields.text()
    granted_fen = models.BigIntegerField(null=True)
    paid_fen = models.BigIntegerField(null=True)
    paid_on = models.DateField(null=True)
    recalled_fen = models.BigIntegerField(null=True)
    back = fields.texts()
    why = fields.text()
    hands = fields.texts()
    stage_since = models.DateField(null=True)
    steps = fields.texts()

    class Meta:
        db_table = "subsidies_claim"
        ordering = ("-filed_on", "claim")
        indexes = (
            models.Index(fields=("place", "stage"), name="subsidy_of_place"),
            models.Index(fields=("window", "stage"), name="subsidy_of_window"),
            models.Index(fields=("claimant",), name="subsidy_of_claimant"),
            models.Index(fields=("first",), name="subsidy_of_first"),
            GinIndex(fields=("rights",), name="subsidy_of_right"),
        )
