"""Django's view of the ground, and the base of every house's own app configuration.

A house writes ``from ipops.webkit import apps`` and ``class Config(apps.HouseConfig): name = "ipops.lines.x.app"``.
It must import the *module*: two configuration classes in one ``apps.py`` would make Django fall back to its default.
"""

from __future__ import annotations

from functools import partial
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class HouseConfig(AppConfig):
    """Five apps named ``app`` would collide: the label is the name of the house's folder."""

    default_auto_field = "django.db.models.BigAutoField"

    def __init__(self, app_name: str, app_module: ModuleType | None) -> None:
        self.label = app_name.split(".")[-2]
        super().__init__(app_name, app_module)

    def ready(self) -> None:
        """The house's own kinds of facts must be known wherever its facts may be read. A house that has a ``ready`` of
        its own calls this one first."""
        facts = f"{self.name.rpartition('.')[0]}.facts"
        if find_spec(facts) is not None:
            import_module(facts)


class WebkitConfig(AppConfig):
    name = "ipops.webkit"
    label = "webkit"
    verbose_name = "ipops"
    default = True
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from ipops.policy.shelf import keep_in
        from ipops.webkit import outbox, parties, people, refold, rights, seals
        from ipops.webkit.home import room

        keep_in(partial(room, "packs"))
        refold.register(parties.FOLD)
        refold.register(rights.FOLD)
        outbox.register(outbox.REACTION, outbox.react)
        outbox.register(seals.TOPIC, seals.deliver)
        people.listen()
        post_migrate.connect(_give_rights, dispatch_uid="ipops.webkit.grants")


def _give_rights(*, using: str, **_: Any) -> None:
    """After every migration, whoever migrated hands the application's role its rights, and only those."""
    from django.conf import settings
    from django.db import connections

    from ipops.webkit import grants

    grants.give(connections[using], getattr(settings, "APP_ROLE", grants.APP_ROLE))
