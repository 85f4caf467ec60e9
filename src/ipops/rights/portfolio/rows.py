"""One row of a list understood: a right with its owners and days, or every reason why not, each at its cell.

Rule 1: a wrong check character is told with the number it probably should be; nothing is ever repaired.
Rule 2: an application that is not published yet is no fact (it would be secret no longer); the row is refused and says so.
Rule 3: names and credit codes go one to one, or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from ipops.intake.rows import Rejected, Row
from ipops.intake.values import clean
from ipops.kernel.identifiers import check_number
from ipops.kernel.outcome import Place, Problem, Reason
from ipops.kernel.text import Text
from ipops.ledger.facts.words import RightKind
from ipops.rights.identity import right_number

EARLIEST = date(1950, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    name: str
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RightRow:
    """``expires_on`` is the first day after the term. ``doubts`` are told and stop nothing."""

    at: Place
    number: str
    kind: RightKind
    title: str
    owners: tuple[Owner, ...]
    filed_on: date
    published_on: date | None
    granted_on: date | None
    expires_on: date | None
    priority_on: date | None
    classes: tuple[str, ...]
    place: str
    doubts: tuple[Problem, ...] = field(default=())

    @property
    def content(self) -> tuple[object, ...]:
        """What it says, without where it stands."""
        return (
            self.kind, self.title, self.owners, self.filed_on, self.published_on, self.granted_on, self.expires_on,
            self.priority_on, self.classes,
        )  # fmt: skip


def understand(row: Row, today: date) -> RightRow | Rejected:
    """The row as a right, or all that is wrong with it."""
    problems: list[Problem] = []
    number, kind = _number(row, problems)
    owners = _owners(row, problems)
    days = {name: _day(row, name) for name in ("filed_on", "published_on", "granted_on", "expires_on", "priority_on")}
    problems += _day_problems(row, days, kind, today)
    filed = days["filed_on"]
    if problems or kind is None or filed is None:
        return Rejected(at=row.at, problems=tuple(problems), raw=row.raw)
    last = days["expires_on"]
    return RightRow(
        at=row.at,
        number=number,
        kind=kind,
        title=clean(row.text("title")),
        owners=owners,
        filed_on=filed,
        published_on=days["published_on"],
        granted_on=days["granted_on"],
        expires_on=last + timedelta(days=1) if last else None,
        priority_on=days["priority_on"],
        classes=row.many("classes"),
        place=_place(row, owners),
        doubts=tuple(_doubts(row, number, kind, filed)),
    )


def _number(row: Row, problems: list[Problem]) -> tuple[str, RightKind | None]:
    said = RightKind(row.text("kind")) if row.text("kind") else None
    got = right_number(row.text("right"), said)
    if isinstance(got, Reason):
        problems.append(_problem(row, "right", got.code, got.says))
        return "", None
    number, told = got
    if told is not None and said is not None and told is not said:
        says = _OTHER_KIND.fill(number=number, told=told.named, said=said.named)
        problems.append(_problem(row, "kind", "kind-contradicts-number", says))
    kind = told or said
    if kind is None:
        problems.append(_problem(row, "kind", "kind-not-told", _NO_KIND))
    return number, kind


def _owners(row: Row, problems: list[Problem]) -> tuple[Owner, ...]:
    names, codes = row.many("owners"), row.many("owners_codes")
    if codes and len(codes) != len(names):
        problems.append(_problem(row, "owners_codes", "codes-do-not-match", _CODES.fill(n=len(names), m=len(codes))))
        return ()
    made = []
    for i, name in enumerate(names):
        code = ""
        if codes:
            verdict = check_number(codes[i])
            if not verdict.valid or verdict.scheme != "credit-code":
                fix = _PERHAPS.fill(code=verdict.proposed) if verdict.proposed else Text("。", ".")
                says = _BAD_CODE.fill(code=codes[i], why=verdict.reason or _NOT_A_CODE, fix=fix)
                problems.append(_problem(row, "owners_codes", "credit-code", says))
                continue
            code = verdict.normalised
        made.append(Owner(name=clean(name), code=code))
    return tuple(made)


def _day(row: Row, name: str) -> date | None:
    value = row.values.get(name)
    return value if isinstance(value, date) else None


def _day_problems(row: Row, days: dict[str, date | None], kind: RightKind | None, today: date) -> Iterator[Problem]:
    filed, published, granted = days["filed_on"], days["published_on"], days["granted_on"]
    if filed is None:
        yield _problem(row, "filed_on", "no-filing-day", _NO_FILING)
        return
    for name in ("filed_on", "published_on", "granted_on", "priority_on"):
        day = days[name]
        if day is not None and not EARLIEST <= day <= today:
            yield _problem(row, name, "day-out-of-reach", _OUT_OF_REACH.fill(day=day.isoformat()))
    for name, later in (("published_on", published), ("granted_on", granted), ("expires_on", days["expires_on"])):
        if later is not None and later < filed:
            yield _problem(row, name, "before-filing", _BEFORE.fill(day=later.isoformat(), filed=filed.isoformat()))
    priority = days["priority_on"]
    if priority is not None and priority > filed:
        yield _problem(row, "priority_on", "priority-after-filing", _PRIORITY)
    if published is None and granted is None and kind is not None:
        at = "published_on" if "published_on" in row.columns else "granted_on"
        yield _problem(row, at, "not-published", _NOT_PUBLISHED)


def _doubts(row: Row, number: str, kind: RightKind, filed: date) -> Iterator[Problem]:
    """A Chinese number names the year of filing; a divisional keeps its parent's day, so this is no mistake for certain."""
    if kind.is_patent and number.startswith("CN") and len(number) == 16 and int(number[2:6]) != filed.year:
        says = _OTHER_YEAR.fill(year=number[2:6], filed=filed.isoformat())
        yield _problem(row, "filed_on", "year-differs", says)


