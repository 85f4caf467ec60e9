"""Recording, correcting and withdrawing a transfer or licence; settling its conflicts.

Rule 1: one transaction under the journal's turn: read what is known, think (pure rules), write facts and rows.
Rule 2: the sender's ``reference`` makes a second submission give the first one's deal and store nothing.
Rule 3: a correction supersedes the entry it corrects, right by right; nothing is overwritten.
Rule 4: the document (its SHA-256) or a stated reason is the source of every fact.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction

from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.entry import Draft, Entry, Source
from ipops.ledger.fact import Fact
from ipops.ledger.facts import LicenceRecorded, PledgeRegistered, TransferRegistered
from ipops.ledger.facts.words import Proof, RightKind
from ipops.lines.trading.app import selectors
from ipops.lines.trading.app.models import Conflict, Deal
from ipops.lines.trading.app.services import checks
from ipops.lines.trading.app.services.parties import Directory, Found, find_all, named_of
from ipops.lines.trading.facts import Act, ConflictEnd, ConflictSettled, DealIntended, DealWithdrawn
from ipops.lines.trading.machine import CONFLICT, DEAL, clauses
from ipops.lines.trading.rules.admission import Admitted, Flag, admit, flagged
from ipops.lines.trading.rules.ask import Ask, Standing
from ipops.reference.workdays import add_working_days
from ipops.rights.identity import right_number
from ipops.webkit import access, journal, work
from ipops.webkit.places import Places

LINE = "trading"
#: working days to settle a conflict: ours, no source gives one
SETTLE_WITHIN = 10
StoredAct = TransferRegistered | LicenceRecorded | PledgeRegistered


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What was stored. ``flags`` and ``notes`` are said to the person; ``made`` are parties new to the city."""

    deal: str
    entries: tuple[Entry, ...]
    flags: tuple[Flag, ...] = ()
    notes: tuple[Reason, ...] = ()
    made: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """An ask as people write it: numbers and parties as text. ``ask.rights``, ``givers`` and ``takers`` are filled here."""

    ask: Ask
    rights: Sequence[str]
    givers: Sequence[str]
    takers: Sequence[str]


def deal_code(reference: str, *, by: str) -> str:
    """The code of a deal that a person records: the same for the same submission."""
    return f"D:{hashlib.sha256(f'{by}|{reference}'.encode()).hexdigest()[:16]}"


@transaction.atomic
def deal_record(
    *,
    written: Written,
    by: str,
    today: date,
    reference: str,
    document: str = "",
    reason: str = "",
    place: str = "",
    covers: Places | None = None,
) -> Recorded | Refused:
    """Record what was asked for. ``place`` is the division of the office that records; conflicts are settled there.
    ``covers`` are the places it may record for: one side of the deal must lie there.

    An act on the register takes ``proof`` NOTICE when a document is attached and REPORTED otherwise; LISTED comes only
    from a register list.
    """
    journal.take_turn()
    deal = written.ask.deal or deal_code(reference, by=by)
    source = _source(document, reason)
    directory = Directory(by=by, on=written.ask.on, source=source)
    ask = understood(replace(written.ask, deal=deal, proof=_proof(written.ask, document)), written, directory)
    if isinstance(ask, Refused):
        return ask
    known = _already(deal, by=by, reference=reference)
    if known is not None:
        return known
    if covers is not None and (no := outside(ask, covers)):
        return no
    if ask.standing is Standing.REGISTERED and ask.on > today:
        return _no("in-the-future", _FUTURE, "on")
    seen = selectors.seen(ask.rights, [*ask.givers, *ask.takers], on=ask.on, deal=deal, act=ask.act)
    verdict = admit(ask, seen)
    if isinstance(verdict, Refused):
        return verdict
    twins = _twins(ask)
    if twins:
        return _no("held-already", _HELD.fill(deals="、".join(twins)), "rights")
    return _write(ask, verdict, directory, by=by, today=today, reference=reference, source=source, place=place)


