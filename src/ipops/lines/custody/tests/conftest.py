"""Two firms, an agency, and custodies made of facts, for the tests of this line."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ipops.ledger.entry import Draft, Source
from ipops.ledger.fact import Fact
from ipops.ledger.facts.words import CreditGrade, PartyKind
from ipops.lines.custody.facts import CustodyServed, CustodySigned, Service, Size
from ipops.lines.custody.rules.size import Told

TODAY = date(2024, 6, 3)
SAID = Source(reason="测试 test")
FIRM, OTHER, AGENCY = "91990101MA3C00003N", "91990101MA3C00011H", "91990102MA3C0002XP"
RIGHT = "CN201510237122.7"
DOC = "ab" * 32


def signed(custody: str, client: str = "P:甲", on: date = date(2023, 3, 1), **more: Any) -> CustodySigned:
    given: dict[str, Any] = {
        "agency": "P:代理",
        "place": "990101",
        "level": "watch",
        "leader": "李工",
        "computed": Size.UNKNOWN,
        "declared": Size.SME,
        "services": (Service.WATCH, Service.FEES),
    }
    return CustodySigned(custody=custody, client=client, on=on, **given | more)


def served(custody: str, client: str = "P:甲", on: date = date(2023, 4, 1), **more: Any) -> CustodyServed:
    given: dict[str, Any] = {"agency": "P:代理", "place": "990101", "service": Service.WATCH, "what": "期限核对"}
    return CustodyServed(custody=custody, client=client, on=on, **given | more)


def draft(fact: Fact, reference: str) -> Draft:
    return Draft(fact=fact, source=SAID, reference=reference)


def by(reference: str, **more: Any) -> Any:
    from ipops.webkit.enrol import By

    return By(by="user:clerk", today=TODAY, reference=reference, **more)


def asked(reference: str = "need-1", firm: str = FIRM, **more: Any) -> str:
    from ipops.lines.custody.app import services
    from ipops.webkit.enrol import Written

    written = Written(code=firm, name="山河科技有限公司", kind=PartyKind.ENTERPRISE, place="990101")
    got = services.custody_ask(client=written, wants="年费监控", rights=(RIGHT,), by=by(reference), **more)
    assert isinstance(got, str), got
    return got


def offered(custody: str, **more: Any) -> Any:
    from ipops.lines.custody.app import services
    from ipops.webkit.enrol import Written

    given: dict[str, Any] = {
        "agency": Written(code=AGENCY, name="城南知识产权代理有限公司", kind=PartyKind.AGENCY),
        "level": "watch",
        "services": (Service.WATCH, Service.FEES),
        "fee": None,
        "grade": CreditGrade.A,
        "licence_no": "",
        "by": by(f"offer-{custody}"),
    }
    return services.custody_offer(custody=custody, **given | more)


def contracted(custody: str, **more: Any) -> Any:
    from ipops.lines.custody.app import services

    given: dict[str, Any] = {
        "on": date(2024, 5, 6),
        "until": date(2025, 5, 6),
        "leader": "李工",
        "secrecy": True,
        "rights": (RIGHT,),
        "told": Told(),
        "declared": Size.SME,
        "declared_signed": True,
        "by": by(f"sign-{custody}", document=DOC),
    }
    return services.custody_sign(custody=custody, **given | more)


def delivered(custody: str, **more: Any) -> Any:
    from ipops.lines.custody.app import services

    given: dict[str, Any] = {
        "on": date(2024, 5, 20),
        "service": Service.WATCH,
        "what": "核对年费期限",
        "right": RIGHT,
        "saved": None,
        "by": by(f"serve-{custody}"),
    }
    return services.custody_serve(custody=custody, **given | more)


@pytest.fixture
def city(db: Any) -> None:
    """An empty journal of a database."""


@pytest.fixture
def enter(city: Any) -> Any:
    from django.test import Client

    from ipops.webkit import access
    from ipops.webkit.models import User

    access.demo_make()

    def browser(name: str) -> Any:
        made = Client()
        made.force_login(User.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend")
        return made

    return browser
