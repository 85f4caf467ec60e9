"""Whether a division code was ever in use, abolished ones included: the region in a social credit code never changes.

From the dated history of GB/T 2260 that ships with python-stdnum (``stdnum/cn/loc.dat``); see
``reference/cn-divisions-2023/SOURCE.md``.
"""

from __future__ import annotations

from functools import lru_cache

from stdnum import numdb

EDITION = "GB/T 2260, dated history in python-stdnum"


@lru_cache(maxsize=4096)
def region_ever_existed(code: str) -> bool:
    """``"510100"`` → true. A six-digit code that was never a county, prefecture or province answers false."""
    if len(code) != 6 or not code.isascii() or not code.isdigit():
        return False
    parts = numdb.get("cn/loc").info(code)
    return "county" in {key for _, found in parts for key in found}
