"""A register list merged with what we hold: three heaps, listed deals recorded without typing, all in one transaction.

    file ─ listing ─> acts ─ rules.heaps ─┬─ both:          a reported deal counts from now on (superseding, proof listed)
         (rejects with line and reason)   ├─ only register: recorded as listed; conflicts flagged, new parties for review
                                          └─ only us:       shown; somebody asks why the register does not have it

Rule 1: a file that could not be read to its end stores nothing; rejected rows do not hold up the others.
Rule 2: nothing of ours is overwritten. Values that differ are shown field by field; where we say nothing the register's
word is taken. What we withdrew is not revived.
Rule 3: the same list again stores nothing: every act is then on both sides and listed.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from ipops.intake.profile import Profile
from ipops.intake.rows import Rejected
from ipops.kernel.money import Money
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.entry import Draft, Entry, Source
from ipops.ledger.fact import Fact
from ipops.ledger.facts import LicenceRecorded, PledgeRegistered, PledgeReleased, TransferRegistered
from ipops.ledger.facts.words import LicenceKind, Proof
from ipops.lines.trading.app import selectors
from ipops.lines.trading.app.models import Deal, ImportRun
from ipops.lines.trading.app.services import checks
from ipops.lines.trading.app.services.deals import SETTLE_WITHIN
from ipops.lines.trading.app.services.listing import SIDES, Act, Listing, read_listing
from ipops.lines.trading.app.services.parties import Directory
from ipops.lines.trading.facts import Act as Kind
from ipops.lines.trading.machine import BEFORE, clauses
from ipops.lines.trading.rules.admission import Flag, admit, flagged
from ipops.lines.trading.rules.ask import Ask, Seen, Standing
from ipops.lines.trading.rules.folds import MATCH
from ipops.lines.trading.rules.heaps import TITLES, Heaps, Held, Listed, Pair, merge
from ipops.reference.workdays import add_working_days
from ipops.webkit import access, documents, journal, work
from ipops.webkit.models import Right

#: more deals than this at once are looked at for signs of a sham by reading all of them
_MANY = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What one import did. Counts are of rights, ``read`` and ``rejected`` of rows, ``stored`` of facts."""

    run: str
    read: int
    stored: int
    both: int
    only_register: int
    only_us: int
    unclear: int
    counted: int
    flagged: int
    twice: int
    conflicts: tuple[Mapping[str, Any], ...]
    rejected: tuple[Rejected, ...]
    notes: tuple[Mapping[str, Any], ...]
    new_parties: tuple[str, ...]
    new_rights: tuple[str, ...]
    checks: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "run": self.run,
            "read": self.read,
            "stored": self.stored,
            "both": self.both,
            "only_register": self.only_register,
            "only_us": self.only_us,
            "unclear": self.unclear,
            "counted_from_now": self.counted,
            "flagged": self.flagged,
            "repeated_rows": self.twice,
            "conflicts": list(self.conflicts),
            "refused": [refusal(r) for r in self.rejected],
            "notes": list(self.notes),
            "review": {"parties": list(self.new_parties), "rights": list(self.new_rights)},
            "checks": list(self.checks),
        }


def refusal(r: Rejected) -> dict[str, Any]:
    """A rejected row for the sender: line, every reason in both languages, and what stood in it."""
    return {
        "line": r.at.line,
        "sheet": r.at.sheet,
        "reason": "；".join(p.says.zh for p in r.problems),
        "reason_en": "; ".join(p.says.en for p in r.problems),
        "problems": [p.as_json() for p in r.problems],
        "raw": dict(r.raw),
    }


@dataclass
class _Writing:
    """Drafts of one import, gathered before anything is stored."""

    kind: str
    source: Source
    document: str
    place: str
    today: date
    drafts: list[Draft] = field(default_factory=list)
    deals: list[str] = field(default_factory=list)
    flags: list[tuple[str, Flag]] = field(default_factory=list)
    counted: int = 0

    def add(self, fact: Fact, reference: str, *, supersedes: int | None = None) -> None:
        self.drafts.append(Draft(fact=fact, source=self.source, reference=reference, supersedes=supersedes))


