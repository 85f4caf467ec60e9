"""Whether a report may be used: its signers, its approaches, its age, what happened since. Numbers of the law are arguments.

A report by appraisers needs two signers and two approaches, or the reason for one (资产评估法 24, 26, 27); the pack
``cn-valuation-2016`` holds these numbers with their clauses. A bank's own valuation is told apart: an officer and a second
person who reviewed it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date

from ipops.finance.valuation.approaches import FAMILY
from ipops.finance.valuation.form import ReportForm, ValuationForm
from ipops.kernel.outcome import Reason
from ipops.kernel.period import months_after
from ipops.kernel.text import Text

#: Events after which a valuation no longer holds, whatever its age.
ENDING = {
    "invalidated": Text("权利被宣告无效", "the right was invalidated"),
    "lapsed": Text("权利终止", "the right lapsed"),
    "licence_lost": Text("主要许可终止", "the main licence ended"),
}


def doubts(form: ValuationForm, signers: int = 2, approaches: int = 2) -> tuple[Reason, ...]:
    """Every reason why this report may not be used as it stands; none if it may."""
    return tuple(_doubts(form, signers, approaches))


def _doubts(form: ValuationForm, signers: int, approaches: int) -> Iterator[Reason]:
    report = form.report
    if report.by == "appraiser":
        yield from _appraisers(form, signers, approaches)
    elif len(_named((report.officer or "", report.reviewer or ""))) < 2:
        yield _no(
            "bank-second-person",
            "银行自评须有经办人和另一名复核人。",
            "A bank's own valuation has an officer and another reviewer.",
        )
    yield from _days(form)
    yield from _age(report)
    for event, day in report.events.items():
        if event in ENDING and report.used_on is not None and form.valued_on <= day <= report.used_on:
            what = ENDING[event]
            yield _no(
                "event-since", f"{day} {what.zh}，评估已不适用。", f"On {day} {what.en}; the valuation no longer holds."
            )


def _appraisers(form: ValuationForm, signers: int, approaches: int) -> Iterator[Reason]:
    if len(_named(form.report.signers)) < signers:
        yield _no("signers", f"须由 {signers} 名评估专业人员签名。", f"{signers} appraisers sign it.")
    families = {FAMILY[a.method] for a in form.approaches}
    if len(families) < approaches and not (form.report.reason_for_one or "").strip():
        says = f"只用了一类方法（{', '.join(sorted(families))}）；须用 {approaches} 类，或说明理由。"
        english = f"Only one approach ({', '.join(sorted(families))}); use {approaches}, or give the reason."
        yield _no("one-approach", says, english)
    if form.report.signed_on is None:
        yield _no("unsigned", "未写签署日。", "The day of signing is not given.")


def _named(people: Iterable[str]) -> set[str]:
    """How many people these are: a blank is nobody, and one person typed with and without a space is one."""
    return {name for p in people if (name := "".join(unicodedata.normalize("NFKC", p).split()).casefold())}


def _days(form: ValuationForm) -> Iterator[Reason]:
    """A report is signed on or after the day it values, and used on or after both."""
    signed, used = form.report.signed_on, form.report.used_on
    if signed is not None and signed < form.valued_on:
        yield _no(
            "signed-too-early",
            f"签署日 {signed} 早于评估基准日 {form.valued_on}。",
            f"It was signed on {signed}, before the day it values, {form.valued_on}.",
        )
    first = max(form.valued_on, signed or form.valued_on)
    if used is not None and used < first:
        yield _no(
            "used-too-early",
            f"使用日 {used} 早于评估基准日或签署日 {first}。",
            f"It is used on {used}, before {first}, the day it values or was signed.",
        )


def _age(report: ReportForm) -> Iterator[Reason]:
    if report.used_on is None or report.signed_on is None:
        return
    if report.age_limit_months is None:
        says = (
            "使用方未给出评估报告有效期，是否过期未知。",
            "No limit of age is given; whether it is too old is unknown.",
        )
        yield _no("age-unknown", *says)
    elif is_stale(report.signed_on, report.age_limit_months, report.used_on):
        last = months_after(report.signed_on, report.age_limit_months)
        yield _no(
            "stale",
            f"报告有效至 {last}，{report.used_on} 已过期。",
            f"The report held until {last}; {report.used_on} is after it.",
        )


def is_stale(signed_on: date, limit_months: int, used_on: date) -> bool:
    """Whether a valuation is older than its scheme's limit on the day it is used."""
    return used_on > months_after(signed_on, limit_months)


def _no(code: str, zh: str, en: str) -> Reason:
    return Reason(code=code, says=Text(zh, en), field="report")
