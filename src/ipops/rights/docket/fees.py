"""What a step other than an annuity costs: the official fee of the rule, less the reduction where the fee is reducible."""

from __future__ import annotations

from dataclasses import replace

from ipops.kernel.money import Money
from ipops.rights.docket.given import Given
from ipops.rights.docket.item import DueItem
from ipops.rights.docket.marks import ONE_CLASS
from ipops.rights.law import Book

#: the fee of a rule; ``{kind}`` is the right's kind
FEE_OF = {
    "P-09": "examination.{kind}",
    "P-12": "reexamination.{kind}",
    "T-03": "opposition.trademark",
    "T-04": "review.trademark",
    "L-02": "reexamination.{kind}",
}


def with_fee(item: DueItem, given: Given, law: Book) -> DueItem:
    """The item with its official fee, if the rule has one. A mark's fee is per class; a reduction holds in a year on record."""
    fee = law.fees.get(FEE_OF.get(item.rule, "").format(kind=given.kind))
    if fee is None or item.due_on is None:
        return item
    classes = (given.classes or 1) if fee.online is not None else 1
    full = fee.paper.fen * classes
    percent = given.reductions.get(item.due_on.year, 0) if fee.reducible else 0
    could = max(percent, given.entitled) if fee.reducible else 0
    lowest = fee.online.fen * classes if fee.online is not None else full * (100 - could) // 100
    notes = (ONE_CLASS,) if fee.online is not None and given.classes is None else ()
    return replace(
        item,
        amount=Money(full * (100 - percent) // 100),
        lowest=Money(lowest),
        notes=(*item.notes, *notes),
        cites=(*item.cites, fee.cite),
    )
