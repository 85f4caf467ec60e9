"""Places, their names and codes."""

import csv

import pytest

from ipops.kernel.outcome import Unknown
from ipops.reference import demo_places
from ipops.reference import divisions as room
from ipops.reference.key_cities import key_cities, place_code
from ipops.reference.regions_ever import region_ever_existed


@pytest.fixture
def real(shared):
    return room.divisions()


@pytest.mark.shared
class TestTheRealList:
    def test_knows_provinces_cities_and_counties(self, real):
        assert [real.name(c) for c in ("37", "3701", "370102")] == ["山东省", "济南市", "历下区"]
        assert len(real.children("CN")) == 31 + 2, "31 provinces, and the demo's province and municipality"

    def test_hangs_districts_of_a_municipality_under_it_and_not_under_a_container(self, real):
        assert real.parent("500105") == "500000"
        assert real.parent("429004") == "420000"
        assert real.full_name("500105") == "重庆市江北区"
        assert "市辖区" not in {n.zh for n in real.names.values()}

    def test_says_what_lies_in_what(self, real):
        assert real.is_within("370102", "370100")
        assert real.is_within("370102", "37")
        assert real.is_within("120116", "120000")
        assert real.is_within("120116", "CN")
        assert not real.is_within("370100", "370102")
        assert not real.is_within("330205", "500000")

    def test_finds_a_name_that_stands_once(self, real):
        assert real.named("济南市") == "370100"
        assert real.named("东莞市") == "441900"

    def test_asks_which_one_when_a_name_stands_twice(self, real):
        answer = real.named("朝阳区")
        assert isinstance(answer, Unknown)
        assert "110105" in answer.why.zh
        assert "220104" in answer.why.zh

    def test_tells_twins_apart_by_what_is_in_front(self, real):
        assert real.named("北京市朝阳区") == "110105"
        assert real.named("长春市朝阳区") == "220104"
        assert real.named("吉林省长春市朝阳区") == "220104"
        assert real.named("宁波市江北区") == "330205"
        assert real.named("重庆市江北区") == "500105"

    def test_does_not_guess_at_what_it_does_not_hold(self, real):
        for name in ("济南", "天津市朝阳区", "", "香港特别行政区"):
            assert isinstance(real.named(name), Unknown)

    def test_every_place_hangs_together_up_to_the_country(self, real):
        for code in real.names:
            if code != "CN":
                assert real.ancestors(code)[-1] == "CN"
                assert real.named(real.full_name(code)) in (code, real.parent(code))

    def test_agrees_with_the_rule_of_prefixes(self, real):
        """Figures of districts add up by code; the parents here must say the same."""
        for code in real.names:
            parent = real.parent(code)
            if parent not in (None, "CN"):
                assert code.startswith(parent.rstrip("0"))

    def test_counts_as_many_codes_as_the_source_says(self, real, shared):
        with (shared / "data/reference/cn-divisions-2023/areas.csv").open(encoding="utf-8") as f:
            codes = [r["code"] for r in csv.DictReader(f)]
        assert len(codes) == 2978
        assert sum(map(region_ever_existed, codes)) == 2847
        assert all(c in real for c in codes)


@pytest.mark.shared
class TestKeyCities:
    def test_all_37_have_a_division_of_their_own(self):
        cities = key_cities()
        assert len({c.place for c in cities}) == 37
        assert [sum(c.batch == b for c in cities) for b in (2017, 2018, 2019, 2020)] == [8, 8, 10, 11]

    def test_lie_in_the_province_that_the_list_names(self, real):
        for city in key_cities():
            assert real.is_within(city.place, city.province)
            assert (city.admin_kind == "municipality_district") == (not city.place.endswith("00"))

    def test_every_city_figure_finds_its_place(self, shared):
        with (shared / "data/programme/city_figures.csv").open(encoding="utf-8") as f:
            names = {r["city_zh"] for r in csv.DictReader(f)}
        found = {n: place_code(n) for n in names}
        assert not [n for n, code in found.items() if isinstance(code, Unknown)]
        assert found["重庆市江北区"] == "500105"
        assert found["天津市东丽区"] == "120110"


class TestTheDemoPlaces:
    def test_are_there_without_any_file(self, monkeypatch, tmp_path):
        monkeypatch.setenv("IPOPS_SHARED", str(tmp_path))
        assert isinstance(room.divisions(), Unknown)
        assert room.places().name("990101") == "高新区（演示）"
        assert room.places().is_within("990104", "990100")
        assert isinstance(key_cities(), Unknown)
        assert isinstance(place_code("济南市"), Unknown)

    def test_all_say_that_they_are_a_demo(self):
        for code, name in demo_places.DEMO_PLACES.items():
            assert demo_places.is_demo(code)
            assert "演示" in name.zh
            assert "demo" in name.en

    def test_bear_codes_that_never_existed(self):
        assert not any(map(region_ever_existed, demo_places.DEMO_PLACES))

    def test_a_stranger_shows_its_code_and_lies_in_the_country_alone(self):
        demo = room.demo_divisions()
        assert demo.name("123456") is None
        assert demo.full_name("123456") is None
        assert demo.title("123456").zh == "123456"
        assert demo.is_within("123456", "CN")
        assert not demo.is_within("123456", "990100")
