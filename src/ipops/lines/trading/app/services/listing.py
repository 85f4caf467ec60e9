"""A register list understood: rows of a file become listed acts with parties found, or rejects with line and reason.

Reading (``intake``) says what stands in the cells; here numbers are checked, parties are found, a licence's last day
becomes the first day on which it no longer runs. A row is taken whole or rejected whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from ipops.intake.profile import Profile
from ipops.intake.rows import Halted, Rejected, Row
from ipops.intake.table import read_table
from ipops.kernel.money import Money
from ipops.kernel.outcome import Place, Problem, Reason
from ipops.kernel.text import Text
from ipops.ledger.facts.words import LicenceKind, RightKind
from ipops.lines.trading.app.services.parties import Directory, Found, Named
from ipops.lines.trading.rules.heaps import Listed
from ipops.reference.lists import Divisions, places
from ipops.rights.identity import right_number

#: the two sides of each kind of list, as the profiles name them
SIDES: Mapping[str, tuple[str, str]] = {
    "transfer": ("transferors", "transferees"),
    "licence": ("licensors", "licensees"),
    "pledge": ("pledgors", "pledgees"),
}
PROFILES = {kind: f"cnipa-{kind}" for kind in SIDES}
_TOO_EARLY = date(1985, 4, 1)  # 专利法 came into force; no Chinese register has an earlier entry


@dataclass(slots=True)
class Act:
    """One row of the list with its rights numbered and its parties found."""

    nth: int
    at: Place
    rights: tuple[str, ...]
    kinds: dict[str, RightKind]
    on: date
    givers: tuple[Found, ...]
    takers: tuple[Found, ...]
    values: dict[str, Any]
    released_on: date | None = None

    @property
    def key(self) -> str:
        """The same for the same act, whichever file lists it: its register number, else rights, day and takers."""
        number = self.values.get("register_no")
        if number:
            return f"no|{number}"
        takers = "|".join(sorted(f.party for f in self.takers))
        return f"rights|{'|'.join(sorted(self.rights))}|{self.on}|{takers}"

    def deal(self, kind: str) -> str:
        prefix = "L" if kind == "pledge" else "D"
        return f"{prefix}:r-{hashlib.sha256(f'{kind}|{self.key}'.encode()).hexdigest()[:16]}"

    def listed(self) -> list[Listed]:
        return [
            Listed(row=self.nth, line=self.at.line or 0, right=r, on=self.on, values=self.values) for r in self.rights
        ]


@dataclass(slots=True)
class Listing:
    """What the file held. ``halted`` means it is not whole: nothing of it may be stored."""

    acts: list[Act] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    halted: Problem | None = None
    read: int = 0
    twice: int = 0

    @property
    def days(self) -> tuple[date, date] | None:
        days = [a.on for a in self.acts]
        return (min(days), max(days)) if days else None


def read_listing(
    path: Path, *, kind: str, profile: Profile, directory: Directory, today: date, file_name: str
) -> Listing:
    """The file's acts, in its order."""
    out = Listing()
    table = read_table(path, profile, file_name=file_name)
    rows: list[Row] = []
    for item in table:
        match item:
            case Halted():
                out.halted = item.problem
                return out
            case Rejected():
                out.read += 1
                out.rejected.append(item)
            case Row():
                out.read += 1
                rows.append(item)
    out.notes = list(table.notes)
    known = places()
    named = [{side: _named(row, side, kind=kind, known=known) for side in SIDES[kind]} for row in rows]
    directory.read(n for sides in named for side in sides.values() for n in side or ())
    seen: dict[tuple[str, date, str, frozenset[str]], Act] = {}
    for nth, row in enumerate(rows):
        got: Act | Rejected | None = _act(nth, row, named[nth], kind=kind, directory=directory, today=today)
        if isinstance(got, Act):
            got = _unless_repeated(got, seen, row)
        if isinstance(got, Act):
            out.acts.append(got)
        elif isinstance(got, Rejected):
            out.rejected.append(got)
        else:
            out.twice += 1
    out.rejected.sort(key=lambda r: (r.at.sheet, r.at.line or 0))
    return out


def _unless_repeated(
    act: Act, seen: dict[tuple[str, date, str, frozenset[str]], Act], row: Row
) -> Act | Rejected | None:
    """The act, unless a row above lists it: ``None`` for the very same, a reject where the two contradict."""
    takers = frozenset(f.party for f in act.takers)
    keys = [(r, act.on, str(act.values.get("register_no") or ""), takers) for r in act.rights]
    above = next((seen[k] for k in keys if k in seen), None)
    if above is None:
        seen.update(dict.fromkeys(keys, act))
        return act
    if above.rights == act.rights and above.values == act.values:
        return None
    says = _TWICE.fill(line=above.at.line)
    return _rejected(row, [Problem(code="listed-twice", says=says, at=row.place_of("right"))])


def _record(row: Row, side: str, kind: str) -> str:
    """The one place on the register where a person stands."""
    number = row.text("register_no") or "|".join(row.many("right"))
    return f"{kind}|{number}|{row['on']}|{side}"


def _named(row: Row, side: str, *, kind: str, known: Divisions) -> list[Named] | None:
    """One side of a row; ``None`` when names and credit codes cannot be matched one to one."""
    names, codes = row.many(side), row.many(f"{side}_codes")
    if codes and len(codes) != len(names):
        return None
    stated = row.text(f"{side}_place")
    record = _record(row, side, kind)
    return [
        Named(
            text=name,
            record=f"{record}|{i}",
            code=codes[i] if codes else "",
            place=division(stated, codes[i : i + 1], known),
        )
        for i, name in enumerate(names)
    ]


