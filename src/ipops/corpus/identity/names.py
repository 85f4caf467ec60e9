"""Names of bodies made comparable: what two spellings of one body share once case, accents, punctuation, legal forms, common
abbreviations and the wording of governing boards are set aside.

Latin names become a set of words, so that ``BOSCH GMBH ROBERT`` (DOCDB) and ``Robert Bosch GmbH`` are one. Chinese names lose
their legal form and the 省, 市 of their place. A branch (分公司), an institute, a hospital keep their own names: they are their own.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_STOP = frozenset(
    [
        "THE",
        "OF",
        "AND",
        "FOR",
        "BY",
        "AS",
        "A",
        "AN",
        "AT",
        "IN",
        "ON",
        "TO",
        "DE",
        "LA",
        "LE",
        "LES",
        "DES",
        "DU",
        "DER",
        "DIE",
        "DAS",
        "UND",
        "ET",
        "E",
        "Y",
        "DI",
        "DA",
        "VON",
        "VAN",
        "EN",
        "I",
    ]
)
_LEGAL = frozenset(
    [
        "INC",
        "INCORPORATED",
        "CORP",
        "CORPORATION",
        "CO",
        "COMPANY",
        "COMPANIES",
        "LTD",
        "LIMITED",
        "LLC",
        "LLP",
        "LP",
        "PLC",
        "GMBH",
        "MBH",
        "AG",
        "KG",
        "KGAA",
        "OHG",
        "EV",
        "SE",
        "SA",
        "SARL",
        "SAS",
        "SPA",
        "SRL",
        "SL",
        "BV",
        "NV",
        "CV",
        "AB",
        "OY",
        "OYJ",
        "AS",
        "ASA",
        "APS",
        "AE",
        "KK",
        "KABUSHIKI",
        "KAISHA",
        "GAISHA",
        "YK",
        "YUGEN",
        "GOSHI",
        "PTY",
        "PTE",
        "PVT",
        "PRIVATE",
        "BHD",
        "SDN",
        "SDNBHD",
        "TBK",
        "PT",
        "CIE",
        "ET",
        "LTDA",
        "OOO",
        "OAO",
        "ZAO",
        "PAO",
        "JSC",
        "CJSC",
        "SPZOO",
        "SPOL",
        "SRO",
        "KFT",
        "RT",
        "ZRT",
        "DD",
        "DOO",
        "EOOD",
        "AKTIENGESELLSCHAFT",
        "AKTIEBOLAG",
        "AKTIESELSKAB",
        "NAAMLOZE",
        "VENNOOTSCHAP",
        "BESLOTEN",
        "SOCIETE",
        "ANONYME",
        "SOCIETA",
        "PER",
        "AZIONI",
        "GESELLSCHAFT",
        "BESCHRANKTER",
        "HAFTUNG",
        "MIT",
        "COMMANDITE",
        "INCORPORATION",
        "INCORPORATE",
        "INCOPORATED",
        "INCORPOATED",
    ]
)
_SHORT = {
    "INT": "INTERNATIONAL", "INTL": "INTERNATIONAL", "INTERNAT": "INTERNATIONAL", "UNIV": "UNIVERSITY", "UNIVERSITE": "UNIVERSITY",
    "UNIVERSITAT": "UNIVERSITY", "UNIVERSIDAD": "UNIVERSITY", "UNIVERSITA": "UNIVERSITY", "UNIVERSIDADE": "UNIVERSITY", "UNIVERISTY": "UNIVERSITY",
    "TECH": "TECHNOLOGY", "TECHN": "TECHNOLOGY", "TECHNOL": "TECHNOLOGY", "TECHNOLOGIES": "TECHNOLOGY", "TECHNOLOGICAL": "TECHNOLOGY",
    "MFG": "MANUFACTURING", "MANUF": "MANUFACTURING", "MFR": "MANUFACTURING", "MANUFACTURERS": "MANUFACTURING", "MANUFACTURER": "MANUFACTURING",
    "IND": "INDUSTRY", "INDS": "INDUSTRY", "INDUSTRIES": "INDUSTRY", "INDUSTRIAL": "INDUSTRY", "INDUSTRIE": "INDUSTRY",
    "ENG": "ENGINEERING", "ENGR": "ENGINEERING", "ENGRG": "ENGINEERING", "ELEC": "ELECTRIC", "ELECT": "ELECTRIC", "ELECTRICAL": "ELECTRIC",
    "ELECTRON": "ELECTRONIC", "ELECTRONICS": "ELECTRONIC", "CHEM": "CHEMICAL", "CHEMICALS": "CHEMICAL", "CHEMISCHE": "CHEMICAL",
    "PHARM": "PHARMACEUTICAL", "PHARMA": "PHARMACEUTICAL", "PHARMACEUTICALS": "PHARMACEUTICAL", "PROD": "PRODUCT", "PRODS": "PRODUCT",
    "PRODUCTS": "PRODUCT", "LAB": "LABORATORY", "LABS": "LABORATORY", "LABORATORIES": "LABORATORY", "RES": "RESEARCH", "RSCH": "RESEARCH",
    "DEV": "DEVELOPMENT", "DEVELOPMENTS": "DEVELOPMENT", "INST": "INSTITUTE", "INSTITUTES": "INSTITUTE", "INSTITUT": "INSTITUTE", "INSTITUTO": "INSTITUTE",
    "SYST": "SYSTEM", "SYS": "SYSTEM", "SYSTEMS": "SYSTEM", "NAT": "NATIONAL", "NATL": "NATIONAL", "AMER": "AMERICAN",
    "GEN": "GENERAL", "MED": "MEDICAL", "CENT": "CENTER", "CENTRE": "CENTER", "CTR": "CENTER", "CENTERS": "CENTER", "DEPT": "DEPARTMENT",
    "SCI": "SCIENCE", "SCIENCES": "SCIENCE", "SCIENTIFIC": "SCIENCE", "FOUND": "FOUNDATION", "FDN": "FOUNDATION", "FNDN": "FOUNDATION",
    "ASSOC": "ASSOCIATION", "ASSN": "ASSOCIATION", "ASSOCIATES": "ASSOCIATION", "BROS": "BROTHERS", "SVCS": "SERVICE", "SERVICES": "SERVICE",
    "SERV": "SERVICE", "COMM": "COMMUNICATION", "COMMUN": "COMMUNICATION", "COMMUNICATIONS": "COMMUNICATION", "TELECOM": "TELECOMMUNICATION",
    "TELECOMMUNICATIONS": "TELECOMMUNICATION", "INSTR": "INSTRUMENT", "INSTRUMENTS": "INSTRUMENT", "SOLUTIONS": "SOLUTION", "HLDGS": "HOLDING",
    "HOLDINGS": "HOLDING", "ENTPR": "ENTERPRISE", "ENTERPRISES": "ENTERPRISE", "PROPERTIES": "PROPERTY", "CALIF": "CALIFORNIA", "JR": "JUNIOR",
    "ST": "SAINT", "MT": "MOUNT", "ADMIN": "ADMINISTRATION", "SEMICONDUCTORS": "SEMICONDUCTOR", "DEVICES": "DEVICE", "MATERIALS": "MATERIAL",
    "MACHINES": "MACHINE", "WORKS": "WORK", "TOOLS": "TOOL", "GROUPS": "GROUP", "NETWORKS": "NETWORK", "SCHOOLS": "SCHOOL", "HOSPITALS": "HOSPITAL",
    "REGENT": "REGENTS", "REAGENTS": "REGENTS", "TRUSTEE": "TRUSTEES", "GOVERNERS": "GOVERNORS", "COLL": "COLLEGE", "MIN": "MINISTRY", "AGRI": "AGRICULTURE",
}  # fmt: skip
#: boards and offices that act for a body; only where the body itself stands beside them
_BOARDS = frozenset(
    [
        "BOARD",
        "BOARDS",
        "REGENTS",
        "TRUSTEES",
        "GOVERNORS",
        "SUPERVISORS",
        "OVERSEERS",
        "CURATORS",
        "VISITORS",
        "FELLOWS",
        "GOVERNING",
    ]
)
_OFFICES = frozenset(
    ["SECRETARY", "ADMINISTRATOR", "REPRESENTED", "REPRESENTATIVE", "DIRECTOR", "COMMISSIONER", "HONORABLE"]
)
_STATES = re.compile(
    r"\b(?:THE )?(?:GOVERNMENT OF )?(?:THE )?(?:UNITED STATES(?: OF AMERICA)?|U ?S ?A|US GOVERNMENT)\b.*?(?:RE\w{2,4}ENTED)(?: BY)?(?: THE)?\b"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_HAN_LEGAL = re.compile(r"(?:股份有限公司|有限责任公司|有限公司|股份公司|公司)$")
_PLACE = re.compile(r"^([\u4e00-\u9fff]{2,3}?)(?:省|市|自治区)(?=[\u4e00-\u9fff]{3})")
_WORD = re.compile(r"[A-Z0-9]+")


@dataclass(frozen=True, slots=True)
class Form:
    """A name made comparable. ``words`` are its telling words in order; ``key``, the words without blanks, is equal for
    spellings that differ only in what is set aside (``Down East``, ``DownEast``); ``turned`` is equal for the same words in
    another order, and empty where order tells bodies apart (``Washington University``, ``University of Washington``)."""

    words: tuple[str, ...]
    key: str
    turned: str
    han: bool


#: with one of these, the order of the words is part of the name
_ORDERED = frozenset(
    [
        "UNIVERSITY",
        "COLLEGE",
        "SCHOOL",
        "STATE",
        "INSTITUTE",
        "GOVERNMENT",
        "AMERICA",
        "AMERICAN",
        "NATIONAL",
        "GENERAL",
        "INTERNATIONAL",
    ]
)


#: two words of which the first is one of these name many bodies: there the legal form tells (General Electric Company, plc)
_COMMON = frozenset(["GENERAL", "NATIONAL", "AMERICAN", "INTERNATIONAL", "UNITED", "STANDARD"])
_LIMITED = frozenset(["LIMITED", "LTD", "PLC"])


@lru_cache(maxsize=1 << 18)
def form_of(name: str) -> Form:
    flat = unicodedata.normalize("NFKC", name)
    if _HAN.search(flat):
        bare = _han(flat)
        return Form((bare,), bare, "", True)
    words = _telling(plain(flat))
    turned = " ".join(sorted(set(words))) if len(words) > 1 and not _ORDERED & set(words) else ""
    return Form(words, "".join(words), turned, False)


@lru_cache(maxsize=1 << 18)
def plain(name: str) -> str:
    """Capitals without accents and punctuation: ``Société A.B.`` → ``SOCIETE AB``."""
    flat = name
    if not flat.isascii():
        flat = unicodedata.normalize("NFKD", flat.translate(_LETTERS))
        flat = "".join(c for c in flat if not unicodedata.combining(c))
    flat = flat.upper()
    if "." in flat:
        flat = _INITIALS.sub("", flat)
    return " ".join(_WORD.findall(flat.translate(_PUNCTUATION)))


_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "æ": "ae", "Æ": "AE", "’": "'"})
_PUNCTUATION = str.maketrans({"'": None, "`": None, "&": " AND ", "+": " AND "})
_INITIALS = re.compile(r"(?<=\b[A-Z])\.(?=[A-Z]\b)")


def _slips(word: str) -> set[str]:
    """A letter left out, doubled, or swapped with the next: what a typist does to a word. Another letter in place makes real words."""
    pairs = [(word[:i], word[i:]) for i in range(1, len(word))]
    return (
        {a + b[1:] for a, b in pairs}
        | {a + b[0] + b for a, b in pairs}
        | {a + b[1] + b[0] + b[2:] for a, b in pairs if len(b) > 1}
    ) - {word}


#: misspelt words that are set aside whoever bears them (what is a word of its own stands in ``_SHORT``)
_MISSPELT = {
    slip: word
    for word in ("COMPANY", "CORPORATION", "INCORPORATED", "LIMITED", "REGENTS", "TRUSTEES", "GOVERNORS", "KABUSHIKI", "AKTIENGESELLSCHAFT")
    for slip in _slips(word)
    if slip not in _SHORT
}  # fmt: skip


def _telling(flat: str) -> tuple[str, ...]:
    governed = _STATES.sub("USA GOVERNMENT ", flat) if "ENTED" in flat else flat
    every = [_SHORT.get(w) or _MISSPELT.get(w, w) for w in governed.split()]
    words = [w for w in every if w not in _STOP and w not in _LEGAL]
    kept = [w for w in words if w not in _BOARDS]
    if governed != flat:
        kept = [w for w in kept if w not in _OFFICES]
    if not set(kept) - _ORDERED:  # General LLC, Regents of the University: what is left tells nobody apart
        return tuple(every)
    if len(kept) == 2 and kept[0] in _COMMON and _LIMITED & set(every):
        kept.append("LIMITED")
    return tuple(kept)


def _han(flat: str) -> str:
    bare = re.sub(r"[\s·.,，。、()（）\[\]【】《》\"“”'-]", "", flat)
    bare = _PLACE.sub(r"\1", bare)
    stem = _HAN_LEGAL.sub("", bare)
    return (stem if len(stem) >= 3 else bare).upper()
