"""How packs hang together: predecessors, layers, no circles, nothing carried on from a historical document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ipops.kernel.outcome import Problem
from ipops.policy.identity import normalised
from ipops.policy.shapes import PackShape
from ipops.policy.yamlread import Sheet, nearest


@dataclass(slots=True)
class Draft:
    """A pack's folder while it is being read. ``follows`` are the layers that could be linked."""

    code: str
    home: Path
    at: str
    sheet: Sheet
    shape: PackShape | None
    follows: list[str] = field(default_factory=list)
    inside: list[Problem] = field(default_factory=list)

    @property
    def problems(self) -> list[Problem]:
        return [*self.sheet.problems, *self.inside]


def linked(drafts: Iterable[Draft]) -> list[Draft]:
    """The drafts that have a readable ``pack.yaml``, lower layers first; a broken link is told and left out."""
    by_code: dict[str, Draft] = {}
    for draft in drafts:
        if draft.shape is None:
            continue
        if draft.code in by_code:
            draft.sheet.wrong("code-taken", ("code",), code=draft.code)
            continue
        by_code[draft.code] = draft
    _one_pack_a_document(by_code.values())
    for draft in by_code.values():
        _predecessor(draft, by_code)
        _follows(draft, by_code)
    ordered: list[Draft] = []
    for draft in by_code.values():
        _place(draft, by_code, [], ordered)
    return ordered


def _one_pack_a_document(drafts: Iterable[Draft]) -> None:
    """Two packs of one document would give two answers to one question."""
    taken: dict[str, str] = {}
    for draft in drafts:
        if draft.shape is None:
            continue
        number = normalised(draft.shape.document)
        there = taken.setdefault(number, draft.code)
        if there != draft.code:
            draft.sheet.wrong("document-twice", ("document",), name=number, here=draft.code, there=there)


def _predecessor(draft: Draft, by_code: Mapping[str, Draft]) -> None:
    shape = draft.shape
    if shape is None or shape.predecessor is None:
        return
    before = by_code.get(shape.predecessor)
    if before is None or before.shape is None:
        near = nearest(shape.predecessor, by_code)
        draft.sheet.wrong("predecessor-missing", ("predecessor",), code=shape.predecessor, near=near)
    elif before.shape.start.day >= shape.start.day:
        theirs, ours = before.shape.start.day, shape.start.day
        draft.sheet.wrong("predecessor-later", ("predecessor",), code=before.code, theirs=theirs, ours=ours)


def _follows(draft: Draft, by_code: Mapping[str, Draft]) -> None:
    shape, sheet = draft.shape, draft.sheet
    if shape is None:
        return
    for i, code in enumerate(shape.follows):
        at = ("follows", i)
        low = by_code.get(code)
        if low is None or low.shape is None:
            sheet.wrong("follows-missing", at, code=code, near=nearest(code, by_code))
        elif low.shape.historical is not None:
            why = low.shape.historical.why.text
            sheet.wrong("follows-historical", at, code=code, why=why)
        elif low.shape.layer.rank >= shape.layer.rank and low is not draft:
            sheet.wrong("layer-order", at, here=shape.layer, there=low.shape.layer, code=code)
            # kept: a circle made of equal layers should be told as such, too
            draft.follows.append(code)
        elif low.shape.demo and not shape.demo:
            sheet.wrong("demo-below", at, code=code)
        else:
            draft.follows.append(code)


def _place(draft: Draft, by_code: Mapping[str, Draft], path: list[str], ordered: list[Draft]) -> None:
    if draft in ordered:
        return
    for code in tuple(draft.follows):
        if code in (*path, draft.code):
            at = ("follows", draft.shape.follows.index(code)) if draft.shape else ()
            loop = [*path, draft.code, code]
            draft.sheet.note("follows-circle", at, path=" → ".join(loop[loop.index(code) :]))
            draft.follows.remove(code)
        else:
            _place(by_code[code], by_code, [*path, draft.code], ordered)
    if draft not in ordered:
        ordered.append(draft)
