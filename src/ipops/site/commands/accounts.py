"""``ipops account add | list | token | close``: people who may sign in. The first one of a city is made here."""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text

if TYPE_CHECKING:
    from ipops.webkit.models import User

app = typer.Typer(
    name="account", no_args_is_help=True, help="账号：新建、列出、令牌、停用。 Accounts: add, list, token, close."
)

#: The words are the codes of ``webkit.roles`` (a test holds them equal): that module is not imported to print a help page.
RoleWord = StrEnum("RoleWord", "clerk officer certifier province centre auditor checker finance expert member admin")
LevelWord = StrEnum("LevelWord", "centre province city district body")

Username = Annotated[str, typer.Argument(help="账号。 The account.")]
AsJson = Annotated[bool, typer.Option("--json", help="只输出一个 JSON 文档。 Print exactly one JSON document.")]


@app.command()
def add(
    username: Username,
    role: Annotated[RoleWord, typer.Option(help="岗位。 Role.")],
    office: Annotated[str, typer.Option(help="单位代码。 Code of the office.")],
    office_name: Annotated[str, typer.Option(help="新单位的名称，可写“中文/English”。 Name of a new office.")] = "",
    level: Annotated[LevelWord | None, typer.Option(help="新单位的级别。 Level of a new office.")] = None,
    place: Annotated[str, typer.Option(help="新单位的区划代码。 Division code of a new office.")] = "",
    party: Annotated[str, typer.Option(help="新单位本身的主体代码（银行、企业等）。 The party that a body is.")] = "",
    name: Annotated[str, typer.Option(help="姓名，可写“中文/English”。 The person's name.")] = "",
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="从标准输入读取密码。 Read the password from standard input.")
    ] = False,
) -> None:
    """新建账号并授予岗位；已有账号则加授岗位。 Make an account and grant a role; one that exists gets the role as well."""
    from ipops.site.boot import with_database

    with with_database():
        from ipops.webkit import access

        exists = access.User.objects.filter(username=username).exists()
        made = access.account_make(
            username=username,
            name=_text(name),
            password="" if exists else _password(password_stdin),
            role=access.Role(role.value),
            office=access.OfficeAsked(
                code=office,
                name=_text(office_name),
                place=place,
                level=access.Level(level.value) if level else None,
                party=party,
            ),
            by="command line",
        )
        user = _or_refuse(made)
        sys.stdout.write(f"{user.username}: {role.value} @ {office}\n")


@app.command("list")
def list_accounts(as_json: AsJson = False) -> None:
    """列出账号及其岗位。 Accounts and what they are."""
    from ipops.site.boot import with_database

    with with_database():
        from ipops.webkit.models import Membership, User

        held: dict[str, list[str]] = {}
        for who, role, office in Membership.objects.order_by("id").values_list(
            "user__username", "role", "office__code"
        ):
            held.setdefault(who, []).append(f"{role}@{office}")
        rows = [_row(u, held.get(u.username, [])) for u in User.objects.order_by("username")]
    if as_json:
        sys.stdout.write(json.dumps(rows, ensure_ascii=False) + "\n")
        return
    for row in rows:
        closed = "" if row["active"] else "  （已停用 closed）"
        sys.stdout.write(f"{row['username']:<16}{', '.join(row['roles'])}{closed}\n")


@app.command()
def token(
    username: Username,
    name: Annotated[str, typer.Option(help="令牌名称。 What it is for.")] = "api",
    days: Annotated[int, typer.Option(min=1, max=3660, help="有效天数。 Days until it ends.")] = 365,
) -> None:
    """生成接口令牌；只显示这一次。 Make a token for the API; it is shown this once."""
    from ipops.site.boot import with_database

    with with_database():
        from django.utils import timezone

        from ipops.webkit import access
        from ipops.webkit.access.accounts import no_account

        user = access.User.objects.filter(username=username, is_active=True).first()
        user = _or_refuse(user or no_account(username))
        made = access.token_make(user=user, name=name, expires_at=timezone.now() + timedelta(days=days))
    sys.stdout.write(f"{made}\n")


@app.command()
def close(username: Username) -> None:
    """停用账号与其令牌；其登记的记录不变。 Close an account and its tokens; what it recorded stays."""
    from ipops.site.boot import with_database

    with with_database():
        from ipops.webkit import access

        _or_refuse(access.account_close(username=username))
    sys.stdout.write(f"{username}: 已停用 closed\n")


def _row(user: User, roles: list[str]) -> dict[str, Any]:
    return {"username": user.username, "active": user.is_active, "demo": user.is_demo, "roles": roles}


def _text(both: str) -> Text | None:
    """``中文/English``; one of the two stands for both."""
    zh, _, en = both.partition("/")
    return Text(zh.strip(), en.strip() or zh.strip()) if zh.strip() else None


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    return str(typer.prompt("密码 Password", hide_input=True, confirmation_prompt=True, err=True))


def _or_refuse(got: User | Refused) -> User:
    if isinstance(got, Refused):
        for reason in got.reasons:
            sys.stderr.write(f"{reason.says.zh}\n{reason.says.en}\n")
        raise typer.Exit(1)
    return got
