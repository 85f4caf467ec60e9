"""What kinds of facts there are, and the JSON Schema of each: public, since it says what is asked, not what is known."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from ipops.ledger import schema
from ipops.ledger.kinds import kinds as all_kinds
from ipops.webkit.api.shapes import Code, Says, missing, says

router = Router(tags=["kinds"], auth=None)


class KindOut(Schema):
    kind: str
    version: int
    title: Says


class KindWhole(KindOut):
    shape: dict[str, Any]


@router.get("", response=list[KindOut], summary="事实类型；公开 · Kinds of facts; public")
def kinds(request: HttpRequest) -> list[dict[str, Any]]:
    return [_shown(code) for code in sorted(all_kinds())]


@router.get("/{kind}", response=KindWhole, summary="一种事实的结构；公开 · The schema of one kind; public")
def kind(request: HttpRequest, kind: Code) -> dict[str, Any]:
    if kind not in all_kinds():
        raise missing(f"没有事实类型“{kind}”。", f"There is no fact kind {kind!r}.")
    return {**_shown(kind), "shape": schema.json_schema(all_kinds()[kind])}


def _shown(code: str) -> dict[str, Any]:
    made = all_kinds()[code]
    return {"kind": code, "version": made.VERSION, "title": says(made.TITLE)}
