"""Two firms, a bank, a window under the scheme of Qingdao, and claims in it, for the tests of this line."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.test import Client

from ipops.kernel.money import Money
from ipops.ledger.facts.words import PartyKind
from ipops.lines.subsidies.facts import Order

TODAY = date(2025, 3, 3)
FIRM, OTHER, BANK = "91990101MA3C00003N", "91990101MA3C00011H", "91990102MA3C0002XP"
RIGHT = "CN201510237122.7"
#: what another firm pledges: a right of somebody else's claim is asked about
ANOTHERS = "CN201810654321.1"
#: Of the scheme's own worked case: 5 million for half a year at the June LPR of 3.45 %, 60 per cent.
STATED = (
    "loan.signed_on=2024-07-23",
    "loan.combined=false",
    "loan.first_time_patent=true",
    "loan.periods=2024-07-25 2025-01-25 500万元 4%",
)
RATES = ("LPR-1Y 2024-06-20 3.45%", "LPR-1Y 2024-07-22 3.35%")
DAYS = ("awards.interest.day_count=ACT/365F",)
WORTH = Money.yuan("52175.34")


def by(reference: str, who: str = "user:clerk", **more: Any) -> Any:
    from ipops.webkit.enrol import By

    return By(by=who, reference=reference, **{"today": TODAY} | more)


def opened(reference: str = "window", **more: Any) -> str:
    from ipops.lines.subsidies.app.services import windows

    asked = {
        "place": "990100", "title": "二〇二四年贴息", "scheme": "qd-2024", "bureau": "市知识产权局", "fund": "知识产权专项资金",
        "budget_year": 2025, "closes_on": date(2025, 6, 30), "period_from": date(2024, 1, 1),
        "period_until": date(2025, 4, 1), "pot": None, "order": Order.UNKNOWN, "assumes": DAYS, "rates": RATES,
    } | more  # fmt: skip
    got = windows.window_open(asked=windows.WindowAsked(**asked), by=by(reference, "user:officer"))
    assert isinstance(got, str), got
    return got


def filed(window: str, reference: str = "claim", firm: str = FIRM, **more: Any) -> Any:
    from ipops.lines.subsidies.app.services import claims
    from ipops.webkit.enrol import Written

    given: dict[str, Any] = {
        "claimant": Written(code=firm, name=f"甲企业{firm[-3:]}", kind=PartyKind.ENTERPRISE, place="990101"),
        "bank": Written(code=BANK, name="城南银行", kind=PartyKind.BANK),
        "loan": f"借-{reference}",
        "rights": (RIGHT if firm == FIRM else ANOTHERS,),
        "invoices": (),
        "stated": STATED,
        "by": by(reference),
    }
    return claims.claim_file(window=window, **given | more)


def proven(claim: str, **more: Any) -> Any:
    from ipops.lines.subsidies.app.services import claims

    given: dict[str, Any] = {
        "settled": True,
        "repaid_on": date(2025, 1, 25),
        "by": by(f"prove-{claim}", document=paper()),
    }
    return claims.claim_prove(claim=claim, **given | more)


def computed(claim: str, reference: str = "") -> Any:
    from ipops.lines.subsidies.app.services import claims

    return claims.claim_compute(claim=claim, by=by(f"compute-{reference}-{claim}"))


def divided(window: str) -> Any:
    from ipops.lines.subsidies.app.services import windows

    closed = windows.window_close(window=window, why="", by=by(f"close-{window}", "user:officer"))
    assert closed is None, closed
    return windows.window_divide(window=window, by=by(f"divide-{window}", "user:officer"))


def granted(claim: str, who: str = "user:certifier", confirmed: str = "") -> Any:
    from ipops.lines.subsidies.app.services import claims

    return claims.claim_grant(claim=claim, confirmed=confirmed, by=by(f"grant-{claim}-{who}", who))


def paid(claim: str) -> Any:
    from ipops.lines.subsidies.app.services import claims

    return claims.claim_pay(claim=claim, on=TODAY, voucher="凭-1", by=by(f"pay-{claim}", "user:officer"))


def paper(text: str = "结清证明") -> str:
    from ipops.webkit import documents

    got = documents.store(io.BytesIO(text.encode()), "结清证明.txt", "user:clerk")
    assert isinstance(got, str)
    return got


def codes(got: Any) -> list[str]:
    from ipops.kernel.outcome import Refused

    assert isinstance(got, Refused), got
    return [r.code for r in got.reasons]


@pytest.fixture
def city(db: Any, tmp_path: Any, monkeypatch: Any) -> None:
    """An empty journal of a database, and documents in a home of its own."""
    monkeypatch.setenv("IPOPS_HOME", str(tmp_path))


@pytest.fixture
def enter(city: Any) -> Any:
    from ipops.webkit import access
    from ipops.webkit.models import User

    access.demo_make()

    def browser(name: str) -> Client:
        made = Client()
        made.force_login(User.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend")
        return made

    return browser
