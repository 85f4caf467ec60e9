"""Base of every row that is only a cache of facts: it knows which entries made it, and ``ipops refold`` can make it
again. Rows are written by ``webkit.refold`` alone."""

from __future__ import annotations

from django.db import models


class FoldedRow(models.Model):
    """``folded_to`` is the last entry that touched the row, ``folded_on`` the latest day on which one took effect.

    ``folded_root`` is the number of the entry that stands last in the order of history (by day, then by first number);
    an entry that comes before it in history, though after it in the journal, makes the row be folded anew.
    """

    folded_to = models.BigIntegerField()
    folded_on = models.DateField()
    folded_root = models.BigIntegerField()

    class Meta:
        abstract = True
