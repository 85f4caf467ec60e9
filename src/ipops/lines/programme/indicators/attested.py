"""Goals of the 2020 Notice whose houses are not built yet: their figures are attested with evidence, or published ones."""

from __future__ import annotations

from ipops.kernel.citation import Citation
from ipops.kernel.text import Text
from ipops.lines.programme.indicators.notice import CUT_OFF, clause, unsaid
from ipops.measures.measure import Measure, NotTheSame, PublishedAs
from ipops.measures.words import Direction, Figure, Over


def attested(
    code: str,
    zh: str,
    en: str,
    *,
    clause: Citation,
    unit: str,
    unit_name: Text,
    growth: Text | None = None,
    scope: Text | None = None,
    counting_unit: Text | None = None,
    dedup_key: Text | None = None,
    decimals: int = 0,
    published_as: tuple[PublishedAs, ...] = (),
    not_the_same: tuple[NotTheSame, ...] = (),
) -> Measure:
    """A goal whose house is not built yet: its figure is attested with evidence, or read from a published one."""
    return Measure(
        code=code,
        title=Text(zh, en),
        unit=unit,
        unit_name=unit_name,
        decimals=decimals,
        direction=Direction.UP,
        figure=Figure.ATTESTED,
        scope=scope or unsaid("口径", "the scope"),
        counting_unit=counting_unit or unsaid("计量单位", "the counting unit"),
        dedup_key=dedup_key or unsaid("去重规则", "what is counted once"),
        numerator=Text("填报或公布的数值", "the attested or published figure"),
        denominator=None,
        over_time=Over.NOT,
        over_place=Over.NOT,
        territory=unsaid("地域归属规则", "the territory rule"),
        districts=Text("不由区县相加；各级分别填报", "never added up from districts; each level attests its own"),
        counted_days=unsaid("计入日", "which day counts"),
        data_source=Text("观测值（填报并附证据，或公布数）", "observations: attested with evidence, or published"),
        cut_off=CUT_OFF,
        register_kinds=unsaid("计入哪些权利", "which kinds of right count"),
        growth=growth,
        clause=clause,
        version=1,
        published_as=(PublishedAs(indicator=code), *published_as),
        not_the_same=not_the_same,
    )


COUNT = ("count",)
AMOUNT = Text("亿元", "100 million yuan")

