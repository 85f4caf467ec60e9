"""May it be offered, signed, served: context in, ``None`` or ``Refused`` with every reason and its clause out.

Rule 1: an agency of grade D is neither offered nor signed with, by the grade on record on the day (``webkit.credit``); an unknown
grade is stored as unknown and said.
Rule 2: filing, prosecution and invalidation need a patent agency licence, in the offer, in the contract and at each service;
watching, training and the rest do not.
Rule 3: one agency does not act on one right for two clients at once.
Rule 4: a client entrusts what is its own: a right that is known as somebody else's is in nobody's care by its contract.
Rule 5: one named leader answers for a contract, and secrecy is promised in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.facts.words import CreditGrade
from ipops.lines.custody.facts import Service
from ipops.lines.custody.rules import clauses


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A service level of ``policy/levels.yaml``: what it holds at least."""

    code: str
    says: Text
    services: tuple[Service, ...]


def offer(
    *,
    grade: CreditGrade,
    licence_no: str,
    services: Iterable[Service],
    level: str,
    levels: Mapping[str, Level],
) -> Refused | None:
    reasons = [*_agency(grade, licence_no, services), *_level(level, services, levels)]
    return Refused(reasons=tuple(reasons)) if reasons else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Another custody that stands: whose agency looks after which rights for whom."""

    custody: str
    client: str
    agency: str
    rights: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """What is to be signed. ``others`` are those of the rights it names that are known as somebody else's."""

    client: str
    agency: str
    on: date
    until: date | None
    leader: str
    secrecy: bool
    rights: frozenset[str]
    document: str
    grade: CreditGrade = CreditGrade.UNKNOWN
    licence_no: str = ""
    services: tuple[Service, ...] = ()
    declared_unsigned: bool = False
    others: tuple[str, ...] = ()


def sign(contract: Contract, *, held: Iterable[Held], today: date) -> Refused | None:
    """Every reason why this contract may not be entered. ``held`` are the standing custodies of the same agency."""
    c = contract
    found = [
        (not c.document, "contract-missing", "paper", _NO_PAPER, clauses.WRITTEN),
        (not c.leader.strip(), "no-leader", "leader", _NO_LEADER, clauses.OURS),
        (not c.secrecy, "no-secrecy", "secrecy", _NO_SECRECY, clauses.OURS),
        (c.on > today, "in-the-future", "on", _FUTURE, None),
        (c.until is not None and c.until <= c.on, "ends-before-it-begins", "last_day", _ENDS_FIRST, None),
        (c.client == c.agency, "own-client", "agency", _OWN, clauses.OURS),
        (bool(c.others), "not-the-client-s", "rights", _OTHERS.fill(rights="、".join(c.others)), clauses.OURS),
        (c.declared_unsigned, "declaration-unsigned", "declared_signed", _UNSIGNED, clauses.SIZE),
    ]
    reasons = [Reason(code=k, says=says, cite=cite, field=f) for wrong, k, f, says, cite in found if wrong]
    reasons += _agency(c.grade, c.licence_no, c.services)
    reasons += [_conflict(h, c) for h in held if h.agency == c.agency and h.client != c.client and h.rights & c.rights]
    return Refused(reasons=tuple(reasons)) if reasons else None


def serve(
    *,
    service: Service,
    agreed: Iterable[Service],
    licence_no: str,
    on: date,
    signed_on: date,
    today: date,
) -> Refused | None:
    """A service is entered on or after the contract date, not ahead; a reserved one needs the licence."""
    reasons = []
    if on < signed_on:
        says = _TOO_EARLY.fill(day=signed_on.isoformat())
        reasons.append(Reason(code="before-the-contract", says=says, field="on"))
    if on > today:
        reasons.append(Reason(code="in-the-future", says=_FUTURE, field="on"))
    reasons += _licence(licence_no, (service,))
    if service.reserved and service not in set(agreed):
        reasons.append(Reason(code="not-agreed", says=_NOT_AGREED, cite=clauses.WRITTEN, field="service"))
    return Refused(reasons=tuple(reasons)) if reasons else None


def _agency(grade: CreditGrade, licence_no: str, services: Iterable[Service]) -> list[Reason]:
    found = (
        [Reason(code="grade-d", says=_GRADE_D, cite=clauses.GRADE_D, field="grade")] if grade is CreditGrade.D else []
    )
    return [*found, *_licence(licence_no, services)]


def _licence(licence_no: str, services: Iterable[Service]) -> list[Reason]:
    reserved = [s for s in services if s.reserved]
    if not reserved or licence_no.strip():
        return []
    zh, en = "、".join(s.zh for s in reserved), ", ".join(s.en for s in reserved)
    says = Text(
        f"{zh}属专利代理业务，请填写机构的执业许可证号。",
        f"{en}: this is patent agency; give the agency's licence number.",
    )
    return [Reason(code="licence-missing", says=says, cite=clauses.RESERVED, field="licence_no")]


def _level(level: str, services: Iterable[Service], levels: Mapping[str, Level]) -> list[Reason]:
    if level not in levels:
        says = Text(f"没有服务等级 {level}。", f"There is no service level {level}.")
        return [Reason(code="no-such-level", says=says, field="level")]
    lacking = [s for s in levels[level].services if s not in set(services)]
    if not lacking:
        return []
    zh, en = "、".join(s.zh for s in lacking), ", ".join(s.en for s in lacking)
    says = Text(f"该等级至少还应包括：{zh}。", f"This level holds at least also: {en}.")
    return [Reason(code="less-than-the-level", says=says, cite=clauses.OURS, field="services")]


def _conflict(held: Held, contract: Contract) -> Reason:
    rights = "、".join(sorted(held.rights & contract.rights))
    says = Text(
        f"该机构正就 {rights} 受另一家委托（{held.custody}）；存在利益冲突的不得接受。",
        f"The agency already acts on {rights} for another client ({held.custody}); it may not for both.",
    )
    return Reason(code="conflict-of-interest", says=says, cite=clauses.CONFLICT, field="rights")


_NO_PAPER = Text("请附书面托管合同。", "Attach the written contract.")
_NO_LEADER = Text("请指明一名项目负责人。", "Name the one leader who answers for it.")
_NO_SECRECY = Text("合同须含保密约定。", "The contract must promise secrecy.")
_FUTURE = Text("日期在今天之后。", "The day lies ahead.")
_ENDS_FIRST = Text("终止日不能早于签订日。", "It cannot end before it begins.")
_UNSIGNED = Text(
    "没有数据计算企业规模时，以企业签章的声明为准：请随合同附声明并勾选，或将声明改为“未知”。",
    "Where the size cannot be computed a signed declaration is taken: attach it to the contract and tick, or declare unknown.",
)
_OTHERS = Text(
    "{rights} 在系统中登记为他人所有，不能由该企业委托；如已受让，请等登记簿公告或先导入转让登记。",
    "{rights}: known here as somebody else's, so this firm cannot entrust it; if it was assigned, wait for the register or import the transfer first.",
)
_OWN = Text("机构不能受自己委托。", "An agency cannot be its own client.")
_GRADE_D = Text("信用等级为D的机构不承接托管（本系统规则）。", "An agency of grade D takes no custody (our rule).")
_TOO_EARLY = Text("早于合同签订日 {day}。", "It lies before the contract of {day}.")
_NOT_AGREED = Text("合同未约定这项代理服务。", "The contract does not hold this agency service.")
