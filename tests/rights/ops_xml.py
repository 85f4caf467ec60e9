"""Answers of OPS in the form of the real ones, about made-up Chinese applications."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

HEAD = """<?xml version="1.0" encoding="UTF-8"?><?xml-stylesheet type="text/xsl" href="/3.2/style/legal.xsl"?>
<ops:world-patent-data xmlns="http://www.epo.org/exchange" xmlns:ops="http://ops.epo.org">
<ops:patent-family legal="true" total-result-count="1">
"""
FOOT = "</ops:patent-family></ops:world-patent-data>\n"


def reference(tag: str, country: str, number: str, kind: str, on: str) -> str:
    return (
        f'<{tag}><document-id document-id-type="docdb"><country>{country}</country><doc-number>{number}</doc-number>'
        f"<kind>{kind}</kind><date>{on}</date></document-id></{tag}>"
    )


def event(code: str, on: str, *texts: str, country: str = "CN") -> str:
    said = "".join(f'<ops:L510EP desc="Free Format Text">{escape(t)}</ops:L510EP>' for t in texts)
    return (
        f'<ops:legal code="{code}" desc="-" infl=" " dateMigr="00010101">'
        f'<ops:L001EP desc="Country Code">{country}</ops:L001EP><ops:L007EP desc="Gazette DATE">{on}</ops:L007EP>'
        f'<ops:L008EP desc="Legal Event Code 1">{code}</ops:L008EP>'
        f"<ops:L500EP>{said}</ops:L500EP></ops:legal>"
    )


def member(
    number: str = "201919900001",
    *events: str,
    country: str = "CN",
    filed: str = "20190315",
    published: str = "20200918",
) -> str:
    return (
        '<ops:family-member family-id="1">'
        + reference("publication-reference", country, "119900001", "A", published)
        + reference("application-reference", country, number, "A", filed)
        + "".join(events)
        + "</ops:family-member>"
    )


def answer(members: Sequence[str]) -> str:
    return HEAD + "".join(members) + FOOT
