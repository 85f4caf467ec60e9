"""``ipops new-line NAME``: an empty house on the street."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from ipops.site import scaffold


def register(app: typer.Typer) -> None:
    app.command("new-line")(new_line)


def new_line(
    name: Annotated[str, typer.Argument(help="代码，如 insurance。 The line's code, e.g. insurance.")],
    street: Annotated[
        Path | None, typer.Option(help="放在别的 lines 文件夹。 Another folder of lines.", exists=True, file_okay=False)
    ] = None,
) -> None:
    """新建一条业务线（空的房子）；填好之前共用测试会逐项指出。 Write an empty business line; the shared suite fails by name until it is filled."""
    made = scaffold.write_house(name, street)
    for path in made:
        sys.stdout.write(f"{path}\n")
    sys.stderr.write(
        "接着：填写 ⟨…⟩ 处，然后 make test。\nNext: fill every ⟨…⟩, then make test; tests/lines names what is missing.\n"
    )
