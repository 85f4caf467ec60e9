"""``ipops finance schedule | share | value FILE``: the finance engine at the command line. Starts no database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from ipops.finance.asked import ShareForm, asked_schedule, asked_share
from ipops.finance.forms import read
from ipops.finance.scheme import Case, Scheme, evaluate, read_case
from ipops.kernel.text import Text
from ipops.site.asking import answered, fail, print_json, tree_of, yuan
from ipops.site.scheming import scheme_of
from ipops.site.showing import outcome_lines, value_lines

app = typer.Typer(
    name="finance", no_args_is_help=True, help="还款计划、风险分担、评估。 Schedules, sharing, valuation."
)

Lang = Annotated[str, typer.Option("--lang", help="zh 或 en · zh or en")]
AsJson = Annotated[bool, typer.Option("--json", help="只在标准输出打印一份 JSON · one JSON document on stdout")]


@app.command()
def schedule(file: Path, lang: Lang = "zh", as_json: AsJson = False) -> None:
    """还款计划：逐期本金、利息、余额。 A loan's rows: principal, interest, balance."""
    tree, sheet = tree_of(file, lang, as_json)
    got = answered(asked_schedule(tree), sheet, lang, as_json)
    if as_json:
        print_json(got)
        return
    _rows(got, lang)


@app.command()
def share(file: Path, lang: Lang = "zh", as_json: AsJson = False) -> None:
    """按方案分担一笔损失或计算补贴。 Share a loss or work out a subsidy by a scheme."""
    tree, sheet = tree_of(file, lang, as_json)
    form = read(ShareForm, tree)
    if isinstance(form, tuple):
        answered(form, sheet, lang, as_json)
        return
    scheme = scheme_of(form.scheme, form.assume)
    if not isinstance(scheme, Scheme):
        answered(scheme, sheet, lang, as_json)
        return
    got = answered(asked_share(form, scheme), sheet, lang, as_json)
    if as_json:
        print_json(got)
        return
    case = read_case(form.on, form.given)
    if isinstance(case, Case):
        for line in outcome_lines(evaluate(scheme, case), lang):
            typer.echo(line)


@app.command()
def value(
    file: Path,
    picture: Annotated[
        Path | None, typer.Option("--picture", help="把敏感性图写成 SVG 文件 · write the sensitivity chart as SVG")
    ] = None,
    lang: Lang = "zh",
    as_json: AsJson = False,
) -> None:
    """评估：各方法并列，不取平均。 Valuation: every approach side by side, none averaged."""
    from ipops.finance.asked_value import asked_value  # numpy: other commands need not wait for it

    tree, sheet = tree_of(file, lang, as_json)
    got = answered(asked_value(tree), sheet, lang, as_json)
    if picture is not None:
        from ipops.lines.pledge.rules import pictures
        from ipops.site.pictures import write

        chart = pictures.value(got)
        if chart is None:
            fail(
                Text(
                    "文件未要求敏感性（sensitivity），没有图可画。",
                    "The file asks for no sensitivity; there is nothing to draw.",
                ),
                lang,
            )
        write(chart, picture, lang)
    if as_json:
        print_json(got)
        return
    for line in value_lines(got, lang):
        typer.echo(line)


def _rows(got: dict[str, Any], lang: str) -> None:
    names = (
        ("还款日", "pays on"),
        ("起", "from"),
        ("止", "to"),
        ("本金", "principal"),
        ("利息", "interest"),
        ("余额", "balance"),
    )
    table = Table(box=None, pad_edge=False)
    for i, (zh, en) in enumerate(names):
        table.add_column(zh if lang.startswith("zh") else en, justify="right" if i > 2 else "left")
    for r in got["rows"]:
        mark = "*" if r["provisional"] else ""
        money = (yuan(r[k]) for k in ("principal_fen", "interest_fen", "balance_fen"))
        table.add_row(r["pays_on"] + mark, r["start"], r["end"], *money)
    Console().print(table)
    if any(r["provisional"] for r in got["rows"]):
        typer.echo(
            "* 当年放假通知未发布，暂定"
            if lang.startswith("zh")
            else "* provisional: no notice on that year's holidays"
        )
    if got["arrears"]:
        unpaid = got["arrears"]["unpaid_fen"]
        told = ", ".join(f"{k} {yuan(v)}" for k, v in unpaid.items())
        late = got["arrears"]["days_late"]
        typer.echo(f"逾期 {late} 日：{told}" if lang.startswith("zh") else f"{late} days late: {told}")
