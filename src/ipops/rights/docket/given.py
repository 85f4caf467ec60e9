"""What the docket is given about one right: from how it stands on the register, or from a card that somebody wrote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ipops.ledger.facts.words import EndOfRight, LicenceKind, Milestone, RightKind
from ipops.rights.docket.days import ONE_DAY, mark_last_day
from ipops.rights.docket.lines import MARK_YEARS, LiveRight
from ipops.rights.register.standing import Licence, Paper, Running, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """``granted_on`` is the day of grant or registration; ``owners`` how many there are (0: not told). ``met`` are rules of
    ``deadlines.yaml`` that somebody has seen to already."""

    right: str
    kind: RightKind
    title: str = ""
    filed_on: date | None = None
    granted_on: date | None = None
    expires_on: date | None = None
    ended_on: date | None = None
    ended_why: EndOfRight | None = None
    paid_to: int | None = None
    owners: int = 0
    reductions: Mapping[int, int] = field(default_factory=dict)
    classes: int | None = None
    class_codes: tuple[str, ...] = ()
    uses: Mapping[str, date] = field(default_factory=dict)
    milestones: Mapping[Milestone, date] = field(default_factory=dict)
    papers: tuple[Paper, ...] = ()
    suspensions: tuple[Running, ...] = ()
    orders: tuple[Running, ...] = ()
    pledges: tuple[Running, ...] = ()
    open_offers: tuple[Running, ...] = ()
    open_used: tuple[Running, ...] = ()
    renewals_filed: Mapping[date, date] = field(default_factory=dict)
    met: frozenset[str] = frozenset()

    @property
    def is_ended(self) -> bool:
        return self.ended_on is not None

    @property
    def entitled(self) -> int:
        """The per cent of the newest reduction on record; 0 if there never was one."""
        return self.reductions[max(self.reductions)] if self.reductions else 0

    def live(self, on: date) -> LiveRight | None:
        """As the fee windows want it; ``None`` without a filing day (for a mark: without a day of registration)."""
        filed = self.filed_on or (self.granted_on if self.kind is RightKind.TRADEMARK else None)
        if filed is None:
            return None
        used = next((r for r in sorted(self.open_used, key=lambda r: r.since) if r.until is None or r.until > on), None)
        return LiveRight(
            kind=self.kind,
            filed_on=filed,
            granted_on=self.granted_on,
            expires_on=self.expires_on,
            paid_to=self.paid_to,
            entitled=self.entitled,
            on_record=frozenset(self.reductions),
            open_from=used.since if used else None,
            open_until=used.until if used else None,
            classes=self.classes or 1,
        )


def from_standing(standing: Standing) -> Given | None:
    """``None`` for a right of which not even the kind is known."""
    if standing.kind is None:
        return None
    used: tuple[Licence, ...] = tuple(x for x in standing.licences if x.kind is LicenceKind.OPEN)
    return Given(
        right=standing.right,
        kind=standing.kind,
        title=standing.title,
        filed_on=standing.filed_on,
        granted_on=standing.granted_on,
        expires_on=_ends(standing),
        ended_on=standing.ended_on,
        ended_why=standing.ended_why,
        paid_to=standing.paid_to,
        owners=len(standing.owners.owners),
        reductions=standing.reductions,
        classes=len(standing.classes) or None if standing.kind is RightKind.TRADEMARK else None,
        class_codes=standing.classes if standing.kind is RightKind.TRADEMARK else (),
        uses=standing.uses,
        milestones=standing.milestones,
        papers=standing.papers,
        suspensions=standing.suspensions,
        orders=standing.orders,
        pledges=standing.pledges,
        open_offers=standing.open_offers,
        open_used=used,
        renewals_filed=standing.renewals_filed,
    )


def _ends(standing: Standing) -> date | None:
    """The first day after the term as told; of a mark whose register entry of a renewal tells no day, ten years more for each
    such renewal, from the day after the term before (商标法 第四十条)."""
    ends = standing.expires_on
    if standing.kind is not RightKind.TRADEMARK or not standing.renewed_untold:
        return ends
    starts = ends or standing.granted_on
    for _ in range(standing.renewed_untold + (ends is None)):
        starts = mark_last_day(starts, MARK_YEARS) + ONE_DAY if starts is not None else None
    return starts