def _place(row: Row, owners: tuple[Owner, ...]) -> str:
    """As stated, else the division in the first owner's credit code, else none."""
    stated = row.text("place")
    if len(stated) == 6 and stated.isdigit():
        return stated
    code = owners[0].code if owners else ""
    return code[2:8] if code and code[2:8] != "100000" else ""


def _problem(row: Row, name: str, code: str, says: Text) -> Problem:
    return Problem(code=code, says=says, at=row.place_of(name))


_OTHER_KIND = Text(
    "{number} 是{told}，清单写的是{said}；请核对号码。",
    "{number} is of the kind {told}, the list says {said}; check the number.",
)
_NO_KIND = Text(
    "没有权利类型，号码也看不出；请补填。", "The kind of right is not told and the number does not tell it; fill it in."
)
_CODES = Text(
    "名称 {n} 个，统一社会信用代码 {m} 个，无法一一对应。",
    "{n} names and {m} credit codes cannot be matched one to one.",
)
_BAD_CODE = Text("“{code}”有误：{why}{fix}", "{code} is wrong: {why}{fix}")
_NOT_A_CODE = Text("不是统一社会信用代码", "it is no unified social credit code")
_PERHAPS = Text("建议核对是否为 {code}。", " Check whether it should be {code}.")
_NO_FILING = Text(
    "缺少申请日：期限和年费自申请日起算；请补填。",
    "The filing day is missing: terms and annuities count from it; fill it in.",
)
_OUT_OF_REACH = Text("{day} 不可能（早于1950年或晚于今天）。", "{day} cannot be (before 1950 or after today).")
_BEFORE = Text("{day} 早于申请日 {filed}；请核对。", "{day} is before the filing day {filed}; check both.")
_PRIORITY = Text("优先权日晚于申请日；请核对。", "The priority date is after the filing day; check both.")
_NOT_PUBLISHED = Text(
    "没有公布日或授权日：尚未公布的申请属于秘密，不进入账本；公布后再导入。",
    "Neither a day of publication nor of grant: an unpublished application is secret and does not enter the journal; import it once it is published.",
)
_OTHER_YEAR = Text(
    "号码中的年份是 {year}，申请日是 {filed}；分案申请可以如此，否则请核对。",
    "The number names {year}, the filing day is {filed}; a divisional may differ, otherwise check it.",
)
