"""Exports of a technology-contract registry, read and kept: registrations, decisions, amendments, cancellations.

Rule 1: a row is taken whole or refused with its line and reasons; a file that breaks off stores nothing.
Rule 2: the newest export is held against what we have: new amounts are an amendment, a cancellation is a fact; what stands
already is left alone. The same file twice changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from ipops.intake.profile import Profile
from ipops.intake.rows import Halted, Rejected, Row
from ipops.intake.table import read_table
from ipops.kernel.money import Money
from ipops.kernel.outcome import Problem, Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.entry import Draft, Entry, Source
from ipops.ledger.fact import Fact
from ipops.lines.trading import facts as f
from ipops.lines.trading.app.models import TechContract
from ipops.lines.trading.app.services.course import Sent
from ipops.lines.trading.app.services.listing import division
from ipops.lines.trading.app.services.parties import Directory, Found, Named
from ipops.lines.trading.facts.words import ContractType, Decision
from ipops.lines.trading.machine import CONTRACT, clauses
from ipops.lines.trading.rules.contracts import folds
from ipops.reference.lists import places
from ipops.rights.identity import right_number
from ipops.webkit import documents, journal

PROFILE = "tech-contract"
_CANCELLED = "cancelled"
_SIDES = ("sellers", "buyers")


@dataclass(slots=True)
class Imported:
    """What one export did, in rows and facts."""

    read: int = 0
    registered: int = 0
    decided: int = 0
    amended: int = 0
    cancelled: int = 0
    unchanged: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    @property
    def stored(self) -> int:
        return self.registered + self.decided + self.amended + self.cancelled


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One row understood."""

    row: Row
    contract: str
    type: ContractType
    decision: str
    on: date
    sellers: tuple[Found, ...]
    buyers: tuple[Found, ...]
    whole: Money
    technology: Money | None
    rights: tuple[str, ...]

    def day(self, name: str) -> date:
        got = self.row.values.get(name)
        return got if isinstance(got, date) else self.on


def contract_code(number: str) -> str:
    """The same contract has the same code, whichever export lists it."""
    return f"TC:{hashlib.sha256(number.encode()).hexdigest()[:16]}"


def contracts_import(*, path: Path, profile: Profile, by: str, today: date, file_name: str = "") -> Imported | Refused:
    """Read an export to its end and keep what is new in it."""
    name = file_name or path.name
    with transaction.atomic():
        journal.take_turn()
        document = documents.store(path, name, by)
        if not isinstance(document, str):
            return Refused(reasons=(Reason(code=document.code, says=document.says, field="file"),))
        source = Source(document=document)
        out = Imported()
        rows = _rows(path, profile, name, out)
        if isinstance(rows, Problem):
            transaction.set_rollback(True)
            says = Text(f"{rows.at}：{rows.says.zh}", f"{rows.at}: {rows.says.en}")
            return Refused(reasons=(Reason(code=rows.code, says=says, field="file"),))
        directory = Directory(by=by, on=today, source=source)
        listed = _understood(rows, directory, today, out)
        drafts = list(_drafts(listed, source, document, out))
        made = directory.drafts(p.party for one in listed for p in (*one.sellers, *one.buyers))
        if drafts:
            journal.append([*made.values(), *drafts], by=by)
        return out


def _rows(path: Path, profile: Profile, name: str, out: Imported) -> list[Row] | Problem:
    table = read_table(path, profile, file_name=name)
    rows: list[Row] = []
    for item in table:
        match item:
            case Halted():
                return item.problem
            case Rejected():
                out.read += 1
                out.rejected.append(item)
            case Row():
                out.read += 1
                rows.append(item)
    out.notes = list(table.notes)
    return rows


