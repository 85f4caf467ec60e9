"""What a guarantee company tells of itself: what the limits of its regulation are measured against."""

from ipops.kernel.money import Money
from ipops.ledger.fact import Fact, about
from ipops.ledger.kinds import kind


@kind("guarantor_stated", "担保公司净资产与担保责任余额", "a guarantor's net assets and what it answers for")
class GuarantorStated(Fact):
    """As its own statement has it, which rests as the entry's document; ``on`` is the day of the figures. ``outstanding`` is measured with
    the weights that the state sets (条例 第十四条), by the company itself."""

    guarantor: str = about("担保公司", "guarantor", refers="party")
    place: str = about("担保公司区划", "guarantor's division", refers="place")
    net_assets: Money = about("净资产", "net assets")
    outstanding: Money | None = about("担保责任余额", "guarantees outstanding", default=None)
    mainly_small: bool | None = about(
        "主要为小微企业和农业、农村、农民服务", "serves mainly small firms and agriculture", default=None
    )
