"""``ipops backup FILE`` and ``ipops restore FILE``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from ipops.kernel.text import Text

File = Annotated[Path, typer.Argument(help="备份文件。 The backup file.")]
AsJson = Annotated[bool, typer.Option("--json", help="只输出一个 JSON 文档。 Print exactly one JSON document.")]


def register(app: typer.Typer) -> None:
    app.command()(backup)
    app.command()(restore)


def backup(file: File, as_json: AsJson = False) -> None:
    """把不能丢的一切写入一个文件（不含密钥）。 Write everything that may not be lost into one file (not the secret key)."""
    from ipops.site.boot import with_database
    from ipops.webkit.home import home

    with with_database() as addresses:
        from ipops.site import archive

        made = archive.back_up(file, addresses.owner, home())
    _tell(f"已写入 {file}", f"Wrote {file}", made, as_json)


def restore(file: File, as_json: AsJson = False) -> None:
    """把备份恢复到空的数据库。 Restore a backup into an empty database."""
    from ipops.site.boot import with_database
    from ipops.webkit.home import home

    with with_database(migrate=False, sole=True) as addresses:
        from ipops.site import archive

        made = archive.restore(file, addresses.owner, home())
    _tell(f"已从 {file} 恢复", f"Restored {file}", made, as_json)
    if not as_json:
        sys.stdout.write(f"{_AGAIN.zh}\n{_AGAIN.en}\n")


def _tell(zh: str, en: str, made: object, as_json: bool) -> None:
    from ipops.site.archive.manifest import Manifest

    assert isinstance(made, Manifest)
    if as_json:
        sys.stdout.write(json.dumps(made.summary(), ensure_ascii=False) + "\n")
        return
    sys.stdout.write(f"{zh}：{made.entries} 条，根 {made.root}\n{en}: {made.entries} entries, root {made.root}\n")


_AGAIN = Text(
    "导航项目的数据与模板、成果与报告已一并恢复。语料库（corpora）不在备份内：请用 ipops corpus load 重新载入后再重新运行。",
    "Navigation studies are back with their set-up, results and reports. Corpora are not in a backup: load them with ipops corpus load "
    "before such a study is run again.",
)
