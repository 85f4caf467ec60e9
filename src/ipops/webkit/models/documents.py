"""What we know of a stored file; the file itself lies under ``IPOPS_HOME/documents`` by its SHA-256."""

from __future__ import annotations

from django.db import models

from ipops.webkit.models import fields


class Document(models.Model):
    sha256 = fields.key(primary_key=True)
    name = fields.key()
    size = models.BigIntegerField()
    media_type = fields.text()
    stored_by = fields.key()
    stored_at = models.DateTimeField()

    class Meta:
        db_table = "document"
        constraints = (models.CheckConstraint(condition=models.Q(size__gte=0), name="document_has_a_size"),)

    def __str__(self) -> str:
        return f"{self.name} ({self.sha256[:12]})"
