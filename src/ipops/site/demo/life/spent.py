"""The money: received and withheld, five project calls' worth of projects, payments, one project ended and its money recovered.

Sums in yuan. A payment waits for its second person at the end: whoever signs in as the certifier finds it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from ipops.kernel.money import Money
from ipops.lines.programme import facts as f
from ipops.lines.programme.app.models import Account
from ipops.lines.programme.app.services import contracts, fund, projects, recovery
from ipops.lines.programme.facts.words import Instrument, ProjectClass, Source
from ipops.lines.programme.rules.fund.accounts import Name, named
from ipops.site.demo.life.scene import (
    CERTIFIER,
    CITY,
    CLERK,
    NOMINATION,
    OFFICER,
    Scene,
    done,
    paper,
    scene,
    turned_away,
)

BANK, FIRM = "P:91990101HWFJQYKP18", "P:919901018DJQ11C33B"
AGENCY, UNIVERSITY = "P:91990101CKRA05YN7P", "P:129901010PU8EGA580"
FIRST_BACK = 1_200_000
FUND, BUREAU = "运营服务体系专项资金（演示）", "示范市知识产权局（演示）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """A project call, and its projects: code, applicant, title, yuan asked for."""

    code: str
    title: str
    task: str
    klass: ProjectClass
    source: Source
    instrument: Instrument
    yuan: int
    projects: tuple[tuple[str, str, str, int], ...]


GRANTS = Called(
    code="pc:demo-cultivation",
    title="高价值专利培育项目（演示）",
    task="T1",
    klass=ProjectClass.GRANT,
    source=Source.CENTRAL_FIRST,
    instrument=Instrument.GRANT,
    yuan=30_000_000,
    projects=(
        ("prj:demo-101", FIRM, "高端装备专利组合培育（演示）", 9_000_000),
        ("prj:demo-102", UNIVERSITY, "高校专利导航与培育（演示）", 15_000_000),
        ("prj:demo-103", AGENCY, "海洋新材料专利培育（演示）", 6_000_000),
    ),
)
POOL = Called(
    code="pc:demo-pool",
    title="质押融资风险补偿资金池（演示）",
    task="T2",
    klass=ProjectClass.GRANT,
    source=Source.CENTRAL_FIRST,
    instrument=Instrument.RISK_POOL,
    yuan=40_000_000,
    projects=(("prj:demo-201", BANK, "风险补偿资金池（演示）", 40_000_000),),
)
CUSTODY = Called(
    code="pc:demo-custody",
    title="中小企业知识产权托管服务（演示）",
    task="T3",
    klass=ProjectClass.GRANT,
    source=Source.CENTRAL_FIRST,
    instrument=Instrument.SERVICES,
    yuan=30_000_000,
    projects=(("prj:demo-301", AGENCY, "托管服务采购（演示）", 26_000_000),),
)
AWARDS = Called(
    code="pc:demo-awards",
    title="专利转化奖补（演示）",
    task="T4",
    klass=ProjectClass.AWARD,
    source=Source.CITY_MATCH,
    instrument=Instrument.AWARD,
    yuan=50_000_000,
    projects=(("prj:demo-401", UNIVERSITY, "高校专利转化奖补（演示）", 32_000_000),),
)
#: Day asked for, project, yuan: each is approved by another person and paid by the treasury the same day.
PAYMENTS = (
    ("2024-04-16", "prj:demo-201", 40_000_000),
    ("2024-06-18", "prj:demo-101", 4_500_000),
    ("2024-06-18", "prj:demo-103", 3_000_000),
    ("2024-09-24", "prj:demo-102", 9_000_000),
    ("2024-11-19", "prj:demo-301", 12_000_000),
    ("2025-04-15", "prj:demo-401", 20_000_000),
    ("2025-06-24", "prj:demo-101", 4_500_000),
    ("2025-11-18", "prj:demo-301", 12_000_000),
    ("2025-12-16", "prj:demo-401", 10_000_000),
)
WAITING = ("2026-04-08", "prj:demo-102", 4_000_000)


#: Custody is bought: how it was procured stands in its contract.
CONTRACT = contracts.ContractAsked(
    contract="HT-demo-301", project="prj:demo-301", amount=Money.yuan(24_000_000), procurement="公开招标（演示）"
)


def scenes() -> Iterator[Scene]:
    yield scene("2023-11-24", _first_money)
    yield scene("2024-01-23", _matching)
    for called, (opened, started) in {
        POOL: ("2024-02-20", "2024-04-09"),
        GRANTS: ("2024-03-04", "2024-05-28"),
        CUSTODY: ("2024-08-20", "2024-10-29"),
        AWARDS: ("2025-01-14", "2025-03-25"),
    }.items():
        yield scene(opened, partial(_call, called))
        yield scene(started, partial(_start, called))
    for n, (day, project, yuan) in enumerate(PAYMENTS, start=1):
        yield scene(day, partial(_pay, n, project, yuan))
    yield scene("2024-11-05", _sign)
    yield scene("2025-11-11", partial(_sign, accepted=True))
    yield scene("2025-03-11", _terminate)
    yield scene("2025-04-15", _came_back)
    yield scene("2025-05-13", _recovered)
    yield scene("2025-09-16", _accept)
    yield scene("2025-12-31", _statement)
    day, project, yuan = WAITING
    yield scene(day, partial(_wait, len(PAYMENTS) + 1, project, yuan))


def _receive(source: Source, yuan: int, number: str, on: date, *, withheld: bool = False, city: bool = False) -> None:
    done(
        fund.money_receive(
            nomination=NOMINATION,
            source=source,
            amount=Money.yuan(yuan),
            budget_year=2024 if city else 2023,
            number=number,
            received_on=date(2024, 1, 18) if city else date(2023, 11, 6),
            passed_on=date(2024, 1, 22) if city else date(2023, 11, 22),
            by=OFFICER,
            today=on,
            reference=f"demo/{source}",
            document=paper(f"资金指标 {number}"),
            withheld=withheld,
        )
    )


def _first_money(on: date) -> None:
    """A hundred million comes in; the rest is announced and waits for the mid-term evaluation."""
    _receive(Source.CENTRAL_FIRST, 100_000_000, "示财建〔2023〕40号（演示）", on)
    _receive(Source.CENTRAL_SECOND, 50_000_000, "示财建〔2023〕41号（演示）", on, withheld=True)


def _matching(on: date) -> None:
    _receive(Source.CITY_MATCH, 75_000_000, "示市财〔2024〕6号（演示）", on, city=True)


def _call(called: Called, on: date) -> None:
    asked = projects.CallAsked(
        call=called.code,
        title=called.title,
        klass=called.klass,
        source=called.source,
        instrument=called.instrument,
        money=Money.yuan(called.yuan),
        budget_year=on.year,
        closes_on=date(on.year, on.month + 1, 28),
        task=called.task,
    )
    done(
        projects.project_call(
            nomination=NOMINATION, asked=asked, by=OFFICER, today=on, document=paper(f"申报指南 {called.title}")
        )
    )
    for project, applicant, title, yuan in called.projects:
        application = _application(called, project, applicant, title, yuan, on)
        done(projects.project_apply(application=application, by=CLERK, today=on, document=paper(f"申报书 {project}")))
    if called is GRANTS:
        twice = _application(
            called, "prj:demo-109", FIRM, "同一发票再报（演示）", 9_000_000, on, invoice="FP-prj:demo-101"
        )
        turned_away(projects.project_apply(application=twice, by=CLERK, today=on), "double-invoice")


def _application(
    called: Called, project: str, applicant: str, title: str, yuan: int, on: date, invoice: str = ""
) -> f.ProjectApplied:
    return f.ProjectApplied(
        project=project,
        call=called.code,
        place=CITY,
        applicant=applicant,
        title=title,
        asked=Money.yuan(yuan),
        fund_name=FUND,
        bureau=BUREAU,
        invoices=(invoice or f"FP-{project}",),
        credit_clean=True,
        on=on,
    )


def _step(project: str, event: str, on: date, *, why: str = "", document: str = "") -> None:
    done(
        projects.project_step(
            case=project,
            event=event,
            by=OFFICER,
            today=on,
            reference=f"demo/{event}",
            why=why,
            document=document,
        )
    )


def _start(called: Called, on: date) -> None:
    for project, *_ in called.projects:
        for event in ("check_form", "review", "publicise", "start"):
            _step(project, event, on)


def _order(n: int, project: str, yuan: int, on: date) -> str:
    order = f"pay:demo-{n:02d}"
    asked = projects.OrderAsked(
        order=order,
        project=project,
        amount=Money.yuan(yuan),
        account_no="6222990100001234",
        invoice=f"FP-{order}",
        voucher=f"PZ-{on:%Y%m}-{n:02d}",
        contract=CONTRACT.contract if project == CONTRACT.project else "",
    )
    done(projects.payment_order(asked=asked, by=CLERK, today=on, document=paper(f"发票 {order}", by=CLERK)))
    return order


def _wait(n: int, project: str, yuan: int, on: date) -> None:
    _order(n, project, yuan, on)


def _pay(n: int, project: str, yuan: int, on: date) -> None:
    order = _order(n, project, yuan, on)
    turned_away(projects.order_step(case=order, event="approve", by=CLERK, today=on, reference="demo/own"), "own-order")
    for event, by in (("approve", CERTIFIER), ("send", OFFICER), ("pay", OFFICER)):
        done(projects.order_step(case=order, event=event, by=by, today=on, reference=f"demo/{event}"))


def _terminate(on: date) -> None:
    _step("prj:demo-103", "terminate", on, why="技术路线不可行（演示）")
    _step("prj:demo-103", "recover", on, why="已付资金应收回（演示）")


def _sign(on: date, *, accepted: bool = False) -> None:
    """Services that are bought have a contract, and are accepted before the last of it is paid."""
    word = "验收报告" if accepted else "合同"
    asked = replace(CONTRACT, accepted_on=on if accepted else None)
    got = contracts.contract_sign(
        asked=asked,
        by=CLERK,
        today=on,
        reference=f"demo/{word}",
        document=paper(f"{word} {CONTRACT.contract}", by=CLERK),
    )
    done(got)


def _came_back(on: date) -> None:
    """A first instalment; more than is owed is refused."""
    voucher = paper("收款凭证 prj:demo-103（首笔）")
    for yuan in (9_000_000, FIRST_BACK):
        came = recovery.CameBack(project="prj:demo-103", amount=Money.yuan(yuan), document=voucher)
        got = recovery.recovery_receive(came=came, by="user:finance", today=on, reference="demo/back-1")
        if yuan == FIRST_BACK:
            done(got)
        else:
            turned_away(got, "more-than-is-owed")


def _recovered(on: date) -> None:
    _step("prj:demo-103", "settle", on, document=paper("收款凭证 prj:demo-103"))


def _accept(on: date) -> None:
    _step("prj:demo-101", "accept", on, document=paper("验收报告 prj:demo-101"))


def _called(account: str) -> str:
    """An account as people call it."""
    name = named(account)
    return name.title.zh if isinstance(name, Name) else account


def _statement(on: date) -> None:
    """The bank agrees with the postings."""
    for row in Account.objects.filter(place=CITY, account__endswith=":available").order_by("account"):
        done(
            fund.balance_state(
                account=row.account,
                stated=Money(row.fen),
                document=paper(f"对账单 {_called(row.account)}"),
                by="user:finance",
                on=on,
                today=on,
                reference=f"demo/{row.account}",
            )
        )
