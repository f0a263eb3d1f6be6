"""The balance of all wijken and the bands, per role: what is shown, and who can set a band."""

import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from dashboard.reading.lezer import Lezer
from dashboard.reading.opened import database
from dashboard.reading.programmabalans import read_stand
from tests.app.conftest import html_of
from wijkkompas_core.domain.band import BandInvoer
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Actie, Rol, system_actor
from wijkkompas_core.services.band import set_band
from wijkkompas_core.services.contactmomenten import delete_contactmoment
from wijkkompas_core.storage.tables import BandRow, ContactmomentRow, WijkRow

SYSTEM = system_actor("test")
PAGE, FASE = "programmabalans.py", "strategieen-identificeren"
EDITORS = {Rol.PROGRAMMAMANAGER, Rol.BEHEERDER}
BUTTONS = {"Band opslaan", "Voorstel overnemen", "Band weghalen"}


def give_band(demo, low: float = -0.3, high: float = 0.3, reden: str = "Zo wil het team het.") -> None:
    with demo.writing(SYSTEM, Actie.BAND_WIJZIGEN) as session:
        row = session.get(BandRow, FASE)
        set_band(session, BandInvoer(FASE, low, high, reden), row.versie if row else 0)


def band(demo) -> BandRow | None:
    with demo.reading() as session:
        return session.get(BandRow, FASE)


def labels(test) -> set[str]:
    return {button.label for button in test.button}


def press(test, label: str):
    return next(button for button in test.button if button.label == label).click().run()


def figures(test) -> str:
    return "\n".join(element.proto.spec for element in test.get("plotly_chart"))


def names_but(demo, *slugs: str) -> list[str]:
    with demo.reading() as session:
        return list(session.scalars(select(WijkRow.naam).where(WijkRow.slug.not_in(slugs))))


@pytest.mark.parametrize("rol", list(Rol))
def test_everyone_sees_the_bands_and_only_who_steers_the_programme_can_set_them(run_page, demo_database, rol):
    give_band(demo_database)
    test = run_page(PAGE, rol.value, band=FASE)
    assert not test.exception
    shown = html_of(test)
    assert "Zo wil het team het." in shown and "−0,30 tot +0,30" in shown
    may = rol in EDITORS
    assert bool(labels(test) & BUTTONS) is may and bool(test.text_area) is may


@pytest.mark.parametrize("query", [{}, {"beeld": "over"}, {"band": FASE}, {"wijk": "lindenhof"}, {"blad": "2"}])
def test_a_lezer_of_one_wijk_finds_no_trace_of_another(run_page, demo_database, query):
    give_band(demo_database)
    for shown in (run_page(PAGE, "lezer", **query),):
        everything = html_of(shown) + figures(shown) + str([s.options for s in shown.selectbox])
        assert ("Vlietzicht" in everything and "1 wijk" in everything) or query.get("band")
        assert not [name for name in names_but(demo_database, "vlietzicht") if name in everything]


def test_the_wijken_stand_in_the_order_of_how_their_lines_end(run_page):
    """From most about sociaal to most about techniek: a heap of names says nothing."""
    (shown,) = (element.proto.spec for element in run_page(PAGE, "programmamanager").get("plotly_chart")[:1])
    lines = [trace for trace in json.loads(shown)["data"] if trace.get("mode") == "lines+markers"]
    ends = [[value for value in trace["y"] if value is not None][-1] for trace in lines]
    assert len(ends) == 9 and ends == sorted(ends, reverse=True)


def test_a_silence_at_the_end_of_a_period_in_the_past_is_hatched_though_there_was_contact_since(
    run_page, demo_database
):
    tot = today() - timedelta(days=200)
    with demo_database.reading() as session:
        days = session.scalars(
            select(ContactmomentRow.datum)
            .join(WijkRow, WijkRow.id == ContactmomentRow.wijk_id)
            .where(WijkRow.slug == "kouwenhoek", ContactmomentRow.verwijderd_op.is_(None))
        ).all()
    before = max(day for day in days if day <= tot)
    assert max(days) > tot and (tot - before).days > 60
    shown = figures(run_page(PAGE, "programmamanager", wijk="kouwenhoek", tot=tot.isoformat()))
    assert f"stil, {(tot - before).days} dagen" in shown


def test_the_title_is_the_finding_with_the_figures_behind_it(run_page):
    shown = html_of(run_page(PAGE, "programmamanager"))
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", shown) == re.findall(
        r"<h1[^>]*>(In hun huidige fase: .*? \(van 9\))</h1>", shown
    )
    why = shown.split("Waarom deze zin?")[1].split("</details>")[0]
    assert "Wijken: <strong>9</strong>" in why and "Zeker meer techniek: <strong>" in why
    empty = html_of(run_page(PAGE, "programmamanager", fase="evalueren", tot="2001-01-01"))
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", empty) == ["Hier komt de balans van de wijken te staan."]


def test_without_a_band_nobody_is_said_to_lag_behind(run_page):
    shown = html_of(run_page(PAGE, "programmamanager", band=FASE))
    assert "loopt achter" not in shown.replace("'Loopt achter'", "").split("Hoe is dit berekend?")[0]
    assert "Geen enkele bron geeft een norm" in shown


def test_with_a_band_the_wijken_that_lag_behind_are_named_by_name_and_linked(run_page, demo_database):
    give_band(demo_database)
    shown = html_of(run_page(PAGE, "programmamanager"))
    assert "wijken met een band in hun fase loopt een spoor achter" in shown
    found = re.findall(r'href="/balans\?wijk=([a-z-]+)"[^>]*>[^<]*</a>: Sociaal loopt achter', shown)
    assert "molenkwartier" in found and found == sorted(found)
    assert "Sociaal loopt achter" in figures(run_page(PAGE, "programmamanager"))


