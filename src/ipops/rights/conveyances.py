"""What a recorded conveyance did, by the words of its cover sheet. Words that no rule knows are never guessed.

The rules are ours, read off the kinds of conveyance that the USPTO's own search offers as a filter. They are tried in
order and the first that fits decides, so the narrow ones (an assignment *of a security interest* is no transfer of the
patent) stand before the wide ones.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Conveyance(StrEnum):
    """The kinds that become facts, and ``REVIEW`` for a person to read."""

    TRANSFER = "transfer"
    PLEDGE = "pledge"
    RELEASE = "release"
    LICENCE = "licence"
    MERGER = "merger"
    CHANGE_OF_NAME = "change_of_name"
    CORRECTION = "correction"
    REVIEW = "review"


_SECURITY = r"SECURITY|SECURED|LIEN|MORTGAGE|PLEDGE|COLLATERAL"
_RULES: tuple[tuple[re.Pattern[str], Conveyance], ...] = tuple(
    (re.compile(words), kind)
    for words, kind in (
        (r"\bCORRECT(IVE|ION|ING)?\b|\bRE-?RECORD", Conveyance.CORRECTION),
        # a lender hands its claim on, an option, a condition or a court's act: not ours to name
        (r"\bASSIGNMENT OF (THE |ALL )?(\w+ )?(SECURITY|LIEN|MORTGAGE)", Conveyance.REVIEW),
        (r"\b(CONDITIONAL|OPTION|DECREE|COURT|TESTAMENTARY|ADMINISTRATION|RESCI\w+|REVOCATION)\b", Conveyance.REVIEW),
        (rf"\b(ASSIGN\w*|TRANSFER\w*) AND ASSUMPTION\b.*\b({_SECURITY})", Conveyance.REVIEW),
        (
            r"\b(CANCEL\w*|VOID|SUBORDINAT\w*|AFFIDAVIT|FORECLOS\w*|BANKRUPTCY|JUDGE?MENT|QUITCLAIM)\b",
            Conveyance.REVIEW,
        ),
        (rf"\b(RELEAS\w*|TERMINAT\w*|DISCHARG\w*|SATISFACTION)\b.*\b({_SECURITY})", Conveyance.RELEASE),
        (rf"\b({_SECURITY})\b.*\b(RELEAS\w*|TERMINAT\w*|DISCHARG\w*|SATISFACTION)\b", Conveyance.RELEASE),
        (r"\b(RELEAS|TERMINAT|DISCHARG)\w*\b", Conveyance.REVIEW),  # of what, the words do not say
        # changes an earlier record; taken for a new one it would count twice
        (r"\b(AMEND\w*|SUPPLEMENT\w*|RESTATED|REASSIGN\w*)\b", Conveyance.REVIEW),
        (rf"\b({_SECURITY})\b", Conveyance.PLEDGE),
        (r"\bMERGER\b|\bMERGED\b", Conveyance.MERGER),
        (r"\bASSIGN\w*\b.*\bCHANGE OF NAME\b|\bCHANGE OF NAME\b.*\bASSIGN|\bCONVERSION\b", Conveyance.REVIEW),
        (r"\bCHANGE OF NAME\b|\bNAME CHANGE\b|\bCHANGED? (ITS |THE )?NAME\b", Conveyance.CHANGE_OF_NAME),
        (r"\b(CROSS-?)?LICEN[SC](E|ES|ING)\b", Conveyance.LICENCE),
        (r"\bASSIGNMENT\b|\bASSIGNS? (THE |ITS )?(ENTIRE )?(RIGHT|INTEREST)", Conveyance.TRANSFER),
    )
)
_REEL_FRAME = re.compile(r"REEL\s*/?\s*(?:NO\.?\s*)?(\d{1,6})\s*[/,]?\s*(?:AND\s+)?FRAME\s*(?:NO\.?\s*)?:?\s*(\d{1,4})")
_REEL_SLASH = re.compile(
    r"REEL\s*/\s*FRAME\s*:?\s*(?:NO\.?\s*)?(\d{1,6})\s*/\s*(\d{1,4})|REEL/FRAME (\d{1,6})-(\d{1,4})"
)
_BOILERPLATE = re.compile(r"\(\s*SEE (THE )?(ATTACHED )?DOCUMENTS? FOR DETAILS?\s*\)\.?")


def words_of(text: str) -> str:
    """The conveyance text in capitals, blanks collapsed, without *see document for details*."""
    return " ".join(_BOILERPLATE.sub(" ", text.upper()).split())


def conveyance_of(text: str) -> Conveyance:
    """The kind of a conveyance by its words; ``REVIEW`` when no rule fits or a rule says that a person must look."""
    words = words_of(text)
    return next((kind for pattern, kind in _RULES if pattern.search(words)), Conveyance.REVIEW)


def reel_frames_in(text: str) -> tuple[str, ...]:
    """Earlier records that the words point at, as ``reel-frame`` without leading zeros, in order."""
    words = words_of(text)
    found: dict[str, None] = {}
    for pattern in (_REEL_SLASH, _REEL_FRAME):
        for m in pattern.finditer(words):
            reel, frame = [g for g in m.groups() if g is not None]
            found[f"{int(reel)}-{int(frame)}"] = None
    return tuple(found)
