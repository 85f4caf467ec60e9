"""Who is meant: a party by credit code, by name, or made new and marked for review. Nobody is joined on a guess."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ipops.intake.values import clean
from ipops.kernel.identifiers import check_number
from ipops.kernel.outcome import Reason
from ipops.kernel.period import months_after
from ipops.kernel.text import Text
from ipops.ledger.entry import Draft, Source
from ipops.ledger.facts import PartyRegistered
from ipops.ledger.facts.words import PartyKind
from ipops.lines.trading.machine import clauses
from ipops.rights.names import kind_of, party_code
from ipops.webkit import personal
from ipops.webkit.models import Party

PURPOSE = "识别知识产权交易当事人 / to know the parties of a deal"
_KEEP_MONTHS = 120  # ours: as long as a licence usually runs; the retention day is kept beside each value


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A party as somebody wrote it. ``record`` is the one place it stands in, for a person's code."""

    text: str
    record: str
    code: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """``new`` parties have a draft to store with the deal and wait for review."""

    party: str
    name: str
    place: str
    new: bool = False
    differs: str = ""


@dataclass
class Directory:
    """Known parties by code and by name, read in two queries, and those made on the way."""

    by: str
    on: date
    source: Source
    by_party: dict[str, Party] = field(default_factory=dict)
    by_name: dict[str, list[Party]] = field(default_factory=dict)
    made: dict[str, tuple[Found, Named]] = field(default_factory=dict)

    def read(self, wanted: Iterable[Named]) -> None:
        """Look everybody up at once."""
        named = list(wanted)
        codes = {_party_of_text(n) for n in named} | {f"P:{n.code}" for n in named if n.code}
        codes |= {party_code(clean(n.text), record=n.record) for n in named}
        names = {v for n in named for v in _variants(n.text)}
        for row in Party.objects.filter(party__in=list(codes - {""})):
            self.by_party[row.party] = row
        once_called = [p for p in Party.objects.exclude(former_names=[]) if names & set(p.former_names)]
        for row in [*Party.objects.filter(name__in=list(names)), *once_called]:
            self.by_party.setdefault(row.party, row)
            for name in (row.name, *row.former_names):
                for v in _variants(name):
                    held = self.by_name.setdefault(v, [])
                    if row.party not in [h.party for h in held]:
                        held.append(row)

    def find(self, wanted: Named, *, field_name: str) -> Found | Reason:
        """The party, made new if nobody fits; a reason if the code is wrong or the name fits several."""
        if not clean(wanted.text) and not wanted.code:
            return Reason(code="party-empty", says=_NOBODY, cite=clauses.OURS, field=field_name)
        code = wanted.code or (wanted.text if _looks_like_code(wanted.text) else "")
        if code:
            verdict = check_number(code)
            if not verdict.valid or verdict.scheme != "credit-code":
                return _bad_code(code, verdict.reason, verdict.proposed, field_name)
            code = verdict.normalised
        party = f"P:{code}" if code else (wanted.text if wanted.text.startswith("P:") else "")
        if party and party in self.by_party:
            return self._known(self.by_party[party], wanted)
        if wanted.text.startswith("P:"):
            return Reason(
                code="party-unknown", says=_NO_SUCH.fill(code=wanted.text), cite=clauses.OURS, field=field_name
            )
        fits = [] if code else self._by_name(wanted)
        if len(fits) > 1:
            listed = "、".join(f"{p.name} {p.code or p.party}" for p in fits)
            says = _SEVERAL.fill(name=wanted.text, listed=listed)
            return Reason(code="party-ambiguous", says=says, cite=clauses.OURS, field=field_name)
        return self._known(fits[0], wanted) if fits else self._make(wanted, code)

    def _by_name(self, wanted: Named) -> list[Party]:
        """Bodies of that name; of several, the one in the stated place alone. A person is never found by name."""
        if kind_of(wanted.text) is PartyKind.PERSON:
            return []
        fits = self.by_name.get(clean(wanted.text), [])
        near = [p for p in fits if wanted.place and p.place == wanted.place]
        return near if len(fits) > 1 and len(near) == 1 else fits

    @staticmethod
    def _known(row: Party, wanted: Named) -> Found:
        said = clean(wanted.text)
        same = not said or said in {row.party, row.code} or bool(_variants(said) & {row.name, *row.former_names})
        return Found(party=row.party, name=row.name, place=row.place, differs="" if same or not row.name else said)

    def _make(self, wanted: Named, code: str) -> Found:
        name = "" if _looks_like_code(wanted.text) else clean(wanted.text)
        party = party_code(name, record=wanted.record, credit_code=code)
        if party in self.by_party:  # a person of this very record, or a body known by its name's hash
            return self._known(self.by_party[party], wanted)
        if party not in self.made:
            person = not code and kind_of(name) is PartyKind.PERSON
            found = Found(party=party, name="" if person else name, place=wanted.place, new=True)
            self.made[party] = (found, replace(wanted, code=code))
        return self.made[party][0]

    def drafts(self, used: Iterable[str]) -> dict[str, Draft]:
        """The new parties among ``used``, ready to store; only now is a person's name sealed and kept."""
        return {p: self._draft(*self.made[p]) for p in dict.fromkeys(used) if p in self.made}

    def _draft(self, found: Found, wanted: Named) -> Draft:
        name = "" if _looks_like_code(wanted.text) else clean(wanted.text)
        kind = kind_of(name) if name else PartyKind.ENTERPRISE
        if kind is PartyKind.PERSON and wanted.code:
            kind = PartyKind.OTHER  # a credit code belongs to a body, whatever its name tells
        sealed = None
        if kind is PartyKind.PERSON:
            sealed = personal.keep(name, PURPOSE, months_after(self.on, _KEEP_MONTHS), by=self.by)
        fact = PartyRegistered(
            on=self.on,
            party=found.party,
            kind_of_party=kind,
            name="" if sealed else name,
            name_sealed=sealed,
            code=wanted.code,
            place=wanted.place,
        )
        return Draft(fact=fact, source=self.source, reference=f"party:{found.party}")


