"""``ipops corpus cd|search|indicators|network``: what the tables of a corpus add up to. Loading is ``corpus`` itself.

Results go to a file or to standard output, progress and refusals to standard error. 0 done, 1 refused, 2 wrong usage.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from ipops.corpus.indicators.params import Basis, Grain, Missing
from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text


class NetworkKind(StrEnum):
    CO_APPLICANTS = "co-applicants"
    CO_INVENTORS = "co-inventors"
    CLASSES = "classes"
    CITATIONS = "citations"


AsJson = Annotated[bool, typer.Option("--json", help="只输出一个 JSON 文档。 One JSON document on standard output.")]


def _of_values(out: Path) -> Path:
    if out.suffix not in (".parquet", ".csv", ".tsv"):
        raise typer.BadParameter(f"{out.name}：请以 .parquet、.csv 或 .tsv 结尾。 End it with .parquet, .csv or .tsv.")
    return out


OutOfValues = Annotated[
    Path,
    typer.Option("--out", callback=_of_values, help=".parquet、.csv 或 .tsv。 Where the values go."),
]


def register(root: typer.Typer) -> None:
    group = group_of(root)
    for command in (cd, search, indicators, network):
        group.command(command.__name__)(command)


def group_of(root: typer.Typer) -> typer.Typer:
    """The group ``corpus`` if it is there, else a new one."""
    found = next((g.typer_instance for g in root.registered_groups if _name(g) == "corpus"), None)
    if found is None:
        found = typer.Typer(
            no_args_is_help=True, help="专利语料：指标、检索、网络。 A patent corpus: indicators, search, networks."
        )
        root.add_typer(found, name="corpus")
    return found


def _name(group: Any) -> str | None:
    named = group.name if isinstance(group.name, str) else None
    return named or (group.typer_instance.info.name if group.typer_instance else None)


class _Heard:
    """What moves a bar: ``after(n)`` by so many more, ``after.so_far(done, of)`` to a place."""

    def __init__(self, progress: Any, task: Any) -> None:
        self._progress, self._task = progress, task

    def __call__(self, n: int) -> None:
        self._progress.advance(self._task, n)

    def so_far(self, done: int, of: int) -> None:
        self._progress.update(self._task, completed=done, total=of)


@contextmanager
def bar(says: Text, total: int) -> Iterator[_Heard]:
    """A progress bar on standard error; ``with bar(…) as after: after(n)``."""
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress

    with Progress(
        *Progress.get_default_columns(), MofNCompleteColumn(), console=Console(stderr=True), transient=True
    ) as shown:
        yield _Heard(shown, shown.add_task(f"{says.zh} {says.en}", total=total))


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
    out: OutOfValues,
    edges: Annotated[
        Path | None, typer.Option("--edges", exists=True, dir_okay=False, help="引用对：citing,cited。 Pairs.")
    ] = None,
    nodes: Annotated[
        Path | None,
        typer.Option("--nodes", exists=True, dir_okay=False, help="文献与日期：document,date。 Documents, dates."),
    ] = None,
    tables: Annotated[
        Path | None,
        typer.Option("--tables", exists=True, file_okay=False, help="或：语料库的表。 Or the tables of a corpus."),
    ] = None,
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

    Files are CSV or TSV (also .gz) or Parquet; of tables every end of a citation is a node, and the documents are told. Beside
    each value stands how many references the document has: without any, CD is 1 as soon as it is cited, and says nothing.
    """
    from ipops.corpus.citation_graph import Window, cd_index, files
    from ipops.corpus.kept import Kept, files_told

    given: list[Path | None] = [nodes, edges]
    if tables:
        given = [tables / f"{name}.parquet" for name in ("documents", "citations")]
    found = _graph(given, tables is not None, to_itself, not tables or not (edges or nodes))
    if isinstance(found, Refused):
        raise refuse(found, as_json)
    named, here = found
    window = Window(years=years) if years else Window(days=days)
    kept = Kept(out, [*files_told(*filter(None, given)), str(window), to_itself])
    with bar(Text("计算 CD", "CD index"), named.graph.nodes) as after:
        values = cd_index(named.graph, window, after=after, kept=kept)
    table = files.table_of(named.names, values)
    if here is not None:  # references and citing documents beyond the corpus have served
        table = table.filter(here)
    files.write(table, out)
    kept.whole()
    _tell_cd(out, window, named.graph.made, table, as_json)


def _graph(given: list[Path | None], of_tables: bool, to_itself: bool, one_form: bool) -> Any:
    """The graph with its names and, of tables, which nodes are documents here; or ``Refused``."""
    from ipops.corpus.citation_graph import files
    from ipops.corpus.citation_graph.tables import graph_of

    first, second = given
    if first is None or second is None or not one_form:
        raise typer.BadParameter("须给出 --edges 与 --nodes，或 --tables。 Give --edges and --nodes, or --tables.")
    if of_tables:
        return graph_of(first.parent, to_itself=to_itself)
    read = files.read(first, second, to_itself=to_itself)
    return read if isinstance(read, Refused) else (read, None)


