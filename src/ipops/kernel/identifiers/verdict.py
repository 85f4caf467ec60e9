"""What checking a number answers: what it is, whether it holds, and a repair to offer; nothing is repaired in silence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ipops.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One number, judged.

    ``scheme`` names the rule it was read by, ``unrecognised`` if none fits. ``kind`` is the scheme's own kind: what a
    Chinese application is for, the kind code of a publication, the first two characters of a credit code.
    ``normalised`` is the one way this program writes the number *as found*, empty if it could not be read.
    ``check`` is the check character the number should carry, empty where the scheme has none or we know no formula.
    ``reason`` says why it is not valid, or, on a valid number, what to look out for. ``proposed`` is a repair that a
    person may accept.
    """

    input: str
    scheme: str = "unrecognised"
    office: str = ""
    kind: str = ""
    normalised: str = ""
    check: str = ""
    valid: bool = False
    reason: Text | None = None
    proposed: str = ""

    def __post_init__(self) -> None:
        if not self.valid and self.reason is None:
            raise ValueError(f"A number that is not valid needs a reason: {self.input!r}")
        if self.valid and (self.proposed or not self.normalised):
            raise ValueError(f"A valid number has a written form and needs no repair: {self.input!r}")

    def as_json(self) -> dict[str, Any]:
        """Exactly the nine keys that ``ipops id --json`` promises; empty text is ``null``."""
        return {
            "input": self.input,
            "scheme": self.scheme,
            "office": self.office or None,
            "kind": self.kind or None,
            "normalised": self.normalised or None,
            "check": self.check or None,
            "valid": self.valid,
            "reason": self.reason.as_json() if self.reason else None,
            "proposed": self.proposed or None,
        }