def _write(
    ask: Ask,
    verdict: Admitted,
    directory: Directory,
    *,
    by: str,
    today: date,
    reference: str,
    source: Source,
    place: str,
) -> Recorded:
    where = place or ask.to_place or ask.from_place
    due = add_working_days(today, SETTLE_WITHIN).day
    conflicts = flagged(ask, verdict.flags, owner=f"clerk@{where}", due_on=due)
    made = directory.drafts([*ask.givers, *ask.takers])
    drafts = [
        *made.values(),
        *(Draft(fact=f, source=source, reference=f"deal:{reference}:{_right(f)}") for f in verdict.facts),
        *(Draft(fact=c, source=source, reference=f"conflict:{c.case}") for c in conflicts),
    ]
    entries = journal.append(drafts, by=by)
    settle_tasks(verdict.flags, deal=ask.deal, place=where, due_on=due)
    review_task(list(made), deal=ask.deal, place=where)
    found = checks.checks_refresh(deals=[ask.deal], today=today) if ask.standing is Standing.REGISTERED else ()
    return Recorded(
        deal=ask.deal,
        entries=tuple(entries),
        flags=verdict.flags,
        notes=verdict.notes,
        made=tuple(made),
        checks=found,
    )


def understood(ask: Ask, written: Written, directory: Directory) -> Ask | Refused:
    """Numbers and parties read; every mistake in them at once."""
    wrong: list[Reason] = []
    numbers: list[str] = []
    kinds: dict[str, RightKind] = {}
    for text in written.rights:
        got = right_number(text)
        if isinstance(got, Reason):
            wrong.append(got)
        else:
            numbers.append(got[0])
            if got[1] is not None:
                kinds[got[0]] = got[1]
    directory.read(
        n for name, texts, where in _sides(ask, written) for n in named_of(texts, ask.deal, where, field_name=name)
    )
    sides: dict[str, list[Found]] = {}
    for name, texts, where in _sides(ask, written):
        sides[name], bad = find_all(texts, directory=directory, record=ask.deal, place=where, field_name=name)
        wrong.extend(bad)
    if wrong:
        return Refused(reasons=tuple(wrong))
    return replace(
        ask,
        rights=tuple(numbers),
        kinds_of_right=kinds,
        givers=tuple(dict.fromkeys(f.party for f in sides["givers"])),
        takers=tuple(dict.fromkeys(f.party for f in sides["takers"])),
        from_place=ask.from_place or _place_of(sides["givers"]),
        to_place=ask.to_place or _place_of(sides["takers"]),
    )


def _sides(ask: Ask, written: Written) -> tuple[tuple[str, Sequence[str], str], ...]:
    return ("givers", written.givers, ask.from_place), ("takers", written.takers, ask.to_place)


def _place_of(found: Sequence[Found]) -> str:
    return next((f.place for f in found if f.place), "")


def outside(ask: Ask, covers: Places) -> Refused | None:
    known = [p for p in (ask.from_place, ask.to_place) if p]
    if not known:
        return _no("place-unknown", _NO_PLACE, "to_place")
    return None if any(p in covers for p in known) else _no("place-not-covered", _ELSEWHERE, "to_place")


def _proof(ask: Ask, document: str) -> Proof:
    return Proof.NOTICE if document and ask.standing is Standing.REGISTERED else Proof.REPORTED


def _source(document: str, reason: str) -> Source:
    return (
        Source(document=document) if document else Source(reason=reason.strip() or "当事人报告 / reported by a party")
    )


def _already(deal: str, *, by: str, reference: str) -> Recorded | None:
    """The deal of an earlier submission under this reference."""
    entries = [e for e in journal.about(deal=deal) if e.by == by and e.reference.startswith(f"deal:{reference}:")]
    return Recorded(deal=deal, entries=tuple(entries)) if entries else None


def _twins(ask: Ask) -> list[str]:
    """Deals we hold of the same kind, day, takers and one of the rights: the same act told twice."""
    if ask.standing is Standing.INTENDED:
        return []
    rows = Deal.objects.filter(
        act=str(ask.act), rights__overlap=list(ask.rights), takers__overlap=list(ask.takers), days__contains=[ask.on]
    ).exclude(deal=ask.deal)
    return [row.deal for row in rows.exclude(stage="withdrawn")]


def _right(fact: Fact) -> str:
    return str(getattr(fact, "right", "intent"))


def settle_tasks(flags: Sequence[Flag], *, deal: str, place: str, due_on: date) -> None:
    """A task for each conflict, on the list of the office's officers and clerks."""
    for f in flags:
        case = f.case(deal)
        work.ask(
            f"trading:settle:{case}",
            title=Text(f"处理冲突：{f.reason.says.zh}", f"Settle a conflict: {f.reason.says.en}"),
            role=access.Role.CLERK,
            place=place,
            case=case,
            line=LINE,
            due_on=due_on,
            link=f"/trading/deals/{deal}/",
        )


def review_task(made: Sequence[str], *, deal: str, place: str) -> None:
    if made:
        work.ask(
            f"trading:review:{deal}",
            title=Text(f"核对新出现的主体（{len(made)} 个）", f"Look over the parties new to the city: {len(made)}"),
            role=access.Role.CLERK,
            place=place,
            case=deal,
            line=LINE,
            link=f"/trading/deals/{deal}/",
        )


