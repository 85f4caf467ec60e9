"""The page of the indicators, made from their definitions: ``python -m ipops.corpus.indicators.docs`` prints it."""

from __future__ import annotations

import sys
from datetime import date

from ipops.corpus.indicators.definitions import CATALOGUE, Definition
from ipops.corpus.indicators.params import OURS, Params

PAGE = "docs/reference/indicators.md"
_HEAD = """# 专利指标 · Patent indicators

Made from `ipops.corpus.indicators.definitions`. Every value has a status: `ok`; `undefined` (the data give none); `truncated` (it rests
on a part: the window is not over, or patents that cite, are cited or belong to the family lie outside the corpus); `censored` (the
right is still in force). Columns are named as in the OECD's files. Formulas are read from documentation and implementations of the data, not from the formula pages
of the paper, which were not at hand (grade C).

"""


def page() -> str:
    parts = [
        _HEAD,
        "## 每件专利 · Of a patent\n\n",
        _table("patent"),
        "\n## 组合、领域、地区 · Of portfolios, fields and places\n\n",
        _table(""),
    ]
    return "".join([*parts, "\n## 参数 · Parameters\n\n", _parameters()])


def _table(of: str) -> str:
    rows = [d for d in CATALOGUE.values() if (d.of == "patent") == (of == "patent")]
    head = "| code | 名称 name | unit | formula | 无值 no value | 注意 mind | source |\n|---|---|---|---|---|---|---|\n"
    return head + "".join(_row(d) for d in rows)


def _row(d: Definition) -> str:
    cells = (
        f"`{d.code}`", f"{d.title.zh} {d.title.en}", d.unit or "—", d.formula + ("（组内比较 in cohort）" if d.cohort else ""),
        f"{d.undefined.zh} {d.undefined.en}", f"{d.trap.zh} {d.trap.en}", f"{d.cite} ({d.cite.grade})",
    )  # fmt: skip
    return "| " + " | ".join(c.replace("|", "\\|") for c in cells) + " |\n"


def _parameters() -> str:
    plain = Params(through=date(2000, 1, 1)).as_json()
    told = {k: v for k, v in plain.items() if k not in ("through", "ours")}
    rows = [f"| `{k}` | {v} | {'本程序自定 ours' if k in OURS else ''} |\n" for k, v in told.items()]
    return "| parameter | default | |\n|---|---|---|\n| `through` | 数据截止日 last day of the data | |\n" + "".join(
        rows
    )


if __name__ == "__main__":
    sys.stdout.write(page())
