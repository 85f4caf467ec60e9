"""A new house, written from the files of ``house/``: every file of the plan, nothing in it, and tests that say so.

In ``house/`` each file ends in ``.txt`` and ``$name`` stands for the line's code; ``⟨…⟩`` marks what is to be filled, and
the shared suite for lines (``tests/lines``) fails by name as long as one is left.
"""

from __future__ import annotations

import keyword
import re
from pathlib import Path
from string import Template

import ipops.lines
from ipops.kernel.text import Text

FILES = Path(__file__).parent / "house"
_CODE = re.compile(r"[a-z][a-z0-9]{2,19}")
#: Labels and address words that something else has already.
_TAKEN = frozenset(
    [
        "admin",
        "api",
        "auth",
        "axes",
        "contenttypes",
        "csp",
        "healthz",
        "humanize",
        "i18n",
        "kit",
        "ledger",
        "messages",
        "ninja",
        "sessions",
        "static",
        "staticfiles",
        "webkit",
        "work",
    ]
)


class Unfit(ValueError):
    """The name cannot be a line's code; ``says`` tells why."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.says = Text(zh, en)


def write_house(name: str, street: Path | None = None) -> list[Path]:
    """Write the house into ``street`` (the folder of ``ipops.lines`` if not said) and list its files.

    Raises ``Unfit`` for a name that is no code or is taken; nothing is written then.
    """
    root = street or Path(ipops.lines.__path__[0])
    _check(name, root)
    made = []
    for source in sorted(p for p in FILES.rglob("*.txt")):
        inside = str(source.relative_to(FILES)).removesuffix(".txt").replace("__name__", name)
        place = root / name / inside
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(Template(source.read_text()).substitute(name=name))
        made.append(place)
    return made


def _check(name: str, root: Path) -> None:
    if not _CODE.fullmatch(name) or keyword.iskeyword(name):
        raise Unfit(
            f"“{name}”不能作业务线代码：3 到 20 个小写字母或数字，以字母开头。",
            f"{name!r} cannot be a line's code: 3 to 20 lower-case letters or digits, beginning with a letter.",
        )
    if name in _TAKEN or (root / name).exists():
        raise Unfit(f"“{name}”已被占用，请换一个。", f"{name!r} is taken; choose another.")
