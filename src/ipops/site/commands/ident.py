"""``ipops id NUMBER``: what a patent number or a credit code is, and whether it holds. Starts no database."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Annotated

import typer

from ipops.kernel.identifiers import Verdict, check_number, publication_meaning
from ipops.kernel.identifiers.credit_tables import DEPARTMENTS, TYPES
from ipops.kernel.text import Text
from ipops.reference.regions_ever import region_ever_existed

CHINA = timezone(timedelta(hours=8))

SCHEMES = {
    "cn-application-1985": Text(
        "中国专利申请号（2003 年 9 月前）", "Chinese application number (until September 2003)"
    ),
    "cn-application-2003": Text("中国专利申请号（2003 年 10 月起）", "Chinese application number (since October 2003)"),
    "cn-publication": Text("中国专利公布、公告号", "Chinese publication number"),
    "credit-code": Text("统一社会信用代码", "unified social credit code"),
    "organisation-code": Text("组织机构代码", "organisation code"),
    "us-grant": Text("美国授权专利号", "US patent number"),
    "us-publication": Text("美国专利申请公布号", "US publication number"),
    "us-application": Text("美国专利申请号", "US application number"),
    "ep-publication": Text("欧洲专利公布号", "European publication number"),
    "ep-application": Text("欧洲专利申请号", "European application number"),
    "wo-publication": Text("国际公布号", "international publication number"),
    "pct-application": Text("国际申请号", "international application number"),
    "unrecognised": Text("未识别", "not recognised"),
}
KINDS = {
    "invention": Text("发明", "invention"),
    "utility_model": Text("实用新型", "utility model"),
    "design": Text("外观设计", "design"),
    "pct_invention": Text("PCT 进入的发明", "invention that entered by PCT"),
    "pct_utility_model": Text("PCT 进入的实用新型", "utility model that entered by PCT"),
    "utility": Text("发明", "utility patent"),
    "plant": Text("植物专利", "plant patent"),
    "reissue": Text("再颁", "reissue"),
    "statutory_invention": Text("法定发明登记", "statutory invention registration"),
    "defensive": Text("防卫性公告", "defensive publication"),
}
_LABELS = {
    "scheme": Text("类别", "scheme"),
    "kind": Text("种类", "kind"),
    "normalised": Text("规范写法", "written"),
    "check": Text("应有校验位", "check character due"),
    "valid": Text("结论", "verdict"),
    "reason": Text("说明", "why"),
    "proposed": Text("建议（须人工确认）", "proposed (a person decides)"),
}


def register(app: typer.Typer) -> None:
    """Mount the command on the program's root."""
    app.command("id", help="核对专利号或统一社会信用代码 · Check a patent number or a credit code.")(ident)


def ident(
    number: Annotated[str, typer.Argument(help="号码 · the number")],
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON · print JSON")] = False,
    published_on: Annotated[
        datetime | None, typer.Option("--published-on", formats=["%Y-%m-%d"], help="公布日 · day of publication")
    ] = None,
    lang: Annotated[str, typer.Option("--lang", help="zh | en")] = "zh",
) -> None:
    """Exit 0 if the number is valid, 1 if not."""
    today = datetime.now(UTC).astimezone(CHINA).date()
    on = published_on.date() if published_on else None
    verdict = check_number(number, published_on=on, today=today, region_known=region_ever_existed)
    if as_json:
        typer.echo(json.dumps(verdict.as_json(), ensure_ascii=False))
    else:
        for label, value in lines(verdict):
            typer.echo(f"{label.in_(lang)}: {value.in_(lang)}")
    raise typer.Exit(0 if verdict.valid else 1)


def lines(verdict: Verdict) -> list[tuple[Text, Text]]:
    """The verdict for reading: label and value, empty ones left out."""
    kind = kind_in_words(verdict)
    said = Text("有效", "valid") if verdict.valid else Text("无效", "not valid")
    rows = {
        "scheme": SCHEMES[verdict.scheme],
        "kind": kind,
        "normalised": _same(verdict.normalised),
        "check": _same(verdict.check),
        "valid": said,
        "reason": verdict.reason,
        "proposed": _same(verdict.proposed),
    }
    return [(_LABELS[k], v) for k, v in rows.items() if v is not None]


def kind_in_words(verdict: Verdict) -> Text | None:
    if verdict.scheme == "credit-code" and verdict.kind:
        unknown = Text("表外", "not in the table")
        by, what = DEPARTMENTS.get(verdict.kind[0], unknown), TYPES.get(verdict.kind, unknown)
        return Text(f"{verdict.kind}（{by.zh}登记，{what.zh}）", f"{verdict.kind} ({what.en}, registered by {by.en})")
    if verdict.scheme == "cn-publication":
        return publication_meaning(verdict.normalised)
    return KINDS.get(verdict.kind) or _same(verdict.kind)


def _same(value: str) -> Text | None:
    return Text(value, value) if value else None