def register_import(
    *,
    path: Path,
    kind: str,
    profile: Profile,
    by: str,
    today: date,
    place: str = "",
    file_name: str = "",
    covers: tuple[date, date] | None = None,
) -> Merged | Refused:
    """Merge the list into what we hold. ``kind`` is transfer, licence or pledge; ``covers`` the days the list covers, both
    included (those it names, if not said). Refused when the file cannot be read to its end or kept."""
    if unfit := unfit_profile(profile, kind):
        return unfit
    name = file_name or path.name
    with transaction.atomic():
        journal.take_turn()
        document = documents.store(path, name, by)
        if not isinstance(document, str):
            return Refused(reasons=(Reason(code=document.code, says=document.says, field="file"),))
        source = Source(document=document)
        directory = Directory(by=by, on=today, source=source)
        listing = read_listing(path, kind=kind, profile=profile, directory=directory, today=today, file_name=name)
        if listing.halted is not None:
            transaction.set_rollback(True)
            where = str(listing.halted.at)
            says = Text(f"{where}：{listing.halted.says.zh}", f"{where}: {listing.halted.says.en}")
            return Refused(reasons=(Reason(code=listing.halted.code, says=says, field="file"),))
        writing = _Writing(kind=kind, source=source, document=document, place=place, today=today)
        heaps = _heaps(listing, kind=kind, covers=covers)
        _both(heaps, listing, writing)
        _only_register(heaps, listing, writing)
        made = directory.drafts(f.party for a in listing.acts for f in (*a.givers, *a.takers))
        entries = journal.append([*made.values(), *writing.drafts], by=by) if writing.drafts else []
        opened = _look_for_shams(writing)
        return _finish(listing, heaps, writing, entries, made, opened, profile=profile, by=by, name=name)


def _heaps(listing: Listing, *, kind: str, covers: tuple[date, date] | None) -> Heaps:
    days = covers or listing.days
    if days is None:
        return Heaps()
    listed = [one for act in listing.acts for one in act.listed()]
    return merge(listed, _held(kind), first=days[0], last=days[1])


def _held(kind: str) -> Iterator[Held]:
    """Every right of every deal of this kind that we hold, withdrawn ones marked."""
    for row in Deal.objects.filter(act=kind).exclude(stage__in=[*BEFORE, "failed"]).iterator(chunk_size=5_000):
        values = _values_of(row)
        for i, right in enumerate(row.rights):
            if i >= len(row.entries):
                continue
            yield Held(
                deal=row.deal,
                entry=row.entries[i],
                right=right,
                on=row.days[i],
                counts=row.proof in (Proof.LISTED, Proof.NOTICE),
                listed=row.proof == Proof.LISTED,
                values=values | {"register_no": row.register_nos[i]},
                withdrawn=right in row.withdrawn,
                released=right in row.released,
            )


def _values_of(row: Deal) -> dict[str, Any]:
    return {
        "givers": tuple(row.givers),
        "takers": tuple(row.takers),
        "contract_on": row.contract_on,
        "price": Money(row.price_fen) if row.price_fen is not None else None,
        "free": row.free,
        "related": row.related,
        "kind_of_licence": LicenceKind(row.kind_of_licence) if row.kind_of_licence else None,
        "starts_on": row.starts_on,
        "until": row.until,
        "territory": row.territory,
    }


def _both(heaps: Heaps, listing: Listing, w: _Writing) -> None:
    """What we hold and had not from a list: the same fact, now resting on the list. Releases of pledges are added."""
    acts = {a.nth: a for a in listing.acts}
    renewed = [p for p in heaps.both if not p.held.listed and not p.held.withdrawn]
    stored = {e.n: e for e in journal.entries([p.held.entry for p in renewed])}
    for p in renewed:
        entry = stored[p.held.entry]
        fact = replace(entry.fact, proof=Proof.LISTED, **_as_fields(entry.fact, p.fills))  # type: ignore[call-arg]
        w.add(fact, f"{MATCH}{w.document[:16]}:{entry.n}", supersedes=entry.n)
        w.counted += not p.held.counts
        w.deals.append(p.held.deal)
    for p in heaps.both:
        act = acts[p.listed.row]
        if w.kind == "pledge" and act.released_on and not p.held.released and not p.held.withdrawn:
            w.add(_released(p.held.deal, p.listed.right, act), _reference(w, p.listed, "released"))


def _as_fields(fact: Fact, fills: Mapping[str, Any]) -> dict[str, Any]:
    """Fills under the names of the fact's fields; parties are never filled in, they are there."""
    named = {"price": "secured"} if isinstance(fact, PledgeRegistered) else {}
    return {
        named.get(k, k): v
        for k, v in fills.items()
        if k not in ("givers", "takers", "on", "stage") and hasattr(fact, named.get(k, k))
    }


