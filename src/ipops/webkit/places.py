"""Places as a scope: what an office over one division covers.

Division codes are GB/T 2260: two digits of the province, two of the city, two of the district; ``370100`` covers every
``3701…``. Codes of made-up demo places follow the same build.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q


def prefix(code: str) -> str:
    """What all divisions inside ``code`` begin with: ``370000`` -> ``37``, ``370100`` -> ``3701``."""
    if len(code) != 6 or not code.isdigit():
        return code
    while code.endswith("00") and len(code) > 2:
        code = code[:-2]
    return code


def covers(outer: str, inner: str) -> bool:
    return bool(outer) and inner.startswith(prefix(outer))


@dataclass(frozen=True, slots=True)
class Places:
    """A set of places by the divisions it covers. ``everywhere`` covers all, also facts that name no place."""

    codes: frozenset[str] = frozenset()
    everywhere: bool = False

    def __contains__(self, code: str) -> bool:
        return self.everywhere or any(covers(c, code) for c in self.codes)

    def __bool__(self) -> bool:
        return self.everywhere or bool(self.codes)

    def __iter__(self) -> Iterator[str]:
        """The divisions that were given, not all inside them."""
        return iter(sorted(self.codes))

    def patterns(self) -> list[str]:
        """For SQL: ``place LIKE ANY(patterns)``. Nothing matches an empty list."""
        return sorted(f"{prefix(c)}%" for c in self.codes)

    def q(self, field: str = "place") -> Q:
        """Rows whose ``field`` lies inside: ``Deal.objects.filter(places.q("from_place"))``."""
        if self.everywhere:
            return Q()
        return any_of(Q(**{f"{field}__startswith": prefix(c)}) for c in sorted(self.codes))


ALL = Places(everywhere=True)


def any_of(conditions: Iterable[Q]) -> Q:
    """One condition or another; no condition at all matches nothing."""
    return reduce(or_, conditions, Q(pk__in=[]))
