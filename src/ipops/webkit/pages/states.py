"""States of a figure or a case as they are shown: a word, a sign and a tone, never a colour alone."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from ipops.kernel.text import Text


@dataclass(frozen=True, slots=True)
class State:
    """``tone`` picks the colours of the stylesheet (good, bad, warn, quiet, info); ``sign`` is hidden from readers."""

    code: str
    title: Text
    sign: str
    tone: str


_ALL = (
    State("met", Text("达标", "met"), "✓", "good"),
    State("missed", Text("未达标", "missed"), "✕", "bad"),
    State("unknown", Text("未知", "unknown"), "?", "quiet"),
    State("not_computable", Text("无法计算", "not computable"), "∅", "quiet"),
    State("not_comparable", Text("不可比", "not comparable"), "≠", "warn"),
    State("refused", Text("不予办理", "refused"), "✕", "bad"),
    State("flagged", Text("存疑", "flagged"), "!", "warn"),
    State("excluded", Text("不计入", "excluded"), "−", "quiet"),
    State("cleared", Text("已排除疑点", "cleared"), "✓", "good"),
    State("reported", Text("已上报", "reported"), "↑", "info"),
    State("open", Text("办理中", "open"), "…", "info"),
    State("done", Text("已办结", "done"), "✓", "good"),
    State("fine", Text("正常", "in order"), "✓", "good"),
    State("late", Text("逾期", "late"), "!", "bad"),
    State("due", Text("待办", "due"), "…", "info"),
    State("sealed", Text("已封存", "sealed"), "✓", "good"),
    State("unsealed", Text("待封存", "not sealed yet"), "…", "quiet"),
    State("superseded", Text("已被更正", "superseded"), "↷", "quiet"),
    State("withdrawn", Text("已撤回", "withdrawn"), "↶", "quiet"),
    State("ended", Text("已失效", "no longer in force"), "−", "quiet"),
    State("live", Text("现行", "in force"), "✓", "good"),
    State("not_built", Text("尚未建成", "not built yet"), "…", "quiet"),
    State("demo", Text("演示", "demo"), "◇", "demo"),
    State("ours", Text("本系统规则", "our own rule"), "◇", "info"),
)
STATES = MappingProxyType({s.code: s for s in _ALL})


def state(code: str) -> State:
    """Raises ``KeyError`` naming the states for a stranger."""
    try:
        return STATES[code]
    except KeyError:
        raise KeyError(f"No state {code!r} on pages. Known: {', '.join(STATES)}.") from None
