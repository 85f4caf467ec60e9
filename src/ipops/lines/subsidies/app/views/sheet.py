"""The calculation sheet of a claim, read back from its document: rules, clauses, inputs, intermediate values, unknowns."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ipops.kernel.citation import Citation, Grade
from ipops.kernel.money import Money
from ipops.kernel.text import Text
from ipops.lines.subsidies.app.models import Claim
from ipops.lines.subsidies.rules.schemes import called, stated, subsidy_schemes
from ipops.webkit import documents
from ipops.webkit.pages import traced
from ipops.webkit.pages.cases import Lines

HEADS = (
    Text("规则", "Rule"),
    Text("条款", "Clause"),
    Text("输入", "Inputs"),
    Text("结果", "Gives"),
)


def read(row: Claim) -> Mapping[str, Any] | None:
    """The sheet, or ``None`` where there is none (or its file is gone)."""
    opened = documents.open_document(row.sheet) if row.sheet else None
    if opened is None:
        return None
    with opened:
        got: Mapping[str, Any] = json.load(opened)
        return got


def text(told: Mapping[str, str]) -> Text:
    return Text(told["zh"], told["en"])


def lines(row: Claim, sheet: Mapping[str, Any] | None) -> tuple[Lines, ...]:
    """The sheet as small tables: amounts, how they came about, what is unknown, which conditions do not hold."""
    if sheet is None:
        return ()
    known = subsidy_schemes().get(row.scheme)
    tables = (
        (
            Text("未知", "Unknown"),
            (Text("规则", "Rule"), Text("尚缺", "What is missing"), Text("事项", "Fact")),
            [
                (called(known, m["rule"]), text(m["why"]), called(known, m["fact"]) if m["fact"] else None)
                for m in sheet["unknowns"]
            ],
        ),
        (
            Text("不符合条件", "Conditions not met"),
            (Text("不符合的条件", "Condition not met"), Text("条款", "Clause")),
            [(text(r["says"]), _cited(r.get("cite"))) for r in sheet["reasons"]],
        ),
        (
            Text("主管部门的说明", "The bureau's word"),
            (Text("来源未载之处", "Where the source is silent"), Text("主管部门说明", "The bureau's word")),
            [(called(known, k), stated(k, str(v))) for k, v in sheet["assumed"].items()],
        ),
    )
    more = (Lines(title=title, heads=heads, rows=tuple(rows)) for title, heads, rows in tables if rows)
    return (_amounts(row, sheet), _trace(row, sheet), *more)


def _amounts(row: Claim, sheet: Mapping[str, Any]) -> Lines:
    known = subsidy_schemes().get(row.scheme)
    titles = {a.id: a.says.text for a in known.form.awards} if known else {}
    rows = [(titles.get(award) or award, _amount(sheet, award)) for award in sheet["amounts"]]
    heads = (Text("补贴项", "Award"), Text("金额", "Amount"))
    return Lines(title=Text("测算金额", "Amounts"), heads=heads, rows=tuple(rows), numeric=frozenset({1}))


def _amount(sheet: Mapping[str, Any], award: str) -> Any:
    """The fen, the two ends between which they lie, or that nothing is known."""
    fen, between = sheet["amounts"][award], sheet["between"].get(award)
    if fen is not None:
        return Money(fen)
    if not between:
        return Text("未知", "unknown")
    return Text("{a} 至 {b}", "{a} to {b}").fill(a=Money(between[0]).in_full, b=Money(between[1]).in_full)


def _trace(row: Claim, sheet: Mapping[str, Any]) -> Lines:
    known = subsidy_schemes().get(row.scheme)
    parties = {p: known.party(p) for p in known.form.parties} if known else {}
    rows = tuple(
        (
            text(s["says"]),
            _cited(s["cite"]),
            traced.inputs(s["inputs"], parties) or Text("无", "none"),
            traced.value(s["gives"], parties),
        )
        for s in sheet["trace"]
    )
    return Lines(title=Text("测算过程", "How it was computed"), heads=HEADS, rows=rows)


def _cited(plain: Mapping[str, Any] | None) -> Citation | None:
    """The citation of a rule as it stands in the sheet."""
    if not plain:
        return None
    given = {k: plain[k] for k in ("document", "clause", "quote", "source") if plain.get(k)}
    return Citation(**given, grade=Grade(plain["grade"]))