#: ``clause``'s paragraph and words are those of the Notice; the order is the Notice's.
ATTESTED: tuple[Measure, ...] = (
    attested(
        "securitization_issues",
        "知识产权证券化产品",
        "IP securitization products issued",
        clause=clause(1, "推动发行知识产权证券化产品1单以上"),
        unit="issue",
        unit_name=Text("单", "issues"),
        counting_unit=Text("发行的产品", "products issued"),
    ),
    attested(
        "high_value_portfolio_financing",
        "高价值专利组合融资",
        "financing by high-value patent portfolios",
        clause=clause(1, "促进高价值专利组合融资"),
        unit="",
        unit_name=Text("（定性）", "(words, no figure)"),
    ),
    attested(
        "patent_intensive_value_added",
        "专利密集型产业增加值",
        "value added of patent-intensive industries",
        clause=clause(2, "专利密集型产业增加值和实施地理标志运用促进工程的地理标志产品产值显著提升"),
        unit="CNY_100M",
        unit_name=AMOUNT,
        decimals=2,
        scope=Text(
            "知识产权（专利）密集型产业统计分类",
            "industries of the statistical classification of patent-intensive ones",
        ),
    ),
    attested(
        "gi_project_output",
        "实施地理标志运用促进工程的地理标志产品产值",
        "output of GI products under the GI project",
        clause=clause(2, "专利密集型产业增加值和实施地理标志运用促进工程的地理标志产品产值显著提升"),
        unit="CNY_100M",
        unit_name=AMOUNT,
        decimals=2,
        scope=Text("列入地理标志运用促进工程的产品", "products under the GI project only"),
        not_the_same=(
            NotTheSame(
                indicator="gi_output",
                why=Text("全部地理标志产品，不限于促进工程。", "All GI products, not only those of the project."),
            ),
        ),
    ),
    attested(
        "regional_trademark_brands",
        "区域商标品牌",
        "regional trademark brands",
        clause=clause(2, "打造若干特色鲜明、竞争力强、市场信誉好的区域商标品牌"),
        unit="",
        unit_name=Text("（定性）", "(words, no figure)"),
    ),
    attested(
        "certified_bodies",
        "通过知识产权管理规范贯标认证的企业、高等学校、科研院所",
        "enterprises, universities and institutes certified to the IP management standard",
        clause=clause(
            3, "200家以上创新能力较强、知识产权基础较好的企业、高等学校、科研院所通过知识产权管理规范贯标认证"
        ),
        unit="body",
        unit_name=Text("家", "bodies"),
        scope=Text("企业、高等学校、科研院所", "enterprises, universities and institutes"),
        counting_unit=Text("持有有效证书的主体", "holders of a valid certificate"),
        not_the_same=(
            NotTheSame(
                indicator="standard_firms",
                why=Text(
                    "是否通过认证未说明，可能只是贯标。",
                    "Whether certified or only working by the standard is not said.",
                ),
            ),
            NotTheSame(
                indicator="certified_firms",
                why=Text("只含企业，不含高校、院所。", "Enterprises only, without universities and institutes."),
            ),
        ),
    ),
    attested(
        "model_universities",
        "国家知识产权试点示范高校建设",
        "national IP pilot and demonstration universities",
        clause=clause(3, "支持国家知识产权试点示范高校建设"),
        unit="",
        unit_name=Text("（定性）", "(words, no figure)"),
    ),
    attested(
        "trademark_layout_brand_level",
        "市场主体商标布局和品牌培育水平",
        "trademark layout and brand cultivation of market entities",
        clause=clause(3, "市场主体商标布局和品牌培育水平显著提升"),
        unit="",
        unit_name=Text("（定性）", "(words, no figure)"),
    ),
    attested(
        "service_cluster",
        "知识产权服务业集聚区",
        "IP service-industry cluster",
        clause=clause(4, "高水平建设知识产权服务业集聚区"),
        unit="",
        unit_name=Text("（定性）", "(words, no figure)"),
    ),
    attested(
        "regional_platform",
        "区域性知识产权运营服务平台",
        "regional IP operation service platform",
        clause=clause(4, "建设1家区域性知识产权运营服务平台"),
        unit="platform",
        unit_name=Text("家", "platforms"),
        scope=Text("区域性平台", "regional platforms"),
        counting_unit=Text("平台", "platforms"),
    ),
    attested(
        "industry_operation_centres",
        "产业知识产权运营中心",
        "industry IP operation centres",
        clause=clause(4, "培育3家以上产业知识产权运营中心"),
        unit="centre",
        unit_name=Text("家", "centres"),
        scope=Text("产业类运营中心", "centres of an industry"),
        counting_unit=Text("中心", "centres"),
    ),
    attested(
        "service_bodies",
        "知识产权服务机构",
        "professional, market-oriented, many-sided IP service bodies",
        clause=clause(4, "扶持一批专业化、市场化、复合型的知识产权服务机构"),
        unit="body",
        unit_name=Text("家", "bodies"),
    ),
    attested(
        "industry_supervision",
        "知识产权服务行业监管",
        "supervision of the IP service industry",
        clause=clause(4, "知识产权服务行业监管全面加强"),
        unit="",
        unit_name=Text("（定性）", "(words, no figure)"),
    ),
    attested(
        "service_capacity",
        "知识产权服务区域和产业发展能力",
        "capacity of IP services to serve region and industry",
        clause=clause(4, "知识产权服务区域和产业发展能力显著提升"),
        unit="",
        unit_name=Text("（定性）", "(words, no figure)"),
    ),
)
