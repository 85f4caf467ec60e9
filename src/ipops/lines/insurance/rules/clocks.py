"""The law's clocks of a claim and of rescission, as the pack ``cn-insurance-claims`` has them. Days count as the law counts:
the day of the event is not counted, a last day of rest moves to the next working day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ipops.finance.scheme import Scheme, evaluate, read_case, read_scheme
from ipops.finance.scheme.outcome import Due
from ipops.policy.scheme_shelf import SchemeFile, scheme_named

PACK = "cn-insurance-claims"


def clocks(today: date, *, is_complex: bool | None = None, **events: date | None) -> Mapping[str, Due]:
    """Deadlines by their id (``assess``, ``refuse``, ``pay``, ``advance``, ``limitation``, ``rescind``): those whose events are
    known. ``claimed_on``, ``papers_complete_on``, ``assessed_on``, ``agreed_on``, ``known_on``, ``disclosed_on``."""
    given: dict[str, object] = {f"event.{name}": day for name, day in events.items() if day is not None}
    if is_complex is not None:
        given["insurance.complex"] = is_complex
    case = read_case(today, given)
    if isinstance(case, tuple):
        raise TypeError(case[0].says.en)
    return {d.rule.removeprefix("deadlines."): d for d in evaluate(_pack(), case).deadlines}


def _pack() -> Scheme:
    file = scheme_named(PACK)
    scheme = read_scheme(file.tree) if isinstance(file, SchemeFile) else None
    if not isinstance(scheme, Scheme):
        raise TypeError(f"The pack {PACK} does not read.")
    return scheme
