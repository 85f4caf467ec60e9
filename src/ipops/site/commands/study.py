"""``ipops study``: a navigation study worked out from a file, without web or database."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ipops.kernel.outcome import Refused
from ipops.kernel.text import Lang, Text

if TYPE_CHECKING:
    from ipops.lines.navigation.study.run import Done

app = typer.Typer(
    name="study",
    no_args_is_help=True,
    help="专利导航项目：由模板与专利数据得出报告。 Navigation studies: a report from a template and patent data.",
)


@app.command("run")
def run_study(
    template: Annotated[
        Path, typer.Argument(metavar="STUDY.yaml", exists=True, dir_okay=False, help="项目模板。 The study's template.")
    ],
    out: Annotated[Path | None, typer.Option("--out", file_okay=False, help="成果目录。 Where the results go.")] = None,
    case: Annotated[
        str,
        typer.Option(
            "--case", help="导航项目编号：成果放入系统，在网页上可见。 Code of a study: pages show the results."
        ),
    ] = "",
    lang: Annotated[str, typer.Option("--lang", help="zh、en 或 both。 zh, en or both.")] = "both",
    as_json: Annotated[
        bool, typer.Option("--json", help="只输出一个 JSON 文档。 One JSON document on standard output.")
    ] = False,
) -> None:
    """完成一个导航项目：载入、冻结、标引、分析、成文。 Work a study out: load, freeze, label, analyse, write."""
    langs: dict[str, tuple[Lang, ...]] = {"zh": ("zh",), "en": ("en",), "both": ("zh", "en")}
    if lang not in langs:
        raise typer.BadParameter("--lang: zh, en, both")

    if (out is None) == (not case):
        raise typer.BadParameter("--out 与 --case 须给出其一。 Give either --out or --case.")

    def heard(says: Text) -> None:
        sys.stderr.write(f"{says.zh} · {says.en}\n")

    got: Done | Refused
    if out is not None:
        from ipops.lines.navigation.study.run import run

        got = run(template, out, langs=langs[lang], heard=heard)
    else:
        out, got = _into_the_system(case, template, langs[lang], heard)
    if isinstance(got, Refused):
        for one in got.reasons:
            sys.stderr.write(f"{one.says.zh}\n{one.says.en}\n")
        raise typer.Exit(1)
    if as_json:
        sys.stdout.write(json.dumps(got.as_json(), ensure_ascii=False) + "\n")
        return
    typer.echo(f"文献 documents {got.documents:,}，边界内 within the boundary {got.within:,}")
    typer.echo(f"结论 findings {got.findings}，查询 queries {got.queries}")
    typer.echo("\n".join(str(out / f) for f in got.files))


@app.command("sheets")
def sheets(
    case: Annotated[str, typer.Option("--case", help="导航项目编号。 Code of the study.")],
    out: Annotated[Path, typer.Option("--out", file_okay=False, help="目录。 Where the sheets go.")],
) -> None:
    """导出账本中已定的标引与判读，供模板引用。 The ledger's settled labels and verdicts as sheets that a template names."""
    from ipops.site import boot

    with boot.with_database():
        from ipops.lines.navigation.app.hands import spoken
        from ipops.lines.navigation.study.hands import labels_csv, verdicts_csv

        said = spoken(case)
    out.mkdir(parents=True, exist_ok=True)
    for name, text in (("labels.csv", labels_csv(said.labels)), ("verdicts.csv", verdicts_csv(said.verdicts))):
        (out / name).write_text(text, encoding="utf-8")
        typer.echo(str(out / name))


def _into_the_system(
    case: str, template: Path, langs: tuple[Lang, ...], heard: Callable[[Text], None]
) -> tuple[Path, Done | Refused]:
    """The study's folder, worked out with what people said in the journal."""
    from ipops.site import boot

    with boot.with_database():
        from ipops.lines.navigation.app.results import folder_of
        from ipops.lines.navigation.app.services.runs import study_work_out

        return folder_of(case), study_work_out(case, template, langs=langs, heard=heard)
