"""Who pays how much of a loss, in which order, by when, and which papers are missing: the scheme's engine asked, never ours.

Rule 1: what the ledger knows is given to the engine; what a person adds is kept with the claim; nothing is filled in.
Rule 2: a claim is approved on a *computed* outcome alone. An unknown one says what is missing and pays nothing.
Rule 3: the law's order stands before the scheme's: the debtor's own pledge first, a third party's or the guarantor as the creditor
chooses (392), the guarantor in time (692).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from ipops.finance.scheme import Scheme, evaluate
from ipops.finance.scheme.case import Case, parsed
from ipops.finance.scheme.facts import FACTS
from ipops.finance.scheme.interval import Between
from ipops.finance.scheme.outcome import Outcome
from ipops.finance.scheme.sharing import parties_of
from ipops.kernel.citation import Citation
from ipops.kernel.money import Money
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.facts.words import RightKind
from ipops.lines.pledge.facts.words import Paper
from ipops.lines.pledge.machine.clauses import EITHER, GUARANTEE_PERIOD, OURS, OWN_FIRST
from ipops.lines.pledge.rules import recorded
from ipops.lines.pledge.rules.clocks import Clock

#: What schemes call the kinds of rights.
KIND_OF = {
    RightKind.TRADEMARK: "trade_mark",
    RightKind.GI: "geographical_indication",
    RightKind.LAYOUT: "layout_design",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """One loan that failed, as the ledger knows it on a day. Money that is not known is ``None``."""

    principal: Money
    interest: Money
    recovered: Money
    loan_principal: Money
    left: Money
    ip_part: Money | None
    kinds: Sequence[str]
    registered: bool
    signed_on: date | None
    drawn_on: date | None
    due_on: date | None
    npl_on: date | None
    filed_on: date | None
    term_months: int | None
    rate_bp: int | None
    grade: str
    first_registered_on: date | None = None
    on_list: bool | None = None
    guaranteed: bool = False
    third_party: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What else the scheme may ask: the fund, the bank's book in it, what was paid or approved before; ``counted`` by scope what was
    counted of losses before (``None``: a claim was worked out before this was kept); ``stopped``: a stop was reached, and nobody
    knows of its end."""

    pot_balance: Money
    pot_size: Money
    paid_ever: Money
    paid_year: Money
    paid_firm: Money
    borrower: Money
    book: Money
    bad: Money
    bank_book: Money
    bank_bad: Money
    overdue: Money
    paid_firm_year: Money | None = None
    paid_bank: Money | None = None
    counted: Mapping[str, Money | None] = field(default_factory=dict)
    stopped: bool = False


def case_of(
    loss: Loss, around: Around, given: Sequence[str], on: date, records: Sequence[recorded.Record] = ()
) -> Case | Refused:
    """The engine's case. ``given`` are ``fact=value`` of the checker; what they repeat, the ledger's word outweighs. What ``records``
    tell stands unless the checker says otherwise with a reason."""
    told = {**_of_loss(loss), **of_fund(around)}
    typed, unread = read(given)
    wrong = [Reason(code="fact-unread", says=_UNREAD.fill(line=line), field="given") for line in unread]
    known, unfounded = recorded.settled(records, typed)
    if wrong or unfounded:
        return Refused(reasons=(*wrong, *unfounded))
    added = {name: value for name, (value, _) in typed.items()}
    return Case(on, {**added, **known, **{k: v for k, v in told.items() if v is not None}})


def read(given: Sequence[str]) -> tuple[dict[str, tuple[Any, str]], list[str]]:
    """What a checker added: each fact's value with its reason, and the lines that say nothing."""
    typed: dict[str, tuple[Any, str]] = {}
    unread: list[str] = []
    for whole in given:
        line, why = recorded.reason_of(whole)
        name, _, raw = line.partition("=")
        kind = FACTS.get(name.strip())
        text = raw.strip()
        value = parsed(kind.kind, _flagged(text) if kind.kind == "flag" else text) if kind else None
        if value is None:
            unread.append(line)
        else:
            typed[name.strip()] = (value, why)
    return typed, unread


def _flagged(text: str) -> Any:
    return {"true": True, "是": True, "yes": True, "false": False, "否": False, "no": False}.get(text.lower(), text)