def _tell_cd(out: Path, window: Any, made: Any, table: Any, as_json: bool) -> None:
    from collections import Counter

    statuses = Counter(table["status"].to_pylist())
    pairs = zip(table["references"].to_pylist(), table["cd"].to_pylist(), strict=True)
    without = sum(references == 0 and value == 1 for references, value in pairs)
    if as_json:
        graph = {"graph": made.as_json(), "status": dict(statuses), "one_without_references": without}
        print_json({"out": str(out), "window": str(window), **graph})
        return
    typer.echo(f"文献 documents {made.nodes}，引用 citations {made.edges}；窗口 window {window}")
    typer.echo(
        f"重复 repeated {made.repeated}，一端不在库中 an end not here {made.outside}，引用自身 to itself {made.to_itself}，无日期 undated {made.undated}"
    )
    typer.echo("，".join(f"{status} {n}" for status, n in sorted(statuses.items())))
    typer.echo(f"CD = 1 且无引文清单 CD = 1 without any reference: {without}")


def _conditions(cls: list[str], owner: list[str], legal: list[str], filed: str, published: str) -> list[str]:
    """The filters as conditions of the query language; several of one kind are alternatives."""
    made = [
        f"{field}:({' OR '.join(_quoted(v) for v in values)})"
        for field, values in (("class", cls), ("owner", owner), ("legal", legal))
        if values
    ]
    return made + [f"{field}:{value}" for field, value in (("filed", filed), ("published", published)) if value]


def _quoted(value: str) -> str:
    return '"' + value.replace('"', " ") + '"'


