"""Check characters: the sums alone. Which number needs which is told elsewhere.

All three catch every wrong single character and every swap of neighbours, as far as their digits are 0-9: the weights are
non-zero and differ from their neighbours modulo a prime. The organisation code also takes letters worth 10-35, and two
letters whose values differ by 11 or 22 are alike to it.
"""

from __future__ import annotations

from stdnum.cn import uscc

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORG_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_CN_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)


def cn_application_check(body: str) -> str:
    """The check character of a Chinese application number: ``"201510123456"`` → ``"1"``.

    ``body`` is 8 or 12 digits. Weights 2-9 and again 2-5 from the left, the sum modulo 11, ten written ``X``
    (``domain/patents.md`` 5.1; recomputed there for 28 printed numbers).
    """
    rest = sum(int(d) * w for d, w in zip(body, _CN_WEIGHTS, strict=False)) % 11
    return "X" if rest == 10 else str(rest)


def organisation_check(body: str) -> str:
    """The check character of an organisation code (GB 11714): ``"60003734"`` → ``"1"``.

    ``body`` is 8 characters 0-9 A-Z. python-stdnum does not check it.
    """
    rest = 11 - sum(_ORG_ALPHABET.index(c) * w for c, w in zip(body, _ORG_WEIGHTS, strict=True)) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def credit_code_check(body: str) -> str:
    """The last character of a unified social credit code (GB 32100), by python-stdnum: 17 characters in, one out."""
    return str(uscc.calc_check_digit(body))
