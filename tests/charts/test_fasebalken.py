"""What a reader sees in the fasen of several wijken."""

from datetime import date

import plotly.graph_objects as go
import pytest

from dashboard.charts.fasebalken import Fasebalk, fasebalken

DAY = date(2026, 6, 1)


@pytest.mark.parametrize(("dark", "smal"), [(False, False), (True, True)])
def test_each_spell_is_a_bar_with_its_number_and_two_at_once_do_not_cover_each_other(kompas, dark, smal):
    first, second = kompas.fasen[0], kompas.fasen[1]
    balken = [Fasebalk(first.slug, date(2025, 1, 1), date(2026, 1, 1)), Fasebalk(second.slug, date(2025, 6, 1), None)]
    figure = fasebalken([("A <b>", balken), ("B", [])], kompas, peildatum=DAY, dark=dark, smal=smal).figuur
    go.Figure(figure.to_dict())
    (bars,) = figure.data
    assert list(bars.text) == [str(first.nummer), str(second.nummer)]
    assert bars.y[0] != bars.y[1]
    assert "tot nu" in bars.hovertext[1] and "01-01-2026" in bars.hovertext[0]
    assert [note.text for note in figure.layout.annotations] == ["A &lt;b&gt;", "B"]


@pytest.mark.parametrize("smal", [False, True])
def test_a_long_name_stands_there_whole_and_its_row_is_high_enough_for_it(kompas, smal):
    naam = "De Wijk Met De Allerlangste Naam Van Heel De Gemeente Zonnedaal En Omstreken Tot Aan De Rivier"
    balken = [Fasebalk(kompas.fasen[0].slug, date(2025, 1, 1), None)]
    figure = fasebalken([(naam, balken), ("Kort", balken)], kompas, peildatum=DAY, smal=smal).figuur
    long, short = figure.layout.annotations
    lines = long.text.split("<br>")
    assert " ".join(lines) == naam and max(map(len, lines)) <= (40 if smal else 20)
    assert short.y - long.y > (len(lines) - 1 if smal else len(lines) / 2) * 17


def test_spells_after_each_other_share_a_line(kompas):
    one, two = kompas.fasen[0].slug, kompas.fasen[1].slug
    balken = [Fasebalk(one, date(2025, 1, 1), date(2025, 6, 1)), Fasebalk(two, date(2025, 6, 1), None)]
    (bars,) = fasebalken([("A", balken)], kompas, peildatum=DAY).figuur.data
    assert bars.y[0] == bars.y[1]


def test_without_a_spell_it_says_so(kompas):
    assert "nog geen fase" in str(fasebalken([("A", [])], kompas, peildatum=DAY).figuur.layout.annotations)


def test_its_words_count_the_wijken_with_a_running_fase_and_name_every_spell(kompas):
    one = kompas.fasen[0]
    running, over = Fasebalk(one.slug, date(2025, 1, 1), None), Fasebalk(one.slug, date(2025, 1, 1), date(2025, 6, 1))
    grafiek = fasebalken([("A", [running]), ("B", [over]), ("C", [])], kompas, peildatum=DAY)
    assert grafiek.bevinding == "In 1 van de 3 wijken loopt nu een fase"
    assert f"A: 1. {one.naam} vanaf 01-01-2025" in grafiek.alt and "C: geen fase." in grafiek.alt
    assert grafiek.tabel()["Afgesloten"].tolist() == ["nog open", "01-06-2025"]
