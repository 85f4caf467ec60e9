"""``ipops scheme list | show | evaluate``: how losses are shared and subsidies paid, as files with clauses. No database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from ipops.finance.scheme.load import Scheme
from ipops.finance.scheme.worked import CaseForm, Tried, read_cases, tried
from ipops.kernel.outcome import Problem, Reason, Refused
from ipops.kernel.text import Text
from ipops.policy.scheme_shelf import BUILT_IN, SchemeFile, schemes
from ipops.site.asking import answered, fail, print_json, refuse, tree_of
from ipops.site.scheming import checked, file_of, scheme_of
from ipops.site.showing import outcome_lines

app = typer.Typer(name="scheme", no_args_is_help=True, help="分担与补贴方案。 Schemes of sharing and subsidy.")

Lang = Annotated[str, typer.Option("--lang", help="zh 或 en · zh or en")]
AsJson = Annotated[bool, typer.Option("--json", help="只在标准输出打印一份 JSON · one JSON document on stdout")]
Assume = Annotated[
    list[str] | None,
    typer.Option(
        "--assume", help="为未载之处假设，如 layers.fund.pays=50% · fill a silent place, as layers.fund.pays=50%"
    ),
]


@app.command("list")
def list_(lang: Lang = "zh", as_json: AsJson = False) -> None:
    """各方案及其来源未载之处的数目。 Every scheme, and in how many places its source is silent."""
    every = [(file, scheme) for file in schemes().values() if isinstance(scheme := scheme_of(file.code, {}), Scheme)]
    if as_json:
        print_json([_head(file, scheme) for file, scheme in every])
        return
    table = Table(box=None, pad_edge=False)
    for zh, en in (
        ("代号", "code"),
        ("方案", "scheme"),
        ("地方", "place"),
        ("自", "from"),
        ("未载", "silent"),
        ("例", "cases"),
    ):
        table.add_column(zh if lang.startswith("zh") else en, overflow="fold")
    for file, scheme in every:
        head = _head(file, scheme)
        table.add_row(
            head["code"],
            scheme.title.in_(lang),
            head["place"],
            head["since"],
            str(len(head["silent"])),
            str(head["cases"]),
        )
    Console().print(table)


@app.command()
def show(code: str, lang: Lang = "zh", as_json: AsJson = False) -> None:
    """一个方案：规则、条款、等级、未载之处、例。 One scheme: rules, clauses, grades, silent places, cases."""
    file = _file(code, lang, as_json)
    scheme = scheme_or_end(code, {}, lang, as_json)
    if as_json:
        print_json(
            {
                **_head(file, scheme),
                "rules": scheme.form.model_dump(mode="json", by_alias=True),
                "worked": _worked(file),
            }
        )
        return
    typer.echo(f"{scheme.code}  {scheme.title.in_(lang)}")
    typer.echo(
        f"  {scheme.form.document}  {scheme.form.place}  {scheme.form.valid.since} – {scheme.form.valid.until or '?'}"
    )
    for key, cite in file.citations:
        typer.echo(f"  {key or '.'}: {cite} [{cite.grade}] {cite.source}")
    typer.echo(Text("来源未载：", "The source is silent on:").in_(lang))
    for path in scheme.silent:
        typer.echo(f"  {path}")


@app.command()
def evaluate(
    code: str,
    case: Annotated[
        str, typer.Argument(help="案例文件，或方案自带第几例 · a case file, or the number of a worked case")
    ],
    assume: Assume = None,
    lang: Lang = "zh",
    as_json: AsJson = False,
) -> None:
    """按方案计算一个案例：金额、轨迹、未知。 Run a case: amounts, trace, unknowns."""
    file = _file(code, lang, as_json)
    form, sheet = _case(file, case, lang, as_json)
    form = form.model_copy(update={"assume": {**form.assume, **assumptions(assume, lang)}})
    got = tried(file.tree, form)
    if isinstance(got, Tried):
        answer = {**got.outcome.as_json(), "case": {"zh": form.case, "en": form.en}, "differs": list(got.differs)}
        if as_json:
            print_json(answer)
        else:
            for line in outcome_lines(got.outcome, lang):
                typer.echo(line)
            for told in got.differs:
                typer.echo(f"≠ {told}")
        raise typer.Exit(1 if got.differs else 0)
    answered(got, sheet, lang, as_json)


@app.command()
def check(
    folder: Annotated[Path | None, typer.Argument(help="另一套方案的文件夹 · a folder of other schemes")] = None,
    lang: Lang = "zh",
    as_json: AsJson = False,
) -> None:
    """检查全部方案及其例；有问题则退出码为 1。 Check all schemes and their cases; exit 1 if there is a problem."""
    if folder is not None and not folder.is_dir():
        fail(Text(f"没有文件夹 {folder}。", f"There is no folder {folder}."), lang, 2)
    found = checked([BUILT_IN, folder] if folder else [BUILT_IN], f"{folder.name}/" if folder else "")
    if as_json:
        print_json(
            {"schemes": list(found.codes), "cases": found.cases, "problems": [p.as_json() for p in found.problems]}
        )
    else:
        for p in found.problems:
            typer.echo(f"{p.at}: {p.says.in_(lang)} [{p.code}]")
        told = Text(
            f"{len(found.codes)} 个方案，{found.cases} 个例，问题 {len(found.problems)} 个。",
            f"{len(found.codes)} schemes, {found.cases} cases, {len(found.problems)} problems.",
        )
        typer.echo(told.in_(lang))
    raise typer.Exit(1 if found.problems else 0)


def assumptions(told: list[str] | None, lang: str) -> dict[str, str]:
    """``path=value`` pairs of the command line."""
    made = {}
    for one in told or []:
        path, sign, value = one.partition("=")
        if not sign:
            fail(Text(f"假设须写成 路径=值：{one}", f"An assumption is path=value: {one}"), lang, 2)
        made[path.strip()] = value.strip()
    return made


def _case(file: SchemeFile, told: str, lang: str, as_json: bool) -> tuple[CaseForm, Any]:
    if told.isdigit():
        got = read_cases(file.cases)
        if not isinstance(got, tuple) and 1 <= int(told) <= len(got.cases):
            return got.cases[int(told) - 1], file.cases_sheet
        fail(Text(f"{file.code} 没有第 {told} 例。", f"{file.code} has no worked case {told}."), lang, 2)
    tree, sheet = tree_of(Path(told), lang, as_json)
    read = read_cases({"cases": [tree]})
    if isinstance(read, tuple):
        inner = tuple(_without_prefix(p) for p in read)
        answered(inner, sheet, lang, as_json)
        raise AssertionError("answered ends the command for problems")
    return read.cases[0], sheet


def _without_prefix(problem: Problem) -> Problem:
    return replace(problem, at=replace(problem.at, field=problem.at.field.removeprefix("cases.0.")))


def _file(code: str, lang: str, as_json: bool) -> SchemeFile:
    file = file_of(code)
    if isinstance(file, Refused):
        refuse(file, lang, as_json)
    return file


def scheme_or_end(code: str, assume: Mapping[str, str], lang: str, as_json: bool) -> Scheme:
    """The scheme with what the user assumes; ends the command with every reason where there is none."""
    got = scheme_of(code, assume)
    if isinstance(got, Refused):
        refuse(got, lang, as_json)
    if not isinstance(got, Scheme):
        refuse(Refused(reasons=tuple(Reason(code=p.code, says=p.says, field=p.at.field) for p in got)), lang, as_json)
    return got


def _worked(file: SchemeFile) -> list[dict[str, str]]:
    got = read_cases(file.cases)
    return [] if isinstance(got, tuple) else [{"zh": c.case, "en": c.en} for c in got.cases]


def _head(file: SchemeFile, scheme: Scheme) -> dict[str, Any]:
    form = scheme.form
    return {
        "code": scheme.code,
        "title": scheme.title.as_json(),
        "kind": form.kind,
        "place": form.place,
        "document": form.document,
        "completeness": form.completeness,
        "since": form.valid.since.isoformat(),
        "until": form.valid.until.isoformat() if form.valid.until else None,
        "predecessor": form.predecessor,
        "grades": sorted({str(cite.grade) for _, cite in file.citations}),
        "silent": list(scheme.silent),
        "cases": len(_worked(file)),
        "version": scheme.version,
        "demo": form.demo,
    }
