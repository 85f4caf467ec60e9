"""What a US publication is, from the word of its application type or its kind code.

Before 2001 the USPTO printed no kind code; the ones that DOCDB and ST.16 use for those years are given by type:
A utility, E reissue, S design, P plant, H statutory invention registration, I4 defensive publication.
"""

from __future__ import annotations

_TYPES = {
    "utility": "invention",
    "design": "design",
    "plant": "plant",
    "reissue": "reissue",
    "sir": "statutory_invention",
    "statutory-invention-registration": "statutory_invention",
    "defensive": "defensive",
}
_KINDS = {
    "A": "invention",
    "B": "invention",
    "C": "invention",
    "S": "design",
    "P": "plant",
    "E": "reissue",
    "H": "statutory_invention",
    "I": "defensive",
}
#: letters before the number, and the kind of the years in which none was printed
LETTERS = {"": "A", "D": "S", "RE": "E", "PP": "P", "H": "H", "T": "I4", "RX": "E"}


def right_type(word: str | None, kind: str | None) -> str | None:
    """The word of the application type first; the kind code where there is none or it is strange."""
    return _TYPES.get((word or "").lower()) or _KINDS.get((kind or "")[:1].upper())
