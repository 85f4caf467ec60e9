import json
from datetime import UTC, date, datetime
from fractions import Fraction

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipops.kernel.money import Money
from ipops.ledger import export, facts, schema, tables
from ipops.ledger.entry import Entry, Source
from ipops.ledger.fact import Sealed
from ipops.ledger.kinds import kind_named, kinds
from ipops.ledger.shape import shapes
from tests.ledger.strategies import entries, histories
from tests.ledger.strategies import facts as made_facts


def plain(value):
    if isinstance(value, Money):
        return value.fen
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    return (
        value.digest if isinstance(value, Sealed) else [plain(v) for v in value] if isinstance(value, tuple) else value
    )


def as_rows(kind, found):
    return [
        {
            "n": e.n,
            "recorded_at": e.recorded_at,
            "by": e.by,
            "reference": e.reference,
            "document": e.source.document,
            "reason": e.source.reason,
            "supersedes": e.supersedes,
            **{s.name: plain(getattr(e.fact, s.name)) for s in shapes(kind)},
        }
        for e in found
    ]


@pytest.mark.parametrize("name", sorted(kinds()))
@given(data=st.data())
@settings(max_examples=20)
def test_a_table_holds_every_field_of_every_entry(name, data):
    kind = kinds()[name]
    found = data.draw(st.lists(entries(made_facts(kind)), max_size=4))
    assert tables.table(kind, found).to_pylist() == as_rows(kind, found)


@settings(max_examples=15)
@given(histories(max_size=20), st.data())
def test_exports_in_any_steps_hold_each_entry_once(tmp_path_factory, history, data):
    folder, at = tmp_path_factory.mktemp("parquet"), 0
    while at < len(history):
        step = data.draw(st.integers(1, len(history) - at))
        assert export.export_entries(folder, history[at : at + step], chunk=7) == at + step
        if data.draw(st.booleans()):
            export.compact(folder, many=1)
        at += step
    assert export.exported_up_to(folder) == len(history)
    for name, found in tables.by_kind(history).items():
        assert export.read(folder, name).to_pylist() == as_rows(kind_named(name), found)
    assert [(r["n"], r["by_n"]) for r in export.read(folder, export.SUPERSEDED).to_pylist()] == [
        (e.supersedes, e.n) for e in history if e.supersedes is not None
    ]


def numbered(n):
    fact = facts.PartyRenamed(on=date(2024, 1, 1), party=f"P:{n}", name="新名")
    at = datetime(2024, 1, 2, tzinfo=UTC)
    return Entry(n=n, fact=fact, recorded_at=at, by="x", source=Source(reason="r"), reference=str(n))


def numbers(folder):
    return export.read(folder, "party_renamed")["n"].to_pylist()


def test_files_are_named_by_their_first_and_last_entry(tmp_path):
    export.export_entries(tmp_path, [numbered(n) for n in (1, 2, 3)])
    export.export_entries(tmp_path, [numbered(4)])
    assert [p.name for p in export.parts(tmp_path, "party_renamed")] == [
        "000000000001-000000000003.parquet",
        "000000000004-000000000004.parquet",
    ]
    assert pq.read_schema(export.parts(tmp_path, "party_renamed")[0]).metadata[b"ipops.kind"] == b"party_renamed"


def test_a_gap_or_a_repeat_is_refused_and_leaves_what_was_there(tmp_path):
    export.export_entries(tmp_path, [numbered(1)])
    for bad in ([numbered(1)], [numbered(3)], [numbered(2), numbered(4)]):
        with pytest.raises(ValueError, match="the next entry is"):
            export.export_entries(tmp_path, bad)
    assert numbers(tmp_path) == [1]


def test_what_a_crash_wrote_beyond_the_mark_is_never_read_and_is_cleared(tmp_path):
    export.export_entries(tmp_path, [numbered(1), numbered(2)])
    export.export_entries(tmp_path, [numbered(3)])
    (tmp_path / "_exported.json").write_text(json.dumps({"up_to": 2}))  # as if it died before the mark
    (tmp_path / "party_renamed" / "000000000004-000000000009.part").write_bytes(b"half")
    assert numbers(tmp_path) == [1, 2]
    export.export_entries(tmp_path, [numbered(3), numbered(4)])
    assert numbers(tmp_path) == [1, 2, 3, 4]
    assert not list((tmp_path / "party_renamed").glob("*.part"))


def test_many_parts_become_one_and_readers_never_see_both(tmp_path):
    for n in range(1, 67):
        export.export_entries(tmp_path, [numbered(n)])
    assert numbers(tmp_path) == list(range(1, 67))
    assert [p.name for p in export.parts(tmp_path, "party_renamed")] == [
        "000000000001-000000000065.parquet",
        "000000000066-000000000066.parquet",
    ]


def test_who_listed_the_parts_before_they_were_merged_can_still_read_them(tmp_path):
    """Another process counts over them; they go when the kind is merged again."""
    for n in range(1, 65):
        export.export_entries(tmp_path, [numbered(n)])
    listed = export.parts(tmp_path, "party_renamed")
    for n in range(65, 129):
        export.export_entries(tmp_path, [numbered(n)])
        assert all(part.exists() for part in listed)
    export.export_entries(tmp_path, [numbered(129)])
    assert not any(part.exists() for part in listed)
    assert numbers(tmp_path) == list(range(1, 130))
    assert len(export.parts(tmp_path, "party_renamed")) == 1


def test_a_kind_without_facts_reads_as_an_empty_table_of_its_schema(tmp_path):
    got = export.read(tmp_path, "observed")
    assert got.num_rows == 0
    assert got.schema == schema.arrow_schema(facts.Observed)


def test_columns_have_the_promised_types():
    columns = {f.name: f.type for f in schema.arrow_schema(facts.LicenceRecorded)}
    assert list(columns)[:8] == ["n", "recorded_at", "by", "reference", "document", "reason", "supersedes", "on"]
    assert columns["recorded_at"] == pa.timestamp("us", tz="UTC")
    assert columns["on"] == columns["until"] == pa.date32()
    assert columns["price"] == columns["n"] == columns["supersedes"] == pa.int64()
    assert columns["licensors"] == pa.list_(pa.string())
    assert columns["proof"] == pa.string()
    assert columns["free"] == columns["related"] == pa.bool_()
