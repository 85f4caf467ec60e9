"""The app's configuration, and its rows: which facts make them."""

from __future__ import annotations

from ipops.webkit import apps


class ProgrammeConfig(apps.HouseConfig):
    name = "ipops.lines.programme.app"
    verbose_name = "绩效管理 · programme"

    def ready(self) -> None:
        super().ready()
        from ipops.lines.programme.app import opening, rows
        from ipops.lines.programme.app.reading import fund
        from ipops.lines.programme.app.services import reminding
        from ipops.webkit import claims, opendata, refold
        from ipops.webkit.desk import notices

        claims.register("programme", fund.claims)
        for fold in rows.FOLDS:
            refold.register(fold)
        opendata.register(*opening.DATASETS)
        for event in reminding.EVENTS.values():
            notices.register(event)
