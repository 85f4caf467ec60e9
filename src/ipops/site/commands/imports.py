"""``ipops import …``: register lists and recorded assignments into the journal. Other modules add to the same group:

from ipops.site.commands.imports import app as group

@group.command("observations")
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from ipops.intake.profile import Profile, load_profile, shipped
from ipops.kernel.outcome import Problem, Refused
from ipops.kernel.text import Text

app = typer.Typer(
    name="import",
    no_args_is_help=True,
    help="导入登记清单、转让记录与观测值。 Take in register lists, recorded assignments and observations.",
)
CHINA = timezone(timedelta(hours=8))
AsJson = Annotated[bool, typer.Option("--json", help="只输出一个 JSON 文档。 One JSON document on standard output.")]
PlaceOption = Annotated[
    str | None, typer.Option("--place", help="收到清单的城市的区划代码。 Division of the city that received the list.")
]


class ListKind(StrEnum):
    TRANSFER = "transfer"
    LICENCE = "licence"
    PLEDGE = "pledge"


class Format(StrEnum):
    USPTO = "uspto"


def print_json(plain: Any) -> None:
    sys.stdout.write(json.dumps(plain, ensure_ascii=False) + "\n")


def note(text: Text) -> None:
    sys.stderr.write(f"{text.zh}  {text.en}\n")


def today() -> date:
    return datetime.now(UTC).astimezone(CHINA).date()


def home_place() -> str:
    """The division of this home's city: of its first office of city level; none if there is no such office."""
    from ipops.webkit.models import Office
    from ipops.webkit.roles import Level

    found = Office.objects.filter(level=str(Level.CITY)).order_by("pk").values_list("place", flat=True).first()
    return found or ""


def refuse(no: Refused | tuple[Problem, ...], as_json: bool) -> typer.Exit:
    told = no.reasons if isinstance(no, Refused) else no
    if as_json:
        print_json(
            no.as_json() if isinstance(no, Refused) else {"code": "refused", "reasons": [p.as_json() for p in no]}
        )
    for one in told:
        note(one.says)
    return typer.Exit(1)


@app.command("register")
def register_list(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="XLSX、CSV 或 TSV。 The list.")],
    kind: Annotated[ListKind, typer.Option("--kind", help="清单种类。 What it lists.")],
    profile: Annotated[
        str | None,
        typer.Option("--profile", help="映射方案：名称或 YAML 文件。 Mapping profile: a name or a YAML file."),
    ] = None,
    encoding: Annotated[
        str | None,
        typer.Option("--encoding", help="文本文件的编码（自动判定不了时）。 Encoding, where it cannot be told."),
    ] = None,
    place: PlaceOption = None,
    covers_from: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="清单起始日。 First day the list covers.")
    ] = None,
    covers_to: Annotated[
        datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="清单截止日（含）。 Last day, included.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """登记清单与我方记录合并为三堆。 Merge a register list with what is held: on both sides, only there, only here.

    Exit 0 when every row was taken, 1 when the file or some rows were refused.
    """
    chosen = _profile(profile, kind)
    if not isinstance(chosen, Profile):
        raise refuse(chosen, as_json)
    if (covers_from is None) != (covers_to is None):
        raise typer.BadParameter("--from 与 --to 须同时给出。 Give both --from and --to, or neither.")
    if encoding is not None:
        chosen = chosen.model_copy(update={"encoding": encoding})
    covers = (covers_from.date(), covers_to.date()) if covers_from and covers_to else None
    from ipops.site.boot import with_database

    with with_database():
        from ipops.lines.trading.app.services.register import register_import

        got = register_import(
            path=file,
            kind=str(kind),
            profile=chosen,
            by="cli:import",
            today=today(),
            place=home_place() if place is None else place,
            file_name=file.name,
            covers=covers,
        )
    if isinstance(got, Refused):
        raise refuse(got, as_json)
    if as_json:
        print_json(got.as_json())
    else:
        _tell(got.as_json())
    if got.rejected:
        raise typer.Exit(1)


def _profile(named: str | None, kind: ListKind) -> Profile | Refused | tuple[Problem, ...]:
    """A shipped profile by its code, or a file of the user's own."""
    code = named or f"cnipa-{kind}"
    if code in shipped():
        return shipped()[code]
    if Path(code).suffix.lower() in (".yaml", ".yml") or Path(code).exists():
        return load_profile(Path(code))
    says = Text(
        f"没有名为“{code}”的映射方案；现有：{'、'.join(shipped())}，或给出 YAML 文件。",
        f"There is no mapping profile {code!r}. There are: {', '.join(shipped())}; or name a YAML file.",
    )
    return (Problem(code="profile-unknown", says=says),)


_LINES = (
    ("read", "读取行数", "rows read"),
    ("both", "两边都有", "on both sides"),
    ("only_register", "只在登记簿", "only on the register"),
    ("only_us", "只在我方", "only with us"),
    ("unclear", "无法对应", "unclear which deal"),
    ("stored", "新存事实", "facts stored"),
    ("counted_from_now", "由此计入", "counted from now on"),
    ("flagged", "与法律冲突", "conflicts flagged"),
)


def _tell(plain: dict[str, Any]) -> None:
    for key, zh, en in _LINES:
        typer.echo(f"{zh} {en}: {plain[key]}")
    for one in plain["conflicts"]:
        for f in one["fields"]:
            typer.echo(
                f"第 {one['line']} 行 {one['right']}：{f['title']['zh']} 我方 ours {f['ours']}，登记簿 register {f['register']}"
            )
    for r in plain["refused"]:
        typer.echo(f"第 {r['line']} 行未取 row {r['line']} refused: {r['reason']} {r['reason_en']}")
    for n in plain["notes"]:
        typer.echo(f"{n['says']['zh']} {n['says']['en']}")


@app.command("assignments")
def assignments(
    files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help="XML 文件。 The files.")],
    form: Annotated[Format, typer.Option("--format", help="来源格式。 Whose format.")] = Format.USPTO,
    place: PlaceOption = None,
    as_json: AsJson = False,
) -> None:
    """美国专利商标局的转让登记。 Recorded assignments; words that no rule knows wait for a reader, none is lost."""
    from ipops.site.boot import with_database

    with with_database():
        from ipops.lines.trading.app.services.assignments import assignments_import

        where = home_place() if place is None else place
        got = assignments_import(paths=files, by="cli:import", today=today(), place=where)
    if as_json:
        print_json(got.as_json())
    else:
        typer.echo(f"文档 documents: {got.documents} ({form})")
        for kind, n in got.as_json()["by_kind"].items():
            typer.echo(f"  {kind}: {n['documents']}, 权利 properties {n['properties']}")
        typer.echo(f"待认定 for review: {len(got.review)}; 未取 refused: {len(got.refused)}")
        for p in got.refused:
            note(Text(f"{p.at}：{p.says.zh}", f"{p.at}: {p.says.en}"))
    if got.refused:
        raise typer.Exit(1)
