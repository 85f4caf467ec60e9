"""Where a pledge over a right is registered, and with which papers: ``policy/registers.yaml``, by kind of right.

Rule 1: an office is named with its clause, or it is unknown and the parties name it; nothing is guessed from another kind.
Rule 2: a notice is of one office. Rights of several offices are registered one office after another, each pledge from its own day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from ipops.kernel.citation import Citation, Grade
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """``office`` is ``None`` where no source names it; then ``why`` says what is not known."""

    kinds: tuple[str, ...]
    office: Text | None
    cite: Citation
    papers: tuple[Text, ...] = ()
    papers_cite: Citation | None = None
    why: Text | None = None


def register_of(kind: str) -> Register | None:
    """The register of a kind of right; ``None`` for a kind that is not known."""
    return next((r for r in registers() if kind in r.kinds), None)


def may_file(kinds: Iterable[str], office: str) -> Refused | None:
    """Where no source names the office the parties do."""
    if office.strip():
        return None
    lacking = [r for r in dict.fromkeys(map(register_of, kinds)) if r is not None and r.office is None and r.why]
    reasons = tuple(
        Reason(code="office-unknown", says=_NAME_IT.fill(why=r.why), cite=r.cite, field="office") for r in lacking
    )
    return Refused(reasons=reasons) if reasons else None


def of_notice(rights: Sequence[str], left: Sequence[str], kinds: Mapping[str, str]) -> tuple[str, ...] | Refused:
    """The rights of one notice: those that it names, or all that are left where one office registers them."""
    asked = tuple(dict.fromkeys(rights)) or tuple(left)
    if not left:
        return _no("all-registered", _ALL)
    if strange := [r for r in asked if r not in left]:
        return _no("not-left", _NOT_LEFT.fill(rights="、".join(strange)))
    if len({register_of(kinds[r]) for r in asked if r in kinds}) > 1:
        return _no("several-offices", _SEVERAL)
    return asked


def _no(code: str, says: Text) -> Refused:
    return Refused(reasons=(Reason(code=code, says=says, field="rights"),))


@lru_cache(maxsize=1)
def registers() -> tuple[Register, ...]:
    text = (resources.files("ipops.lines.pledge") / "policy" / "registers.yaml").read_text(encoding="utf-8")
    return tuple(_register(row) for row in yaml.safe_load(text)["rows"])


def _register(row: Mapping[str, Any]) -> Register:
    return Register(
        kinds=tuple(row["kinds"]),
        office=Text(**row["office"]) if "office" in row else None,
        cite=_cite(row["cite"]),
        papers=tuple(Text(**p) for p in row.get("papers", ())),
        papers_cite=_cite(row["papers_cite"]) if "papers_cite" in row else None,
        why=Text(**row["unknown"]) if "unknown" in row else None,
    )


def _cite(told: Mapping[str, str]) -> Citation:
    return Citation(**{k: v for k, v in told.items() if k != "grade"}, grade=Grade(told["grade"]))


_NAME_IT = Text(
    "{why}；请写明受理的登记机构，并附其依据。",
    "It is not known: {why}. Name the office that takes it, with its paper.",
)
_ALL = Text("全部权利已登记。", "All rights are registered.")
_NOT_LEFT = Text("{rights} 不在待登记的权利之列。", "{rights} is not among the rights that wait.")
_SEVERAL = Text(
    "这些权利由不同机构登记；请只填本通知书所载的权利，其余另记。",
    "They are registered by several offices; name those of this notice, the rest go with theirs.",
)
