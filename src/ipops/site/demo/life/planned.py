"""The plan of December 2023: targets, task book, splits over years and districts, the leading group, a policy, progress."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction

from ipops.kernel.money import Money
from ipops.lines.programme import facts as f
from ipops.lines.programme.app.services import plan
from ipops.lines.programme.facts.words import TaskChoice, TaskState
from ipops.lines.programme.rules.plan.files import plan_code
from ipops.reference.demo_places import DEMO_DISTRICTS
from ipops.site.demo.life.chosen import goals
from ipops.site.demo.life.scene import CITY, NOMINATION, OFFICER, Scene, done, paper, scene, turned_away
from ipops.site.demo.story import BASE_YEAR, PLAN_YEARS

#: Code, title, owner, day, what shows it, goals served, money in yuan.
TASKS = (
    (
        "T1",
        "高价值专利培育（演示）",
        "市知识产权局",
        "2025-12-31",
        "验收报告",
        ("industry_navigation_projects",),
        30_000_000,
    ),
    (
        "T2",
        "质押融资风险补偿（演示）",
        "市财政局",
        "2024-12-31",
        "资金池到账凭证",
        ("pledge_amount_growth",),
        40_000_000,
    ),
    ("T3", "中小企业托管（演示）", "市市场监管局", "2025-12-31", "托管合同", ("custody_smes",), 30_000_000),
    ("T4", "转化奖补（演示）", "市科技局", "2026-06-30", "奖补名单", ("transfers_licences_growth",), 50_000_000),
)
YEARS = {"custody_smes": (600, 1100, 1200), "certified_bodies": (90, 200, 220)}
DISTRICTS = {"custody_smes": (560, 330, 220, 90)}


def scenes() -> Iterator[Scene]:
    yield scene("2023-12-28", _adopt)
    yield scene("2024-01-15", _split)
    yield scene("2024-01-19", _meet)
    yield scene("2024-02-26", _policy)
    yield scene("2024-12-16", _progress)
    yield scene("2025-12-22", _behind)


def _tasks(on: date) -> list[f.TaskBooked]:
    return [
        f.TaskBooked(
            plan=plan_code(NOMINATION),
            place=CITY,
            task=code,
            title=title,
            choice=TaskChoice.MANDATORY,
            owner=owner,
            due_on=date.fromisoformat(due),
            evidence=evidence,
            goals=served,
            money=Money.yuan(yuan),
            on=on,
        )
        for code, title, owner, due, evidence, served, yuan in TASKS
    ]


def _adopt(on: date) -> None:
    """First with the defence's promise forgotten, which does not pass; then as the pack of the plan has it."""
    targets = {g.id: asked for g in goals("demo-city", on) if (asked := g.asked) is not None}
    asked = plan.Plan(
        number="示政发〔2023〕28号（演示）",
        pack="demo-city",
        base_year=BASE_YEAR,
        first_year=PLAN_YEARS[0],
        last_year=PLAN_YEARS[-1],
        targets=targets,
        merges={},
        tasks=_tasks(on),
        document=paper("建设方案", "目标与任务书"),
    )
    low = replace(asked, targets={**targets, "custody_smes": Fraction(1000)})
    said = "示例方案，提示已逐条核对（演示）"
    turned_away(plan.plan_adopt(nomination=NOMINATION, plan=low, by=OFFICER, today=on, confirmed=said), "below-defence")
    done(plan.plan_adopt(nomination=NOMINATION, plan=asked, by=OFFICER, today=on, confirmed=said))


def _split(on: date) -> None:
    years = {g: dict(zip(PLAN_YEARS, map(Fraction, v), strict=True)) for g, v in YEARS.items()}
    districts = {g: dict(zip(DEMO_DISTRICTS, map(Fraction, v), strict=True)) for g, v in DISTRICTS.items()}
    done(plan.targets_split(nomination=NOMINATION, years=years, districts=districts, by=OFFICER, today=on))


def _meet(on: date) -> None:
    done(
        plan.meeting_record(
            nomination=NOMINATION,
            title="领导小组第一次会议（演示）",
            items=("三月底前设立风险补偿资金池", "每季度通报指标进度"),
            until=date(2024, 3, 31),
            document=paper("会议纪要", "领导小组第一次会议"),
            by=OFFICER,
            on=on,
            reference="demo/1",
        )
    )


def _policy(on: date) -> None:
    policy = f.PolicyIssued(
        plan="",
        place="",
        number="示知发〔2024〕3号（演示）",
        title="运营服务体系专项资金管理办法（演示）",
        task="T4",
        until=date(2027, 1, 1),
        on=on,
    )
    done(
        plan.policy_record(
            nomination=NOMINATION, policy=policy, document=paper("资金管理办法"), by=OFFICER, reference="demo/1"
        )
    )


def _report(task: str, state: TaskState, words: str, on: date, document: str = "") -> None:
    done(
        plan.task_report(
            nomination=NOMINATION,
            task=task,
            state=state,
            words=words,
            by=OFFICER,
            today=on,
            reference=f"demo/{task}/{on}",
            document=document,
        )
    )


def _progress(on: date) -> None:
    _report("T2", TaskState.DONE, "资金池已到账（演示）", on, paper("资金池到账凭证"))
    _report("T3", TaskState.RUNNING, "托管机构已选定（演示）", on)


def _behind(on: date) -> None:
    _report("T3", TaskState.DONE, "合同已归档（演示）", on, paper("托管合同"))
    _report("T1", TaskState.BEHIND, "一个项目终止，资金已收回（演示）", on)
