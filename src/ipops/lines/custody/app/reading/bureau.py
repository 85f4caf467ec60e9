"""The office's overview: how each agency and each park does, and the five figures of all custodies in a year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from ipops.kernel.money import Money
from ipops.ledger.facts import AgencyGraded
from ipops.ledger.facts.words import CreditGrade
from ipops.lines.custody.app import selectors
from ipops.lines.custody.app.models import Custody
from ipops.lines.custody.app.reading.care import covered_by
from ipops.lines.custody.app.reading.kpi import LOST, Kpi, kpi
from ipops.webkit import access, credit, parties
from ipops.webkit.models import Right


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Contracts of one agency or one park. ``firms`` are distinct clients, ``covered`` those that count, ``shells`` contracts
    without a service."""

    party: str
    name: str
    contracts: int
    firms: int
    covered: int
    shells: int
    services: int
    saved: Money
    grade: CreditGrade = CreditGrade.UNKNOWN

    def as_json(self) -> dict[str, Any]:
        return {
            "party": self.party,
            "name": self.name,
            "contracts": self.contracts,
            "firms": self.firms,
            "covered": self.covered,
            "shells": self.shells,
            "services": self.services,
            "saved_fen": self.saved.fen,
            "grade": str(self.grade),
        }


def groups(user: access.Reader) -> dict[str, list[Group]]:
    """By ``agency`` and by ``park``, the most firms first."""
    rows = {side: _counted(user, side) for side in ("agency", "park")}
    names = parties.named([r[side] for side, some in rows.items() for r in some])
    read = credit.graded(*(r["agency"] for r in rows["agency"])) if rows["agency"] else {}
    return {side: _groups(side, some, names, read) for side, some in rows.items()}


def _counted(user: access.Reader, side: str) -> list[dict[str, Any]]:
    signed = selectors.custodies_for(user).exclude(signed_on=None).exclude(**{side: ""})
    return list(
        signed.order_by()
        .values(side)
        .annotate(
            contracts=Count("pk"),
            firms=Count("client", distinct=True),
            covered=Count("client", distinct=True, filter=~Q(covered_on=None)),
            shells=Count("pk", filter=Q(stage="signed")),
            services=Sum("served"),
            saved=Sum("saved_fen"),
        )
    )


def _groups(
    side: str, rows: list[dict[str, Any]], names: Mapping[str, str], read: Mapping[str, AgencyGraded]
) -> list[Group]:
    found = [
        Group(
            party=r[side],
            name=names.get(r[side], r[side]),
            contracts=r["contracts"],
            firms=r["firms"],
            covered=r["covered"],
            shells=r["shells"],
            services=r["services"] or 0,
            saved=Money(r["saved"] or 0),
            grade=read[r[side]].grade if side == "agency" and r[side] in read else CreditGrade.UNKNOWN,
        )
        for r in rows
    ]
    return sorted(found, key=lambda g: (-g.firms, g.name))


def figures(user: access.Reader, year: int) -> Kpi:
    """The five figures over every custody of the year that the reader may see. A date counts as missed where the register
    ended a right in custody for an unpaid fee."""
    running: QuerySet[Custody] = selectors.custodies_for(user).filter(signed_on__lt=date(year + 1, 1, 1))
    rows = list(running.exclude(ended_on__lt=date(year, 1, 1)))
    covered = covered_by(rows)
    return kpi(rows, year, _lost(covered, year), covered)


def _lost(covered: dict[str, Custody], year: int) -> list[str]:
    ended = Right.objects.filter(ended_why__in=[str(w) for w in LOST], ended_on__year=year)
    told = ended.values_list("right", "ended_on")
    return [n for n, on in told if n in covered and on is not None and on >= (covered[n].signed_on or on)]
