"""Heads of the Merkle tree: its size and both roots at the moment of sealing. Append-only like the journal."""

from __future__ import annotations

from django.db import models

from ipops.webkit.models import fields


class Head(models.Model):
    """The roots over entries 1 … ``size``, as 64 lower-case hex digits (SM3 empty where OpenSSL lacks it)."""

    size = models.BigIntegerField(primary_key=True)
    sealed_at = models.DateTimeField()
    root_sha256 = fields.key()
    root_sm3 = fields.text()

    class Meta:
        db_table = "head"
        ordering = ("size",)
        constraints = (models.CheckConstraint(condition=models.Q(size__gte=1), name="head_covers_something"),)

    def __str__(self) -> str:
        return f"{self.size}:{self.root_sha256[:12]}"
