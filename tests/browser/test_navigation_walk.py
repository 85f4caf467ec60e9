"""A study's documents in a real browser: three are labelled, a sample is judged, an officer settles what was unsure, the study runs
again, and recall and precision stand in its report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import DESKTOP, PHONE, Seen

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.db, pytest.mark.django_db(transaction=True)]
Enter = Callable[..., Seen]


@pytest.fixture
def study(committed: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A small study whose data stand frozen and lie on this machine."""
    from ipops.kernel.outcome import Refused
    from ipops.lines.navigation.app.services.runs import study_work_out
    from ipops.lines.navigation.tests.conftest import contracted, frozen, proposed
    from ipops.lines.navigation.tests.small import laid_out

    monkeypatch.setenv("IPOPS_HOME", str(tmp_path / "home"))
    code = str(proposed())
    contracted(code)
    frozen(code)
    assert not isinstance(study_work_out(code, laid_out(tmp_path) / "study.yaml"), Refused)
    return code


def judged(seen: Seen, say: Callable[[int, str], str]) -> None:
    """Every row of the sample at hand, by its title."""
    for i, row in enumerate(seen.page.locator("main tbody tr").all()):
        row.locator(f'input[type="radio"][value="{say(i, row.inner_text())}"]').check()
    seen.send()


@pytest.mark.parametrize(("lang", "size"), [("zh", DESKTOP), ("en", PHONE)])
def test_three_documents_are_labelled_a_sample_is_judged_and_the_report_tells_both_ratios(
    enter: Enter, sign_in: Any, study: str, lang: Any, size: tuple[int, int]
) -> None:
    from ipops.lines.navigation.app.models import Label
    from ipops.lines.navigation.app.services.runs import run_again

    at, samples = f"/navigation/studies/{study}/desk/", f"/navigation/studies/{study}/results/samples/"
    seen = enter(lang, size)
    sign_in(seen, "clerk")
    seen.open(f"/navigation/studies/{study}/results/")
    seen.follow("标引台", "Labelling desk")
    seen.look("labelling-desk")
    seen.follow("开始标引", "Start labelling")
    for node in ("farm", "rotor", "farm"):
        keys = seen.page.keyboard
        box = seen.page.locator(f"#n-{node}")
        box.focus()
        if not box.is_checked():
            keys.press("Space")
        seen.look("label-a-document")
        with seen.page.expect_navigation():
            keys.press("Enter")
    assert Label.objects.count() == 3
    seen.open(f"{at}?state=hand")
    seen.look("labelled-documents")
    seen.open(f"{samples}?part=precision")
    seen.look("judge-a-sample")
    judged(seen, lambda i, _: "unsure" if i == 0 else "relevant")
    seen.open(f"{samples}?part=recall")
    judged(seen, lambda _, title: "relevant" if "无人机" in title else "not_relevant")
    assert seen.says("9/10 件", "9 of 10")
    officer = enter(lang, size)
    sign_in(officer, "officer")
    officer.open(f"{samples}?part=review")
    officer.page.locator('input[type="radio"][value="relevant"]').check()
    officer.page.locator('[name="w0"]').fill("全文第三节 full text, part 3")
    officer.look("review-a-verdict")
    officer.send()
    seen.open(samples)
    assert seen.says("95% 区间 72.2% 至 100.0%", "95 % interval 72.2% to 100.0%")
    seen.look("judged-sample")
    seen.follow("按最新标引与判读重新运行", "Run the study again with these labels and verdicts")
    assert seen.says("重新运行：排队中", "Run again: in the queue")
    run_again.call(study=study)
    seen.open(f"/navigation/studies/{study}/results/3/")
    assert seen.says(
        "边界内抽读10件，10件相关，为100.0%", "of 10 documents read within the boundary 10 are relevant, 100.0%"
    )
    assert seen.says("查全率为100.0%", "Recall of the boundary within the set is then 100.0%")
    assert seen.says("人工标引3件", "People labelled 3 documents")
    seen.open(f"{at}sheets/")
    seen.look("label-sheets")
