"""Files made to hurt: refused in bounded memory and time, with a sentence."""

from __future__ import annotations

import tracemalloc
import zipfile

import pytest

from ipops.intake.limits import MIB, Limits
from ipops.intake.rows import Halted
from ipops.intake.table import read_table
from ipops.kernel.text import Text

SHEET = "xl/worksheets/sheet1.xml"


def refusal(path, limits=None, profile=None):
    items = list(read_table(path, profile, limits or Limits()))
    assert isinstance(items[-1], Halted), items[-1:]
    assert isinstance(items[-1].problem.says, Text)
    return items[-1].problem


def peak_of(action):
    tracemalloc.start()
    try:
        got = action()
        return got, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


class TestEndlessLines:
    @pytest.mark.parametrize("head", [b"", b"a,b\n1,2\n"], ids=["at once", "after good rows"])
    def test_are_refused_in_a_few_megabytes(self, tmp_path, head):
        path = tmp_path / "endless.csv"
        with path.open("wb") as f:
            f.write(head)
            for _ in range(64):
                f.write(b"x" * MIB)
        problem, peak = peak_of(lambda: refusal(path))
        assert problem.code == "line-endless"
        assert problem.at.line == (3 if head else 1)
        assert peak < 24 * MIB

    def test_are_refused_inside_quotes_too(self, tmp_path):
        path = tmp_path / "quoted.csv"
        with path.open("wb") as f:
            f.write(b'a,b\n"')
            for _ in range(64):
                f.write(b"1,2\n" * (MIB // 4))
        problem, peak = peak_of(lambda: refusal(path))
        assert problem.code in ("line-endless", "line-unreadable")
        assert peak < 24 * MIB

    def test_of_one_record_over_many_quoted_lines_are_refused(self, tmp_path):
        path = tmp_path / "record.csv"
        with path.open("wb") as f:
            f.write(b"a,b\n")
            for _ in range(200_000):
                f.write(b'"x\n",')
        limits = Limits(record_chars=200_000)
        assert refusal(path, limits).code == "line-endless"

    def test_a_file_over_the_cap_is_not_even_opened(self, tmp_path):
        path = tmp_path / "big.csv"
        with path.open("wb") as f:
            f.truncate(3 * MIB)
        assert refusal(path, Limits(file_bytes=2 * MIB)).code == "file-too-large"


class TestZipBombs:
    def test_out_of_proportion_parts_are_refused_before_unpacking(self, xlsx_file, repacked):
        bomb = repacked(xlsx_file([["a"], ["1"]]), SHEET, b"<worksheet>" + b" " * (40 * MIB) + b"</worksheet>")
        problem, peak = peak_of(lambda: refusal(bomb))
        assert problem.code == "workbook-too-large"
        assert peak < 8 * MIB

    def test_too_much_in_all_is_refused(self, xlsx_file):
        assert refusal(xlsx_file([["a"], ["1"]]), Limits(zip_bytes=1000)).code == "workbook-too-large"

    def test_too_many_parts_are_refused(self, xlsx_file):
        assert refusal(xlsx_file([["a"], ["1"]]), Limits(zip_parts=3)).code == "workbook-too-large"

    def test_two_parts_of_one_name_are_refused(self, xlsx_file):
        path = xlsx_file([["a"], ["1"]])
        with zipfile.ZipFile(path, "a") as z, pytest.warns(UserWarning, match="Duplicate name"):
            z.writestr(SHEET, b"<worksheet/>")
        assert refusal(path).code == "workbook-too-large"

    def test_a_row_of_a_million_cells_is_refused(self, xlsx_file, repacked):
        row = b"<row r='1'>" + b"".join(b"<c><v>%d</v></c>" % (i * 7919) for i in range(100_000)) + b"</row>"
        ns = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        bomb = repacked(
            xlsx_file([["a"]]), SHEET, b"<worksheet xmlns='" + ns + b"'><sheetData>" + row + b"</sheetData></worksheet>"
        )
        assert refusal(bomb).code == "workbook-too-large"

    def test_more_columns_than_the_cap_stop_the_sheet(self, xlsx_file):
        assert refusal(xlsx_file([list(range(60))]), Limits(columns=50)).code == "row-too-wide"

    def test_a_cut_off_workbook_is_refused(self, xlsx_file):
        path = xlsx_file([["a"], ["1"]])
        path.write_bytes(path.read_bytes()[:-200])
        assert refusal(path).code == "workbook-broken"

    def test_another_kind_of_zip_is_refused(self, tmp_path):
        path = tmp_path / "x.xlsx"
        with zipfile.ZipFile(path, "w") as z:
            z.writestr("readme.txt", "hello")
        assert refusal(path).code == "workbook-broken"

    def test_strict_open_xml_is_told_apart_from_an_empty_sheet(self, xlsx_file, repacked):
        strict = repacked(
            xlsx_file([["a"], ["1"]]),
            "xl/workbook.xml",
            lambda x: x.replace(
                b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                b"http://purl.oclc.org/ooxml/spreadsheetml/main",
            ),
        )
        assert refusal(strict).code == "workbook-strict"


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>"""
BODY = (
    b"<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheetData>"
    b"<row r='1'><c r='A1' t='inlineStr'><is><t>%s</t></is></c></row></sheetData></worksheet>"
)


class TestXmlBombs:
    @pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml", "xl/evil.bin"])
    def test_entities_in_any_part_are_refused_whatever_it_is_called(self, xlsx_file, repacked, part):
        problem, peak = peak_of(lambda: refusal(repacked(xlsx_file([["a"], ["1"]]), part, LAUGHS + BODY % b"&d;")))
        assert problem.code == "workbook-entities"
        assert peak < 8 * MIB

    def test_in_utf16_too(self, xlsx_file, repacked):
        evil = (LAUGHS + BODY % b"&d;").decode().replace("?>", " encoding='utf-16'?>", 1).encode("utf-16")
        assert refusal(repacked(xlsx_file([["a"], ["1"]]), SHEET, evil)).code == "workbook-entities"

    def test_a_file_from_outside_is_never_fetched(self, xlsx_file, repacked, tmp_path):
        secret = tmp_path / "secret.txt"
        secret.write_text("TOP SECRET", encoding="ascii")
        evil = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY s SYSTEM "file://{secret}">]>'.encode()
        problem = refusal(repacked(xlsx_file([["a"], ["1"]]), SHEET, evil + BODY % b"&s;"))
        assert problem.code == "workbook-entities"
        assert "SECRET" not in problem.says.en


def test_a_long_file_of_short_rows_stays_in_bounded_memory(tmp_path):
    path = tmp_path / "long.csv"
    with path.open("w", encoding="utf-8") as f:
        f.write("a,b\n")
        for i in range(300_000):
            f.write(f"{i},x\n")

    def count():
        n = 0
        for _ in read_table(path):
            n += 1
        return n

    n, peak = peak_of(count)
    assert n == 300_000
    assert peak < 24 * MIB
