"""``ipops corpus portfolio``: owners' portfolios, concentration, advantage by field, growth and life cycle of a corpus."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.site.commands.corpus_analysis import AsJson, OutOfValues, bar, group_of, print_json


def register(root: typer.Typer) -> None:
    group_of(root).command("portfolio")(portfolio)


def portfolio(
    tables: Annotated[
        Path, typer.Argument(exists=True, file_okay=False, help="ipops corpus tables 的输出目录。 The tables.")
    ],
    out: OutOfValues,
    through: Annotated[
        datetime | None,
        typer.Option("--through", formats=["%Y-%m-%d"], help="数据截止日（默认最后公布日）。 Last day the data cover."),
    ] = None,
    field: Annotated[str | None, typer.Option("--field", help="只看一个技术领域。 One field only.")] = None,
    as_json: AsJson = False,
) -> None:
    """权利人组合：规模、有效、被引、h 指数、技术周期、自引、强度；集中度、优势、生命周期。 Portfolios of resolved owners.

    Owners without a resolved party are told apart, never guessed.
    """
    import pyarrow as pa

    from ipops.corpus.citation_graph.files import write
    from ipops.corpus.indicators import portfolio as of
    from ipops.corpus.indicators import run

    last = through.date() if through else run.last_day(tables)
    if last is None:
        raise typer.BadParameter(
            "文献都没有公布日，请给出 --through。 No document has a day of publication; give --through."
        )
    with bar(Text("汇总组合", "portfolios"), 2) as after:
        found = of.families(tables)
        after(1)
        rows = of.portfolios(found, of.names(tables))
        after(1)
    if rows:
        write(pa.Table.from_pylist(rows), out)
    told = _whole(found, field, last) | {"out": str(out) if rows else None, "owners": len(rows), "families": len(found)}
    if as_json:
        print_json(told)
        return
    typer.echo(
        f"权利人 owners {len(rows)}，同族 families {len(found)}，无归并权利人 without a resolved owner {told['no_owner']}"
    )
    typer.echo(f"HHI {told['hhi']['value']}（已归并份额 resolved share {told['hhi']['share_known']}）")
    cycle = told["life_cycle"]
    said = (
        cycle["says"]["zh"] + " " + cycle["says"]["en"]
        if "says" in cycle
        else f"{cycle['stage']}，R² {cycle['r2']:.3f}"
    )
    typer.echo(f"生命周期 life cycle：{said}")


def _whole(found: dict[str, Any], field: str | None, last: date) -> dict[str, Any]:
    """Figures of the corpus, or of one field of it."""
    from ipops.corpus.indicators import figures, life_cycle
    from ipops.corpus.indicators import portfolio as of

    years = of.by_year(found, of_field=field)
    curve = life_cycle.life_cycle(years, last)
    whole = [y for y in years if y <= figures.whole_years(last)]
    grown = None
    if len(whole) > 1:
        grown = figures.growth(years, whole[0], whole[-1], last).as_json() | {"first": whole[0], "last": whole[-1]}
    rta = [
        {
            "party": a.place,
            "field": a.field,
            "count": float(a.count),
            "rta": a.rta,
            "symmetric": a.symmetric,
            "small": a.small,
        }
        for a in of.advantages(found)
        if a.count
    ]
    return {
        "no_owner": of.no_owner(found),
        "by_year": years,
        "growth": grown,
        "hhi": of.concentration(found, of_field=field).as_json(),
        "life_cycle": curve.reasons[0].as_json() if isinstance(curve, Refused) else curve.as_json(),
        "rta": rta,
    }
