"""Where a number or a rule is written. A rule without a citation is not a rule here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """How good a source is (``domain/programme.md``): A official … D inferred, K known by repute only."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    K = "K"
    OURS = "ours"  #: a rule of this program, labelled as such wherever it shows
    DEMO = "demo"  #: a value of the demo city, labelled demo wherever it shows

    @property
    def may_decide_money(self) -> bool:
        """K has no source at all, and our own rules bind nobody; neither may decide money."""
        return self not in (Grade.K, Grade.OURS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One place in one document.

    ``document`` is the normalised number or title, e.g. ``财办建〔2020〕40号`` or ``专利法(2020-10-17)``; ``clause`` is
    the place in it, e.g. ``第十四条`` or ``二、绩效目标 (1)``; ``quote`` the words relied on, in the original language;
    ``source`` an address or a seed's file name where the words were read.
    """

    document: str
    clause: str = ""
    grade: Grade = Grade.A
    quote: str = ""
    source: str = ""

    def __str__(self) -> str:
        return f"{self.document} {self.clause}".strip()

    def as_json(self) -> dict[str, str]:
        return {
            "document": self.document,
            "clause": self.clause,
            "grade": str(self.grade),
            "quote": self.quote,
            "source": self.source,
        }
