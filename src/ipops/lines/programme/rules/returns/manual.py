"""The manual page of a return, printed from its schema: every field with its help, every check with what it asks."""

from __future__ import annotations

from collections.abc import Iterator

from ipops.kernel.text import Text
from ipops.policy.returns import Kind, ReturnSchema, Severity

_KIND = {
    Kind.COUNT: Text("整数", "whole number"),
    Kind.MONEY: Text("金额", "amount"),
    Kind.TEXT: Text("文字", "text"),
    Kind.DATE: Text("日期", "day"),
    Kind.YEAR: Text("年份", "year"),
    Kind.CHOICE: Text("选项", "choice"),
    Kind.CREDIT_CODE: Text("信用代码", "credit code"),
}
SEVERITY = {
    Severity.BLOCK: Text("不通过", "blocks"),
    Severity.CONFIRM: Text("须说明理由", "needs a reason"),
    Severity.WARN: Text("提示", "warning"),
    Severity.BETA: Text("试行", "beta"),
}


def manual(schema: ReturnSchema) -> str:
    return "\n".join(_lines(schema)) + "\n"


def _lines(schema: ReturnSchema) -> Iterator[str]:
    yield f"# {schema.title.zh} · {schema.title.en}"
    yield ""
    yield "<!-- made from the schema; do not edit -->"
    yield ""
    yield f"`{schema.code}` {schema.version} · {schema.pack} · {schema.cite} ({schema.cite.grade})"
    yield ""
    for sheet in schema.sheets:
        yield f"## {sheet.title.zh} · {sheet.title.en}"
        yield ""
        yield "| 字段 · field | 代码 · code | 类型 · kind | 必填 · required | 说明 · help |"
        yield "|---|---|---|---|---|"
        for f in sheet.fields:
            kind = _KIND[f.kind]
            listed = "：" + "、".join(t.zh for t in f.choices.values()) if f.choices else ""
            help_ = f"{f.help.zh} {f.help.en}" if f.help else ""
            ledger = f" 账本预填 · from the ledger: `{f.measure}`" if f.measure else ""
            yield (
                f"| {f.heading.zh} · {f.heading.en} | `{f.id}` | {kind.zh}{listed} · {kind.en} "
                f"| {'是 · yes' if f.required else '否 · no'} | {help_}{ledger} |"
            )
        yield ""
    yield "## 校验 · checks"
    yield ""
    yield "| 编号 · check | 层 · level | 效力 · severity | 自 · from | 字段 · field | 说什么 · says | 怎么改 · fix |"
    yield "|---|---|---|---|---|---|---|"
    for c in schema.checks:
        binds = f"，{c.binds_from} 起不通过 · blocks from {c.binds_from}" if c.binds_from else ""
        s = SEVERITY[c.severity]
        of = f"`{c.of}`" + (f" / `{c.with_}`" if c.with_ else "")
        yield f"| {c.id} | {c.level} | {s.zh} · {s.en}{binds} | {c.since} | {of} | {c.says.zh} {c.says.en} | {c.fix.zh} {c.fix.en} |"
