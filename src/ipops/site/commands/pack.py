"""``ipops pack list | show | check | docs``: the law as this program holds it. Starts no database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.table import Table

from ipops.kernel.outcome import Problem, Refused, Unknown
from ipops.kernel.text import Text
from ipops.policy import Known, Pack, Target, pack_named, packs
from ipops.policy.check import Report, check
from ipops.policy.docs import COMPLETENESS, SIGNS, page
from ipops.policy.exact import decimal_text, plain
from ipops.policy.units import UNITS

app = typer.Typer(
    name="pack", no_args_is_help=True, help="政策包：查看与检查。 Policy packs: look at them, check them."
)

Answers = list[tuple[str, Known | Unknown]]

Lang = Annotated[str, typer.Option("--lang", help="zh 或 en · zh or en")]
AsJson = Annotated[bool, typer.Option("--json", help="只在标准输出打印一份 JSON · one JSON document on stdout")]


@app.command("list")
def list_(lang: Lang = "zh", as_json: AsJson = False) -> None:
    """各政策包及其文本完整程度。 Every pack and how much of its text is at hand."""
    every = list(packs().values())
    if as_json:
        _print_json([_head(p) for p in every])
        return
    table = _table(
        lang, ("代号", "code"), ("层", "layer"), ("文件", "document"), ("文本", "text"), ("自", "from"), ("", "")
    )
    for pack in every:
        marks = [t for on, t in ((pack.demo, DEMO), (pack.historical is not None, HISTORICAL)) if on]
        complete = COMPLETENESS[pack.completeness].in_(lang)
        labels = " ".join(m.in_(lang) for m in marks)
        table.add_row(pack.code, str(pack.layer), str(pack.document), complete, str(pack.start), labels)
    Console().print(table)


@app.command()
def show(code: str, on: str = "", lang: Lang = "zh", as_json: AsJson = False) -> None:
    """一个包逐项的值、条款、等级与未知。 One pack term by term: value, clause, grade, and what is unknown."""
    pack = pack_named(code)
    if isinstance(pack, Refused):
        _fail(pack.reasons[0].says, lang)
    day = _day(on, lang)
    answers = [(name, pack.term(name, day)) for name in pack.term_names()]
    goals = pack.targets(day)
    if as_json:
        _print_json(_shown(pack, day, answers, goals))
        return
    for line in _show_lines(pack, answers, goals, lang):
        typer.echo(line)


@app.command(name="check")
def check_(
    folder: Annotated[Path | None, typer.Argument(help="另一套政策包的文件夹 · a folder of other packs")] = None,
    lang: Lang = "zh",
    as_json: AsJson = False,
) -> None:
    """检查全部政策包；有问题则退出码为 1。 Check all packs; exit 1 if there is a problem."""
    if folder is not None and not folder.is_dir():
        _fail(Text(f"没有文件夹 {folder}。", f"There is no folder {folder}."), lang, code=2)
    report = check([folder] if folder else (), today=date.today())  # noqa: DTZ011  the local day is the reviewer's day
    if as_json:
        _print_json(report.as_json())
    else:
        for line in _report_lines(report, lang):
            typer.echo(line)
    raise typer.Exit(1 if report.problems else 0)


@app.command()
def docs(folder: Path) -> None:
    """为每个包写一页说明。 Write one page of docs per pack into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for pack in packs().values():
        (folder / f"{pack.code}.md").write_text(page(pack), encoding="utf-8")


DEMO = Text("示例", "demo")
HISTORICAL = Text("历史", "historical")
DEMO_LINE = Text("示例：虚构城市的虚构规定，不是法。", "Demo: made-up rules of a made-up city, no law.")


UNKNOWN = Text("未知", "unknown")
NEEDS = Text("需要", "needs")
WORDS_ONLY = Text("只有文字", "words only")


