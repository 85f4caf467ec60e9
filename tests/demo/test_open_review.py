"""The demo's review that is still open, played by itself: what each expert of its panel owes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ipops.lines.programme.app.reading import selection
from ipops.lines.programme.app.services.selection import within
from ipops.lines.programme.rules.selection.seats import duty
from ipops.site.demo.life import reviewing
from ipops.webkit import access, journal

pytestmark = pytest.mark.db


def test_one_expert_owes_a_sheet_and_keeps_out_of_the_other(db: None, tmp_path: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("IPOPS_HOME", str(tmp_path))
    access.demo_make()
    for scene in reviewing.scenes():
        with journal.replaying(scene.at):
            scene.act(scene.day)
    told = {}
    for name in ("expert", "expert2", "expert3", "expert-city"):
        me = f"user:{name}"
        owes = duty(me, selection.files_of(selection.seated_in(me)), within)
        told[name] = (owes.assigned, owes.undeclared, owes.to_score, owes.locked, owes.lock_by)
    due = date(2026, 4, 24)
    assert told == {
        "expert": (2, 0, 1, 0, due),
        "expert2": (2, 0, 0, 2, None),
        "expert3": (2, 2, 0, 0, due),
        "expert-city": (2, 0, 1, 1, due),
    }