def _of_loss(x: Loss) -> dict[str, Any]:
    share = Fraction(x.ip_part.fen, x.loan_principal.fen) if x.ip_part is not None and x.loan_principal else None
    return {
        "loss.principal": x.principal,
        "loss.interest": x.interest,
        "loss.recovered": x.recovered,
        "loan.principal": x.loan_principal,
        "loan.balance": x.left,
        "loan.ip_part": x.ip_part,
        "loan.ip_share": share,
        "loan.ip_pledge": True,
        "loan.ip_marked": x.ip_part is not None or None,
        "loan.combined": None if share is None else share != 1,
        "loan.rate": Fraction(x.rate_bp, 10_000) if x.rate_bp is not None else None,
        "loan.term_months": x.term_months,
        "loan.class": x.grade or None,
        "loan.signed_on": x.signed_on,
        "loan.drawn_on": x.drawn_on,
        "loan.due_on": x.due_on,
        "loan.npl_on": x.npl_on,
        "loan.insured_or_guaranteed": x.guaranteed,
        "rights.kinds": frozenset(_kind(k) for k in x.kinds) or None,
        "pledge.registered": x.registered,
        "right.first_registered_on": x.first_registered_on,
        "event.filed_on": x.filed_on,
        "firm.on_list": x.on_list,
    }


def _kind(code: str) -> str:
    return KIND_OF.get(RightKind(code), code) if code in {str(k) for k in RightKind} else code


