"""IPC symbols and their titles. Symbols are judged by pattern; the list gives labels and is not complete.

Rule: what is not in the list is not therefore wrong. H01L left the scheme in 2023-2026 (its matter moved to H10*), and
patents classified before still carry it; compare within one edition.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ipops.kernel.outcome import Unknown
from ipops.kernel.text import Text
from ipops.reference.edition import Edition, rows_of
from ipops.reference.shared import shared_file

FOLDER = "ipc-2026.01-zh"
EDITION = Edition(
    title=Text("国际专利分类", "International Patent Classification"),
    edition="2026.01",
    source=f"reference/{FOLDER}/SOURCE.md",
    complete=False,
    gaps=(
        Text(
            "缺 5 个小类、197 个主组、2521 个分组；13 条没有中文名称。",
            "5 subclasses, 197 main groups and 2,521 subgroups are missing; 13 entries have no Chinese title.",
        ),
        Text("分组只指向主组，不保留圆点层级。", "Subgroups point to their main group; dot levels are not kept."),
    ),
)
_MOVED = {"H01L": "H10"}
_SYMBOL = re.compile(r"([A-H])([0-9]{2})?([A-Z])?(?:0*([1-9][0-9]{0,3})/([0-9]{2,6}))?")


def normal_symbol(text: str) -> str | None:
    """``"A01B   1/02"``, ``"a01b0001/02"`` → ``"A01B1/02"``; ``None`` for what is no IPC symbol.

    The squeezed form without a stroke (``C07D41700``) is ambiguous and answers ``None``.
    """
    form = _SYMBOL.fullmatch(re.sub(r"\s+", "", text).upper())
    if form is None:
        return None
    section, number, letter, group, sub = form.groups()
    if (letter and not number) or (group and not letter):
        return None
    return f"{section}{number or ''}{letter or ''}" + (f"{group}/{sub}" if group else "")


def moved_to(symbol: str) -> str | None:
    """Where the matter of a subclass went that this edition no longer has: ``"H01L21/00"`` → ``"H10"``; else ``None``."""
    return _MOVED.get((normal_symbol(symbol) or "")[:4])


@dataclass(frozen=True)
class IpcTitles:
    edition: Edition
    titles: Mapping[str, Text]

    def title(self, symbol: str) -> Text | None:
        """The title of a symbol as it stands in the list; ``None`` says nothing about the symbol itself."""
        found = normal_symbol(symbol)
        return self.titles.get(found) if found else None

    def path(self, symbol: str) -> tuple[tuple[str, Text], ...]:
        """Section, class, subclass, main group and subgroup of a symbol with their titles, as far as there are any."""
        full = normal_symbol(symbol)
        if full is None:
            return ()
        main = f"{full.split('/')[0]}/00" if "/" in full else ""
        steps = dict.fromkeys([full[:1], full[:3], full[:4], main, full])
        return tuple((s, self.titles[s]) for s in steps if s in self.titles)


def ipc_titles(*, subgroups: bool = False) -> IpcTitles | Unknown:
    """Titles down to main groups, or with all 69,000 subgroups; unknown without the shared files."""
    main = shared_file("reference", FOLDER, "ipc_main.tsv")
    if isinstance(main, Unknown):
        return main
    if not subgroups:
        return _read(main, None)
    sub = shared_file("reference", FOLDER, "ipc_subgroups.tsv")
    return sub if isinstance(sub, Unknown) else _read(main, sub)


def older_english_titles() -> Mapping[str, str] | Unknown:
    """English titles of subclasses from an edition between 2008 and 2019, since most of the newer list are Chinese alone. Symbols
    that came later are not there, and a title may have been worded anew since."""
    path = shared_file("patents", "ipc-titles", "IPC_4.txt")
    return path if isinstance(path, Unknown) else _older(path)


@lru_cache(maxsize=1)
def _older(path: Path) -> Mapping[str, str]:
    rows = (line.partition("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return {symbol: " ".join(title.split()).rstrip(" ;") for symbol, _, title in rows if title.strip()}


@lru_cache(maxsize=2)
def _read(main: Path, sub: Path | None) -> IpcTitles:
    found: dict[str, Text] = {}
    for path in filter(None, (main, sub)):
        for row in rows_of(path, delimiter="\t"):
            if title := row["title_zh"] or row["title_en"]:
                found[row["symbol"]] = Text(title, row["title_en"] or title)
    return IpcTitles(edition=EDITION, titles=found)
