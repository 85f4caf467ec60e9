"""May these rights be pledged: grounds of refusal on one hand, risks of which the parties are told on the other.

Rule 1: patents are held against the grounds of registration as a scheme file has them (``cn-pledge-461``); marks and other
rights against the law of collisions. Every ground is found at once, each with its clause.
Rule 2: a same-day invention application and a pending invalidation are risks: told, and accepted by both, they refuse nothing.
Rule 3: what nobody knows is listed as open and never taken for a yes.
Rule 4: whether a geographical indication may be pledged, and by whom, no source seen says: the parties name what it rests on, or it is open.
Rule 5: the debt may not outlive the right, unless a mark's renewal is agreed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ipops.finance.scheme import Scheme, evaluate
from ipops.finance.scheme.case import Case
from ipops.finance.security.collateral import outlives
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.facts.words import RightKind
from ipops.lines.pledge.machine.clauses import REGISTRATION
from ipops.lines.pledge.rules.scheming import scheme_of
from ipops.rights.collisions.known import right_seen
from ipops.rights.collisions.objections import objections
from ipops.rights.collisions.seen import Act, Intended, Seen
from ipops.rights.register.standing import Standing

GROUNDS = "cn-pledge-461"
#: Conditions of the scheme that a notice and an acknowledgement satisfy.
RISKS = ("same-day-invention", "invalidation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What the register we hold does not tell and a person answers. ``None``: not known."""

    contract_complete: bool | None = None
    co_owners_agree: bool = False
    same_day_invention: bool | None = None
    invalidation_pending: bool | None = None
    acknowledged: bool = False
    renewal_agreed: bool = False
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """One right. ``objections`` refuse, ``risks`` were told and accepted, ``open`` is what nobody knows."""

    right: str
    objections: tuple[Reason, ...] = ()
    risks: tuple[Reason, ...] = ()
    open: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """All rights of an application. It passes without objections and with nothing open."""

    rights: tuple[Looked, ...] = field(default=())

    @property
    def reasons(self) -> tuple[Reason, ...]:
        return tuple(r for x in self.rights for r in x.objections)

    @property
    def open(self) -> tuple[Text, ...]:
        return tuple(dict.fromkeys(t for x in self.rights for t in x.open))

    @property
    def risks(self) -> tuple[Reason, ...]:
        return tuple(r for x in self.rights for r in x.risks)

    @property
    def passes(self) -> bool:
        return not self.reasons and not self.open


def look(
    rights: Iterable[str],
    standings: Mapping[str, Standing],
    *,
    pledgor: str,
    due_on: date | None,
    on: date,
    pledge: str = "",
    unpaid: Mapping[str, bool | None],
    answers: Answers,
) -> Title:
    """What is owned is held against who pledges it, be it the debtor or another. ``unpaid`` says for each right whether an annuity is late (``None``: cannot be told)."""
    made = []
    for number in dict.fromkeys(rights):
        standing = standings.get(number)
        if standing is None:
            made.append(Looked(right=number, open=(_NOT_HELD.fill(right=number),)))
        elif standing.kind is not None and standing.kind.is_patent:
            made.append(_patent(standing, pledgor, due_on, on, pledge, unpaid.get(number), answers))
        else:
            made.append(_other(standing, pledgor, due_on, on, pledge, answers))
    return Title(rights=tuple(made))


def _patent(
    s: Standing, pledgor: str, due_on: date | None, on: date, pledge: str, unpaid: bool | None, answers: Answers
) -> Looked:
    scheme = scheme_of(GROUNDS)
    assert isinstance(scheme, Scheme)
    pending = {
        "same-day-invention": answers.same_day_invention if s.kind is RightKind.UTILITY_MODEL else False,
        "invalidation": answers.invalidation_pending,
    }
    told: dict[str, Any] = {
        "right.owner_pledges": pledgor in s.owners_on(on).owners if s.owners_on(on).owners else None,
        "right.in_force": s.is_live,
        "right.granted": s.granted_on is not None,
        "right.annuity_paid": None if unpaid is None else not unpaid,
        "right.suspended": _stopped(s, on),
        "loan.due_on": due_on,
        "right.expires_on": s.expires_on,
        "pledge.several_contract_issues": None if answers.contract_complete is None else not answers.contract_complete,
        "right.co_owner_agrees": answers.co_owners_agree or not set(s.owners_on(on).owners) - {pledgor},
        "right.pledged_already": any(p.on(on) and p.code != pledge for p in s.pledges),
        "right.same_day_invention": pending["same-day-invention"],
        "right.invalidation_pending": pending["invalidation"],
        "parties.acknowledged": answers.acknowledged,
    }
    got = evaluate(scheme, Case(on, {k: v for k, v in told.items() if v is not None}))
    conditions = {c.id: c for c in scheme.form.conditions}
    risks = tuple(
        Reason(code=code, says=conditions[code].says.text, cite=conditions[code].cite.cite, field=s.right)
        for code in RISKS
        if pending[code] and answers.acknowledged
    )
    return Looked(
        right=s.right,
        objections=tuple(_about(r, s.right) for r in got.reasons),
        risks=risks,
        open=tuple(
            Text(f"{s.right}：{m.why.zh}", f"{s.right}: {m.why.en}")
            for m in got.missing
            if m.rule.startswith("conditions.")
        ),
    )


def _other(s: Standing, pledgor: str, due_on: date | None, on: date, pledge: str, answers: Answers) -> Looked:
    intended = Intended(
        act=Act.PLEDGE, givers=(pledgor,), takers=(), on=on, deal=pledge, co_owners_agree=answers.co_owners_agree
    )
    seen = right_seen(s, on, deal=pledge)
    found = list(objections(intended, seen, Seen(rights={s.right: seen})))
    if due_on is not None and s.expires_on is not None:
        late = outlives(
            due_on,
            s.expires_on,
            renewable=s.kind is RightKind.TRADEMARK,
            renewal_agreed=answers.renewal_agreed,
        )
        found += list(late.reasons) if isinstance(late, Refused) else []
    open_ = (_GI.fill(right=s.right),) if s.kind is RightKind.GI and not answers.basis.strip() else ()
    return Looked(right=s.right, objections=tuple(_about(r, s.right) for r in found), open=open_)


def _stopped(s: Standing, on: date) -> bool:
    return any(x.on(on) for x in (*s.suspensions, *s.orders))


def _about(reason: Reason, right: str) -> Reason:
    says = (
        reason.says
        if right in reason.says.zh
        else Text(f"{right}：未满足“{reason.says.zh.rstrip('。')}”。", f"{right} does not meet: {reason.says.en}")
    )
    return Reason(code=reason.code, says=says, cite=reason.cite or REGISTRATION, field="rights", facts=reason.facts)


_GI = Text(
    "{right}：地理标志可否出质、由谁出质，未见来源载明；请写明依据（如已注册为集体商标或证明商标，及可以出质的文件）。",
    "{right}: no source seen says whether a geographical indication may be pledged, and by whom; name what it rests on (such as its "
    "registration as a collective or certification mark, and the paper that lets it be pledged).",
)
_NOT_HELD = Text("{right} 尚无登记信息，请先导入。", "Nothing is known of {right}; import its record first.")
