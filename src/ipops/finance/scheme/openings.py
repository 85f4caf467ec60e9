"""Where a scheme's source is silent, by path; and a tree with one of these places filled by what the user assumes.

An assumption is the user's, never ours: it is printed with every result that rests on it, and only what is unknown may be
assumed. ``layers.fund.pays: 50%`` fills the rate of the layer ``fund`` whose source gives only a ceiling.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ipops.finance.forms.amounts import money, rate
from ipops.finance.forms.complaints import problem
from ipops.finance.scheme.mistakes import SAYS
from ipops.kernel.outcome import Problem

#: On which side a bound of ``about`` is assumed to lie.
BOUNDS = ("up_to", "below")


@dataclass(frozen=True, slots=True)
class Opening:
    """One silent place: its path, the group it stands in, the key to set and the keys to take away. ``wraps``: the value is one of a
    group, under this key, with ``beside`` it what an assumption of one word means."""

    path: str
    group: Any
    key: str
    drops: tuple[str, ...] = ()
    wraps: str = ""
    beside: Mapping[str, str] = field(default_factory=dict)


def openings(tree: Any) -> dict[str, Opening]:
    """Every place of the tree that its source leaves open, by path; groups in lists are named by their id."""
    return {o.path: o for o in _walk(tree, "")}


def _walk(node: Any, at: str) -> Iterator[Opening]:
    if isinstance(node, list | tuple):
        for i, child in enumerate(node):
            name = child.get("id", i) if isinstance(child, Mapping) else i
            yield from _walk(child, f"{at}.{name}" if at else str(name))
    if not isinstance(node, Mapping):
        return
    yield from _here(node, at)
    for key, child in node.items():
        if key not in ("cite", "says", "title", "note"):
            yield from _walk(child, f"{at}.{key}" if at else str(key))


def _here(node: Mapping[str, Any], at: str) -> Iterator[Opening]:
    dot = f"{at}." if at else ""
    for key, value in node.items():
        if value == "unknown":
            yield Opening(f"{dot}{key}", node, key)
        elif key == "resume_unknown" and isinstance(value, Mapping):
            yield Opening(f"{dot}resume", node, "resume", (key,), wraps="at", beside={"bound": "reached"})
        elif key.endswith("_unknown") and isinstance(value, Mapping):
            bare = key.removesuffix("_unknown")
            yield Opening(f"{dot}{bare}", node, bare, (key,))
    unknown = node.get("unknown")
    if isinstance(unknown, Mapping):
        if "per" in node:
            yield Opening(f"{dot}most", node, "most", ("unknown",))
        elif "party" in node:
            yield Opening(f"{dot}pays", node, "pays", ("unknown",))
        elif "id" not in node:
            yield Opening(at, node, "value", ("unknown",))
    if "at_most" in node and "per" in node:
        yield Opening(f"{dot}most", node, "most", ("at_most",))
    elif "at_most" in node and "fact" not in node:
        yield Opening(f"{dot}pays", node, "pays", ("at_most",))
    if "about" in node:
        yield Opening(f"{dot}bound", node, "bound", ("about",))
    if node.get("of") == "loan.periods" and "day_count" not in node:
        yield Opening(f"{dot}day_count", node, "day_count")
    if "since" in node and node.get("until") is not None and "run_off" not in node:
        yield Opening(f"{dot}run_off", node, "run_off", wraps="value")
    if "balance_limits" in node and "recycles" not in node:
        yield Opening(f"{dot}recycles", node, "recycles")


def assumed(tree: Any, assume: Mapping[str, str]) -> tuple[Any, tuple[Problem, ...]]:
    """A copy of the tree with the assumptions in their places; problems for those that fill no silent place."""
    made = copy.deepcopy(tree)
    wrong: list[Problem] = []
    for path, value in assume.items():
        found = openings(made).get(path)
        if found is None:
            known = ", ".join(sorted(openings(tree))) or "—"
            wrong.append(problem("nothing-to-assume", f"assume.{path}", SAYS, known=known))
            continue
        if _above(found, value):
            wrong.append(problem("above-the-ceiling", f"assume.{path}", SAYS, got=value, most=found.group["at_most"]))
            continue
        if found.key == "bound" and "about" in found.group:
            if value not in BOUNDS:
                wrong.append(problem("unknown-word", f"assume.{path}", word=value, known=", ".join(BOUNDS)))
                continue
            found.group[value] = found.group["about"]
        elif found.wraps:
            found.group[found.key] = {found.wraps: value, **found.beside}
        else:
            found.group[found.key] = value
        for key in found.drops:
            found.group.pop(key, None)
    return made, tuple(wrong)


def _above(place: Opening, value: str) -> bool:
    """Whether an assumption passes the ceiling that its source does give. What cannot be read is told by the form."""
    if "at_most" not in place.drops:
        return False
    try:
        if "per" in place.group:
            return money(value) > money(str(place.group["at_most"]))
        return rate(value) > rate(str(place.group["at_most"]))
    except ValueError:
        return False


def assumed_of(code: str, silent: Iterable[str], told: Mapping[str, str]) -> dict[str, str]:
    """Of assumptions for several schemes those of one: ``code:path`` is its own, a bare ``path`` any scheme's that is silent
    there."""
    open_ = set(silent)
    own = {path.split(":", 1)[1]: value for path, value in told.items() if path.startswith(f"{code}:")}
    return {path: value for path, value in told.items() if ":" not in path and path in open_} | own
