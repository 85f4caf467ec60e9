"""What the codes inside this line's facts are called: schemes, who bears a loss under them, verdicts, lines of a fund."""

from __future__ import annotations

from functools import cache

from ipops.kernel.text import Text
from ipops.ledger.fact import Fact
from ipops.ledger.facts.words import RightKind
from ipops.lines.pledge.rules.scheming import sharing_schemes

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
    if field == "kinds":
        return RightKind(value).named if value in {str(k) for k in RightKind} else None
    return None


@cache
def party(code: str, scheme: str = "") -> Text | None:
    """Who bears a share, by the scheme that is told, else by the first that knows the code."""
    known = sorted(sharing_schemes(), key=lambda s: s.code != scheme)
    return next((s.party(code) for s in known if code in s.form.parties), None)
