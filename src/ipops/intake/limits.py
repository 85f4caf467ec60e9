"""How much of a file we are ready to look at. Every cap is a refusal with a sentence, never a crash or a full memory."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Caps in bytes, characters or counts. The defaults fit a city's largest list twenty times over."""

    file_bytes: int = 256 * MIB
    line_chars: int = 1 * MIB  #: one physical line of a text file
    record_chars: int = 2 * MIB  #: one record, quoted line breaks included
    cell_chars: int = 32_767  #: what Excel itself can hold in a cell
    columns: int = 500
    rows: int = 1_048_576
    zip_parts: int = 2_000
    zip_bytes: int = 512 * MIB  #: of the whole workbook once unpacked
    zip_ratio: int = 200  #: unpacked to packed, for parts over a megabyte
    strings_bytes: int = 256 * MIB  #: shared strings of a workbook are held in memory
    header_rows: int = 40  #: how far down we look for the header


DEFAULT = Limits()
