"""A firm with two patents and a mark, a bank, a fund that runs a known scheme, and the steps that lead to a loan."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
import time_machine

from ipops.kernel.money import Money
from ipops.kernel.outcome import Refused
from ipops.ledger.entry import Draft, Source
from ipops.ledger.facts import AnnuityPaid, PartyRegistered, RightFiled, RightGranted
from ipops.ledger.facts.words import PartyKind, RightKind
from ipops.lines.pledge.facts.words import Approach, BadBecause, Channel, FilesWhen, Paper, Returns
from ipops.lines.pledge.rules.title import Answers

TODAY = date(2025, 6, 3)
SAID = Source(reason="测试 test")
FIRM, OTHER, BANK, PARK = "91990101MA3C00003N", "91990101MA3C00011H", "91990101HWFJQYKP18", "91990102MA3C0002XP"
PATENT, SECOND = "CN201510237122.7", "CN201911162590.7"
DOC = "ab" * 32
CLEAR = Answers(contract_complete=True, invalidation_pending=False)
#: On what a loan of these tests is bad that was never overdue.
IMPAIRED = BadBecause.IMPAIRED


def yuan(amount: int | str) -> Money:
    return Money.yuan(amount)


def by(reference: str, who: str = "user:clerk", document: str = "", today: date = TODAY) -> Any:
    from ipops.webkit.enrol import By

    return By(by=who, today=today, reference=reference, document=document)


def written(code: str, kind: PartyKind = PartyKind.ENTERPRISE, name: str = "某某") -> Any:
    from ipops.webkit.enrol import Written

    return Written(code=code, name=name, kind=kind, place="990101")


def stored(got: Any) -> Any:
    assert not isinstance(got, Refused), [r.says.zh for r in got.reasons]
    return got


def codes(got: Any) -> list[str]:
    assert isinstance(got, Refused), got
    return [r.code for r in got.reasons]


@pytest.fixture
def city(db: Any) -> Any:
    """The register of the day: who owns which right, and that its annuities are paid. Tests live in June 2025."""
    from ipops.webkit import journal

    with time_machine.travel("2025-06-03 12:00:00+08:00", tick=True):
        facts: list[Any] = [
            PartyRegistered(on=date(2015, 1, 5), party=f"P:{FIRM}", kind_of_party=PartyKind.ENTERPRISE, name="山河科技", code=FIRM, place="990101"),
            PartyRegistered(on=date(2015, 1, 5), party=f"P:{BANK}", kind_of_party=PartyKind.BANK, name="示范银行", code=BANK, place="990101"),
        ]  # fmt: skip
        for right, filed in ((PATENT, date(2015, 5, 12)), (SECOND, date(2019, 11, 24))):
            facts += [
                RightFiled(on=filed, right=right, kind_of_right=RightKind.INVENTION, title="一种装置", office="CN", owners=(f"P:{FIRM}",), place="990101", classes=()),
                RightGranted(on=date(2021, 3, 2), right=right, expires_on=date(filed.year + 20, filed.month, filed.day)),
                *(AnnuityPaid(on=max(date(2021, 3, 2), date(filed.year + n - 1, filed.month, 1)), right=right, year=n, paid=yuan(900)) for n in range(2021 - filed.year, 2027 - filed.year)),
            ]  # fmt: skip
        journal.append([Draft(fact=f, source=SAID, reference=f"r{i}") for i, f in enumerate(facts)], by="t")
        yield


def fund(reference: str = "fund", scheme: str = "zhongshan", **more: Any) -> str:
    """A fund of 2,000,000 yuan that runs 54 : 26 : 16 : 4."""
    from ipops.lines.pledge.app import services

    given: dict[str, Any] = {
        "name": "演示风险补偿资金",
        "scheme": scheme,
        "place": "990100",
        "payer": "fund",
        "terms": (),
        "files": FilesWhen.UNSTATED,
        "files_days": None,
        "claim_days": 10,
        "returns": Returns.POOL,
        "asks_list": False,
        "draw_first": False,
        "by": by(reference, document=DOC),
    }
    code = stored(services.fund_open(**given | more))
    stored(services.fund_move(fund=code, amount=yuan(2_000_000), on=TODAY, why="拨入", by=by(f"in-{reference}")))
    return str(code)


def asked(reference: str = "ask", **more: Any) -> str:
    from ipops.lines.pledge.app import services

    given: dict[str, Any] = {
        "firm": written(FIRM),
        "rights": (PATENT, SECOND),
        "amount": yuan(1_000_000),
        "ip_part": yuan(1_000_000),
        "term_months": 12,
        "authorised_on": date(2025, 5, 30),
        "authorised_until": date(2026, 5, 30),
        "fund": "",
        "credit": "",
        "bank": written(BANK, PartyKind.BANK, "示范银行"),
        "purpose": "",
        "by": by(reference, document=DOC),
    }
    return str(stored(services.finance_ask(**given | more)))


@pytest.fixture
def enter(city: Any) -> Any:
    """The people of the demo, each in a browser of their own."""
    from django.test import Client

    from ipops.webkit import access
    from ipops.webkit.models import User

    access.demo_make()

    def browser(name: str) -> Client:
        made = Client()
        made.force_login(User.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend")
        return made

    return browser


def token(name: str) -> dict[str, str]:
    from ipops.webkit import access
    from ipops.webkit.models import User

    made = access.token_make(user=User.objects.get(username=name), name="test")
    return {"HTTP_AUTHORIZATION": f"Bearer {made}"}


def words(answer: Any) -> str:
    return re.sub(r"<[^>]+>|\s+", " ", answer.text)


def agreed(
    reference: str = "ask",
    *,
    cap: int = 1_000_000,
    maximum: bool = False,
    security: Any = None,
    fixes_on: date | None = None,
    **more: Any,
) -> Any:
    """From the application to the signed contract; gives the row of the loan."""
    from ipops.lines.pledge.app import services
    from ipops.lines.pledge.app.models import Application, Loan

    app = asked(reference, **more)

    def ref(step: str, **kw: Any) -> Any:
        return by(f"{step}-{reference}", **kw)

    stored(services.finance_screen(application=app, meets=True, why="", by=ref("screen")))
    stored(services.title_look(application=app, answers=CLEAR, by=ref("look")))
    stored(
        services.collateral_value(
            application=app, appraiser=None, by_bank=True, report_on=date(2025, 5, 20),
            approaches=(Approach.INCOME, Approach.COST), values=(yuan(2_000_000), yuan(1_600_000)),
            settled=yuan(1_600_000), signers=0, why_one="", by=ref("value"),
        )
    )  # fmt: skip
    row = Application.objects.get(application=app)
    stored(
        services.credit_decide(
            application=app, bank=written(BANK, PartyKind.BANK), granted=True, amount=Money(row.amount_fen),
            ip_part=Money(row.ip_fen), rate_bp=385, term_months=12, why="", by=ref("grant"),
        )
    )  # fmt: skip
    if security:
        who, how = security
        stored(
            services.security_bind(application=app, who=who, security=how, amount=yuan(1), until=None, by=ref("bind"))
        )
    stored(
        services.pledge_agree(
            application=app, on=date(2025, 6, 2), cap=yuan(cap), maximum=maximum, due_on=date(2026, 6, 2),
            renewal_agreed=False, fixes_on=fixes_on, by=ref("agree", document=DOC),
        )
    )  # fmt: skip
    return Loan.objects.get(application=app)


def registered(loan: Any, *, cap: int = 1_000_000, on: date = date(2025, 6, 3), filed: date = date(2025, 6, 2)) -> Any:
    from ipops.lines.pledge.app import services

    stored(
        services.pledge_file(
            pledge=loan.pledge, channel=Channel.ONLINE, answers=CLEAR, on=filed, by=by(f"file-{loan.loan}")
        )
    )
    stored(
        services.pledge_register(
            pledge=loan.pledge, on=on, register_no="Y2025990001", cap=yuan(cap), by=by(f"reg-{loan.loan}", document=DOC)
        )
    )
    loan.refresh_from_db()
    return loan


def drawn(loan: Any, amount: int = 1_000_000, reference: str = "draw-1", on: date = date(2025, 6, 3)) -> Any:
    from ipops.lines.pledge.app import services

    got = services.loan_draw(
        loan=loan.loan, drawing="", amount=yuan(amount), on=on, due_on=date(2026, 6, 2), by=by(reference, "user:bank")
    )
    loan.refresh_from_db()
    return got


ALL_PAPERS = tuple(p for p in Paper if p not in (Paper.ENFORCED, Paper.CALLED))


def failed(reference: str = "ask", fund_code: str = "") -> Any:
    """A loan that was filed, drawn, and went bad; gives its row."""
    from ipops.lines.pledge.app import services
    from ipops.lines.pledge.facts.words import LoanClass

    loan = registered(agreed(reference))
    stored(services.loan_file(loan=loan.loan, fund=fund_code or fund(), place="990101", on=TODAY, by=by("file-fund")))
    stored(drawn(loan))
    stored(services.loan_miss(loan=loan.loan, principal=yuan(400_000), interest=yuan(5_000), on=TODAY, by=by("late")))
    stored(
        services.loan_classify(
            loan=loan.loan, grade=LoanClass.SUBSTANDARD, interest=yuan(5_000), on=TODAY, by=by("class")
        )
    )
    loan.refresh_from_db()
    return loan


def claimed(loan: Any, **more: Any) -> Any:
    from ipops.lines.pledge.app import services

    given = {"principal": yuan(1_000_000), "interest": yuan(5_000), "recovered": yuan(0), "papers": ALL_PAPERS}
    return services.claim_file(loan=loan.loan, **{"by": by("claim", "user:bank")} | given | more)


def approved(loan: Any) -> Any:
    from ipops.lines.pledge.app import services

    claim = stored(claimed(loan))
    stored(services.claim_check(claim=claim, given=(), by=by("check", "user:clerk")))
    stored(services.claim_decide(claim=claim, approved=True, ground="", why="", by=by("decide", "user:certifier")))
    return claim
