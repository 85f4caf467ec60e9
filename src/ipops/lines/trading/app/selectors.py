"""What the services and pages look at: rights and parties as they stood on a day, deals and checks one may see."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import yaml
from django.db.models import Q, QuerySet

from ipops.kernel.citation import Grade
from ipops.kernel.money import Money, split
from ipops.kernel.outcome import Unknown
from ipops.ledger import fold
from ipops.ledger.entry import Entry
from ipops.ledger.facts import PreservationLifted, RightPreserved
from ipops.ledger.facts.words import EndOfRight, LicenceKind, RightKind
from ipops.lines.trading.app.models import CheckCase, Conflict, Deal, ImportRun
from ipops.lines.trading.facts import Act
from ipops.lines.trading.rules.ask import LicenceSeen, PartySeen, PledgeSeen, Reach, RightSeen, Seen
from ipops.lines.trading.rules.folds import PLEDGE
from ipops.lines.trading.rules.sham import Moved, Thresholds
from ipops.reference.lists import places
from ipops.webkit import access, columns, rights
from ipops.webkit.models import JournalRow, Party, Right

ACTS = (str(Act.TRANSFER), str(Act.LICENCE))
_STANDING = ("reported", "matched", "recorded")
_WHOLE = ("", "全国", "中国", "中华人民共和国", "中国大陆", "CN", "China")
_SEVERAL = re.compile(r"[、,，;；/ ]+")
_HANDS_DEEP = 5


def deals_for(user: access.Reader) -> QuerySet[Deal]:
    """Transfers and licences that touch a place the user sees, or a party the user stands for."""
    seen = access.visible_places(user)
    if seen.everywhere:
        return Deal.objects.filter(act__in=ACTS)
    bodies = list(access.bodies(user))
    mine = Q(givers__overlap=bodies) | Q(takers__overlap=bodies) if bodies else Q(pk__in=[])
    return Deal.objects.filter(seen.q("from_place") | seen.q("to_place") | mine, act__in=ACTS)


def checks_for(user: access.Reader) -> QuerySet[CheckCase]:
    return CheckCase.objects.filter(access.visible_places(user).q("place"))


def conflicts_for(user: access.Reader) -> QuerySet[Conflict]:
    return Conflict.objects.filter(access.visible_places(user).q("place"))


def imports_for(user: access.Reader) -> QuerySet[ImportRun]:
    return ImportRun.objects.filter(access.visible_places(user).q("place"))


def seen(numbers: Sequence[str], parties: Collection[str], *, on: date, deal: str, act: str = str(Act.LICENCE)) -> Seen:
    """Everything the rules look at, as it stood on ``on`` before ``deal``."""
    stood = rights_as_of(numbers, on=on, deal=deal)
    owners = {o for r in stood.values() for o in r.owners}
    pledgees = {p for r in stood.values() for pledge in r.pledges for p in pledge.pledgees}
    return Seen(rights=stood, parties=parties_seen({*parties, *owners, *pledgees}))


def rights_as_of(numbers: Sequence[str], *, on: date, deal: str) -> dict[str, RightSeen]:
    """Each right of which more than the number is known."""
    rows = {r.right: r for r in Right.objects.filter(right__in=list(numbers))}
    late = {n for n, r in rows.items() if r.folded_on > on or deal in r.deals or deal in r.pledges}
    states: dict[str, Any] = {n: r for n, r in rows.items() if n not in late}
    states |= _states_before(late, on=on, deal=deal)
    licences = _licences(numbers, deal=deal)
    pledges = _pledges(states)
    preserved = _preserved(numbers, on=on)
    made = {}
    for n, state in states.items():
        made[n] = RightSeen(
            number=n,
            known=state.filed_on is not None or bool(state.owners),
            kind=RightKind(state.kind) if state.kind else None,
            owners=tuple(state.owners),
            filed_on=state.filed_on,
            granted_on=state.granted_on,
            expires_on=state.expires_on,
            # how the right ended is told from its whole history: an invalidation reaches back
            ended_on=rows[n].ended_on,
            ended_why=EndOfRight(rows[n].ended_why) if rows[n].ended_why else None,
            pledges=tuple(pledges[p] for p in state.pledges if p in pledges),
            licences=licences.get(n, ()),
            preserved_by=preserved.get(n, ()),
        )
    return made


def _states_before(numbers: Collection[str], *, on: date, deal: str) -> dict[str, Any]:
    """The rights' states from the facts that took effect by ``on`` and are not of this deal."""
    if not numbers:
        return {}
    states: dict[str, Any] = {}
    touching = [e for e in _live_about(numbers) if e.fact.on <= on and _deal_of(e) != deal]
    for e in sorted(touching, key=lambda e: (e.fact.on, e.n)):
        for n in rights.FOLD.keys(e):
            if n in numbers:
                states[n] = rights.FOLD.step(n, states.get(n), e)
    return {n: s for n, s in states.items() if s is not None}


def _live_about(numbers: Collection[str]) -> list[Entry]:
    stored = JournalRow.objects.filter(rights__overlap=list(numbers)).order_by("n").values_list("canonical", flat=True)
    return fold.live(map(columns.entry_of, stored))


def _deal_of(e: Entry) -> str:
    return getattr(e.fact, "deal", "") or getattr(e.fact, "pledge", "")


