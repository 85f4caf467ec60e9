"""The fund that shares the losses, set up in April 2024 with the money the programme paid for it; a park's credit; the bank's months."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ipops.kernel.money import Money
from ipops.kernel.period import months_after
from ipops.ledger.facts.words import PartyKind
from ipops.lines.pledge.app import services
from ipops.lines.pledge.app.models import Fund, Loan
from ipops.lines.pledge.facts.words import FilesWhen, Returns
from ipops.lines.pledge.rules import codes
from ipops.site.demo import demo_lending
from ipops.site.demo.life.scene import CITY, OFFICER, Scene, done, paper, scene, turned_away
from ipops.site.demo.loans import BANK, guarantor
from ipops.webkit.enrol import By, Written

#: The day after the programme's fund paid for the pool (``spent``).
OPENED = date(2024, 4, 17)
PUT_IN = Money.yuan(40_000_000)
FUND = codes.code("F", OFFICER, "demo/fund/open")
CREDIT = codes.code("G", OFFICER, "demo/credit")
PARK = "P:91990101NK3EFJHM0W"
#: Firms on the list that the office turns away are not on it.
UNLISTED = 1
_MONTHS = ("2025-10-01", "2025-11-01", "2025-12-01", "2026-01-01", "2026-02-01", "2026-03-01")
#: The bank's own ratio over all its loans, made up.
_OVERALL_BP = 142


def scenes() -> Iterator[Scene]:
    yield Scene(day=OPENED, act=_open)
    yield scene("2024-05-14", _guarantor)
    yield scene("2025-12-31", _statement)
    yield scene("2026-01-20", _credit)
    for month in _MONTHS:
        first = date.fromisoformat(month)
        yield Scene(day=months_after(first, 1) + timedelta(days=5), act=_attest)


def _by(on: date, event: str, document: str = "", by: str = OFFICER) -> By:
    return By(by=by, today=on, reference=f"demo/{event}", document=document, reason="演示 / demo")


def _open(on: date) -> None:
    """Not by a scheme that shares nothing; then by the city's own."""
    agreement = paper("风险补偿资金管理办法", "备案于放款后二十个工作日内")

    def opened(scheme: str, payer: str, event: str) -> object:
        return services.fund_open(
            name="示范市质押融资风险补偿资金（演示）",
            scheme=scheme,
            place=CITY,
            payer=payer,
            terms=(),
            files=FilesWhen.AFTER,
            files_days=20,
            claim_days=10,
            returns=Returns.POOL,
            asks_list=True,
            draw_first=False,
            by=_by(on, f"fund/{event}", agreement),
        )

    turned_away(opened("qd-2024", "fund", "wrong"), "no-sharing-scheme")
    if done(opened("demo-sharing", "fund", "open")) != FUND:
        raise RuntimeError("The demo's fund has another code than its loans were given.")
    voucher = paper("资金池到账凭证", "prj:demo-201")
    done(
        services.fund_move(fund=FUND, amount=PUT_IN, on=on, why="专项资金拨入（演示）", by=_by(on, "fund/in", voucher))
    )
    lending = demo_lending()
    firms = [*(x.firm for x in lending.lent), *(f.party for f in lending.firms[UNLISTED:])]
    done(services.fund_list(fund=FUND, firms=list(dict.fromkeys(firms)), off=False, by=_by(on, "fund/list")))


def _guarantor(on: date) -> None:
    """The guarantee company tells its net assets, against which its limits are measured."""
    told = services.guarantor_state(
        guarantor=Written(code=guarantor().id, name="", kind=PartyKind.GUARANTOR),
        on=date(2024, 3, 31),
        net_assets=Money.yuan(120_000_000),
        outstanding=Money.yuan(640_000_000),
        mainly_small=True,
        by=_by(on, "guarantor", paper("担保公司报表", "2024年3月31日"), by="user:guarantor"),
    )
    done(told)


def _statement(on: date) -> None:
    """The bank's statement agrees with what the ledger says is left."""
    held = Fund.objects.get(fund=FUND).balance
    done(services.fund_state(fund=FUND, balance=held, on=on, by=_by(on, "fund/statement", paper("资金池对账单"))))


def _credit(on: date) -> None:
    firms = [f.party for f in demo_lending().firms[1:5]]
    got = services.credit_give(
        park=Written(code=PARK, name="", kind=PartyKind.OTHER),
        bank=Written(code=BANK, name="", kind=PartyKind.BANK),
        place=CITY,
        amount=Money.yuan(30_000_000),
        each=Money.yuan(8_000_000),
        firms=firms,
        until=date(2027, 1, 1),
        by=_by(on, "credit", paper("园区集合授信协议")),
    )
    if done(got) != CREDIT:
        raise RuntimeError("The park's credit has another code than its firms were given.")


def _attest(on: date) -> None:
    """The bank attests what its own loans say at the end of the month."""
    month = months_after(on.replace(day=1), -1)
    loans = [x for x in Loan.objects.filter(bank=BANK) if x.ended_on is None]
    bad = [x for x in loans if x.stage in ("bad", "claimed")]
    done(
        services.month_attest(
            month=month,
            bank=BANK,
            place=CITY,
            plan=Money.yuan(300_000_000),
            used=Money(sum(x.drawn_fen for x in Loan.objects.filter(bank=BANK))),
            ip_loans=Money(sum(x.left.fen for x in loans)),
            ip_npl=Money(sum(x.left.fen for x in bad)),
            npl_ratio_bp=_OVERALL_BP,
            attested_by="普惠金融部（演示）",
            by=_by(on, f"month/{month.isoformat()}", by="user:bank"),
        )
    )
