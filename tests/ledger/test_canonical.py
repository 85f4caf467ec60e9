import json
from dataclasses import replace
from datetime import UTC, date, datetime
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipops.kernel.money import Money
from ipops.ledger import facts, shape, tables
from ipops.ledger import kinds as registry
from ipops.ledger.canonical import canonical, entry_as_plain
from ipops.ledger.columns import columns_of, columns_of_plain, lookups
from ipops.ledger.decode import NotCanonical, entry_from_bytes, entry_from_plain, fact_from_input
from ipops.ledger.entry import Entry, Source
from ipops.ledger.fact import Fact, about
from ipops.ledger.facts.words import LicenceKind, PartyKind, Proof, RightKind
from ipops.ledger.kinds import kind, kinds
from tests.ledger.strategies import entries, texts
from tests.ledger.strategies import facts as made_facts

PARTY = facts.PartyRegistered(
    on=date(2021, 5, 1),
    party="P:91370100MA3C000000",
    kind_of_party=PartyKind.ENTERPRISE,
    name="示例公司",
    place="990101",
)
ENTRY = Entry(
    n=7,
    fact=PARTY,
    recorded_at=datetime(2024, 3, 5, 8, 0, 0, 21, tzinfo=UTC),
    by="user:clerk@demo",
    source=Source(reason="登记簿导入"),
    reference="row-7",
    supersedes=3,
)


@pytest.mark.parametrize("name", sorted(kinds()))
@settings(max_examples=30)
@given(data=st.data())
def test_every_kind_comes_back_from_its_canonical_bytes_as_it_was(name, data):
    entry = data.draw(entries(made_facts(kinds()[name])))
    data = canonical(entry)
    assert entry_from_bytes(data) == entry
    assert entry_from_plain(entry_as_plain(entry)) == entry


@given(entries())
def test_canonical_bytes_are_what_a_general_json_writer_would_write(entry):
    data = canonical(entry)
    again = json.dumps(json.loads(data), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    assert again.encode() == data
    assert normalize("NFC", data.decode()) == data.decode()


@given(entries())
def test_columns_made_from_the_entry_are_those_made_from_its_bytes(entry):
    assert columns_of(entry) == columns_of_plain(entry_as_plain(entry))


@given(entries(), st.data())
def test_no_other_bytes_are_read_as_the_same_entry(entry, data):
    written = canonical(entry)
    at = data.draw(st.integers(0, len(written) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda b: b != written[at]))
    flipped = written[:at] + bytes([byte]) + written[at + 1 :]
    try:
        got = entry_from_bytes(flipped)
    except NotCanonical:
        return
    assert got != entry
    assert canonical(got) == flipped


def test_the_form_is_exactly_this():
    assert canonical(ENTRY).decode() == (
        '{"at":"2024-03-05T08:00:00.000021Z","by":"user:clerk@demo","fact":{"founded_known":false,'
        '"kind_of_party":"enterprise","name":"示例公司","on":"2021-05-01","party":"P:91370100MA3C000000",'
        '"place":"990101"},"form":1,"kind":"party_registered","n":7,"reason":"登记簿导入","ref":"row-7",'
        '"supersedes":3,"version":1}'
    )


def test_two_spellings_of_one_letter_are_one_entry():
    composed, apart = replace(PARTY, name="Caf\u00e9"), replace(PARTY, name="Cafe\u0301")
    assert canonical(replace(ENTRY, fact=composed)) == canonical(replace(ENTRY, fact=apart))
    assert columns_of(replace(ENTRY, reference="e\u0301")).reference == "\u00e9"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda p: p.update(extra=1), "unknown-key"),
        (lambda p: p["fact"].update(extra=1), "unknown-key"),
        (lambda p: p.pop("ref"), "missing-key"),
        (lambda p: p["fact"].pop("on"), "missing-key"),
        (lambda p: p["fact"].update(kind_of_party="club"), "wrong-value"),
        (lambda p: p["fact"].update(on="2021-5-1"), "wrong-value"),
        (lambda p: p["fact"].update(on="20210501"), "wrong-value"),
        (lambda p: p["fact"].update(founded_known=0), "wrong-value"),
        (lambda p: p["fact"].update(name="a\x00b"), "wrong-value"),
        (lambda p: p["fact"].update(name_sealed="00"), "wrong-value"),
        (lambda p: p.update(at="2024-03-05T08:00:00Z"), "wrong-value"),
        (lambda p: p.update(at="2024-03-05T08:00:00.000021+00:00"), "wrong-value"),
        (lambda p: p.update(n=7.0), "wrong-value"),
        (lambda p: p.update(n=True), "wrong-value"),
        (lambda p: p.update(supersedes=7), "wrong-value"),
        (lambda p: p.update(doc="00"), "wrong-value"),
        (lambda p: p.pop("reason"), "wrong-value"),
        (lambda p: p.update(form=2), "unknown-form"),
        (lambda p: p.update(version=2), "unknown-kind"),
        (lambda p: p.update(kind="party_dreamt"), "unknown-kind"),
        (lambda p: p.update(kind=["party_registered"]), "unknown-kind"),
        (lambda p: p.update(fact=[]), "not-an-entry"),
    ],
)
def test_a_malformed_entry_is_refused_by_name(change, code):
    plain = entry_as_plain(ENTRY)
    change(plain)
    with pytest.raises(NotCanonical) as e:
        entry_from_plain(plain)
    assert e.value.problem.code == code


