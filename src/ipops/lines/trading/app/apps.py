"""The app's configuration, and its rows: which facts make them."""

from __future__ import annotations

from ipops.webkit import apps


class TradingConfig(apps.HouseConfig):
    name = "ipops.lines.trading.app"
    verbose_name = "转让许可 · transfers and licences"

    def ready(self) -> None:
        from ipops.lines.trading.app import rows
        from ipops.webkit import refold

        for fold in rows.FOLDS:
            refold.register(fold)