def search(
    tables: Annotated[
        Path, typer.Argument(exists=True, file_okay=False, help="ipops corpus tables 的输出目录。 The tables.")
    ],
    question: Annotated[
        str, typer.Argument(help="检索词或检索式（AND OR NOT 引号 括号 字段:值）。 Words, or a condition.")
    ] = "",
    like: Annotated[str, typer.Option("--like", help="以文献检索：文献键。 Documents like this one.")] = "",
    cls: Annotated[list[str] | None, typer.Option("--class", help="分类号（前缀）。 Class, by its beginning.")] = None,
    owner: Annotated[
        list[str] | None, typer.Option("--owner", help="申请人或权利人。 Owner, by words of its name.")
    ] = None,
    legal: Annotated[list[str] | None, typer.Option("--legal", help="法律状态，如 active。 Legal status.")] = None,
    filed: Annotated[str, typer.Option("--filed", help="申请日，如 2015..2018。 Days of filing.")] = "",
    published: Annotated[str, typer.Option("--published", help="公布日。 Days of publication.")] = "",
    k: Annotated[int, typer.Option("-k", "--top", min=1, max=100_000, help="条数。 How many.")] = 20,
    terms: Annotated[
        Path | None, typer.Option("--terms", exists=True, dir_okay=False, help="术语表，每行一词。 List of terms.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """检索专利：BM25 排序，中文二元组加术语表，英文取词干。 Search: BM25 over Chinese pairs and terms, English stems.

    Words alone rank. With AND, OR, NOT (与 或 非), quotes, brackets, a star or field:value it is a condition. Fields: title
    abstract class owner inventor office kind type legal stage number family filed published granted.
    """
    from ipops.corpus.search import Search, Tokeniser, open_index, shipped_terms, terms_of

    if not (tables / "documents.parquet").exists():
        raise typer.BadParameter("目录中没有 documents.parquet。 There is no documents.parquet in the folder.")
    if bool(question) == bool(like):
        raise typer.BadParameter("检索式与 --like 须给出其一。 Give either a question or --like.")
    known = terms_of(terms.read_text(encoding="utf-8").splitlines()) if terms else shipped_terms()
    with bar(Text("建立索引", "index"), 1) as after:
        engine = Search(open_index(tables, Tokeniser(known), heard=after.so_far))
    where = _conditions(cls or [], owner or [], legal or [], filed, published)
    got = engine.like(like, k=k, where=where) if like else engine.ask(question, k=k, where=where)
    if isinstance(got, Refused):
        raise refuse(got, as_json)
    shown = _shown(tables, [h.number for h in got.hits])
    if as_json:
        plain = got.as_json()
        for hit, more in zip(plain["hits"], shown, strict=True):
            hit |= more
        print_json({"question": question, "like": like, "where": where, **plain})
        return
    typer.echo(
        f"命中 found {got.found}" + (f"；库中没有 in no document: {' '.join(got.unheard)}" if got.unheard else "")
    )
    for hit, more in zip(got.hits, shown, strict=True):
        typer.echo(f"{hit.score:8.3f}  {hit.document}  {more['published_on'] or ''}  {more['title'] or ''}")


def _shown(tables: Path, numbers: list[int]) -> list[dict[str, Any]]:
    """Title and day of publication of some rows of the documents."""
    import pyarrow.dataset as ds

    columns = ["title", "published_on"]
    documents = ds.dataset(tables / "documents.parquet")
    there = [c for c in columns if c in documents.schema.names]
    rows = documents.take(numbers, columns=there).to_pylist() if numbers else []
    return [{c: str(row[c]) if row.get(c) is not None else None for c in columns} for row in rows]


def indicators(
    tables: Annotated[
        Path, typer.Argument(exists=True, file_okay=False, help="ipops corpus tables 的输出目录。 The tables.")
    ],
    out: OutOfValues,
    through: Annotated[
        datetime | None,
        typer.Option("--through", formats=["%Y-%m-%d"], help="数据截止日（默认最后公布日）。 Last day the data cover."),
    ] = None,
    grain: Annotated[Grain, typer.Option("--grain", help="计数单位。 What one row is.")] = Grain.APPLICATION,
    basis: Annotated[Basis, typer.Option("--basis", help="同组年份。 The year of a cohort.")] = Basis.FILING,
    winsor: Annotated[
        int, typer.Option("--winsor", min=51, max=100, help="缩尾百分位。 Per cent at which values are capped.")
    ] = 98,
    smallest: Annotated[
        int, typer.Option("--smallest-cohort", min=1, help="最小同组（自定）。 Smallest cohort (ours).")
    ] = 10,
    missing: Annotated[
        Missing, typer.Option("--missing", help="综合指数缺项时。 A composite that lacks a part.")
    ] = Missing.UNDEFINED,
    without_self: Annotated[
        bool, typer.Option("--without-self", help="不计自引（按归并的权利人）。 Without self-citations by owner.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """OECD 专利质量指标及状态。 The OECD set of quality indicators with a status beside each value.

    Columns are named as in the OECD's files; the parameters travel in the Parquet file. An interrupted run goes on.
    """
    from ipops.corpus.indicators import oecd, run
    from ipops.corpus.indicators.lacking import lacking
    from ipops.corpus.indicators.params import Params
    from ipops.measures import duck

    if not (tables / "documents.parquet").exists():
        raise typer.BadParameter("目录中没有 documents.parquet。 There is no documents.parquet in the folder.")
    last = through.date() if through else run.last_day(tables)
    if last is None:
        raise typer.BadParameter(
            "文献都没有公布日，请给出 --through。 No document has a day of publication; give --through."
        )
    params = Params(
        through=last,
        grain=grain,
        basis=basis,
        winsor=winsor,
        smallest_cohort=smallest,
        missing=missing,
        without_self=without_self,
    )
    with bar(Text("计算指标", "indicators"), len(oecd.STEPS)) as after:
        found = run.run(duck.connect(memory="4GB"), tables, params, out, heard=lambda _: after(1))
    without = lacking(tables, params)
    if as_json:
        lacks = [w.as_json() for w in without]
        print_json({"out": str(out), "params": params.as_json(), "status": found, "lacking": lacks})
        return
    _tell_statuses(found, without)


def _tell_statuses(found: Mapping[str, Mapping[str, int]], without: Sequence[Text]) -> None:
    for column, told in found.items():
        typer.echo(f"{column:18s} " + "，".join(f"{status} {n}" for status, n in told.items()))
    for lack in without:
        typer.echo(f"{lack.zh} {lack.en}")


def network(
    tables: Annotated[
        Path, typer.Argument(exists=True, file_okay=False, help="ipops corpus tables 的输出目录。 The tables.")
    ],
    kind: Annotated[NetworkKind, typer.Option("--kind", help="网络种类。 Which network.")],
    out: Annotated[Path, typer.Option("--out", help="输出目录：nodes.csv、edges.csv。 Folder for both files.")],
    paths: Annotated[
        bool, typer.Option("--paths/--no-paths", help="计算介数与接近中心性。 Centrality by shortest paths.")
    ] = True,
    as_json: AsJson = False,
) -> None:
    """合作申请、合作发明、分类共现与引用网络。 Networks with centrality and communities.

    Nodes are resolved parties, never names; how many mentions that leaves out is told.
    """
    from ipops.corpus.kept import Kept, files_told
    from ipops.corpus.network import build
    from ipops.corpus.network.measure import PATHS, STEPS, measure, write

    found = build.network(tables, str(kind))
    kept = Kept(out, [*files_told(*sorted(tables.glob("*.parquet"))), kind, paths])
    with bar(Text("度量网络", "network"), STEPS) as after:
        measured = measure(found, paths=PATHS if paths else 0, after=after, kept=kept)
    write(found, measured, out)
    kept.whole()
    told = {
        "out": str(out), "kind": found.kind, "nodes": len(found.nodes), "edges": len(found.edges), "mentions": found.mentions,
        "unresolved": found.unresolved, "components": int(measured.component.max(initial=-1)) + 1,
        "communities": int(measured.community.max(initial=-1)) + 1, "modularity": round(measured.modularity, 6),
    }  # fmt: skip
    if as_json:
        print_json(told)
        return
    typer.echo(f"节点 nodes {told['nodes']}，边 edges {told['edges']}，连通分量 components {told['components']}")
    typer.echo(f"社群 communities {told['communities']}，模块度 modularity {told['modularity']:.3f}")
    typer.echo(f"未归并 unresolved {found.unresolved} / {found.mentions}")