def test_a_band_is_looked_at_before_it_is_saved_and_can_be_undone(run_page, demo_database):
    test = run_page(PAGE, "programmamanager", band=FASE)
    test.number_input[0].set_value(-0.2)
    test.number_input[1].set_value(0.2).run()
    assert "Zo wordt het als je opslaat" in html_of(test) and "helemaal buiten" in html_of(test)
    assert band(demo_database) is None
    press(test, "Band opslaan")
    assert "Schrijf op waarom" in html_of(test) and band(demo_database) is None
    test.text_area[0].set_value("Besproken op 1 november.")
    press(test, "Band opslaan")
    found = band(demo_database)
    assert found is not None and (found.laag, found.hoog) == (-0.2, 0.2)
    assert "Besproken op 1 november." in html_of(test)
    press(test, "Ongedaan maken")
    assert band(demo_database) is None
    assert "weggehaald" in html_of(test)


def test_taking_a_band_away_needs_a_reason_and_can_be_undone(run_page, demo_database):
    give_band(demo_database)
    test = run_page(PAGE, "beheerder", band=FASE)
    press(test, "Band weghalen")
    assert band(demo_database) is not None and "Schrijf op waarom" in html_of(test)
    test.text_area[0].set_value("Te streng.")
    press(test, "Band weghalen")
    assert band(demo_database) is None
    press(test, "Ongedaan maken")
    found = band(demo_database)
    assert found is not None and (found.laag, found.hoog, found.reden) == (-0.3, 0.3, "Zo wil het team het.")


def test_the_suggestion_can_be_taken_over(run_page, demo_database):
    test = run_page(PAGE, "programmamanager", band="karakteriseren")
    assert "Voorstel uit onze eigen wijken" in html_of(test)
    press(test, "Voorstel overnemen")
    low, high = (field.value for field in test.number_input[:2])
    assert low is not None and high is not None and -1 < low < high < 1
    assert band(demo_database) is None


def test_no_suggestion_from_fewer_than_five_wijken(run_page):
    assert "Voorstel uit onze eigen wijken" not in html_of(run_page(PAGE, "programmamanager", band="uitvoering"))


def test_what_somebody_wrote_as_a_reason_stays_text(run_page, demo_database):
    give_band(demo_database, reden="<script>alert(1)</script>")
    shown = html_of(run_page(PAGE, "lezer", band=FASE))
    assert "&lt;script&gt;" in shown and "<script>" not in shown


def test_an_address_that_makes_no_sense_means_everything(run_page):
    query = {"beeld": "x", "fase": "<b>", "wijk": "nergens", "blad": "-3", "band": "y", "van": "ooit", "per": "eeuw"}
    test = run_page(PAGE, "programmamanager", **query)
    assert not test.exception and "9 wijken" in html_of(test)


def test_one_wijk_can_be_chosen_and_a_fase_without_wijken_says_so(run_page):
    alone = run_page(PAGE, "programmamanager", wijk="lindenhof")
    assert "in 1 wijk" in html_of(alone) and "Molenkwartier" not in figures(alone)
    together = run_page(PAGE, "programmamanager", wijk="lindenhof", beeld="over")
    assert "Molenkwartier" in figures(together) and not together.exception
    assert "Geen wijk is nu in fase" not in html_of(alone)


def test_after_a_change_only_that_wijk_is_added_up_again_and_the_rest_stays_right(run_page, demo_database):
    run_page(PAGE, "programmamanager")
    with demo_database.reading() as session:
        row = session.scalar(select(ContactmomentRow).where(ContactmomentRow.verwijderd_op.is_(None)))
        assert row is not None
        key, wijk, versie = row.id, row.wijk_id, row.versie

    def per_wijk() -> tuple[dict, list[int]]:
        """Contactmomenten per wijk, and for each query that adds up of how many wijken it asked."""
        asked: list[int] = []

        def note(_connection, _cursor, statement, *_more) -> None:
            if "contactmoment_aspect" in statement:
                asked.append(re.findall(r"wijk_id IN \((.*?)\)", statement)[0].count("?"))

        lezer = Lezer(SYSTEM)
        with database().reading() as session:
            engine = session.get_bind()
        event.listen(engine, "before_cursor_execute", note)
        try:
            return read_stand(lezer, lezer.wijken()).sommen.groupby("wijk")["n"].sum().to_dict(), asked
        finally:
            event.remove(engine, "before_cursor_execute", note)

    before, asked = per_wijk()
    assert asked == []
    with demo_database.writing(SYSTEM, Actie.CONTACTMOMENT_VERWIJDEREN, wijk) as session:
        delete_contactmoment(session, key, versie)
    after, asked = per_wijk()
    assert asked == [1]
    assert after == before | {wijk: before[wijk] - 1}


def test_the_balance_page_of_a_wijk_draws_the_band_and_says_what_it_means(run_page, demo_database):
    plain = run_page("balans.py", "programmamanager", wijk="molenkwartier")
    assert "de band is" not in html_of(plain)
    give_band(demo_database)
    test = run_page("balans.py", "programmamanager", wijk="molenkwartier")
    assert "Sociaal loopt achter" in html_of(test) and "de band is −0,30 tot +0,30" in html_of(test)
    assert figures(test).count('"dash"') > figures(plain).count('"dash"')
    elsewhere = run_page("balans.py", "programmamanager", wijk="zuiderpoort-oost")
    assert "de band is" not in html_of(elsewhere)
