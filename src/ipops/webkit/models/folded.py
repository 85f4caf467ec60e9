"""Base of every row that is only a cache of facts: it knows which entries made it, and ``ipops refold`` can make it
again. Rows are written by ``webkit.refold`` alone."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ipops.webkit.models import fields


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


class FoundRow(FoldedRow):
    """A row that is looked up by words of its own: ``search_key`` holds those of the columns ``FOUND_BY``, as written, in
    pinyin and by initials. ``webkit.refold`` writes it with the row."""

    FOUND_BY: ClassVar[tuple[str, ...]]
    search_key = fields.text()

    class Meta:
        abstract = True
