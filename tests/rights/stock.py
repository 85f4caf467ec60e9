"""Made-up live rights of every kind, seeded: for the tests of the columns and for the bench."""

from __future__ import annotations

import random
from datetime import date, timedelta

from ipops.kernel.period import months_after
from ipops.ledger.facts.words import RightKind
from ipops.rights.docket.lines import LiveRight

TODAY = date(2026, 11, 29)
#: roughly how a city's stock is made up
WEIGHTS = {
    RightKind.INVENTION: 45, RightKind.UTILITY_MODEL: 25, RightKind.DESIGN: 8, RightKind.TRADEMARK: 17,
    RightKind.LAYOUT: 1, RightKind.COPYRIGHT: 1, RightKind.SOFTWARE: 2, RightKind.GI: 1,
}  # fmt: skip
_SPAN = {RightKind.UTILITY_MODEL: 3600, RightKind.DESIGN: 3600, RightKind.TRADEMARK: 3600}


def right(dice: random.Random) -> LiveRight:
    """One right that lives on ``TODAY``, with whatever may be known of it or not."""
    kind = dice.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
    filed = TODAY - timedelta(days=dice.randrange(400, _SPAN.get(kind, 7200)))
    granted = min(filed + timedelta(days=dice.randrange(100, 1200)), TODAY)
    return LiveRight(
        kind=kind,
        filed_on=filed,
        granted_on=granted if dice.random() < 0.95 else None,
        expires_on=None if dice.random() < 0.9 else months_after(filed, 12 * dice.choice((10, 20, 22))),
        paid_to=None if dice.random() < 0.4 else dice.randrange(1, 21),
        entitled=dice.choice((0, 70, 85)),
        on_record=frozenset(dice.sample(range(2016, 2031), dice.randrange(0, 8))),
        open_from=TODAY - timedelta(days=dice.randrange(900)) if dice.random() < 0.05 else None,
        open_until=TODAY + timedelta(days=dice.randrange(-100, 600)) if dice.random() < 0.5 else None,
        classes=dice.randrange(1, 4),
        loss_received_on=TODAY - timedelta(days=dice.randrange(90)) if dice.random() < 0.02 else None,
    )


def rights(n: int, seed: int = 1) -> list[LiveRight]:
    dice = random.Random(seed)
    return [right(dice) for _ in range(n)]
