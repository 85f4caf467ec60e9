"""Reads folders of packs into packs, with every problem placed at its file and key. Knows no clock: today is told.

<folder>/sources.yaml  documents.yaml     registers (either may be absent)
<folder>/<code>/pack.yaml                 which document, which layer, what it follows
<folder>/<code>/terms/<name>.yaml         one legal number or answer a file
<folder>/<code>/targets/<id>.yaml         one goal a file
<folder>/<code>/schemes/<name>.yaml       how applications or results are scored
<folder>/<code>/returns/<name>.yaml       what is reported, and by which checks
<folder>/<code>/layouts/<name>.yaml       how a paper is laid out
<folder>/<code>/cities.yaml               the batch's key cities, if the document chose some
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from ipops.kernel.outcome import Problem
from ipops.policy.cities import KeyCity, read_cities
from ipops.policy.identity import Document, Documents, normalised
from ipops.policy.layouts import Layout, read_layout
from ipops.policy.links import Draft, linked
from ipops.policy.pack import Pack
from ipops.policy.read_targets import read_target
from ipops.policy.read_terms import Below, read_term
from ipops.policy.register import Desk, Register, read_register, with_packs
from ipops.policy.returns import ReturnSchema, read_return
from ipops.policy.schemes import Scheme, read_scheme
from ipops.policy.shapes import PackShape, checked
from ipops.policy.targets import GoalFile
from ipops.policy.terms import Term
from ipops.policy.yamlread import Sheet, read

_FOLDERS = ("terms", "targets", "schemes", "returns", "layouts")


@dataclass(frozen=True, slots=True)
class Loaded:
    packs: Mapping[str, Pack]
    problems: tuple[Problem, ...]
    register: Register
    documents: Documents


@dataclass(frozen=True, slots=True)
class _Room:
    """What all packs of one reading share."""

    register: Register
    documents: Documents
    today: date | None

    def desk(self, sheet: Sheet, shape: PackShape) -> Desk:
        own = self.documents.named(shape.document)
        return Desk(
            sheet=sheet,
            register=self.register,
            documents=self.documents,
            document=own.number if own else normalised(shape.document),
            completeness=shape.completeness,
            demo=shape.demo,
        )

    def reviewed(self, sheet: Sheet, day: date) -> None:
        if self.today and day > self.today:
            sheet.wrong("reviewed-in-future", ("reviewed_on",), day=day, today=self.today)


def load(folders: Sequence[Path], today: date | None = None) -> Loaded:
    """All packs of all folders. A pack with problems is still read as far as it goes, so that all are told at once."""
    problems: list[Problem] = []
    register = Register()
    drafts: list[Draft] = []
    for i, folder in enumerate(folders):
        shown = f"{folder.name}/" if i else ""
        more, wrong = read_register(folder, shown, register)
        register, problems = register.plus(more), problems + wrong
        drafts += _drafts(folder, shown)
    ordered = linked(drafts)
    documents = with_packs(register, [_document(d.shape, register) for d in ordered if d.shape])
    room = _Room(register, documents, today)
    made: dict[str, Pack] = {}
    for draft in ordered:
        if draft.shape is not None:
            made[draft.code] = _filled(_shell(draft, draft.shape, made, room), draft, draft.shape, room)
    _nothing_cloned(ordered, made)
    problems += [p for d in drafts for p in d.problems]
    return Loaded(MappingProxyType(made), tuple(problems), register, documents)


def _drafts(folder: Path, shown: str) -> list[Draft]:
    found = []
    for home in sorted(p for p in folder.iterdir() if p.is_dir() and not p.name.startswith((".", "_"))):
        at = f"{shown}{home.name}/"
        path = home / "pack.yaml"
        if path.exists():
            sheet = read(path, f"{at}pack.yaml")
            shape = checked(PackShape, sheet)
        else:
            sheet, shape = Sheet(f"{at}pack.yaml"), None
            sheet.wrong("no-pack-file")
        if shape and shape.code != home.name:
            sheet.wrong("code-differs", ("code",), code=shape.code, folder=home.name)
        found.append(Draft(code=home.name, home=home, at=at, sheet=sheet, shape=shape))
    return found


def _document(shape: PackShape, register: Register) -> Document:
    """The pack's own document, with what the register adds (issuers, day, aliases)."""
    known = Documents(register.documents).named(shape.document)
    if known is not None:
        return replace(known, title=known.title or shape.title.text)
    return Document(number=normalised(shape.document), title=shape.title.text)


def _shell(draft: Draft, shape: PackShape, made: Mapping[str, Pack], room: _Room) -> Pack:
    """The pack without its files: who it is and what it stands on."""
    desk = room.desk(draft.sheet, shape)
    cite = desk.cited(shape.start.cite, ("start",))
    past = desk.cited(shape.historical.cite, ("historical",)) if shape.historical else None
    room.reviewed(draft.sheet, shape.reviewed_on)
    if cite is None:
        raise AssertionError("the shape of pack.yaml demands a citation")
    return Pack(
        code=draft.code,
        title=shape.title.text,
        layer=shape.layer,
        document=room.documents.named(shape.document) or _document(shape, room.register),
        completeness=shape.completeness,
        start=shape.start.day,
        start_basis=shape.start.basis,
        cite=cite,
        reviewed_on=shape.reviewed_on,
        predecessor=shape.predecessor,
        follows=tuple(shape.follows),
        place=shape.place,
        demo=shape.demo,
        historical=shape.historical.why.text if shape.historical else None,
        historical_cite=past,
        note=shape.note.text if shape.note else None,
        below=_below([made[c] for c in draft.follows if c in made]),
        version=_version(draft.home),
        folder=draft.home,
        at=draft.at,
    )


