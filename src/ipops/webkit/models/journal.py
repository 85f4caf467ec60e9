"""The journal's one table. The bytes are the truth; every column beside them is read out of them and checked against
them by ``ipops ledger verify``. Triggers refuse UPDATE, DELETE and TRUNCATE (migration 0002)."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from ipops.webkit.models import fields


class JournalRow(models.Model):
    """One entry. Written only by ``webkit.journal`` (COPY); read by number or by one of the look-up columns."""

    n = models.BigIntegerField(primary_key=True)
    kind = fields.key()
    version = models.SmallIntegerField()
    took_effect = models.DateField()
    recorded_at = models.DateTimeField()
    by = fields.key()
    reference = fields.key()
    document = fields.text()
    reason = fields.text()
    supersedes = models.BigIntegerField(null=True, blank=True)
    parties = fields.texts()
    rights = fields.texts()
    places = fields.texts()
    deals = fields.texts()
    cases = fields.texts()
    leaf_sha256 = models.BinaryField()
    leaf_sm3 = models.BinaryField(null=True)  # null where OpenSSL has no SM3
    canonical = models.BinaryField()

    class Meta:
        db_table = "journal"
        ordering = ("n",)
        constraints = (
            models.CheckConstraint(condition=models.Q(n__gte=1), name="journal_numbers_start_at_one"),
            models.CheckConstraint(
                condition=models.Q(supersedes__isnull=True) | models.Q(supersedes__gte=1, supersedes__lt=models.F("n")),
                name="journal_corrects_an_earlier_entry",
            ),
            models.UniqueConstraint(fields=("by", "reference"), name="journal_one_entry_per_reference"),
            models.UniqueConstraint(
                fields=("supersedes",),
                condition=models.Q(supersedes__isnull=False),
                name="journal_one_correction_per_entry",
            ),
        )
        indexes = (
            models.Index(fields=("kind", "n"), name="journal_by_kind"),
            models.Index(fields=("recorded_at",), name="journal_by_moment"),
            models.Index(fields=("document",), condition=~models.Q(document=""), name="journal_by_document"),
            GinIndex(fields=("parties", "rights", "places", "deals", "cases"), name="journal_by_reference_to"),
        )

    def __str__(self) -> str:
        return f"#{self.n} {self.kind}"
