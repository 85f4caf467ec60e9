"""``ipops fund what-if BOOK --scheme A --scheme B``: what a fund may lose under several schemes on one book. No database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from ipops.finance.forms import read
from ipops.finance.scheme.openings import assumed_of
from ipops.kernel.text import Text
from ipops.site.asking import answered, print_json, tree_of, yuan
from ipops.site.commands.scheme import assumptions, scheme_or_end

app = typer.Typer(name="fund", no_args_is_help=True, help="资金推演。 What a fund may lose.")

Lang = Annotated[str, typer.Option("--lang", help="zh 或 en · zh or en")]
AsJson = Annotated[bool, typer.Option("--json", help="只在标准输出打印一份 JSON · one JSON document on stdout")]
Assume = Annotated[
    list[str] | None,
    typer.Option(
        "--assume",
        help="方案:路径=值，或 路径=值（各方案凡未载此项者） · scheme:path=value, or path=value for every scheme that is silent on it",
    ),
]


@app.callback()
def root() -> None:
    """资金推演。 What a fund may lose."""


@app.command("what-if")
def what_if(
    book: Path,
    scheme: Annotated[
        list[str], typer.Option("--scheme", help="方案代号，可多个 · a scheme's code, more than once to compare")
    ],
    paths: Annotated[int, typer.Option("--paths", min=1, max=1_000_000)] = 10_000,
    seed: Annotated[
        int | None, typer.Option("--seed", min=0, help="代替文件中的种子 · instead of the file's seed")
    ] = None,
    assume: Assume = None,
    picture: Annotated[
        Path | None, typer.Option("--picture", help="把图写成 SVG 文件 · write the picture as an SVG file")
    ] = None,
    lang: Lang = "zh",
    as_json: AsJson = False,
) -> None:
    """先做简单压力，再做相关违约；违约率与相关系数由您给出。 Plain stress, then correlated defaults; the figures are yours."""
    from ipops.finance.whatif import asked  # compiled on first use: other commands need not wait for it

    tree, sheet = tree_of(book, lang, as_json)
    form = read(asked.WhatIfForm, tree)
    if isinstance(form, tuple):
        answered(form, sheet, lang, as_json)
        return
    if seed is not None:
        form = form.model_copy(update={"seed": seed})
    told = assumptions(assume, lang)
    bare = {code: scheme_or_end(code, {}, lang, as_json) for code in scheme}
    schemes = [scheme_or_end(c, assumed_of(c, bare[c].silent, told), lang, as_json) for c in scheme]
    got = answered(asked.what_if(form, schemes, paths), sheet, lang, as_json)
    if picture is not None:
        from ipops.lines.pledge.rules import pictures  # the drawing engine takes a second to load
        from ipops.site.pictures import write

        write(pictures.what_if(got), picture, lang)
    if as_json:
        print_json(got)
    else:
        _table(got, lang)


def _table(got: dict[str, Any], lang: str) -> None:
    zh = lang.startswith("zh")
    book, model = got["book"], got["model"]
    if book["made_up"]:
        typer.echo(Text("虚构账册", "a made-up book").in_(lang))
    typer.echo(
        f"{book['loans']} 笔，余额 {yuan(book['balance_fen'])} 元"
        if zh
        else f"{book['loans']} loans, {yuan(book['balance_fen'])} yuan"
    )
    yours = ", ".join(
        f"{k}={model[k]}"
        for k in ("copula", "correlation", "industry_correlation", "df", "pd_mean", "recovery_mean", "seed", "paths")
    )
    typer.echo(("您给出的参数：" if zh else "Your figures: ") + yours)
    table = Table(box=None, pad_edge=False)
    for name in (
        ("方案", "承担方", "期望损失", "95%", "99%", "最大", "")
        if zh
        else ("scheme", "party", "expected", "95%", "99%", "worst", "")
    ):
        table.add_column(
            name, justify="right" if name not in ("方案", "承担方", "scheme", "party", "") else "left", no_wrap=True
        )
    top = max((p["p99_fen"] for s in got["schemes"].values() for p in s["parties"].values()), default=0)
    for code, s in got["schemes"].items():
        for party, p in s["parties"].items():
            bar = "█" * (round(20 * p["expected_fen"] / top) if top else 0)
            rest = "░" * max(0, (round(20 * p["p99_fen"] / top) if top else 0) - len(bar))
            table.add_row(
                code, party, *(yuan(p[k]) for k in ("expected_fen", "p95_fen", "p99_fen", "worst_fen")), bar + rest
            )
    Console(width=140).print(table)
    for code, s in got["schemes"].items():
        for party, pot in s["pots"].items():
            month = pot["median_month"] or "—"
            typer.echo(
                f"{code} {party}：耗尽 {pot['runs_dry']}，中位月份 {month}"
                if zh
                else f"{code} {party}: runs dry in {pot['runs_dry']} paths, median month {month}"
            )
        for row in s["by_correlation"]:
            told = "；".join(f"{party} {pot['runs_dry']}" for party, pot in row["pots"].items())
            typer.echo(
                f"{code}：{'相关系数' if zh else 'correlation'} {row['correlation']}：{'耗尽' if zh else 'runs dry'} {told}"
            )
        dry = s["until_dry"]
        if dry:
            typer.echo(
                f"{code}：最坏次序 {dry['worst_order'] or '—'} 笔违约耗尽资金"
                if zh
                else f"{code}: {dry['worst_order'] or '—'} defaults empty the pot in the worst order"
            )
        if note := s["validity"]["note"]:
            typer.echo(f"{code}{'：' if zh else ': '}{Text(**note).in_(lang)}")
        for path, value in s["assumed"].items():
            typer.echo(f"{code} {'您的假设' if zh else 'you assume'}: {path} = {value}")
