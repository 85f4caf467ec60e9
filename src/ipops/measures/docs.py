"""A measure's page in ``docs/reference/measures``, made from its definition; a test finds it stale."""

from __future__ import annotations

from typing import Any

from ipops.kernel.outcome import Unknown
from ipops.kernel.text import Text
from ipops.measures import compute, places, tables, window
from ipops.measures.measure import Measure
from ipops.measures.params import Params
from ipops.measures.words import Counting, Territory

SHOWN_YEARS = (2019, 2024)


def both(text: Text) -> str:
    return f"{text.zh} · {text.en}"


def said(value: Any) -> str:
    """A part of a definition in both languages; *unknown* with what would settle it."""
    match value:
        case None:
            return "— 不适用 · does not apply"
        case Unknown():
            needs = f" 需要：{value.needs.zh} · Needs: {value.needs.en}" if value.needs else ""
            return f"**未知 · unknown**: {both(value.why)}{needs}"
        case Text():
            return both(value)
        case tuple():
            return "；".join(f"{w.zh} · {w.en}" for w in value)
        case _:
            return f"{value.zh} · {value.en}"


def golden_sql(measure: Measure, params: Params) -> str:
    """The SQL of a measure over yearly windows, over tables named as their kinds; kept as a golden file."""
    if measure.rows is None:
        raise ValueError(f"{measure.code} has no expression over facts.")
    found = tables.named(measure.rows.kinds)
    ((_, expression),) = compute.expressions(
        [measure], found, window.years(*SHOWN_YEARS), params, places=places.named()
    )
    return compute.sql(expression)


def page(measure: Measure) -> str:
    """The page in Markdown, Chinese first."""
    m = measure
    rows = [
        ("单位 unit", f"`{m.unit or '—'}` {both(m.unit_name)}"),
        ("小数位 decimals", str(m.decimals)),
        ("方向 direction", said(m.direction)),
        ("类型 kind", said(m.figure)),
        ("口径 scope", said(m.scope)),
        ("计量单位 counting unit", said(m.counting_unit)),
        ("去重键 de-duplication key", said(m.dedup_key)),
        ("分子 numerator", said(m.numerator)),
        ("分母 denominator", said(m.denominator)),
        ("按时间合并 over time", said(m.over_time)),
        ("按地区合并 over places", said(m.over_place)),
        ("地域归属 territory", said(m.territory)),
        ("区县合计 districts", said(m.districts)),
        ("数据来源 data source", said(m.data_source)),
        ("截止日 cut-off", said(m.cut_off)),
        ("计入的权利 register kinds", said(m.register_kinds)),
        ("增幅 growth", said(m.growth)),
        ("条款 clause", f"{m.clause}（{m.clause.grade}）：“{m.clause.quote}” {m.clause.source}"),
        ("定义版本 version", str(m.version)),
    ]
    lines = [
        f"# {both(m.title)}",
        "",
        f"`{m.code}`. 由定义生成，请勿手改 · made from the definition: `pytest --rewrite-golden`.",
        "",
        "| 项 field | 定义 definition |",
        "|---|---|",
        *(f"| {name} | {text} |" for name, text in rows),
        "",
        *_counted_days(m),
        *_published(m),
        *_columns(m),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _counted_days(m: Measure) -> list[str]:
    if isinstance(m.counted_days, Unknown):
        return ["## 计入日 · counted day", "", said(m.counted_days), ""]
    table = [f"| {both(d.act)} | {both(d.day)} | {d.cite}（{d.cite.grade}） {d.cite.quote} |" for d in m.counted_days]
    return ["## 计入日 · counted day", "", "| 行为 act | 计入日 day | 依据 rests on |", "|---|---|---|", *table, ""]


def _published(m: Measure) -> list[str]:
    lines = ["## 公布的数 · published figures", ""]
    for p in m.published_as:
        scopes = "、".join(f"`{s}`" for s in p.scopes) or "来源写明的任一口径 · any scope the source states"
        lines.append(f"- 同一数 · the same: `{p.indicator}`, {scopes}")
    for n in m.not_the_same:
        scopes = "、".join(f"`{s}`" for s in n.scopes) or "任一口径 · any scope"
        lines.append(f"- 不是同一数 · not the same: `{n.indicator}`, {scopes}: {both(n.why)}")
    return [*lines, ""]


def _columns(m: Measure) -> list[str]:
    if m.rows is None:
        return []
    lines = ["## 各列 · columns", ""]
    lines += [
        f"- `{c.code}` {both(c.title)}{' **（即本指标的值 · the value）**' if c.code == m.rows.value else ''}"
        for c in m.rows.columns
    ]
    if isinstance(m.counting_unit, Unknown):
        lines += ["", "未知时各读法并列计算 · while unknown, every reading is computed:", ""]
        lines += [f"- `{c.value}` {c.zh} · {c.en}" for c in Counting.__members__.values()]
    if isinstance(m.territory, Unknown):
        lines += [f"- `{t.value}` {t.zh} · {t.en}" for t in Territory.__members__.values()]
    return [*lines, "", "## SQL", "", "```sql", golden_sql(m, Params()).rstrip(), "```", ""]
