"""What stands against declaring an open licence: the five cases of 实施细则 第八十六条, and what the declaration needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ipops.kernel.outcome import Reason
from ipops.kernel.text import Text
from ipops.ledger.facts.words import LicenceKind, RightKind
from ipops.rights.collisions import clauses
from ipops.rights.collisions.seen import RightSeen

_ALONE = (LicenceKind.SOLE, LicenceKind.EXCLUSIVE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A declaration that is meant. ``annuity_unpaid`` is what the docket says of the day; ``report`` that the evaluation
    report of a utility model or design is at hand."""

    on: date
    annuity_unpaid: bool | None
    pledgees_agree: bool = False
    report: bool = False


def bars(offer: Offer, right: RightSeen) -> Iterator[Reason]:
    """Every bar at once, each with its clause."""
    if right.kind is not None and not right.kind.is_patent:
        yield _reason("not-a-patent", _NOT_A_PATENT, right)
        return
    if right.granted_on is None or right.granted_on > offer.on:
        yield Reason(code="not-granted", says=_NOT_GRANTED, cite=clauses.OPEN_AFTER_GRANT, facts=right.entries)
    if right.ended_on is not None and right.ended_on <= offer.on:
        yield _reason("ended", _ENDED.fill(day=str(right.ended_on)), right)
    running = [
        x
        for x in right.licences
        if x.kind in _ALONE and x.starts_on <= offer.on and (x.until is None or offer.on < x.until)
    ]
    if running:
        yield _reason("licensed-to-one", _TO_ONE.fill(deal="、".join(x.deal for x in running)), right)
    if right.suspended or right.preserved_by:
        yield _reason("suspended", _SUSPENDED, right)
    if offer.annuity_unpaid:
        yield _reason("annuity-unpaid", _UNPAID, right)
    if right.pledges and not offer.pledgees_agree:
        yield _reason("pledged", _PLEDGED, right)
    if right.kind in (RightKind.UTILITY_MODEL, RightKind.DESIGN) and not offer.report:
        yield Reason(code="no-evaluation-report", says=_REPORT, cite=clauses.OPEN_REPORT, facts=right.entries)


def _reason(code: str, says: Text, right: RightSeen) -> Reason:
    return Reason(code=code, says=says, cite=clauses.OPEN_BARRED, facts=right.entries)


_NOT_A_PATENT = Text("只有专利可以实行开放许可。", "Only a patent can be licensed openly.")
_NOT_GRANTED = Text("应当在公告授予专利权后提出。", "It is declared after the grant is announced.")
_ENDED = Text("专利权已于 {day} 终止。", "The patent ended on {day}.")
_TO_ONE = Text(
    "处于独占或者排他许可有效期限内（{deal}）。", "It is under a running exclusive or sole licence ({deal})."
)
_SUSPENDED = Text("处于中止或者保全情形。", "Proceedings are suspended or the right is preserved.")
_UNPAID = Text("没有按照规定缴纳年费。", "The annuity is not paid as it should be.")
_PLEDGED = Text("已质押，未经质权人同意。", "It is pledged and the pledgee has not agreed.")
_REPORT = Text("实用新型、外观设计应当提供专利权评价报告。", "A utility model or design needs the evaluation report.")
