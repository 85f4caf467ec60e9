"""The reference pages of the fact kinds: ``python -m ipops.ledger.docs [--write] [--drop] [MODULE …]``.

Pages lie in ``docs/reference/facts``, one a kind, and are made by ``schema.docs_page``, never by hand. Without
``--write`` the stale ones are listed. MODULEs declare further kinds (``ipops.lines.trading.facts``): the shared ones
and those that are named are the kinds that have pages. A page of no kind that is loaded is kept and listed, for its module
may only be unnamed; ``--write --drop`` removes it.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import ipops.ledger.facts  # noqa: F401 (declares the shared kinds)
from ipops.ledger.fact import Fact
from ipops.ledger.kinds import kinds
from ipops.ledger.schema import docs_page

FOLDER = Path("docs/reference/facts")
INDEX = "README.md"


def pages(of: Iterable[type[Fact]]) -> dict[str, str]:
    """File name -> text: a page for each kind, and the list of all."""
    sorted_kinds = sorted(of, key=lambda k: k.KIND)
    made = {f"{k.KIND}.md": docs_page(k) for k in sorted_kinds}
    rows = [f"| [`{k.KIND}`]({k.KIND}.md) | {k.TITLE.zh} | {k.TITLE.en} |" for k in sorted_kinds]
    head = [
        "# 事实类型 · kinds of facts",
        "",
        "由代码生成，请勿手改 · made from the code: `python -m ipops.ledger.docs`.",
        "",
    ]
    made[INDEX] = "\n".join([*head, "| 代码 code | 名称 | name |", "|---|---|---|", *rows, ""])
    return made


def stale(folder: Path, wanted: dict[str, str]) -> list[str]:
    """Names of pages that are missing, differ, or belong to no kind."""
    there = {f.name: f.read_text(encoding="utf-8") for f in folder.glob("*.md")} if folder.is_dir() else {}
    return sorted(name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name))


def write(folder: Path, wanted: dict[str, str], *, drop: bool) -> None:
    """Bring the pages up to date; those of no wanted kind go only with ``drop``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in stale(folder, wanted):
        if name in wanted:
            (folder / name).write_text(wanted[name], encoding="utf-8")
        elif drop:
            (folder / name).unlink()


def main(argv: Sequence[str]) -> int:
    """0 when the pages are as they should be, else 1."""
    for module in argv:
        if module not in ("--write", "--drop"):
            importlib.import_module(module)
    wanted = pages(kinds().values())
    if "--write" in argv:
        write(FOLDER, wanted, drop="--drop" in argv)
    old = stale(FOLDER, wanted)
    sys.stderr.writelines(f"{FOLDER / name}: {_STALE if name in wanted else _OF_NO_KIND}\n" for name in old)
    return 1 if old else 0


_STALE = "已过期 · stale; run python -m ipops.ledger.docs --write"
_OF_NO_KIND = (
    "所列模块中没有此类型 · no module named here declares it: name its module, or remove it with --write --drop"
)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
