"""What the services of this house share: the row an event may come to, and the append."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from ipops.kernel.machine import Lifecycle
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.entry import Draft, Source
from ipops.ledger.fact import Fact
from ipops.lines.subsidies.app.models import Claim, Window
from ipops.lines.subsidies.machine import CLAIM, WINDOW
from ipops.webkit import journal
from ipops.webkit.enrol import By
from ipops.webkit.places import Places

R = TypeVar("R", Claim, Window)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """For which places, or in whose name, the sender acts. ``None``: the caller has asked already."""

    covers: Places | None = None
    bodies: tuple[str, ...] = ()

    def may(self, place: str, *parties: str) -> bool:
        return self.covers is None or place in self.covers or any(p in self.bodies for p in parties if p)


ANYBODY = Sender()


def code_of(prefix: str, by: By) -> str:
    """The code of what a person enters: the same for the same submission."""
    return f"{prefix}:{hashlib.sha256(f'{by.by}|{by.reference}'.encode()).hexdigest()[:16]}"


def claim_at(claim: str, event: str, by: By) -> Claim | Refused | None:
    """The claim, if the event may come now; ``None`` if this very submission was stored before."""
    row = Claim.objects.filter(claim=claim).first()
    return _at(row, claim, CLAIM, event, by)


def window_at(window: str, event: str, by: By) -> Window | Refused | None:
    row = Window.objects.filter(window=window).first()
    return _at(row, window, WINDOW, event, by)


def _at(row: R | None, key: str, cycle: Lifecycle, event: str, by: By) -> R | Refused | None:
    if row is None:
        return no("no-such-case", _NONE)
    if any(e.by == by.by and e.reference.startswith(reference(by)) for e in journal.about(case=key)):
        return None
    after = cycle.after(row.stage, event)
    return after if isinstance(after, Refused) else row


def reference(by: By) -> str:
    return f"subsidies:{by.reference}"


def append(by: By, *facts: Fact, before: Iterable[Draft | None] = (), source: Source | None = None) -> None:
    many = len(facts) > 1
    made = [
        Draft(fact=f, source=source or by.source, reference=f"{reference(by)}{f'/{i}' if many else ''}")
        for i, f in enumerate(facts)
    ]
    journal.append([*(d for d in before if d is not None), *made], by=by.by)


def no(code: str, says: Text, field: str = "") -> Refused:
    return Refused(reasons=(Reason(code=code, says=says, field=field),))


_NONE = Text("没有这个窗口或申报。", "There is no such window or claim.")
