"""Reads one YAML file to plain values, strictly, and remembers the line of each key.

YAML is kind in the wrong places: it reads ``1.10`` as a float, ``010`` as eight, ``no`` as false, and keeps the last of two
equal keys. A legal number must not depend on such kindness, so this reader knows text, whole numbers, days, true and
false, and calls the rest by name.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from ipops.kernel.outcome import Place, Problem
from ipops.policy.mistakes import says

Where = tuple[str | int, ...]

MAX_BYTES = 256 * 1024
_INT = re.compile(r"-?(?:0|[1-9]\d*)")
_FLOAT = re.compile(
    r"[-+]?(?:\d[\d_]*\.[\d_]*|\.\d[\d_]*|\d[\d_]*(?=[eE]))(?:[eE][-+]?\d+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)
_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_FAST: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_KNOWN_TAGS = frozenset(
    f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq", "merge")
)


class Sheet:
    """One file while it is being read: its plain data, the line of each key, and the problems found so far."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.data: Any = None
        self.lines: dict[Where, int] = {}
        self.problems: list[Problem] = []
        self._spoilt: set[Where] = set()

    def wrong(self, code: str, where: Where = (), /, **fill: Any) -> None:
        """Notes a problem at a key. One place is told one thing: what lies under a spoilt key is not told again."""
        if any(where[: len(bad)] == bad for bad in self._spoilt):
            return
        self._spoilt.add(where)
        self.note(code, where, **fill)

    def note(self, code: str, where: Where = (), /, **fill: Any) -> None:
        """Notes a problem without closing the place to others."""
        key = dotted(where)
        text = says(code, key=key or self.file, **fill)
        self.problems.append(
            Problem(code=code, says=text, at=Place(file=self.file, line=self.line_of(where), field=key))
        )

    def line_of(self, where: Where) -> int | None:
        """The line of the key, or of the nearest key above it."""
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where)


def dotted(where: Where) -> str:
    return ".".join(str(w) for w in where)


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that looks most like this one, or the first dozen of them."""
    known = list(known)
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return close[0] if close else ", ".join(known[:12]) + ("…" if len(known) > 12 else "")


def read(path: Path, file: str, most: int = MAX_BYTES) -> Sheet:
    """Reads ``path``, naming it ``file`` in problems. ``data`` is ``None`` when nothing could be read."""
    sheet = Sheet(file)
    raw = path.read_bytes() if path.stat().st_size <= most else None
    if raw is None:
        sheet.wrong("too-large", limit=most // 1024)
        return sheet
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as bad:
        sheet.wrong("not-utf8", byte=bad.start)
        return sheet
    try:
        node = _compose(text, sheet)
    except yaml.MarkedYAMLError as bad:
        line = bad.problem_mark.line + 1 if bad.problem_mark else 1
        sheet.lines[()] = line
        sheet.wrong("not-yaml", what=bad.problem or "?")
    except (yaml.YAMLError, RecursionError, ValueError) as bad:
        sheet.wrong("not-yaml", what=str(bad).splitlines()[0] if str(bad) else type(bad).__name__)
    else:
        if node is None or (isinstance(node, yaml.ScalarNode) and not node.value.strip()):
            sheet.wrong("empty-file")
        else:
            sheet.lines[()] = node.start_mark.line + 1
            sheet.data = _plain(node, (), sheet)
    return sheet


def _compose(text: str, sheet: Sheet) -> yaml.Node | None:
    try:
        return _composed(text, sheet, _FAST)
    except yaml.YAMLError:
        return _composed(text, sheet, yaml.SafeLoader)  # again by the reader whose messages are the same everywhere


def _composed(text: str, sheet: Sheet, loader: Any) -> yaml.Node | None:
    for event in yaml.parse(text, Loader=loader):
        name = getattr(event, "anchor", None)
        if name is not None:
            line = event.start_mark.line + 1 if event.start_mark else 1
            sheet.lines[()] = line
            sheet.wrong("anchor", name=name)
            return yaml.ScalarNode("tag:yaml.org,2002:str", "-", yaml.Mark("", 0, line - 1, 0, None, 0), None)
    node: yaml.Node | None = yaml.compose(text, Loader=loader)
    return node


def _plain(node: yaml.Node, at: Where, sheet: Sheet) -> Any:
    sheet.lines.setdefault(at, node.start_mark.line + 1)
    if node.tag not in _KNOWN_TAGS:
        sheet.wrong("strange-tag", at, tag=node.tag)
        return None
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, at, sheet)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, (*at, i), sheet) for i, child in enumerate(node.value)]
    return _scalar(node, at, sheet)


def _mapping(node: yaml.MappingNode, at: Where, sheet: Sheet) -> Mapping[Any, Any]:
    made: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        name = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else "?"
        where = (*at, name)
        line = key_node.start_mark.line + 1
        if where in sheet.lines:
            first, sheet.lines[where] = sheet.lines[where], line
            sheet.note("duplicate-key", where, name=name, first=first)
            continue
        sheet.lines[where] = line
        key = _plain(key_node, where, sheet)
        value = _plain(value_node, where, sheet)
        if isinstance(key, str | date | int):
            made[key] = value
    return made


def _scalar(node: yaml.Node, at: Where, sheet: Sheet) -> Any:
    text: str = node.value
    if getattr(node, "style", None):  # quoted or block text is text, whatever it looks like
        return text
    if text in ("", "~", "null"):
        return None
    if text in ("true", "false"):
        return text == "true"
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        sheet.wrong("float", at, text=text)
        return text
    if _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            sheet.wrong("bad-date", at, text=text)
            return None
    return text
