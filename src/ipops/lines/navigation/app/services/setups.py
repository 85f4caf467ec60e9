"""A study set up in the browser or by the API: its data beside its template in the study's folder, ready for the worker.

Rule 1: like the results, what is set up lies in the home outside the journal; that a set was frozen, and which, is a fact.
Rule 2: files are links to stored documents, corpora to those in the home's room ``corpora``: nothing else of this machine is read.
Rule 3: what a run would refuse of the template is refused here, beside the field that said it; what was set up before stays then.
Rule 4: it can be changed until the report is in, and again once the report is sent back.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from ipops.kernel.outcome import Refused
from ipops.kernel.text import Lang, Text
from ipops.lines.navigation.app.models import Study
from ipops.lines.navigation.app.results import folder_of
from ipops.lines.navigation.app.services import runs
from ipops.lines.navigation.rules.hands import no
from ipops.lines.navigation.study.setting import PLAIN, titled, written
from ipops.lines.navigation.study.template import CORPUS, StudyFile, read
from ipops.webkit import documents
from ipops.webkit.home import room

#: Stages in which data are gathered and worked on.
OPEN_IN = ("contracted", "data")
TEMPLATE = "study.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """A stored document, and the name by which the template knows it."""

    name: str
    sha256: str


def may_set_up(stage: str) -> Refused | None:
    if stage in OPEN_IN:
        return None
    return no("not-started", _NOT_STARTED) if stage == "proposed" else no("report-in", _REPORTED)


def input_of(study: str) -> Path:
    return folder_of(study) / "input"


def set_up(study: str) -> StudyFile | None:
    """The template as it was set up in the browser, if it was."""
    path = input_of(study) / TEMPLATE
    got = read(path) if path.is_file() else None
    return got if isinstance(got, StudyFile) else None


def files_there(study: str) -> list[str]:
    """Names of files that were brought, in order."""
    folder = input_of(study)
    return sorted(p.name for p in folder.iterdir() if p.name != TEMPLATE and p.is_file()) if folder.is_dir() else []


def corpora() -> list[str]:
    """Corpora that an administrator loaded on this machine: ``ipops corpus load FILES… --into HOME/corpora/NAME``."""
    return sorted(p.name for p in room("corpora").iterdir() if (p / "catalogue.sqlite").is_file())


def shipped(kind: str) -> dict[str, Path]:
    """Templates that come with the program, of one kind of study."""
    folder = Path(str(resources.files("ipops.lines.navigation") / "studies"))
    found = {p.stem: read(p) for p in sorted(folder.glob("*.yaml"))}
    return {code: folder / f"{code}.yaml" for code, s in found.items() if isinstance(s, StudyFile) and s.kind == kind}


def study_set_up(
    *, study: str, plain: Mapping[str, Any], files: Iterable[Brought], by: str, langs: Sequence[Lang] = ("zh", "en")
) -> StudyFile | Refused:
    """Lay template and files out; gives the template as a run reads it. A copy of it is kept among the source documents."""
    row = Study.objects.filter(study=study).first()
    if row is None:
        return no("no-such-study", _MISSING)
    if refused := may_set_up(row.stage):
        return refused
    folder, files = input_of(study), list(files)
    folder.mkdir(parents=True, exist_ok=True)
    for one in files:
        if any(other.name == one.name and other.sha256 != one.sha256 for other in files):
            return no("file-twice", _TWICE.fill(name=one.name), "names")
    for one in files:
        if PLAIN.fullmatch(one.name) is None or one.name == TEMPLATE:
            return no("file-name", _NAME.fill(name=one.name), "names")
        _link(folder / one.name, documents.path_of(one.sha256))
    for name in corpora():
        if f"{CORPUS}{name}" in str(plain.get("sets")):
            _link(folder / name, room("corpora") / name)
    got = written(plain, folder / TEMPLATE)
    if not isinstance(got, Refused):
        documents.store(folder / TEMPLATE, f"{folder.parent.name}.yaml", by)
        runs.remember(study, folder / TEMPLATE, langs)
    return got


def study_take_shipped(*, study: str, code: str, by: str, langs: Sequence[Lang] = ("zh", "en")) -> StudyFile | Refused:
    """Take a shipped template with its public data, under the title and goals of the study on record."""
    row = Study.objects.filter(study=study).first()
    if row is None:
        return no("no-such-study", _MISSING)
    path = shipped(row.kind).get(code)
    if path is None:
        return no("no-such-template", _NO_TEMPLATE, "basis")
    told = read(path)
    assert isinstance(told, StudyFile)
    plain = told.model_dump(mode="json") | {
        "goals": list(row.goals),
        "title": titled(row.title, told.title.model_dump()),
    }
    labels = told.samples.labels
    if labels and not (input_of(study) / labels).is_file():
        input_of(study).mkdir(parents=True, exist_ok=True)
        (input_of(study) / labels).write_bytes(path.with_name(labels).read_bytes())
    here = {code for goal in row.goals for code in _analyses(goal)}
    plain["advice"] = [a for a in plain["advice"] if set(a["rests_on"]) <= here]
    return study_set_up(study=study, plain=plain, files=(), by=by, langs=langs)


def _analyses(goal: str) -> tuple[str, ...]:
    from ipops.lines.navigation.facts import Goal
    from ipops.lines.navigation.study.chapters import OF_GOAL

    return OF_GOAL[Goal(goal)]


def _link(at: Path, to: Path) -> None:
    """A newer file of one name takes the place of the older. A home may be moved: the link tells the way from where it stands."""
    if at.is_symlink() or at.is_file():
        at.unlink()
    at.symlink_to(os.path.relpath(to, at.parent))


def as_yaml(study: str) -> str | None:
    """The template, to be run without the web: ``ipops study run``."""
    path = input_of(study) / TEMPLATE
    return path.read_text(encoding="utf-8") if path.is_file() else None


def no_template_file() -> Refused:
    return no("no-template-file", _NO_FILE, "template")


def text_of(sha256: str) -> str | Refused:
    """A stored template as text."""
    try:
        return documents.path_of(sha256).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return no("template-unreadable", _ENCODING, "template")


_NOT_STARTED = Text("项目尚未启动：先登记承担单位。", "The study is not started yet: tell who does it first.")
_REPORTED = Text(
    "报告已提交，数据与模板不再更改；退回修改后可以继续。",
    "The report is in: data and template stand. Once it is sent back they can be changed.",
)
_MISSING = Text("没有这个导航项目。", "There is no such study.")
_NO_TEMPLATE = Text("没有这个类别的系统模板。", "No such template of this kind comes with the program.")
_NAME = Text("文件名“{name}”不能使用。", "The file name “{name}” cannot be used.")
_TWICE = Text(
    "有两个不同的文件都叫“{name}”；请改名后再上传。",
    "Two files that differ are both called “{name}”; rename one and send it again.",
)
_NO_FILE = Text("请附上模板文件。", "Attach the template file.")
_ENCODING = Text("模板不是 UTF-8 文本。", "The template is no text in UTF-8.")
