"""The answer of a what-if as tables: plain stress first, then the paths, then when the pots run dry; every figure of the user's."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from operator import itemgetter
from typing import Any

from ipops.finance.forms.amounts import shown_rate
from ipops.kernel.money import Money
from ipops.kernel.text import Text
from ipops.reports import wording
from ipops.webkit.pages import tables
from ipops.webkit.pages.cases import Lines

Answer = Mapping[str, Any]
_NUMBERS = frozenset({2, 3, 4, 5})
_SCHEME, _PARTY = Text("方案", "Scheme"), Text("承担方", "Who bears it")
_EXPECTED, _P95, _P99 = Text("期望", "Expected"), Text("95%", "95 %"), Text("99%", "99 %")
_WORST, _DRY = Text("最坏路径", "Worst path"), Text("耗尽的路径", "Paths in which it runs dry")
_MARKS = tuple(zip(("expected_fen", "p95_fen", "p99_fen", "worst_fen"), (_EXPECTED, _P95, _P99, _WORST), strict=True))
_NEVER = Text("不会耗尽", "never")


def title(scheme: Mapping[str, Any]) -> Text:
    return Text(**scheme["title"])


def party(scheme: Mapping[str, Any], code: str) -> Text:
    return Text(**scheme["names"][code])


def yours(got: Answer) -> tuple[tuple[Text, Any], ...]:
    """Everything that was the user's: none of it is ours, and all of it is printed."""
    m, b = got["model"], got["book"]
    copula = (
        Text("t，自由度 {df}", "t, {df} degrees of freedom").fill(df=m["df"]) if m["df"] else Text("高斯", "Gaussian")
    )
    least, most = m["pd_least_and_most"]
    told: list[tuple[Text, Any]] = [
        (Text("年违约概率（平均）", "yearly PD, mean"), _percent(m["pd_mean"])),
        (Text("年违约概率（最低、最高）", "yearly PD, least and most"), f"{_percent(least)} – {_percent(most)}"),
        (Text("任意两户的相关系数", "correlation of any two firms"), _percent(m["correlation"])),
        (Text("同行业另加", "more within an industry"), _percent(m["industry_correlation"])),
        (Text("连接函数", "copula"), copula),
        (Text("追回比例（平均）", "recovered part, mean"), _percent(m["recovery_mean"])),
        (Text("追偿费用占追回额", "cost of enforcement"), _percent(m["cost_of_enforcement"])),
        (Text("推演月数", "months"), m["months"]),
        (Text("路径数", "paths"), m["paths"]),
        (Text("种子", "seed"), str(m["seed"])),
    ]
    named = {p: Text(**name) for s in got["schemes"].values() for p, name in s["names"].items()}
    if own := m.get("liability"):
        told += [
            (Text("贷款方实际承担（占损失）", "really borne by the lender, of a loss"), _percent(own["borne"])),
            (Text("其他层级已补偿（占损失）", "paid by other levels, of a loss"), _percent(own["others"])),
        ]
    at_hand = Text("可用资金：{p}", "money at hand: {p}")
    return (*told, *((at_hand.fill(p=named.get(p, p)), Money(fen)) for p, fen in b["pool_fen"].items()))


def outside(got: Answer) -> tuple[tuple[Text, Text], ...]:
    """The schemes in whose time the book does not lie, or not whole. Runs that were kept before this was asked say nothing of it."""
    told = ((title(s), (s.get("validity") or {}).get("note")) for s in got["schemes"].values())
    return tuple((named, Text(**note)) for named, note in told if note)


def _percent(text: str) -> str:
    return shown_rate(Fraction(text).limit_denominator(10**6))


def stress(got: Answer) -> Lines:
    """Before any copula: the five largest names, all of one bank, one industry three times as often, side by side."""
    rows = tuple(
        (
            title(s),
            party(s, code),
            *(_stressed(s["stress"], case, code) for case in ("top_names_fail", "one_bank_fails")),
            _harder(s, code),
        )
        for s in got["schemes"].values()
        for code in s["parties"]
    )
    heads = (
        _SCHEME, _PARTY, Text("最大五户全部违约", "The five largest names fail"), Text("一家银行的贷款全部违约", "All loans of one bank fail"),
        Text("一个行业的违约概率三倍（期望）", "One industry three times as likely (expected)"),
    )  # fmt: skip
    return Lines(title=Text("一、简单压力", "1. Plain stress"), heads=heads, rows=rows, numeric=frozenset({2, 3, 4}))


def _stressed(told: Mapping[str, Any], case: str, code: str) -> Any:
    return _owing(told[case]["parties_fen"][code], told[case]["still_owed_fen"].get(code, 0))


def _harder(scheme: Mapping[str, Any], code: str) -> Any:
    told = scheme["stress"]["industry_times_three"]
    pot = told["pots"].get(code)
    return _owing(told["parties"][code]["expected_fen"], pot["still_owed"]["expected_fen"] if pot else 0)


