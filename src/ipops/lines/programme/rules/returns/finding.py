"""What a check found: where, how badly, both values compared, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ipops.kernel.outcome import Place, Reason
from ipops.kernel.text import Text
from ipops.policy.returns import Severity

LEVELS = ("L0", "L1", "L2", "L3", "L4", "L5", "L6")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """``key`` tells the same finding at two gates: the check and the cell, not the words; ``compared`` is what was held against
    what there. ``beside`` is the other cell, where two cells of the return are compared."""

    check: str
    level: str
    severity: Severity
    says: Text
    fix: Text
    at: Place
    left: str = ""
    right: str = ""
    beside: str = ""

    @property
    def key(self) -> str:
        return f"{self.check}@{self.at.sheet}!{self.at.column or self.at.field}{self.at.line or ''}"

    @property
    def compared(self) -> str:
        return f"{self.left}|{self.right}"

    @property
    def reason(self) -> Reason:
        where = self.where
        says = Text(f"{where.zh}：{self.says.zh}{self.fix.zh}", f"{where.en}: {self.says.en} {self.fix.en}")
        return Reason(code=self.check, says=says, field=self.at.field)

    @property
    def where(self) -> Text:
        """Sheet and cell, and the cell it is held against; of a file that cannot be read, the file."""
        cell = f"{self.at.sheet} {self.at.column}".strip()
        if not cell:
            return Text("文件", "file")
        return (
            Text(f"{cell}（对 {self.beside}）", f"{cell} (beside {self.beside})") if self.beside else Text(cell, cell)
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "check": self.check,
            "level": self.level,
            "severity": str(self.severity),
            "says": self.says.as_json(),
            "fix": self.fix.as_json(),
            "at": self.at.as_json(),
            "left": self.left,
            "right": self.right,
            "beside": self.beside,
        }


def found(
    check: str,
    level: str,
    says: Text,
    fix: Text,
    at: Place,
    *,
    left: str = "",
    right: str = "",
    severity: Severity = Severity.BLOCK,
) -> Finding:
    return Finding(check=check, level=level, severity=severity, says=says, fix=fix, at=at, left=left, right=right)


def sorted_out(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Errors first, then what needs a reason, warnings last; within each by level and place."""
    order = {Severity.BLOCK: 0, Severity.CONFIRM: 1, Severity.BETA: 2, Severity.WARN: 3}
    return tuple(
        sorted(found, key=lambda f: (order[f.severity], f.level, f.at.sheet, f.at.line or 0, f.at.column, f.check))
    )


def changed(
    before: Sequence[str], now: Iterable[Finding], compared: Sequence[str] = ()
) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    """Between two gates: findings that are new, and keys of findings that are gone. ``compared`` runs beside ``before``: a
    difference that is another one now is new, though its cell is the same. Without it the cell alone tells."""
    old, now = set(before), tuple(now)
    known = set(zip(before, compared, strict=True)) if compared else {(f.key, f.compared) for f in now if f.key in old}
    new = tuple(f for f in now if (f.key, f.compared) not in known)
    return new, tuple(sorted(old - {f.key for f in now}))
