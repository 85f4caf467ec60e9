"""Bundles of another office's sealed facts that we verified and accepted. Append-only."""

from __future__ import annotations

from django.db import models

from ipops.webkit.models import fields


class AcceptedBundle(models.Model):
    """``size`` and roots are the head of the sender's journal; the bundle's file is kept among the documents."""

    place = fields.key()
    size = models.BigIntegerField()
    root_sha256 = fields.key()
    root_sm3 = fields.text()
    sealed_at = models.DateTimeField()
    document = fields.key()
    accepted_at = models.DateTimeField()
    accepted_by = fields.key()

    class Meta:
        db_table = "accepted_bundle"
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("place", "size"), name="accepted_bundle_once"),)

    def __str__(self) -> str:
        return f"{self.place}@{self.size}"
