"""What the codes inside this line's facts are called: steps, accounts, goals, packs, figures of a return."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache

from ipops import policy
from ipops.kernel.money import Money
from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.ledger.fact import Fact
from ipops.lines.programme.app.pages import nation, observed
from ipops.lines.programme.app.pages.observed_indicators import INDICATORS
from ipops.lines.programme.app.selectors import pack_for
from ipops.lines.programme.facts import ProgrammeStep, ReturnFiled
from ipops.lines.programme.rules.dossier import CYCLES
from ipops.lines.programme.rules.fund.accounts import named
from ipops.policy.returns import ReturnSchema
from ipops.reports import wording

_ORIGINS = {"ledger": Text("账本", "ledger"), "manual": Text("手填", "by hand")}


def word(fact: Fact, field: str, value: str) -> Text | None:
    """``None`` for what is no code of ours, or one that nobody knows any more: then it is shown as it is."""
    if isinstance(fact, ReturnFiled) and field in ("schema", "fields", "values", "origins"):
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


_WAN = re.compile(r"(-?\d+(?:\.\d{1,6})?)万元")


def figure(value: str) -> Text | None:
    """A figure of a return that is a sum of money: it is kept in 万元, which English does not count in;
    ``None`` for any other."""
    got = _WAN.fullmatch(value)
    return Text(value, wording.money(Money(int(Decimal(got[1]) * 1_000_000))).en) if got else None


def _of_return(fact: ReturnFiled, field: str, value: str) -> Text | None:
    if field == "values":
        return figure(value)
    if field == "origins":
        return _ORIGINS.get(value)
    schema = _schema(fact)
    if schema is None or field == "schema":
        return schema.title if schema else None
    return next((x.heading for x in schema.figures if x.id == value), None)


def _schema(fact: ReturnFiled) -> ReturnSchema | None:
    """The form of the place's own plan: another city may have one of the same code."""
    pack = pack_for(fact.place)
    layers = () if isinstance(pack, Refused) else pack.layers
    return next((p.returns[fact.schema] for p in layers if fact.schema in p.returns), None)


def _unit(_fact: Fact, value: str) -> Text | None:
    return nation.unit_name(value)


def _indicator(_fact: Fact, value: str) -> Text | None:
    return INDICATORS.get(value) or _goals().get(value)


def _scheme(_fact: Fact, value: str) -> Text | None:
    return next((s.title for pack in policy.packs().values() if (s := pack.schemes.get(value))), None)


def _item(_fact: Fact, value: str) -> Text | None:
    return _items().get(value) or _goals().get(value)


@cache
def _items() -> Mapping[str, Text]:
    """Every item of every sheet by its code; a sheet that calls it otherwise is read on its own page."""
    schemes = (s for pack in policy.packs().values() for s in pack.schemes.values())
    return {i.id: i.title for s in schemes for i in s.items}


#: What a city attests itself, and what only the demo city says: both stand in no published series.
_ATTESTED = {"attested": Text("本地填报", "attested by the city")}
_GRADES = {"demo": Text("演示", "demo")}


def _scope(_fact: Fact, value: str) -> Text | None:
    return observed.SCOPES.get(value) or _ATTESTED.get(value)


def _grade(_fact: Fact, value: str) -> Text | None:
    return _GRADES.get(value)


_KNOWN: Mapping[str, Callable[[Fact, str], Text | None]] = {
    "cycle": _cycle,
    "event": _event,
    "account": _account,
    "accounts": _account,
    "fund": _fund,
    "pack": _pack,
    "goal": _goal,
    "goals": _goal,
    "grade": _grade,
    "indicator": _indicator,
    "item": _item,
    "items": _item,
    "scheme": _scheme,
    "scope": _scope,
    "unit": _unit,
}
