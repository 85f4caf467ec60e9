"""The calendar of a docket reads as RFC 5545 has it, whatever stands in the texts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipops.kernel.text import Text
from ipops.ledger.facts.words import RightKind
from ipops.rights.docket.due import due
from ipops.rights.docket.given import Given
from ipops.rights.docket.ical import calendar, escaped, folded

ON = date(2026, 3, 1)
NAME = Text("期限", "periods")
INVENTION = Given(
    right="CN201819900001.7", kind=RightKind.INVENTION, filed_on=date(2018, 3, 15), granted_on=date(2020, 5, 10), paid_to=8
)  # fmt: skip


def events(text: str) -> list[dict[str, str]]:
    """The events of a feed, unfolded; a plain reader of our own."""
    flat = text.replace("\r\n ", "")
    made = []
    for block in re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT", flat, re.S):
        own = re.sub(r"BEGIN:VALARM.*?END:VALARM\r\n", "", block, flags=re.S)
        made.append(dict(line.split(":", 1) for line in own.split("\r\n") if line))
    return made


class TestAFeed:
    ITEMS = due(INVENTION, ON).items

    def test_has_an_event_for_each_day_with_why_it_is_there(self):
        made = events(calendar(self.ITEMS, name=NAME, on=ON))
        assert len(made) == len([i for i in self.ITEMS if i.due_on])
        annuity = next(e for e in made if e["UID"].startswith("P-16-9"))
        assert annuity["DTSTART;VALUE=DATE"] == "20260316"
        assert annuity["DTEND;VALUE=DATE"] == "20260317"
        assert "缴纳第9年度年费" in annuity["SUMMARY"]
        assert "第一百一十五条" in annuity["DESCRIPTION"]
        assert "¥2\\,000.00" in annuity["DESCRIPTION"]

    def test_speaks_english_when_asked(self):
        assert "pay the annuity of patent year 9" in calendar(self.ITEMS, name=NAME, on=ON, lang="en")

    def test_rings_ninety_thirty_and_seven_days_before_and_not_for_notes(self):
        text = calendar(self.ITEMS, name=NAME, on=ON)
        assert [text.count(f"TRIGGER:-P{d}D") for d in (90, 30, 7)] == [1, 1, 1]

    def test_marks_a_provisional_day_as_tentative(self):
        later = due(INVENTION, ON, months=14).items
        made = events(calendar(later, name=NAME, on=ON))
        tenth = next(e for e in made if e["UID"].startswith("P-16-10"))
        assert tenth["STATUS"] == "TENTATIVE"
        assert tenth["SUMMARY"].startswith("（暂定）")

    def test_is_the_same_for_the_same_docket(self):
        assert calendar(self.ITEMS, name=NAME, on=ON) == calendar(self.ITEMS, name=NAME, on=ON)
        uids = [e["UID"] for e in events(calendar(due(INVENTION, ON, months=60).items, name=NAME, on=ON))]
        assert len(uids) == len(set(uids))

    def test_has_no_line_longer_than_75_bytes(self):
        for line in calendar(self.ITEMS, name=NAME, on=ON).encode().split(b"\r\n"):
            assert len(line) <= 75


class TestReadByTheLibrary:
    """A reader that is not ours takes the feed for what it is meant to be."""

    def read(self, lang: str = "zh", months: int = 14) -> list[Any]:
        made = calendar(due(INVENTION, ON, months=months).items, name=NAME, on=ON, lang=lang)
        whole = icalendar.Calendar.from_ical(made)
        assert whole.errors == []
        assert str(whole["X-WR-CALNAME"]) == NAME.in_(lang)
        return list(whole.walk("VEVENT"))

    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_it_has_the_days_the_words_and_no_error(self, lang):
        items = [i for i in due(INVENTION, ON, months=14).items if i.due_on]
        made = self.read(lang)
        assert [e.errors for e in made] == [[] for _ in items]
        assert [e.decoded("DTSTART") for e in made] == [i.due_on for i in items]
        assert [e.decoded("DTEND") - e.decoded("DTSTART") for e in made] == [timedelta(days=1)] * len(items)
        assert all(i.does.in_(lang) in str(e["SUMMARY"]) for e, i in zip(made, items, strict=True))
        assert [str(e["STATUS"]) for e in made] == ["TENTATIVE" if i.provisional else "CONFIRMED" for i in items]

    def test_it_rings_at_the_three_leads(self):
        annuity = next(e for e in self.read() if str(e["UID"]).startswith("P-16-9"))
        rings = [a.decoded("TRIGGER") for a in annuity.walk("VALARM")]
        assert rings == [timedelta(days=-90), timedelta(days=-30), timedelta(days=-7)]

    @given(text=st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=200))
    @settings(deadline=None)
    def test_it_gives_back_any_words(self, text):
        item = replace(due(INVENTION, ON).items[0], does=Text(f"缴{text}", f"pay{text}"))
        [event] = icalendar.Calendar.from_ical(calendar([item], name=NAME, on=ON)).walk("VEVENT")
        assert str(event["SUMMARY"]).endswith(text)


@given(text=st.text(max_size=300))
def test_any_text_survives_folding(text):
    line = escaped(text)
    assert folded(line).replace("\r\n ", "") == line
    assert all(len(part.encode()) <= 75 for part in folded(line).split("\r\n"))
    assert "\n" not in line
    assert "\r" not in line
