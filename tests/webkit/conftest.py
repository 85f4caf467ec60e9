"""For tests of the ground: drafts to append, and a truncate guard that is lifted only while a test's tables are flushed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from ipops.kernel.money import Money
from ipops.ledger.entry import Draft, Source
from ipops.ledger.fact import Fact
from ipops.ledger.facts import PartyRegistered, RightFiled, TransferRegistered, Withdrawn
from ipops.ledger.facts.words import PartyKind, Proof, RightKind

SAID = Source(reason="测试 test")


def draft(fact: Fact, reference: str, supersedes: int | None = None) -> Draft:
    return Draft(fact=fact, source=SAID, reference=reference, supersedes=supersedes)


def transfer(i: int = 1, **changed: Any) -> TransferRegistered:
    given: dict[str, Any] = {
        "on": date(2024, 3, 1),
        "deal": f"D:{i}",
        "right": f"CN20151023{i:04d}.7",
        "kind_of_right": RightKind.INVENTION,
        "transferors": ("P:甲",),
        "transferees": ("P:乙",),
        "from_place": "990101",
        "to_place": "990102",
        "proof": Proof.LISTED,
        "price": Money.yuan(1000 + i),
    }
    return TransferRegistered(**given | changed)


def filed(i: int = 1, **changed: Any) -> RightFiled:
    given: dict[str, Any] = {
        "on": date(2020, 1, 1),
        "right": f"CN20151023{i:04d}.7",
        "kind_of_right": RightKind.INVENTION,
        "title": f"一种第{i}号装置",
        "owners": ("P:甲",),
        "place": "990101",
    }
    return RightFiled(**given | changed)


def party(who: str = "P:甲", **changed: Any) -> PartyRegistered:
    given: dict[str, Any] = {
        "on": date(2010, 1, 1),
        "party": who,
        "kind_of_party": PartyKind.ENTERPRISE,
        "name": "济南甲科技有限公司",
        "place": "990101",
    }
    return PartyRegistered(**given | changed)


def withdrawal() -> Withdrawn:
    return Withdrawn(on=date(2024, 5, 1), why="录入错误")


@pytest.fixture
def many() -> Callable[[int], list[Draft]]:
    """``many(n)``: n drafts under references of their own."""
    return lambda n: [draft(transfer(i), f"many:{i}") for i in range(n)]


@pytest.fixture
def superuser(transactional_db: None, postgres: Any) -> Iterator[Any]:
    """A superuser's connection to the test's database, in autocommit: what no application and no owner should be."""
    from django.db import connection

    with postgres.connect(database=connection.settings_dict["NAME"]) as con:
        yield con
