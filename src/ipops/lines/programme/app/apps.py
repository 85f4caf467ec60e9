"""The app's configuration."""

from __future__ import annotations

from ipops.webkit import apps


class ProgrammeConfig(apps.HouseConfig):
    name = "ipops.lines.programme.app"
    verbose_name = "绩效管理 · programme"
