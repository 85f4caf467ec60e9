"""The code speaks the words of docs/glossary.md: read from every ``Text``, field, kind and word of a list."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
#: Calls whose first (or, for a kind, second) words are a Chinese and an English name.
NAMES = {"Text": 0, "about": 0, "kind": 1}


def glossary() -> dict[str, set[str]]:
    rows = re.findall(r"^\| ([^|A-Za-z-]+) \| ([^|]+) \|", (ROOT / "docs" / "glossary.md").read_text(), re.MULTILINE)
    return {zh.strip(): {w.strip().lower() for w in en.split(";")} for zh, en in rows}


def constants(nodes: list[ast.expr]) -> list[str | None]:
    return [n.value if isinstance(n, ast.Constant) and isinstance(n.value, str) else None for n in nodes]


def pairs(tree: ast.AST) -> Iterator[tuple[int, str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            said = constants(node.args)[NAMES[called] :][:2] if called in NAMES else []
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Tuple):
            said = constants(node.value.elts)[1:3] if len(node.value.elts) == 3 else []
        else:
            continue
        if len(said) == 2 and said[0] and said[1]:
            yield node.lineno, said[0], said[1]


def test_the_glossary_is_read():
    held = glossary()
    assert len(held) > 40
    assert held["质押"] == {"pledge"}


def test_the_code_says_what_the_glossary_says():
    held, wrong, looked_at = glossary(), [], 0
    for path in sorted((ROOT / "src").rglob("*.py")):
        for line, zh, en in pairs(ast.parse(path.read_text())):
            looked_at += 1
            words = held.get(zh.rstrip("。："))
            if words and en.lower().rstrip(".:") not in words | {f"{w}s" for w in words}:
                wrong.append(f"{path.relative_to(ROOT)}:{line}: {zh} is {sorted(words)}, not {en!r}")
    assert looked_at > 200
    assert wrong == []
