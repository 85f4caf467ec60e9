"""The courses of this house's cases."""

from __future__ import annotations

from ipops.kernel.text import Text
from ipops.lines.insurance.app.models import Claim, Policy, Product
from ipops.lines.insurance.machine import CLAIM, POLICY, PRODUCT
from ipops.webkit.course import ANYBODY, Course, Sender, same
from ipops.webkit.course import refuse as no

PRODUCT_CASES = Course(
    line="insurance", letter="IP", model=Product, key="product", lifecycle=PRODUCT, missing=Text("没有这个产品。", "There is no such product."),
)  # fmt: skip
POLICY_CASES = Course(
    line="insurance", letter="PL", model=Policy, key="policy", lifecycle=POLICY, missing=Text("没有这份保单。", "There is no such policy."),
)  # fmt: skip
CLAIM_CASES = Course(
    line="insurance", letter="LC", model=Claim, key="claim", lifecycle=CLAIM, missing=Text("没有这件赔案。", "There is no such claim."),
)  # fmt: skip
product_at = PRODUCT_CASES.row
policy_at = POLICY_CASES.row
claim_at = CLAIM_CASES.row
append = PRODUCT_CASES.append

__all__ = [
    "ANYBODY",
    "CLAIM_CASES",
    "POLICY_CASES",
    "PRODUCT_CASES",
    "Sender",
    "append",
    "claim_at",
    "no",
    "policy_at",
    "product_at",
    "same",
]
