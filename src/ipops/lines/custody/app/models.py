"""Rows: caches folded from facts (``webkit.refold``), never written by hand."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from ipops.webkit.models import fields
from ipops.webkit.models.folded import FoldedRow


class Custody(FoldedRow):
    """See ``rules.folds.CustodyState``."""

    custody = fields.key(primary_key=True)
    stage = fields.text()
    client = fields.text()
    agency = fields.text()
    place = fields.text()
    park = fields.text()
    wants = fields.text()
    level = fields.text()
    fee_fen = models.BigIntegerField(null=True)
    grade = fields.text()
    licence_no = fields.text()
    services = fields.texts()
    leader = fields.text()
    rights = fields.texts()
    computed = fields.text()
    declared = fields.text()
    asked_on = models.DateField(null=True)
    signed_on = models.DateField(null=True)
    until = models.DateField(null=True)
    served_on = models.DateField(null=True)
    last_served_on = models.DateField(null=True)
    covered_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    stage_since = models.DateField(null=True)
    served = models.IntegerField(default=0)
    saved_fen = models.BigIntegerField(default=0)
    log = ArrayField(models.BigIntegerField(), default=list, blank=True)
    reviews = ArrayField(models.BigIntegerField(), default=list, blank=True)
    said = ArrayField(models.BigIntegerField(), default=list, blank=True)
    open_to_all = models.BooleanField(default=False)
    invited = fields.texts()
    bidders = fields.texts()
    offers = ArrayField(models.BigIntegerField(), default=list, blank=True)
    reviewed_years = ArrayField(models.BigIntegerField(), default=list, blank=True)

    steps = fields.texts()

    class Meta:
        db_table = "custody_custody"
        ordering = ("-signed_on", "custody")
        indexes = (
            models.Index(fields=("place", "stage"), name="custody_of_place"),
            models.Index(fields=("client",), name="custody_of_client"),
            models.Index(fields=("agency",), name="custody_of_agency"),
            models.Index(fields=("-signed_on", "custody"), name="custody_in_order"),
            GinIndex(fields=("rights",), name="custody_of_right"),
        )

    def __str__(self) -> str:
        return self.custody
