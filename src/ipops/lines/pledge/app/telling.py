"""What the codes inside this line's facts are called: schemes, who bears a loss under them, verdicts, lines of a fund."""

from __future__ import annotations

import re
from functools import cache

from ipops.finance.scheme.facts import FACTS
from ipops.kernel.money import Money
from ipops.kernel.text import Text
from ipops.ledger.fact import Fact
from ipops.ledger.facts.words import RightKind
from ipops.lines.pledge.rules import recorded
from ipops.lines.pledge.rules.recorded import reason_of
from ipops.lines.pledge.rules.scheming import sharing_schemes
from ipops.reports import wording

VERDICTS = {
    "computed": Text("已算出", "computed"),
    "refused": Text("不符条件", "conditions not met"),
    "unknown": Text("未知", "unknown"),
}
#: Lines of a scheme by what they measure.
LINES = {"npl": Text("不良率", "ratio of bad loans"), "overdue": Text("逾期率", "ratio of overdue loans")}
_PARTIES = ("party", "parties", "payer")


def word(fact: Fact | None, field: str, value: str) -> Text | None:
    """``None`` for what is no code of ours: then it is shown as it is."""
    if field == "scheme":
        return next((s.title for s in sharing_schemes() if s.code == value), None)
    if field in _PARTIES:
        return party(value, str(getattr(fact, "scheme", "")))
    if field == "verdict":
        return VERDICTS.get(value)
    if field == "line":
        return LINES.get(value)
    if field in ("given", "records"):
        return fact_line(value)
    if field == "kinds":
        return RightKind(value).named if value in {str(k) for k in RightKind} else None
    return None


def fact_line(line: str) -> Text | None:
    """``fact=value # why`` as people read it: the fact by its name, a yes or a no in the reader's language."""
    told, why = reason_of(line)
    name, _, value = told.partition("=")
    known = FACTS.get(name.strip())
    if known is None:
        return None
    said = _ANSWERS.get(value.strip().lower()) or _amount(value.strip())
    whole = (
        Text("{name}：{value}（{why}）", "{name}: {value} ({why})")
        if why
        else Text("{name}：{value}", "{name}: {value}")
    )
    return whole.fill(name=known.says, value=said, why=recorded.reason(why))


_YUAN = re.compile(r"[\d,]+(\.\d{1,2})?\s*元")


def _amount(value: str) -> Text:
    """A sum in yuan as each language writes it; anything else as it stands."""
    if not _YUAN.fullmatch(value):
        return Text(value, value)
    return Text(value, wording.exact_money(Money.yuan(value.rstrip("元").strip().replace(",", ""))).en)


_YES, _NO = Text("是", "yes"), Text("否", "no")
_ANSWERS = {"是": _YES, "yes": _YES, "true": _YES, "否": _NO, "no": _NO, "false": _NO}


@cache
def party(code: str, scheme: str = "") -> Text | None:
    """Who bears a share, by the scheme that is told, else by the first that knows the code."""
    known = sorted(sharing_schemes(), key=lambda s: s.code != scheme)
    return next((s.party(code) for s in known if code in s.form.parties), None)
