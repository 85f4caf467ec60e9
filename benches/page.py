"""``python -m benches.page``: ``docs/benchmarks.md`` from what the last runs kept under ``build/bench``.

A bench that was not run since keeps its table of before: each stands under a heading of its own with its day and machine.
"""

from __future__ import annotations

import json
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benches.table import BUILD, Line, drawn

PAGE = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"
HEAD = """# Benchmarks

Made by `make bench` (`make bench-long` for the long ones), then `python -m benches.page`. Each line is measured beside its peer or
floor in the same run; what is promised and not kept says so. A number is of the day and the machine that stand above it: only
the ratios travel. What a bench does, its data and its queries, stands at the head of its module in `benches/`.
"""
_SECTION = re.compile(r"^## (\w+)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


def section(name: str, kept: dict[str, Any], day: str) -> str:
    m = kept["machine"]
    lines = [Line(**{k: v for k, v in one.items() if k not in ("ratio", "kept")}) for one in kept["lines"]]
    return f"## {name}\n\n{day}, {m['cores']} cores, Python {m['python']}.\n\n{drawn(lines)}\n"


def main() -> int:
    old = dict(_SECTION.findall(PAGE.read_text())) if PAGE.exists() else {}
    made = {name: f"## {name}\n{body.rstrip()}\n\n" for name, body in old.items()}
    for file in sorted(BUILD.glob("*.json")):
        day = datetime.fromtimestamp(file.stat().st_mtime, UTC).date().isoformat()
        made[file.stem] = section(file.stem, json.loads(file.read_text()), day)
    PAGE.write_text(HEAD + "\n" + "".join(made[name] for name in sorted(made)).rstrip() + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