def named_of(texts: Sequence[str], record: str, place: str, *, field_name: str) -> list[Named]:
    """One side of a deal as somebody typed it."""
    return [Named(text=t, record=f"{record}|{field_name}|{i}", place=place) for i, t in enumerate(texts)]


def find_all(
    texts: Sequence[str], *, directory: Directory, record: str, place: str, field_name: str
) -> tuple[list[Found], list[Reason]]:
    """Every party of one side."""
    found: list[Found] = []
    wrong: list[Reason] = []
    for one in named_of(texts, record, place, field_name=field_name):
        got = directory.find(one, field_name=field_name)
        if isinstance(got, Reason):
            wrong.append(got)
        else:
            found.append(got)
    return found, wrong


def _looks_like_code(text: str) -> bool:
    flat = text.replace(" ", "").replace("-", "")
    return len(flat) == 18 and flat.isascii() and flat.isalnum()


def _party_of_text(n: Named) -> str:
    if n.text.startswith("P:"):
        return n.text
    return f"P:{n.text.replace(' ', '').upper()}" if _looks_like_code(n.text) else ""


_WIDE = str.maketrans("()", "（）")
_NARROW = str.maketrans("（）", "()")


def _variants(name: str) -> set[str]:
    """The spellings under which one name is found: brackets of either width."""
    said = clean(name)
    return {said, said.translate(_WIDE), said.translate(_NARROW)} - {""}


def _bad_code(code: str, why: Text | None, proposed: str, field_name: str) -> Reason:
    says = _BAD_CODE.fill(
        code=code, why=why or _NOT_A_CODE, fix=_FIX.fill(code=proposed) if proposed else Text("。", ".")
    )
    return Reason(code="credit-code", says=says, cite=clauses.OURS, field=field_name)


_NOT_A_CODE = Text("不是统一社会信用代码", "it is no unified social credit code")
_BAD_CODE = Text("“{code}”有误：{why}{fix}", "{code} is wrong: {why}{fix}")
_FIX = Text("建议核对是否为 {code}。", " Check whether it should be {code}.")
_NOBODY = Text("名称是空的；请填名称或统一社会信用代码。", "The name is empty; give a name or a credit code.")
_NO_SUCH = Text(
    "没有代码为 {code} 的主体；请填名称或统一社会信用代码。", "There is no party {code}; give its name or credit code."
)
_SEVERAL = Text(
    "“{name}”有多个：{listed}；请填统一社会信用代码。",
    "There are several called {name}: {listed}. Give the credit code.",
)
