"""Codes of cases, made of who sent them under which reference, and of one another: the same submission gives the same case."""

from __future__ import annotations

import hashlib


def code(prefix: str, *parts: str) -> str:
    return f"{prefix}:{hashlib.sha256('|'.join(parts).encode()).hexdigest()[:16]}"


def application_of(by: str, reference: str) -> str:
    return code("A", by, reference)


def loan_of(application: str) -> str:
    return code("L", application)


def pledge_of(application: str) -> str:
    return code("Q", application)


def claim_of(loan: str) -> str:
    return code("C", loan)
