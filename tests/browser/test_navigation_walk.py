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


def worked() -> None:
    """The worker's part of the task that waits, and its end as the worker would tell it."""
    from django_tasks import TaskContext, TaskResultStatus
    from django_tasks_db.models import DBTaskResult

    from ipops.lines.navigation.app.services.runs import run_again

    told = DBTaskResult.objects.filter(status=TaskResultStatus.READY).get()
    answer = run_again.call(TaskContext(task_result=told.task_result), **told.args_kwargs["kwargs"])
    DBTaskResult.objects.filter(pk=told.pk).update(status=TaskResultStatus.SUCCESSFUL, return_value=answer)


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
    assert seen.says("排队中", "In the queue")
    worked()
    seen.open(f"/navigation/studies/{study}/results/3/")
    assert seen.says(
        "边界内抽读10件，10件相关，为100.0%", "of 10 documents read within the boundary 10 are relevant, 100.0%"
    )
    assert seen.says("查全率为100.0%", "Recall of the boundary within the set is then 100.0%")
    assert seen.says("人工标引3件", "People labelled 3 documents")
    seen.open(f"{at}sheets/")
    seen.look("label-sheets")


@pytest.mark.parametrize(("lang", "size"), [("zh", PHONE), ("en", DESKTOP)])
def test_a_study_is_set_up_run_and_read_without_the_command_line(
    enter: Enter,
    sign_in: Any,
    committed: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    lang: Any,
    size: tuple[int, int],
) -> None:
    from ipops.lines.navigation.tests.conftest import contracted, proposed
    from ipops.lines.navigation.tests.small import laid_out

    monkeypatch.setenv("IPOPS_HOME", str(tmp_path / "home"))
    study = str(proposed())
    contracted(study)
    laid_out(tmp_path)
    seen = enter(lang, size)
    sign_in(seen, "clerk")
    seen.open(f"/navigation/studies/{study}/")
    seen.follow("设置数据、检索式与技术分解，运行", "set up data, query and tree, and run")
    seen.look("study-setup")
    seen.page.set_input_files('[name="file1"]', str(tmp_path / "list.csv"))
    for name, text in {
        "source": "某库导出 an export", "query": "无人机 drone", "searched_on": "2024-06-01", "boundary": "title:无人机 OR class:B64C39",
        "tree": "上游 | rotor | 旋翼 | rotors | class:B64C27\n侧面 | farm | 植保 | farming | title:植保",
    }.items():  # fmt: skip
        seen.page.fill(f'[name="{name}"]', text)
    seen.send()
    assert seen.says("第 2 行：“侧面”不是环节", "line 2: “侧面” is no link")
    seen.look("study-setup-refused")
    seen.page.fill(
        '[name="tree"]', "上游 | rotor | 旋翼 | rotors | class:B64C27\n下游 | farm | 植保 | farming | title:植保"
    )
    seen.send()
    assert seen.says("排队中", "In the queue")
    seen.look("study-run-waits")
    worked()
    seen.open(f"/navigation/studies/{study}/run/")
    seen.look("study-run-done")
    seen.follow("查看数据、结论与报告", "See data, findings and report")
    assert seen.says("属于本题的有30件", "30 (75.0%) belong to the subject")