def division(stated: str, codes: Sequence[str], known: Divisions) -> str:
    """The division that is stated, by code or name; else the one in the credit code, if it is one; else none."""
    if stated:
        code = stated if stated.isdigit() and len(stated) == 6 else known.named(stated)
        return code if isinstance(code, str) else ""
    inside = codes[0][2:8] if codes and len(codes[0]) == 18 else ""
    return inside if inside and inside in known else ""


def _act(
    nth: int, row: Row, named: Mapping[str, list[Named] | None], *, kind: str, directory: Directory, today: date
) -> Act | Rejected:
    problems: list[Problem] = []
    rights, kinds = _rights(row, problems)
    on = row["on"]
    assert isinstance(on, date)
    if not _TOO_EARLY <= on <= today:
        problems.append(_problem(row, "on", "day-out-of-reach", _OUT_OF_REACH.fill(day=on)))
    giver, taker = SIDES[kind]
    givers = _side(row, giver, named[giver], directory, problems)
    takers = _side(row, taker, named[taker], directory, problems)
    values = _values(row, kind, problems)
    if problems:
        return _rejected(row, problems)
    values |= {"givers": tuple(f.party for f in givers), "takers": tuple(f.party for f in takers)}
    released = row.values.get("released_on")
    return Act(
        nth=nth,
        at=row.at,
        rights=rights,
        kinds=kinds,
        on=on,
        givers=givers,
        takers=takers,
        values=values,
        released_on=released if isinstance(released, date) else None,
    )


def _rights(row: Row, problems: list[Problem]) -> tuple[tuple[str, ...], dict[str, RightKind]]:
    said = row.text("kind_of_right")
    numbers: list[str] = []
    kinds: dict[str, RightKind] = {}
    for text in row.many("right"):
        got = right_number(text, RightKind(said) if said else None)
        if isinstance(got, Reason):
            problems.append(_problem(row, "right", got.code, got.says))
            continue
        number, told = got
        if told is not None and said and told != said:
            says = _OTHER_KIND.fill(number=number, told=told.named, said=RightKind(said).named)
            problems.append(_problem(row, "kind_of_right", "kind-contradicts-number", says))
        numbers.append(number)
        kinds[number] = told or (RightKind(said) if said else RightKind.INVENTION)
    return tuple(dict.fromkeys(numbers)), kinds


def _side(
    row: Row, side: str, named: list[Named] | None, directory: Directory, problems: list[Problem]
) -> tuple[Found, ...]:
    if named is None:
        problems.append(_problem(row, f"{side}_codes", "codes-do-not-match", _CODES))
        return ()
    found: dict[str, Found] = {}
    for one in named:
        got = directory.find(one, field_name=side)
        if isinstance(got, Reason):
            problems.append(_problem(row, side, got.code, got.says))
        else:
            found.setdefault(got.party, got)
    return tuple(found.values())


def _values(row: Row, kind: str, problems: list[Problem]) -> dict[str, Any]:
    """Compared fields as facts hold them; absent ones are left out. An amount of nought says nothing."""
    got: dict[str, Any] = {"register_no": row.text("register_no"), "contract_on": row.values.get("contract_on")}
    amount = row.values.get("secured" if kind == "pledge" else "price")
    got["price"] = amount if isinstance(amount, Money) and amount else None
    if kind != "pledge":
        got |= {"free": row.values.get("free"), "related": row.values.get("related")}
        if got["free"] and got["price"]:
            problems.append(_problem(row, "free", "free-at-a-price", _FREE))
    if kind == "licence":
        last, start = row.values.get("last_day"), row.values.get("starts_on")
        until = last + timedelta(days=1) if isinstance(last, date) else None
        word = row.text("kind_of_licence")
        got |= {
            "kind_of_licence": LicenceKind(word) if word else None,
            "starts_on": start,
            "until": until,
            "territory": row.text("territory"),
        }
        if isinstance(start, date) and until is not None and until <= start:
            problems.append(_problem(row, "last_day", "ends-before-it-begins", _ENDS))
    return {k: v for k, v in got.items() if v not in (None, "")}


def _problem(row: Row, name: str, code: str, says: Text) -> Problem:
    return Problem(code=code, says=says, at=row.place_of(name))


def _rejected(row: Row, problems: Sequence[Problem]) -> Rejected:
    return Rejected(at=row.at, problems=tuple(problems), raw=row.raw)


_TWICE = Text(
    "与第 {line} 行是同一笔，但内容不同；请核对后只留一行。",
    "It is the same act as row {line}, with other values; keep one of them.",
)
_OUT_OF_REACH = Text(
    "登记日 {day} 不可能（早于 1985 年或晚于今天）。", "The day {day} cannot be (before 1985 or after today)."
)
_OTHER_KIND = Text(
    "{number} 是{told}，清单写的是{said}；请核对号码。", "{number} is a {told}, the list says {said}; check the number."
)
_CODES = Text(
    "名称与统一社会信用代码的个数不一致，无法对应。", "Names and credit codes differ in number and cannot be matched."
)
_FREE = Text("标为无偿却有金额；请核对。", "Marked free and with an amount; check both.")
_ENDS = Text("终止日早于起始日；请核对。", "It ends before it begins; check both.")
