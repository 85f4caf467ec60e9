"""An insurer, a firm, a product, a policy and a loss under it, for the tests of this line."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest

from ipops.kernel.money import Money
from ipops.ledger.facts.words import PartyKind
from ipops.lines.insurance.facts import Class

TODAY = date(2025, 9, 1)
FIRM, OTHER, INSURER = "91990101MA3C00003N", "91990101MA3C00011H", "91990102MA3C0002XP"
RIGHT = "CN201510237122.7"


def by(reference: str, today: date = TODAY, who: str = "user:clerk", **more: Any) -> Any:
    from ipops.webkit.enrol import By

    return By(by=who, today=today, reference=reference, **more)


def insurer() -> Any:
    from ipops.webkit.enrol import Written

    return Written(code=INSURER, name="城南财产保险", kind=PartyKind.INSURER, place="990100")


def firm(code: str = FIRM) -> Any:
    from ipops.webkit.enrol import Written

    return Written(code=code, name="山河科技有限公司", kind=PartyKind.ENTERPRISE, place="990101")


def listed(klass: Class = Class.INFRINGEMENT_LOSS) -> str:
    from ipops.lines.insurance.app.services import policies

    got = policies.product_list(
        insurer=insurer(), title=f"产品{klass}", klass=klass, terms_no="备2025-1", says="", by=by(f"product-{klass}")
    )
    assert isinstance(got, str), got
    return got


def quoted(product: str, reference: str = "quote", **more: Any) -> Any:
    from ipops.lines.insurance.app.services import policies

    given: dict[str, Any] = {
        "insured": firm(),
        "rights": (RIGHT,),
        "total": Money.yuan(600_000),
        "premium": Money.yuan(6_000),
        "deductible": None,
        "valid_until": date(2025, 9, 30),
        "by": by(reference, date(2025, 1, 6)),
    }
    return policies.policy_quote(product=product, **given | more)


def written(policy: str, **more: Any) -> Any:
    from ipops.lines.insurance.app.services import policies

    given: dict[str, Any] = {
        "policy_no": "PICC-1",
        "on": date(2025, 1, 10),
        "starts_on": date(2025, 1, 11),
        "until": date(2026, 1, 11),
        "retroactive_on": None,
        "value": Money.yuan(1_000_000),
        "beneficiary": None,
        "loan": "",
        "by": by(f"write-{policy}", document=paper()),
    }
    return policies.policy_write(policy=policy, **given | more)


def claimed(policy: str, reference: str = "loss", **more: Any) -> Any:
    from ipops.lines.insurance.app.services import claims

    given: dict[str, Any] = {
        "on": date(2025, 8, 4),
        "happened_on": date(2025, 7, 1),
        "known_on": date(2025, 7, 7),
        "stated": Money.yuan(500_000),
        "what": "他人仿制（演示）",
        "by": by(reference),
    }
    return claims.loss_claim(policy=policy, **given | more)


def complete(claim: str, **more: Any) -> Any:
    from ipops.lines.insurance.app.services import claims

    given: dict[str, Any] = {"on": date(2025, 8, 4), "is_complex": True, "by": by(f"complete-{claim}")}
    return claims.loss_complete(claim=claim, **given | more)


def assessed(claim: str, yuan: int = 500_000, reference: str = "", **more: Any) -> Any:
    from ipops.lines.insurance.app.services import claims

    given: dict[str, Any] = {"value": None, "others": None, "had": None, "by": by(f"assess-{reference}{claim}")}
    return claims.loss_assess(claim=claim, loss=Money.yuan(yuan), **given | more)


def agreed(claim: str, amount: Money, why: str = "") -> Any:
    from ipops.lines.insurance.app.services import claims

    return claims.loss_agree(claim=claim, on=TODAY, amount=amount, why=why, by=by(f"agree-{claim}-{amount}"))


def paid(claim: str) -> Any:
    from ipops.lines.insurance.app.services import claims

    return claims.loss_pay(claim=claim, on=TODAY, payee="山河科技有限公司", voucher="凭-1", by=by(f"pay-{claim}"))


def paper() -> str:
    from ipops.webkit import documents

    got = documents.store(io.BytesIO("保险单（演示）".encode()), "保险单.txt", "user:clerk")
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
