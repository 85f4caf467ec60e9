"""One definition, many uses: a kind's Arrow schema, API schema, form fields and page of docs, all from its ``shape``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from typing import Any, Literal

import pyarrow as pa

from ipops.kernel.money import Money
from ipops.kernel.text import Text
from ipops.ledger.canonical import INT_MAX, INT_MIN
from ipops.ledger.fact import Fact, Sealed
from ipops.ledger.shape import Shape, shapes

INSTANT = pa.timestamp("us", tz="UTC")

#: The envelope's columns, in front of every kind's own. Absent text is empty; only ``supersedes`` is null when absent.
ENVELOPE: tuple[tuple[str, Any], ...] = (
    ("n", pa.int64()),
    ("recorded_at", INSTANT),
    ("by", pa.string()),
    ("reference", pa.string()),
    ("document", pa.string()),
    ("reason", pa.string()),
    ("supersedes", pa.int64()),
)
_ARROW: dict[type, Any] = {
    str: pa.string(),
    int: pa.int64(),
    bool: pa.bool_(),
    date: pa.date32(),
    datetime: INSTANT,
    Money: pa.int64(),
    Fraction: pa.string(),
    Sealed: pa.string(),
}
_TEXT = {"type": "string", "pattern": "^[^\\u0000]*$"}
_JSON: dict[type, dict[str, Any]] = {
    str: _TEXT,
    int: {"type": "integer", "minimum": INT_MIN, "maximum": INT_MAX},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
    Money: {"type": "integer", "minimum": INT_MIN, "maximum": INT_MAX, "description": "分 · fen"},
    Fraction: {"type": "string", "pattern": "^-?[0-9]+/[1-9][0-9]*$"},
    Sealed: {"type": "string", "pattern": "^[0-9a-f]{64}$"},
}
_TYPE_NAMES: dict[type, Text] = {
    str: Text("文本", "text"),
    int: Text("整数", "whole number"),
    bool: Text("是／否", "yes or no"),
    date: Text("日期", "date"),
    datetime: Text("时刻", "instant"),
    Money: Text("金额（分）", "money in fen"),
    Fraction: Text("分数", "fraction"),
    Sealed: Text("加封值（SHA-256）", "sealed value (SHA-256)"),
}

Widget = Literal[
    "text", "number", "money", "date", "instant", "yes_no", "yes_no_unknown", "choice", "fraction", "sealed"
]
_WIDGETS: dict[type, Widget] = {
    str: "text",
    int: "number",
    bool: "yes_no",
    date: "date",
    datetime: "instant",
    Money: "money",
    Fraction: "fraction",
    Sealed: "sealed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """How a form asks for one field. ``choices`` are code and name; ``many`` takes one a line."""

    name: str
    title: Text
    help: Text | None
    widget: Widget
    choices: tuple[tuple[str, Text], ...]
    required: bool
    many: bool
    refers: str
    default: Any


def _arrow_type(shape: Shape) -> Any:
    one = pa.string() if shape.is_enum else _ARROW[shape.base]
    return pa.list_(one) if shape.many else one


def arrow_schema(kind: type[Fact]) -> pa.Schema:
    """Envelope columns, then the fact's fields; its metadata names kind and version."""
    columns = [*ENVELOPE, *((s.name, _arrow_type(s)) for s in shapes(kind))]
    return pa.schema(columns, metadata={"ipops.kind": kind.KIND, "ipops.version": str(kind.VERSION)})


def _words(shape: Shape) -> tuple[tuple[str, Text], ...]:
    if not issubclass(shape.base, Enum):
        return ()
    return tuple((str(m.value), Text(getattr(m, "zh", m.name), getattr(m, "en", m.name))) for m in shape.base)


