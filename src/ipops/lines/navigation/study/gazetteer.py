"""Where an organisation sits, by words of its name: provincial-level units of China by the pinyin of the unit, its cities and a few
universities. A name that names no place is nowhere; a name that names two is the first one's.

This is a reading of names, not of registers: a firm called after Shanghai may sit elsewhere. It is used for leads, and said so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

#: division code of the unit -> words and phrases of names, in the spelling of patent data bases
WORDS: Mapping[str, str] = {
    "110000": "BEIJING|PEKING|TSINGHUA|BEIHANG|UNIV TSINGHUA|CHINESE ACADEMY OF SCIENCES BEIJING",
    "120000": "TIANJIN|NANKAI",
    "130000": "HEBEI|SHIJIAZHUANG|BAODING|TANGSHAN|LANGFANG|QINHUANGDAO|YANSHAN",
    "140000": "SHANXI|TAIYUAN|DATONG",
    "150000": "INNER MONGOLIA|HOHHOT|BAOTOU|ORDOS",
    "210000": "LIAONING|SHENYANG|DALIAN|ANSHAN",
    "220000": "JILIN|CHANGCHUN",
    "230000": "HEILONGJIANG|HARBIN|DAQING",
    "310000": "SHANGHAI|FUDAN|TONGJI|DONGHUA",
    "320000": "JIANGSU|NANJING|SUZHOU|WUXI|CHANGZHOU|NANTONG|XUZHOU|YANGZHOU|ZHENJIANG|YANCHENG|HOHAI|SOUTHEAST UNIV|UNIV SOUTHEAST",
    "330000": "ZHEJIANG|HANGZHOU|NINGBO|WENZHOU|JIAXING|HUZHOU|SHAOXING|TAIZHOU|JINHUA|DEQING",
    "340000": "ANHUI|HEFEI|WUHU|BENGBU|MAANSHAN",
    "350000": "FUJIAN|FUZHOU|XIAMEN|QUANZHOU",
    "360000": "JIANGXI|NANCHANG|GANZHOU|JIUJIANG",
    "370000": "SHANDONG|JINAN|QINGDAO|YANTAI|WEIHAI|WEIFANG|ZIBO",
    "410000": "HENAN|ZHENGZHOU|LUOYANG|XINXIANG|ANYANG",
    "420000": "HUBEI|WUHAN|HUAZHONG|YICHANG|XIANGYANG",
    "430000": "HUNAN|CHANGSHA|ZHUZHOU|XIANGTAN",
    "440000": "GUANGDONG|GUANGZHOU|SHENZHEN|SZ DJI|DONGGUAN|ZHUHAI|FOSHAN|HUIZHOU|ZHONGSHAN|SHANTOU",
    "450000": "GUANGXI|NANNING|GUILIN|LIUZHOU",
    "460000": "HAINAN|HAIKOU",
    "500000": "CHONGQING",
    "510000": "SICHUAN|CHENGDU|MIANYANG|UNIV ELECTRONIC SCI & TECH CHINA",
    "520000": "GUIZHOU|GUIYANG",
    "530000": "YUNNAN|KUNMING",
    "540000": "TIBET|XIZANG|LHASA",
    "610000": "SHAANXI|XIAN|XI AN|NORTHWESTERN POLYTECHNICAL|XIDIAN",
    "620000": "GANSU|LANZHOU",
    "630000": "QINGHAI|XINING",
    "640000": "NINGXIA|YINCHUAN",
    "650000": "XINJIANG|URUMQI",
    "710000": "TAIWAN|TAIPEI|HSINCHU|KAOHSIUNG",
    "810000": "HONG KONG|HONGKONG",
    "820000": "MACAU|MACAO",
}
_ALL = re.compile("|".join(f"(?P<p{code}>\\b(?:{words})\\b)" for code, words in WORDS.items()))


def unit_of(name: str) -> str | None:
    """The provincial-level unit that the name names first."""
    found = _ALL.search(name.upper())
    return found.lastgroup[1:] if found and found.lastgroup else None
