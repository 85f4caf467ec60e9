"""``python -m benches [--long] [name …]``: every module here that offers ``bench(long) -> lines``, each in a process of its
own, so that one leaves nothing behind for the next. Prints the table; JSON under ``build/bench``. Exit 1: a promise broken."""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import benches
from benches import table
from benches.table import Line


def main() -> int:
    offered = [
        m.name for m in pkgutil.iter_modules(benches.__path__) if m.name not in ("__main__", "facts", "page", "table")
    ]
    names = [n for n in offered if hasattr(importlib.import_module(f"benches.{n}"), "bench")]
    parser = argparse.ArgumentParser(prog="benches", description=__doc__)
    parser.add_argument("--long", action="store_true", help="also what takes an hour")
    parser.add_argument("names", nargs="*", metavar="name", help=", ".join(names))
    asked = parser.parse_args()
    if strangers := set(asked.names) - set(names):
        parser.error(f"no such bench: {', '.join(sorted(strangers))}; there are {', '.join(names)}")
    lines: list[Line] = []
    for name in asked.names or names:
        sys.stderr.write(f"… {name}\n")
        with ProcessPoolExecutor(1, get_context("spawn")) as alone:
            lines += alone.submit(table.run, name, asked.long).result()
    table.show(lines)
    return 0 if all(one.kept for one in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