def _json_field(shape: Shape) -> dict[str, Any]:
    words = _words(shape)
    one: dict[str, Any] = (
        {"type": "string", "enum": [c for c, _ in words], "x-names": {c: t.as_json() for c, t in words}}
        if words
        else dict(_JSON[shape.base])
    )
    made: dict[str, Any] = {"type": "array", "items": one} if shape.many else one
    if shape.many and shape.required:
        made["minItems"] = 1
    elif shape.base is str and shape.required:
        made["minLength"] = 1
    if shape.optional:
        made = {"anyOf": [made, {"type": "null"}]}
    about = shape.about
    made["title"] = f"{about.title.zh} · {about.title.en}"
    if about.help:
        made["description"] = f"{about.help.zh} · {about.help.en}"
    if not shape.required:
        made["default"] = _plain_default(shape)
    return made


def _plain_default(shape: Shape) -> Any:
    match shape.default:
        case Enum():
            return shape.default.value
        case tuple():
            return list(shape.default)
        case Money():
            return shape.default.fen
    return shape.default


def json_schema(kind: type[Fact]) -> dict[str, Any]:
    """What the API takes for a fact of this kind (JSON Schema 2020-12); ``decode.fact_from_input`` reads it."""
    return {
        "title": f"{kind.TITLE.zh} · {kind.TITLE.en}",
        "description": summary(kind),
        "type": "object",
        "properties": {s.name: _json_field(s) for s in shapes(kind)},
        "required": [s.name for s in shapes(kind) if s.required],
        "additionalProperties": False,
    }


def form_fields(kind: type[Fact]) -> tuple[FormField, ...]:
    return tuple(
        FormField(
            name=s.name,
            title=s.about.title,
            help=s.about.help,
            widget=_widget(s),
            choices=_words(s),
            required=s.required,
            many=s.many,
            refers=s.about.refers,
            default=None if s.required else s.default,
        )
        for s in shapes(kind)
    )


def _widget(shape: Shape) -> Widget:
    if shape.is_enum:
        return "choice"
    return "yes_no_unknown" if shape.base is bool and shape.optional else _WIDGETS[shape.base]


def summary(kind: type[Fact]) -> str:
    """The class's own words, or nothing: a dataclass without a docstring gets a made-up one, which does not count."""
    doc = kind.__doc__ or ""
    return "" if doc.startswith(f"{kind.__name__}(") else " ".join(doc.split())


def _type_name(shape: Shape) -> Text:
    one = Text("代码", "code") if shape.is_enum else _TYPE_NAMES[shape.base]
    return Text(f"{one.zh}列表", f"list of {one.en}") if shape.many else one


def _shown_default(shape: Shape) -> str:
    default = _plain_default(shape)
    return "" if default in (None, "", []) else f", `{json.dumps(default, ensure_ascii=False)}`"


def _arrow_name(shape: Shape) -> str:
    one = pa.string() if shape.is_enum else _ARROW[shape.base]
    return f"list<{one}>" if shape.many else str(one)


def docs_page(kind: type[Fact]) -> str:
    """The kind's page in ``docs/reference/facts``, in Markdown, Chinese first."""
    lines = [
        f"# {kind.TITLE.zh} · {kind.TITLE.en}",
        "",
        f"`{kind.KIND}`, version {kind.VERSION}. 由代码生成，请勿手改 · made from the code: `python -m ipops.ledger.docs`.",
        "",
    ]
    if summary(kind):
        lines += [summary(kind), ""]
    lines += [
        "| 项 field | 名称 name | 类型 type | Parquet | 必填 required | 指向 names |",
        "|---|---|---|---|---|---|",
    ]
    for s in shapes(kind):
        title, type_ = s.about.title, _type_name(s)
        must = "是 yes" if s.required else "否 no" + _shown_default(s)
        lines.append(
            f"| `{s.name}` | {title.zh} · {title.en} | {type_.zh} · {type_.en} | `{_arrow_name(s)}` | {must} "
            f"| {s.about.refers or '—'} |"
        )
    for s in shapes(kind):
        if words := _words(s):
            lines += ["", f"`{s.name}`:", ""]
            lines += [f"- `{code}` {names.zh} · {names.en}" for code, names in words]
        if s.about.help:
            lines += ["", f"`{s.name}`: {s.about.help.zh} · {s.about.help.en}"]
    return "\n".join([*lines, ""])