def _show_lines(pack: Pack, answers: Answers, goals: tuple[Target, ...], lang: str) -> Iterator[str]:
    yield f"{pack.code}  {pack.title.in_(lang)}"
    yield f"  {pack.document}  {COMPLETENESS[pack.completeness].in_(lang)}  {' > '.join(p.code for p in pack.layers)}"
    if pack.demo:
        yield f"  {DEMO_LINE.in_(lang)}"
    if pack.historical:
        yield f"  {HISTORICAL.in_(lang)}: {pack.historical.in_(lang)}"
    if pack.note:
        yield f"  {pack.note.in_(lang)}"
    for name, answer in answers:
        yield ""
        if isinstance(answer, Known):
            yield f"{name} = {answer.shown.in_(lang)}{_label(answer.demo, lang)}"
            yield f"  {answer.says.in_(lang)}"
            yield f"  {answer.cite} [{answer.cite.grade}] {answer.since} {answer.pack}"
            yield from (f"  {told.in_(lang)}" for told in (answer.note, answer.caution) if told is not None)
        else:
            yield f"{name} = {UNKNOWN.in_(lang)}"
            yield f"  {answer.why.in_(lang)}"
            yield from (f"  {cite} [{cite.grade}]" for cite in answer.cites)
            if answer.needs:
                yield f"  {NEEDS.in_(lang)}: {answer.needs.in_(lang)}"
    for goal in goals:
        yield ""
        yield f"{goal.id}: {_asked(goal, lang)}{_label(goal.demo, lang)}"
        yield f"  {goal.title.in_(lang)}"
        yield f"  {goal.cite} [{goal.cite.grade}]"
        if goal.plan_cite:
            yield f"  {goal.plan_cite} [{goal.plan_cite.grade}]"


def _asked(goal: Target, lang: str) -> str:
    sign, unit = SIGNS.get(goal.comparator, ""), UNITS[goal.unit].named.in_(lang) if goal.unit else ""
    figures = (
        (Text("下限", "floor"), goal.floor),
        (Text("承诺", "promise"), goal.promise),
        (Text("计划", "plan"), goal.plan),
    )
    told = [f"{what.in_(lang)} {sign} {decimal_text(plain(v))} {unit}" for what, v in figures if v is not None]
    return "; ".join(told) or WORDS_ONLY.in_(lang)


def _label(demo: bool, lang: str) -> str:
    return f" [{DEMO.in_(lang)}]" if demo else ""


def _report_lines(report: Report, lang: str) -> Iterator[str]:
    for problem in report.problems:
        yield _problem_line(problem, lang)
    laws = (
        Text(
            f"{report.law_citations} 处法条引用已与原文核对",
            f"{report.law_citations} citations of laws held against their texts",
        )
        if report.laws_at_hand
        else Text(
            "法律原文不在手边，法条引用未核对（见 IPOPS_SHARED）",
            "no law texts at hand, citations of laws not checked (see IPOPS_SHARED)",
        )
    )
    found = Text(
        f"{len(report.packs)} 个包，{report.files} 个文件，{report.citations} 处出处；{laws.zh}；问题 {len(report.problems)} 个。",
        f"{len(report.packs)} packs, {report.files} files, {report.citations} citations; {laws.en}; {len(report.problems)} problems.",
    )
    yield found.in_(lang)


def _problem_line(problem: Problem, lang: str) -> str:
    return f"{problem.at}: {problem.says.in_(lang)} [{problem.code}]"


def _head(pack: Pack) -> dict[str, Any]:
    return {
        "code": pack.code,
        "title": pack.title.as_json(),
        "layer": str(pack.layer),
        "document": str(pack.document),
        "completeness": str(pack.completeness),
        "start": pack.start.isoformat(),
        "start_basis": pack.start_basis,
        "reviewed_on": pack.reviewed_on.isoformat(),
        "predecessor": pack.predecessor,
        "follows": list(pack.follows),
        "place": pack.place,
        "demo": pack.demo,
        "historical": pack.historical.as_json() if pack.historical else None,
        "version": pack.version,
        "stack_version": pack.stack_version,
    }


def _shown(pack: Pack, day: date, answers: Answers, goals: tuple[Target, ...]) -> dict[str, Any]:
    return {
        **_head(pack),
        "note": pack.note.as_json() if pack.note else None,
        "on": day.isoformat(),
        "layers": [p.code for p in pack.layers],
        "terms": {name: answer.as_json() for name, answer in answers},
        "unknown": [name for name, answer in answers if isinstance(answer, Unknown)],
        "targets": [g.as_json() for g in goals],
        "cities": [c.as_json() for c in pack.cities],
    }


def _day(text: str, lang: str) -> date:
    if not text:
        return date.today()  # noqa: DTZ011  what holds today, where the reader is
    try:
        return date.fromisoformat(text)
    except ValueError:
        _fail(
            Text(f"没有 {text} 这一天，请写成 2021-06-30。", f"There is no day {text}; write 2021-06-30."), lang, code=2
        )


def _table(lang: str, *columns: tuple[str, str]) -> Table:
    table = Table(box=None, pad_edge=False, show_edge=False)
    for zh, en in columns:
        table.add_column(zh if lang.startswith("zh") else en, overflow="fold")
    return table


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def _fail(says: Text, lang: str, code: int = 1) -> NoReturn:
    typer.echo(says.in_(lang), err=True)
    raise typer.Exit(code)
