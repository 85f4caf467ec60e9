"""The app's configuration, its rows, and its claims beside those of other houses."""

from __future__ import annotations

from ipops.webkit import apps


class Config(apps.HouseConfig):
    name = "ipops.lines.subsidies.app"
    verbose_name = "补贴 · subsidies"

    def ready(self) -> None:
        from ipops.lines.subsidies.app import selectors
        from ipops.lines.subsidies.app.models import Claim, Window
        from ipops.lines.subsidies.facts import CLAIM_FACTS, WINDOW_FACTS
        from ipops.lines.subsidies.rules.folds import ClaimState, WindowState, claim_step, window_step
        from ipops.webkit import claims, refold

        refold.register(
            refold.Fold(
                code="subsidies.window",
                refers="case",
                kinds=frozenset(f.KIND for f in WINDOW_FACTS),
                model=Window,
                key="window",
                state=WindowState,
                step=window_step,
            )
        )
        refold.register(
            refold.Fold(
                code="subsidies.claim",
                refers="case",
                kinds=frozenset(f.KIND for f in CLAIM_FACTS),
                model=Claim,
                key="claim",
                state=ClaimState,
                step=claim_step,
            )
        )
        claims.register("subsidies", selectors.claimed)
