"""Values that must stay erasable (个人信息保护法 47). Facts hold only a salted hash of them."""

from __future__ import annotations

from django.db import models

from ipops.webkit.models import fields


class PersonalValue(models.Model):
    """``digest`` is SHA-256(salt, value). Erasing empties value and salt; the digest in the fact then proves nothing
    about the person, and the seals still verify."""

    digest = fields.key(primary_key=True)
    salt = models.BinaryField(null=True)
    value = fields.text(null=True)
    purpose = fields.key()
    keep_until = models.DateField()
    kept_at = models.DateTimeField()
    kept_by = fields.key()
    erased_at = models.DateTimeField(null=True, blank=True)
    erased_by = fields.text()
    erased_why = fields.text()

    class Meta:
        db_table = "personal_value"
        indexes = (models.Index(fields=("keep_until",), name="personal_value_due"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(erased_at__isnull=True, value__isnull=False, salt__isnull=False)
                | models.Q(erased_at__isnull=False, value__isnull=True, salt__isnull=True),
                name="personal_value_is_kept_or_erased",
            ),
        )

    def __str__(self) -> str:
        return self.digest[:12]
