"""What may be wrong with a whole file: of no known format, broken, a bomb, cut short. As values with what to do."""

from __future__ import annotations

from ipops.corpus.feeds.opened import TooMuch
from ipops.corpus.feeds.record import Bad
from ipops.kernel.text import Text


def fault_of(broken: OSError) -> Bad:
    """Why a stream ended before its end."""
    if isinstance(broken, TooMuch):
        return BOMB
    return Bad(code="cut-short", says=_CUT_SHORT.fill(detail=str(broken) or type(broken).__name__))


def cut_off(stated: int | None, there: int) -> Bad:
    """A last document without its end, in a format whose files have no mark of theirs."""
    return Bad(code="cut-short", says=_CUT_OFF.fill(stated="?" if stated is None else stated, there=there))


UNKNOWN = Bad(
    code="unknown-format",
    says=Text(
        "不是已知的专利文件（XML、JSON、绿皮书、表格）。若为网页格式的 .xls，请另存为 .xlsx 或 CSV。",
        "This is no patent file known here (XML, JSON, green book, table). If it is a web page called .xls, save it as .xlsx or CSV.",
    ),
)
UNOPENED = Bad(
    code="unopened",
    says=Text("压缩包损坏，无法打开；请重新下载。", "The archive is broken and cannot be opened; fetch it again."),
)
BOMB = Bad(
    code="swells",
    says=Text(
        "解压后远大于正常数据，疑为压缩炸弹，未继续读取。",
        "It unpacks to far more than any office's data and may be a bomb; it was not read further.",
    ),
)
_CUT_SHORT = Text(
    "文件自此处起无法读取（{detail}），可能下载不完整；此前的文献已载入，补全后再次载入即可。",
    "The file cannot be read from here on ({detail}), perhaps a broken download; the documents before it are loaded. Fetch it again and load it.",
)
_CUT_OFF = Text(
    "文件在这件文献中间结束（应有权利要求{stated}项，读到{there}项），可能下载不完整；此前的文献已载入，补全后再次载入即可。",
    "The file ends in the middle of this document (claims stated: {stated}, read: {there}), perhaps a broken download; the documents before it are loaded. Fetch it again and load it.",
)
