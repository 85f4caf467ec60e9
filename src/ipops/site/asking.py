"""How a command reads a file of a person and prints an answer: JSON or YAML in, one JSON document or a table out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import typer

from ipops.kernel.outcome import Place, Problem, Refused
from ipops.kernel.text import Text
from ipops.policy.yamlread import Sheet, read

MOST_BYTES = 16 * 1024 * 1024  #: a loan book of many thousand loans, which no pack ever is

Answer = dict[str, Any] | tuple[Problem, ...] | Refused


def tree_of(path: Path, lang: str, as_json: bool) -> tuple[Any, Sheet]:
    """The plain tree of a file and the sheet that knows its lines; JSON is read as the YAML it is, strictly."""
    if not path.is_file():
        fail(Text(f"没有文件 {path}。", f"There is no file {path}."), lang, 2)
    sheet = read(path, path.name, MOST_BYTES)
    if sheet.problems:
        fail_with(sheet.problems, lang, as_json)
    return sheet.data, sheet


def placed(problems: tuple[Problem, ...], sheet: Sheet) -> list[Problem]:
    """The problems with the file and line of the key they stand at."""
    return [replace(p, at=Place(file=sheet.file, line=_line(p.at.field, sheet), field=p.at.field)) for p in problems]


def _line(field: str, sheet: Sheet) -> int | None:
    """The line of a dotted key; keys of the file may have dots themselves, so the longest that stands there is taken."""
    at: tuple[str | int, ...] = ()
    rest = [s for s in field.split(".") if s]
    while rest:
        for k in range(len(rest), 0, -1):
            name = ".".join(rest[:k])
            key = next((c for c in (name, int(name) if name.isdigit() else name) if (*at, c) in sheet.lines), None)
            if key is not None:
                at, rest = (*at, key), rest[k:]
                break
        else:
            break
    return sheet.line_of(at)


def answered(got: Answer, sheet: Sheet, lang: str, as_json: bool) -> dict[str, Any]:
    """The answer itself; ends the command with code 1 for problems and refusals, told in full."""
    if isinstance(got, tuple):
        fail_with(placed(got, sheet), lang, as_json)
    if isinstance(got, Refused):
        refuse(got, lang, as_json)
    return got


def refuse(got: Refused, lang: str, as_json: bool) -> NoReturn:
    """Ends the command with code 1 and every reason."""
    if as_json:
        print_json(got.as_json())
        raise typer.Exit(1)
    for reason in got.reasons:
        typer.echo(f"{reason.says.in_(lang)} [{reason.code}]", err=True)
    raise typer.Exit(1)


def fail_with(problems: list[Problem], lang: str, as_json: bool) -> NoReturn:
    """Ends the command with code 1 and every problem at its place."""
    if as_json:
        print_json({"code": "problems", "problems": [p.as_json() for p in problems]})
        raise typer.Exit(1)
    for p in problems:
        typer.echo(f"{p.at}: {p.says.in_(lang)} [{p.code}]", err=True)
    raise typer.Exit(1)


def fail(says: Text, lang: str, code: int = 1) -> NoReturn:
    typer.echo(says.in_(lang), err=True)
    raise typer.Exit(code)


def print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def yuan(fen: int | None) -> str:
    """An amount for a table; ``?`` where it is unknown."""
    return "?" if fen is None else f"{fen // 100:,}.{fen % 100:02d}" if fen >= 0 else f"-{yuan(-fen)}"


def text_of(value: Any, lang: str) -> str:
    """A sentence of an answer (``{"zh": …, "en": …}``) in one language."""
    return str(value["zh" if lang.startswith("zh") else "en"]) if isinstance(value, Mapping) else str(value)