def _licences(numbers: Sequence[str], *, deal: str) -> dict[str, tuple[LicenceSeen, ...]]:
    found: dict[str, list[LicenceSeen]] = {}
    wanted = set(numbers)
    rows = Deal.objects.filter(act=str(Act.LICENCE), stage__in=_STANDING, rights__overlap=list(numbers))
    for row in rows.exclude(deal=deal):
        for i, n in enumerate(row.rights):
            if n in wanted and n not in row.withdrawn and i < len(row.days):
                found.setdefault(n, []).append(_licence(row, i))
    return {n: tuple(ls) for n, ls in found.items()}


def _licence(row: Deal, i: int) -> LicenceSeen:
    return LicenceSeen(
        deal=row.deal,
        kind=LicenceKind(row.kind_of_licence or "unstated"),
        reach=reach_of(row.territory),
        starts_on=row.starts_on or row.contract_on or row.days[i],
        until=row.until,
        licensees=tuple(row.takers),
        entry=row.entries[i],
    )


def _pledges(states: Mapping[str, Any]) -> dict[str, PledgeSeen]:
    codes = {p for s in states.values() for p in s.pledges}
    rows = Deal.objects.filter(deal__in=codes, act=PLEDGE) if codes else ()
    return {
        row.deal: PledgeSeen(
            pledge=row.deal, pledgees=tuple(row.takers), on=row.on or date.min, entry=max(row.entries, default=0)
        )
        for row in rows
    }


def _preserved(numbers: Sequence[str], *, on: date) -> dict[str, tuple[str, ...]]:
    """Court orders that preserve each right on the day."""
    kinds = (RightPreserved.KIND, PreservationLifted.KIND)
    rows = JournalRow.objects.filter(kind__in=kinds, rights__overlap=list(numbers)).order_by("n")
    held: dict[str, dict[str, bool]] = {}
    for e in fold.live(map(columns.entry_of, rows.values_list("canonical", flat=True))):
        match e.fact:
            case RightPreserved() as f if f.on <= on and (f.until is None or on < f.until):
                held.setdefault(f.right, {})[f.order] = True
            case PreservationLifted() as f if f.on <= on:
                held.setdefault(f.right, {}).pop(f.order, None)
    return {n: tuple(orders) for n, orders in held.items() if orders}


def parties_seen(codes: Iterable[str]) -> dict[str, PartySeen]:
    """Names, foundation days and the hands behind each party, as deep as is known (five at most)."""
    rows: dict[str, Party] = {}
    wanted = {c for c in codes if c}
    asked = set(wanted)
    for _ in range(_HANDS_DEEP + 1):
        if not wanted:
            break
        got = {p.party: p for p in Party.objects.filter(party__in=wanted)}
        rows |= got
        wanted = {p.controller for p in got.values() if p.controller} - set(rows)
    return {c: _party_seen(c, rows) for c in asked}


def _party_seen(code: str, rows: Mapping[str, Party]) -> PartySeen:
    hands: list[str] = []
    at = rows[code].controller if code in rows else ""
    while at and at != code and at not in hands and len(hands) < _HANDS_DEEP:
        hands.append(at)
        at = rows[at].controller if at in rows else ""
    row = rows.get(code)
    return PartySeen(
        party=code,
        name=row.name if row else "",
        controllers=tuple(hands),
        founded_on=row.founded_on if row else None,
    )


def reach_of(text: str) -> Reach:
    """Where a licence runs: the whole country unless it names places; a name that no list knows stays a name."""
    clean = text.strip()
    if clean in _WHOLE:
        return Reach(text=clean)
    codes, unread = set(), set()
    known = places()
    for name in filter(None, _SEVERAL.split(clean)):
        code = name if name.isdigit() and len(name) == 6 else known.named(name)
        if isinstance(code, Unknown):
            unread.add(name)
        else:
            codes.add(code)
    return Reach(text=clean, whole=False, codes=frozenset(codes), unread=frozenset(unread))


@cache
def thresholds() -> Thresholds:
    """Ours, labelled demo: ``policy/sham.yaml``."""
    text = (resources.files("ipops.lines.trading") / "policy" / "sham.yaml").read_text(encoding="utf-8")
    read = yaml.safe_load(text)
    values = {name: one["value"] for name, one in read["values"].items()}
    return Thresholds(
        fresh_days=values["fresh_days"],
        bulk_rights=values["bulk_rights"],
        bulk_days=values["bulk_days"],
        cheap_each=Money.yuan(values["cheap_each_yuan"]),
        round_trip_days=values["round_trip_days"],
        grade=Grade(read["grade"]),
    )


def moved_with(rights_of: Collection[str], parties: Collection[str]) -> list[Moved]:
    """Every stored transfer that names one of these rights or parties, a leg per right. Licences move nothing."""
    touching = Q(pk__in=[])
    if rights_of:
        touching |= Q(rights__overlap=list(rights_of))
    if parties:
        touching |= Q(givers__overlap=list(parties)) | Q(takers__overlap=list(parties))
    rows = Deal.objects.filter(touching, act=str(Act.TRANSFER), stage__in=_STANDING)
    return [m for row in rows for m in legs_of(row)]


def legs_of(row: Deal) -> list[Moved]:
    n = max(1, len(row.entries))
    each = split(Money(row.price_fen), [1] * n)[0] if row.price_fen is not None else None
    return [
        Moved(
            entry=row.entries[i],
            deal=row.deal,
            right=right,
            on=row.days[i],
            givers=tuple(row.givers),
            takers=tuple(row.takers),
            price_each=each,
            free=row.free,
            place=row.to_place or row.from_place,
        )
        for i, right in enumerate(row.rights)
        if i < len(row.entries) and right not in row.withdrawn
    ]
