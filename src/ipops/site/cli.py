"""The ``ipops`` command: every module of ``site/commands`` that offers ``app`` or ``register`` is mounted.

Nothing here imports Django or starts a database; a command that needs them asks ``site.boot``. Expected failures end
with a sentence and a code: 0 ok, 1 refused or problems found, 2 wrong usage, 130 interrupted.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from typing import Annotated

import typer

from ipops import __version__
from ipops.kernel.text import Text
from ipops.site import commands

app = typer.Typer(
    name="ipops",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="版本号。 Print the version.")
    ] = False,
) -> None:
    """城市知识产权运营：记录、指标与依据。 A city's intellectual property: records, indicators, and why."""


def mount() -> None:
    """Mount each command module once, in the order of names."""
    for found in pkgutil.iter_modules(commands.__path__):
        module = importlib.import_module(f"{commands.__name__}.{found.name}")
        if hasattr(module, "register"):
            module.register(app)
        elif hasattr(module, "app"):
            app.add_typer(module.app)


def main() -> None:
    """The console script. Sentences of expected failures go to standard error, in both languages."""
    mount()
    try:
        app(prog_name="ipops")
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as bad:
        says = getattr(bad, "says", None)
        if not isinstance(says, Text):
            raise
        sys.stderr.write(f"{says.zh}\n{says.en}\n")
        sys.exit(1)
