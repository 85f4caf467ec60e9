"""What the services of this house share: the row an event may come to, and the append."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from ipops.kernel.machine import Lifecycle
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.entry import Draft
from ipops.ledger.fact import Fact
from ipops.lines.insurance.app.models import Claim, Policy, Product
from ipops.lines.insurance.machine import CLAIM, POLICY, PRODUCT
from ipops.webkit import journal
from ipops.webkit.enrol import By
from ipops.webkit.places import Places

R = TypeVar("R", Product, Policy, Claim)


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


def product_at(product: str, event: str, by: By) -> Product | Refused | None:
    return _at(Product.objects.filter(product=product).first(), product, PRODUCT, event, by)


def policy_at(policy: str, event: str, by: By) -> Policy | Refused | None:
    """The policy, if the event may come now; ``None`` if this very submission was stored before."""
    return _at(Policy.objects.filter(policy=policy).first(), policy, POLICY, event, by)


def claim_at(claim: str, event: str, by: By) -> Claim | Refused | None:
    return _at(Claim.objects.filter(claim=claim).first(), claim, CLAIM, event, by)


def _at(row: R | None, key: str, cycle: Lifecycle, event: str, by: By) -> R | Refused | None:
    if row is None:
        return no("no-such-case", _NONE)
    if any(e.by == by.by and e.reference == reference(by) for e in journal.about(case=key)):
        return None
    after = cycle.after(row.stage, event)
    return after if isinstance(after, Refused) else row


def reference(by: By) -> str:
    return f"insurance:{by.reference}"


def append(by: By, fact: Fact, before: Iterable[Draft | None] = ()) -> None:
    drafts = [d for d in before if d is not None]
    journal.append([*drafts, Draft(fact=fact, source=by.source, reference=reference(by))], by=by.by)


def no(code: str, says: Text, field: str = "") -> Refused:
    return Refused(reasons=(Reason(code=code, says=says, field=field),))


_NONE = Text("没有这个产品、保单或赔案。", "There is no such product, policy or claim.")
