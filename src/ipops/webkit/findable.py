"""Search keys for rows that an older version folded without them. From then on ``refold`` writes them."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from ipops.webkit import pinyin

_AT_ONCE = 1_000


def filled(app: str, model: str, *words: str) -> migrations.RunPython:
    """Make the key of every row from the columns ``words``, as a fold makes it anew; going back needs nothing done."""

    def fill(apps: Any, schema_editor: Any) -> None:
        rows = apps.get_model(app, model)._default_manager
        waiting = []
        for row in rows.only(*words).iterator(chunk_size=_AT_ONCE):
            row.search_key = pinyin.search_key(*(getattr(row, w) for w in words))
            waiting.append(row)
            if len(waiting) == _AT_ONCE:
                rows.bulk_update(waiting, ["search_key"])
                waiting.clear()
        rows.bulk_update(waiting, ["search_key"])

    return migrations.RunPython(fill, migrations.RunPython.noop)
