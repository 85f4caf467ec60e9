"""``ipops corpus cd|search|indicators|network``: what the tables of a corpus add up to. Loading is ``corpus`` itself.

Results go to a file or to standard output, progress and refusals to standard error. 0 done, 1 refused, 2 wrong usage.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text

AsJson = Annotated[bool, typer.Option("--json", help="只输出一个 JSON 文档。 One JSON document on standard output.")]


def register(root: typer.Typer) -> None:
    """Into the group ``corpus`` if it is there, else into a new one."""
    group = next((g.typer_instance for g in root.registered_groups if _name(g) == "corpus"), None)
    if group is None:
        group = typer.Typer(
            no_args_is_help=True, help="专利语料：指标、检索、网络。 A patent corpus: indicators, search, networks."
        )
        root.add_typer(group, name="corpus")
    group.command("cd")(cd)


def _name(group: Any) -> str | None:
    named = group.name if isinstance(group.name, str) else None
    return named or (group.typer_instance.info.name if group.typer_instance else None)


@contextmanager
def bar(says: Text, total: int) -> Iterator[Any]:
    """A progress bar on standard error; ``with bar(…) as after: after(n)``."""
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress

    with Progress(
        *Progress.get_default_columns(), MofNCompleteColumn(), console=Console(stderr=True), transient=True
    ) as shown:
        task = shown.add_task(f"{says.zh} {says.en}", total=total)
        yield lambda n: shown.advance(task, n)


def refuse(no: Refused, as_json: bool = False) -> typer.Exit:
    """Every reason in both languages; raise what comes back."""
    if as_json:
        print_json(no.as_json())
    for one in no.reasons:
        sys.stderr.write(f"{one.says.zh}\n{one.says.en}\n")
    return typer.Exit(1)


def print_json(plain: Any) -> None:
    sys.stdout.write(json.dumps(plain, ensure_ascii=False) + "\n")


def cd(
    edges: Annotated[Path, typer.Option("--edges", exists=True, dir_okay=False, help="引用对：citing,cited。 Pairs.")],
    nodes: Annotated[
        Path, typer.Option("--nodes", exists=True, dir_okay=False, help="文献与日期：document,date。 Documents, dates.")
    ],
    out: Annotated[Path, typer.Option("--out", help=".csv、.tsv 或 .parquet。 Where the values go.")],
    days: Annotated[int, typer.Option("--days", min=1, help="窗口天数。 Window in days.")] = 1825,
    years: Annotated[
        int | None, typer.Option("--years", min=1, help="改按日历年计窗口。 Window in calendar years instead.")
    ] = None,
    to_itself: Annotated[
        bool, typer.Option("--to-itself/--not-to-itself", help="保留自我引用。 Keep citations of itself.")
    ] = True,
    as_json: AsJson = False,
) -> None:
    """颠覆性指数 CD（严格日期规则）。 The CD index of every document, by the strict date rule.

    Files are CSV or TSV (also .gz) or Parquet. Beside each value stands how many references the document has: without any,
    CD is 1 as soon as it is cited, and says nothing.
    """
    from collections import Counter

    from ipops.corpus.citation_graph import Window, cd_index, files

    named = files.read(nodes, edges, to_itself=to_itself)
    if isinstance(named, Refused):
        raise refuse(named, as_json)
    window = Window(years=years) if years else Window(days=days)
    with bar(Text("计算 CD", "CD index"), named.graph.nodes) as after:
        values = cd_index(named.graph, window, after=after)
    table = files.table_of(named.names, values)
    files.write(table, out)
    made = named.graph.made
    statuses = Counter(table["status"].to_pylist())
    without = int(((values.references == 0) & (values.cd == 1)).sum())
    if as_json:
        print_json(
            {
                "out": str(out),
                "window": str(window),
                "graph": made.as_json(),
                "status": dict(statuses),
                "one_without_references": without,
            }
        )
        return
    typer.echo(f"文献 documents {made.nodes}，引用 citations {made.edges}；窗口 window {window}")
    typer.echo(
        f"重复 repeated {made.repeated}，一端不在库中 an end not here {made.outside}，引用自身 to itself {made.to_itself}，无日期 undated {made.undated}"
    )
    typer.echo("，".join(f"{status} {n}" for status, n in sorted(statuses.items())))
    typer.echo(f"CD = 1 且无引文清单 CD = 1 without any reference: {without}")
