"""Forms of this line. A form reads what was typed; whether it may be done is the service's to say."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from ipops.kernel.text import Text
from ipops.lines.navigation.facts import Goal, StudyKind, Verdict
from ipops.lines.navigation.rules.admission import GOALS
from ipops.webkit.pages.fields import DivisionField, DocumentField, MoneyField, choices
from ipops.webkit.pages.forms import Group, HouseForm
from ipops.webkit.pages.lang import said, say


class ProposeForm(HouseForm):
    submit_text: ClassVar[Text] = Text("提交立项申请", "Propose")

    kind = forms.ChoiceField(
        label=said("项目类别", "kind of study"),
        choices=choices(StudyKind),
        widget=forms.RadioSelect,
        initial="industry",
    )
    title = forms.CharField(label=said("名称", "title"), max_length=200)
    industry = forms.CharField(label=said("产业或领域", "industry or field"), required=False, max_length=200)
    goals = forms.MultipleChoiceField(
        label=said("目标", "goals"),
        help_text=said("每类项目有自己的目标。", "Each kind has goals of its own."),
        choices=[
            (str(g), say(Text(f"{kind.zh}：{g.zh}", f"{kind.en}: {g.en}")))
            for kind, goals in GOALS.items()
            for g in goals
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    owner = forms.CharField(label=said("需求单位统一社会信用代码", "credit code of who needs it"), max_length=40)
    owner_name = forms.CharField(
        label=said("需求单位名称", "name of who needs it"),
        help_text=said("已登记的不用填。", "Not needed for one that is known."),
        required=False,
        max_length=200,
    )
    place = DivisionField(label=said("地区（区划代码）", "place, division code"))

    def clean_goals(self) -> tuple[Goal, ...]:
        return tuple(Goal(g) for g in self.cleaned_data["goals"])


class ContractForm(HouseForm):
    submit_text: ClassVar[Text] = Text("启动项目", "Start the study")

    contractor = forms.CharField(label=said("承担单位统一社会信用代码", "contractor's credit code"), max_length=40)
    contractor_name = forms.CharField(
        label=said("承担单位名称", "contractor's name"),
        help_text=said("已登记的不用填。", "Not needed for one that is known."),
        required=False,
        max_length=200,
    )
    leader = forms.CharField(label=said("项目负责人", "project leader"), max_length=60)
    fee = MoneyField(label=said("经费（元）", "fee, yuan"), required=False, max_length=40)
    due_on = forms.DateField(label=said("约定完成日", "agreed day of the report"), required=False)
    paper = DocumentField(label=said("合同或任务书", "contract or task book"), required=False)


class FreezeForm(HouseForm):
    groups: ClassVar[tuple[Group, ...]] = (
        Group(Text("数据集", "The data set"), ("on", "source_of_data", "query", "documents", "paper")),
        Group(
            Text("抽样检验", "Samples"),
            ("relevant_sample", "relevant_found", "precise_sample", "precise_found"),
        ),
    )
    submit_text: ClassVar[Text] = Text("冻结数据集", "Freeze the data")

    on = forms.DateField(label=said("检索日", "day of the search"))
    source_of_data = forms.CharField(label=said("数据来源", "source of the data"), max_length=200)
    query = forms.CharField(label=said("检索式", "query"), widget=forms.Textarea, max_length=20_000)
    documents = forms.IntegerField(label=said("文献数", "documents"), min_value=0, max_value=10**9)
    paper = DocumentField(label=said("数据集或清单文件", "the data set or its list"), required=False)
    relevant_sample = forms.IntegerField(label=said("查全抽样数", "recall sample"), required=False, min_value=0)
    relevant_found = forms.IntegerField(label=said("其中检出数", "of it found"), required=False, min_value=0)
    precise_sample = forms.IntegerField(label=said("查准抽样数", "precision sample"), required=False, min_value=0)
    precise_found = forms.IntegerField(label=said("其中相关数", "of it relevant"), required=False, min_value=0)


_UNITS = [
    ("family", said("同族", "families")), ("document", said("文献", "documents")),
    ("title_and_owner", said("名称与权利人相同者算一项", "title and owner (where no family is told)")),
]  # fmt: skip


class SetUpForm(HouseForm):
    """Data, boundary, tree. Of a template that is taken as it is nothing below is asked, so that only the view can say what lacks."""

    groups: ClassVar[tuple[Group, ...]] = (
        Group(Text("从哪里来", "Where from"), ("basis", "template", "langs")),
        Group(
            Text("数据", "The data"),
            ("file1", "names", "source", "query", "searched_on", "covers_until"),
        ),
        Group(Text("边界与技术分解", "Boundary and technical tree"), ("demand", "boundary", "tree")),
        Group(
            Text("更多文件、计数单位与本国局", "More files, what is counted, home office"), ("file2", "file3", "unit", "home"), folded=True,
        ),
        Group(
            Text("第二套数据（第一套缺日期、同族或引文时）", "A second set (where the first lacks dates, families or citations)"),
            ("file4", "names2", "source2", "query2", "searched_on2", "covers_until2", "boundary2", "unit2"), folded=True,
        ),
        Group(
            Text("英文报告的用语（不填则用中文原文）", "Wording of the English report (left empty: as in Chinese)"),
            ("title_en", "industry_en", "demand_en", "source_en", "query_en", "source_en2", "query_en2"), folded=True,
        ),
        Group(
            Text("权利人、对象与建议", "Owners, subjects, recommendations"),
            ("owners", "organisations", "inventors", "advice", "industry_data", "each"), folded=True,
        ),
    )  # fmt: skip
    submit_text: ClassVar[Text] = Text("保存并运行", "Save and run")

    basis = forms.ChoiceField(label=said("模板", "template"), widget=forms.RadioSelect, initial="own")
    template = DocumentField(
        label=said("模板文件（YAML）", "template file (YAML)"),
        help_text=said("只在选“上传的模板”时使用。", "Used with “a template that I upload” only."), required=False,
    )  # fmt: skip
    langs = forms.MultipleChoiceField(
        label=said("报告语言", "languages of the report"), choices=[("zh", said("中文", "Chinese")), ("en", said("英文", "English"))],
        widget=forms.CheckboxSelectMultiple, initial=["zh", "en"],
    )  # fmt: skip
    file1 = DocumentField(
        label=said("数据文件", "data file"),
        help_text=said(
            "检索系统导出的 CSV、XLS、XLSX，或批量 XML、JSON；可为 zip、gzip。", "An export (CSV, XLS, XLSX) or bulk XML, JSON; zip and gzip too."
        ), required=False,
    )  # fmt: skip
    file2 = DocumentField(label=said("数据文件之二", "second data file"), required=False)
    file3 = DocumentField(label=said("数据文件之三", "third data file"), required=False)
    names = forms.CharField(
        label=said("已有的数据，每行一个", "data that are there, one a line"),
        help_text=said(
            "已上传的文件名，或 corpus:名称（本机语料库）、shared:路径（共享数据）；新上传的自动列入。",
            "Names of files uploaded before, corpus:NAME (on this machine) or shared:PATH; what you upload now is added.",
        ), required=False, widget=forms.Textarea, max_length=5_000,
    )  # fmt: skip
    source = forms.CharField(
        label=said("数据来源与许可", "source of the data and licence"), required=False, max_length=500
    )
    query = forms.CharField(
        label=said("检索式（原检索）", "query, as it was searched"), required=False, widget=forms.Textarea, max_length=20_000,
    )  # fmt: skip
    searched_on = forms.DateField(label=said("检索日", "day of the search"), required=False)
    covers_until = forms.DateField(
        label=said("数据完整至", "complete up to"),
        help_text=said(
            "此日之后的年份在图中变浅，不计入增长。", "Years after it are pale in charts and out of growth."
        ), required=False,
    )  # fmt: skip
    unit = forms.ChoiceField(
        label=said("计数单位", "what is counted"), initial="family", required=False, choices=_UNITS
    )
    file4 = DocumentField(label=said("数据文件", "data file"), required=False)
    names2 = forms.CharField(
        label=said("已有的数据，每行一个", "data that are there, one a line"), required=False, widget=forms.Textarea, max_length=5_000,
    )  # fmt: skip
    source2 = forms.CharField(
        label=said("数据来源与许可", "source of the data and licence"), required=False, max_length=500
    )
    query2 = forms.CharField(
        label=said("检索式（原检索）", "query, as it was searched"), required=False, widget=forms.Textarea, max_length=20_000,
    )  # fmt: skip
    searched_on2 = forms.DateField(label=said("检索日", "day of the search"), required=False)
    covers_until2 = forms.DateField(label=said("数据完整至", "complete up to"), required=False)
    boundary2 = forms.CharField(
        label=said("边界检索式", "boundary query"), required=False, widget=forms.Textarea, max_length=20_000
    )
    unit2 = forms.ChoiceField(
        label=said("计数单位", "what is counted"), initial="family", required=False, choices=_UNITS
    )
    title_en = forms.CharField(label=said("英文名称", "title in English"), required=False, max_length=200)
    industry_en = forms.CharField(
        label=said("产业或领域（英文）", "industry or field in English"), required=False, max_length=200
    )
    demand_en = forms.CharField(
        label=said("需求（英文）", "what is asked, in English"), required=False, widget=forms.Textarea, max_length=5_000
    )
    source_en = forms.CharField(label=said("数据来源（英文）", "source in English"), required=False, max_length=500)
    query_en = forms.CharField(
        label=said("检索式（英文说明）", "query, in English words"),
        required=False,
        widget=forms.Textarea,
        max_length=20_000,
    )
    source_en2 = forms.CharField(
        label=said("第二套数据来源（英文）", "source of the second set in English"), required=False, max_length=500
    )
    query_en2 = forms.CharField(
        label=said("第二套检索式（英文说明）", "query of the second set, in English words"), required=False,
        widget=forms.Textarea, max_length=20_000,
    )  # fmt: skip
    home = forms.RegexField(
        r"^[A-Z]{2}$", label=said("本国局代码", "code of the home office"), initial="CN", required=False, max_length=2,
    )  # fmt: skip
    demand = forms.CharField(
        label=said("需求", "what is asked"), required=False, widget=forms.Textarea, max_length=5_000
    )
    boundary = forms.CharField(
        label=said("边界检索式", "boundary query"),
        help_text=said(
            "数据中哪些属于本题，如 title:无人机 OR class:B64C39；不填则全部。",
            "What of the data belongs to the subject: title:drone OR class:B64C39; empty: everything.",
        ), required=False, widget=forms.Textarea, max_length=20_000,
    )  # fmt: skip
    tree = forms.CharField(
        label=said("技术分解，每行一个节点", "technical tree, a node a line"),
        help_text=said(
            "环节 | 代码 | 名称 | 英文 | 标引规则，如 上游 | rotor | 旋翼 | rotors | class:B64C27。代码、英文可空；可从表格软件粘贴。2 至 24 个节点。",
            "link | code | Chinese name | English name | rule: upstream | rotor | rotors | rotors | class:B64C27. Code and English may be empty; paste from a spreadsheet. 2 to 24 nodes.",
        ), required=False, widget=forms.Textarea, max_length=50_000,
    )  # fmt: skip
    owners = forms.CharField(
        label=said("归并的权利人，每行一家", "owners taken as one, a line each"),
        help_text=said("名称 | 英文 | 数据中的写法；写法", "Chinese name | English name | spelling; spelling"), required=False,
        widget=forms.Textarea, max_length=50_000,
    )  # fmt: skip
    organisations = forms.CharField(
        label=said("评估对象（机构），每行一个", "organisations to value, one a line"), required=False, widget=forms.Textarea, max_length=2_000,
    )  # fmt: skip
    inventors = forms.CharField(
        label=said("评价对象（发明人），每行一个", "inventors to appraise, one a line"), required=False, widget=forms.Textarea, max_length=5_000,
    )  # fmt: skip
    advice = forms.CharField(
        label=said("建议，每行一条", "recommendations, a line each"),
        help_text=said(
            "所依据的分析代码 | 建议 | 英文，如 gaps, owners | 先做……。不得自带数字。",
            "codes of the analyses it rests on | in Chinese | in English: gaps, owners | … No numbers of its own.",
        ), required=False, widget=forms.Textarea, max_length=20_000,
    )  # fmt: skip
    industry_data = DocumentField(
        label=said("企业与产值表", "firms and output"),
        help_text=said("CSV：node, firms, output_wan, year, source。", "CSV: node, firms, output_wan, year, source."), required=False,
    )  # fmt: skip
    each = forms.IntegerField(
        label=said("每个样本的件数", "documents a sample"), initial=60, min_value=10, max_value=2000, required=False
    )


class ReportForm(HouseForm):
    submit_text: ClassVar[Text] = Text("提交报告", "Hand in")

    findings = forms.IntegerField(label=said("结论条数", "findings"), min_value=1, max_value=10_000)
    says = forms.CharField(label=said("摘要", "summary"), widget=forms.Textarea, max_length=5_000)
    paper = DocumentField(label=said("报告", "the report"))


class AcceptForm(HouseForm):
    submit_text: ClassVar[Text] = Text("验收", "Accept")

    verdict = forms.ChoiceField(label=said("验收结论", "verdict"), choices=choices(Verdict), widget=forms.RadioSelect)
    panel = forms.CharField(label=said("验收组", "panel"), max_length=500)
    paper = DocumentField(label=said("验收意见", "the panel's opinion"), required=False)


class UseForm(HouseForm):
    submit_text: ClassVar[Text] = Text("记录运用", "Record the use")

    on = forms.DateField(label=said("决策日", "day of the decision"))
    by_whom = forms.CharField(label=said("决策单位统一社会信用代码", "credit code of who decided"), max_length=40)
    by_whom_name = forms.CharField(
        label=said("决策单位名称", "name of who decided"),
        help_text=said("已登记的不用填。", "Not needed for one that is known."),
        required=False,
        max_length=200,
    )
    decision = forms.CharField(label=said("决策", "decision"), widget=forms.Textarea, max_length=2_000)
    finding = forms.CharField(
        label=said("所依据的结论", "finding it rests on"), widget=forms.Textarea, max_length=2_000
    )
    paper = DocumentField(label=said("决策文件", "the decision's paper"), required=False)


class PublishForm(HouseForm):
    submit_text: ClassVar[Text] = Text("发布成果", "Publish")

    where = forms.CharField(label=said("发布处", "where"), max_length=500)


class WhyForm(HouseForm):
    why = forms.CharField(label=said("理由", "reason"), widget=forms.Textarea, max_length=2_000)


class EvaluateForm(HouseForm):
    submit_text: ClassVar[Text] = Text("绩效评价", "Evaluate")

    says = forms.CharField(label=said("评价", "evaluation"), widget=forms.Textarea, max_length=5_000)
    paper = DocumentField(label=said("评价材料", "papers"), required=False)


class LabelForm(HouseForm):
    """The nodes are drawn by the page, beside what the rule says of each."""

    submit_text: ClassVar[Text] = Text("保存并读下一件", "Save and go on")

    why = forms.CharField(label=said("理由", "reason"), required=False, max_length=500)


class SheetForm(HouseForm):
    submit_text: ClassVar[Text] = Text("记入账本", "Store them")

    which = forms.ChoiceField(
        label=said("内容", "what it holds"),
        choices=[
            ("labels", said("标引表（document, node, label）", "labels (document, node, label)")),
            ("verdicts", said("抽样判读表（document, relevant）", "verdicts on the samples (document, relevant)")),
        ],
        widget=forms.RadioSelect,
    )
    file = DocumentField(label=said("CSV 文件（UTF-8）", "CSV file in UTF-8"))


def pair(v: dict[str, Any], name: str) -> tuple[int | None, int | None]:
    """Found and drawn of a sample."""
    return v[f"{name}_found"], v[f"{name}_sample"]
