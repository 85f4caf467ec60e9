"""Which encoding a text file is in. Decided over the whole file, and refused rather than guessed.

Order: byte order mark; NULs (UTF-16 without a mark); strict UTF-8; strict GB 18030 whose characters look like Chinese
that people write. GB 18030 takes nearly any bytes, so decoding without an error proves nothing: most of what it yields
must lie in GB 2312 level 1, else the file is something else (Big5, Shift-JIS, Latin-1) and the sender has to say.
"""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from ipops.intake.limits import MIB
from ipops.kernel.outcome import Place, Problem
from ipops.kernel.text import Text

#: longest first: the UTF-32 LE mark starts with the UTF-16 LE one
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
#: share of the non-ASCII characters that must be everyday ones before a file without a mark counts as Chinese
_EVERYDAY = 0.85
#: and so many of them there must be: one or two characters prove nothing
_AT_LEAST = 4
KNOWN = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk", "gb2312", "big5")


def detect(path: Path) -> str | Problem:
    """The name of a Python codec under which the whole file decodes strictly, or a problem that says what to do."""
    with path.open("rb") as f:
        head = f.read(4096)
        for mark, name in _MARKS:
            if head.startswith(mark):
                fault = _fault(f, name)
                return name if fault is None else _broken(path, name, fault)
        if b"\x00" in head:
            return _utf16_without_mark(f, path, head)
        utf8_fault = _fault(f, "utf-8")
        if utf8_fault is None:
            return _utf8_unless_gbk_by_chance(f, path)
        if _fault(f, "gb18030") is None:
            return "gb18030" if _looks_chinese(f) else _uncertain(path)
        return _broken(path, "UTF-8 / GB 18030", utf8_fault)


def check(path: Path, name: str) -> str | Problem:
    """The same for an encoding that the sender or the profile named."""
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        return Problem(
            code="encoding-unknown-name",
            says=Text(
                f"没有名为“{name}”的编码；可用：{'、'.join(KNOWN)}。",
                f"There is no encoding called {name!r}; use one of {', '.join(KNOWN)}.",
            ),
            at=Place(file=path.name),
        )
    with path.open("rb") as f:
        fault = _fault(f, codec)
    return codec if fault is None else _broken(path, codec, fault)


def _blocks(f: BinaryIO) -> Iterator[bytes]:
    f.seek(0)
    while block := f.read(MIB):
        yield block


def _fault(f: BinaryIO, name: str) -> int | None:
    """Offset of the first byte that does not decode, or ``None``. Memory stays at one block."""
    decoder = codecs.getincrementaldecoder(name)("strict")
    done, block = 0, b""
    try:
        for block in _blocks(f):
            decoder.decode(block)
            done += len(block)
        block = b""
        decoder.decode(block, final=True)
    except UnicodeDecodeError as e:
        carried = len(e.object) - len(block)  # bytes of a character that the block before cut through
        return max(0, done - carried + e.start)
    except UnicodeError:  # a UTF-16 or UTF-32 file without its mark
        return 0
    return None


def _utf16_without_mark(f: BinaryIO, path: Path, head: bytes) -> str | Problem:
    even, odd = head[0::2].count(0), head[1::2].count(0)
    # ASCII leaves NULs on one side; the other side has a few at most (一 is U+4E00).
    for name, zeros, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if zeros > 4 * others and _fault(f, name) is None and _everyday(f, name)[0] >= _EVERYDAY:
            return name
    return Problem(
        code="encoding-binary",
        says=Text(
            "文件含有空字节，不是文本表格（或编码无法判定）；请另存为 UTF-8 编码的 CSV 或 XLSX。",
            "The file holds NUL bytes and is no text table, or its encoding cannot be told; save it as CSV in UTF-8 or as XLSX.",
        ),
        at=Place(file=path.name, offset=head.index(0)),
    )


def _utf8_unless_gbk_by_chance(f: BinaryIO, path: Path) -> str | Problem:
    """A short GBK text can be valid UTF-8 by chance (pairs C2–DF, A1–BF): 一 is also һ. Where both readings hold, only
    accented letters inside Latin words (Société) speak for UTF-8; anything else is refused."""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    found, in_words, before = False, True, ""
    for block in _blocks(f):
        text = decoder.decode(block)
        if text.isascii():
            before = text[-1:] or before
            continue
        for i, ch in enumerate(text):
            if ch > "\x7f":
                found = True
                low = ch.encode()
                if len(low) != 2 or low[1] < 0xA1:
                    return "utf-8"
                beside = (text[i - 1] if i else before) + text[i + 1 : i + 2]
                in_words &= "\u00c0" <= ch <= "\u024f" and any(c.isascii() and c.isalpha() for c in beside)
        before = text[-1]
    if not found or in_words or _fault(f, "gb18030") is not None or _everyday(f, "gb18030")[0] < _EVERYDAY:
        return "utf-8"
    return _uncertain(path)


def _looks_chinese(f: BinaryIO) -> bool:
    share, n = _everyday(f, "gb18030")
    return share >= _EVERYDAY and n >= _AT_LEAST


def _everyday(f: BinaryIO, name: str) -> tuple[float, int]:
    """Share of the non-ASCII characters that are GB 2312 symbols or level-1 hanzi, and how many non-ASCII ones there are."""
    decoder = codecs.getincrementaldecoder(name)("strict")
    every: Counter[str] = Counter()
    for block in _blocks(f):
        text = decoder.decode(block)
        if not text.isascii():
            every.update(text)
    foreign = {ch: n for ch, n in every.items() if ch > "\x7f"}
    total = sum(foreign.values())
    good = sum(n for ch, n in foreign.items() if _is_everyday(ch))
    return (good / total if total else 1.0), total


def _is_everyday(ch: str) -> bool:
    try:
        lead = ch.encode("gb2312")[0]
    except UnicodeEncodeError:
        return False
    return 0xB0 <= lead <= 0xD7 or lead in (0xA1, 0xA2, 0xA3)


def _uncertain(path: Path) -> Problem:
    return Problem(
        code="encoding-uncertain",
        says=Text(
            "无法确定文件的编码（既非可靠的 UTF-8，也非可靠的 GBK）；请另存为“CSV UTF-8”或 XLSX，或注明编码。",
            "The file's encoding cannot be told for certain (neither UTF-8 nor GBK beyond doubt); save it as “CSV UTF-8” or XLSX, or name the encoding.",
        ),
        at=Place(file=path.name),
    )


def _broken(path: Path, name: str, offset: int) -> Problem:
    return Problem(
        code="encoding-broken",
        says=Text(
            f"第 {offset} 字节起无法按 {name} 解码，文件可能被截断或混用了编码；请从原系统重新导出。",
            f"From byte {offset} on the file does not decode as {name}: cut short, or two encodings mixed. Export it again from its source.",
        ),
        at=Place(file=path.name, offset=offset),
    )
