"""What ``/kit`` shows of the smaller parts: key figures, a small table, what search finds, a file, a confirmation. Made up."""

from __future__ import annotations

from typing import Any

from ipops.kernel.money import Money
from ipops.kernel.text import Text
from ipops.webkit.glances import Glance
from ipops.webkit.pages.cases import Lines
from ipops.webkit.pages.lang import tr
from ipops.webkit.pages.look import Look
from ipops.webkit.search import Group, Hit

_HEADS = (Text("专利号", "Patent"), Text("转让方", "Transferor"))
_OWNER = Text("示范大学（演示）", "Demo University (demo)")


def shown_parts() -> dict[str, Any]:
    return {
        "figures": (
            Glance(title=Text("名下权利", "Rights you own"), value=38, href="#"),
            Glance(title=Text("九十日内应缴", "To pay within ninety days"), value=Money.yuan(80_480), href="#"),
            Glance(title=Text("其中已逾期", "Of these late"), value=14, href="#", state="late"),
        ),
        "lines": Lines(
            title=Text("损失由谁承担（演示）", "Who bears the loss (demo)"),
            heads=(Text("承担方", "Who"), Text("金额", "Sum"), Text("期限", "By when")),
            rows=(
                (Text("资金池", "pool"), Money.yuan(350_000), Text("十五个工作日", "fifteen working days")),
                (Text("银行", "bank"), Money.yuan(150_000), None),
            ),
            numeric=frozenset({1}),
        ),
        "groups": (
            Group(
                code="kit",
                title=Text("权利", "Rights"),
                hits=(Hit(title="CN201510237000.X", href="#", because=Text("一种水处理膜", "a membrane for water")),),
                more=True,
            ),
        ),
        "preview": Look(rows=(tuple(map(tr, _HEADS)), ("CN201510237000.X", tr(_OWNER)))),
        "consequence": Text(
            "撤回后不能恢复，只能重新登记。", "Once withdrawn it cannot be brought back, only recorded anew."
        ),
        "sure": Text("撤回", "Withdraw"),
    }
