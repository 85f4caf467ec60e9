"""``ipops corpus …``: patent files into a corpus, a corpus into tables. Starts no database. Other modules add to the group:

from ipops.site.commands.corpus import app as group

@group.command("search")
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ipops.kernel.text import Text

if TYPE_CHECKING:
    from ipops.corpus.classes.concordance import Concordance
    from ipops.corpus.feeds.load import Loaded
    from ipops.intake.profile import Profile

app = typer.Typer(
    name="corpus",
    no_args_is_help=True,
    help="专利文献语料库：载入、成表、检索、指标。 A corpus of patent documents: load, tables, search, indicators.",
)
AsJson = Annotated[bool, typer.Option("--json", help="只输出一个 JSON 文档。 One JSON document on standard output.")]


@app.command("load")
def load_files(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILES…",
            exists=True,
            dir_okay=False,
            help="美国批量文件、DOCDB、OPS、ST.96、JSON、表格；可为 gzip 或 zip。 Bulk files, exports, answers; gzip and zip too.",
        ),
    ],
    into: Annotated[
        Path,
        typer.Option(
            "--into", file_okay=False, help="语料库目录；中断后再次载入即接续。 The corpus; run again to go on."
        ),
    ],
    as_json: AsJson = False,
    profile: Annotated[
        str | None,
        typer.Option(
            "--profile",
            help="表格的映射方案：内置代码或 YAML 文件。 Mapping of a table: a shipped code or a YAML file.",
        ),
    ] = None,
) -> None:
    """载入文件。 Load files: documents = stored + merged + quarantined."""
    from ipops.corpus.feeds.load import load
    from ipops.corpus.feeds.store import WORKERS

    mapping = _profile(profile)
    done: list[Loaded] = []
    with _Bars() as bars:
        done.extend(load([(f, str(f)) for f in files], into, tell=bars.tell, profile=mapping, workers=WORKERS))
    if as_json:
        _print(_outcome(len(files), done))
    else:
        _show(done)


def _profile(asked: str | None) -> Profile | None:
    if asked is None:
        return None
    from ipops.corpus.feeds.profiles import named

    found = named(asked)
    if isinstance(found, tuple):
        for problem in found:
            sys.stderr.write(f"{problem.says.zh}  {problem.says.en}\n")
        raise typer.Exit(2)
    return found


def _outcome(files: int, done: list[Loaded]) -> dict[str, Any]:
    held = [
        {"file": one.file, "offset": q.offset, "code": q.code, "reason": f"{q.says.zh} {q.says.en}"}
        for one in done
        for q in one.quarantined
    ]
    return {
        "files": files,
        "documents": sum(one.documents for one in done),
        "stored": sum(one.stored for one in done),
        "merged": sum(one.merged for one in done),
        "quarantined": held,
    }


_SHOWN = 10  #: quarantined documents shown a file
_MORE = Text(
    "另有 {n} 件隔离，见 --json 或 quarantine 表。", "{n} more were quarantined: see --json or the table quarantine."
)
_TOTAL = Text(
    "共 {documents} 件 = 新存 {stored} + 并入 {merged} + 隔离 {held}",
    "{documents} documents = {stored} stored + {merged} merged + {held} quarantined",
)


def _show(done: list[Loaded]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("文件 file", "格式 format", "文献 documents", "新存 stored", "并入 merged", "隔离 quarantined")
    for one in done:
        counts = (one.documents, one.stored, one.merged, len(one.quarantined))
        table.add_row(Path(one.file).name, one.format, *map(str, counts))
    console = Console()
    console.print(table)
    for one in done:
        for q in one.quarantined[:_SHOWN]:
            console.print(f"{Path(one.file).name} @ {q.offset}: {q.says.zh} {q.says.en}", markup=False, soft_wrap=True)
        if len(one.quarantined) > _SHOWN:
            more = _MORE.fill(n=len(one.quarantined) - _SHOWN)
            console.print(f"{more.zh}  {more.en}", markup=False)
    told = _outcome(0, done)
    said = _TOTAL.fill(**{**told, "held": len(told["quarantined"])})
    console.print(f"{said.zh}  {said.en}", markup=False)


class _Bars:
    """A progress bar a file or a task on standard error, where that is a terminal."""

    def __enter__(self) -> _Bars:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        console = Console(stderr=True)
        self.progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[documents]}"),
            TimeRemainingColumn(),
            console=console,
            disable=not console.is_terminal,
        )
        self.tasks: dict[str, Any] = {}
        self.progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.progress.stop()

    def tell(self, name: str, at: int, total: int | None, documents: int) -> None:
        if name not in self.tasks:
            self.tasks[name] = self.progress.add_task(Path(name).name, total=total, documents=0)
        self.progress.update(self.tasks[name], completed=at, documents=documents)


def _print(plain: Any) -> None:
    sys.stdout.write(json.dumps(plain, ensure_ascii=False) + "\n")


@app.command("tables")
def make(
    corpus: Annotated[
        Path, typer.Argument(metavar="DIR", exists=True, file_okay=False, help="语料库目录。 The corpus.")
    ],
    out: Annotated[Path, typer.Option("--out", file_okay=False, help="Parquet 表的目录。 Where the tables go.")],
    fields: Annotated[
        list[Path] | None,
        typer.Option(
            "--fields",
            exists=True,
            dir_okay=False,
            help="领域或产业对照表（WIPO 35 或自有 CSV），可重复。 A concordance: WIPO's 35 fields or one of ours; may be repeated.",
        ),
    ] = None,
    affiliations: Annotated[
        Path | None,
        typer.Option(
            "--affiliations", exists=True, dir_okay=False, help="母公司与关联方 CSV。 Parents and affiliates, dated."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """成表。 Make the tables: documents, parties, citations, classes, claims and those beside them."""
    from ipops.corpus.assembly.tables import make_tables

    concordances = _concordances(fields or [])
    try:
        with _Bars() as bars:
            made = make_tables(
                corpus,
                out,
                fields=concordances,
                affiliations=affiliations,
                tell=lambda step, done, total: bars.tell("表 tables", done, total, done),
            )
    except FileNotFoundError:
        sys.stderr.write(f"{_NO_CORPUS.zh}  {_NO_CORPUS.en}\n")
        raise typer.Exit(2) from None
    if as_json:
        _print({"tables": made.rows, "problems": [p.as_json() for p in made.problems]})
        return
    for name, rows in made.rows.items():
        typer.echo(f"{name:14} {rows:>12,}")
    for problem in made.problems:
        sys.stderr.write(f"{problem.at}: {problem.says.zh}  {problem.says.en}\n")


def _concordances(paths: list[Path]) -> list[Concordance]:
    from ipops.corpus.classes.concordance import Concordance, read_concordance

    found: list[Concordance] = []
    for path in paths:
        for one in read_concordance(path):
            if isinstance(one, Concordance):
                found.append(one)
            else:
                sys.stderr.write(f"{one.at}: {one.says.zh}  {one.says.en}\n")
                raise typer.Exit(2)
    return found


_NO_CORPUS = Text(
    "该目录不是语料库；请先用 ipops corpus load 载入。",
    "This folder is no corpus; load files into it first (ipops corpus load).",
)
