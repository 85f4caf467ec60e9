"""A small city in the database, for tests of this line's services and pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from ipops.kernel.money import Money
from ipops.ledger.entry import Draft, Source
from ipops.ledger.fact import Fact
from ipops.ledger.facts import PartyRegistered, PledgeRegistered, RightFiled, RightGranted
from ipops.ledger.facts.words import LicenceKind, PartyKind, Proof, RightKind
from ipops.lines.trading.facts import Act
from ipops.lines.trading.rules.ask import Ask, Standing

TODAY = date(2024, 6, 3)
SAID = Source(reason="测试 test")
R1, R2, R3 = "CN201510237122.7", "CN201911162590.7", "CN201210585993.4"
PLACE = "990100"


def draft(fact: Fact, reference: str) -> Draft:
    return Draft(fact=fact, source=SAID, reference=reference)


def party(code: str, name: str, **more: Any) -> PartyRegistered:
    given: dict[str, Any] = {"on": date(2010, 1, 1), "kind_of_party": PartyKind.ENTERPRISE, "place": "990101"}
    return PartyRegistered(party=code, name=name, **given | more)


def filed(right: str, *owners: str, **more: Any) -> RightFiled:
    given: dict[str, Any] = {
        "on": date(2015, 6, 1),
        "kind_of_right": RightKind.INVENTION,
        "title": "一种装置",
        "place": "990101",
    }
    return RightFiled(right=right, owners=owners, **given | more)


def pledged(
    right: str, pledgor: str, pledgee: str, on: date = date(2023, 1, 1), pledge: str = "L:1"
) -> PledgeRegistered:
    return PledgeRegistered(
        on=on,
        pledge=pledge,
        right=right,
        kind_of_right=RightKind.INVENTION,
        pledgors=(pledgor,),
        pledgees=(pledgee,),
        place="990101",
        proof=Proof.LISTED,
        secured=Money.yuan(1_000_000),
    )


@pytest.fixture
def city(db: None) -> Callable[..., None]:
    """Three firms, a bank, three patents of the first firm; ``city(*facts)`` adds more."""
    from ipops.webkit import journal

    base = [
        party("P:甲", "山河科技有限公司"),
        party("P:乙", "东湖电子有限公司", place="990102"),
        party("P:丙", "三禾材料（演示）有限公司"),
        party("P:银行", "示范银行", kind_of_party=PartyKind.BANK),
        *(filed(r, "P:甲") for r in (R1, R2, R3)),
        *(RightGranted(on=date(2018, 5, 1), right=r, expires_on=date(2035, 6, 1)) for r in (R1, R2, R3)),
    ]
    journal.append([draft(f, f"base:{i}") for i, f in enumerate(base)], by="test")

    def more(*facts: Fact) -> None:
        start = journal.size()
        journal.append([draft(f, f"more:{start + i}") for i, f in enumerate(facts)], by="test")

    return more


def transfer_ask(**changed: Any) -> Ask:
    given: dict[str, Any] = {
        "act": Act.TRANSFER,
        "standing": Standing.REGISTERED,
        "deal": "",
        "rights": (),
        "givers": (),
        "takers": (),
        "on": date(2024, 5, 20),
        "price": Money.yuan(120_000),
    }
    return Ask(**given | changed)


def licence_ask(**changed: Any) -> Ask:
    return transfer_ask(**{"act": Act.LICENCE, "kind_of_licence": LicenceKind.ORDINARY} | changed)
