"""The second place: a district of a municipality, nominated by it as a city is by its province, on the same call and list.

Its plan stands on the notice of 2020, which has no scheme of evaluation: its result stays unknown and half of the money withheld.
Its returns go up by district, municipality and centre; one comes late, one is corrected after the centre had accepted it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import partial

from ipops.kernel.money import Money
from ipops.lines.programme import facts as f
from ipops.lines.programme.app.reading.returns import return_code
from ipops.lines.programme.app.services import contracts, evaluation, fund, plan, projects, returns, selection, tasks
from ipops.lines.programme.facts.words import Instrument, ProjectClass, Source, TaskChoice, TaskState
from ipops.lines.programme.rules.plan.files import plan_code
from ipops.reference.demo_places import DEMO_MUNICIPALITY
from ipops.site.demo.life.chosen import goals, nominated
from ipops.site.demo.life.reported import HANDED_IN, LAST
from ipops.site.demo.life.scene import BEND, BEND_NOMINATION, CENTRE, Scene, done, paper, scene, turned_away
from ipops.site.demo.life.spent import AGENCY, FUND
from ipops.webkit import analytics

MUNICIPALITY, OFFICER, CERTIFIER, CLERK = (
    f"user:{name}" for name in ("municipality", "bend-officer", "bend-certifier", "bend-clerk")
)
PACK, SCHEMA, PROJECT, CALL = "demo-district", "district-quarterly", "prj:demo-901", "pc:demo-bend-custody"
#: SMEs in custody and certified bodies, cumulative, at the end of each quarter.
REPORTED = (
    (130, 21), (270, 44), (420, 69), (560, 96), (690, 121), (815, 150), (930, 176), (1044, 204), (1090, 213),
)  # fmt: skip
CORRECTED = "2025Q1"
BUREAU = "江湾区知识产权局（演示）"


def scenes() -> Iterator[Scene]:
    yield scene("2023-09-19", _nominate)
    yield scene("2023-11-20", _fund)
    yield scene("2023-12-22", _money)
    yield scene("2023-12-29", _adopt)
    yield scene("2024-02-22", _meet)
    yield scene("2024-03-12", _call)
    yield scene("2024-05-21", _start)
    yield scene("2024-07-16", _pay)
    yield scene("2024-12-19", _progress)
    for n, (period, handed, accepted) in enumerate(HANDED_IN):
        yield scene(handed, partial(_hand_in, n, period))
        yield scene(accepted, partial(_accept, period))
    yield scene("2025-05-15", _correct)
    yield scene("2026-03-24", _no_evaluation)
    yield scene(LAST[1], partial(_hand_in, len(HANDED_IN), LAST[0]))


def _nominate(on: date) -> None:
    nominated(BEND, DEMO_MUNICIPALITY, matching=Money.yuan(60_000_000), by=MUNICIPALITY, on=on, reference="demo/bend")


def _fund(on: date) -> None:
    done(selection.city_step(case=BEND_NOMINATION, event="pay_first", by=CENTRE, today=on, reference="demo/bend"))


def _money(on: date) -> None:
    for source, yuan, number, withheld in (
        (Source.CENTRAL_FIRST, 100_000_000, "示财建〔2023〕42号（演示）", False),
        (Source.CENTRAL_SECOND, 50_000_000, "示财建〔2023〕43号（演示）", True),
    ):
        done(
            fund.money_receive(
                nomination=BEND_NOMINATION,
                source=source,
                amount=Money.yuan(yuan),
                budget_year=2023,
                number=number,
                received_on=date(2023, 11, 8),
                passed_on=date(2023, 12, 15),  # seven days after the thirty
                by=OFFICER,
                today=on,
                reference=f"demo/bend/{source}",
                document=paper(f"资金指标 {number}", by=OFFICER),
                withheld=withheld,
            )
        )


def _adopt(on: date) -> None:
    """What was promised on the call binds the plan; where the notice of 2020 asks for more, that does."""
    promised = {g.id: g.floor for g in goals("demo-notice", on) if g.floor is not None}
    asked = {g.id: g.asked for g in goals(PACK, on) if g.asked is not None}
    task = f.TaskBooked(
        plan=plan_code(BEND_NOMINATION),
        place=BEND,
        task="T1",
        title="中小企业托管（演示）",
        choice=TaskChoice.MANDATORY,
        owner=BUREAU,
        due_on=date(2025, 12, 31),
        evidence="托管合同",
        goals=("custody_smes",),
        money=Money.yuan(20_000_000),
        on=on,
    )
    done(
        plan.plan_adopt(
            nomination=BEND_NOMINATION,
            plan=plan.Plan(
                number="江政发〔2023〕31号（演示）",
                pack=PACK,
                base_year=2023,
                first_year=2024,
                last_year=2026,
                targets={g: max(Fraction(v), promised.get(g, Fraction(v))) for g, v in (promised | asked).items()},
                merges={},
                tasks=[task],
                document=paper("江湾区建设方案", "目标与任务书", by=OFFICER),
            ),
            by=OFFICER,
            today=on,
            confirmed="示例方案，提示已逐条核对（演示）",
        )
    )


def _meet(on: date) -> None:
    done(
        plan.meeting_record(
            nomination=BEND_NOMINATION,
            title="区领导小组会议（演示）",
            items=("六月底前选定托管机构",),
            until=date(2024, 6, 30),
            document=paper("区领导小组会议纪要", by=OFFICER),
            by=OFFICER,
            on=on,
            reference="demo/bend",
        )
    )


def _call(on: date) -> None:
    asked = projects.CallAsked(
        call=CALL,
        title="江湾区中小企业托管服务（演示）",
        klass=ProjectClass.GRANT,
        source=Source.CENTRAL_FIRST,
        instrument=Instrument.SERVICES,
        money=Money.yuan(20_000_000),
        budget_year=2023,
        closes_on=date(2024, 4, 30),
        task="T1",
    )
    done(
        projects.project_call(
            nomination=BEND_NOMINATION,
            asked=asked,
            by=OFFICER,
            today=on,
            document=paper("申报指南 江湾区托管", by=OFFICER),
        )
    )
    application = f.ProjectApplied(
        project=PROJECT,
        call=CALL,
        place=BEND,
        applicant=AGENCY,
        title="江湾区托管服务采购（演示）",
        asked=Money.yuan(18_000_000),
        fund_name=FUND,
        bureau=BUREAU,
        invoices=(f"FP-{PROJECT}",),
        credit_clean=True,
        on=on,
    )
    done(
        projects.project_apply(
            application=application, by=CLERK, today=on, document=paper("申报书 江湾区托管", by=CLERK)
        )
    )


def _start(on: date) -> None:
    for event in ("check_form", "review", "publicise", "start"):
        done(projects.project_step(case=PROJECT, event=event, by=OFFICER, today=on, reference=f"demo/{event}"))
    done(
        tasks.item_settle(
            nomination=BEND_NOMINATION,
            item="六月底前选定托管机构",
            words="已选定并签约（演示）",
            by=OFFICER,
            today=on,
            reference="demo/bend",
        )
    )


def _pay(on: date) -> None:
    contract = contracts.ContractAsked(
        contract="HT-demo-91", project=PROJECT, amount=Money.yuan(18_000_000), procurement="竞争性磋商（演示）"
    )
    done(
        contracts.contract_sign(
            asked=contract, by=CLERK, today=on, reference="demo/bend", document=paper("合同 江湾区托管", by=CLERK)
        )
    )
    asked = projects.OrderAsked(
        order="pay:demo-91",
        project=PROJECT,
        amount=Money.yuan(9_000_000),
        account_no="6222990100001234",
        invoice="FP-pay:demo-91",
        voucher=f"PZ-{on:%Y%m}-91",
        contract=contract.contract,
    )
    done(projects.payment_order(asked=asked, by=CLERK, today=on, document=paper("发票 江湾区托管", by=CLERK)))
    for event, by in (("approve", CERTIFIER), ("send", OFFICER), ("pay", OFFICER)):
        done(projects.order_step(case=asked.order, event=event, by=by, today=on, reference=f"demo/{event}"))


def _progress(on: date) -> None:
    done(
        plan.task_report(
            nomination=BEND_NOMINATION,
            task="T1",
            state=TaskState.RUNNING,
            words="托管覆盖过半（演示）",
            by=OFFICER,
            today=on,
            reference="demo/bend",
        )
    )


def _file(n: int, period: str, on: date, reference: str, more: int = 0) -> None:
    custody, certified = REPORTED[n]
    handed = returns.Handed(
        place=BEND,
        schema=SCHEMA,
        period=period,
        typed={"custody": str(custody + more), "certified": str(certified)},
    )
    done(returns.return_file(handed=handed, by=CLERK, today=on, reference=f"demo/bend/{reference}"))


def _go(period: str, event: str, by: str, on: date, reference: str = "demo") -> None:
    case = return_code(BEND, SCHEMA, period)
    done(returns.return_step(case=case, event=event, by=by, today=on, reference=f"{reference}/{event}"))


def _hand_in(n: int, period: str, on: date) -> None:
    """Over the export of that day's morning, which the city's return has brought up (``reported``)."""
    with analytics.held():
        _file(n, period, on, "handed")
        if period != LAST[0]:
            _go(period, "certify", CERTIFIER, on)


def _accept(period: str, on: date) -> None:
    with analytics.held():
        _go(period, "accept_province", MUNICIPALITY, on)
        _go(period, "accept", CENTRE, on)


def _correct(on: date) -> None:
    """A contract signed in March was found in May: the figure the centre had accepted is one more, and says so."""
    n = next(i for i, (period, *_) in enumerate(HANDED_IN) if period == CORRECTED)
    with analytics.held():
        _file(n, CORRECTED, on, "corrected", more=1)
        _go(CORRECTED, "certify", CERTIFIER, on, "again")
        _go(CORRECTED, "accept_province", MUNICIPALITY, on, "again")
        _go(CORRECTED, "accept", CENTRE, on, "again")


def _no_evaluation(on: date) -> None:
    opened = evaluation.evaluation_open(nomination=BEND_NOMINATION, pack=PACK, year=2025, by=MUNICIPALITY, today=on)
    turned_away(opened, "no-scheme")
