"""Inputs that make no valuation: parts outside nought and one, years without end, triangles upside down; told all at once."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ipops.finance.valuation.form import (
    Approach,
    Cost,
    ExcessIncome,
    Flows,
    Market,
    ProfitSplit,
    ReliefFromRoyalty,
    SelfCreated,
    Triangle,
    ValuationForm,
)
from ipops.finance.valuation.worth import rate_of
from ipops.kernel.money import Money
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text

YEARS = 100  #: no forecast and no right lasts longer
MOST_FEN = 10**17  #: a thousand milliards of yuan: beyond it a figure is a slip
LAST_YEAR = 2500


def unsound(form: ValuationForm) -> Refused | None:
    """Every reason why these inputs make no valuation."""
    reasons = (*_whole(form), *(r for i, at in enumerate(form.approaches) for r in _approach(f"approaches.{i}", at)))
    return Refused(reasons=reasons) if reasons else None


def _whole(form: ValuationForm) -> Iterator[Reason]:
    rate = form.rate
    if (rate.whole is None) == (not rate.parts):
        yield _no("rate", "写 whole 或 parts 之一。", "Give either whole or parts.")
    elif not -1 < rate_of(rate) <= 10:
        yield _no(
            "rate",
            "折现率须大于负百分之百，不过百分之一千。",
            "The rate is above minus 100 and at most 1,000 per cent.",
        )
    if form.rounding.fen <= 0 or form.disagree < 1:
        yield _no("rounding", "取整步长须大于零，disagree 不小于 1。", "Rounding above nought, disagree at least 1.")
    if form.valued_on.year > LAST_YEAR:
        yield _no("valued_on", "评估日过远。", "The day of valuation lies too far ahead.")
    if form.right.expires_on is not None and form.right.expires_on <= form.valued_on:
        yield _no("right.expires_on", "权利在评估日已届满。", "The right has expired on the day of valuation.")
    for name, t in form.simulation.moves.items() if form.simulation else ():
        if not _triangle(name, t):
            yield _no(
                f"simulation.moves.{name}", "须 low ≤ mode ≤ high，且在合理范围。", "low ≤ mode ≤ high, within reason."
            )
    for name, part in form.sensitivity.items():
        if not 0 < part < 1:
            yield _no(f"sensitivity.{name}", "变动幅度在 0 与 1 之间。", "The part lies between 0 and 1.")


def _triangle(name: str, t: Triangle) -> bool:
    least = Fraction(-99, 100) if name == "rate" else Fraction(0)
    most = 1 if name in ("royalty", "share") else 10
    return least <= t.low <= t.mode <= t.high <= most


def _approach(key: str, at: Approach) -> Iterator[Reason]:
    if isinstance(at, Flows):
        parts = [at.tax, at.decay or Fraction(0)]
        if not all(_part(p) for p in parts) or at.economic_life > YEARS:
            yield _no(
                key,
                "税率、衰减率在 0 至 1，经济寿命不过百年。",
                "Tax and decay 0 to 1, a life of a hundred years at most.",
            )
    match at:
        case ReliefFromRoyalty():
            yield from _amounts(f"{key}.sales", at.sales)
            yield from _royalty(key, at)
        case ExcessIncome():
            yield from _amounts(key, (*at.with_right, *at.without), signed=True)
            if len(at.with_right) != len(at.without):
                yield _no(key, "有无两列年数须相同。", "Both lists have the same years.")
        case ProfitSplit():
            yield from _amounts(f"{key}.profits", at.profits, signed=True)
            yield from _share(key, at)
        case Market():
            yield from _market(key, at)
        case Cost():
            yield from _amounts(f"{key}.replacement", (at.replacement,))
            if not _part(at.depreciation):
                yield _no(f"{key}.depreciation", "贬值率在 0 至 1。", "Depreciation 0 to 1.")
        case SelfCreated():
            yield from _amounts(key, (at.material, at.labour))
            if not 0 <= at.risk < 1 or not 0 <= at.profit <= 100 or not 0 <= at.labour_multiple <= 1_000:
                yield _no(
                    key, "风险率在 0 与 1 之间，利润率、倍数不为负。", "Risk 0 to 1; profit and multiple not negative."
                )


def _royalty(key: str, at: ReliefFromRoyalty) -> Iterator[Reason]:
    if (at.royalty is None) == (not at.licences):
        yield _no(key, "写 royalty 或 licences 之一。", "Give either royalty or licences.")
    if at.royalty is not None and not _part(at.royalty):
        yield _no(f"{key}.royalty", "许可费率在 0 至 1。", "A royalty 0 to 1.")
    if any((x.paid == "free") != (x.rate is None) or not _part(x.rate or Fraction(0)) for x in at.licences):
        says = "有偿许可须写费率（0 至 1），无偿的不写。"
        yield _no(f"{key}.licences", says, "A paid licence has a rate of 0 to 1, a free one has none.")


def _share(key: str, at: ProfitSplit) -> Iterator[Reason]:
    if (at.share is None) == (at.investment is None):
        yield _no(key, "写 share 或 investment 之一。", "Give either share or investment.")
    if at.share is not None and not _part(at.share):
        yield _no(f"{key}.share", "分成率在 0 至 1。", "A share 0 to 1.")
    if at.investment is not None:
        i = at.investment
        yield from _amounts(key, (i.right_cost, i.other_cost))
        if min(i.right_margin, i.other_margin) < 0 or i.right_cost.fen + i.other_cost.fen == 0:
            yield _no(key, "投入须大于零，加成不为负。", "Costs above nought, margins not negative.")


def _market(key: str, at: Market) -> Iterator[Reason]:
    yield from _amounts(f"{key}.comparables", tuple(c.price for c in at.comparables))
    if any(not 0 < by <= 100 for c in at.comparables for by in c.corrections.values()):
        yield _no(
            f"{key}.comparables", "修正系数须大于零，不过一百。", "A correction is above nought and at most a hundred."
        )
    if any(c.paid != "free" and not c.price for c in at.comparables):
        yield _no(f"{key}.comparables", "有偿成交须有价格。", "A paid deal has a price.")


def _amounts(key: str, amounts: tuple[Money, ...], *, signed: bool = False) -> Iterator[Reason]:
    if len(amounts) > 2 * YEARS or any(abs(m.fen) > MOST_FEN or (m.fen < 0 and not signed) for m in amounts):
        yield _no(
            key,
            "金额不为负、不过一万亿元，至多百年。",
            "Amounts are not negative, a thousand milliards at most, a hundred years.",
        )


def _part(x: Fraction) -> bool:
    return 0 <= x <= 1


def _no(field: str, zh: str, en: str) -> Reason:
    return Reason(code="unsound", says=Text(f"{field}：{zh}", f"{field}: {en}"), field=field)
