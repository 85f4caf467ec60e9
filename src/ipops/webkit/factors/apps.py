"""Django's view of the second factor's table."""

from __future__ import annotations

from django.apps import AppConfig


class FactorsConfig(AppConfig):
    name = "ipops.webkit.factors"
    label = "factors"
    default = True
    default_auto_field = "django.db.models.BigAutoField"
