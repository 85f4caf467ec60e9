"""How a right stands: the answer of the fold, and what the docket and the rules of collision look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ipops.kernel.outcome import Reason
from ipops.kernel.text import Text
from ipops.ledger.facts.words import Delivery, EndOfRight, LicenceKind, Milestone, Notice, RightKind
from ipops.rights.register.ownership import Holders, TitleStep, holders_on
from ipops.rights.register.states import LIVE, Overlay, lifecycle_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """Something that lies on a right from ``since`` (included) until ``until`` (excluded; ``None``: no end is known)."""

    code: str
    since: date
    until: date | None = None
    parties: tuple[str, ...] = ()

    def on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "since": self.since.isoformat(),
            "until": self.until.isoformat() if self.until else None,
            "parties": list(self.parties),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence(Running):
    """Its territory and fields of use as the register words them; none is the whole country, and every field."""

    kind: LicenceKind = LicenceKind.UNSTATED
    territory: str = ""
    field_of_use: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A notice of the office: when issued, how delivered, when provably received."""

    notice: Notice
    issued_on: date
    delivery: Delivery
    received_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One right. ``uses`` is the newest use shown of a mark by class; ``state`` is a state of its kind's table; ``doubts`` are
    entries that did not fit, each with what it said. ``renewed_untold`` counts renewals of which no new end was told;
    ``renewals_filed`` says when the renewal of the term that ended on a day was asked for."""

    right: str
    kind: RightKind | None = None
    title: str = ""
    office: str = ""
    state: str = "named"
    filed_on: date | None = None
    published_on: date | None = None
    granted_on: date | None = None
    expires_on: date | None = None
    ended_on: date | None = None
    ended_why: EndOfRight | None = None
    restored_on: date | None = None
    chain: tuple[TitleStep, ...] = ()
    pledges: tuple[Running, ...] = ()
    licences: tuple[Licence, ...] = ()
    orders: tuple[Running, ...] = ()
    suspensions: tuple[Running, ...] = ()
    open_offers: tuple[Running, ...] = ()
    compulsory: tuple[Running, ...] = ()
    paid: Mapping[int, date] = field(default_factory=dict)
    reductions: Mapping[int, int] = field(default_factory=dict)
    milestones: Mapping[Milestone, date] = field(default_factory=dict)
    papers: tuple[Paper, ...] = ()
    renewed_on: tuple[date, ...] = ()
    renewed_untold: int = 0
    renewals_filed: Mapping[date, date] = field(default_factory=dict)
    classes: tuple[str, ...] = ()
    uses: Mapping[str, date] = field(default_factory=dict)
    doubts: tuple[Reason, ...] = ()

    @property
    def is_live(self) -> bool:
        """Whether the right itself exists now (an application does not count)."""
        return self.state in LIVE

    @property
    def state_named(self) -> Text:
        return lifecycle_of(self.kind).states[self.state]

    @property
    def owners(self) -> Holders:
        return self.chain[-1].holders if self.chain else Holders()

    def owners_on(self, day: date) -> Holders:
        return holders_on(self.chain, day)

    @property
    def paid_to(self) -> int | None:
        """The last patent year of which a payment is known."""
        return max(self.paid, default=None)

    def overlays(self, day: date) -> frozenset[Overlay]:
        """What lies over the state on a day."""
        exclusive = [one for one in self.licences if one.kind is LicenceKind.EXCLUSIVE]
        there: dict[Overlay, tuple[Running, ...] | list[Licence]] = {
            Overlay.SUSPENDED: self.suspensions,
            Overlay.PRESERVED: self.orders,
            Overlay.PLEDGED: self.pledges,
            Overlay.OPEN_LICENSED: self.open_offers,
            Overlay.EXCLUSIVELY_LICENSED: exclusive,
            Overlay.COMPULSORILY_LICENSED: self.compulsory,
        }
        return frozenset(o for o, running in there.items() if any(r.on(day) for r in running))

    def as_json(self, on: date) -> dict[str, Any]:
        """The standing on a day, with stable keys."""

        def day(d: date | None) -> str | None:
            return d.isoformat() if d else None

        return {
            "right": self.right,
            "kind": str(self.kind) if self.kind else None,
            "title": self.title,
            "state": {"code": self.state, **self.state_named.as_json()},
            "overlays": sorted(str(o) for o in self.overlays(on)),
            "filed_on": day(self.filed_on),
            "granted_on": day(self.granted_on),
            "expires_on": day(self.expires_on),
            "ended_on": day(self.ended_on),
            "ended_why": str(self.ended_why) if self.ended_why else None,
            "owners": [{"party": p, "share": str(s) if s is not None else None} for p, s in self.owners_on(on).shares],
            "pledges": [r.as_json() for r in self.pledges if r.on(on)],
            "orders": [r.as_json() for r in self.orders if r.on(on)],
            "licences": [{**r.as_json(), "kind": str(r.kind)} for r in self.licences if r.on(on)],
            "doubts": [d.as_json() for d in self.doubts],
        }
