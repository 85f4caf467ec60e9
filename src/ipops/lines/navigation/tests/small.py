"""A small made-up study: forty applications, thirty of them within the boundary, two nodes."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import yaml

from ipops.kernel.identifiers import cn_application_check, written

HEADS = ("受理局", "申请号", "申请日", "公开日", "专利类型", "标题", "申请人", "发明人", "IPC")
FIRMS = ("深圳甲公司", "南京乙大学", "丙公司")


def row(i: int) -> tuple[str, ...]:
    """Forty applications of 2010 to 2019: every fourth is no drone; every fifth has two owners."""
    title = "一种电池" if i % 4 == 3 else ("植保无人机" if i % 2 else "无人机旋翼")
    owners = FIRMS[i % 3] + (f"；{FIRMS[(i + 1) % 3]}" if i % 5 == 0 else "")
    year = 2010 + i // 4
    body = f"{year}199{i:05d}"
    number = written(body, cn_application_check(body))
    kind = "H01M10/00" if i % 4 == 3 else "B64C39/02" + ("；A01M7/00" if i % 2 else "；B64C27/00")
    return ("CN", number, f"{year}-03-01", f"{year + 1}-09-01", "发明", f"{title}{i}", owners, f"张三{i % 6}", kind)


def template() -> dict[str, Any]:
    said = {"zh": "甲", "en": "a"}
    return {
        "study": "tiny", "kind": "industry", "goals": ["direction", "position", "path"], "title": {"zh": "小项目", "en": "A small study"},
        "industry": said, "place": said, "demand": said, "landscape": "all", "dated": "all",
        "sets": {
            "all": {
                "title": {"zh": "全部", "en": "everything"}, "files": ["list.csv"], "source": said, "query": said,
                "boundary": "title:无人机 OR class:B64C39", "unit": "family", "covers_until": "2022-01-01",
            }
        },
        "tree": [
            {"code": "rotor", "link": "upstream", "title": {"zh": "旋翼", "en": "rotors"}, "query": "class:B64C27"},
            {"code": "farm", "link": "downstream", "title": {"zh": "植保", "en": "farming"}, "query": "class:A01 OR title:植保"},
        ],
        "samples": {"each": 10},
    }  # fmt: skip


def laid_out(folder: Path, **changed: Any) -> Path:
    """The folder with list and template in it."""
    with (folder / "list.csv").open("w", encoding="utf-8", newline="") as f:
        csv.writer(f).writerows([HEADS, *map(row, range(40))])
    (folder / "study.yaml").write_text(yaml.safe_dump({**template(), **changed}, allow_unicode=True))
    return folder
