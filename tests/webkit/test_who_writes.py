"""Who may write which table, read out of the source: bulk writes past the services would leave no fact and no trace
(``design/platform.md`` 24: *bulk writes bypass history silently*)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from ipops.webkit.models.folded import FoldedRow

SRC = Path(__file__).resolve().parents[2] / "src" / "ipops"
WRITES = {
    *("create", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "update", "delete", "save"),
    *("acreate", "aupdate", "adelete", "asave", "abulk_create", "abulk_update"),
}
BULK = {"bulk_create", "bulk_update", "abulk_create", "abulk_update"}
#: The one module that writes each table that only grows. The journal is written by COPY alone.
OWNERS = {
    "JournalRow": set(),
    "Head": {"webkit/seals/sealing.py"},
    "Document": {"webkit/documents.py"},
    "AcceptedBundle": {"webkit/bundles.py"},
}
#: Services of the ground. A house's are its ``app/services*``.
SERVICES = (
    "webkit/access/",
    "webkit/personal.py",
    "webkit/work.py",
    "webkit/outbox.py",
    "webkit/documents.py",
    "webkit/desk/",
)


def modules() -> list[Path]:
    return [p for p in sorted(SRC.rglob("*.py")) if not {"migrations", "tests"} & set(p.parts)]


def place(path: Path) -> str:
    return str(path.relative_to(SRC))


def model_names() -> dict[str, type]:
    return {m.__name__: m for m in apps.get_models() if m.__module__.startswith("ipops.")}


def written_through(call: ast.Call) -> str | None:
    """``X`` in ``X.objects.….update(…)`` or ``X._default_manager.….delete()``, when the call writes."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in WRITES:
        return None
    node: ast.expr = call.func.value
    while True:
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager", "_base_manager"):
            root = node.value
            return root.id if isinstance(root, ast.Name) else root.attr if isinstance(root, ast.Attribute) else None
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Attribute | ast.Subscript):
            node = node.value
        else:
            return None


def writes(path: Path) -> Iterator[tuple[str, int]]:
    """Models written through their managers, with the line."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and (name := written_through(node)):
            yield name, node.lineno


def is_service(where: str) -> bool:
    return where.startswith(SERVICES) or (where.startswith("lines/") and "/app/services" in where)


def test_tables_that_only_grow_are_written_by_their_owners_alone() -> None:
    strangers = [
        f"{place(p)}:{line} writes {name}"
        for p in modules()
        for name, line in writes(p)
        if name in OWNERS and place(p) not in OWNERS[name]
    ]
    assert strangers == []


def test_rows_folded_from_facts_are_written_by_the_fold_alone() -> None:
    folded = {name for name, model in model_names().items() if issubclass(model, FoldedRow)}
    assert folded >= {"Party", "Right"}
    strangers = [f"{place(p)}:{line} writes {name}" for p in modules() for name, line in writes(p) if name in folded]
    assert strangers == [], "Append a fact; its fold writes the row."


def test_other_rows_are_written_in_services() -> None:
    known = set(model_names()) - set(OWNERS)
    strangers = [
        f"{place(p)}:{line} writes {name}"
        for p in modules()
        for name, line in writes(p)
        if name in known and not is_service(place(p))
    ]
    assert strangers == [], "Move it into a service."


def test_nothing_is_written_in_bulk_past_the_services() -> None:
    """Also through a variable: ``rows.update(done=True)``, ``rows.bulk_create(…)``."""
    strangers = []
    for path in modules():
        tree = ast.parse(path.read_text())
        if is_service(place(path)) or "models" not in path.read_text():
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                by_keyword = node.func.attr in ("update", "aupdate") and any(k.arg for k in node.keywords)
                if (by_keyword and not node.args) or node.func.attr in BULK:
                    strangers.append(f"{place(path)}:{node.lineno} {node.func.attr}")
    assert strangers == []


@pytest.mark.parametrize("table", ["journal", "head", "document", "accepted_bundle"])
def test_no_statement_of_ours_changes_a_table_that_only_grows(table: str) -> None:
    changes = [f"update {table} ", f'update "{table}"', f"delete from {table}", f"truncate {table}"]
    strangers = [f"{place(p)}: {c}" for p in modules() for c in changes if c in " ".join(p.read_text().lower().split())]
    assert strangers == []


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("Party.objects.filter(a=1).update(b=2)", "Party"),
        ("models.Party._default_manager.all().delete()", "Party"),
        ("Party.objects.bulk_create([])", "Party"),
        ("Party.objects.filter(a=1).first()", None),
        ("seen.update(b=2)", None),
    ],
)
def test_the_reader_of_the_source_sees_what_it_should(source: str, name: str | None) -> None:
    call = ast.parse(source).body[0].value  # type: ignore[attr-defined]
    assert written_through(call) == name
