"""The limits on a guarantee company before it is bound: its net assets against what it answers for, by the house's own book.

Rule 1: the limits are those of the scheme file ``cn-guarantee-2017``; only a guarantee company is held to them, no insurer, no other firm.
Rule 2: what the book tells is at least there, so a limit that it breaks by itself is broken for certain. A limit holds where everything
that it asks for is on record; where something lacks it is unknown, and says what.
Rule 3: whether it serves mainly small firms is told by its statement; untold, what lies between both limits is unknown.
Rule 4: sums of the book are unweighted: no source seen gives the weights of article 14.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ipops.finance.scheme import Scheme, evaluate
from ipops.finance.scheme.case import Case, Value
from ipops.finance.scheme.outcome import Held
from ipops.kernel.citation import Citation
from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.lines.pledge.rules.scheming import scheme_of

LIMITS = "cn-guarantee-2017"
NO_OWNER = Citation(
    document="融资担保公司监督管理条例(2017-08-02)",
    clause="第十七条",
    quote="融资担保公司不得为其控股股东、实际控制人提供融资担保",
    source="shared/data/laws",
)
WEIGHTS = Citation(
    document="融资担保公司监督管理条例(2017-08-02)",
    clause="第十四条",
    quote="应当按照国家规定的风险权重，计量担保责任余额",
    source="shared/data/laws",
)
OUTSTANDING = Citation(
    document="融资担保公司监督管理条例(2017-08-02)",
    clause="第十五条",
    quote="融资担保公司的担保责任余额不得超过其净资产的10倍",
    source="shared/data/laws",
)
QUOTED = (NO_OWNER, WEIGHTS, OUTSTANDING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """One guarantee of the book that stands or stood. ``ended_on`` is the day since which nothing is owed under it."""

    firm: str
    on: date
    amount: Money
    ended_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """The guarantor's last statement."""

    on: date
    net_assets: Money
    outstanding: Money | None
    mainly_small: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """``group`` are the firms known to belong with the firm, itself left out; ``owner_known``: somebody recorded whose the firm is.
    ``controls``: the firm controls the guarantor."""

    stated: Stated | None
    bound: Sequence[Bound]
    group: frozenset[str] = frozenset()
    owner_known: bool = False
    controls: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One limit: broken or held for certain, or ``None`` with what is not known. ``known`` is the ratio as far as the book tells."""

    id: str
    says: Text
    holds: bool | None
    known: Fraction | None
    most: Fraction | None
    cite: Citation
    lacks: tuple[Text, ...] = ()


def limits(book: Book, *, firm: str, more: Money, on: date) -> tuple[Limit, ...] | Refused:
    """Every limit with one guarantee ``more`` for this firm (nothing more: as it stands)."""
    scheme = scheme_of(LIMITS)
    if not isinstance(scheme, Scheme):
        return scheme
    strict, loose = (_held(scheme, book, firm, more, on, small=small) for small in (False, True))
    return tuple(_limit(one, other, book) for one, other in zip(strict, loose, strict=True))


def _held(scheme: Scheme, book: Book, firm: str, more: Money, on: date, *, small: bool) -> tuple[Held, ...]:
    """As the engine has it of what is certain; ``small`` where the statement does not say whom it serves."""
    told = book.stated
    facts: dict[str, Value | None] = {
        "guarantor.net_assets": told.net_assets if told else None,
        "guarantor.mainly_small": told.mainly_small if told and told.mainly_small is not None else small,
        "guarantee.outstanding": _outstanding(book) + more,
        "guarantee.obligor": _standing(b for b in book.bound if b.firm == firm) + more,
        "guarantee.related": _standing(b for b in book.bound if b.firm in book.group),
    }
    return evaluate(scheme, Case(on, {k: v for k, v in facts.items() if v is not None})).ratios


def _standing(bound: Iterable[Bound]) -> Money:
    return sum((b.amount for b in bound if b.ended_on is None), NIL)


def _outstanding(book: Book) -> Money:
    """The last statement, moved on by what the book tells of since; without one, what the book has."""
    told = book.stated
    if told is None or told.outstanding is None:
        return _standing(book.bound)
    since = _standing(b for b in book.bound if b.on > told.on)
    over = sum((b.amount for b in book.bound if b.ended_on and b.on <= told.on < b.ended_on), NIL)
    return max(NIL, told.outstanding + since - over)


def _limit(strict: Held, loose: Held, book: Book) -> Limit:
    name = strict.rule.removeprefix("ratios.")
    lacks = _lacks(name, book)
    broken = loose.holds is False
    sure = bool(strict.holds) and not lacks
    if not broken and not sure and not lacks:
        lacks = (_SERVES,)
    return Limit(
        id=name,
        says=strict.says,
        holds=False if broken else True if sure else None,
        known=strict.ratio,
        most=(loose if broken else strict).most,
        cite=strict.cite,
        lacks=() if broken or sure else lacks,
    )


def _lacks(name: str, book: Book) -> tuple[Text, ...]:
    if book.stated is None:
        return (_NO_ASSETS,)
    if name == "outstanding" and book.stated.outstanding is None:
        return (_NO_OUTSTANDING,)
    return (_NO_GROUP,) if name == "with-related" and not book.owner_known else ()


def may_bind(found: Sequence[Limit], *, controls: bool) -> Refused | None:
    """A limit that is broken for certain refuses, and so does a guarantee for whoever controls the company. What is unknown does not."""
    reasons = [
        Reason(code=f"limit-{x.id}", says=_BROKEN.fill(limit=x.says, most=_times(x.most), is_=_times(x.known)), cite=x.cite, field="amount")
        for x in found if x.holds is False
    ]  # fmt: skip
    if controls:
        reasons.append(Reason(code="guarantees-its-owner", says=_OWNER, cite=NO_OWNER, field="who"))
    return Refused(reasons=tuple(reasons)) if reasons else None


def told(found: Sequence[Limit]) -> Text | None:
    """What is said after it was bound, where a limit could not be told; ``None`` where all hold."""
    if not (open_ := unknown(found)):
        return None
    zh = "；".join(f"{x.says.zh}（{x.cite.clause}）未知：{'、'.join(t.zh for t in x.lacks)}" for x in open_)
    en = "; ".join(f"{x.says.en} ({x.cite.clause}) is unknown: {', '.join(t.en for t in x.lacks)}" for x in open_)
    return Text(f"已记入账本。{zh}。", f"It stands in the ledger. {en}.")


def why(x: Limit) -> Text:
    """What is not known of a limit."""
    return Text("、".join(t.zh for t in x.lacks), ", ".join(t.en for t in x.lacks))


def unknown(found: Sequence[Limit]) -> tuple[Limit, ...]:
    return tuple(x for x in found if x.holds is None)


def _times(x: Fraction | None) -> Text:
    """A multiple from one on, a per cent below."""
    if x is None:
        return Text("未知", "unknown")
    hundredths = Text(f"{float(x * 100):.2f}%", f"{float(x * 100):.2f} per cent")
    return Text(f"{float(x):.2f}倍", f"{float(x):.2f} times") if x >= 1 else hundredths


times = _times
_BROKEN = Text(
    "{limit}：将为净资产的{is_}，上限{most}。", "{limit}: it would be {is_} of net assets, the most is {most}."
)
_OWNER = Text(
    "被担保人是该担保公司的控制人，不得为其担保。",
    "The firm controls the guarantee company, which may not guarantee it.",
)
_NO_ASSETS = Text("担保公司净资产未登记", "its net assets are not on record")
_NO_OUTSTANDING = Text("担保公司申报的担保责任余额未登记", "what it answers for in all is not on record")
_NO_GROUP = Text(
    "被担保人的控制人未登记，关联方不明", "nobody recorded who controls the firm, so its related parties are not known"
)
_SERVES = Text(
    "未说明是否主要服务小微企业和农业，在10倍与15倍之间",
    "it is not told whom it mainly serves, between 10 and 15 times",
)
