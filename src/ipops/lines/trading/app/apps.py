"""The app's configuration, and its rows: which facts make them."""

from __future__ import annotations

from ipops.webkit import apps


class TradingConfig(apps.HouseConfig):
    name = "ipops.lines.trading.app"
    verbose_name = "转让许可 · transfers and licences"

    def ready(self) -> None:
        from ipops.lines.trading.app import rows
        from ipops.lines.trading.app.services.matching import PUSHED
        from ipops.lines.trading.app.services.pools import LAPSED
        from ipops.webkit import refold
        from ipops.webkit.desk import notices

        notices.register(PUSHED)
        notices.register(LAPSED)

        for fold in rows.FOLDS:
            refold.register(fold)
