"""Our own table of character entities, applied to the bytes before they are parsed. What a document declares is never used.

HTML's names come with Python; ours adds those of the offices' DTDs that HTML does not have. A name in neither stays as it is
written, so nothing is lost; a name that the document itself declares with a text or an address is refused by ``prologue``.
"""

from __future__ import annotations

import re
from html.entities import html5

_GREEK = [
    "a",
    "α",
    "b",
    "β",
    "g",
    "γ",
    "d",
    "δ",
    "e",
    "ε",
    "z",
    "ζ",
    "ee",
    "η",
    "th",
    "θ",
    "i",
    "ι",
    "k",
    "κ",
    "l",
    "λ",
    "m",
    "μ",
    "n",
    "ν",
    "x",
    "ξ",
    "o",
    "ο",
    "p",
    "π",
    "r",
    "ρ",
    "s",
    "σ",
    "t",
    "τ",
    "u",
    "υ",
    "ph",
    "φ",
    "kh",
    "χ",
    "ps",
    "ψ",
    "oh",
    "ω",
]
_ACCENTED = [
    "aacgr",
    "ά",
    "eacgr",
    "έ",
    "eeacgr",
    "ή",
    "iacgr",
    "ί",
    "oacgr",
    "ό",
    "uacgr",
    "ύ",
    "ohacgr",
    "ώ",
    "idigr",
    "ϊ",
    "udigr",
    "ϋ",
]
_BOLD = [
    "Alpha",
    "Beta",
    "Gamma",
    "Delta",
    "Epsi",
    "Zeta",
    "Eta",
    "Theta",
    "Iota",
    "Kappa",
    "Lambda",
    "Mu",
    "Nu",
    "Xi",
    "Omicron",
    "Pi",
    "Rho",
    "Thetav",
    "Sigma",
    "Tau",
    "Upsi",
    "Phi",
    "Chi",
    "Psi",
    "Omega",
]
_BOLD_SMALL = [
    "alpha",
    "beta",
    "gamma",
    "delta",
    "epsi",
    "zeta",
    "eta",
    "thetas",
    "iota",
    "kappa",
    "lambda",
    "mu",
    "nu",
    "xi",
    "omicron",
    "pi",
    "rho",
    "sigmav",
    "sigma",
    "tau",
    "upsi",
    "phi",
    "chi",
    "psi",
    "omega",
]


def _iso() -> dict[str, str]:
    """ISOgrk1, ISOgrk2 and ISOgrk4 (bold), and a few names that offices alone use (EPO and USPTO DTDs)."""
    made = {"sfgr": "ς", "idiagr": "ΐ", "udiagr": "ΰ", "rlarr2": "⇄", "b.gammad": "ϝ", "b.Gammad": "Ϝ"}
    for name, letter in zip(_GREEK[::2], _GREEK[1::2], strict=True):
        made[f"{name}gr"] = letter
        made[f"{name.upper()}gr"] = letter.upper()
    for name, letter in zip(_ACCENTED[::2], _ACCENTED[1::2], strict=True):
        made[name] = letter
        stem = name.removesuffix("acgr").removesuffix("digr")
        made[stem.upper() + name[len(stem) :]] = letter.upper()
    made |= {f"b.{name}": chr(0x1D6A8 + i) for i, name in enumerate(_BOLD)}
    made |= {f"b.{name}": chr(0x1D6C2 + i) for i, name in enumerate(_BOLD_SMALL)}
    made |= {"b.epsiv": "𝛜", "b.thetav": "𝛝", "b.kappav": "𝛞", "b.phiv": "𝛟", "b.rhov": "𝛠", "b.piv": "𝛡"}
    return made


_TABLE = {**_iso(), **{n[:-1]: v for n, v in html5.items() if n.endswith(";")}}
#: the five that XML itself knows stay for the parser: turned into characters here they would become markup
_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})
_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_REFERENCE = re.compile(rb"&([A-Za-z][A-Za-z0-9.]{0,40});")
_IN_TEXT = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9A-Fa-f]{1,6})|([A-Za-z][A-Za-z0-9.]{0,40}));")


def character(name: str) -> str | None:
    """What a name stands for; names in capitals (``CCEDIL``, ``THGR``) as the EPO writes them. ``None``: in no table."""
    if found := _TABLE.get(name):
        return found
    small = _TABLE.get(name.lower())
    if small and name != name.lower():
        return small.upper() if name.isupper() else small
    return None


def expand(body: bytes) -> bytes:
    """The bytes with every named reference put as characters; XML's own five and numeric ones stay for the parser.

    A name in no table is kept as text (``&foo;``). Replacement texts hold no reference, so nothing can grow by more than
    the longest of them.
    """
    return _REFERENCE.sub(_bytes, body) if b"&" in body else body


def _bytes(found: re.Match[bytes]) -> bytes:
    name = found[1].decode()
    if name in _XML:
        return found[0]
    known = character(name)
    return known.translate(_MARKUP).encode() if known else b"&amp;" + found[0][1:]


def unescape(text: str) -> str:
    """The same for a text that was never XML: ``&Hcirc;`` in a name of a table becomes the letter; the five too."""
    return _IN_TEXT.sub(_character, text) if "&" in text else text


def _character(found: re.Match[str]) -> str:
    decimal, hexadecimal, name = found.groups()
    if name:
        return character(name) or found[0]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(code) if 31 < code < 0x110000 and not 0xD800 <= code < 0xE000 else found[0]
