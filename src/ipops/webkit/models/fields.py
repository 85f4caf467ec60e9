"""Column types used everywhere here: text ordered by code point, so that every machine sorts alike."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models


def text(**options: Any) -> models.TextField[Any, Any]:
    """Text with ``COLLATE "C"``; empty rather than null unless asked otherwise."""
    if not options.get("null"):
        options.setdefault("default", "")
    options.setdefault("blank", True)
    return models.TextField(db_collation="C", **options)


def key(**options: Any) -> models.TextField[Any, Any]:
    """Text that must be given (no default): a code, a number, a reference."""
    return models.TextField(db_collation="C", **options)


def texts(**options: Any) -> ArrayField[Any, Any]:
    """A list of texts, empty by default."""
    return ArrayField(models.TextField(db_collation="C"), default=list, blank=True, **options)
