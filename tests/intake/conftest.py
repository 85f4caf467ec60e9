"""Helpers to write the malformed files that people and attackers send."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ipops.intake.profile import Profile, shipped


@pytest.fixture
def transfer() -> Profile:
    return shipped()["cnipa-transfer"]


@pytest.fixture
def licence() -> Profile:
    return shipped()["cnipa-licence"]


@pytest.fixture
def csv_file(tmp_path: Path) -> Callable[..., Path]:
    def write(content: str | bytes, encoding: str = "utf-8", name: str = "list.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


@pytest.fixture
def xlsx_file(tmp_path: Path) -> Callable[..., Path]:
    """``rows`` of cells on the first sheet; ``then(workbook)`` may change what it likes before it is saved."""

    def write(
        rows: Sequence[Sequence[Any]], then: Callable[[Any], None] | None = None, name: str = "list.xlsx"
    ) -> Path:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(list(row))
        if then:
            then(book)
        path = tmp_path / name
        book.save(path)
        return path

    return write


@pytest.fixture
def repacked(tmp_path: Path) -> Callable[..., Path]:
    """A workbook with one part replaced (or added) by hand."""

    def repack(path: Path, part: str, content: bytes | Callable[[bytes], bytes]) -> Path:
        made = tmp_path / f"repacked-{path.name}"
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                data = old.read(name)
                if name == part:
                    data = content(data) if callable(content) else content
                new.writestr(name, data)
            if part not in old.namelist():
                new.writestr(part, content if isinstance(content, bytes) else content(b""))
        return made

    return repack
