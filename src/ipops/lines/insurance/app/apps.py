"""The app's configuration, and its rows: which facts make them."""

from __future__ import annotations

from typing import Any

from ipops.webkit import apps


class Config(apps.HouseConfig):
    name = "ipops.lines.insurance.app"
    verbose_name = "知识产权保险 · IP insurance"

    def ready(self) -> None:
        from ipops.lines.insurance import facts
        from ipops.lines.insurance.app.models import Claim, Policy, Product
        from ipops.lines.insurance.rules import folds
        from ipops.webkit import refold

        made: tuple[tuple[str, tuple[type[Any], ...], Any, Any, Any], ...] = (
            ("product", facts.PRODUCT_FACTS, Product, folds.ProductState, folds.product_step),
            ("policy", facts.POLICY_FACTS, Policy, folds.PolicyState, folds.policy_step),
            ("claim", facts.CLAIM_FACTS, Claim, folds.ClaimState, folds.claim_step),
        )
        for key, kinds, model, state, step in made:
            refold.register(
                refold.Fold(
                    code=f"insurance.{key}",
                    refers="case",
                    kinds=frozenset(f.KIND for f in kinds),
                    model=model,
                    key=key,
                    state=state,
                    step=step,
                )
            )
