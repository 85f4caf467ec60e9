"""Who pays which part of which loan in which month: a scheme's layers, run once for each kind of loan, not for each loan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from ipops.finance.scheme.case import Case
from ipops.finance.scheme.form import Choose, SchemeForm
from ipops.finance.scheme.outcome import Log, Missing
from ipops.finance.scheme.sharing import parties_of, rates_of
from ipops.finance.whatif.book import Book
from ipops.finance.whatif.total import Liability, under_limit
from ipops.kernel.money import Money
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text

Rows = list[tuple[Fraction, ...]]


@dataclass(frozen=True, slots=True)
class Payer:
    """One party in one layer; the bearer is no payer, it takes what is left."""

    layer: str
    party: str


def payers_of(form: SchemeForm) -> tuple[Payer, ...]:
    found: dict[Payer, None] = {}
    for layer in form.layers:
        for party in parties_of(layer):
            if party != form.bearer:
                found[Payer(layer.id, party)] = None
    return tuple(found)


def classes_of(
    form: SchemeForm,
    payers: Sequence[Payer],
    book: Book,
    cases: Sequence[Case],
    liability: Liability | None = None,
) -> tuple[npt.NDArray[np.int16], Rows] | Refused:
    """A class for each loan and month, and each class's part by payer. Class 0 is a loan that is not covered."""
    chooses = [layer.choose for layer in form.layers if layer.choose is not None]
    strange = [c.by for c in chooses if c.by not in ("borrower.balance", "loan.balance") or c.how != "cliff"]
    if strange:
        says = Text(f"推演不含按 {strange[0]} 分档。", f"The run does not hold steps by {strange[0]}.")
        return Refused(reasons=(Reason(code="steps-not-held", says=says, field="layers"),))
    steps = _steps(chooses, book)
    profile, profiles = _profiles(cases)
    rows: Rows = [tuple(Fraction(0) for _ in payers)]
    key = profile[:, None].astype(np.int64) * (int(steps.max(initial=0)) + 1) + steps
    klass = np.zeros(book.exposure.shape, dtype=np.int16)
    for value in np.unique(key[book.exposure > 0]):
        i, m = (int(x) for x in np.argwhere((key == value) & (book.exposure > 0))[0])
        row = _row(form, payers, profiles[profile[i]], _amount(chooses, book, i, m), liability)
        if isinstance(row, Refused):
            return row
        rows.append(row)
        klass[(key == value) & (book.exposure > 0)] = len(rows) - 1
    return klass, rows


def _steps(chooses: Sequence[Choose], book: Book) -> npt.NDArray[np.int64]:
    """Into which step of every list of steps each loan falls in each month, as one number."""
    made = np.zeros(book.exposure.shape, dtype=np.int64)
    for choose in chooses:
        amount = _amounts(choose, book)
        inside = np.zeros(book.exposure.shape, dtype=np.int64)
        for step in choose.steps:
            if step.up_to is not None:
                inside += amount > step.up_to.fen
            elif step.below is not None:
                inside += amount >= step.below.fen
            elif step.about is not None:
                inside += (amount > step.about.fen).astype(np.int64) + (amount >= step.about.fen)
        made = made * (2 * len(choose.steps) + 1) + inside
    return made


def _amounts(choose: Choose, book: Book) -> npt.NDArray[np.int64]:
    if choose.by == "loan.balance":
        return book.exposure
    by_firm = np.zeros((len(book.firms), book.months), dtype=np.int64)
    np.add.at(by_firm, book.firm, book.exposure)
    return by_firm[book.firm]


def _amount(chooses: Sequence[Choose], book: Book, i: int, m: int) -> dict[str, Money]:
    return {c.by: Money(int(_amounts(c, book)[i, m])) for c in chooses}


def _profiles(cases: Sequence[Case]) -> tuple[npt.NDArray[np.int32], list[Case]]:
    order = {id(c): c for c in cases}
    place = {key: n for n, key in enumerate(order)}
    return np.array([place[id(c)] for c in cases], dtype=np.int32), list(order.values())


def _row(
    form: SchemeForm, payers: Sequence[Payer], case: Case, amounts: dict[str, Money], liability: Liability | None
) -> tuple[Fraction, ...] | Refused:
    log = Log()
    full = Case(case.on, {**case.facts, **amounts})
    row: dict[Payer, Fraction] = {}
    for layer in form.layers:
        got = rates_of(layer, full, log)
        if got is None:
            return tuple(Fraction(0) for _ in payers)
        for party, rate in got.items():
            if not rate.known:
                return _silent(log.missing, f"layers.{layer.id}")
            row[Payer(layer.id, party)] = rate.low
    by_layer: dict[str, Fraction] = {}
    for payer, part in row.items():
        by_layer[payer.layer] = by_layer.get(payer.layer, Fraction(0)) + part
    under = under_limit(form, by_layer, liability)
    if isinstance(under, Refused):
        return under
    cut = {n: under[n] / part if part else Fraction(1) for n, part in by_layer.items()}
    return tuple(row[p] * cut[p.layer] if p in row else Fraction(0) for p in payers)


def _silent(missing: Sequence[Missing], at: str) -> Refused:
    told = [m for m in missing if m.rule.startswith(at)] or list(missing)
    reasons = tuple(
        Reason(
            code="missing-fact" if m.fact else "silent-source",
            says=Text(
                f"{m.rule}：{m.why.zh}"
                + (f" 请在账册的 facts 中给出 {m.fact}。" if m.fact else " 请用 --assume 假设。"),
                f"{m.rule}: {m.why.en}"
                + (f" Give {m.fact} among the facts of the book." if m.fact else " Use --assume."),
            ),
            field=m.rule,
        )
        for m in told
    )
    return Refused(reasons=reasons)
