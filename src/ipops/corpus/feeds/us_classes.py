"""Classification symbols of the USPTO's XML 4.x, as written; ``classes`` makes one way of writing of them."""

from __future__ import annotations

from typing import Any

from ipops.corpus.feeds.dates import day
from ipops.corpus.feeds.record import Record, Row


def read_classes(record: Record, biblio: Any) -> None:
    rows = record.classes
    for child in biblio:
        match child.tag:
            case "classifications-ipcr":
                rows += [_parted("ipc", c, i) for i, c in enumerate(child, 1)]
            case "classifications-cpc":
                found = list(child.iter("classification-cpc"))
                rows += [_parted("cpc", c, i) for i, c in enumerate(found, 1)]
            case "classification-ipc":
                rows += _listed("ipc", child, child.findtext("edition"))
            case "classification-locarno":
                rows += _listed("locarno", child, child.findtext("edition"))
            case "classification-national":
                rows += _listed("uspc", child, None)


def _parted(scheme: str, found: Any, sequence: int) -> Row:
    """An IPC or CPC symbol given in parts, with its version, position and value."""
    said = {c.tag: c for c in found}
    part = {t: (e.text or "").strip() for t, e in said.items()}
    raw = "{}{}{}{}".format(*(part.get(t, "") for t in ("section", "class", "subclass", "main-group")))
    if sub := part.get("subgroup"):
        raw = f"{raw}/{sub}"
    version = said.get("ipc-version-indicator", said.get("cpc-version-indicator"))
    acted, by = said.get("action-date"), said.get("generating-office")
    value = part.get("classification-value")
    return (
        scheme,
        raw,
        _edition(version.findtext("date") if version is not None else None),
        {"I": True, "A": False, "N": False}.get(value or ""),
        part.get("symbol-position") == "F",
        sequence,
        day(acted.findtext("date")) if acted is not None else None,
        by.findtext("country") if by is not None else None,
    )


def _edition(version: str | None) -> str | None:
    """``20060101`` → ``2006.01``."""
    flat = (version or "").strip()
    return f"{flat[:4]}.{flat[4:6]}" if len(flat) == 8 and flat.isdigit() else (flat or None)


def _listed(scheme: str, found: Any, edition: str | None) -> list[Row]:
    rows: list[Row] = []
    for child in found:
        if child.tag in ("main-classification", "further-classification") and child.text and child.text.strip():
            main = child.tag == "main-classification"
            rows.append(
                (
                    scheme,
                    child.text.rstrip(),
                    _edition(edition),
                    True if main else None,
                    main,
                    len(rows) + 1,
                    None,
                    "US",
                )
            )
    return rows
