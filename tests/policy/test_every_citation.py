"""Every citation of a law, wherever it stands in the program, names an article that exists and words that it holds.

Citations are found in the packs, in the values of every plain module (rules, machines, indicators, measures: constants of
any depth), and in the source of every file (``Citation(...)`` written inside a function, too).
"""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

import ipops
from ipops.kernel.citation import Citation
from ipops.kernel.outcome import Problem
from ipops.policy import packs
from ipops.policy.check import citations
from ipops.policy.laws import check_citation, is_held
from ipops.policy.shelf import shelf

SRC = Path(ipops.__file__).parent
SEED = "001_2b409592b9ecd278.txt"
NOTICE = "财办建〔2020〕40号"


def plain_modules() -> Iterator[str]:
    """Every module that may be imported without a database: all but the Django ground, the apps and the commands."""
    for path in sorted(SRC.rglob("*.py")):
        parts = path.relative_to(SRC).with_suffix("").parts
        if not {"webkit", "site", "app", "tests", "__main__"} & set(parts):
            yield ".".join(("ipops", *(p for p in parts if p != "__init__")))


def inside(value: Any, seen: set[int], depth: int = 0) -> Iterator[Citation]:
    """The citations inside a value: in fields of records, in sequences and mappings, at any depth that is sane."""
    if isinstance(value, Citation):
        yield value
        return
    if id(value) in seen or depth > 8 or isinstance(value, str | bytes | int | type):
        return
    seen.add(id(value))
    parts: list[Any] = []
    if is_dataclass(value):
        parts = [getattr(value, f.name, None) for f in fields(value)]
    elif isinstance(value, Mapping):
        parts = [*value.keys(), *value.values()]
    elif isinstance(value, list | tuple | set | frozenset):
        parts = list(value)
    for part in parts:
        yield from inside(part, seen, depth + 1)


def in_modules() -> list[tuple[str, Citation]]:
    found: list[tuple[str, Citation]] = []
    for name in plain_modules():
        module = importlib.import_module(name)
        for attribute, value in vars(module).items():
            if attribute.startswith("__"):
                continue
            held = vars(value).values() if isinstance(value, type) and value.__module__ == name else [value]
            found += [(f"{name}.{attribute}", cite) for v in held for cite in inside(v, set())]
    return found


def in_source() -> list[tuple[str, Citation]]:
    """``Citation(...)`` calls whose document is written out, or is a text constant of the same file."""
    found = []
    for path in sorted(SRC.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named = {
            target.id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "Citation":
                told = {
                    k.arg: _text(k.value, named)
                    for k in node.keywords
                    if k.arg in ("document", "clause", "quote", "source")
                }
                if told.get("document"):
                    at = f"{path.relative_to(SRC)}:{node.lineno}"
                    found.append((at, Citation(**{k: v for k, v in told.items() if v is not None})))
    return found


def _text(node: ast.expr, named: Mapping[str, Any]) -> str | None:
    value = named.get(node.id) if isinstance(node, ast.Name) else None
    if isinstance(node, ast.Constant):
        value = node.value
    return value if isinstance(value, str) else None


def in_packs() -> list[tuple[str, Citation]]:
    return [(f"{file} {key}", cite) for pack in packs().values() for file, key, cite in citations(pack)]


def everywhere() -> list[tuple[str, Citation]]:
    return in_packs() + in_modules() + in_source()


@pytest.mark.shared
def test_every_law_cited_has_the_article_and_the_words(shared: Path):
    wrong: list[tuple[str, Problem]] = [
        (at, problem) for at, cite in everywhere() if (problem := check_citation(cite)) is not None
    ]
    assert [f"{at}: {problem.says.en}" for at, problem in wrong] == []


@pytest.mark.shared
def test_laws_are_found_in_packs(shared: Path):
    """The test above would pass on nothing; here is that it has something to look at."""
    assert len([c for _, c in in_packs() if is_held(c.document)]) >= 6


@pytest.mark.shared
def test_every_quote_of_the_2020_notice_in_the_code_stands_in_its_text(shared: Path):
    text = re.sub(r"\s+", "", (shared / "seeds" / SEED).read_text(encoding="utf-8"))
    quoted = [(at, c) for at, c in in_modules() + in_source() if c.document == NOTICE and c.quote and SEED in c.source]
    assert quoted, "remainder.py at least quotes it"
    assert [at for at, c in quoted if re.sub(r"\s+", "", c.quote) not in text] == []


def test_every_numbered_document_cited_is_registered():
    """A document one cannot look up is no source: 〔year〕 numbers must stand in documents.yaml or have a pack."""
    named = {c.document for _, c in everywhere() if "〔" in c.document}
    assert len(named) >= 4
    assert sorted(d for d in named if shelf().documents.named(d) is None) == []


class TestTheCollector:
    def test_finds_constants_and_calls_inside_functions(self):
        documents = {c.document for _, c in in_modules()} & {c.document for _, c in in_source()}
        assert {"财办建〔2018〕96号", "财办建〔2019〕70号", NOTICE} <= documents

    def test_looks_into_records_lists_and_mappings(self):
        cite = Citation(document="专利法(2020-10-17)", clause="第十条")
        assert list(inside({"a": [(1, cite)], "b": frozenset({cite})}, set())) == [cite, cite]
