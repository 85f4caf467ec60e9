"""``ipops ledger``: seal the journal, verify it, prove from it, carry it out of the house."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ipops.kernel.outcome import Problem, Refused
from ipops.kernel.text import Text

if TYPE_CHECKING:
    from ipops.ledger.verdict import Report

app = typer.Typer(
    name="ledger", no_args_is_help=True, help="封存、校验、证明与汇总包。 Seals, verification, proofs and bundles."
)
AsJson = Annotated[bool, typer.Option("--json", help="只输出一个 JSON 文档。 One JSON document on standard output.")]
Number = Annotated[int, typer.Argument(min=1, help="事实编号。 The entry's number.")]
Size = Annotated[int, typer.Argument(min=1, help="封存处的条数。 The size of a head.")]
HeadFiles = Annotated[
    list[Path] | None,
    typer.Option("--head", exists=True, dir_okay=False, help="库外保存的封存文件。 Heads kept outside."),
]
Documents = Annotated[bool, typer.Option("--documents", help="也核对每个凭证文件。 Check every document's file too.")]
Into = Annotated[Path, typer.Argument(file_okay=False, help="目标文件夹。 The folder to write.")]
NewFile = Annotated[Path, typer.Argument(dir_okay=False, help="要写的文件。 The file to write.")]
OldFile = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="汇总包文件。 The bundle.")]
PlaceOption = Annotated[str | None, typer.Option(help="行政区划代码。 Division code.")]
After = Annotated[int, typer.Option(min=0, help="自此封存之后。 Go on from the head of this size.")]
Most = Annotated[int | None, typer.Option(min=1, help="最多列出几条。 List at most so many.")]


@contextmanager
def _database() -> Iterator[None]:
    from ipops.site.boot import with_database

    with with_database():
        yield


def _print(plain: Any) -> None:
    sys.stdout.write(json.dumps(plain, ensure_ascii=False) + "\n")


def _say(text: Text) -> None:
    sys.stdout.write(f"{text.zh}\n{text.en}\n")


def _note(text: Text) -> None:
    sys.stderr.write(f"{text.zh} {text.en}\n")


def _no(no: Refused | Problem, as_json: bool) -> typer.Exit:
    """What was refused, on the channel that was asked for; raise what comes back."""
    if as_json:
        _print(no.as_json())
    else:
        for reason in no.reasons if isinstance(no, Refused) else (no,):
            _note(reason.says)
    return typer.Exit(1)


def _warn_without_sm3() -> None:
    from ipops.ledger import merkle

    if not merkle.sm3_available():
        _note(merkle.NO_SM3)


@app.command()
def seal(as_json: AsJson = False) -> None:
    """封存新的事实。 Seal what is new and print the newest head."""
    with _database():
        from ipops.webkit import seals

        _warn_without_sm3()
        got = seals.seal()
    if isinstance(got, Problem):
        raise _no(got, as_json)
    if as_json:
        _print(got.as_json() if got else None)
    elif got is None:
        _say(Text("账本是空的，没有可封存的内容。", "The journal is empty; there is nothing to seal."))
    else:
        _say(Text(f"已封存至第 {got.size} 条。", f"Sealed up to entry {got.size}."))
        sys.stdout.write(f"sha256 {got.sha256_root}\nsm3    {got.sm3_root or '—'}\n")


@app.command()
def heads(most: Most = None, as_json: AsJson = False) -> None:
    """列出封存，新的在前。 List the heads, newest first."""
    with _database():
        from ipops.webkit import seals

        found = seals.heads(most=most)
    if as_json:
        _print([h.as_json() for h in found])
    else:
        for h in found:
            sys.stdout.write(f"{h.size:>12} {h.as_json()['sealed_at']} {h.sha256_root} {h.sm3_root}\n")


@app.command()
def show(n: Number, as_json: AsJson = False) -> None:
    """显示一条事实。 Show one entry, and what corrected it."""
    with _database():
        from ipops.ledger.canonical import entry_as_plain
        from ipops.webkit import journal

        entry = journal.entry(n)
        if entry is None:
            missing = Problem(code="no-such-entry", says=Text(f"没有第 {n} 条。", f"There is no entry {n}."))
            raise _no(missing, as_json)
        plain = entry_as_plain(entry) | {"superseded_by": journal.corrected_by([n]).get(n)}
    if as_json:
        _print(plain)
        return
    title = type(entry.fact).TITLE
    sys.stdout.write(f"#{n} {title.zh} · {title.en}\n")
    sys.stdout.write(json.dumps(plain, ensure_ascii=False, indent=2) + "\n")


@app.command()
def verify(head: HeadFiles = None, documents: Documents = False, as_json: AsJson = False) -> None:
    """校验账本：逐条重算，并与封存对照。 Work every entry out again and hold it against the seals."""
    with _database():
        from django.db import connection

        from ipops.webkit import grants, seals
        from ipops.webkit.documents import missing
        from ipops.webkit.seals.verifying import heads_of_files

        _warn_without_sm3()
        with connection.cursor() as cursor:
            if grants.serves_alone(cursor):
                _note(_ONE_ROLE)
        kept, unread = heads_of_files(head or ())
        if unread:
            raise _no(unread[0], as_json)
        began = time.perf_counter()
        with _progress("verify") as told:
            report = seals.verify(told, kept=kept)
        seconds = time.perf_counter() - began
        lost = missing() if documents else []
    if as_json:
        _print(report.as_json() | ({"documents": lost} if documents else {}))
    else:
        _tell(report, lost, seconds)
    if not report.holds or lost:
        raise typer.Exit(1)


_ONE_ROLE = Text(
    "注意：同一数据库角色既拥有表又对外服务，只有触发器在守护（见 DATABASE_OWNER_URL）。",
    "Note: one database role both owns the tables and serves; only triggers guard them (see DATABASE_OWNER_URL).",
)


def _tell(report: Report, lost: list[str], seconds: float) -> None:
    rate = report.entries / seconds if seconds else 0
    for p in report.problems:
        _say(p.says)
    if report.count > len(report.problems):
        more = report.count - len(report.problems)
        _say(Text(f"……另有 {more} 处。", f"… and {more} more."))
    for sha256 in lost:
        _say(Text(f"凭证文件缺失或被改动：{sha256}", f"A document's file is gone or changed: {sha256}"))
    verdict = (
        Text("校验通过", "The journal holds")
        if report.holds and not lost
        else Text("校验不通过", "The journal does not hold")
    )
    hashes = ", ".join(report.hashes)
    _say(
        Text(
            f"{verdict.zh}：{report.entries} 条，其中 {report.sealed} 条已封存，{report.heads} 次封存，{hashes}，每秒 {rate:,.0f} 条。",
            f"{verdict.en}: {report.entries} entries, {report.sealed} of them sealed, {report.heads} heads, {hashes}, {rate:,.0f} a second.",
        )
    )


@contextmanager
def _progress(what: str) -> Iterator[Any]:
    """A bar on standard error; gives the function that moves it."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, whole: bar.update(task, completed=done, total=whole)


