"""Documents and their claims. One row of ``documents`` is one publication: an application as published, a grant, a design."""

from __future__ import annotations

from ipops.corpus.model.column import COUNT, COUNTS, DAY, FLAG, PLACE, TEXT, TableSpec, column
from ipops.kernel.text import Text

DOCUMENTS = TableSpec(
    name="documents",
    title=Text("文献", "documents"),
    grain=Text(
        "每件公布的文献一行（同一申请的公布与授权各一行）。",
        "one row a publication (an application as published and its grant are two).",
    ),
    columns=(
        column(
            "document",
            TEXT,
            "文献键：局代码、号码、种类代码连写，如 US7130913B2；来源没有号码的用 lens:… 等来源键",
            "key: office, number, kind code in one, as US7130913B2; lens:… and the like where the source gives no number",
            required=True,
        ),
        column("office", TEXT, "公布局（WIPO ST.3）", "office that published it (WIPO ST.3)"),
        column("number", TEXT, "号码，不含局与种类代码", "number without office and kind"),
        column("kind", TEXT, "种类代码（WIPO ST.16）", "kind code (WIPO ST.16)"),
        column(
            "stage",
            TEXT,
            "阶段：application 公布、examined 审定、grant 授权、registration 登记授权、search_report、correction、other",
            "application (as published), examined, grant, registration (granted unexamined), search_report, correction, other",
        ),
        column(
            "right_type",
            TEXT,
            "权利类型：invention、utility_model、design、plant、reissue、statutory_invention、defensive",
            "invention, utility_model, design, plant, reissue, statutory_invention, defensive",
        ),
        column("published_on", DAY, "公布（公告）日", "day of publication"),
        column(
            "granted_on",
            DAY,
            "授权日：授权文献的公告日，或来源写明的授权日",
            "day of grant: of a grant its publication, else as the source states",
        ),
        column(
            "application",
            TEXT,
            "申请键，如 USA10628795、CN201510123456.1",
            "key of the application, as USA10628795, CN201510123456.1",
        ),
        column("filed_on", DAY, "申请日", "day of filing"),
        column(
            "priority_on",
            DAY,
            "最早优先权日；没有优先权时为申请日",
            "earliest priority; the day of filing if none is claimed",
        ),
        column("family", TEXT, "所属简单族的键（families.family）", "key of its simple family (families.family)"),
        column("title", TEXT, "原文名称", "title in its own language"),
        column("title_lang", TEXT, "原文名称的语言（ISO 639-1）", "language of the title (ISO 639-1)"),
        column("title_zh", TEXT, "中文名称", "Chinese title"),
        column("title_en", TEXT, "英文名称", "English title"),
        column("abstract", TEXT, "原文摘要", "abstract in its own language"),
        column("abstract_zh", TEXT, "中文摘要", "Chinese abstract"),
        column("abstract_en", TEXT, "英文摘要", "English abstract"),
        column(
            "claims_n", COUNT, "权利要求项数（来源所述，否则为所列）", "number of claims, as stated, else as listed"
        ),
        column(
            "claims_independent_n",
            COUNT,
            "独立权利要求项数；未列出权利要求时不知",
            "independent claims; not known where claims are not listed",
        ),
        column(
            "references_listed",
            FLAG,
            "来源是否给出该文献的引文清单；否或空：清单缺失，不等于没有引用",
            "whether a source gives its list of references; false or null: the list is missing, which is not an empty list",
        ),
        column("cited_by_stated", COUNT, "来源所述被引次数", "times cited, as a source states"),
        column("family_simple_stated", COUNT, "来源所述简单族成员数", "size of the simple family, as a source states"),
        column(
            "family_extended_stated", COUNT, "来源所述扩展族成员数", "size of the extended family, as a source states"
        ),
        column(
            "legal_status",
            TEXT,
            "法律状态：pending、active、lapsed、expired、invalidated、withdrawn、rejected",
            "pending, active, lapsed, expired, invalidated, withdrawn, rejected",
        ),
        column("legal_status_raw", TEXT, "法律状态原文", "legal status as written"),
        column("legal_status_on", DAY, "法律状态的日期", "day of that status"),
        column("ends_on", DAY, "预计届满日或失效日（来源所述）", "day the right ends or ended, as a source states"),
        column(
            "same_day_twin",
            TEXT,
            "同日同申请人的另一件申请（一案双申）的文献键",
            "key of the twin filed by the same applicant on the same day",
        ),
        column("records_n", COUNT, "合并进本行的来源记录数", "source records merged into this row", required=True),
        column("source_file", TEXT, "为本行作证的来源文件", "file that speaks for this row", required=True),
        column("source_format", TEXT, "来源格式", "its format", required=True),
        column(
            "source_offset",
            PLACE,
            "记录在文件中的字节位置；表格为行号",
            "byte offset of the record in the file; of a table its line",
            required=True,
        ),
        column("record_sha256", TEXT, "来源记录的 SHA-256", "SHA-256 of the source record", required=True),
    ),
)

CLAIMS = TableSpec(
    name="claims",
    title=Text("权利要求", "claims"),
    grain=Text("每项权利要求一行。", "one row a claim."),
    columns=(
        column("document", TEXT, "文献键", "key of the document", required=True),
        column("number", COUNT, "项号", "number of the claim", required=True),
        column("text", TEXT, "文字，不含标记", "its words without markup", required=True),
        column("lang", TEXT, "语言（ISO 639-1）", "language (ISO 639-1)"),
        column("independent", FLAG, "是否独立权利要求", "whether it stands on its own"),
        column("depends_on", COUNTS, "所引用的项号", "numbers of the claims it refers to"),
    ),
)
