"""Sort and search keys of Chinese names, kept in columns because the embedded database has no Chinese collation.

``济南某某公司`` sorts by ``ji nan mou mou gong si`` and is found by 济南, jinan, jnmmgs or any part of them.
"""

from __future__ import annotations

from functools import cache, lru_cache
from types import ModuleType
from unicodedata import normalize


@cache
def _pypinyin() -> ModuleType:
    import pypinyin  # reads its dictionary, a fifth of a second: only when somebody is named

    return pypinyin


#: characters of a sort key: an index holds no row of more than a third of a page, and nobody sorts by more
_SORTED_BY = 500


@lru_cache(maxsize=4096)
def _syllables(name: str) -> tuple[str, ...]:
    made: list[str] = _pypinyin().lazy_pinyin(normalize("NFKC", name))
    return tuple(s.strip().lower() for s in made if s.strip())


def sort_key(name: str) -> str:
    """Syllables with blanks between, so that 西安 (xi an) comes before 先 (xian)."""
    return " ".join(_syllables(name))[:_SORTED_BY]


def search_key(*words: str) -> str:
    """All words as written, in pinyin without blanks, and by initials; lower case, one blank between."""
    parts: dict[str, None] = {}
    for word in words:
        if not word:
            continue
        parts[normalize("NFKC", word).lower()] = None
        if not word.isascii():
            syllables = _syllables(word)
            parts["".join(syllables)] = None
            parts["".join(s[0] for s in syllables)] = None
    return " ".join(parts)


def needle(typed: str) -> str:
    """What somebody typed, as ``search_key`` writes it: look for it anywhere in the key."""
    return normalize("NFKC", typed).strip().lower()
