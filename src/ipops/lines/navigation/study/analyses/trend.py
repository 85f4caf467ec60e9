"""How the field grows: families a year, growth over whole years, the S-curve or why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ipops.corpus.indicators.figures import UNPUBLISHED_MONTHS, growth, whole_years
from ipops.corpus.indicators.life_cycle import LifeCycle, life_cycle
from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.lines.navigation.study.desk import Desk
from ipops.lines.navigation.study.parts import Analysis, cite
from ipops.lines.navigation.study.saying import Query, Sentence
from ipops.reports import charts

FIRST_SHOWN = 1985
FEW = 10  #: families a year below which a rate says nothing: our rule, that of the growth of nodes too
STAGES = {
    "emerging": Text("萌芽期", "emerging"), "growth": Text("成长期", "growth"),
    "maturity": Text("成熟期", "maturity"), "saturation": Text("饱和期", "saturation"),
}  # fmt: skip


def through(desk: Desk) -> date | None:
    one = desk.study.sets[desk.dated]
    return one.covers_until or desk.loaded[desk.dated].last_day


def trend(desk: Desk) -> Analysis:
    title = Text("趋势与生命周期", "Trend and life cycle")
    last = through(desk) if desk.dated else None
    if last is None:
        return Analysis(code="trend", title=title, method=_NO_DATES)
    asked = desk.ask(
        Text("各年首次申请的同族数", "families by the year of first filing"),
        f"""select year(first_on)::int as year, count(*) as families
            from (select unit, min(first_on) as first_on from {desk.dated}_scope where core group by unit)
            where first_on is not null group by 1 order by 1""",  # noqa: S608
    )
    whole = whole_years(last)
    by_year = dict(asked.rows)
    method = Text(
        f"数据集“{desk.study.sets[desk.dated].title.zh}”，按同族计一次，年份取最早优先权日（无优先权的取申请日）。数据至{last:%Y-%m-%d}；申请最迟满{UNPUBLISHED_MONTHS}个月公布，故{whole}年以后的年份尚不完整，图中以浅色示之，不参与增长率与拟合，其下降不是真实下降。",
        f"Set {desk.study.sets[desk.dated].title.en!r}; a family counts once, in the year of its earliest priority (else filing). The data reach {last:%Y-%m-%d}; applications are published after at most {UNPUBLISHED_MONTHS} months, so years after {whole} are not whole: they are drawn pale, stay out of growth and fit, and their fall is not a real one.",
    )
    drawn = tuple(
        charts.Year(year=y, count=by_year.get(y, 0), whole=y <= whole)
        for y in range(max(FIRST_SHOWN, min(by_year)), max(by_year) + 1)
    )
    chart = charts.Years(
        title=cite(Text("首次申请的同族数（按年）", "Families by year of first filing"), asked),
        unit=Text("同族数", "families"),
        years=drawn,
    )
    found, curve = _life(desk, by_year, last)
    grown = _growth(desk, by_year, whole, last, asked)
    return Analysis(code="trend", title=title, method=method, findings=(*grown, *found), charts=(chart, *curve))


def _growth(desk: Desk, by_year: Mapping[int, int], whole: int, last: date, asked: Query) -> tuple[Sentence, ...]:
    figure = growth(dict(by_year), whole - 5, whole, last)
    if figure.value is None:
        return ()
    kept = desk.keep(
        Text("五年复合增长率", "compound growth over five years"),
        f"corpus.indicators.figures.growth of {asked.code}, {whole - 5} to {whole}",
        ("first", "last", "n_first", "n_last", "growth"),
        ((whole - 5, whole, by_year.get(whole - 5, 0), by_year.get(whole, 0), figure.value),),
    )
    numbers = {
        "a": kept.number(0, "first").as_("year"), "b": kept.number(0, "last").as_("year"),
        "m": kept.number(0, "n_first"), "n": kept.number(0, "n_last"),
    }  # fmt: skip
    if min(by_year.get(whole - 5, 0), by_year.get(whole, 0)) < FEW:
        return (Sentence(words=_FEW, numbers=numbers),)
    return (Sentence(words=_GREW, numbers=numbers | {"g": kept.number(0, "growth").as_("share")}),)


_GREW = Text(
    "{a}年至{b}年（最后一个完整年份），首次申请由{m}族变为{n}族，年均复合增长{g}。",
    "From {a} to {b}, the last whole year, first filings went from {m} to {n} families, {g} a year compound.",
)
_FEW = Text(
    "{a}年（{m}族）与{b}年（最后一个完整年份，{n}族）的首次申请太少，不说增长率。",
    "First filings of {a} ({m} families) and {b}, the last whole year ({n}), are too few to tell a growth rate.",
)


def _life(desk: Desk, by_year: Mapping[int, int], last: date) -> tuple[tuple[Sentence, ...], tuple[charts.Years, ...]]:
    got = life_cycle({y: n for y, n in by_year.items() if y >= FIRST_SHOWN}, last)
    if isinstance(got, Refused):
        why = got.reasons[0].says
        kept = desk.keep(Text("S 曲线", "S-curve"), "corpus.indicators.life_cycle", ("refused",), ((why.zh,),))
        words = Text(
            "累计数量尚不足以判断所处生命周期阶段。{why}",
            "The cumulative counts do not tell the stage of the life cycle. {why}",
        )
        return (Sentence(words=words, names={"why": why}, rests_on=(kept,)),), ()
    return _curve(desk, got)


def _curve(desk: Desk, got: LifeCycle) -> tuple[tuple[Sentence, ...], tuple[charts.Years, ...]]:
    kept = desk.keep(
        Text("S 曲线的参数（累计同族数的逻辑斯蒂拟合，95% 区间）", "the S-curve: logistic fit of cumulative families, 95 % interval"),
        "corpus.indicators.life_cycle",
        ("saturation", "low", "high", "midpoint", "reached", "r2"),
        ((round(got.saturation.value), round(got.saturation.low), round(got.saturation.high), round(got.midpoint.value), got.reached, got.r2),),
    )  # fmt: skip
    sentence = Sentence(
        words=Text(
            "以累计同族数拟合 S 曲线，处于{stage}：已达拟合饱和量的{reached}，拐点在{mid}年前后，饱和量{k}族（区间{low}至{high}，R²为{fit}）。拟合只说明过去的数量，不是预测。",
            "An S-curve through the cumulative counts puts the field in its {stage} stage: {reached} of a saturation of {k} families (interval {low} to {high}, R² {fit}), turning about {mid}. The fit tells of past counts; it is no forecast.",
        ),
        names={"stage": STAGES[got.stage]},
        numbers={
            "reached": kept.number(0, "reached").as_("share"), "mid": kept.number(0, "midpoint").as_("year"),
            "k": kept.number(0, "saturation"), "low": kept.number(0, "low"), "high": kept.number(0, "high"),
            "fit": kept.number(0, "r2").as_("real"),
        },
    )  # fmt: skip
    chart = charts.Years(
        title=cite(Text("累计同族数与拟合的 S 曲线", "Cumulative families and the fitted S-curve"), kept),
        unit=Text("累计同族数", "families, cumulative"),
        years=tuple(charts.Year(year=y, count=n) for y, n in zip(got.years, got.counts, strict=True)),
        curve=got.fitted,
        curve_says=Text("拟合曲线", "fitted curve"),
    )
    return (sentence,), (chart,)


_NO_DATES = Text(
    "没有带日期的数据集，趋势与生命周期：未知。", "No set of the study has dates, so trend and life cycle are unknown."
)
