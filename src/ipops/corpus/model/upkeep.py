"""What happened to rights after they were born, and what was made of each number."""

from __future__ import annotations

from ipops.corpus.model.column import COUNT, DAY, FLAG, TEXT, TEXTS, TableSpec, column
from ipops.kernel.text import Text

EVENTS = TableSpec(
    name="events",
    title=Text("法律事件", "legal events"),
    grain=Text("每件文献的每个法律事件一行。", "one row a legal event of a document."),
    columns=(
        column(
            "document",
            TEXT,
            "文献键；不在库中的为规范化号码",
            "key of the document, or its normalised number",
            required=True,
        ),
        column("office", TEXT, "登记事件的局", "office that recorded it"),
        column("code", TEXT, "事件代码", "code of the event"),
        column("on", DAY, "事件日或公告日", "day of the event or of its announcement"),
        column(
            "act",
            TEXT,
            "pledge、licence、open_licence、transfer、preservation、lapse、expiry、invalidation、restoration、grant、fee、other；空：代码表没有",
            "pledge, licence, open_licence, transfer, preservation, lapse, expiry, invalidation, restoration, grant, fee, other; null: not in the table",
        ),
        column("text", TEXT, "事件文字", "words of the event"),
        column("fee_year", COUNT, "缴费年度", "year for which a fee was paid"),
        column("ends_on", DAY, "失效日等", "day on which something ended, where given"),
    ),
)

ASSIGNMENTS = TableSpec(
    name="assignments",
    title=Text("转让登记", "recorded assignments"),
    grain=Text("每份登记文件涉及的每件文献一行。", "one row a document of a recorded conveyance."),
    columns=(
        column("record", TEXT, "登记号（reel-frame）", "number of the record (reel-frame)", required=True),
        column("document", TEXT, "文献键或申请键", "key of the document or of the application", required=True),
        column("document_here", FLAG, "文献在库中", "the document is in the corpus", required=True),
        column("recorded_on", DAY, "登记日", "day it was recorded"),
        column("signed_on", DAY, "最早签署日", "earliest day of signature"),
        column("conveyance", TEXT, "转让文字原文", "words of the conveyance", required=True),
        column("assignors", TEXTS, "出让人", "assignors", required=True),
        column("assignees", TEXTS, "受让人", "assignees", required=True),
    ),
)

NUMBERS = TableSpec(
    name="numbers",
    title=Text("号码", "numbers"),
    grain=Text(
        "每件文献的每个号码一行，附核对结论与修正建议。",
        "one row a number of a document, with its verdict and the repair proposed.",
    ),
    columns=(
        column("document", TEXT, "文献键", "key of the document", required=True),
        column("role", TEXT, "publication、application、priority", "publication, application, priority", required=True),
        column("raw", TEXT, "原文", "as written", required=True),
        column(
            "scheme", TEXT, "读法（ipops id 的 scheme）", "the rule it was read by (scheme of ipops id)", required=True
        ),
        column("office", TEXT, "局", "office"),
        column("series", TEXT, "系列：年份或前缀", "series: its year or letters"),
        column("kind", TEXT, "种类：按日期判定的含义", "kind, by its date"),
        column("normalised", TEXT, "规范写法；读不懂为空", "the one way we write it; null if it cannot be read"),
        column("check", TEXT, "应有的校验位；没有算法为空", "the check character due; null where no formula is known"),
        column("valid", FLAG, "是否有效", "whether it holds", required=True),
        column("reason_zh", TEXT, "说明（中文）", "why, in Chinese"),
        column("reason_en", TEXT, "说明（英文）", "why, in English"),
        column("proposed", TEXT, "修正建议，须人工确认", "repair proposed; a person decides"),
    ),
)
