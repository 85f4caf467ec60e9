"""Who stands on a document, and whom the spellings stand for. Parents and affiliates are dated."""

from __future__ import annotations

from ipops.corpus.model.column import COUNT, DAY, TEXT, TEXTS, TableSpec, column
from ipops.kernel.text import Text

PARTIES = TableSpec(
    name="parties",
    title=Text("当事人", "parties"),
    grain=Text(
        "每件文献的每个当事人一行；同一人的几种写法不另起行。",
        "one row a mention; several spellings of one mention are one row.",
    ),
    columns=(
        column("document", TEXT, "文献键", "key of the document", required=True),
        column(
            "role",
            TEXT,
            "applicant 申请人、owner 授权时的权利人、owner_now 当前权利人、inventor、agent、examiner",
            "applicant, owner (as granted), owner_now (as the source last knew), inventor, agent, examiner",
            required=True,
        ),
        column("sequence", COUNT, "次序，从 1 起", "order, from 1", required=True),
        column("name", TEXT, "名称或姓名，实体已还原", "the name, entities decoded", required=True),
        column("name_raw", TEXT, "来源原文", "as the source writes it", required=True),
        column(
            "spellings",
            TEXTS,
            "同一处的其他写法（如 DOCDB 的四种格式、中英文）",
            "other spellings of the same mention (the four of DOCDB, the other language)",
        ),
        column("kind", TEXT, "organisation 或 person；不知为空", "organisation or person; null if not known"),
        column("country", TEXT, "国家或地区代码（ST.3）", "country (ST.3)"),
        column("region", TEXT, "省、州", "province or state"),
        column("city", TEXT, "市", "city"),
        column("code", TEXT, "统一社会信用代码等代码", "credit code or another code the source gives"),
        column(
            "party",
            TEXT,
            "归并后的主体键（owners.party）；发明人不因同名而归并",
            "key of the resolved party (owners.party); inventors are never merged by name alone",
        ),
    ),
)

OWNERS = TableSpec(
    name="owners",
    title=Text("归并主体", "resolved parties"),
    grain=Text("每个归并后的主体一行（机构与个人）。", "one row a resolved party, bodies and persons."),
    columns=(
        column("party", TEXT, "主体键", "key of the party", required=True),
        column("name", TEXT, "最常用的写法", "its most frequent spelling", required=True),
        column("name_zh", TEXT, "中文写法", "a Chinese spelling"),
        column("name_en", TEXT, "拉丁文字写法", "a spelling in Latin letters"),
        column("kind", TEXT, "organisation 或 person", "organisation or person", required=True),
        column("country", TEXT, "最常见的国家或地区", "most frequent country"),
        column("code", TEXT, "统一社会信用代码", "credit code"),
        column("documents_n", COUNT, "文献数", "documents it stands on", required=True),
        column("spellings_n", COUNT, "写法数", "distinct spellings", required=True),
    ),
)

SPELLINGS = TableSpec(
    name="spellings",
    title=Text("写法", "spellings"),
    grain=Text("每个主体的每种写法一行，附归并依据。", "one row a spelling of a party, with the reason it belongs."),
    columns=(
        column("party", TEXT, "主体键", "key of the party", required=True),
        column("spelling", TEXT, "写法", "the spelling", required=True),
        column("country", TEXT, "该写法所在国家或地区", "country it stands in"),
        column("mentions_n", COUNT, "出现次数", "mentions", required=True),
        column(
            "because",
            TEXT,
            "依据：same_name 规范化后相同、code 代码相同、close 近似且国别相容、side_by_side 同处并列、given 外部给定",
            "same_name (equal once normalised), code, close (near, countries agree), side_by_side (spelled beside it), given",
            required=True,
        ),
    ),
)

AFFILIATIONS = TableSpec(
    name="affiliations",
    title=Text("母公司与关联方", "parents and affiliates"),
    grain=Text("每段期间的每层关系一行；期间左闭右开。", "one row a relation and period; periods are half-open."),
    columns=(
        column("party", TEXT, "主体键", "key of the party", required=True),
        column("parent", TEXT, "母公司、学校等的主体键", "key of its parent", required=True),
        column(
            "relation", TEXT, "parent、affiliate、branch、renamed", "parent, affiliate, branch, renamed", required=True
        ),
        column("since", DAY, "起（含）；空：不知", "from, inclusive; null: not known"),
        column("until", DAY, "止（不含）；空：仍存续或不知", "until, exclusive; null: still so, or not known"),
        column("source", TEXT, "依据：文件与行", "what says so: file and line", required=True),
    ),
)
