"""What a claimant states, as texts ``fact=value``: read, checked and told again. Nothing is filled in.

loan.signed_on=2023-01-05          loan.rate=4.35%           firm.is_sme=true
loan.periods=2023-01-10 2023-12-31 100万元 4.5%      (one a period: from, to exclusive, principal, yearly rate)
LPR-1Y 2022-12-20 3.65%            (a window's published rates: series, day of publication, value)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    known, found = set(allowed), []
    for name, value in raw(given).items():
        if name not in known:
            says = Text(f"方案不问“{name}”。", f"The scheme does not ask for “{name}”.")
            found.append(Reason(code="not-asked", says=says, field=field_of(name)))
        elif told(FACTS[name], value) is None:
            shape, title = example(FACTS[name]), FACTS[name].says
            says = Text(f"{title.zh}：请写成{shape['zh']}。", f"{title.en}: write it as {shape['en']}.")
            found.append(Reason(code="not-readable", says=says, field=field_of(name)))
    return tuple(found)


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
            made.setdefault(name, {})[date.fromisoformat(day)] = value
        except ValueError:
            return _no_rate(line)
        if parsed("rate", value) is None:
            return _no_rate(line)
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
