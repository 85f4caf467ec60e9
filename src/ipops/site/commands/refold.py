"""``ipops refold``: make every line's rows again from the facts."""

from __future__ import annotations

import json
from typing import Annotated

import typer

Codes = Annotated[list[str] | None, typer.Argument(help="只重建这些表；默认全部。 Only these; all if not said.")]
AsJson = Annotated[bool, typer.Option("--json", help="只输出一个 JSON 文档。 One JSON document on standard output.")]


def register(app: typer.Typer) -> None:
    app.command()(refold)


def refold(codes: Codes = None, as_json: AsJson = False) -> None:
    """由事实重建各业务的数据行。 Drop each line's rows and rebuild them from the facts."""
    from ipops.site import boot

    with boot.with_database():
        from rich.console import Console
        from rich.progress import Progress

        from ipops.webkit import refold as folds
        from ipops.webkit import store

        strangers = sorted(set(codes or ()) - set(folds.folds()))
        if strangers:
            known = ", ".join(folds.folds())
            boot.say(
                f"没有这些表：{', '.join(strangers)}。可选：{known}。",
                f"No such rows: {', '.join(strangers)}. Known: {known}.",
            )
            raise typer.Exit(2)
        with Progress(console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task("refold", total=store.size())
            made = folds.rebuild(codes or None, told=lambda n: progress.update(task, completed=n))
    if as_json:
        typer.echo(json.dumps({"rows": made}))
    else:
        for code, rows in made.items():
            typer.echo(f"{code:<24} {rows:>12,}")