@pytest.mark.parametrize(
    ("spoil", "code", "offset"),
    [
        (lambda b: b.replace(b'"at":', b'"at": '), "not-canonical", 6),
        (lambda b: b.replace("示".encode(), b"\\u793a"), "not-canonical", 126),
        (lambda b: b.replace(b'"n":7', b'"n":7,"n":7'), "not-canonical", None),
        (lambda b: b + b"\n", "not-canonical", None),
        (lambda b: b"\xef\xbb\xbf" + b, "not-canonical", 0),
        (lambda b: b.replace(b'"place":"990101"', b'"place":"990101","controller":""'), "not-canonical", None),
        (lambda b: b[:-1], "not-json", None),
        (lambda b: b"\xff" + b, "not-json", None),
        (lambda b: b"[" * 100_000, "not-json", None),
        (lambda b: b"7", "not-an-entry", None),
    ],
)
def test_bytes_that_mean_an_entry_but_are_written_otherwise_are_refused(spoil, code, offset):
    with pytest.raises(NotCanonical) as e:
        entry_from_bytes(spoil(canonical(ENTRY)))
    assert e.value.problem.code == code
    if offset is not None:
        assert e.value.problem.at.offset == offset


@pytest.mark.parametrize(
    "bad",
    [
        {"on": datetime(2021, 5, 1, tzinfo=UTC)},
        {"name": 5},
        {"name": "a\x00"},
        {"name": "\ud800"},
        {"founded_known": 1},
        {"kind_of_party": "club"},
        {"sme": 0.5},
    ],
)
def test_a_value_the_form_cannot_hold_is_never_written(bad):
    with pytest.raises((TypeError, ValueError, KeyError)):
        canonical(replace(ENTRY, fact=replace(PARTY, **bad)))


def test_money_beyond_64_bits_is_never_written():
    paid = facts.AnnuityPaid(on=date(2024, 1, 1), right="US7130913", year=3, paid=Money(2**63))
    with pytest.raises(TypeError, match="64 bits"):
        canonical(replace(ENTRY, fact=paid))


def test_lookups_name_everybody_once_in_field_order():
    licence = facts.LicenceRecorded(
        on=date(2024, 3, 4),
        deal="D-1",
        right="US7130913",
        kind_of_right=RightKind.INVENTION,
        kind_of_licence=LicenceKind.OPEN,
        licensors=("P:b", "P:a"),
        licensees=("P:a", "P:c"),
        from_place="990102",
        to_place="990102",
        proof=Proof.LISTED,
    )
    assert lookups(licence) == (("P:b", "P:a", "P:c"), ("US7130913",), ("990102",), ("D-1",), ())
    assert lookups(replace(licence, licensors=("",), licensees=(), deal="")) == (
        (),
        ("US7130913",),
        ("990102",),
        (),
        (),
    )


