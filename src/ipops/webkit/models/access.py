"""People, offices, and what a person is in an office. Roles and rules are in ``webkit.access``."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Now

from ipops.webkit.models import fields
from ipops.webkit.roles import Level, Role

ROLES = [(str(r), r.zh) for r in Role]
LEVELS = [(str(level), level.zh) for level in Level]


class User(AbstractUser):
    """A person who signs in. Demo accounts are labelled and can be told from real ones everywhere."""

    name_zh = fields.text()
    name_en = fields.text()
    language = models.CharField(max_length=10, default="zh-hans", blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        db_table = "person"

    @property
    def label(self) -> str:
        """The actor's name as the journal keeps it."""
        return f"user:{self.username}"

    def __str__(self) -> str:
        return self.name_zh or self.username


class Office(models.Model):
    """An office or a body (bank, university, firm). ``party`` is set for a body: it sees what names it."""

    code = fields.key(unique=True)
    name_zh = fields.key()
    name_en = fields.key()
    place = fields.text()
    level = fields.key(choices=LEVELS)
    party = fields.text()
    is_demo = models.BooleanField(default=False)

    class Meta:
        db_table = "office"
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name_zh


class Membership(models.Model):
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="memberships")
    role = fields.key(choices=ROLES)
    granted_at = models.DateTimeField(db_default=Now())
    granted_by = fields.text()

    class Meta:
        db_table = "membership"
        constraints = (models.UniqueConstraint(fields=("user", "office", "role"), name="membership_once"),)

    def __str__(self) -> str:
        return f"{self.user} {self.role}@{self.office}"


class ApiToken(models.Model):
    """Only the SHA-256 of a token is kept; the token itself is shown once, when it is made."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    digest = fields.key(unique=True)
    name = fields.key()
    made_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "api_token"

    def __str__(self) -> str:
        return self.name
