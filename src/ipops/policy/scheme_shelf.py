"""The schemes at hand: how losses are shared and subsidies paid, as files; every citation resolved and held to the registers.

<folder>/sources.yaml  documents.yaml    registers, as those of the packs
<folder>/<code>/scheme.yaml              one version of one scheme, in the language that ``finance`` runs
<folder>/<code>/cases.yaml               worked cases that a lawyer can read

This room knows where words were read, not what they do: what the language means is for the engine that runs it. The trees are
handed over as plain data with each ``cite`` filled in.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ipops.kernel.citation import Citation
from ipops.kernel.outcome import Problem, Reason, Refused
from ipops.kernel.text import Text
from ipops.policy.identity import Document, Documents, normalised
from ipops.policy.register import Desk, Register, read_register
from ipops.policy.shapes import CiteShape, Completeness, checked_at
from ipops.policy.shelf import PolicyMistake
from ipops.policy.yamlread import Sheet, Where, nearest, read

BUILT_IN = Path(__file__).parent / "schemes"
ENV = "IPOPS_SCHEMES"


@dataclass(frozen=True, eq=False, kw_only=True)
class SchemeFile:
    """One scheme's tree with its citations filled in, its cases, and the sheets that know the lines of both."""

    code: str
    tree: Any
    sheet: Sheet
    cases: Any
    cases_sheet: Sheet | None
    citations: tuple[tuple[str, Citation], ...]
    problems: tuple[Problem, ...]


def schemes() -> Mapping[str, SchemeFile]:
    """Every scheme by code. Raises ``PolicyMistake`` when a file of them cannot be trusted."""
    told = os.environ.get(ENV, "")
    return _shelf(*([Path(told)] if told else []))


@lru_cache(maxsize=8)
def _shelf(*own: Path) -> Mapping[str, SchemeFile]:
    found, problems = read_schemes((BUILT_IN, *own))
    if problems:
        raise PolicyMistake(problems)
    return found


def scheme_named(code: str) -> SchemeFile | Refused:
    """The scheme of a code; a refusal that names the nearest one if there is none."""
    every = schemes()
    if code in every:
        return every[code]
    near = nearest(code, every)
    says = Text(f"没有方案“{code}”。可能是：{near}。", f"There is no scheme “{code}”. Perhaps: {near}.")
    return Refused(reasons=(Reason(code="no-such-scheme", says=says, field="scheme"),))


def read_schemes(folders: Sequence[Path]) -> tuple[Mapping[str, SchemeFile], tuple[Problem, ...]]:
    """All schemes of all folders; a later folder's registers add to the earlier ones'."""
    register, problems = Register(), list[Problem]()
    homes: list[tuple[Path, str]] = []
    for i, folder in enumerate(folders):
        shown = f"{folder.name}/" if i else ""
        more, wrong = read_register(folder, shown, register)
        register, problems = register.plus(more), problems + wrong
        homes += [(p.parent, shown) for p in sorted(folder.glob("*/scheme.yaml"))]
    documents = Documents(register.documents)
    made = {home.name: _read(home, shown, register, documents) for home, shown in homes}
    return MappingProxyType(made), (*problems, *(p for f in made.values() for p in f.problems))


def _read(home: Path, shown: str, register: Register, documents: Documents) -> SchemeFile:
    at = f"{shown}{home.name}/"
    sheet = read(home / "scheme.yaml", f"{at}scheme.yaml")
    tree = sheet.data if isinstance(sheet.data, dict) else {}
    desk = _desk(tree, sheet, register, documents)
    if tree and tree.get("code") != home.name:
        sheet.wrong("code-differs", ("code",), code=tree.get("code"), folder=home.name)
    citations: list[tuple[str, Citation]] = []
    filled = _cited(tree, (), desk, citations)
    cases = read(home / "cases.yaml", f"{at}cases.yaml") if (home / "cases.yaml").is_file() else None
    problems = (*sheet.problems, *(cases.problems if cases else ()))
    return SchemeFile(
        code=home.name,
        tree=filled,
        sheet=sheet,
        cases=cases.data if cases else None,
        cases_sheet=cases,
        citations=tuple(citations),
        problems=problems,
    )


def _desk(tree: Mapping[str, Any], sheet: Sheet, register: Register, documents: Documents) -> Desk:
    told = str(tree.get("document", ""))
    own = documents.named(told)
    if tree and own is None:
        near = nearest(normalised(told), documents.names)
        sheet.wrong("unknown-document", ("document",), document=told, near=near)
    known = tree.get("completeness")
    return Desk(
        sheet=sheet,
        register=register,
        documents=documents,
        document=(own or Document(number=normalised(told))).number,
        completeness=Completeness(known) if known in list(Completeness) else Completeness.DIGEST,
        demo=tree.get("demo") is True,
    )


def _cited(node: Any, at: Where, desk: Desk, into: list[tuple[str, Citation]]) -> Any:
    """The tree with every ``cite`` resolved to document, clause, grade, quote and source."""
    if isinstance(node, list):
        return [_cited(child, (*at, i), desk, into) for i, child in enumerate(node)]
    if not isinstance(node, Mapping):
        return node
    made: dict[Any, Any] = {}
    for key, child in node.items():
        if key != "cite":
            made[key] = _cited(child, (*at, key), desk, into)
            continue
        shape = checked_at(CiteShape, desk.sheet, child, (*at, "cite"))
        cite = desk.cited(shape, at) if shape is not None else None
        if cite is not None:
            into.append((".".join(map(str, at)), cite))
            made[key] = cite.as_json()
    return made


def every_citation() -> Iterator[tuple[str, str, Citation]]:
    """All citations of all schemes: code, key, citation."""
    for code, file in schemes().items():
        for key, cite in file.citations:
            yield code, key, cite
