"""A pack is one document re-expressed: its terms and targets, each with its citation, and the layers it stands on."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from ipops.kernel.citation import Citation, Grade
from ipops.kernel.outcome import Unknown
from ipops.kernel.text import Text
from ipops.policy.cities import KeyCity
from ipops.policy.identity import Document
from ipops.policy.layouts import Layout
from ipops.policy.read_targets import fraction
from ipops.policy.returns import ReturnSchema
from ipops.policy.schemes import Scheme
from ipops.policy.shapes import Completeness, Layer
from ipops.policy.targets import Goal, GoalFile, Target, in_order
from ipops.policy.terms import Dated, Known, Term


@dataclass(frozen=True, eq=False, kw_only=True)
class Pack:
    """``below`` are all layers under this one, most specific first. ``start`` is the first day it is known to hold."""

    code: str
    title: Text
    layer: Layer
    document: Document
    completeness: Completeness
    start: date
    start_basis: str
    cite: Citation
    reviewed_on: date
    predecessor: str | None = None
    follows: tuple[str, ...] = ()
    place: str | None = None
    demo: bool = False
    historical: Text | None = None
    historical_cite: Citation | None = None
    note: Text | None = None
    below: tuple[Pack, ...] = ()
    own_terms: Mapping[str, Term] = field(default_factory=dict)
    own_targets: Mapping[str, GoalFile] = field(default_factory=dict)
    cities: tuple[KeyCity, ...] = ()
    schemes: Mapping[str, Scheme] = field(default_factory=dict)
    returns: Mapping[str, ReturnSchema] = field(default_factory=dict)
    layouts: Mapping[str, Layout] = field(default_factory=dict)
    version: str = ""  #: SHA-256 over the pack's own files
    folder: Path = Path()
    at: str = ""  #: how its files are named in answers and problems: ``cn-2020-40/``

    @property
    def layers(self) -> tuple[Pack, ...]:
        return (self, *self.below)

    @cached_property
    def stack_version(self) -> str:
        """SHA-256 over the versions of all layers: changes when any file under this pack changes."""
        told = "\n".join(f"{p.code} {p.version}" for p in self.layers)
        return hashlib.sha256(told.encode()).hexdigest()

    @property
    def stands_on_demo(self) -> bool:
        return any(p.demo for p in self.layers)

    def term_names(self) -> tuple[str, ...]:
        """Every term any layer speaks of, by name."""
        return tuple(sorted({name for p in self.layers for name in p.own_terms}))

    def term(self, name: str, on: date, *, for_money: bool = False) -> Known | Unknown:
        """What the law says on a day: the most specific layer that had spoken by then answers.

        A layer that says *unknown* ends the search: its document governs the term, and what a lower layer says may have
        been overridden by words nobody has seen. ``for_money`` asks for a value that may decide money; a term that any
        layer declares so is always asked that way.
        """
        money = for_money or any(p.own_terms[name].decides_money for p in self.layers if name in p.own_terms)
        firsts: list[tuple[date, Pack]] = []
        for pack in self.layers:
            if (term := pack.own_terms.get(name)) is None:
                continue
            if (entry := term.on(on)) is not None:
                return pack._answer(term, entry, money)
            firsts.append((term.values[0].since, pack))
        if firsts:
            first, pack = min(firsts, key=lambda pair: pair[0])
            return _too_early(name, on, first, pack)
        return self._never_heard(name)

    def targets(self, on: date | None = None) -> tuple[Target, ...]:
        """Every goal of the layers, the city plan's figures over the notice's floors; on a day, or the newest."""
        ids = {i: f.listed_as for p in reversed(self.layers) for i, f in p.own_targets.items()}
        ordered = sorted(ids, key=lambda i: (in_order(ids[i]), i))
        return tuple(t for i in ordered if (t := self.target(i, on)) is not None)

    def target(self, goal: str, on: date | None = None) -> Target | None:
        """One goal by its ``id``; ``None`` if no layer had set it by that day."""
        spoke = [(p, f, g) for p in self.layers if (f := p.own_targets.get(goal)) and (g := f.on(on))]
        if not spoke:
            return None
        base_file, base = spoke[-1][1], spoke[-1][2]
        floor, promise, plan = (
            next(((p, g) for p, _f, g in spoke if getattr(g, key) is not None), None)
            for key in ("floor", "promise", "plan")
        )
        decides = plan or promise or floor
        return Target(
            id=goal,
            title=base_file.title,
            floor=fraction(floor[1].floor) if floor else None,
            comparator=next((f.comparator for _p, f, _g in spoke if f.comparator), ""),
            measure_type=spoke[0][1].measure_type,
            unit=next((f.unit for _p, f, _g in spoke if f.unit), ""),
            cite=(floor[1] if floor else base).cite,
            promise=fraction(promise[1].promise) if promise else None,
            plan=fraction(plan[1].plan) if plan else None,
            promise_cite=promise[1].cite if promise else None,
            plan_cite=plan[1].cite if plan else None,
            listed_as=base_file.listed_as,
            caution=_caution(decides, base),
            demo=decides[0].demo if decides else False,
        )

    def scheme(self, name: str, on: date) -> Scheme | Unknown:
        """The score scheme in force on a day, of the most specific layer that has one; unknown where no layer does."""
        found = (layer.schemes.get(name) for layer in self.layers)
        told = next((s for s in found if s is not None and s.since <= on), None)
        return told or Unknown(
            why=Text(
                f"{self.code} 没有“{name}”评分体系：本项目从未公布指标体系、权重和分数。",
                f"{self.code} has no scheme “{name}”: no indicator table, weights or scores of this programme were published.",
            ),
            needs=self._official_text(),
            cites=(self.cite,),
        )

    def _answer(self, term: Term, entry: Dated, money: bool) -> Known | Unknown:
        if entry.value is None or entry.cite is None:
            return self._unknown(entry)
        if money and not entry.cite.grade.may_decide_money:
            return Unknown(
                why=Text(
                    f"“{term.says.zh}”只有等级 {entry.cite.grade} 的说法，不得用于拨款。",
                    f"“{term.says.en}” is only told at grade {entry.cite.grade}, which may not decide money.",
                ),
                needs=self._official_text(),
                cites=(entry.cite,),
            )
        return Known(
            name=term.name,
            says=term.says,
            value=entry.value,
            unit=term.unit,
            cite=entry.cite,
            pack=self.code,
            layer=self.layer,
            file=term.file,
            since=entry.since,
            demo=self.demo,
            form=term.form,
            note=entry.note,
            caution=entry.caution,
            choices=term.choices,
        )

    def _unknown(self, entry: Dated) -> Unknown:
        why = entry.why or Text("没有查到。", "Not found.")
        return Unknown(why=why, needs=entry.needs or self._official_text(), cites=(entry.cite or self.cite,))

    def _official_text(self) -> Text:
        return Text(f"官方文本：{self.document}全文。", f"the official text of {self.document}.")

    def _never_heard(self, name: str) -> Unknown:
        near = difflib.get_close_matches(name, self.term_names(), n=1)
        perhaps = Text(f"是否指 {near[0]}？", f"Is {near[0]} meant?") if near else None
        stack = "、".join(p.code for p in self.layers)
        return Unknown(
            why=Text(
                f"{stack} 都没有“{name}”这一项。",
                f"No layer of {self.code} has a term “{name}” ({', '.join(p.code for p in self.layers)}).",
            ),
            needs=perhaps,
            cites=(self.cite,),
        )


def _caution(decides: tuple[Pack, Goal] | None, base: Goal) -> Text | None:
    return decides[1].caution if decides else base.caution


def _too_early(name: str, on: date, first: date, pack: Pack) -> Unknown:
    return Unknown(
        why=Text(
            f"“{name}”最早的值自 {first} 起（{pack.document}），{on} 尚无规定。",
            f"The first value of “{name}” holds from {first} ({pack.document}); on {on} there was none.",
        ),
        needs=Text(
            f"请问 {first} 或之后的日期，或查更早的文件。", f"Ask for {first} or later, or find an earlier document."
        ),
        cites=(pack.cite,),
    )


def is_hearsay(known: Known) -> bool:
    """Known by repute only: shown as such, never used where money is decided."""
    return known.cite.grade is Grade.K