@app.command()
def prove(fact: Number, as_json: AsJson = False) -> None:
    """出具包含证明（JSON），可离线核验。 Print the proof that an entry is sealed; it is checked offline."""
    with _database():
        from ipops.webkit import seals

        got = seals.prove(fact)
    if isinstance(got, Refused):
        raise _no(got, as_json)
    _print(got)


@app.command(name="prove-consistency")
def prove_consistency(first: Size, second: Size, as_json: AsJson = False) -> None:
    """出具一致证明（JSON）：后一封存延续前一封存。 Print the proof that one head goes on from another."""
    with _database():
        from ipops.webkit import seals

        got = seals.prove_consistency(first, second)
    if isinstance(got, Refused):
        raise _no(got, as_json)
    _print(got)


@app.command()
def export(folder: Into, as_json: AsJson = False) -> None:
    """把事实按类型导出为 Parquet，只写新增。 Write facts as Parquet, a folder a kind; only what is new."""
    with _database():
        from ipops.ledger.export import exported_up_to
        from ipops.webkit import analytics

        before = exported_up_to(folder)
        up_to = exported_up_to(analytics.export_to(folder))
    if as_json:
        _print({"folder": str(folder), "before": before, "up_to": up_to})
    else:
        _say(Text(f"{folder}：第 {before + 1} 至 {up_to} 条。", f"{folder}: entries {before + 1} to {up_to}."))


@app.command()
def bundle(file: NewFile, place: PlaceOption = None, after: After = 0, as_json: AsJson = False) -> None:
    """把已封存的事实写成一个文件，报省或中央。 Write what is sealed into one file for the province or the centre."""
    with _database():
        from ipops.webkit import bundles

        got = bundles.write(file, place or _only_place(), after=after)
    if isinstance(got, Refused):
        raise _no(got, as_json)
    if as_json:
        _print({"file": str(file), "place": got.place, "first": got.first, "head": got.head.as_json()})
    else:
        _say(
            Text(
                f"已写入 {file}：第 {got.first} 至 {got.head.size} 条。",
                f"Wrote {file}: entries {got.first} to {got.head.size}.",
            )
        )


def _only_place() -> str:
    """The place of this installation, where its offices leave no doubt."""
    from ipops.webkit.access import Level, Office

    places: set[str] = set(Office.objects.filter(level=str(Level.CITY)).values_list("place", flat=True))
    if len(places) != 1:
        _note(Text("请用 --place 指明行政区划代码。", "Say which place with --place."))
        raise typer.Exit(2)
    return places.pop()


@app.command()
def accept(file: OldFile, place: PlaceOption = None, as_json: AsJson = False) -> None:
    """核验并接收汇总包；核验通过才计入。 Verify a bundle line by line and accept it; only then its facts count."""
    with _database():
        from ipops.webkit import bundles

        got = bundles.accept(file, "command:ledger-accept", place=place)
    if isinstance(got, Problem):
        raise _no(got, as_json)
    if as_json:
        _print({"place": got.place, "size": got.size, "sha256": got.root_sha256, "document": got.document})
    else:
        _say(Text(f"已接收 {got.place}，至第 {got.size} 条。", f"Accepted {got.place} up to entry {got.size}."))
