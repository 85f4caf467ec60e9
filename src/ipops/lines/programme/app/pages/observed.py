"""What published figures are called: indicators, scopes and units of the files a city or the centre publishes.

A code nobody named here is shown as it is; a test holds the lists against the shared files.
"""

from __future__ import annotations

from types import MappingProxyType

from ipops.kernel.text import Text
from ipops.lines.programme.app.pages.observed_indicators import INDICATORS

SCOPES = MappingProxyType(
    {
        "advantage_demo_firms": Text("优势示范企业", "advantage and demonstration firms"),
        "all_bodies": Text("全部机构", "all bodies"),
        "all_contracts": Text("全部技术合同", "all technology contracts"),
        "all_firms": Text("全部企业", "all firms"),
        "all_ip": Text("全部知识产权", "all IP"),
        "all_products": Text("全部产品", "all products"),
        "anti_epidemic_firms": Text("防疫企业", "anti-epidemic firms"),
        "bodies": Text("机构", "bodies"),
        "central_first_payment": Text("中央首批资金", "first payment of the centre"),
        "city_budget": Text("市级预算", "city budget"),
        "copyright": Text("著作权", "copyright"),
        "data_ip": Text("数据知识产权", "data IP"),
        "enterprise": Text("企业类", "of enterprises"),
        "enterprises": Text("企业", "enterprises"),
        "equity_fund": Text("股权基金", "equity fund"),
        "first_phase": Text("首期", "first phase"),
        "fixed_fee": Text("固定费用", "fixed fee"),
        "free": Text("免费", "free of charge"),
        "gi": Text("地理标志", "geographical indications"),
        "high_value_inventions": Text("高价值发明专利", "high-value invention patents"),
        "industry": Text("产业类", "of industries"),
        "inventions": Text("发明专利", "invention patents"),
        "ip_related": Text("涉知识产权", "with IP in them"),
        "ip_services": Text("知识产权服务业", "IP services"),
        "national": Text("国家级", "national"),
        "national_average": Text("全国平均", "national average"),
        "national_platform": Text("国家平台", "national platform"),
        "national_platform_system": Text("国家平台体系", "system of the national platform"),
        "official": Text("官方发布", "as officially released"),
        "operation_bodies": Text("运营机构", "operation bodies"),
        "operation_fund": Text("运营基金", "operation fund"),
        "patent_intensive_industries": Text("专利密集型产业", "patent-intensive industries"),
        "patents": Text("仅专利", "patents only"),
        "patents+trademarks": Text("专利与商标", "patents and trade marks"),
        "patents+trademarks+gi": Text("专利、商标与地理标志", "patents, trade marks and geographical indications"),
        "patents_electronic": Text("专利（电子）", "patents (electronic)"),
        "patents_paper": Text("专利（纸件）", "patents (paper)"),
        "pilot": Text("试点", "pilot"),
        "practising": Text("执业", "practising"),
        "programme": Text("本项目", "this programme"),
        "programme_money": Text("项目资金", "money of the programme"),
        "projects": Text("项目", "projects"),
        "protection": Text("保护中心", "protection centres"),
        "protection+rapid": Text("保护中心与快维中心", "protection and rapid-rights centres"),
        "rapid": Text("快维中心", "rapid-rights centres"),
        "risk_fund": Text("风险补偿资金", "risk-compensation fund"),
        "royalty": Text("提成许可", "by royalty"),
        "small_and_micro_firms": Text("小微企业", "small and micro firms"),
        "smes": Text("中小企业", "SMEs"),
        "ten_provincial_funds_first_phase": Text("十省基金首期", "ten provincial funds, first phase"),
        "trademarks": Text("商标", "trade marks"),
        "universities": Text("高等学校", "universities"),
        "universities_and_institutes": Text("高等学校和科研院所", "universities and institutes"),
        "unstated": Text("来源未说明口径", "scope not stated by the source"),
    }
)
#: Units of published figures beyond those of packs. A plain count has no word of its own: the indicator says what of.
UNITS = MappingProxyType(
    {
        "count_per_firm": Text("件/家", "per firm"),
        "person": Text("人", "persons"),
        "working_day": Text("个工作日", "working days"),
    }
)
BARE = "count"


def indicator(code: str) -> Text:
    return INDICATORS.get(code) or Text(code, code)


def scope(code: str) -> Text:
    return SCOPES.get(code) or Text(code, code)
