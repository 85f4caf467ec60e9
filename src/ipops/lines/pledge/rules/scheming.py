"""The scheme a fund runs, with what its agreement fills in where the source is silent."""

from __future__ import annotations

from functools import lru_cache

from ipops.finance.scheme import Scheme, read_scheme
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.policy.scheme_shelf import scheme_named, schemes


@lru_cache(maxsize=64)
def scheme_of(code: str, terms: tuple[str, ...] = ()) -> Scheme | Refused:
    """The scheme by its code. A term that does not fit is refused with the engine's own words."""
    file = scheme_named(code)
    if isinstance(file, Refused):
        return file
    got = read_scheme(file.tree, dict(t.split("=", 1) for t in terms if "=" in t))
    if isinstance(got, Scheme):
        return got
    return Refused(reasons=tuple(Reason(code=p.code, says=p.says, field="terms") for p in got))


def sharing_schemes() -> tuple[Scheme, ...]:
    """Every scheme that shares losses, by code."""
    found = (scheme_of(code) for code in sorted(schemes()))
    return tuple(s for s in found if isinstance(s, Scheme) and s.form.kind == "sharing")


def no(code: str, says: Text, field: str = "") -> Refused:
    """A refusal of one reason of our own."""
    return Refused(reasons=(Reason(code=code, says=says, field=field),))
