"""The encoding is known for certain or refused; a file is never read as something that it is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipops.intake.encoding import check, detect
from ipops.kernel.outcome import Problem

#: level 1 of GB 2312 and the signs that go with it: what people write
EVERYDAY = [bytes([a, b]).decode("gb2312") for a in range(0xB0, 0xD7) for b in range(0xA1, 0xFF)]
CHINESE = st.text(st.sampled_from(EVERYDAY), min_size=1, max_size=30)
LATIN = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=20)
LINES = st.lists(st.tuples(LATIN, CHINESE), min_size=1, max_size=8).map(
    lambda rows: "\n".join(f"{a},{b}" for a, b in rows)
)
WRITTEN = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk")


def write(folder: Path, data: bytes) -> Path:
    path = folder / "x.csv"
    path.write_bytes(data)
    return path


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(text=LINES, written=st.sampled_from(WRITTEN))
def test_a_chinese_table_comes_back_as_written_or_is_refused(tmp_path, text, written):
    path = write(tmp_path, text.encode(written))
    got = detect(path)
    if not isinstance(got, Problem):
        assert path.read_bytes().decode(got) == text
    else:
        assert got.code in ("encoding-uncertain", "encoding-binary")


@pytest.mark.parametrize("written", WRITTEN)
def test_a_usual_header_is_recognised_in_every_encoding(tmp_path, written):
    text = "专利号,转让方,受让方,登记日\r\nZL201510237122.7,山河科技有限公司,东湖大学,2020-01-02\r\n"
    path = write(tmp_path, text.encode(written))
    got = detect(path)
    assert isinstance(got, str)
    assert path.read_bytes().decode(got) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("專利號,轉讓方,受讓方\n臺灣積體電路製造股份有限公司,國立臺灣大學,登記\n", "big5"),
        ("特許番号,譲渡人,譲受人\nソニー株式会社,トヨタ自動車,とうきょう\n", "shift-jis"),
        ("name,city\nSociété Générale,Besançon\nMüller,Köln\n", "latin-1"),
    ],
)
def test_other_encodings_are_refused_not_read_as_gbk(tmp_path, text, written):
    got = detect(write(tmp_path, text.encode(written)))
    assert isinstance(got, Problem)
    assert got.code in ("encoding-uncertain", "encoding-broken")


def test_accents_in_latin_words_are_utf8(tmp_path):
    text = "name,city\nSociété Générale,Köln\n"
    assert detect(write(tmp_path, text.encode())) == "utf-8"


def test_an_encoding_that_is_named_is_taken_at_its_word(tmp_path):
    path = write(tmp_path, "專利號,臺灣\n".encode("big5"))
    assert check(path, "big5") == "big5"
    assert isinstance(check(path, "utf-8"), Problem)
    assert check(path, "klingon").code == "encoding-unknown-name"


def test_one_wrong_byte_is_found_at_its_place_even_across_blocks(tmp_path):
    good = ("专" * 400_000).encode()
    path = write(tmp_path, good + b"\xff" + good)
    got = detect(path)
    assert isinstance(got, Problem)
    assert (got.code, got.at.offset) == ("encoding-broken", len(good))


def test_a_character_cut_in_half_at_the_end_is_found(tmp_path):
    got = detect(write(tmp_path, "专利号,名称\n发明".encode()[:-1]))
    assert isinstance(got, Problem)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=400))
def test_no_bytes_whatever_raise(tmp_path, data):
    path = write(tmp_path, data)
    got = detect(path)
    if isinstance(got, str):
        path.read_bytes().decode(got)
