"""Carrying heads to the province: a topic of the outbox."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Mapping
from typing import Any

TOPIC = "heads"
_SECONDS_TO_ANSWER = 20


def deliver(payload: Mapping[str, Any]) -> None:
    """Send a head to the province's address (outbox handler). Raises ``OSError`` when it does not take it."""
    address = str(payload["address"])
    if not address.startswith(("https://", "http://")):
        raise ValueError(f"IPOPS_PROVINCE is no web address: {address!r}.")
    request = urllib.request.Request(  # noqa: S310 - the scheme was checked
        address, data=json.dumps(payload["head"]).encode(), headers={"Content-Type": "application/json"}, method="POST"
    )
    with urllib.request.urlopen(request, timeout=_SECONDS_TO_ANSWER):  # noqa: S310 - the scheme was checked
        pass
