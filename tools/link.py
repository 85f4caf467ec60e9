"""Make the checkout importable in ``.venv`` and put the ``ipops`` command there.

Run by ``make setup`` with the environment's Python. A path file and a two-line script need no build step, no network and
no absolute path: the checkout may be moved or hold blanks in its name.
"""

from __future__ import annotations

import os
import sys
import sysconfig
from pathlib import Path

SCRIPT = """#!/bin/sh
exec "$(dirname "$(readlink -f "$0")")/python" -m ipops "$@"
"""


def main() -> None:
    packages = Path(sysconfig.get_path("purelib"))
    source = Path(__file__).resolve().parents[1] / "src"
    packages.joinpath("ipops.pth").write_text(os.path.relpath(source, packages) + "\n")
    command = Path(sys.prefix) / "bin" / "ipops"
    command.write_text(SCRIPT)
    command.chmod(0o755)


if __name__ == "__main__":
    main()