def test_input_is_read_with_defaults_and_every_mistake_is_told_at_once():
    good = {"on": "2021-05-01", "party": "P:1", "kind_of_party": "enterprise", "name": "Cafe\u0301", "sme": None}
    assert fact_from_input(facts.PartyRegistered, good) == facts.PartyRegistered(
        on=date(2021, 5, 1), party="P:1", kind_of_party=PartyKind.ENTERPRISE, name="Caf\u00e9"
    )
    got = fact_from_input(facts.PartyRegistered, {"on": "1 May", "party": "", "sme": "yes", "colour": "red"})
    assert [(p.at.field, p.code) for p in got] == [
        ("colour", "unknown-key"),
        ("on", "wrong-value"),
        ("party", "missing"),
        ("kind_of_party", "missing"),
        ("sme", "wrong-value"),
    ]


def test_a_kind_with_a_field_no_form_can_hold_is_refused_when_declared():
    with pytest.raises(TypeError, match="cannot hold"):

        @kind("with_float", "浮点", "float")
        class WithFloat(Fact):
            rate: float = about("率", "rate")

    with pytest.raises(TypeError, match="envelope"):

        @kind("with_by", "重名", "twin name")
        class WithBy(Fact):
            by: str = about("谁", "who")

    with pytest.raises(TypeError, match="more than one way"):

        @kind("with_two_absents", "两种空", "two absents")
        class WithTwoAbsents(Fact):
            name: str | None = about("名", "name", default=None)

    with pytest.raises(TypeError, match="no names"):

        @kind("without_names", "无名", "without names")
        class WithoutNames(Fact):
            name: str

    assert not {k for k in kinds() if k.startswith("with")} - {"withdrawn"}


@pytest.fixture
def two_versions(monkeypatch):
    """A kind that once gave one name and now gives a list of them."""
    monkeypatch.setattr(registry, "_KINDS", dict(registry._KINDS))
    monkeypatch.setattr(registry, "_VERSIONS", dict(registry._VERSIONS))

    @kind("named", "命名", "named", version=2)
    class Named(Fact):
        names: tuple[str, ...] = about("名", "names", refers="party")
        note: str = about("注", "note", default="")

    @kind("named", "命名", "named", version=1)
    class NamedOnce(Fact):
        name: str = about("名", "name", refers="party")

        def as_next(self):
            return Named(on=self.on, names=(self.name,))

    return NamedOnce, Named


def test_an_entry_of_an_older_version_is_checked_as_written_and_read_in_the_newest_words(two_versions):
    old, new = two_versions
    entry = replace(ENTRY, fact=old(on=date(2020, 1, 1), name="P:1"))
    written = canonical(entry)
    assert b'"version":1' in written
    got = entry_from_bytes(written)
    assert got == replace(entry, fact=new(on=date(2020, 1, 1), names=("P:1",)))
    assert entry_from_plain(json.loads(written)) == got
    assert columns_of_plain(json.loads(written)) == columns_of(entry)
    assert tables.tables([entry, got])["named"]["names"].to_pylist() == [["P:1"], ["P:1"]]
    assert kinds()["named"] is new
    with pytest.raises(NotCanonical):
        entry_from_bytes(written.replace(b'"version":1', b'"version":2'))
    with pytest.raises(TypeError, match="not an older version"):
        got.fact.as_next()
    with pytest.raises(RuntimeError, match="Two classes claim"):
        kind("named", "命名", "named", version=1)(type("Other", (Fact,), {}))


def test_every_shared_kind_has_a_shape():
    for made in kinds().values():
        assert shape.shapes(made)[0].name == "on"


@given(texts)
def test_made_up_text_is_nfc_so_that_round_trips_are_exact(text):
    assert normalize("NFC", text) == text
