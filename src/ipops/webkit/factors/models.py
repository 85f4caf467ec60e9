"""A person's second factor. The key of the codes is not stored: it is worked out from ``salt`` and the home's secret key."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ipops.webkit.models import fields


class SecondFactor(models.Model):
    """``confirmed_at`` is empty until the first right code; ``last_step`` is the last code's half minute, which is never
    taken twice; ``recovery`` holds SHA-256 digests of codes that each open once."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="second_factor")
    salt = fields.key()
    made_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    last_step = models.BigIntegerField(default=0)
    recovery = fields.texts()

    class Meta:
        db_table = "second_factor"

    def __str__(self) -> str:
        return f"{self.user}"
