"""Rows: caches folded from facts (``webkit.refold``), never written by hand."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from ipops.webkit.models import fields
from ipops.webkit.models.folded import FoldedRow, FoundRow


class Product(FoundRow):
    """See ``rules.folds.ProductState``."""

    FOUND_BY = ("title",)

    product = fields.key(primary_key=True)
    stage = fields.text()
    insurer = fields.text()
    place = fields.text()
    title = fields.text()
    klass = fields.text()
    terms_no = fields.text()
    says = fields.text()
    listed_on = models.DateField(null=True)
    stage_since = models.DateField(null=True)
    steps = fields.texts()

    class Meta:
        db_table = "insurance_product"
        ordering = ("-listed_on", "product")
        indexes = (models.Index(fields=("insurer",), name="insurance_of_insurer"),)


class Policy(FoldedRow):
    """See ``rules.folds.PolicyState``."""

    policy = fields.key(primary_key=True)
    stage = fields.text()
    product = fields.text()
    policy_no = fields.text()
    insurer = fields.text()
    insured = fields.text()
    place = fields.text()
    klass = fields.text()
    rights = fields.texts()
    total_fen = models.BigIntegerField(null=True)
    premium_fen = models.BigIntegerField(null=True)
    deductible_fen = models.BigIntegerField(null=True)
    value_fen = models.BigIntegerField(null=True)
    valid_until = models.DateField(null=True)
    written_on = models.DateField(null=True)
    starts_on = models.DateField(null=True)
    until = models.DateField(null=True)
    retroactive_on = models.DateField(null=True)
    beneficiary = fields.text()
    loan = fields.text()
    disclosed_on = models.DateField(null=True)
    why = fields.text()
    ending = fields.text()
    stage_since = models.DateField(null=True)
    steps = fields.texts()

    class Meta:
        db_table = "insurance_policy"
        ordering = ("-written_on", "policy")
        indexes = (
            models.Index(fields=("place", "stage"), name="insurance_of_place"),
            models.Index(fields=("insured",), name="insurance_of_insured"),
            GinIndex(fields=("rights",), name="insurance_of_right"),
        )


class Claim(FoldedRow):
    """See ``rules.folds.ClaimState``."""

    claim = fields.key(primary_key=True)
    stage = fields.text()
    policy = fields.text()
    insurer = fields.text()
    insured = fields.text()
    place = fields.text()
    happened_on = models.DateField(null=True)
    known_on = models.DateField(null=True)
    claimed_on = models.DateField(null=True)
    complete_on = models.DateField(null=True)
    assessed_on = models.DateField(null=True)
    agreed_on = models.DateField(null=True)
    paid_on = models.DateField(null=True)
    stated_fen = models.BigIntegerField(null=True)
    is_complex = models.BooleanField(null=True)
    what = fields.text()
    lacks = fields.text()
    loss_fen = models.BigIntegerField(null=True)
    value_fen = models.BigIntegerField(null=True)
    others_fen = models.BigIntegerField(null=True)
    had_fen = models.BigIntegerField(null=True)
    owed_fen = models.BigIntegerField(null=True)
    uncovered_fen = models.BigIntegerField(null=True)
    agreed_fen = models.BigIntegerField(null=True)
    paid_fen = models.BigIntegerField(null=True)
    payee = fields.text()
    advanced = fields.texts()
    against = fields.text()
    recovered = fields.texts()
    why = fields.text()
    stage_since = models.DateField(null=True)
    steps = fields.texts()

    class Meta:
        db_table = "insurance_claim"
        ordering = ("-claimed_on", "claim")
        indexes = (
            models.Index(fields=("place", "stage"), name="loss_of_place"),
            models.Index(fields=("policy",), name="loss_of_policy"),
        )
