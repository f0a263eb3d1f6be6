"""The vakken as a grid, on screen and on paper: the same cells, readable, and real table cells to choose."""

import re
from datetime import date
from html import unescape
from xml.etree import ElementTree

import pandas as pd
import pytest

from dashboard.charts.vakraster import celstijl, vakraster_svg
from dashboard.kit.vakraster import raster_van, vakraster
from dashboard.theme import AA_TEXT, contrast, spoor_fills, tint, tone
from wijkkompas_core.domain.kompas import Kompas, VakStatus
from wijkkompas_core.domain.selectie import Selectie

PEIL = date(2025, 12, 1)
NOW = ("strategieen-identificeren",)


def cells(html: str) -> list[tuple[str, str]]:
    """Status and words of every cell, row by row."""
    found = re.findall(r'<td class="wk-vak wk-vak-(\w+)[^"]*".*?>(.*?)</td>', html)
    return [
        (kind, unescape(re.sub(r"<[^>]+>", "", re.sub('<span class="wk-alleen-voorlezen.*', "", text))))
        for kind, text in found
    ]


def drawn_words(svg: str) -> list[str]:
    root = ElementTree.fromstring(svg)
    return ["".join(one.itertext()) for one in root.iter("{http://www.w3.org/2000/svg}text")]


def test_paper_and_screen_show_the_same_words_in_the_same_order(vakken: pd.DataFrame, kompas: Kompas) -> None:
    raster = raster_van(vakken, kompas, NOW, PEIL)
    html = vakraster(raster, kompas, naam="Proef")
    shown = [text for _, text in cells(html)]
    assert len(shown) == 36 and {"leeg", "n.v.t."} < set(shown) and any(word.endswith(" d stil") for word in shown)
    names = {aspect.kort for aspect in kompas.aspecten}
    drawn = [word for word in drawn_words(vakraster_svg(raster, kompas, 720))[6:] if word not in names]
    assert drawn == shown


def test_a_row_is_an_aspect_a_column_a_fase_and_the_fase_that_runs_is_marked(
    vakken: pd.DataFrame, kompas: Kompas
) -> None:
    html = vakraster(raster_van(vakken, kompas, NOW, PEIL), kompas, naam="Lindenhof & co")
    assert '<caption class="wk-alleen-voorlezen">Lindenhof &amp; co</caption>' in html
    assert html.count('<th scope="col"') == 6 and html.count('<th scope="row"') == 6
    assert re.findall(r"Fase \d [^<]*, loopt nu", html) == ["Fase 3 Strategieën identificeren, loopt nu"]
    assert html.count('class="wk-open"') == 1
    assert [unescape(name) for name in re.findall(r'voorlezen">([^<]+)</span></th><td', html)] == [
        aspect.naam for spoor in kompas.sporen for aspect in kompas.aspecten_van(spoor.slug)
    ]


def test_every_cell_leads_to_its_own_vak_and_the_tab_key_comes_in_once(vakken: pd.DataFrame, kompas: Kompas) -> None:
    raster = raster_van(vakken, kompas, NOW, PEIL)
    chosen = raster.rijen[2].cellen[3].selectie
    html = vakraster(raster, kompas, naam="x", adres=lambda part: f"/kompas?selectie={part.node}", gekozen=chosen)
    links = re.findall(r'<a href="/kompas\?selectie=([^"]+)"', html)
    assert set(links) == {cell.selectie.node for row in raster.rijen for cell in row.cellen} and len(links) == 36
    assert re.findall(r'vak:([^"]+)" tabindex="0"', html) == [chosen.node]
    assert re.findall(r'vak:([^"]+)"[^>]*aria-current="true"', html) == [chosen.node]
    assert html.count("wk-buiten") == 35
    unchosen = vakraster(raster, kompas, naam="x", adres=lambda part: part.node)
    assert unchosen.count('tabindex="0"') == 1 and "wk-buiten" not in unchosen and "aria-current" not in unchosen
    part = vakraster(raster, kompas, naam="x", adres=lambda part: part.node, gekozen=Selectie("keuzes-maken"))
    assert part.count("wk-buiten") == 30


def test_a_grid_to_read_has_no_links_and_says_every_vak_aloud(vakken: pd.DataFrame, kompas: Kompas) -> None:
    raster = raster_van(vakken, kompas, NOW, PEIL)
    html = vakraster(raster, kompas, naam="x")
    assert "<a " not in html and "data-raster" not in html
    for row in raster.rijen:
        for cell in row.cellen:
            assert f'<span class="wk-alleen-voorlezen">{cell.zin}</span>' in html


def test_what_was_typed_as_a_reason_is_shown_as_text(vakken: pd.DataFrame, kompas: Kompas) -> None:
    evil = vakken.assign(status="n.v.t.", reden="<img src=x onerror=alert(1)>")
    raster = raster_van(evil, kompas, NOW, PEIL)
    assert "<img" not in vakraster(raster, kompas, naam="x", adres=lambda part: part.node)
    assert "<img" not in vakraster(raster, kompas, naam="x")
    assert "<img" not in vakraster_svg(raster, kompas, 720)


@pytest.mark.parametrize("dark", [False, True])
def test_every_word_reads_on_its_cell_and_hue_is_the_spoor(kompas: Kompas, dark: bool) -> None:
    paper, looks = tone(dark).paper, {}
    for place, spoor in enumerate(kompas.sporen):
        for status in VakStatus:
            look = celstijl(status, spoor.slug, kompas, dark=dark)
            assert contrast(look.inkt, look.vlak or paper) >= AA_TEXT, (status, spoor.slug)
            looks[spoor.slug, status] = look
        assert looks[spoor.slug, VakStatus.VEROUDERD].vlak == spoor_fills(kompas, dark)[spoor.slug]
        assert looks[spoor.slug, VakStatus.ACTUEEL].vlak == tint(place, dark)
        assert looks[spoor.slug, VakStatus.LEEG].streep and not looks[spoor.slug, VakStatus.LATER].streep
    quiet = (VakStatus.GEDAAN, VakStatus.LATER, VakStatus.LEEG, VakStatus.NVT)
    assert all(len({looks[spoor.slug, status] for spoor in kompas.sporen}) == 1 for status in quiet)


def test_under_a_small_width_the_fasen_go_by_their_number_and_nothing_is_cut(
    vakken: pd.DataFrame, kompas: Kompas
) -> None:
    raster = raster_van(vakken, kompas, NOW, PEIL)
    assert drawn_words(vakraster_svg(raster, kompas, 380))[:6] == ["1", "2", "3", "4", "5", "6"]
    assert drawn_words(vakraster_svg(raster, kompas, 720))[0] == "1 Starten"
    for width in (340, 380, 560, 720):
        root = ElementTree.fromstring(vakraster_svg(raster, kompas, width))
        boxes = [one.attrib for one in root.iter("{http://www.w3.org/2000/svg}rect")]
        assert max(float(box["x"]) + float(box["width"]) for box in boxes) <= width + 0.1
