"""Codes of offices: WIPO Standard ST.3, which takes ISO 3166-1 and adds organisations and states that are no more.

The list only tells a code from what is none, so it errs on the side of letting through; whether an office has documents here is
for the corpus to say. The standard itself was not at hand. What stands below was found elsewhere, and what was found nowhere is left
out (decision 0496):

* states: every code of ``iso3166.tab`` of the time zone database (ISO 3166-1, public domain), which a test reads against this list;
* organisations: the Slovak office's list "taken from WIPO Standard ST.3" (indprop.gov.sk), the Nordic Patent Institute (npi.int),
  the Russian rules on varieties, annex 2 (IB, BX);
* no more: PCT Applicant's Guide, annex K, "states that existed on January 1, 1978" (27 February 2015); BU, TP in ISO 3166-3, AN in older
  lists of ISO 3166-1.
"""

from __future__ import annotations

from ipops.corpus.identity.keys import office_code
from ipops.kernel.text import Text

_STATES = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH
CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN
GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI
LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM
PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD
TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
"""
_ORGANISATIONS = "AP BX EA EM EP GC IB OA QZ WO XN XX"
_NO_MORE = "AN BU CS DD DL SU TP YD YU"
CODES = frozenset(f"{_STATES} {_ORGANISATIONS} {_NO_MORE}".split())

#: offices with most documents, by the names our charts give them
NAMES = {
    "US": Text("美国", "United States"), "CN": Text("中国", "China"), "EP": Text("欧洲专利局", "EPO"), "WO": Text("PCT", "PCT"),
    "JP": Text("日本", "Japan"), "KR": Text("韩国", "Korea"), "DE": Text("德国", "Germany"), "FR": Text("法国", "France"),
    "GB": Text("英国", "United Kingdom"), "CA": Text("加拿大", "Canada"), "AU": Text("澳大利亚", "Australia"), "RU": Text("俄罗斯", "Russia"),
    "IL": Text("以色列", "Israel"), "IN": Text("印度", "India"), "TW": Text("中国台湾", "Taiwan, China"), "BR": Text("巴西", "Brazil"),
    "ES": Text("西班牙", "Spain"), "IT": Text("意大利", "Italy"), "AT": Text("奥地利", "Austria"), "HK": Text("中国香港", "Hong Kong, China"),
    "SG": Text("新加坡", "Singapore"), "MX": Text("墨西哥", "Mexico"), "ZA": Text("南非", "South Africa"), "SE": Text("瑞典", "Sweden"),
}  # fmt: skip


def known(text: str) -> str | None:
    """The code as it is kept, ``None`` for what is no code: ``"cn"`` → ``"CN"``, ``"JA"`` → ``"JP"``."""
    code = office_code(text)
    return code if code in CODES else None


def meant(text: str) -> str | None:
    """The code whose name was written, to be named and never taken: the longest name within the text, else one the text is part of."""
    told = text.strip().casefold()
    names = [(code, form.casefold()) for code, name in NAMES.items() for form in (name.zh, name.en)]
    within = max((n for n in names if n[1] in told), key=lambda n: len(n[1]), default=None)
    return (within or next((n for n in names if len(told) > 1 and told in n[1]), (None, "")))[0]
