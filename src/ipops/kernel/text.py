"""A sentence in both languages. Chinese is the authority; English stands beside it (decision 0003)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Lang = Literal["zh", "en"]
ZH: Lang = "zh"
EN: Lang = "en"


@dataclass(frozen=True, slots=True)
class Text:
    """``Text("转让", "transfer")``: both are required, so a missing translation cannot be written.

    A text may carry ``{placeholders}``; ``fill`` returns both languages with the values put in. Values that are
    themselves ``Text`` are put in by language.
    """

    zh: str
    en: str

    def __post_init__(self) -> None:
        if not self.zh.strip() or not self.en.strip():
            raise ValueError(f"A text needs both languages: {self!r}")

    def in_(self, lang: str) -> str:
        """The Chinese for any ``zh…`` language code, else the English."""
        return self.zh if lang.startswith("zh") else self.en

    def fill(self, **values: Any) -> Text:
        """Both sentences with ``{name}`` replaced by the value of that name.

        Raises ``KeyError`` for a placeholder without a value.
        """
        return Text(
            self.zh.format(**{k: v.zh if isinstance(v, Text) else v for k, v in values.items()}),
            self.en.format(**{k: v.en if isinstance(v, Text) else v for k, v in values.items()}),
        )

    def as_json(self) -> dict[str, str]:
        return {"zh": self.zh, "en": self.en}

    def __str__(self) -> str:
        return self.zh
