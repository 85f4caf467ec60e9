"""A paper in the format asked for, with its media type and name."""

from __future__ import annotations

from ipops.kernel.outcome import Refused
from ipops.reports.papers import Paper, as_docx, as_pdf, as_xlsx

FORMATS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


def as_file(paper: Paper, how: str) -> bytes | Refused:
    """``how`` is one of ``FORMATS``; ``KeyError`` for another."""
    return {"docx": as_docx, "xlsx": as_xlsx, "pdf": as_pdf}[how](paper)
