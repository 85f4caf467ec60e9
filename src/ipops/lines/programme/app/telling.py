"""What the codes inside this line's facts are called: steps, accounts, goals, packs, figures of a return."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from ipops import policy
from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.ledger.fact import Fact
from ipops.lines.programme.facts import ProgrammeStep, ReturnFiled
from ipops.lines.programme.rules.dossier import CYCLES
from ipops.lines.programme.rules.fund.accounts import named

_ORIGINS = {"ledger": Text("账本", "ledger"), "manual": Text("手填", "by hand")}


def word(fact: Fact, field: str, value: str) -> Text | None:
    """``None`` for what is no code of ours, or one that nobody knows any more: then it is shown as it is."""
    if isinstance(fact, ReturnFiled) and field in ("schema", "fields", "origins"):
        return _of_return(fact, field, value)
    known = _KNOWN.get(field)
    return known(fact, value) if known else None


def _cycle(_fact: Fact, value: str) -> Text | None:
    cycle = CYCLES.get(value)
    return cycle.title if cycle else None


def _event(fact: Fact, value: str) -> Text | None:
    cycle = CYCLES.get(fact.cycle) if isinstance(fact, ProgrammeStep) else None
    return cycle.events.get(value) if cycle else None


def _account(_fact: Fact, value: str) -> Text | None:
    name = named(value)
    return None if isinstance(name, Refused) else name.title


def _fund(_fact: Fact, value: str) -> Text | None:
    _, _, batch = value.split(":") if value.count(":") == 2 else ("", "", "")
    return Text(f"{batch}年批次资金", f"money of the batch of {batch}") if batch.isdigit() else None


def pack_title(code: str) -> Text:
    """A pack by its name; one that is not there any more by its code."""
    pack = policy.packs().get(code)
    return pack.title if pack else Text(code, code)


def goal_title(code: str) -> Text:
    return _goals().get(code) or Text(code, code)


@cache
def _goals() -> Mapping[str, Text]:
    return {t.id: t.title for pack in policy.packs().values() for t in pack.targets()}


def _pack(_fact: Fact, value: str) -> Text | None:
    return pack_title(value)


def _goal(_fact: Fact, value: str) -> Text | None:
    return _goals().get(value)


def _of_return(fact: ReturnFiled, field: str, value: str) -> Text | None:
    if field == "origins":
        return _ORIGINS.get(value)
    schema = next((s for p in policy.packs().values() for s in p.returns.values() if s.code == fact.schema), None)
    if schema is None or field == "schema":
        return schema.title if schema else None
    return next((x.heading for x in schema.figures if x.id == value), None)


_KNOWN: Mapping[str, Callable[[Fact, str], Text | None]] = {
    "cycle": _cycle,
    "event": _event,
    "account": _account,
    "accounts": _account,
    "fund": _fund,
    "pack": _pack,
    "goal": _goal,
    "goals": _goal,
}
