"""The first two characters of a unified social credit code: who registered the body, and what sort of body it is.

Source: the tables of ``shared/data/reference/identifiers`` (GB 32100-2015; a test holds these equal to them). Only the
departments that two sources agree on are here; others are accepted with a warning, and so are unlisted types, because
the standard has been added to since.
"""

from __future__ import annotations

from ipops.kernel.text import Text

DEPARTMENTS: dict[str, Text] = {
    "1": Text("机构编制", "staffing office of public bodies"),
    "2": Text("外交", "foreign affairs"),
    "3": Text("司法行政", "judicial administration"),
    "4": Text("文化", "culture"),
    "5": Text("民政", "civil affairs"),
    "6": Text("旅游", "tourism"),
    "7": Text("宗教", "religious affairs"),
    "8": Text("工会", "trade unions"),
    "9": Text("工商", "market regulation"),
    "A": Text("中央军委改革和编制办公室", "reform and staffing office of the Central Military Commission"),
    "N": Text("农业", "agriculture"),
    "Y": Text("其他", "other"),
}

_OTHER = Text("其他", "other")

TYPES: dict[str, Text] = {
    "11": Text("机关", "organ of state"),
    "12": Text("事业单位", "public institution"),
    "13": Text("中央编办直接管理机构编制的群众团体", "mass organisation staffed by the central office"),
    "19": _OTHER,
    "21": Text("外国常驻新闻机构", "resident foreign press"),
    "29": _OTHER,
    "31": Text("律师执业机构", "law firm"),
    "32": Text("公证处", "notary office"),
    "33": Text("基层法律服务所", "local legal service office"),
    "34": Text("司法鉴定机构", "forensic institution"),
    "35": Text("仲裁委员会", "arbitration commission"),
    "39": _OTHER,
    "41": Text("外国在华文化中心", "foreign cultural centre"),
    "49": _OTHER,
    "51": Text("社会团体", "social organisation"),
    "52": Text("民办非企业单位", "private non-enterprise unit"),
    "53": Text("基金会", "foundation"),
    "59": _OTHER,
    "61": Text("外国旅游部门常驻代表机构", "resident office of a foreign tourist board"),
    "62": Text("港澳台地区旅游部门常驻内地（大陆）代表机构", "resident tourist office of Hong Kong, Macao or Taiwan"),
    "69": _OTHER,
    "71": Text("宗教活动场所", "place of worship"),
    "72": Text("宗教院校", "religious school"),
    "79": _OTHER,
    "81": Text("基层工会", "local trade union"),
    "89": _OTHER,
    "91": Text("企业", "enterprise"),
    "92": Text("个体工商户", "sole trader"),
    "93": Text("农民专业合作社", "farmers' cooperative"),
    "A1": Text("军队事业单位", "military institution"),
    "A9": _OTHER,
    "N1": Text("组级集体经济组织", "collective economic organisation of a group"),
    "N2": Text("村级集体经济组织", "collective economic organisation of a village"),
    "N3": Text("乡镇级集体经济组织", "collective economic organisation of a township"),
    "N9": _OTHER,
    "Y1": Text("不再具体划分机构类别", "no further division"),
}

# GB/T 2260 province prefixes; 10 is the national register itself.
PROVINCES = frozenset(
    [
        "10",
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
    ]
)