def _below(followed: Sequence[Pack]) -> tuple[Pack, ...]:
    """All layers under a pack, each once, the most specific first; among equals the one named first."""
    every: dict[str, Pack] = {}
    for pack in followed:
        for layer in pack.layers:
            every.setdefault(layer.code, layer)
    return tuple(sorted(every.values(), key=lambda p: -p.layer.rank))


def _filled(shell: Pack, draft: Draft, shape: PackShape, room: _Room) -> Pack:
    terms: dict[str, Term] = {}
    goals: dict[str, GoalFile] = {}
    schemes: dict[str, Scheme] = {}
    forms: dict[str, ReturnSchema] = {}
    layouts: dict[str, Layout] = {}
    cities: tuple[KeyCity, ...] = ()
    for path in _files(draft):
        sheet = read(path, f"{draft.at}{path.relative_to(draft.home).as_posix()}")
        desk = room.desk(sheet, shape)
        if path.parent == draft.home:
            cities = read_cities(path, desk)
        elif path.parent.name == "terms":
            if term := read_term(path, desk, shell.start, _term_below(path.stem, shell)):
                terms[term.name] = term
                room.reviewed(sheet, term.reviewed_on)
                _same_identity(term, shell, sheet)
        elif path.parent.name == "schemes":
            if scheme := read_scheme(path, desk, shell.code):
                schemes[scheme.name] = scheme
        elif path.parent.name == "returns":
            if form := read_return(path, desk, shell.code):
                forms[form.code] = form
        elif path.parent.name == "layouts":
            if layout := read_layout(path, desk, shell.code):
                layouts[layout.name] = layout
        else:
            beneath = [(p.code, p.own_targets[path.stem]) for p in shell.below if path.stem in p.own_targets]
            if goal := read_target(path, desk, shell.start, shell.layer, beneath):
                goals[goal.id] = goal
                room.reviewed(sheet, goal.reviewed_on)
        draft.inside += sheet.problems
    return replace(
        shell,
        own_terms=MappingProxyType(terms),
        own_targets=MappingProxyType(goals),
        schemes=MappingProxyType(schemes),
        returns=MappingProxyType(forms),
        layouts=MappingProxyType(layouts),
        cities=cities,
    )


def _files(draft: Draft) -> Iterator[Path]:
    """The files of a pack besides ``pack.yaml``, in order; whatever stands where nothing is read is told."""
    for path in sorted(draft.home.rglob("*")):
        inside = path.relative_to(draft.home)
        if path.is_dir() or path.name.startswith(".") or inside.as_posix() == "pack.yaml":
            continue
        in_folder = len(inside.parts) == 2 and inside.parts[0] in _FOLDERS and path.suffix == ".yaml"
        if in_folder or inside.as_posix() == "cities.yaml":
            yield path
        elif path.name != "README.md":
            stray = Sheet(f"{draft.at}{inside.as_posix()}")
            stray.wrong("stray-file", name=inside.as_posix())
            draft.inside += stray.problems


def _term_below(name: str, shell: Pack) -> Below | None:
    return next((Below(pack=p.code, term=p.own_terms[name]) for p in shell.below if name in p.own_terms), None)


def _same_identity(term: Term, shell: Pack, sheet: Sheet) -> None:
    """The terms that repeat what ``pack.yaml`` says of the document must say the same."""
    told = {"document_number": shell.document.number, "text_completeness": str(shell.completeness)}
    if (there := told.get(term.name)) is None or not term.values:
        return
    entry = term.values[-1]
    here = getattr(entry.value, "zh", entry.value)
    if here is not None and normalised(str(here)) != there:
        where = ("values", str(entry.since), "value")
        sheet.wrong("identity-disagrees", where, name=term.name, here=here, there=there)


def _nothing_cloned(drafts: Sequence[Draft], made: Mapping[str, Pack]) -> None:
    """A goal of a historical document may stand in no other pack: its counting of patents is no longer allowed."""
    past = {goal: p for p in made.values() if p.historical for goal in p.own_targets}
    for draft in drafts:
        pack = made[draft.code]
        for goal, file in pack.own_targets.items():
            source = past.get(goal)
            if source is not None and source is not pack:
                sheet = Sheet(file.file)
                sheet.lines[()] = 1
                sheet.wrong("clones-historical", id=goal, code=source.code, why=source.historical)
                draft.inside += sheet.problems


def _version(home: Path) -> str:
    """SHA-256 over the names and bytes of the pack's files."""
    digest = hashlib.sha256()
    for path in sorted(p for p in home.rglob("*") if p.is_file() and not p.name.startswith(".")):
        digest.update(path.relative_to(home).as_posix().encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