def _only_register(heaps: Heaps, listing: Listing, w: _Writing) -> None:
    """Listed acts we did not know become facts, in the order of their days, each judged with those before it in view."""
    acts = {a.nth: a for a in listing.acts}
    wanted: dict[int, list[str]] = defaultdict(list)
    for one in heaps.only_register:
        wanted[one.row].append(one.right)
    joins = {p.listed.row: p.held.deal for p in heaps.both}
    sight = selectors.Sight.of({r for rights in wanted.values() for r in rights})
    parties = selectors.parties_seen({f.party for n in wanted for f in (*acts[n].givers, *acts[n].takers)})
    awaited = selectors.Awaited.read(w.kind)
    due = add_working_days(w.today, SETTLE_WITHIN).day
    for nth in sorted(wanted, key=lambda n: (acts[n].on, n)):
        act, rights = acts[nth], tuple(wanted[nth])
        deal = joins.get(nth) or awaited.of(rights, act.values["takers"]) or act.deal(w.kind)
        facts = (
            _pledges(act, rights, deal) if w.kind == "pledge" else _judged(act, rights, deal, sight, parties, w, due)
        )
        sight.learn(facts)
        for fact in facts:
            w.add(fact, f"list:{w.document[:16]}:{act.at.sheet}:{act.at.line}:{getattr(fact, 'right', '')}:{fact.on}")
        w.deals.append(deal)


def _judged(
    act: Act,
    rights: tuple[str, ...],
    deal: str,
    sight: selectors.Sight,
    parties: Mapping[str, Any],
    w: _Writing,
    due: date,
) -> tuple[Fact, ...]:
    ask = _ask(act, rights, deal, w.kind)
    stood = {r: sight.at(r, on=act.on, deal=deal) for r in rights}
    verdict = admit(ask, Seen(rights={r: s for r, s in stood.items() if s is not None}, parties=parties))
    if isinstance(verdict, Refused):  # listing has seen to it that a row does not contradict itself
        raise RuntimeError(f"Row {act.at.line}: {verdict.reasons[0].says.en}")
    w.flags += [(deal, f) for f in verdict.flags]
    where = w.place or ask.to_place or ask.from_place
    for c in flagged(ask, verdict.flags, owner=f"clerk@{where}", due_on=due):
        w.add(c, f"conflict:{c.case}:{w.document[:16]}")
    return verdict.facts


def _ask(act: Act, rights: tuple[str, ...], deal: str, kind: str) -> Ask:
    v = act.values
    return Ask(
        act=Kind(kind),
        standing=Standing.REGISTERED,
        deal=deal,
        rights=rights,
        givers=v["givers"],
        takers=v["takers"],
        on=act.on,
        from_place=next((f.place for f in act.givers if f.place), ""),
        to_place=next((f.place for f in act.takers if f.place), ""),
        proof=Proof.LISTED,
        contract_on=v.get("contract_on"),
        price=v.get("price"),
        free=bool(v.get("free")),
        related=v.get("related"),
        register_no=v.get("register_no", ""),
        kind_of_licence=v.get("kind_of_licence", LicenceKind.UNSTATED),
        starts_on=v.get("starts_on"),
        until=v.get("until"),
        reach=selectors.reach_of(v.get("territory", "")),
        kinds_of_right=act.kinds,
    )


def _pledges(act: Act, rights: tuple[str, ...], deal: str) -> tuple[Fact, ...]:
    made: list[Fact] = [
        PledgeRegistered(
            on=act.on,
            pledge=deal,
            right=r,
            kind_of_right=act.kinds[r],
            pledgors=act.values["givers"],
            pledgees=act.values["takers"],
            place=next((f.place for f in act.givers if f.place), ""),
            proof=Proof.LISTED,
            secured=act.values.get("price"),
            contract_on=act.values.get("contract_on"),
            register_no=act.values.get("register_no", ""),
        )
        for r in rights
    ]
    if act.released_on:
        made += [_released(deal, r, act) for r in rights]
    return tuple(made)


def _released(deal: str, right: str, act: Act) -> PledgeReleased:
    assert act.released_on is not None
    number = str(act.values.get("register_no") or "")
    return PledgeReleased(on=act.released_on, pledge=deal, right=right, register_no=number)


def _reference(w: _Writing, one: Listed, what: str) -> str:
    return f"{what}:{w.document[:16]}:{one.row}:{one.right}"


def _look_for_shams(w: _Writing) -> tuple[str, ...]:
    if w.kind == "pledge" or not w.deals:
        return ()
    deals = None if len(w.deals) > _MANY else list(dict.fromkeys(w.deals))
    return checks.checks_refresh(today=w.today, deals=deals)


