"""An outcome of a scheme as lines for a person: amounts, why, what is unknown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ipops.finance.scheme.outcome import Outcome, shown
from ipops.kernel.text import Text
from ipops.site.asking import text_of, yuan

_VERDICTS = {
    "computed": Text("已算出", "computed"),
    "refused": Text("不符合", "refused"),
    "unknown": Text("未知", "unknown"),
}


def outcome_lines(got: Outcome, lang: str) -> Iterator[str]:
    """Verdict, reasons, amounts, deadlines, ratios, states, trace with clauses, unknowns, assumptions."""
    yield f"{got.scheme}  {got.on}  {_VERDICTS[got.verdict].in_(lang)}"
    if got.demo:
        yield Text("示例", "demo").in_(lang)
    for r in (*got.reasons, *got.flags):
        mark = "✗" if r in got.reasons else "!"
        yield f"  {mark} {r.says.in_(lang)} [{r.cite}]"
    for name, amount in got.amounts.items():
        yield f"  {name}: {shown(amount)}"
    for d in got.deadlines:
        late = {True: "✓", False: "✗", None: ""}[d.in_time]
        yield f"  {d.says.in_(lang)} {d.last_day}{'*' if d.provisional else ''} {late} [{d.cite}]"
    for h in got.ratios:
        room = h.room if h.room is not None else "?"
        yield f"  {h.says.in_(lang)}: {({True: '✓', False: '✗', None: '?'})[h.holds]} {room} [{h.cite}]"
    yield from (f"  {name}: {state}" for name, state in got.status.items())
    yield Text("依据：", "Why:").in_(lang)
    for s in got.trace:
        inputs = ", ".join(f"{k}={v}" for k, v in s.inputs.items())
        yield f"  {s.rule}  {s.says.in_(lang)}  ({inputs}) → {s.gives}  [{s.cite} {s.cite.grade}]"
    if got.missing:
        yield Text("未知：", "Unknown:").in_(lang)
    yield from (f"  {m.rule}  {m.why.in_(lang)}" for m in got.missing)
    if got.assumed:
        yield Text("您的假设：", "You assume:").in_(lang)
    yield from (f"  {path} = {value}" for path, value in got.assumed.items())


def value_lines(got: Mapping[str, Any], lang: str) -> Iterator[str]:
    """A valuation for a person: each approach, the range, whether they disagree, doubts, bands, sensitivity."""
    zh = lang.startswith("zh")
    for e in got["estimates"]:
        if e.get("unknown"):
            yield f"{e['method']}: ? {text_of(e['why'], lang)}"
            continue
        ends = f"{yuan(e['low_fen'])} – {yuan(e['high_fen'])}" if e["low_fen"] is not None else ""
        n = f"n={e['n']}" if e["n"] is not None else ""
        yield " ".join(p for p in (f"{e['method']}: {yuan(e['value_fen'])}", ends, n) if p)
    if got["says"]:
        yield text_of(got["says"], lang)
    yield from (f"✗ {text_of(r['says'], lang)} [{r['code']}]" for r in got["reasons"])
    for b in got["bands"]:
        told = "  ".join(f"{k[:-4]} {yuan(v)}" for k, v in b.items() if k.endswith("_fen"))
        yield f"{b['method']} ({'模拟' if zh else 'simulated'} {b['paths']}, seed {b['seed']}): {told}"
    for row in got["sensitivity"]:
        yield f"{row['method']} {row['parameter']} ±{row['by']}: {yuan(row['lower_fen'])} … {yuan(row['higher_fen'])}"
    for u in got["unknowns"]:
        yield f"{'未知' if zh else 'unknown'}: {u['rule']} {text_of(u['why'], lang)}"
