"""The registry's rules as data (``policy/contracts.yaml``): which hold on a day, what they leave unknown, what is a draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import yaml

from ipops.kernel.citation import Citation, Grade
from ipops.kernel.money import Money
from ipops.kernel.outcome import Unknown
from ipops.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime:
    """``working_days`` until the registry answers, ``expert_working_days`` with experts, who are asked from ``expert_from``
    of the technology price. ``is_draft`` rules bind nobody."""

    code: str
    title: Text
    is_draft: bool
    since: date | None
    cite: Citation
    why: Text
    working_days: int | Unknown
    expert_working_days: int | Unknown
    expert_from: Money | Unknown

    def asks_experts(self, technology: Money | None) -> bool | Unknown:
        """Whether the amount alone sends a contract to the experts."""
        if isinstance(self.expert_from, Unknown):
            return self.expert_from
        if technology is None:
            return Unknown(why=Text("技术交易额未知。", "The technology price is not told."))
        return technology >= self.expert_from


@cache
def regimes() -> tuple[Regime, ...]:
    text = (resources.files("ipops.lines.trading") / "policy" / "contracts.yaml").read_text(encoding="utf-8")
    return tuple(_regime(one) for one in yaml.safe_load(text)["regimes"])


def in_force(on: date) -> Regime | Unknown:
    """The rules that hold on a day; unknown before the first that we know of."""
    held = [r for r in regimes() if not r.is_draft and r.since is not None and r.since <= on]
    if held:
        return max(held, key=lambda r: r.since or date.min)
    return Unknown(why=_OLD, needs=Text("2000年、2001年旧规则全文。", "the text of the rules of 2000 and 2001."))


def draft() -> Regime:
    """The draft at hand, to be shown as one."""
    return next(r for r in regimes() if r.is_draft)


def _regime(read: dict[str, Any]) -> Regime:
    why = Text(read["why"]["zh"], read["why"]["en"])
    cite = Citation(document=read["document"], grade=Grade(read["grade"]), source=read["source"])
    lack = Unknown(why=why, cites=(cite,))

    def known(name: str) -> Any:
        return lack if read[name] == "unknown" else read[name]

    amount = known("expert_from_yuan")
    return Regime(
        code=read["code"],
        title=Text(read["title"]["zh"], read["title"]["en"]),
        is_draft=read["status"] == "draft",
        since=read.get("since"),
        cite=cite,
        why=why,
        working_days=known("working_days"),
        expert_working_days=known("expert_working_days"),
        expert_from=amount if isinstance(amount, Unknown) else Money.yuan(amount),
    )


_OLD = Text(
    "2026年1月23日以前适用的旧规则（2000年、2001年）正文未收录。",
    "The rules before 23 January 2026 (of 2000 and 2001) are not at hand.",
)
