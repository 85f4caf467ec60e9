"""What every definition of the Notice's goals shares: its clause, and how *not said* is said."""

from __future__ import annotations

from ipops.kernel.citation import Citation, Grade
from ipops.kernel.outcome import Unknown
from ipops.kernel.text import Text

NOTICE = "财办建〔2020〕40号"


def clause(paragraph: int, quote: str) -> Citation:
    return Citation(
        document=NOTICE,
        clause=f"二、绩效目标 ({paragraph})",
        grade=Grade.B,
        quote=quote,
        source="001_2b409592b9ecd278.txt",
    )


def unsaid(zh: str, en: str) -> Unknown:
    return Unknown(why=Text(f"通知未说明{zh}。", f"The Notice does not say {en}."), needs=NEEDS)


NEEDS = Text(
    "需要官方文本，或城市方案、绩效评价办法中的规定", "official text, or a rule of the city plan or of the evaluation"
)
CUT_OFF = Unknown(
    why=Text("通知未说明统计截止日。", "The Notice does not say by which day a year is closed."),
    needs=Text("以 --as-known-on 指定", "name it by --as-known-on"),
)
GROWTH = Text("年均增幅，方法见政策包条款 growth.method", "average annual growth, by the pack's term growth.method")