@transaction.atomic
def deal_correct(
    *, deal: str, changes: dict[str, Any], why: str, by: str, today: date, reference: str, document: str = ""
) -> Recorded | Refused:
    """Say anew what was said wrongly: ``changes`` are fields of the stored facts. Applies to every right of the deal.

    The corrected act is held against the law again; new conflicts are flagged.
    """
    journal.take_turn()
    row, acts = _held(deal)
    if row is None or not acts:
        return _no("deal-unknown", _NO_DEAL.fill(deal=deal), "")
    done = [e for e in journal.about(deal=deal) if e.by == by and e.reference.startswith(f"correct:{reference}:")]
    if done:
        return Recorded(deal=deal, entries=tuple(done))
    step = DEAL.after(row.stage, "correct")
    if isinstance(step, Refused):
        return step
    if not why.strip():
        return _no("no-why", _WHY, "why")
    source = Source(document=document) if document else Source(reason=why)
    new: list[tuple[Entry, Fact]] = []
    for e in acts:
        wanted = {k: v for k, v in changes.items() if hasattr(e.fact, k)}
        fact = replace(e.fact, **wanted)
        if fact != e.fact:
            new.append((e, fact))
    if not new:
        return _no("no-change", _NO_CHANGE, "")
    if any(f.on > today for _, f in new):
        return _no("in-the-future", _FUTURE, "on")
    flags = _flags_of([f for _, f in new], deal=deal)
    if isinstance(flags, Refused):
        return flags
    ask, found = flags
    known = set(Conflict.objects.filter(deal=deal).values_list("case", flat=True))
    fresh = tuple(f for f in found if f.case(deal) not in known)
    due = add_working_days(today, SETTLE_WITHIN).day
    where = row.to_place or row.from_place
    drafts = [
        Draft(fact=f, source=source, reference=f"correct:{reference}:{_right(f)}", supersedes=e.n) for e, f in new
    ]
    drafts += [
        Draft(fact=c, source=source, reference=f"conflict:{c.case}:{reference}")
        for c in flagged(ask, fresh, owner=f"clerk@{where}", due_on=due)
    ]
    entries = journal.append(drafts, by=by)
    settle_tasks(fresh, deal=deal, place=where, due_on=due)
    opened = checks.checks_refresh(deals=[deal], today=today)
    return Recorded(deal=deal, entries=tuple(entries), flags=fresh, checks=opened)


def _flags_of(facts: Sequence[Fact], *, deal: str) -> tuple[Ask, tuple[Flag, ...]] | Refused:
    """The act as it would stand, held against the law."""
    ask = ask_of(facts)
    if ask is None:
        return _no("deal-unknown", _NO_DEAL.fill(deal=deal), "")
    seen = selectors.seen(ask.rights, [*ask.givers, *ask.takers], on=ask.on, deal=deal, act=ask.act)
    verdict = admit(ask, seen)
    return verdict if isinstance(verdict, Refused) else (ask, verdict.flags)


def ask_of(facts: Sequence[Fact]) -> Ask | None:
    """A stored act as an ask: what would have been asked to store just these facts. Pledges are no deals of this line."""
    first = facts[0]
    common: dict[str, Any] = {
        "standing": Standing.REGISTERED,
        "rights": tuple(dict.fromkeys(_right(f) for f in facts)),
        "on": first.on,
        "kinds_of_right": {_right(f): f.kind_of_right for f in facts if hasattr(f, "kind_of_right")},
    }
    if isinstance(first, TransferRegistered):
        common |= {"act": Act.TRANSFER, "givers": first.transferors, "takers": first.transferees}
    elif isinstance(first, LicenceRecorded):
        common |= {
            "act": Act.LICENCE,
            "givers": first.licensors,
            "takers": first.licensees,
            "kind_of_licence": first.kind_of_licence,
            "starts_on": first.starts_on,
            "until": first.until,
            "reach": selectors.reach_of(first.territory, first.field_of_use),
        }
    else:
        return None
    same = ("deal", "from_place", "to_place", "proof", "contract_on", "price", "free", "related", "register_no")
    return Ask(**common, **{name: getattr(first, name) for name in same})


def _held(deal: str) -> tuple[Deal | None, list[Entry]]:
    """The deal's row and its live acts, one entry a right."""
    row = Deal.objects.filter(deal=deal, act__in=selectors.ACTS).first()
    if row is None:
        return None, []
    kinds = (TransferRegistered, LicenceRecorded)
    return row, [e for e in journal.entries(row.entries) if isinstance(e.fact, kinds)]


