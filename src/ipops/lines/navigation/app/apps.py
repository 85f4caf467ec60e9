"""The app's configuration, and its rows: which facts make them."""

from __future__ import annotations

from ipops.webkit import apps


class Config(apps.HouseConfig):
    name = "ipops.lines.navigation.app"
    verbose_name = "专利导航 · patent navigation"

    def ready(self) -> None:
        from ipops.lines.navigation.app.models import Study
        from ipops.lines.navigation.facts import FACTS
        from ipops.lines.navigation.rules.folds import StudyState, study_step
        from ipops.webkit import refold

        refold.register(
            refold.Fold(
                code="navigation.study",
                refers="case",
                kinds=frozenset(f.KIND for f in FACTS),
                model=Study,
                key="study",
                state=StudyState,
                step=study_step,
            )
        )
