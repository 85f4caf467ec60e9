"""The words of a need that comes as a file: plain text, Word, PDF. What cannot be read is said, never guessed.

A PDF is read by ``pdftotext`` where the machine has it (poppler-utils), in a process of its own with a limit of time; where it
has not, the form says so and asks for the words themselves.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from xml.etree.ElementTree import ParseError

from defusedxml import ElementTree, common

from ipops.kernel.text import Text

LARGEST = 5 << 20  #: bytes of an uploaded file; three pages need a fraction of it
UNPACKED = 50 << 20  #: bytes of a Word file's text, unpacked
MOST = 40_000  #: characters of a need
_SECONDS = 20
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def words_of(data: bytes) -> str | Text:
    """The text of a file, or why there is none; what it is, its first bytes say and not its name."""
    if len(data) > LARGEST:
        return _LARGE
    if data.startswith(b"%PDF-"):
        got = _pdf(data)
    elif data.startswith(b"PK\x03\x04"):
        got = _docx(data)
    else:
        got = _plain(data)
    if isinstance(got, Text):
        return got
    lines = (" ".join(line.split()) for line in got.splitlines())
    words = "\n".join(line for line in lines if line)
    if not words:
        return _EMPTY
    return words if len(words) <= MOST else _LONG


def _plain(data: bytes) -> str | Text:
    if b"\0" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _UNKNOWN
    tried = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in tried:
        try:
            return data.decode(encoding)
        except UnicodeError:
            continue
    return _UNKNOWN


def _docx(data: bytes) -> str | Text:
    """Every paragraph of the body, those in tables too, in order."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as z:
            if z.getinfo("word/document.xml").file_size > UNPACKED:
                return _LARGE
            root = ElementTree.fromstring(z.read("word/document.xml"))
    except (KeyError, zipfile.BadZipFile, ParseError, common.DefusedXmlException):
        return _UNKNOWN
    return "\n".join("".join(t.text or "" for t in p.iter(f"{_W}t")) for p in root.iter(f"{_W}p"))


def _pdf(data: bytes) -> str | Text:
    program = shutil.which("pdftotext")
    if program is None:
        return _NO_PDF
    try:
        done = subprocess.run(  # noqa: S603  a fixed program; the file goes in by its standard input
            [program, "-q", "-enc", "UTF-8", "-l", "20", "-", "-"], input=data, capture_output=True, timeout=_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired):
        return _NO_PDF
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else _UNKNOWN


_LARGE = Text("文件超过 5 MB；需求三页纸足够。", "The file has more than 5 MB; three pages are enough for a need.")
_LONG = Text("文件超过四万字；请摘出需求部分。", "The file has more than 40,000 characters; take out what is needed.")
_EMPTY = Text(
    "文件中没有文字（可能是扫描件）；请直接填写需求内容。",
    "There is no text in the file (a scan, perhaps); write what is needed.",
)
_NO_PDF = Text(
    "本机不能读取 PDF；请上传 Word 或文本文件，或直接填写需求内容。",
    "PDF cannot be read on this machine; upload Word or plain text, or write what is needed.",
)
_UNKNOWN = Text(
    "文件无法读取；请上传 Word（.docx）、PDF 或文本文件。",
    "The file cannot be read; upload Word (.docx), PDF or plain text.",
)
