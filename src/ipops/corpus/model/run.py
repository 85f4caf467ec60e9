"""What went in and what became of it: files read, and documents that could not be."""

from __future__ import annotations

from ipops.corpus.model.column import COUNT, PLACE, TEXT, TableSpec, column
from ipops.kernel.text import Text

SOURCES = TableSpec(
    name="sources",
    title=Text("来源", "sources"),
    grain=Text(
        "每个读入的文件一行：documents = stored + merged + quarantined。",
        "one row a file read: documents = stored + merged + quarantined.",
    ),
    columns=(
        column("file", TEXT, "文件", "the file", required=True),
        column("sha256", TEXT, "文件的 SHA-256", "its SHA-256", required=True),
        column("bytes", PLACE, "字节数", "its bytes", required=True),
        column("format", TEXT, "格式", "its format", required=True),
        column("documents", PLACE, "其中的文献（记录）数", "documents (records) in it", required=True),
        column("stored", PLACE, "新存", "new ones", required=True),
        column("merged", PLACE, "并入已有文献", "merged into documents already there", required=True),
        column("quarantined", PLACE, "隔离", "quarantined", required=True),
        column(
            "skipped",
            PLACE,
            "夹在文献之间、不是文献的部分（如序列表）",
            "parts between documents that are none (sequence listings)",
            required=True,
        ),
    ),
)

QUARANTINE = TableSpec(
    name="quarantine",
    title=Text("隔离", "quarantine"),
    grain=Text(
        "每件读不了的文献一行；原始字节另存。", "one row a document that could not be read; its bytes are kept beside."
    ),
    columns=(
        column("file", TEXT, "文件", "the file", required=True),
        column(
            "offset",
            PLACE,
            "文献开始处的字节位置；表格为行号",
            "byte at which the document starts; of a table its line",
            required=True,
        ),
        column("bytes", PLACE, "长度", "its length", required=True),
        column("code", TEXT, "原因代码", "code of the reason", required=True),
        column("reason_zh", TEXT, "原因（中文）", "reason, in Chinese", required=True),
        column("reason_en", TEXT, "原因（英文）", "reason, in English", required=True),
        column("line", COUNT, "文献内出错的行", "line within the document"),
        column(
            "raw_sha256",
            TEXT,
            "原始字节的 SHA-256，即隔离区中的文件名",
            "SHA-256 of its bytes, the name they are kept under",
        ),
    ),
)
