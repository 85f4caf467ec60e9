"""A refusal stands beside the field it is about, with its clause."""

from __future__ import annotations

from django import forms
from django.template.loader import render_to_string
from django.utils import translation

from ipops.kernel.citation import Citation
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.webkit.pages.forms import Group, HouseForm
from ipops.webkit.pages.lang import said

LAW = Citation(document="专利法(2020-10-17)", clause="第十二条")
NO = Refused(
    reasons=(
        Reason(code="lapsed", says=Text("专利已终止。", "The patent has lapsed."), field="right", cite=LAW),
        Reason(code="general", says=Text("时间不对。", "The time is wrong."), cite=LAW),
    )
)


class Ask(HouseForm):
    groups = (Group(Text("许可", "Licence"), ("right", "on")),)
    cites = {"right": LAW}  # noqa: RUF012

    right = forms.CharField(label=said("专利号", "Patent number"))
    on = forms.DateField(label=said("日期", "Day"))
    note = forms.CharField(label=said("说明", "Note"), required=False)


def html(form: HouseForm, lang: str) -> str:
    with translation.override(lang):
        return render_to_string("webkit/parts/form.html", {"form": form})


class TestTheForm:
    def test_puts_each_reason_beside_its_field_and_the_rest_on_top(self) -> None:
        form = Ask({"right": "CN1", "on": "2024-01-01"})
        assert form.is_valid()
        form.refuse(NO)
        shown = {s.field.name: s.reasons for _, fields in form.drawn for s in fields}
        assert [r.code for r in shown["right"]] == ["lapsed"]
        assert [r.code for r in form.loose_refusals] == ["general"]

    def test_speaks_the_reader_s_language_down_to_django_s_own_words(self) -> None:
        form = Ask({"right": "", "on": "2024-01-01"})
        form.is_valid()
        assert "这个字段是必填项" in html(form, "zh-hans")
        again = Ask({"right": "", "on": "2024-01-01"})
        again.is_valid()
        page = html(again, "en")
        assert "This field is required" in page
        assert "Patent number" in page

    def test_takes_no_day_that_nobody_means(self) -> None:
        """The day after 9999-12-31 does not exist; whoever typed it gets a sentence and not a broken page."""
        for day in ("9999-12-31", "0001-01-01"):
            form = Ask({"right": "CN1", "on": day})
            assert not form.is_valid()
            assert "1900" in form.errors["on"][0]

    def test_names_the_clause_and_ties_the_problem_to_the_input(self) -> None:
        form = Ask({"right": "CN1", "on": "2024-01-01"})
        form.is_valid()
        form.refuse(NO)
        page = html(form, "en")
        assert "专利法(2020-10-17) 第十二条" in page
        assert 'href="#id_right"' in page
        assert 'aria-describedby="id_right_error"' in page
        assert 'aria-invalid="true"' in page

    def test_opens_a_folded_group_when_something_in_it_is_wrong(self) -> None:
        class Folded(HouseForm):
            groups = (Group(Text("其他", "More"), ("consent",), folded=True),)
            consent = forms.CharField(label=said("同意书", "Consent"), required=False)

        quiet, wrong = Folded({"consent": ""}), Folded({"consent": ""})
        wrong.refuse(Refused(reasons=(Reason(code="no", says=Text("缺。", "Missing."), field="consent", cite=LAW),)))
        assert '<details class="group">' in html(quiet, "en")
        page = html(wrong, "en")
        assert '<details class="group" open>' in page
        assert page.split("</ul>")[0].count("专利法(2020-10-17) 第十二条") == 1  # the box on top names the clause too

    def test_gives_every_fresh_form_a_reference_of_its_own_and_keeps_the_one_that_was_sent(self) -> None:
        assert Ask()["reference"].value() != Ask()["reference"].value()
        assert Ask({"reference": "abc"})["reference"].value() == "abc"

    def test_escapes_what_was_typed(self) -> None:
        form = Ask({"right": "<script>x</script>", "on": "?"})
        form.is_valid()
        assert "<script>" not in html(form, "en")
