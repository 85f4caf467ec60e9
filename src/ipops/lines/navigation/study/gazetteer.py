"""Where an organisation sits, by words of its name: provincial-level units of China by the Chinese or pinyin name of the unit, its cities and
a few universities. A name that names no place is nowhere; a name that names two is the first one's.

This is a reading of names, not of registers: a firm called after Shanghai may sit elsewhere. It is used for leads, and said so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

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
#: the same in Chinese
HAN: Mapping[str, str] = {
    "110000": "北京|清华大学|北京航空航天",
    "120000": "天津|南开大学",
    "130000": "河北|石家庄|保定|唐山|燕山大学",
    "140000": "山西|太原",
    "150000": "内蒙古|呼和浩特|包头",
    "210000": "辽宁|沈阳|大连",
    "220000": "吉林|长春",
    "230000": "黑龙江|哈尔滨",
    "310000": "上海|复旦大学|同济大学",
    "320000": "江苏|南京|苏州|无锡|常州|东南大学",
    "330000": "浙江|杭州|宁波|温州|嘉兴",
    "340000": "安徽|合肥|芜湖",
    "350000": "福建|福州|厦门|泉州",
    "360000": "江西|南昌",
    "370000": "山东|济南|青岛|烟台",
    "410000": "河南|郑州|洛阳",
    "420000": "湖北|武汉|华中科技",
    "430000": "湖南|长沙|株洲",
    "440000": "广东|广州|深圳|东莞|珠海|佛山|大疆",
    "450000": "广西|南宁|桂林",
    "460000": "海南|海口",
    "500000": "重庆",
    "510000": "四川|成都|绵阳|电子科技大学",
    "520000": "贵州|贵阳",
    "530000": "云南|昆明",
    "540000": "西藏|拉萨",
    "610000": "陕西|西安|西北工业大学",
    "620000": "甘肃|兰州",
    "630000": "青海|西宁",
    "640000": "宁夏|银川",
    "650000": "新疆|乌鲁木齐",
    "710000": "台湾|台北|新竹",
    "810000": "香港",
    "820000": "澳门",
}
_ALL = re.compile("|".join(f"(?P<p{code}>\\b(?:{words})\\b|{HAN[code]})" for code, words in WORDS.items()))


@lru_cache(maxsize=1 << 16)
def unit_of(name: str) -> str | None:
    """The provincial-level unit that the name names first."""
    found = _ALL.search(name.upper())
    return found.lastgroup[1:] if found and found.lastgroup else None
