"""One page of docs per pack, made from the pack: what it says term by term, with clause and grade, and what is unknown."""

from __future__ import annotations

from collections.abc import Iterator

from ipops.kernel.citation import Citation
from ipops.kernel.text import Text
from ipops.policy.exact import decimal_text
from ipops.policy.pack import Pack
from ipops.policy.shapes import Completeness
from ipops.policy.targets import Goal, GoalFile, in_order
from ipops.policy.terms import Dated, Term, shown
from ipops.policy.units import UNITS

COMPLETENESS = {
    Completeness.FULL: Text("全文", "full text"),
    Completeness.PARTIAL: Text("部分文本", "part of the text"),
    Completeness.DIGEST: Text("只见摘要", "a digest only"),
    Completeness.MISSING: Text("未见文本", "no text"),
}
SIGNS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<"}


def page(pack: Pack) -> str:
    """The page ``docs/reference/packs/<code>.md`` of a pack, in both languages."""
    return "\n".join(_lines(pack)) + "\n"


def _lines(pack: Pack) -> Iterator[str]:
    yield f"# {pack.code}"
    yield ""
    yield "<!-- made by: ipops pack docs; do not edit -->"
    yield ""
    yield f"{pack.title.zh} · {pack.title.en}"
    yield ""
    if pack.demo:
        yield "**示例 · demo**：虚构城市的虚构规定 · made-up rules of a made-up city."
        yield ""
    if pack.historical:
        yield f"**历史文件 · historical**：{pack.historical.zh} · {pack.historical.en}"
        yield ""
    complete = COMPLETENESS[pack.completeness]
    yield "| | |"
    yield "|---|---|"
    yield f"| 文件 · document | {pack.document} |"
    yield f"| 层 · layer | {pack.layer} |"
    yield f"| 文本 · text | {complete.zh} · {complete.en} |"
    yield f"| 自 · from | {pack.start} ({pack.start_basis}; {_cited(pack.cite)}) |"
    yield f"| 前一文件 · predecessor | {pack.predecessor or '—'} |"
    yield f"| 下层 · follows | {', '.join(pack.follows) or '—'} |"
    yield f"| 复核 · reviewed on | {pack.reviewed_on} |"
    yield ""
    if pack.note:
        yield f"{pack.note.zh} {pack.note.en}"
        yield ""
    yield from _terms(pack)
    yield from _unknowns(pack)
    yield from _targets(pack)
    yield from _cities(pack)


def _terms(pack: Pack) -> Iterator[str]:
    rows = [(t, e) for t in pack.own_terms.values() for e in t.values if e.value is not None]
    if not rows:
        return
    yield "## 已知 · known"
    yield ""
    yield "| 项 · term | 说明 · says | 自 · from | 值 · value | 条款与等级 · clause and grade |"
    yield "|---|---|---|---|---|"
    for term, entry in rows:
        yield f"| `{term.name}` | {_cell(term.says)}{_money(term)} | {entry.since} | {_value(term, entry)} | {_read(entry)} |"
    yield ""


def _unknowns(pack: Pack) -> Iterator[str]:
    rows = [(t, e) for t in pack.own_terms.values() for e in t.values if e.value is None]
    if not rows:
        return
    yield "## 未知 · unknown"
    yield ""
    yield "| 项 · term | 说明 · says | 为何未知 · why |"
    yield "|---|---|---|"
    for term, entry in rows:
        why = _cell(entry.why) if entry.why else "—"
        yield f"| `{term.name}` | {_cell(term.says)}{_money(term)} | {why} |"
    yield ""


def _targets(pack: Pack) -> Iterator[str]:
    files = sorted(pack.own_targets.values(), key=lambda f: (in_order(f.listed_as), f.id))
    if not files:
        return
    yield "## 目标 · targets"
    yield ""
    yield "| id | 目标 · goal | 类型 · type | 值 · value | 条款与等级 · clause and grade |"
    yield "|---|---|---|---|---|"
    for file in files:
        for goal in file.values:
            yield f"| `{file.id}` | {_cell(file.title)} | {file.measure_type} | {_goal(file, goal)} | {_cited(goal.cite)} |"
    yield ""


def _cities(pack: Pack) -> Iterator[str]:
    if not pack.cities:
        return
    yield "## 重点城市 · key cities"
    yield ""
    yield "| 城市 · city | 省 · province | 类别 · kind | 等级 · grade | 说明 · note |"
    yield "|---|---|---|---|---|"
    for city in pack.cities:
        note = _cell(city.note) if city.note else ""
        yield f"| {_cell(city.name)} | {city.province} | {city.admin_kind} | {city.cite.grade} | {note} |"
    yield ""


def _value(term: Term, entry: Dated) -> str:
    if entry.value is None:
        raise ValueError("an unknown entry has no value to print")
    told = _cell(shown(entry.value, term.unit, term.choices))
    extra = [_cell(t) for t in (entry.note, entry.caution) if t is not None]
    return "<br>".join([told, *extra])


def _goal(file: GoalFile, goal: Goal) -> str:
    sign = SIGNS.get(file.comparator, "")
    unit = _cell(UNITS[file.unit].named) if file.unit in UNITS else ""
    figures = (("下限 · floor", goal.floor), ("承诺 · promise", goal.promise), ("计划 · plan", goal.plan))
    told = [f"{what} {sign} {decimal_text(v)} {unit}".rstrip() for what, v in figures if v is not None]
    if goal.caution:
        told.append(_cell(goal.caution))
    return "<br>".join(told) or "只有文字 · words only"


def _read(entry: Dated) -> str:
    if entry.cite is None:
        raise ValueError("a known entry has a citation")
    where = {"unseen": "条款未见 · clause unseen", "outside": "不在文内 · not in the text"}.get(entry.read, "")
    return ", ".join(p for p in (_cited(entry.cite), where) if p)


def _cited(cite: Citation) -> str:
    quote = f"：“{_bar(cite.quote)}”" if cite.quote else ""
    return f"{cite} [{cite.grade}]{quote}"


def _money(term: Term) -> str:
    return " （决定资金 · decides money）" if term.decides_money else ""


def _cell(text: Text) -> str:
    return _bar(text.zh if text.zh == text.en else f"{text.zh} · {text.en}")


def _bar(text: str) -> str:
    return text.replace("|", "\\|")