@transaction.atomic
def deal_attach_notice(*, deal: str, document: str, by: str, today: date, reference: str) -> Recorded | Refused:
    """The register's notice arrived: what was only reported counts from now on."""
    return deal_correct(
        deal=deal,
        changes={"proof": Proof.NOTICE},
        why="附登记或备案通知 / notice attached",
        by=by,
        today=today,
        reference=reference,
        document=document,
    )


@transaction.atomic
def deal_withdraw(
    *, deal: str, why: str, by: str, today: date, reference: str, document: str = ""
) -> Recorded | Refused:
    """The act did not happen, or the intention was given up. Everything stays readable."""
    journal.take_turn()
    row = Deal.objects.filter(deal=deal, act__in=selectors.ACTS).first()
    if row is None:
        return _no("deal-unknown", _NO_DEAL.fill(deal=deal), "")
    step = DEAL.after(row.stage, "withdraw")
    if isinstance(step, Refused):
        return step
    if not why.strip():
        return _no("no-why", _WHY, "why")
    source = Source(document=document) if document else Source(reason=why)
    acts = journal.entries(row.entries) or [
        e for e in journal.about(deal=deal) if isinstance(e.fact, DealIntended) and not journal.corrected_by([e.n])
    ]
    drafts = [
        Draft(
            fact=_withdrawal(e, row, why, today), source=source, reference=f"withdraw:{reference}:{e.n}", supersedes=e.n
        )
        for e in acts
        if not isinstance(e.fact, DealWithdrawn)
    ]
    entries = journal.append(drafts, by=by)
    work.end_case(deal, by=by, outcome=Text("交易已撤回", "the deal was withdrawn"))
    return Recorded(deal=deal, entries=tuple(entries))


def _withdrawal(e: Entry, row: Deal, why: str, today: date) -> DealWithdrawn:
    many = getattr(e.fact, "rights", ())
    return DealWithdrawn(
        on=today,
        deal=row.deal,
        act=Act(row.act),
        rights=tuple(many) or (_right(e.fact),),
        givers=tuple(row.givers),
        takers=tuple(row.takers),
        from_place=row.from_place,
        to_place=row.to_place,
        why=why,
        stood_on=None if isinstance(e.fact, DealIntended) else e.fact.on,
    )


_ENDS = {"cure": ConflictEnd.CURED, "dismiss": ConflictEnd.MISTAKEN, "uphold": ConflictEnd.STANDS}


@transaction.atomic
def conflict_settle(
    *, case: str, event: str, why: str, by: str, today: date, reference: str, document: str = ""
) -> Entry | Refused:
    """End a conflict: cured, found mistaken, or found to stand. The reason is required, a document welcome."""
    journal.take_turn()
    row = Conflict.objects.filter(case=case).first()
    if row is None:
        return _no("conflict-unknown", Text(f"没有编号为 {case} 的冲突。", f"There is no conflict {case}."), "")
    step = CONFLICT.after(row.stage, event)
    if isinstance(step, Refused):
        return step
    if not why.strip():
        return _no("no-why", _WHY, "why")
    fact = ConflictSettled(on=today, case=case, deal=row.deal, end=_ENDS[event], why=why)
    source = Source(document=document) if document else Source(reason=why)
    (entry,) = journal.append([Draft(fact=fact, source=source, reference=f"settle:{reference}")], by=by)
    work.end_case(case, by=by, outcome=fact.end.named)
    return entry


def _no(code: str, says: Text, field: str) -> Refused:
    return Refused(reasons=(Reason(code=code, says=says, cite=clauses.OURS, field=field),))


_NO_PLACE = Text(
    "双方的区划都不知道；请填写一方的区划代码。", "The division of neither side is known; give the code of one."
)
_ELSEWHERE = Text(
    "双方都不在您单位管辖的地区，不能由您登记。", "Neither side lies in your office's area; it is not yours to record."
)
_FUTURE = Text("登记或备案日不能晚于今天。", "The day of registration cannot be later than today.")
_HELD = Text(
    "这笔交易已有记录（{deals}）；如有错误请更正原记录。",
    "This deal is recorded already ({deals}); if something is wrong there, correct it.",
)
_NO_DEAL = Text("没有编号为 {deal} 的交易。", "There is no deal {deal}.")
_WHY = Text("请说明理由。", "Give the reason.")
_NO_CHANGE = Text("没有改动任何内容。", "Nothing was changed.")
