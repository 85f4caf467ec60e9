"""What a paper holds: a title, marks that say what it is not, and blocks. Texts are chosen by language before they come here.

``marks`` are printed under the title and in the foot of every page: a demo says that it is one, a layout of ours says that no
official annex was at hand. Seals are left free: a frame says whose goes there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

#: The faces of every paper. Files name what a machine without them takes instead.
SERIF, SANS = "Noto Serif CJK SC", "Noto Sans CJK SC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    says: str
    level: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Para:
    """``small`` is for notes: method, sources, what a table leaves out."""

    says: str
    small: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Names and values, one a line."""

    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table. ``numeric`` columns stand to the right; ``widths`` are shares of the line."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: frozenset[int] = frozenset()
    widths: Sequence[int] = ()
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A drawing in both forms: vectors for PDF and pages, pixels for Word and Excel. ``alt`` is for those who cannot see it,
    ``width`` the share of the line it takes, in per cent."""

    svg: str
    png: bytes
    caption: str
    alt: str = ""
    width: int = 100


Block = Heading | Para | Pairs | Grid | Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """``seals`` are the offices whose seal is left free at the end; ``lang`` is ``zh`` or ``en``; ``contents`` asks for a list of
    the headings behind the title."""

    title: str
    blocks: Sequence[Block]
    lang: str = "zh"
    number: str = ""
    marks: Sequence[str] = ()
    seals: Sequence[str] = field(default_factory=tuple)
    contents: bool = False

    def seal(self, office: str) -> tuple[str, str]:
        """The line an office seals, and the one it dates: both are left to fill in."""
        if self.lang == "zh":
            return f"{office}（印章）", "年　　月　　日"
        return f"{office} (seal)", "Date: ____________"