def _understood(rows: list[Row], directory: Directory, today: date, out: Imported) -> list[Listed]:
    known = places()
    named = [{side: _named(row, side, known) for side in _SIDES} for row in rows]
    directory.read(n for sides in named for side in sides.values() for n in side)
    found: dict[str, Listed] = {}
    for row, sides in zip(rows, named, strict=True):
        got = _listed(row, sides, directory, today)
        if isinstance(got, Rejected):
            out.rejected.append(got)
        elif got.contract in found and _differs(found[got.contract], got):
            says = Text(
                "同一编号在本文件中出现两次且内容不同。", "The same number stands twice in this file with other values."
            )
            out.rejected.append(_rejected(row, [Problem(code="listed-twice", says=says, at=row.place_of("number"))]))
        else:
            found[got.contract] = got
    out.rejected.sort(key=lambda r: (r.at.sheet, r.at.line or 0))
    return list(found.values())


def _named(row: Row, side: str, known: Any) -> list[Named]:
    names, codes = row.many(side), row.many(f"{side}_codes")
    codes = codes if len(codes) == len(names) else ()
    stated = row.text(f"{side}_place")
    record = f"contract|{row.text('number')}|{side}"
    return [
        Named(
            text=name,
            record=f"{record}|{i}",
            code=codes[i] if codes else "",
            place=division(stated, codes[i : i + 1], known),
        )
        for i, name in enumerate(names)
    ]


def _listed(row: Row, sides: Mapping[str, list[Named]], directory: Directory, today: date) -> Listed | Rejected:
    problems: list[Problem] = []
    parties = {side: _parties(row, side, sides[side], directory, problems) for side in _SIDES}
    on, whole, technology = row["on"], row["whole"], row.values.get("technology")
    assert isinstance(on, date)
    assert isinstance(whole, Money)
    if on > today:
        problems.append(_problem(row, "on", "in-the-future", _FUTURE))
    if whole.fen < 0 or (isinstance(technology, Money) and not 0 <= technology.fen <= whole.fen):
        problems.append(_problem(row, "technology", "amounts-contradict", _AMOUNTS))
    rights: list[str] = []
    for text in row.many("rights"):
        got = right_number(text)
        if isinstance(got, Reason):
            problems.append(_problem(row, "rights", got.code, got.says))
        else:
            rights.append(got[0])
    if problems:
        return _rejected(row, problems)
    return Listed(
        row=row,
        contract=contract_code(row.text("number")),
        type=ContractType(row.text("type")),
        decision=row.text("decision") or str(Decision.REGISTERED),
        on=on,
        sellers=parties["sellers"],
        buyers=parties["buyers"],
        whole=whole,
        technology=technology if isinstance(technology, Money) else None,
        rights=tuple(dict.fromkeys(rights)),
    )


def _parties(
    row: Row, side: str, named: list[Named], directory: Directory, problems: list[Problem]
) -> tuple[Found, ...]:
    found: dict[str, Found] = {}
    for one in named:
        got = directory.find(one, field_name=side)
        if isinstance(got, Reason):
            problems.append(_problem(row, side, got.code, got.says))
        else:
            found.setdefault(got.party, got)
    return tuple(found.values())


def _differs(a: Listed, b: Listed) -> bool:
    return (a.whole, a.technology, a.decision, a.on) != (b.whole, b.technology, b.decision, b.on)


def _drafts(listed: list[Listed], source: Source, document: str, out: Imported) -> Iterable[Draft]:
    held = {r.contract: r for r in TechContract.objects.filter(contract__in=[one.contract for one in listed])}
    for one in listed:
        if undone := _undone(one, held.get(one.contract)):
            out.rejected.append(undone)
            continue
        facts = list(_facts(one, held.get(one.contract), out))
        out.unchanged += not facts
        for x in facts:
            yield Draft(fact=x, source=source, reference=f"contract:{document[:16]}:{one.contract}:{x.KIND}")


def _facts(one: Listed, held: TechContract | None, out: Imported) -> Iterable[Fact]:
    """What the row says that we do not hold yet."""
    on_register = held is not None and held.stage in folds.ON_REGISTER
    if one.decision not in (Decision.REGISTERED, _CANCELLED):
        if on_register:  # an older export: what it still examines is decided
            return
        if held is None or held.stage != CONTRACT.start or one.decision != Decision.PENDING:
            out.decided += 1
            yield _decided(one)
        return
    if not on_register:
        out.registered += 1
        yield _registered(one)
    elif held is not None and held.stage != "cancelled" and _amounts(held) != (one.whole, one.technology):
        out.amended += 1
        yield f.ContractAmended(
            on=one.day("amended_on"), contract=one.contract, whole=one.whole, technology=one.technology
        )
    if one.decision == _CANCELLED and (held is None or held.stage != "cancelled"):
        out.cancelled += 1
        yield f.ContractCancelled(on=one.day("cancelled_on"), contract=one.contract)


