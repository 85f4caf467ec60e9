"""Rows of this line. Deal, Conflict and CheckCase are caches of facts; ImportRun is what one register import found."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from ipops.webkit.models import fields
from ipops.webkit.models.folded import FoldedRow, FoundRow


class Deal(FoldedRow):
    """See ``rules.folds.DealState``. ``rights``, ``kinds``, ``days``, ``entries``, ``register_nos`` run side by side."""

    deal = fields.key(primary_key=True)
    act = fields.text()
    stage = fields.text()
    rights = fields.texts()
    kinds = fields.texts()
    days = ArrayField(models.DateField(), default=list, blank=True)
    entries = ArrayField(models.BigIntegerField(), default=list, blank=True)
    register_nos = fields.texts()
    withdrawn = fields.texts()
    released = fields.texts()
    givers = fields.texts()
    takers = fields.texts()
    from_place = fields.text()
    to_place = fields.text()
    on = models.DateField(null=True)
    contract_on = models.DateField(null=True)
    price_fen = models.BigIntegerField(null=True)
    free = models.BooleanField(default=False)
    related = models.BooleanField(null=True)
    proof = fields.text()
    kind_of_licence = fields.text()
    starts_on = models.DateField(null=True)
    until = models.DateField(null=True)
    territory = fields.text()
    fields_of_use = fields.texts()
    conflicts = fields.texts()
    stands = fields.texts()
    checks = fields.texts()
    excluded = models.BooleanField(default=False)
    since = models.DateField(null=True)
    origin = fields.text()
    priced = fields.text()
    failed_for = fields.text()
    paid_fen = models.BigIntegerField(default=0)

    class Meta:
        db_table = "trading_deal"
        ordering = ("-on", "deal")
        indexes = (
            models.Index(fields=("act", "-on", "deal"), name="trading_deal_in_order"),
            # What the list of deals asks of every row it passes: so a page deep inside is found without reading the rows.
            models.Index(
                fields=("-on", "deal"), include=("act", "from_place", "to_place"), name="trading_deal_newest_seen"
            ),
            models.Index(fields=("from_place",), name="trading_deal_from"),
            models.Index(fields=("to_place",), name="trading_deal_to"),
            GinIndex(fields=("rights",), name="trading_deal_of_right"),
            GinIndex(fields=("givers", "takers"), name="trading_deal_of_party"),
        )

    def __str__(self) -> str:
        return self.deal


class CheckCase(FoldedRow):
    """A check of a suspected sham deal; see ``rules.folds.CheckState``."""

    case = fields.key(primary_key=True)
    signal = fields.text()
    stage = fields.text()
    deals = fields.texts()
    entries = fields.texts()
    owner = fields.text()
    place = fields.text()
    why = fields.text()
    opened_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    ended_why = fields.text()

    class Meta:
        db_table = "trading_check"
        ordering = ("-opened_on", "case")
        indexes = (models.Index(fields=("place", "stage"), name="trading_check_of_place"),)

    def __str__(self) -> str:
        return self.case


class Conflict(FoldedRow):
    """A stored act that the law speaks against; see ``rules.folds.ConflictState``."""

    case = fields.key(primary_key=True)
    deal = fields.text()
    right = fields.text()
    conflict = fields.text()
    clause = fields.text()
    owner = fields.text()
    place = fields.text()
    stage = fields.text()
    due_on = models.DateField(null=True)
    flagged_on = models.DateField(null=True)
    settled_on = models.DateField(null=True)
    settled_why = fields.text()

    class Meta:
        db_table = "trading_conflict"
        ordering = ("due_on", "case")
        indexes = (
            models.Index(fields=("deal",), name="trading_conflict_of_deal"),
            models.Index(fields=("place", "stage"), name="trading_conflict_of_place"),
        )

    def __str__(self) -> str:
        return self.case


class ImportRun(models.Model):
    """One register list read: whose, which file, and what became of its rows. The facts it made are in the journal."""

    code = fields.key(unique=True)
    kind = fields.key()
    profile = fields.text()
    document = fields.key()
    file_name = fields.text()
    place = fields.text()
    by = fields.key()
    at = models.DateTimeField()
    covers_from = models.DateField(null=True)
    covers_to = models.DateField(null=True)
    counts = models.JSONField(default=dict)
    conflicts = models.JSONField(default=list)
    rejected = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    both = fields.texts()
    only_register = fields.texts()
    only_us = fields.texts()

    class Meta:
        db_table = "trading_import"
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return self.code


class TechContract(FoundRow):
    """A technology contract of the registry; see ``rules.contracts.folds.ContractState``."""

    FOUND_BY = ("title", "number")

    contract = fields.key(primary_key=True)
    number = fields.text()
    type = fields.text()
    title = fields.text()
    stage = fields.text()
    sellers = fields.texts()
    buyers = fields.texts()
    place = fields.text()
    whole_fen = models.BigIntegerField(null=True)
    technology_fen = models.BigIntegerField(null=True)
    rights = fields.texts()
    link = fields.text()
    of_patents = models.BooleanField(default=False)
    on = models.DateField(null=True)
    signed_on = models.DateField(null=True)
    amended_on = models.DateField(null=True)
    cancelled_on = models.DateField(null=True)
    why = fields.text()

    class Meta:
        db_table = "trading_contract"
        ordering = ("-on", "contract")
        indexes = (
            models.Index(fields=("-on", "contract"), name="trading_contract_in_order"),
            models.Index(fields=("place", "link"), name="trading_contract_queue"),
            GinIndex(fields=("rights",), name="trading_contract_of_right"),
        )

    def __str__(self) -> str:
        return self.contract


class MarketCase(FoundRow):
    """A disclosure, offer, need, open licence or pool; see ``rules.market.MarketState``."""

    FOUND_BY = ("title",)

    case = fields.key(primary_key=True)
    cycle = fields.text()
    stage = fields.text()
    title = fields.text()
    words = fields.text()
    parties = fields.texts()
    rights = fields.texts()
    place = fields.text()
    how = fields.text()
    act = fields.text()
    fen = models.BigIntegerField(null=True)
    industry = fields.text()
    size = fields.text()
    until = models.DateField(null=True)
    sealed_title = fields.text()
    sealed_words = fields.text()
    takers = fields.texts()
    deals = fields.texts()
    shares = ArrayField(models.BigIntegerField(), default=list, blank=True)
    agency = fields.text()
    agency_grade = fields.text()
    opened_on = models.DateField(null=True)
    since = models.DateField(null=True)

    class Meta:
        db_table = "trading_market"
        ordering = ("-opened_on", "case")
        indexes = (
            models.Index(fields=("cycle", "stage", "-opened_on"), name="trading_market_in_order"),
            GinIndex(fields=("rights",), name="trading_market_of_right"),
        )

    def __str__(self) -> str:
        return self.case
