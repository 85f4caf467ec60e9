"""A study set up and run from the browser: data, boundary and tree on one form; then the run with the step it is at, by the worker."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.lines.navigation.app import forms, hands
from ipops.lines.navigation.app.models import Study
from ipops.lines.navigation.app.results import results_of
from ipops.lines.navigation.app.services import runs, setups
from ipops.lines.navigation.app.views.results import found
from ipops.lines.navigation.facts import Goal, StudyKind
from ipops.lines.navigation.study.chapters import NAMES, OF_GOAL
from ipops.lines.navigation.study.setting import Answers, SetAnswers, brought, lines_of, template_of
from ipops.lines.navigation.study.template import StudyFile, Words, read
from ipops.webkit.pages import doors, names
from ipops.webkit.pages.fields import several
from ipops.webkit.pages.forms import again, refuse
from ipops.webkit.pages.lang import say
from ipops.webkit.pages.reader import reader

PAGE = "navigation/setup.html"
#: Fields of files, by the ending of the names of their set's fields.
_FILES = {"": ("file1", "file2", "file3"), "2": ("file4",)}
_OF_SET = ("source", "source_en", "query", "query_en", "searched_on", "covers_until")
_SHIPPED = "shipped:"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def setup(request: HttpRequest, study: str) -> HttpResponseBase:
    """The form, filled with what was set up before; sent, it is saved and the run goes into the queue."""
    row = found(request, study)
    form = forms.SetUpForm(request.POST or None, request.FILES or None, initial=_initial(request, row))
    form.fields["basis"].choices = _bases(row)  # type: ignore[attr-defined]
    no = hands.why_not_label(reader(request), row) or setups.may_set_up(row.stage)
    context = _about(row) | {"no": no}
    if request.method != "POST":
        return render(request, PAGE, context | {"form": form})
    if not form.is_valid():
        return again(request, form, PAGE, context)
    got = no or _set_up(request, row, form)
    if isinstance(got, Refused):
        return refuse(request, form, got, PAGE, context)
    started = runs.study_run_again(study)
    if isinstance(started, Refused):
        return refuse(request, form, started, PAGE, context)
    return redirect("navigation:study_run", study)


def _about(row: Study) -> dict[str, Any]:
    goals = {code: None for g in row.goals for code in OF_GOAL[Goal(g)]}
    return {
        "row": row, "corpora": setups.corpora(), "files": setups.files_there(row.study), "analyses": [(code, NAMES[code]) for code in goals],
        "starts": tuple(setups.shipped(row.kind)), "there": setups.as_yaml(row.study) is not None, "run": runs.last_run(row.study),
    }  # fmt: skip


def _bases(row: Study) -> list[tuple[str, Any]]:
    made = [("own", say(Text("按下面各栏", "as said below"))), ("file", say(_UPLOADED))]
    for code, path in setups.shipped(row.kind).items():
        told = read(path)
        assert isinstance(told, StudyFile)
        title = told.title.text
        as_it_is = Text(
            f"系统模板，连同其公开数据：{title.zh}", f"a template of the program with its public data: {title.en}"
        )
        made.append((f"{_SHIPPED}{code}", say(as_it_is)))
    return made


def _initial(request: HttpRequest, row: Study) -> dict[str, Any]:
    """What was set up before; else, where asked, boundary and tree of a shipped template to begin from."""
    mine = setups.set_up(row.study)
    start = setups.shipped(row.kind).get(request.GET.get("from", ""))
    told = mine if start is None else read(start)
    if not isinstance(told, StudyFile):
        return {}
    one = told.sets[told.dated or told.landscape]
    made = {
        "demand": told.demand.zh.strip(), "boundary": one.boundary.strip(), "unit": one.unit, "home": told.home, **lines_of(told),
        "organisations": "\n".join(told.focus.organisations), "inventors": "\n".join(told.focus.inventors), "each": told.samples.each,
        "demand_en": _english(told.demand), "langs": runs.langs_of(row.study),
    }  # fmt: skip
    if mine is not None and start is None:
        made |= {
            "title_en": _english(mine.title),
            "industry_en": _english(mine.industry),
            **_of_set(mine, mine.landscape, ""),
        }
        if mine.dated not in ("", mine.landscape):
            made |= _of_set(mine, mine.dated, "2")
    return made


def _of_set(told: StudyFile, code: str, nth: str) -> dict[str, Any]:
    """The fields of a set as it was set up."""
    one = told.sets[code]
    made = {
        "names": "\n".join(one.files), "source": one.source.zh, "source_en": _english(one.source), "query": one.query.zh,
        "query_en": _english(one.query), "searched_on": one.searched_on, "covers_until": one.covers_until,
        "boundary": one.boundary.strip(), "unit": one.unit,
    }  # fmt: skip
    return {f"{name}{nth}": value for name, value in made.items()}


def _english(words: Words) -> str:
    """What was said in English, empty where the Chinese stands for it."""
    return "" if words.en == words.zh else words.en.strip()


def _set_up(request: HttpRequest, row: Study, form: forms.SetUpForm) -> StudyFile | Refused:
    v = form.cleaned_data
    langs, by = tuple(v["langs"]), doors.who(request).label
    if v["basis"].startswith(_SHIPPED):
        code = v["basis"].removeprefix(_SHIPPED)
        return setups.study_take_shipped(study=row.study, code=code, by=by, langs=langs)
    kept: list[setups.Brought] = []
    for name in (*_FILES[""], *_FILES["2"], "industry_data"):
        got = _keep(request, v[name], name)
        if isinstance(got, Refused):
            return got
        kept += got
    plain = _brought(request, row, v) if v["basis"] == "file" else template_of(_answers(row, v))
    if isinstance(plain, Refused):
        return plain
    return setups.study_set_up(study=row.study, plain=plain, files=kept, by=by, langs=langs)


def _keep(request: HttpRequest, sent: Any, field: str) -> list[setups.Brought] | Refused:
    if not sent:
        return []
    got = doors.keep(request, sent)
    if isinstance(got, Refused):
        return Refused(reasons=tuple(replace(r, field=field) for r in got.reasons))
    return [setups.Brought(name=sent.name, sha256=got)]


def _brought(request: HttpRequest, row: Study, v: dict[str, Any]) -> dict[str, Any] | Refused:
    if not v["template"]:
        return setups.no_template_file()
    sha = doors.keep(request, v["template"])
    text = sha if isinstance(sha, Refused) else setups.text_of(sha)
    if isinstance(text, Refused):
        return text
    return brought(text, StudyKind(row.kind), [Goal(g) for g in row.goals], row.title)


def _answers(row: Study, v: dict[str, Any]) -> Answers:
    before = setups.set_up(row.study)
    return Answers(
        kind=StudyKind(row.kind), goals=[Goal(g) for g in row.goals], title=row.title, industry=row.industry, place=names.place(row.place),
        demand=v["demand"] or row.title, main=_set_answers(v, ""), second=_set_answers(v, "2"), title_en=v["title_en"],
        industry_en=v["industry_en"], demand_en=v["demand_en"],
        home=v["home"] or "CN", tree=v["tree"], groups=v["owners"], organisations=several(v["organisations"]),
        inventors=several(v["inventors"]), advice=v["advice"], each=v["each"] or 60,
        industry_data=v["industry_data"].name if v["industry_data"] else (before.industry_data if before else ""),
    )  # fmt: skip


def _set_answers(v: dict[str, Any], nth: str) -> SetAnswers:
    sent = [v[n].name for n in _FILES[nth] if v[n]]
    return SetAnswers(
        data=tuple(dict.fromkeys([*_lines(v[f"names{nth}"]), *sent])),
        boundary=v[f"boundary{nth}"].strip(),
        unit=v[f"unit{nth}"] or "family",
        **{name: v[f"{name}{nth}"] for name in _OF_SET},
    )


def _lines(text: str) -> Iterator[str]:
    yield from (s for line in text.splitlines() if (s := line.strip()))


@require_safe
@login_required
def run(request: HttpRequest, study: str) -> HttpResponseBase:
    """How far the run is; the page asks again by itself, and ends at the results."""
    row = found(request, study)
    last = runs.last_run(study)
    if last is None:
        raise Http404
    moving = last.state in ("waiting", "running")
    context = {"row": row, "run": last, "moving": moving, "got": results_of(study)}
    if "part" in request.GET:
        answer = render(request, "navigation/run_progress.html", context)
        if not moving:
            answer["HX-Refresh"] = "true"
        return answer
    return render(request, "navigation/run.html", context)


@require_POST
@login_required
def run_again(request: HttpRequest, study: str) -> HttpResponseBase:
    """Work the study out again with what was said: a task of the worker."""
    row = found(request, study)
    no = hands.why_not_label(reader(request), row)
    got = no or runs.study_run_again(study)
    if isinstance(got, Refused):
        return doors.shut(request, got, _AGAIN, back="navigation:studies")
    return redirect("navigation:study_run", study)


@require_safe
@login_required
def template(request: HttpRequest, study: str) -> HttpResponseBase:
    """The template as it was set up, for a run without the web."""
    found(request, study)
    text = setups.as_yaml(study)
    if text is None:
        raise Http404
    head = {"Content-Disposition": 'attachment; filename="study.yaml"'}
    return HttpResponse(text, content_type="application/yaml; charset=utf-8", headers=head)


_AGAIN = Text("重新运行", "Run again")
_UPLOADED = Text("上传的模板（YAML），数据文件一并上传", "a template that I upload (YAML), with its data files")
