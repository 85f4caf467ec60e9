"""A loan book that somebody brings: YAML or JSON as the command reads it, or a CSV of loans. Read strictly, never kindly."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path
from typing import Any

from ipops.kernel.text import Text
from ipops.policy.yamlread import read

MOST_BYTES = 4 * 1024 * 1024
_NEEDED = ("id", "firm", "bank", "industry", "balance", "months")
_MAY = ("repay", "pd", "recovery", "lag", "ip_share")
_WHOLE = ("months", "lag")


def book_file(file: Any) -> dict[str, Any] | Text:
    """The plain tree of the file, or what is wrong with it."""
    if (file.size or 0) > MOST_BYTES:
        return Text("文件过大，至多 4 MB。", "The file is too large; 4 MB at most.")
    raw = b"".join(file.chunks()) if hasattr(file, "chunks") else file.read()
    name = str(file.name or "book.yaml")
    return _of_csv(raw) if name.lower().endswith(".csv") else _of_yaml(raw, name)


def _of_yaml(raw: bytes, name: str) -> dict[str, Any] | Text:
    with tempfile.TemporaryDirectory() as room:
        path = Path(room) / "book"
        path.write_bytes(raw)
        sheet = read(path, name, MOST_BYTES)
    if sheet.problems:
        first = sheet.problems[0]
        return Text(f"{first.at}：{first.says.zh}", f"{first.at}: {first.says.en}")
    if not isinstance(sheet.data, dict):
        return Text("文件应是一组键，如 loans: […]。", "The file holds keys, as loans: […].")
    return sheet.data


def _of_csv(raw: bytes) -> dict[str, Any] | Text:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Text("CSV 须为 UTF-8 编码。", "A CSV is in UTF-8.")
    rows = csv.DictReader(io.StringIO(text))
    lacking = [c for c in _NEEDED if c not in (rows.fieldnames or ())]
    if lacking:
        told = "、".join(lacking)
        return Text(f"CSV 缺列：{told}。", f"The CSV lacks columns: {', '.join(lacking)}.")
    strange = [c for c in rows.fieldnames or () if c not in (*_NEEDED, *_MAY)]
    if strange:
        return Text(f"CSV 有不认识的列：{'、'.join(strange)}。", f"Columns that nobody knows: {', '.join(strange)}.")
    loans = []
    for line, row in enumerate(rows, start=2):
        loan: dict[str, Any] = {k: v.strip() for k, v in row.items() if k and v and v.strip()}
        for name in _WHOLE:
            if name in loan and not loan[name].isdecimal():
                return Text(f"第 {line} 行 {name} 应为整数。", f"Line {line}: {name} is a whole number.")
            if name in loan:
                loan[name] = int(loan[name])
        loans.append(loan)
    return {"loans": loans}
