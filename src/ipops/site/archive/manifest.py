"""The page at the end of a backup: what is in it, what made it, and how to tell that nothing changed since."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ipops.kernel.text import Text

#: 2 since studies are in it; a program reads its own form and those before.
FORM = 2
NAME = "manifest.json"
#: Rooms of the home that may not be lost, and studies: their set-up, results and report. A study's ``data`` come back when it is run.
ROOMS = ("documents", "heads", "packs", "tiles", "studies")
COMES_BACK = {"studies": "data"}
#: Tables whose rows end by themselves, and the one that migrating writes.
LEFT_OUT = frozenset(
    {
        "django_migrations",
        "django_session",
        "axes_accessattempt",
        "axes_accessattemptexpiration",
        "axes_accessfailurelog",
        "axes_accesslog",
    }
)


class Mistake(RuntimeError):
    """A backup cannot be made or restored; ``says`` tells what to do."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.says = Text(zh, en)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    columns: tuple[str, ...]
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """``entries`` and ``root`` are the journal's size and SHA-256 root; ``sha256`` maps each member to its hash; ``links`` a file of a
    study to the stored document or the corpus that it stands for, both below the home."""

    program: str
    server: str
    made_at: str
    migrations: tuple[tuple[str, str], ...]
    tables: Mapping[str, Table]
    entries: int
    root: str
    sha256: Mapping[str, str]
    links: Mapping[str, str]

    def as_json(self) -> dict[str, Any]:
        return {
            "form": FORM,
            "program": self.program,
            "server": self.server,
            "made_at": self.made_at,
            "entries": self.entries,
            "root": self.root,
            "migrations": [list(m) for m in self.migrations],
            "tables": {n: {"columns": list(t.columns), "rows": t.rows} for n, t in self.tables.items()},
            "sha256": dict(self.sha256),
            "links": dict(self.links),
        }

    def summary(self) -> dict[str, Any]:
        """What a person wants to see: without the long lists."""
        rooms = {room: sum(n.startswith(f"{room}/") for n in self.sha256) for room in ROOMS}
        rows = {name: t.rows for name, t in self.tables.items() if t.rows}
        return {"made_at": self.made_at, "entries": self.entries, "root": self.root, "rows": rows, **rooms}


def from_json(raw: bytes) -> Manifest:
    """Raises ``Mistake`` for what is no manifest or one of a later form."""
    try:
        plain = json.loads(raw)
        if not 1 <= plain["form"] <= FORM:
            raise Mistake(
                f"备份格式 {plain['form']} 比本程序新（{FORM}）。请先升级程序。",
                f"The backup has form {plain['form']}; this program reads form {FORM}. Upgrade it first.",
            )
        return Manifest(
            program=plain["program"],
            server=plain["server"],
            made_at=plain["made_at"],
            migrations=tuple((a, n) for a, n in plain["migrations"]),
            tables={n: Table(columns=tuple(t["columns"]), rows=t["rows"]) for n, t in plain["tables"].items()},
            entries=plain["entries"],
            root=plain["root"],
            sha256=plain["sha256"],
            links=plain.get("links", {}),
        )
    except (ValueError, KeyError, TypeError) as no:
        raise Mistake("不是有效的备份文件：清单无法读取。", "Not a backup: its manifest cannot be read.") from no
