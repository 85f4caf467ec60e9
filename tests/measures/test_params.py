from ipops.measures.params import Params, readings
from ipops.measures.words import Counting, Territory


def test_a_pack_that_names_both_leaves_one_reading():
    assert readings(Counting.PER_RIGHT, Territory.TRANSFEREE) == (
        Params(counting=Counting.PER_RIGHT, territory=Territory.TRANSFEREE),
    )


def test_a_pack_that_names_neither_leaves_all_six_and_shows_the_labelled_one_first():
    made = readings(None, None)
    assert len(set(made)) == len(Counting) * len(Territory) == 6
    assert made[0] == Params()


def test_a_reading_has_a_name_in_both_languages():
    assert "each deal counts once" in Params().named.en
    assert "按宗计" in Params().named.zh