def _owing(loss: int, owed: int) -> Any:
    """A loss, and what the pot could not pay of it."""
    if not owed:
        return Money(loss)
    return Text("{x}（另欠付 {y}）", "{x} ({y} still owed)").fill(
        x=wording.money(Money(loss)), y=wording.money(Money(owed))
    )


def stressed_names(got: Answer, names: Mapping[str, str]) -> tuple[tuple[Text, Any], ...]:
    """Who they are: the same for every scheme."""
    s = next(iter(got["schemes"].values()))["stress"]
    bank, top = s["one_bank_fails"]["bank"], [names.get(n, n) for n in s["top_names_fail"]["names"]]
    return (
        (Text("最大五户", "the five largest names"), Text("、".join(top), ", ".join(top))),
        (Text("余额最大的银行", "the bank with the largest balance"), names.get(bank, bank)),
        (Text("余额最大的行业", "the industry with the largest balance"), s["industry_times_three"]["industry"]),
    )


def losses(got: Answer) -> Lines:
    rows = tuple(
        (title(s), party(s, code), *(Money(p[k]) for k, _ in _MARKS))
        for s in got["schemes"].values()
        for code, p in s["parties"].items()
    )
    heads = (_SCHEME, _PARTY, *(t for _, t in _MARKS))
    return Lines(title=Text("二、各方损失", "2. Loss by party"), heads=heads, rows=rows, numeric=_NUMBERS)


def dry(got: Answer) -> Lines:
    rows = []
    for s in got["schemes"].values():
        until = s["until_dry"]
        for code, pot in s["pots"].items():
            first = until is not None and until["pot"] == code
            rows.append(
                (
                    title(s), party(s, code), _of(pot["runs_dry"]), pot["median_month"] or _NEVER,
                    pot["median_defaults"] or _NEVER, Money(pot["still_owed"]["expected_fen"]),
                    (until["worst_order"] or _NEVER) if first else "—", (until["shuffled_median"] or _NEVER) if first else "—",
                )
            )  # fmt: skip
    heads = (
        _SCHEME, Text("资金", "Pot"), _DRY, Text("月份（中位）", "Month, median"),
        Text("违约笔数（中位）", "Defaults, median"), Text("欠付（期望）", "Still owed, expected"),
        Text("最坏次序（笔）", "Worst order"), Text("随机次序（笔）", "Shuffled"),
    )  # fmt: skip
    numeric = frozenset({2, 3, 4, 5, 6, 7})
    return Lines(
        title=Text("三、几笔违约耗尽资金", "3. How many defaults exhaust it"),
        heads=heads,
        rows=tuple(rows),
        numeric=numeric,
    )


def _of(told: str) -> Text:
    some, _, every = told.partition("/")
    share = f"{100 * int(some) / int(every):.1f}%"
    return Text("{s}（{n}）", "{s} ({n})").fill(s=share, n=told)


def by_correlation(got: Answer) -> Lines:
    rows = tuple(
        (title(s), _percent(row["correlation"]), party(s, code), *(Money(p[k]) for k, _ in _MARKS[:3]), _of(pot["runs_dry"]) if pot else "—")
        for s in got["schemes"].values()
        for row in s["by_correlation"]
        for code, p in row["parties"].items()
        for pot in (row["pots"].get(code),)
    )  # fmt: skip
    heads = (_SCHEME, Text("相关系数", "Correlation"), _PARTY, _EXPECTED, _P95, _P99, _DRY)
    where = frozenset({3, 4, 5, 6})
    return Lines(title=Text("四、在何种相关性下", "4. Under which correlation"), heads=heads, rows=rows, numeric=where)


def assumed(got: Answer) -> Lines:
    rows = tuple((title(s), path, value) for s in got["schemes"].values() for path, value in s["assumed"].items())
    heads = (
        _SCHEME,
        Text("来源未载之处", "Where its source is silent"),
        Text("您或资金协议的假设", "What you or the fund's agreement put there"),
    )
    return Lines(title=Text("假设", "Assumptions"), heads=heads, rows=rows)


def all_tables(got: Answer) -> tuple[Lines, ...]:
    swept = (by_correlation(got),) if any(s["by_correlation"] for s in got["schemes"].values()) else ()
    made = (losses(got), dry(got), *swept, assumed(got))
    return tuple(x for x in made if x.rows)


LOSSES = tables.TableSpec(
    code="fund-what-if",
    title=Text("各方损失", "Loss by party"),
    columns=tuple(
        tables.Column(key=key, title=head, value=itemgetter(i), numeric=i > 1)
        for i, (key, head) in enumerate((("scheme", _SCHEME), ("party", _PARTY), *((k.removesuffix("_fen"), t) for k, t in _MARKS)))
    ),
    empty=Text("没有结果。", "Nothing came out."),
)  # fmt: skip
