"""What we promise to say of each mistake in a pack: what it is, why it matters, what to do. Tested by tests/policy/wrong."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from ipops.kernel.text import Text


def says(code: str, /, **fill: Any) -> Text:
    """The sentence of a mistake, filled in. ``KeyError`` for a code or a placeholder that does not exist."""
    return SAYS[code].fill(**fill)


_READING = {
    "not-utf8": Text(
        "第 {byte} 字节不是 UTF-8 编码。政策包须在任何机器上读出同样的字。请另存为 UTF-8。",
        "Byte {byte} is not UTF-8. A pack must read the same on every machine. Save the file as UTF-8.",
    ),
    "not-yaml": Text(
        "不是合法的 YAML：{what}。读不懂的文件不能当法用。请改正该行，缩进用空格。",
        "This is not YAML: {what}. A file that cannot be read cannot be law. Correct the line; indent with spaces.",
    ),
    "empty-file": Text(
        "文件是空的。空文件会被当作“没有规定”。请填写，或删除该文件。",
        "The file is empty. It would be taken for “no rule”. Fill it in, or delete it.",
    ),
    "too-large": Text(
        "文件超过 {limit} KB。一个文件只放一个法定数字。请拆开。",
        "The file is over {limit} kB. One file holds one legal number. Split it.",
    ),
    "duplicate-key": Text(
        "“{name}”写了两次，前一次在第 {first} 行。YAML 会悄悄丢掉其中一个。请只留一个。",
        "“{name}” is written twice, first on line {first}. YAML drops one of them in silence. Keep one.",
    ),
    "float": Text(
        '“{key}”写成了浮点数 {text}。浮点数在门槛上会差之毫厘，法定数字必须精确。请加引号写成 "{text}"。',
        "“{key}” is the floating-point number {text}. Floats miss a threshold by a hair; a legal number is exact. "
        'Quote it: "{text}".',
    ),
    "bad-date": Text(
        "没有 {text} 这一天。日期决定用哪个数。请写成真实的 年-月-日，如 2020-04-30。",
        "There is no day {text}. The date decides which number holds. Write a real day as 2020-04-30.",
    ),
    "anchor": Text(
        "用了 YAML 锚点或引用“{name}”。法定数字必须就地写明，不能引自别处。请把内容写全。",
        "The YAML anchor or alias “{name}” is used. A legal number stands where it is read. Write it out.",
    ),
    "strange-tag": Text(
        "用了 YAML 标签 {tag}。政策包只放文字、整数和日期，不放程序对象。请去掉标签。",
        "The YAML tag {tag} is used. A pack holds text, whole numbers and days, never objects. Remove the tag.",
    ),
}

_SHAPE = {
    "unknown-key": Text(
        "不认识“{name}”。认错的键会让一条规定落空。可能是：{near}。",
        "There is no key “{name}”. A misspelt key loses a rule. Perhaps: {near}.",
    ),
    "missing-key": Text(
        "缺“{name}”。缺了它，此文件不完整。请补上。",
        "“{name}” is missing. Without it the file is not complete. Add it.",
    ),
    "missing-cite": Text(
        "此值没有出处（cite）。没有出处的数字在此不是法。请写明文号、条款、等级和来源；查不到就写 unknown。",
        "This value has no citation (cite). A number without a source is no law here. Give document, clause, grade and "
        "sources; if none is found, write unknown.",
    ),
    "missing-reviewed_on": Text(
        "缺“reviewed_on”。无人复核过的数字会悄悄过时。请写上最近一次对照原文的日期。",
        "“reviewed_on” is missing. A number nobody looks at goes stale in silence. Give the day it was last held "
        "against its source.",
    ),
    "missing-grade": Text(
        "出处没有等级（grade）。等级决定该数字能否用于拨款。请写 A、B、C、D 或 K。",
        "The citation has no grade. The grade decides whether the number may move money. Write A, B, C, D or K.",
    ),
    "missing-clause": Text(
        "出处没有条款（clause）。没有条款就无从核对。请写条款；未见原文写 unseen，不在文内写 outside。",
        "The citation has no clause. Without it nobody can check. Write the clause; unseen if the text was not seen, "
        "outside if it is not in the text.",
    ),
    "wrong-kind": Text(
        "“{key}”应是{zh}。写错类型会被读成别的意思。请改正。",
        "“{key}” should be {en}. The wrong kind reads as something else. Correct it.",
    ),
    "unknown-word": Text(
        "“{key}”写成“{word}”，不在可用的词里。换个词就成了另一种规定。请从中选一个：{known}。",
        "“{key}” is “{word}”, which is not among its words. Another word is another rule. Choose one of: {known}.",
    ),
    "no-values": Text(
        "“values”是空的。没有值就不能回答。查不到请写 unknown。",
        "“values” is empty. It answers nothing. If no value was found, write unknown.",
    ),
    "one-of": Text(
        "“{key}”须在 value、range、unknown 中写且只写一个。不写没有答案，多写不知用哪个。请写一个。",
        "“{key}” needs exactly one of value, range, unknown. With none there is no answer, with two "
        "nobody knows which holds. Write one.",
    ),
}

_TERM = {
    "date-order": Text(
        "{later} 写在 {earlier} 之后。日期须由早到晚，否则易误改旧值。请按日期排列。",
        "{later} stands after {earlier}. Values run from old to new, or somebody edits the wrong one. Put them in order.",
    ),
    "unknown-unit": Text(
        "不认识单位“{unit}”。同一数字换个单位就差万倍。可能是：{near}。",
        "There is no unit “{unit}”. The same digits in another unit are 10,000 times off. Perhaps: {near}.",
    ),
    "unit-needed": Text(
        "数字没有单位（unit）。1.5 是元还是亿元？请写单位。",
        "The number has no unit. Is 1.5 yuan, or 100 million of them? Give the unit.",
    ),
    "layers-disagree": Text(
        "“{what}”是 {here}，下层 {pack} 是 {there}。上下层说的不是一回事就不能覆盖。请改成一致。",
        "“{what}” is {here}, but {there} in the layer below, {pack}. A layer may only override the same thing. Make "
        "them agree.",
    ),
    "english-number": Text(
        "“{text}”是英文数字。译文会丢数位（如把 1.5 亿写成 65.438+0.5 billion），因此从不由译文读数。请按中文原文写数字和单位。",
        "“{text}” is a number in English words. Translations lose digits (0.15 billion became 65.438+0.5 billion), so "
        "numbers are never read from them. Write digits and a unit from the Chinese text.",
    ),
    "not-a-number": Text(
        '“{text}”不是数字。此处要精确的数。请写整数，或加引号的小数如 "1.5"。',
        '“{text}” is not a number. An exact one is needed here. Write a whole number, or a decimal in quotes: "1.5".',
    ),
    "range-reversed": Text(
        "区间从 {low} 到 {high}，写反了。反的区间里没有数。请小的在前。",
        "The range runs from {low} down to {high}. No number lies in it. Put the lower end first.",
    ),
    "choice-not-listed": Text(
        "“{word}”不在可选项里：{known}。选了法里没有的做法，结果无从比较。请从中选。",
        "“{word}” is not among the choices: {known}. A reading nobody listed cannot be compared. Choose one of them.",
    ),
    "no-choices": Text(
        "没有列出可选项（choices）。不列就不知道还有哪些读法。请写出全部读法。",
        "No choices are listed. Unlisted, nobody sees the other readings. List every one.",
    ),
    "bands-order": Text(
        "分档须从低到高、首尾相接：{text} 处不是。有空隙或重叠的分数不知归哪档。请改正。",
        "Bands run from low to high without gaps: not so at {text}. A score in a gap has no band. Correct it.",
    ),
    "grade-decides-money": Text(
        "等级 {grade} 的值不得用于拨款（decides: money）。{grade} 没有可查的来源。请找到来源，否则写 unknown。",
        "A value of grade {grade} may not decide money (decides: money). {grade} has no source that binds. Find one, or "
        "write unknown.",
    ),
    "demo-unlabelled": Text(
        "用了等级 demo，但此包没有写 demo: true。示例数字不标明会被当成法。请标明，或换成真实出处。",
        "Grade demo is used, but the pack does not say demo: true. An unlabelled demo number passes for law. Label the "
        "pack, or cite a document.",
    ),
    "no-source": Text(
        "等级 {grade} 的值没有来源（sources）。写了等级就要能打开来源核对。请填来源代号。",
        "A value of grade {grade} has no sources. A grade is of a source one can open. Give its mark.",
    ),
    "unknown-source": Text(
        "来源“{mark}”没有登记在 sources.yaml。未登记的来源打不开。可能是：{near}。",
        "The source “{mark}” is not in sources.yaml. Nobody can open it. Perhaps: {near}.",
    ),
    "grade-too-good": Text(
        "写的是等级 {grade}，但来源最好只有 {best}。等级抬高会让弱证据动用资金。请降级，或补更好的来源。",
        "It says grade {grade}, but the best of its sources is {best}. A raised grade lets weak evidence move money. "
        "Lower it, or add a better source.",
    ),
    "unknown-document": Text(
        "文件“{document}”没有登记（documents.yaml，或某包的 pack.yaml）。同一文件有多种写法，须认得出。可能是：{near}。",
        "The document “{document}” is registered nowhere (documents.yaml or a pack.yaml). One document has many "
        "spellings and must be recognised. Perhaps: {near}.",
    ),
    "document-twice": Text(
        "“{name}”既指 {here} 又指 {there}。引用它就不知指哪一个。请只留一处。",
        "“{name}” means both {here} and {there}. A citation of it could be either. Keep one.",
    ),
    "translation-only": Text(
        "此数只见于译文（{marks}）。译文会丢数位。请补中文来源；没有就写 caution 说明只见于译文。",
        "This number was read only in a translation ({marks}). Translations lose digits. Add a Chinese source; if there "
        "is none, say so in a caution.",
    ),
    "translation-decides-money": Text(
        "此数只见于译文（{marks}），不得用于拨款。译文会丢数位。请补中文来源，否则写 unknown。",
        "This number was read only in a translation ({marks}) and may not decide money. Translations lose digits. Add a "
        "Chinese source, or write unknown.",
    ),
    "value-before-document": Text(
        "{day} 早于本文件生效的 {start}。文件不能在其之前定数。请改日期。",
        "{day} is before {start}, when this document begins. It cannot set a number before that. Correct the date.",
    ),
    "unseen-in-full": Text(
        "文本完整（full）却写条款未见（unseen）。有全文就应写明条款。请补条款。",
        "The text is full, yet the clause is unseen. With the text at hand the clause can be told. Give it.",
    ),
    "scheme-sum": Text(
        "“{what}”应为 {whole} 分，各项加起来是 {told} 分。加不拢的体系谁也得不到满分。请改正分值。",
        "“{what}” is {whole} points, but its items add up to {told}. Nobody can reach the full score. Correct the points.",
    ),
    "scheme-no-heading": Text(
        "没有标题项“{name}”。挂空的项不会计入总分。可能是：{near}。",
        "There is no heading “{name}”. An item under nothing counts nowhere. Perhaps: {near}.",
    ),
    "return-no-field": Text(
        "报表中没有“{name}”。核对不存在的字段等于没有核对。可能是：{near}。",
        "The return has no “{name}”. A check of a field that is not there checks nothing. Perhaps: {near}.",
    ),
    "reviewed-in-future": Text(
        "复核日期 {day} 在今天 {today} 之后。还没发生的复核不算。请改正。",
        "The review of {day} lies after today, {today}. A review to come is none. Correct it.",
    ),
}

_PACK = {
    "no-pack-file": Text(
        "文件夹里没有 pack.yaml。没有身份的数字不知出自哪份文件。请补上。",
        "The folder has no pack.yaml. Its numbers belong to no document. Add one.",
    ),
    "stray-file": Text(
        "“{name}”不在政策包该有的位置。它不会被读到，其中的规定就落空。请放进 terms/ 或 targets/，扩展名用 .yaml。",
        "“{name}” is not where a pack is read from. Nobody reads it, and its rule is lost. Put it in terms/ or targets/, ending in .yaml.",
    ),
    "code-differs": Text(
        "代号“{code}”与文件夹名“{folder}”不同。同一包两个名字会被当成两个包。请改成一致。",
        "The code “{code}” differs from the folder “{folder}”. One pack with two names passes for two. Make them agree.",
    ),
    "code-taken": Text(
        "代号“{code}”已被另一个包使用。两个包同名就不知用哪个。请换代号。",
        "The code “{code}” is taken by another pack. With two of one name nobody knows which holds. Choose another.",
    ),
    "predecessor-missing": Text(
        "前一文件“{code}”没有对应的包。断了前后关系就看不出规则何时变过。请补该包，或去掉 predecessor。可能是：{near}。",
        "There is no pack “{code}” to be the predecessor. A broken line hides when a rule changed. Add it, or drop "
        "predecessor. Perhaps: {near}.",
    ),
    "predecessor-later": Text(
        "前一文件“{code}”始于 {theirs}，不早于本文件的 {ours}。先后颠倒会用错年份的数。请核对日期。",
        "The predecessor “{code}” begins on {theirs}, not before this one, {ours}. Reversed, the wrong year's numbers "
        "hold. Check the dates.",
    ),
    "follows-missing": Text(
        "下层“{code}”没有对应的包。缺了下层，缺的数就无处可查。可能是：{near}。",
        "There is no pack “{code}” to follow. Without it the missing numbers are nowhere. Perhaps: {near}.",
    ),
    "follows-circle": Text(
        "下层关系绕成一圈：{path}。转圈就永远找不到值。请断开一处。",
        "The layers run in a circle: {path}. Round and round no value is found. Break it.",
    ),
    "layer-order": Text(
        "{here} 层不能以 {there} 层的“{code}”为下层。上位文件不能从下位文件取数。请核对 layer 与 follows。",
        "A {here} layer cannot follow “{code}”, a {there} layer. A higher document does not take its numbers from "
        "a lower one. Check layer and follows.",
    ),
    "follows-historical": Text(
        "“{code}”是历史文件。其数量指标不得沿用：{why}。请去掉，并按现行文件另立目标。",
        "“{code}” is historical. Its count targets may not be carried on: {why}. Drop it and set goals from a document "
        "in force.",
    ),
    "clones-historical": Text(
        "目标“{id}”抄自历史文件“{code}”。其数量指标不得沿用：{why}。请删除。",
        "The target “{id}” is copied from the historical “{code}”. Its count targets may not be carried on: {why}. "
        "Delete it.",
    ),
    "demo-below": Text(
        "此包不是示例，却以示例包“{code}”为下层。示例数字会混进真实结果。请去掉，或写 demo: true。",
        "This pack is no demo, yet it follows the demo pack “{code}”. Demo numbers would enter real results. Drop it, or "
        "say demo: true.",
    ),
    "identity-disagrees": Text(
        "{name} 是“{here}”，pack.yaml 却是“{there}”。同一件事两种说法必有一错。请改成一致。",
        "{name} is “{here}”, but pack.yaml says “{there}”. Of two answers to one question one is wrong. Make them agree.",
    ),
}

_TARGET = {
    "below-floor": Text(
        "计划目标 {plan} 低于通知下限 {floor}{unit}。城市只能在下限之上测算设定。请提高到下限以上。",
        "The plan's target {plan} is below the notice's floor {floor} {unit}. A city sets its figure on top of the "
        "floor. Raise it.",
    ),
    "below-promise": Text(
        "计划目标 {plan} 低于申报或答辩承诺 {promise}{unit}。评价严格对照承诺。请提高到承诺以上。",
        "The plan's target {plan} is below the {promise} {unit} promised when applying. The city is held to its promise. "
        "Raise it.",
    ),
    "promise-below-floor": Text(
        "承诺 {promise} 低于通知下限 {floor}{unit}。申报须以下限为基础。请核对承诺书。",
        "The promise {promise} is below the notice's floor {floor} {unit}. An application starts from the floor. Check "
        "the promise.",
    ),
    "floor-missing": Text(
        "目标没有 floor、plan 或 promise。没有数就无法判定。请补数；只有文字要求的写 measure_type: qualitative。",
        "The target has no floor, plan or promise. Without a number nothing is met or missed. Give one; if there are "
        "only words, say measure_type: qualitative.",
    ),
    "qualitative-number": Text(
        "定性目标写了下限 {floor}。通知只有文字，数字是加上去的。请删去，或在城市计划层写 plan。",
        "A qualitative target has the floor {floor}. The notice has only words; the number was added. Delete it, or put "
        "a plan value into the city's layer.",
    ),
}

_LAW = {
    "law-not-held": Text(
        "手头没有“{law}”这一版，只有：{held}。版本不同条文不同。请改成引用的那一版。",
        "“{law}” is not held in that version, only: {held}. Articles change with the version. Cite the one relied on.",
    ),
    "law-which-version": Text(
        "“{law}”手头有几版：{held}。不写版本就不知是哪一条。请写明，如 {law}(年-月-日)。",
        "“{law}” is held in several versions: {held}. Without the version the article is not settled. Write it, as "
        "{law}(YYYY-MM-DD).",
    ),
    "article-unreadable": Text(
        "条款“{clause}”里没有认得的条号。没有条号无从核对。请写成“第十四条”。",
        "No article number is found in “{clause}”. Without it nobody can check. Write it as 第十四条.",
    ),
    "article-missing": Text(
        "{law} 没有{article}。引错条等于没有依据。请核对条号。",
        "{law} has no {article}. A wrong article is no basis. Check the number.",
    ),
    "paragraph-missing": Text(
        "{law} {article}没有第 {paragraph} 款。引错款等于没有依据。请核对。",
        "{law} {article} has no paragraph {paragraph}. A wrong paragraph is no basis. Check it.",
    ),
    "quote-not-in-article": Text(
        "{law} {article}里没有所引的字：“{quote}”。引文不符，规则就不是这条法。请照原文抄录。",
        "{law} {article} does not hold the words quoted: “{quote}”. With other words it is another rule. Copy them from "
        "the text.",
    ),
}

SAYS = MappingProxyType({**_READING, **_SHAPE, **_TERM, **_PACK, **_TARGET, **_LAW})
