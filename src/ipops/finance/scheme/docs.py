"""The page of facts, made from their list: what a scheme may ask about and a case may give."""

from __future__ import annotations

from collections.abc import Iterator

from ipops.finance.scheme.case import EXAMPLE
from ipops.finance.scheme.facts import FACTS


def page() -> str:
    """``docs/reference/scheme-facts.md``, in both languages."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# 方案事实 · Facts of the scheme language"
    yield ""
    yield "<!-- made from ipops.finance.scheme.facts; do not edit -->"
    kinds = dict.fromkeys(f.kind for f in FACTS.values())
    for kind in kinds:
        yield ""
        yield f"## {kind}: {EXAMPLE[kind]['zh']} · {EXAMPLE[kind]['en']}"
        yield ""
        yield "| fact | 含义 | meaning |"
        yield "|---|---|---|"
        yield from (f"| `{f.name}` | {f.says.zh} | {f.says.en} |" for f in FACTS.values() if f.kind == kind)
