"""The app's configuration, and its rows: which facts make them."""

from __future__ import annotations

from ipops.webkit import apps


class Config(apps.HouseConfig):
    name = "ipops.lines.custody.app"
    verbose_name = "知识产权托管 · IP custody"

    def ready(self) -> None:
        from ipops.lines.custody.app.models import Custody
        from ipops.lines.custody.app.services import asking, digest
        from ipops.lines.custody.facts import FACTS
        from ipops.lines.custody.rules.folds import CustodyState, custody_step
        from ipops.webkit import refold
        from ipops.webkit.desk import notices

        notices.register(digest.DOCKET)
        notices.register(digest.DANGER)
        notices.register(asking.ASKING)

        refold.register(
            refold.Fold(
                code="custody.custody",
                refers="case",
                kinds=frozenset(f.KIND for f in FACTS),
                model=Custody,
                key="custody",
                state=CustodyState,
                step=custody_step,
            )
        )
