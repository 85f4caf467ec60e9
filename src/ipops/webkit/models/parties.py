"""A party as the facts leave it: a cache, rebuilt by ``ipops refold``."""

from __future__ import annotations

from django.db import models

from ipops.webkit.models import fields
from ipops.webkit.models.folded import FoldedRow


class Party(FoldedRow):
    """``name`` is empty for a natural person, whose name is sealed. ``sort_key`` is pinyin, ``search_key`` also holds
    initials, the code and former names."""

    party = fields.key(primary_key=True)
    kind = fields.text()
    name = fields.text()
    former_names = fields.texts()
    code = fields.text()
    place = fields.text()
    industry = fields.text()
    sme = models.BooleanField(null=True)
    founded_on = models.DateField(null=True)
    controller = fields.text()
    sort_key = fields.text()
    search_key = fields.text()

    class Meta:
        db_table = "party"
        ordering = ("sort_key", "party")
        indexes = (
            models.Index(fields=("sort_key", "party"), name="party_in_order"),
            models.Index(fields=("place",), name="party_of_place"),
            models.Index(fields=("controller",), condition=~models.Q(controller=""), name="party_controlled"),
        )

    def __str__(self) -> str:
        return self.name or self.party
