"""A right as the facts leave it: a cache, rebuilt by ``ipops refold``."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from ipops.webkit.models import fields
from ipops.webkit.models.folded import FoldedRow


class Right(FoldedRow):
    """``owners`` follows registered transfers; ``pledges`` lists those registered and not released."""

    right = fields.key(primary_key=True)
    kind = fields.text()
    title = fields.text()
    office = fields.text()
    owners = fields.texts()
    place = fields.text()
    classes = fields.texts()
    filed_on = models.DateField(null=True)
    published_on = models.DateField(null=True)
    granted_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    ended_why = fields.text()
    paid_to_year = models.PositiveSmallIntegerField(null=True)
    pledges = fields.texts()
    deals = fields.texts()
    sort_key = fields.text()
    search_key = fields.text()

    class Meta:
        db_table = "ip_right"
        ordering = ("right",)
        indexes = (
            models.Index(fields=("sort_key", "right"), name="right_in_order"),
            models.Index(fields=("place", "right"), name="right_of_place"),
            GinIndex(fields=("owners",), name="right_of_owner"),
        )

    def __str__(self) -> str:
        return self.right
