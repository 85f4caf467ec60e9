"""The places that facts name: a short list that ``access`` turns a scope into, kept by the append."""

from __future__ import annotations

from django.db import models

from ipops.webkit.models import fields


class PlaceNamed(models.Model):
    code = fields.key(primary_key=True)

    class Meta:
        db_table = "place_named"
        ordering = ("code",)

    def __str__(self) -> str:
        return str(self.code)