def _finish(
    listing: Listing,
    heaps: Heaps,
    w: _Writing,
    entries: Sequence[Entry],
    made: Mapping[str, Draft],
    opened: tuple[str, ...],
    *,
    profile: Profile,
    by: str,
    name: str,
) -> Merged:
    now = journal.moment()
    run = f"I:{hashlib.sha256(f'{w.document}|{w.kind}|{by}|{now.isoformat()}'.encode()).hexdigest()[:16]}"
    unknown = _unknown_rights(heaps)
    acts = {a.nth: a for a in listing.acts}
    conflicts = tuple(_conflict(p, acts[p.listed.row]) for p in heaps.both if p.differences)
    merged = Merged(
        run=run,
        read=listing.read,
        stored=sum(
            isinstance(e.fact, TransferRegistered | LicenceRecorded | PledgeRegistered | PledgeReleased)
            for e in entries
        ),
        both=len(heaps.both),
        only_register=len(heaps.only_register),
        only_us=len(heaps.only_us),
        unclear=len(heaps.unclear),
        counted=w.counted,
        flagged=len(w.flags),
        twice=listing.twice,
        conflicts=conflicts,
        rejected=tuple(listing.rejected),
        notes=tuple(n.as_json() for n in listing.notes),
        new_parties=tuple(made),
        new_rights=unknown,
        checks=opened,
    )
    _keep_run(merged, heaps, listing, w, profile=profile, by=by, name=name, at=now)
    _ask_for_review(merged, w)
    return merged


def _unknown_rights(heaps: Heaps) -> tuple[str, ...]:
    """Rights that exist for us only as a number: nobody has recorded their filing."""
    numbers = {one.right for one in heaps.only_register}
    known = set(Right.objects.filter(right__in=numbers, filed_on__isnull=False).values_list("right", flat=True))
    return tuple(sorted(numbers - known))


def _conflict(p: Pair, act: Act) -> dict[str, Any]:
    return {
        "line": act.at.line,
        "right": p.listed.right,
        "deal": p.held.deal,
        "entry": p.held.entry,
        "fields": [
            {"field": d.field, "title": TITLES[d.field].as_json(), "ours": _plain(d.ours), "register": _plain(d.theirs)}
            for d in p.differences
        ],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Money):
        return str(value.as_yuan())
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    return value if isinstance(value, bool | int) else str(value)


def _keep_run(
    m: Merged, heaps: Heaps, listing: Listing, w: _Writing, *, profile: Profile, by: str, name: str, at: datetime
) -> None:
    days = listing.days or (None, None)
    new = {a.nth: a.deal(w.kind) for a in listing.acts}
    counts = {
        k: getattr(m, k)
        for k in ("read", "stored", "both", "only_register", "only_us", "unclear", "counted", "flagged", "twice")
    }
    ImportRun.objects.create(
        code=m.run,
        kind=w.kind,
        profile=profile.code,
        document=w.document,
        file_name=name,
        place=w.place,
        by=by,
        at=at,
        covers_from=days[0],
        covers_to=days[1],
        counts=counts | {"rejected": len(m.rejected), "conflicts": len(m.conflicts)},
        conflicts=list(m.conflicts),
        rejected=[refusal(r) for r in m.rejected],
        notes=list(m.notes),
        both=sorted({p.held.deal for p in heaps.both}),
        only_register=sorted({new[one.row] for one in heaps.only_register}),
        only_us=sorted({h.deal for h in heaps.only_us}),
    )


def _ask_for_review(m: Merged, w: _Writing) -> None:
    """One task for each kind of thing a person must look at, not one a row."""
    for what, n, zh, en in (
        ("conflicts", len(m.conflicts), "清单与记录不一致 {n} 处", "deals that differ from the register: {n}"),
        ("flags", m.flagged, "登记簿所列交易与法律冲突 {n} 处", "conflicts with the law among listed deals: {n}"),
        ("parties", len(m.new_parties), "新出现的主体 {n} 个", "parties new to the city: {n}"),
        ("rights", len(m.new_rights), "尚无登记信息的权利 {n} 件", "rights of which only the number is known: {n}"),
        ("only-us", m.only_us, "只在我方记录中的 {n} 件", "rights that only we have: {n}"),
        ("unclear", m.unclear, "无法判定对应哪笔交易的 {n} 件", "rights that fit several deals: {n}"),
    ):
        if n:
            work.ask(
                f"trading:import:{m.run}:{what}",
                title=Text(f"导入核对：{zh}", f"Import: {en}").fill(n=n),
                role=access.Role.CLERK,
                place=w.place,
                case=m.run,
                line="trading",
                due_on=add_working_days(w.today, SETTLE_WITHIN).day,
                link=f"/trading/imports/{m.run}/",
            )


def unfit_profile(profile: Profile, kind: str) -> Refused | None:
    """A profile must map the right, both sides and the counted day, the last as a date."""
    needed = ("right", "on", *SIDES[kind])
    lacking = [n for n in needed if n not in profile.fields]
    if not lacking and profile.fields["on"].type != "date":
        lacking = ["on: date"]
    if not lacking:
        return None
    says = Text(
        f"映射方案“{profile.code}”缺少：{'、'.join(lacking)}。",
        f"The mapping profile {profile.code!r} lacks: {', '.join(lacking)}.",
    )
    return Refused(reasons=(Reason(code="profile-unfit", says=says, cite=clauses.OURS, field="profile"),))
