"""What a period of a royalty brings, exactly; and what an audit adds (民法典 第八百四十六条)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.lines.trading.facts.course import TermsAgreed
from ipops.lines.trading.facts.money import RoyaltyStated
from ipops.lines.trading.facts.words import PriceForm, RoyaltyBase
from ipops.lines.trading.machine import clauses


def rate_in(terms: TermsAgreed, starts: date, since: date) -> Fraction:
    """The rate of the contract year in which a period begins; the last one named holds on. ``starts`` is the first day."""
    years = since.year - starts.year - ((since.month, since.day) < (starts.month, starts.day))
    return terms.rates[min(max(years, 0), len(terms.rates) - 1)]


def due(terms: TermsAgreed, base: Money, rate: Fraction) -> Money:
    """Rate times base, down to the whole fen in the payer's favour, and no less than the minimum of the period.

    Rounding down is ours: no source says what becomes of a part of a fen.
    """
    exact = rate * base.fen
    royalty = Money(exact.numerator // exact.denominator) if exact > 0 else NIL
    return max(royalty, terms.minimum) if terms.minimum is not None else royalty


def more_due(terms: TermsAgreed, stated: RoyaltyStated, found: Money, rate: Fraction) -> Money:
    """What an audited base brings beyond the statement; less than nothing where too much was stated."""
    return due(terms, found, rate) - stated.due


def mistakes(terms: TermsAgreed) -> Refused | None:
    """Terms that say a royalty name its base and its rates; terms that do not, name none. Rates lie between 0 and 1."""
    found = []
    if terms.form.has_royalty:
        if terms.base is None or not terms.rates:
            found.append(Reason(code="royalty-incomplete", says=_INCOMPLETE, cite=clauses.RATES, field="rates"))
        if any(not 0 < r <= 1 for r in terms.rates) and terms.base is not RoyaltyBase.OTHER:
            found.append(Reason(code="rate-strange", says=_STRANGE, cite=clauses.RATES, field="rates"))
    elif terms.rates or terms.minimum is not None:
        found.append(Reason(code="royalty-unasked", says=_UNASKED, cite=clauses.PRICE, field="form"))
    if terms.form in (PriceForm.LUMP, PriceForm.INSTALMENTS, PriceForm.ENTRY_ROYALTY) and terms.price is None:
        found.append(Reason(code="price-untold", says=_NO_PRICE, cite=clauses.PRICE, field="price"))
    if terms.form is PriceForm.NOTHING and terms.price:
        found.append(Reason(code="free-at-a-price", says=_FREE, cite=clauses.PRICE, field="price"))
    return Refused(reasons=tuple(found)) if found else None


_INCOMPLETE = Text("提成支付的，请填提成基数和比例。", "A royalty needs its base and its rates.")
_STRANGE = Text("提成比例应大于 0、不超过 100%。", "A rate lies above 0 and not above 100%.")
_UNASKED = Text(
    "填了提成比例或保底，支付方式却不是提成；请改正其一。",
    "Rates or a minimum are given but the price is no royalty; correct one of them.",
)
_NO_PRICE = Text("请填固定价款或入门费。", "Give the fixed price or the entry fee.")
_FREE = Text("选择了无偿，却填写了价款。", "It is free of charge and has a price.")