def _undone(one: Listed, held: TechContract | None) -> Rejected | None:
    """A contract on the register that this list returns or refuses: the register knows a cancellation, and nothing is guessed."""
    if one.decision not in (Decision.RETURNED, Decision.REFUSED) or held is None or held.stage not in folds.ON_REGISTER:
        return None
    says = _REGISTERED.fill(day=str(held.on))
    return _rejected(one.row, [Problem(code="registered-before", says=says, at=one.row.place_of("decision"))])


def _amounts(held: TechContract) -> tuple[Money | None, Money | None]:
    whole, technology = held.whole_fen, held.technology_fen
    return (None if whole is None else Money(whole), None if technology is None else Money(technology))


def _told(one: Listed) -> dict[str, Any]:
    return {
        "on": one.on,
        "contract": one.contract,
        "number": one.row.text("number"),
        "type_of_contract": one.type,
        "title": one.row.text("title"),
        "sellers": tuple(p.party for p in one.sellers),
        "buyers": tuple(p.party for p in one.buyers),
        "place": next((p.place for p in one.sellers if p.place), ""),
        "whole": one.whole,
        "technology": one.technology,
    }


def _registered(one: Listed) -> Fact:
    signed = one.row.values.get("signed_on")
    return f.ContractRegistered(**_told(one), signed_on=signed if isinstance(signed, date) else None, rights=one.rights)


def _decided(one: Listed) -> Fact:
    return f.ContractDecided(**_told(one), decision=Decision(one.decision))


@transaction.atomic
def contract_link(*, contract: str, rights: tuple[str, ...], sent: Sent) -> Entry | Refused:
    """What a person found of a contract's patents; none is a finding too, and needs its reason."""
    journal.take_turn()
    row = TechContract.objects.filter(contract=contract).first()
    if row is None:
        return _no("contract-unknown", Text(f"没有合同 {contract}。", f"There is no contract {contract}."), "")
    after = CONTRACT.after(row.stage, "link")
    if isinstance(after, Refused):
        return after
    read = [right_number(r) for r in rights]
    wrong = tuple(r for r in read if isinstance(r, Reason))
    if wrong:
        return Refused(reasons=wrong)
    if not rights and not sent.why.strip():
        return _no("no-why", Text("认定不涉及专利，请说明理由。", "That no patent is in it needs its reason."), "why")
    numbers = tuple(dict.fromkeys(r[0] for r in read if not isinstance(r, Reason)))
    fact = f.ContractLinked(on=sent.today, contract=contract, rights=numbers, place=row.place)
    (entry,) = journal.append([Draft(fact=fact, source=sent.source, reference=f"link:{sent.reference}")], by=sent.by)
    return entry


def _no(code: str, says: Text, field_: str) -> Refused:
    return Refused(reasons=(Reason(code=code, says=says, cite=clauses.OURS, field=field_),))


def _problem(row: Row, name: str, code: str, says: Text) -> Problem:
    return Problem(code=code, says=says, at=row.place_of(name))


def _rejected(row: Row, problems: list[Problem]) -> Rejected:
    return Rejected(at=row.at, problems=tuple(problems), raw=row.raw)


_REGISTERED = Text(
    "该合同已于 {day} 登记，本清单却未准予登记；撤销登记请按“已注销”列出，或核对编号。",
    "The contract was registered on {day} and this list does not register it: list it as cancelled, or check the number.",
)
_FUTURE = Text("登记日期晚于今天。", "The day of registration is later than today.")
_AMOUNTS = Text(
    "金额有误：成交额不得为负，技术交易额不得超过成交额。",
    "The amounts contradict: the whole price is not negative, and the technology price is no more than it.",
)
