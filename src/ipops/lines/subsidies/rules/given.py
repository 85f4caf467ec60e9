"""What a claimant states, as texts ``fact=value``: read, checked and told again. Nothing is filled in.

loan.signed_on=2023-01-05          loan.rate=4.35%           firm.is_sme=true
loan.periods=2023-01-10 2023-12-31 100万元 4.5%      (one a period: from, to exclusive, principal, yearly rate)
LPR-1Y 2022-12-20 3.65%            (a window's published rates: series, day of publication, value)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from ipops.finance.scheme.case import example, parsed, shown, told
from ipops.finance.scheme.facts import FACTS
from ipops.kernel.outcome import Reason
from ipops.kernel.text import Text

PERIODS = "loan.periods"
_FLAGS = {"true": True, "false": False}


def texts(values: Mapping[str, Any]) -> tuple[str, ...]:
    """Texts of typed values (as a form has them), in the order of the list of facts; what is ``None`` is left out."""
    made: list[str] = []
    for name in FACTS:
        value = values.get(name)
        if value is None or value == "":
            continue
        if name == PERIODS and not isinstance(value, str):
            made += [f"{name}={shown((s,)).replace('..', ' ')}" for s in value]
        elif name == PERIODS:
            made += [f"{name}={' '.join(line.split())}" for line in value.splitlines() if line.strip()]
        else:
            made.append(f"{name}={value if isinstance(value, str) else shown(value)}")
    return tuple(made)


def raw(given: Iterable[str]) -> dict[str, Any]:
    """The mapping that ``finance.scheme.read_case`` takes. What is no ``fact=value`` is left out: ``problems`` tells it."""
    made: dict[str, Any] = {}
    for text in given:
        name, sign, value = text.partition("=")
        if not sign:
            continue
        if name == PERIODS:
            made.setdefault(name, []).append(_period(value))
        else:
            made[name] = _FLAGS.get(value, value)
    return made


def problems(given: Iterable[str], allowed: Iterable[str]) -> tuple[Reason, ...]:
    """Each text that cannot be read, beside its field; and each fact that the scheme does not ask for."""
    given = tuple(given)
    known, found = set(allowed), [*_misshapen(given)]
    for name, value in raw(given).items():
        if name not in known:
            says = Text(f"方案不问“{name}”。", f"The scheme does not ask for “{name}”.")
            found.append(Reason(code="not-asked", says=says, field=field_of(name)))
        elif told(FACTS[name], value) is None:
            shape, title = example(FACTS[name]), FACTS[name].says
            says = Text(f"{title.zh}：请写成{shape['zh']}。", f"{title.en}: write it as {shape['en']}.")
            found.append(Reason(code="not-readable", says=says, field=field_of(name)))
    return tuple(found or _out_of_order(read(given)))


def _misshapen(given: Iterable[str]) -> Iterator[Reason]:
    """What says nothing, because it has no sign, and what is said twice: the later would outweigh the earlier in silence."""
    seen: set[str] = set()
    for text in given:
        name, sign, _ = text.partition("=")
        if not sign:
            says = Text(
                f"“{text}”读不出；请写成“loan.rate=4.35%”。", f"“{text}” cannot be read; write “loan.rate=4.35%”."
            )
            yield Reason(code="not-readable", says=says, field="given")
        elif (key := text if name == PERIODS else name) in seen:
            says = Text(f"“{text}”写了两次；请只留一项。", f"“{text}” is said twice; keep one.")
            yield Reason(code="said-twice", says=says, field=field_of(name))
        else:
            seen.add(key)


def read(given: Iterable[str]) -> dict[str, Any]:
    """The facts by name as the engine reads them; what cannot be read is left out."""
    made = {n: told(FACTS[n], v) for n, v in raw(given).items() if n in FACTS}
    return {n: v for n, v in made.items() if v is not None}


#: What cannot come before what.
_ORDER = (
    ("loan.signed_on", "loan.drawn_on"),
    ("loan.drawn_on", "loan.due_on"),
    ("loan.signed_on", "loan.due_on"),
    ("loan.drawn_on", "loan.repaid_on"),
    ("loan.signed_on", "loan.repaid_on"),
)


def _out_of_order(facts: Mapping[str, Any]) -> Iterator[Reason]:
    """Days that cannot follow one another, and interest of days before the loan was drawn or after it was repaid."""
    for first, then in _ORDER:
        a, b = facts.get(first), facts.get(then)
        if isinstance(a, date) and isinstance(b, date) and b < a:
            says = _EARLIER.fill(then=FACTS[then].says, b=str(b), first=FACTS[first].says, a=str(a))
            yield Reason(code="days-out-of-order", says=says, field=field_of(then))
    spans = facts.get(PERIODS) or ()
    drawn, repaid = facts.get("loan.drawn_on"), facts.get("loan.repaid_on")
    if isinstance(drawn, date) and any(s.start < drawn for s in spans):
        yield Reason(code="interest-before-drawing", says=_BEFORE_DRAWN.fill(day=str(drawn)), field=field_of(PERIODS))
    if isinstance(repaid, date) and any(s.end > repaid for s in spans):
        yield Reason(code="interest-after-repayment", says=_AFTER_REPAID.fill(day=str(repaid)), field=field_of(PERIODS))


_EARLIER = Text("{then}（{b}）早于{first}（{a}）。", "The {then} ({b}) comes before the {first} ({a}).")
_BEFORE_DRAWN = Text(
    "贷款 {day} 才发放，计息期不能更早开始。", "The loan was drawn on {day}; no interest runs before that day."
)
_AFTER_REPAID = Text(
    "贷款 {day} 已还清，计息期不能更晚结束；请更改申报。",
    "The loan was repaid on {day}; no interest runs after that day. Amend the claim.",
)


def settled_on(given: Iterable[str], repaid_on: date | None) -> tuple[Reason, ...]:
    """What is stated that cannot be, now that the day of repayment is proven."""
    return tuple(_out_of_order({**read(given), "loan.repaid_on": repaid_on})) if repaid_on is not None else ()


def field_of(name: str) -> str:
    """The form field of a fact."""
    return name.replace(".", "__")


def rates(lines: Iterable[str]) -> dict[str, dict[date, str]] | Reason:
    """Published rates by series and day, or the first line that cannot be read."""
    made: dict[str, dict[date, str]] = {}
    for line in lines:
        parts = line.split()
        try:
            name, day, value = parts
            published = date.fromisoformat(day)
        except ValueError:
            return _no_rate(line)
        if parsed("rate", value) is None:
            return _no_rate(line)
        if made.setdefault(name, {}).setdefault(published, value) != value:
            says = Text(f"{name} {day} 写了两个值。", f"{name} of {day} is given two values.")
            return Reason(code="two-rates", says=says, field="rates")
    return made


def _no_rate(line: str) -> Reason:
    says = Text(
        f"“{line}”读不出；请写成“LPR-1Y 2022-12-20 3.65%”，一行一个。",
        f"“{line}” cannot be read; write “LPR-1Y 2022-12-20 3.65%”, one a line.",
    )
    return Reason(code="no-rate", says=says, field="rates")


def _period(text: str) -> Mapping[str, str] | str:
    parts = text.split()
    return dict(zip(("from", "to", "principal", "rate"), parts, strict=True)) if len(parts) == 4 else text