def of_fund(x: Around) -> dict[str, Any]:
    return {
        "pot.balance": x.pot_balance,
        "pot.size": x.pot_size,
        "pot.overdue_stock": x.overdue,
        "used.pot": x.paid_ever,
        "used.pot_year": x.paid_year,
        "used.firm": x.paid_firm,
        "used.firm_year": x.paid_firm_year,
        "used.lifetime": x.paid_firm,
        "used.bank_quota": x.paid_bank,
        **{f"counted.{scope}": sum_ for scope, sum_ in x.counted.items()},
        "borrower.balance": x.borrower,
        "scheme.balance": x.book,
        "scheme.npl_balance": x.bad,
        "bank.balance": x.bank_book,
        "bank.npl_balance": x.bank_bad,
        "scheme.stopped_before": x.stopped or None,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One who pays, or one step that must come before. ``amount`` is ``None`` where it is not known; ``either``: the
    creditor chooses between this step and the other one so marked."""

    who: Text
    amount: Between | None = None
    by: date | None = None
    why: Text | None = None
    cite: Citation | None = None
    done: bool = False
    either: bool = False


def turns(
    scheme: Scheme, got: Outcome, loss: Loss, *, enforced: bool, called: bool, clock: Clock | None
) -> tuple[Turn, ...]:
    """The order in which the loss is borne: what the law puts first, then the layers of the scheme, the bearer last."""
    made = [_pledged(loss, enforced=enforced)]
    if loss.guaranteed:
        made.append(
            Turn(
                who=_GUARANTOR,
                by=clock.on if clock else None,
                cite=clock.cite if clock else GUARANTEE_PERIOD,
                done=called,
                either=loss.third_party,
            )
        )
    parties: list[str] = []
    for layer in scheme.form.layers:
        named = [layer.party] if layer.party else [*(layer.shares or {}), *_chosen(layer)]
        parties += [p for p in named if p and p not in parties and p != scheme.form.bearer]
    parties += [p for p in got.amounts if p not in parties and p != scheme.form.bearer]
    parties += [scheme.form.bearer] if scheme.form.bearer else []
    last = min((d.last_day for d in got.deadlines), default=None)
    cites = {layer.party or layer.id: layer.cite.cite for layer in scheme.form.layers}
    return (
        *made,
        *(
            Turn(
                who=scheme.party(p),
                amount=got.amounts.get(p),
                by=last if p != scheme.form.bearer else None,
                cite=cites.get(p, scheme.cite),
            )
            for p in parties
        ),
    )


def _pledged(loss: Loss, *, enforced: bool) -> Turn:
    """The pledged rights: before the guarantor if they are the debtor's own, else beside him."""
    if loss.third_party:
        return Turn(who=_OTHERS, cite=EITHER, done=enforced, why=None if enforced else _CHOICE, either=True)
    return Turn(who=_PLEDGE, cite=OWN_FIRST, done=enforced, why=None if enforced else _FIRST)


def _chosen(layer: Any) -> Iterable[str]:
    steps = layer.choose.steps if layer.choose is not None else ()
    return dict.fromkeys(p for s in steps for p in (getattr(s, "shares", None) or {}))


def missing(papers: Sequence[str], *, guaranteed: bool, third_party: bool = False) -> tuple[Paper, ...]:
    """Papers that the list asks for and the claim has not."""
    beside = "with_guarantor_and_pledge_of_third_party" if third_party else "with_guarantor"
    asked = [*_papers()["always"], *(_papers()[beside] if guaranteed else ())]
    return tuple(Paper(p) for p in asked if p not in papers)


def papers_cite() -> Citation:
    return OURS


def may_approve(verdict: str, *, lacking: Sequence[Paper]) -> Refused | None:
    """Whether a claim may be approved as it was worked out."""
    found = [
        (verdict == "refused", "conditions-not-met", _REFUSED),
        (verdict not in ("computed", "refused"), "not-computed", _NOT_COMPUTED),
        (bool(lacking), "papers-missing", _LACKING.fill(papers=_named(lacking)) if lacking else _LACKING),
    ]
    reasons = tuple(Reason(code=k, says=says, cite=OURS) for wrong, k, says in found if wrong)
    return Refused(reasons=reasons) if reasons else None


def _named(papers: Sequence[Paper]) -> Text:
    return Text("、".join(p.zh for p in papers), ", ".join(p.en for p in papers))


def second_person(by: str, *others: str) -> Refused | None:
    """Who filed or checked a claim does not decide it."""
    if by not in others:
        return None
    return Refused(reasons=(Reason(code="same-person", says=_SAME, cite=OURS),))


def solve(scheme: Scheme, case: Case) -> Outcome:
    return evaluate(scheme, case)


def sums(got: Outcome) -> Mapping[str, Money]:
    """What each party bears, where that is known."""
    return {p: a.money for p, a in got.amounts.items() if a is not None and a.money is not None}


def counted(scheme: Scheme, got: Outcome, payer: str) -> Money | None:
    """What of the loss the layer of this payer counts; of several layers the most, for it is one loss. ``None``: not known."""
    mine = [got.counted[x.id] for x in scheme.form.layers if payer in parties_of(x) and x.id in got.counted]
    if not mine or not all(c.known for c in mine):
        return None
    return max((c.down().money or Money(0) for c in mine), default=None)


def unchanged(before: Mapping[str, int], now: Outcome) -> Refused | None:
    """Nothing is approved that would be worked out otherwise by now: another claim was approved, or money moved."""
    if before == {p: m.fen for p, m in sums(now).items()} and now.verdict == "computed":
        return None
    return Refused(reasons=(Reason(code="checked-before", says=_STALE, cite=OURS),))


@lru_cache(maxsize=1)
def _papers() -> Mapping[str, list[str]]:
    text = (resources.files("ipops.lines.pledge") / "policy" / "papers.yaml").read_text(encoding="utf-8")
    read: Mapping[str, list[str]] = yaml.safe_load(text)
    return read


_UNREAD = Text("“{line}”不能识别；写作 事实=值。", "“{line}” cannot be read; write fact=value.")
_PLEDGE = Text("债务人自己的质物", "the debtor's own pledged rights")
_OTHERS = Text("第三人提供的质物", "rights pledged by a third party")
_GUARANTOR = Text("保证人或保险人", "the guarantor or insurer")
_FIRST = Text("没有另行约定的，应先就该质物实现债权。", "Unless agreed otherwise it is enforced first.")
_CHOICE = Text(
    "没有另行约定的，可就该质物实现债权，也可请求保证人承担保证责任；第三人承担后有权向债务人追偿。",
    "Unless agreed otherwise the creditor enforces it or calls the guarantor; the third party then has recourse to the debtor.",
)
_REFUSED = Text(
    "方案的条件不满足，不能同意；哪一条、依据哪一款，见测算页。",
    "A condition of the scheme is not met, so it cannot be approved; the page of the sums says which, with its clause.",
)
_NOT_COMPUTED = Text(
    "方案未能算出确定金额；请补充所缺事实，或由资金协议补足方案未载之处。",
    "The scheme gives no certain sum; add the facts it lacks, or let the fund's agreement fill where its source is silent.",
)
_LACKING = Text("材料不全：{papers}。", "Papers are missing: {papers}.")
_STALE = Text(
    "初审之后情况有变（如另一项补偿已同意、资金已变动），按现在的情况会算出不同金额；请重新初审。",
    "Since the check another claim was approved or money moved: it would be worked out otherwise now. Check it again.",
)
_SAME = Text("决定须由申报人、初审人以外的第二人作出。", "It is decided by somebody who neither filed nor checked it.")
