"""What the codes inside this line's facts are called: schemes, what a claim states, where a scheme is silent."""

from __future__ import annotations

from typing import Any

from ipops.finance.scheme.facts import FACTS
from ipops.kernel.text import Text
from ipops.ledger.fact import Fact
from ipops.lines.subsidies.rules.schemes import called, subsidy_schemes

_SAID = {"true": Text("是", "yes"), "false": Text("否", "no")}


def word(fact: Fact, field: str, value: str) -> Text | None:
    known = subsidy_schemes().get(str(getattr(fact, "scheme", "")))
    if field == "scheme" and known:
        return known.title
    name, equals, said = value.partition("=")
    if equals and (name in FACTS or field == "assumes"):
        told: Any = _SAID.get(said, said)
        return Text("{name}：{said}", "{name}: {said}").fill(name=called(known, name), said=told)
    if field == "awards" and known:
        return next((a.says.text for a in known.form.awards if a.id == value), None)
    if field == "missing":
        return called(known, value)
    return None
