"""Checks folders of packs whole: every file, every link, and every citation of a law against the law's own text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from ipops.kernel.citation import Citation
from ipops.kernel.outcome import Place, Problem
from ipops.policy.laws import check_citation, is_held, laws_at_hand
from ipops.policy.load import load
from ipops.policy.pack import Pack
from ipops.policy.shelf import BUILT_IN


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was looked at and what is wrong. ``laws_at_hand`` is false when no law text was there to check against."""

    packs: tuple[Pack, ...]
    files: int
    problems: tuple[Problem, ...]
    citations: int
    law_citations: int
    laws_at_hand: bool

    def as_json(self) -> dict[str, Any]:
        return {
            "packs": [p.code for p in self.packs],
            "files": self.files,
            "citations": self.citations,
            "law_citations": self.law_citations,
            "laws_at_hand": self.laws_at_hand,
            "problems": [p.as_json() for p in self.problems],
        }


def check(own: Sequence[Path] = (), today: date | None = None) -> Report:
    """The built-in packs, or a city's own folders: those are read over the built-in ones, and only they are reported."""
    loaded = load((BUILT_IN, *own) if own else (BUILT_IN,), today)
    homes = [f.resolve() for f in own] or [BUILT_IN.resolve()]
    mine = tuple(p for p in loaded.packs.values() if p.folder.resolve().parent in homes)
    shown = tuple(f"{f.name}/" for f in own)
    problems = [p for p in loaded.problems if not own or p.at.file.startswith(shown)]
    cited = [(file, key, cite) for pack in mine for file, key, cite in citations(pack)]
    laws = [(file, key, cite) for file, key, cite in cited if is_held(cite.document)]
    for file, key, cite in laws:
        if (wrong := check_citation(cite)) is not None:
            problems.append(replace(wrong, at=Place(file=file, field=key)))
    return Report(
        packs=mine,
        files=sum(1 for home in homes for p in home.rglob("*.yaml") if p.is_file()),
        problems=tuple(problems),
        citations=len(cited),
        law_citations=len(laws),
        laws_at_hand=bool(laws_at_hand()),
    )


def citations(pack: Pack) -> Iterator[tuple[str, str, Citation]]:
    """Every citation of a pack's own files, with the file and key it stands at."""
    at = f"{pack.at}pack.yaml"
    yield at, "start.cite", pack.cite
    if pack.historical_cite is not None:
        yield at, "historical.cite", pack.historical_cite
    for term in pack.own_terms.values():
        for entry in term.values:
            if entry.cite is not None:
                yield term.file, f"values.{entry.since}.cite", entry.cite
    for goal in pack.own_targets.values():
        for set_ in goal.values:
            yield goal.file, f"values.{set_.since}.cite", set_.cite
    for i, city in enumerate(pack.cities):
        yield f"{pack.at}cities.yaml", f"cities.{i}", city.cite
