"""Was a claim filed in time: by the days of the fund's own agreement, and by the clocks of its scheme, each with its clause.

Rule 1: the day that counts is the day of the first filing; a correction that was asked for makes no new claim.
Rule 2: what comes of a late claim is the scheme's to say (its engine refuses it); where the source is silent a second person decides,
and gives the reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ipops.finance.scheme import Scheme
from ipops.finance.scheme.case import Case
from ipops.finance.scheme.deadlines import due
from ipops.finance.scheme.outcome import Log
from ipops.kernel.citation import Citation, Grade
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.lines.pledge.machine.clauses import OURS
from ipops.reference import workdays

FILED = "event.filed_on"


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """A clock that had run out when the claim was filed. ``refused``: the scheme says that a late claim is."""

    rule: Text
    last_day: date
    cite: Citation
    refused: bool = False

    @property
    def says(self) -> Text:
        ends = _REFUSED if self.refused else _SILENT
        ours = self.cite.grade is Grade.OURS  # the fund's agreement sets the days: its own words name it
        day = self.last_day.isoformat()
        return ends.fill(rule=self.rule, day=day if ours else _CITED.fill(day=day, cite=str(self.cite)))


def late(
    scheme: Scheme | None, told: Mapping[str, Any], *, npl_on: date | None, filed_on: date | None, days: int | None
) -> tuple[Late, ...]:
    """Every clock that the claim missed. ``told``: further facts of the case, as its checker gave them."""
    if filed_on is None:
        return ()
    made = []
    if days is not None and npl_on is not None and filed_on > (end := workdays.add_working_days(npl_on, days).day):
        made.append(Late(rule=_AGREED.fill(n=days), last_day=end, cite=OURS))
    case = Case(filed_on, {**told, FILED: filed_on, **({"loan.npl_on": npl_on} if npl_on else {})})
    for d in scheme.form.deadlines if scheme is not None else ():
        got = due(d, case, Log()) if d.acts == FILED else None
        if got is not None and got.in_time is False:
            refused = d.late is not None and d.late.value == "refused"
            cite = d.late.cite.cite if d.late and d.late.cite else got.cite
            made.append(Late(rule=got.says, last_day=got.last_day, cite=cite, refused=refused))
    return tuple(made)


def may_decide(found: Sequence[Late], why: str) -> Refused | None:
    """A late claim is approved with a reason in words, or not at all."""
    if why.strip():
        return None
    reasons = tuple(
        Reason(code="late-unexplained", says=_WHY.fill(day=x.last_day.isoformat()), cite=x.cite, field="why")
        for x in found
    )
    return Refused(reasons=reasons) if reasons else None


_AGREED = Text(
    "认定不良后{n}个工作日内申请（资金协议）",
    "claim within {n} working days after it was classed as bad (the fund's agreement)",
)
_CITED = Text("{day}（{cite}）", "{day} ({cite})")
_REFUSED = Text(
    "逾期申请：{rule}，末日 {day}；方案规定逾期的不予受理。",
    "Filed late: {rule}; last day {day}. The scheme refuses what is late.",
)
_SILENT = Text(
    "逾期申请：{rule}，末日 {day}；未载逾期的后果，同意的须写明理由。",
    "Filed late: {rule}; last day {day}. Nothing says what comes of it: who approves gives the reason.",
)
_WHY = Text(
    "申请已过末日 {day}；同意逾期申请的，请写明理由。",
    "It was filed after {day}, the last day: to approve a late claim give the reason.",
)
