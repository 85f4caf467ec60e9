"""The app's configuration, and its rows: which facts make them."""

from __future__ import annotations

from typing import Any

from ipops.webkit import apps


class Config(apps.HouseConfig):
    name = "ipops.lines.navigation.app"
    verbose_name = "专利导航 · patent navigation"

    def ready(self) -> None:
        from ipops.lines.navigation import facts as f
        from ipops.lines.navigation.app.models import Label, Reading, Study
        from ipops.lines.navigation.rules.folds import StudyState, study_step
        from ipops.lines.navigation.rules.hand_folds import LabelState, VerdictState, label_step, verdict_step
        from ipops.webkit import refold

        folds: tuple[refold.Fold[Any], ...] = (
            refold.Fold(
                code="navigation.study", refers="case", kinds=frozenset(k.KIND for k in f.LIFE), model=Study, key="study",
                state=StudyState, step=study_step,
            ),
            refold.Fold(
                code="navigation.label", refers="case", kinds=frozenset({f.DocumentLabelled.KIND}), model=Label, key="item",
                state=LabelState, step=label_step,
            ),
            refold.Fold(
                code="navigation.reading", refers="case", kinds=frozenset({f.SampleJudged.KIND}), model=Reading, key="item",
                state=VerdictState, step=verdict_step,
            ),
        )  # fmt: skip
        for fold in folds:
            refold.register(fold)
