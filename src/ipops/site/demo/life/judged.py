"""2026: the mid-term evaluation of 2025, an objection that does not stand, and the withheld instalment paid by its tier.

What is paid was frozen when the result was published, so the export stands still from then on.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import partial

from ipops.lines.programme.app.services import evaluation, objections, steps
from ipops.lines.programme.facts.words import ScorePart
from ipops.site.demo.life.scene import CENTRE, NOMINATION, OFFICER, PROVINCE, Scene, done, paper, scene, turned_away
from ipops.webkit import analytics

YEAR = 2025
CASE = evaluation.evaluation_code(NOMINATION, YEAR)
#: Points that people give; the rest is scored from the ledger.
GIVEN = {
    ScorePart.EXPERT: {"industry": Fraction(8)},
    ScorePart.FIELD: {"field": Fraction(8), "survey": Fraction(8)},
}

#: What the city says of items that lost points, and what it will do.
EXPLAINED = (
    ("execution", "奖补项目按年度验收后支付，年末集中（演示）", "按季度验收支付（演示）"),
    ("pledge_projects", "单笔金额上升，项目数增幅放缓（演示）", "推广园区集合授信（演示）"),
    ("smes", "高校专利转化周期较长（演示）", "建立供需对接清单（演示）"),
)


def scenes() -> Iterator[Scene]:
    yield scene("2026-03-24", _evaluate)
    yield scene("2026-03-30", _object)
    yield scene("2026-04-03", _settle)
    yield scene("2026-04-07", _final)


def _evaluate(on: date) -> None:
    """Scored and published on one day, over the ledger as it stood that morning."""
    analytics.refresh()
    with analytics.held():
        done(evaluation.evaluation_open(nomination=NOMINATION, pack="demo-city", year=YEAR, by=PROVINCE, today=on))
        publish = partial(evaluation.evaluation_publish, evaluation=CASE, by=PROVINCE, today=on)
        turned_away(publish(reference="demo/early"), "score-unknown")
        for part, points in GIVEN.items():
            done(
                evaluation.score_give(
                    evaluation=CASE,
                    part=part,
                    points=points,
                    why=f"{part.zh}记录（演示）",
                    by=PROVINCE,
                    today=on,
                    reference=f"demo/{part}",
                    document=paper(f"{part.zh}记录", by=PROVINCE),
                )
            )
        for item, why, remedy in EXPLAINED:
            done(
                evaluation.deviation_explain(
                    evaluation=CASE, item=item, why=why, remedy=remedy, by=OFFICER, today=on, reference=f"demo/{item}"
                )
            )
        done(publish(reference="demo/published"))


def _object(on: date) -> None:
    done(
        objections.objection_raise(
            raised=objections.Raised(
                against=CASE,
                name="示范市知识产权局（演示）",
                words="质押项目数的增幅算法应取年均（演示）",
                document=paper("异议书", "附质押登记清单"),
            ),
            by=OFFICER,
            today=on,
            reference="demo-result",
        )
    )
    with analytics.held():
        waits = evaluation.rest_pay(evaluation=CASE, by=CENTRE, today=on, reference="demo/early")
    turned_away(waits, "not-final")


def _settle(on: date) -> None:
    done(
        objections.objection_settle(
            case="obj:demo-result",
            event="reject",
            why="算法以建设方案为准（演示）",
            by=CENTRE,
            today=on,
            reference="demo",
        )
    )
    done(steps.step(case=CASE, event="settle", by=CENTRE, today=on, reference="demo/final"))


def _final(on: date) -> None:
    document = paper("拨付文件", "剩余资金按分档拨付", by=CENTRE)
    with analytics.held():
        done(evaluation.rest_pay(evaluation=CASE, by=CENTRE, today=on, reference="demo/rest", document=document))
