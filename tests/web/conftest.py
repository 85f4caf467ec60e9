"""A small city for the page tests: demo accounts, a right, parties, deals, a correction, a seal, a task."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from ipops.kernel.money import Money
from ipops.kernel.text import Text
from ipops.ledger.entry import Draft, Entry, Source
from ipops.ledger.facts import LicenceRecorded, PartyRegistered, PledgeRegistered, RightFiled, RightGranted
from ipops.ledger.facts.words import LicenceKind, PartyKind, Proof, RightKind

SAID = Source(reason="测试 test")
RIGHT = "CN201510237122.7"
FIRM, SCHOOL = "P:91370100MA3C0000XX", "P:x-school"


def _party(code: str, name: str, kind: PartyKind) -> PartyRegistered:
    return PartyRegistered(on=date(2010, 1, 1), party=code, kind_of_party=kind, name=name, place="990101")


def licence(price: int, deal: str = "D:1") -> LicenceRecorded:
    return LicenceRecorded(
        on=date(2024, 5, 6),
        deal=deal,
        right=RIGHT,
        kind_of_right=RightKind.INVENTION,
        kind_of_licence=LicenceKind.ORDINARY,
        licensors=(SCHOOL,),
        licensees=(FIRM,),
        from_place="990101",
        to_place="990102",
        proof=Proof.NOTICE,
        price=Money.yuan(price),
    )


def found_city() -> list[Entry]:
    """Six entries; number 5 is corrected by number 6; all sealed; one task for the clerk, late."""
    from ipops.webkit import access, journal, seals, work

    cache.clear()
    access.demo_make()
    facts = [
        _party(SCHOOL, "示范大学（演示）", PartyKind.UNIVERSITY),
        _party(FIRM, "示范膜科技有限公司（演示）", PartyKind.ENTERPRISE),
        RightFiled(
            on=date(2015, 5, 12),
            right=RIGHT,
            kind_of_right=RightKind.INVENTION,
            title="一种水处理膜",
            owners=(SCHOOL,),
            place="990101",
        ),
        RightGranted(on=date(2018, 3, 2), right=RIGHT, expires_on=date(2035, 5, 12)),
        licence(250_000),
    ]
    drafts = [Draft(fact=f, source=SAID, reference=f"web:{i}") for i, f in enumerate(facts)]
    journal.append(drafts, by="user:clerk", at=datetime(2024, 6, 1, tzinfo=UTC))
    journal.append(
        [Draft(fact=licence(350_000), source=SAID, reference="web:fix", supersedes=5)],
        by="user:clerk",
        at=datetime(2024, 7, 1, tzinfo=UTC),
    )
    seals.seal()
    work.ask(
        "task:1",
        title=Text("补充备案通知", "Attach the recordal notice"),
        role=access.Role.CLERK,
        place="990100",
        due_on=date(2024, 8, 1),
        link="/ledger/6/",
    )
    return list(journal.read())


@pytest.fixture
def city(db: None) -> list[Entry]:
    return found_city()


def signed_in_as(name: str) -> Client:
    """A browser in which that demo account is signed in; nobody for an empty name."""
    from ipops.webkit.models import User

    browser = Client()
    if name:
        browser.force_login(User.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend")
    return browser


@pytest.fixture
def signed_in(city: list[Entry]) -> Callable[[str], Client]:
    return signed_in_as


@pytest.fixture
def pledged(city: list[Entry]) -> Any:
    from ipops.webkit import journal

    fact = PledgeRegistered(
        on=date(2024, 9, 1),
        pledge="L:1",
        right=RIGHT,
        kind_of_right=RightKind.INVENTION,
        pledgors=(SCHOOL,),
        pledgees=("P:x-bank",),
        place="990101",
        proof=Proof.LISTED,
    )
    return journal.append([Draft(fact=fact, source=SAID, reference="web:pledge")], by="user:clerk")
