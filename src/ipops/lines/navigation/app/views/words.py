"""Words on documents as pages show them: how far they have come, how far readers agree."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ipops.kernel.rate import as_percent
from ipops.kernel.text import Text
from ipops.lines.navigation.rules.hands import Agreement, Standing
from ipops.webkit.pages import names
from ipops.webkit.pages.cases import Lines
from ipops.webkit.pages.states import State

_TONES = {
    Standing.ONE: ("✓", "info"),
    Standing.AGREED: ("✓", "good"),
    Standing.UNSURE: ("?", "warn"),
    Standing.DIFFER: ("≠", "warn"),
    Standing.REVIEWED: ("✓", "good"),
}


def standing(code: str) -> State | None:
    """``None`` where nobody has said anything."""
    if not code:
        return None
    word = Standing(code)
    sign, tone = _TONES[word]
    return State(code, word.named, sign, tone)


def agreed(found: Sequence[Agreement], what: Text) -> Lines | None:
    """Two readers a line; nothing where no document was read twice."""
    heads = (
        Text("第一人", "One reader"), Text("第二人", "The other"), what, Text("一致", "Alike"),
        Text("一致率", "Share alike"), Text("Cohen's κ", "Cohen's kappa"),
    )  # fmt: skip
    rows = tuple(
        (
            names.hand(a.first), names.hand(a.second), a.n, a.agreed, as_percent(Fraction(a.agreed, a.n), 1),
            _NO_KAPPA if a.kappa is None else f"{float(a.kappa):.2f}",
        )
        for a in found
    )  # fmt: skip
    if not rows:
        return None
    return Lines(
        title=Text("双人一致性", "How far readers agree"), heads=heads, rows=rows, numeric=frozenset({2, 3, 4, 5})
    )


_NO_KAPPA = Text("无法计算（两人取值无变化）", "not computable: both always said the same")
