"""A party by its credit code, never by name alone, made new when the code is right; and who sends what a service stores."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ipops.intake.values import clean
from ipops.kernel.identifiers import check_number
from ipops.kernel.outcome import Reason
from ipops.kernel.text import Text
from ipops.ledger.entry import Draft, Source
from ipops.ledger.facts import PartyRegistered
from ipops.ledger.facts.words import PartyKind
from ipops.webkit.models import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """Who sends it, on which day, under which reference, on what paper or for what reason."""

    by: str
    today: date
    reference: str
    document: str = ""
    reason: str = ""

    @property
    def source(self) -> Source:
        if self.document:
            return Source(document=self.document)
        return Source(reason=self.reason or "经办登记 / entered by a clerk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A party as somebody wrote it; ``place`` is stored only for one that is new to the city."""

    code: str
    name: str
    kind: PartyKind
    place: str = ""

    @property
    def party(self) -> str:
        """The code of ours that a right credit code leads to; a party's own code stays."""
        text = clean(self.code)
        return text if text.startswith("P:") else f"P:{check_number(text).normalised}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A party's code of ours, its place as registered, and the draft that registers one that is new."""

    party: str
    place: str
    draft: Draft | None = None


def find(written: Written, *, on: date, source: Source, field: str) -> Known | Reason:
    """The party of this credit code or party code; made new if the code is right and a name is given."""
    text = clean(written.code)
    verdict = check_number(text)  # a code in small or full-width letters is the same code
    held = Party.objects.filter(party__in={text, f"P:{text}", f"P:{verdict.normalised}"}).first()
    if held is not None:
        return Known(party=held.party, place=held.place)
    if not verdict.valid or verdict.scheme != "credit-code":
        why = verdict.reason or _NOT_A_CODE
        says = Text(f"{text}：{why.zh}", f"{text}: {why.en}")
        if verdict.proposed:
            says = Text(f"{says.zh} 建议：{verdict.proposed}", f"{says.en} Proposed: {verdict.proposed}")
        return Reason(code="credit-code", says=says, field=field)
    name = clean(written.name)
    if not name:
        return Reason(code="name-missing", says=_NAME.fill(code=verdict.normalised), field=f"{field}_name")
    party = f"P:{verdict.normalised}"
    fact = PartyRegistered(
        on=on, party=party, kind_of_party=written.kind, name=name, code=verdict.normalised, place=written.place
    )
    draft = Draft(fact=fact, source=source, reference=f"party:{verdict.normalised}")
    return Known(party=party, place=written.place, draft=draft)


_NOT_A_CODE = Text("不是统一社会信用代码。", "is no unified social credit code.")
_NAME = Text("{code} 尚未登记，请填写名称。", "{code} is new here; give its name.")
