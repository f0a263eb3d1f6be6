"""Rekenregels §3, Rode draad: signals about the same aspect or belanghebbende are one story."""

from hypothesis import given
from hypothesis import strategies as st

from wijkkompas_core.analysis.rode_draad import verhalen
from wijkkompas_core.analysis.signalen import Signaal, Soort


def signaal(sleutel: str, soort: Soort, ernst: int, dagen: int, *deelt: str) -> Signaal:
    return Signaal(sleutel, soort, f"{sleutel}.", "", ernst, dagen, "", deelt=frozenset(deelt))


def test_signals_that_share_an_aspect_or_a_belanghebbende_are_one_story_also_by_way_of_a_third():
    a = signaal("a", Soort.STILTE, 2, 10, "aspect:x")
    b = signaal("b", Soort.BELOFTE, 3, 10, "belanghebbende:1")
    both = signaal("c", Soort.OVERHEERSING, 1, 10, "aspect:x", "belanghebbende:1")
    alone = signaal("d", Soort.MIJLPAAL, 5, 1)
    assert [[s.sleutel for s in story.signalen] for story in verhalen([a, b, both, alone])] == [["b", "a", "c"], ["d"]]


def test_the_rank_is_the_heaviest_of_each_kind_once_with_at_most_180_days():
    first = [signaal("a", Soort.STILTE, 2, 400, "aspect:x"), signaal("b", Soort.STILTE, 2, 90, "aspect:x")]
    second = [signaal("c", Soort.STILTE, 2, 60, "aspect:y"), signaal("d", Soort.BELOFTE, 3, 100, "aspect:y")]
    assert [(story.kop.sleutel, story.gewicht) for story in verhalen(first + second)] == [("d", 420), ("a", 360)]


def test_types_never_met_come_last_in_a_story_and_their_own_stories_after_all_others():
    weak = signaal("a", Soort.TYPE, 1, 500, "aspect:x")
    light = signaal("b", Soort.STILTE, 2, 1, "aspect:y")
    beside = signaal("c", Soort.TYPE, 1, 900, "aspect:y")
    stories = verhalen([weak, light, beside])
    assert [[s.sleutel for s in story.signalen] for story in stories] == [["b", "c"], ["a"]]
    assert [story.zwak for story in stories] == [False, True]


KEYS = st.frozensets(st.sampled_from(["aspect:x", "aspect:y", "belanghebbende:1", "belanghebbende:2"]), max_size=2)


@given(st.lists(st.tuples(st.sampled_from(list(Soort)), st.integers(1, 5), st.integers(0, 900), KEYS), max_size=12))
def test_every_signal_is_in_exactly_one_story_whatever_the_order(found):
    signalen = [signaal(str(i), soort, ernst, days, *keys) for i, (soort, ernst, days, keys) in enumerate(found)]
    stories = verhalen(signalen)
    assert sorted(s.sleutel for story in stories for s in story.signalen) == sorted(s.sleutel for s in signalen)
    assert {frozenset(story.signalen) for story in verhalen(signalen[::-1])} == {frozenset(s.signalen) for s in stories}
    for story in stories:
        others = [s for other in stories if other is not story for s in other.signalen]
        assert not any(s.deelt & o.deelt for s in story.signalen for o in others)
