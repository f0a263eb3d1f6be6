"""Every page, as every role and as nobody."""

import re
from pathlib import Path

import pytest
from markupsafe import escape
from sqlalchemy import select, update

from tests.app.conftest import field_key, html_of
from wijkkompas_core.domain.paginas import PAGINAS
from wijkkompas_core.domain.toegang import RECHTEN, Actie, Recht, Rol, Toekenning, system_actor
from wijkkompas_core.domain.wijken import GEARCHIVEERD
from wijkkompas_core.services.contactmomenten import delete_contactmoment
from wijkkompas_core.services.laden.referentie_lezen import read_referentie
from wijkkompas_core.services.toegang.accounts import new_toekenning
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.tables import ContactmomentRow, GebruikerRow, WijkRow

PRIVATE = [page for page in PAGINAS if page.recht is not None]


@pytest.mark.parametrize("page", PRIVATE, ids=lambda p: p.bestand)
def test_a_page_file_run_alone_shows_nothing_but_the_login_form(run_page, page, demo_database):
    test = run_page(page.bestand, wijk="lindenhof")
    assert [field.label for field in test.text_input] == ["Gebruikersnaam", "Wachtwoord"]
    with demo_database.reading() as session:
        names = list(session.scalars(select(WijkRow.naam)))
    shown = html_of(test) + str(test.markdown)
    assert [name for name in names if name in shown] == []
    assert not test.selectbox and not test.exception


@pytest.mark.parametrize("rol", list(Rol))
@pytest.mark.parametrize("page", PRIVATE, ids=lambda p: p.bestand)
def test_a_page_opens_for_exactly_the_roles_that_hold_its_right(run_page, page, rol):
    test = run_page(page.bestand, rol.value)
    assert not test.exception
    refused = any("Geen toegang" in str(title.value) for title in test.title)
    assert refused is (page.recht not in RECHTEN[rol])
    if refused:
        assert not test.selectbox and not test.text_area


WITHOUT_WIJK = {"account.py", "audit.py", "beheer.py", "weergaven.py", "wijken.py"}
"""The pages that have something to show before there is a wijk."""


@pytest.mark.parametrize("rol", list(Rol))
@pytest.mark.parametrize("page", [p for p in PRIVATE if p.bestand not in WITHOUT_WIJK], ids=lambda p: p.bestand)
def test_without_a_wijk_a_page_says_why_and_who_may_begin_one_gets_the_button(run_page, page, rol, demo_database):
    with demo_database.writing(system_actor("test"), Actie.WIJK_BEHEREN) as session:
        session.execute(update(WijkRow).values(status=GEARCHIVEERD))
    test = run_page(page.bestand, rol.value)
    assert not test.exception
    if page.recht not in RECHTEN[rol]:
        return
    may_begin = rol in (Rol.BEHEERDER, Rol.PROGRAMMAMANAGER)
    assert ("Wijk beginnen" in [button.label for button in test.button]) is may_begin
    assert ("Hier is nog geen wijk te zien" in html_of(test)) is may_begin
    assert ("Er is nog geen wijk voor jou" in html_of(test)) is not may_begin


@pytest.mark.parametrize("rol", list(Rol))
def test_only_who_may_record_sees_the_way_to_record_and_a_pencil_at_each_contactmoment(run_page, rol):
    test = run_page("kompas.py", rol.value)
    may = Recht.VASTLEGGEN in RECHTEN[rol]
    assert ("Vastleggen" in {button.label for button in test.button}) is may
    shown = html_of(test)
    assert shown.count('<article class="wk-contact">') == 3
    assert shown.count('aria-label="Wijzigen: contactmoment van') == (3 if may else 0)


def test_a_contactmoment_that_is_opened_with_its_pencil_can_be_changed_and_deleted(run_page):
    listed = html_of(run_page("kompas.py", "teamlid", wijk="lindenhof"))
    opened = re.search(r'href="/vastleggen\?wijk=lindenhof&amp;contactmoment=(\d+)"', listed)
    assert opened is not None
    test = run_page("vastleggen.py", "teamlid", wijk="lindenhof", contactmoment=opened[1])
    assert {"Wijziging opslaan", "Verwijderen"} <= {button.label for button in test.button}


def test_the_public_page_needs_no_account_and_shows_no_wijk(run_page, demo_database):
    test = run_page("start.py")
    with demo_database.reading() as session:
        names = list(session.scalars(select(WijkRow.naam)))
    shown = html_of(test)
    assert "Inloggen" in [button.label for button in test.button]
    assert [name for name in names if name in shown] == []


def test_the_public_page_says_what_a_spoor_is_and_explains_every_aspect_and_fase_in_full(run_page):
    kompas = read_referentie(Path(Settings().referentie)).kompas
    shown = html_of(run_page("start.py"))
    assert "In elke fase kijk je op twee manieren naar de wijk" in shown and "de hele tijd allebei in beeld" in shown
    for part in (*kompas.sporen, *kompas.aspecten, *kompas.fasen):
        assert escape(part.uitleg) in shown
    for word in ("belangen", "initiatieven", "regierol", "zienswijze", "niet fossiel", "hele wijk"):
        assert word in shown, word


def test_a_name_on_the_public_page_leads_to_the_part_and_tips_stand_one_under_the_other(run_page):
    assert 'href="/?selectie=alle%2Fsociaal-maatschappelijk%2Fbewoners-doen-mee"' in html_of(run_page("start.py"))
    shown = html_of(run_page("start.py", selectie="samen-starten/sociaal-maatschappelijk/bewoners-doen-mee"))
    assert "<li>Laat een paar bewoners elke brief vooraf lezen</li><li>" in shown and " | " not in shown


def test_a_step_that_leans_on_a_law_names_it_with_the_day_on_which_it_was_looked_up(run_page):
    vak = "voorbereiding/sociaal-maatschappelijk/zakelijke-vastgoedeigenaren-doen-mee"
    shown = html_of(run_page("start.py", selectie=vak))
    assert "Bron: artikel 7:220, derde lid, van het Burgerlijk Wetboek. Nagekeken op 01-12-2026." in shown
    assert shown.count("Bron: ") == 1


def test_a_wijk_of_someone_else_in_the_address_is_answered_with_ones_own(run_page, demo_database):
    with demo_database.reading() as session:
        names = dict(session.execute(select(WijkRow.slug, WijkRow.naam)).all())
    own = run_page("kompas.py", "lezer")
    (mine,) = own.selectbox(key="filter_wijk").options
    for slug, naam in names.items():
        if naam == mine:
            continue
        for page in ("kompas.py", "balans.py"):
            shown = html_of(run_page(page, "lezer", wijk=slug))
            assert naam not in shown


@pytest.mark.parametrize(
    "query",
    [
        {"wijk": "bestaat-niet", "selectie": "<script>", "van": "gisteren", "tot": "9999-99-99"},
        {"selectie": "alle/alle/alle/alle", "van": "2026-01-01", "tot": "2020-01-01"},
        {"wijk": "' OR 1=1 --", "per": "eeuw", "selectie": "/" * 500},
        {"contactmoment": "abc", "fase": "x", "aspect": "y"},
        {"contactmoment": "99999999999999999999", "wijk": "\x00"},
        {"van": "0001-01-01", "tot": "9999-12-31"},
    ],
)
@pytest.mark.parametrize("page", ["kompas.py", "balans.py", "vastleggen.py", "start.py"])
def test_whatever_stands_in_the_address_no_page_breaks(run_page, page, query):
    test = run_page(page, "teamlid", **query)
    assert not test.exception and not test.error


def test_choosing_a_part_in_the_list_filters_everything_beside_it(run_page):
    test = run_page("kompas.py", "teamlid")
    whole = html_of(test)
    node = "keuzes-maken/sociaal-maatschappelijk/bewoners-doen-mee"
    test.selectbox(key="filter_onderdeel").select(node).run()
    part = html_of(test)
    assert test.query_params["selectie"] == node
    assert '<h2 class="wk-kop">Bewoners doen mee' in part and '<h2 class="wk-kop">Bewoners doen mee' not in whole
    assert "<dt>Status</dt>" in part and "<dt>Dekking</dt>" in whole
    chips = part.split('class="wk-contact"')[1:]
    assert chips and all("Bewoners</span>" in item and "fase 4" in item for item in chips)


def test_the_address_restores_exactly_the_same_view(run_page):
    query = {"selectie": "alle/technisch-economisch", "van": "2025-01-01", "tot": "2025-12-31"}
    first, again = run_page("kompas.py", "teamlid", **query), run_page("kompas.py", "teamlid", **query)
    assert html_of(first) == html_of(again)
    assert first.selectbox(key="filter_onderdeel").value == "alle/technisch-economisch"
    assert "01-01-2025 t/m 31-12-2025" in html_of(first)


def test_from_the_menu_both_the_wijk_and_the_period_come_along(run_page):
    test = run_page("kompas.py", "programmamanager", wijk="oude-werf", van="2025-01-01", tot="2025-12-31")
    test.query_params.clear()
    assert "01-01-2025 t/m 31-12-2025" in html_of(test.run())
    assert test.selectbox(key="filter_wijk").value == "oude-werf"


def test_the_balance_page_follows_the_address_and_explains_its_numbers(run_page):
    test = run_page("balans.py", "teamlid", per="maand")
    assert test.segmented_control[0].value == "maand"
    assert "binnen 14 dagen vastgelegd" in html_of(test)
    assert "hoe is dit berekend?" in test.expander[0].label


def fill_in(test, **values):
    """Fill in the form for a new contactmoment and press the button."""
    test.selectbox(key=field_key(test, "vorm")).select(values.get("vorm", "werkgroep"))
    test.button_group(key=field_key(test, "aspecten_sociaal-maatschappelijk")).set_value(["bewoners-doen-mee"])
    test.text_area(key=field_key(test, "opbrengst")).input(values.get("opbrengst", "Goed gesprek"))
    if "links" in values:
        test.text_area(key=field_key(test, "links")).input(values["links"])
    return press(test, "Vastleggen")


def press(test, label):
    next(button for button in test.button if button.label == label).click()
    return test.run()


def newest(database):
    with database.reading() as session:
        return session.scalars(select(ContactmomentRow).order_by(ContactmomentRow.id.desc())).first()


def test_recording_shows_what_was_done_and_leaves_the_form_ready_for_the_next(run_page, demo_database):
    before = newest(demo_database).id
    test = fill_in(run_page("vastleggen.py", "teamlid"))
    assert not test.exception
    assert newest(demo_database).id > before
    assert "<strong>Vastgelegd:</strong> werkgroep" in html_of(test)
    assert test.text_area(key=field_key(test, "opbrengst")).value == ""
    assert [toast.value for toast in test.toast] == ["Vastgelegd."]


def test_undo_takes_the_new_record_away_again(run_page, demo_database):
    test = fill_in(run_page("vastleggen.py", "teamlid"))
    press(test, "Ongedaan maken")
    assert newest(demo_database).verwijderd_op is not None
    assert "Vastgelegd:" not in html_of(test)


def test_wrong_input_says_so_at_the_field_and_keeps_everything_typed(run_page, demo_database):
    before = newest(demo_database).id
    test = fill_in(run_page("vastleggen.py", "teamlid"), links="geen adres", opbrengst="Dit blijft staan")
    assert "is geen webadres" in html_of(test)
    assert "1 veld klopt nog niet" in html_of(test)
    assert test.text_area(key=field_key(test, "opbrengst")).value == "Dit blijft staan"
    assert test.text_area(key=field_key(test, "links")).value == "geen adres"
    assert newest(demo_database).id == before


def test_a_link_with_fase_and_aspect_opens_the_form_with_these_filled_in(run_page):
    test = run_page("vastleggen.py", "teamlid", fase="karakteriseren", aspect="passend-renovatieaanbod")
    assert test.selectbox(key=field_key(test, "fase")).value == "karakteriseren"
    assert test.button_group(key=field_key(test, "aspecten_technisch-economisch")).value == ["passend-renovatieaanbod"]


def test_someone_who_is_demoted_while_typing_saves_nothing_and_loses_nothing(run_page, demo_database):
    test = run_page("vastleggen.py", "teamlid")
    before = newest(demo_database).id
    with demo_database.writing(system_actor("test"), Actie.GEBRUIKER_BEHEREN) as session:
        row = session.scalars(select(GebruikerRow).where(GebruikerRow.gebruikersnaam == "teamlid")).one()
        for toekenning in row.toekenningen:
            toekenning.rol = Rol.LEZER.value
    fill_in(test)
    assert newest(demo_database).id == before
    assert any("Geen toegang" in str(title.value) for title in test.title)


def test_editing_someone_elses_stale_version_shows_both_and_keeps_mine(run_page, demo_database):
    with demo_database.reading() as session:
        wijk = session.scalar(select(WijkRow.id).where(WijkRow.slug == "lindenhof"))
        row = session.scalars(
            select(ContactmomentRow)
            .where(ContactmomentRow.wijk_id == wijk, ContactmomentRow.verwijderd_op.is_(None))
            .order_by(ContactmomentRow.datum.desc())
        ).first()
    test = run_page("vastleggen.py", "teamlid", contactmoment=str(row.id))
    with demo_database.writing(system_actor("test"), Actie.CONTACTMOMENT_WIJZIGEN) as session:
        session.get(ContactmomentRow, row.id).opbrengst = "De ander was eerst"
    test.text_area(key=field_key(test, "opbrengst", row.id)).input("Mijn eigen tekst")
    press(test, "Wijziging opslaan")
    shown = html_of(test)
    assert "Iemand anders heeft dit intussen gewijzigd" in shown
    assert "De ander was eerst" in shown and "Mijn eigen tekst" in shown
    assert test.text_area(key=field_key(test, "opbrengst", row.id)).value == "Mijn eigen tekst"
    press(test, "Mijn versie bewaren")
    with demo_database.reading() as session:
        assert session.get(ContactmomentRow, row.id).opbrengst == "Mijn eigen tekst"


def test_a_record_of_another_wijk_cannot_be_opened_by_its_number(run_page, demo_database):
    with demo_database.reading() as session:
        other = session.scalar(
            select(ContactmomentRow.id)
            .join(WijkRow, WijkRow.id == ContactmomentRow.wijk_id)
            .where(WijkRow.slug != "lindenhof")
        )
    test = run_page("vastleggen.py", "teamlid", contactmoment=str(other))
    assert "bestaat niet of is niet voor jou zichtbaar" in html_of(test)
    assert not test.text_area


def row(database, key):
    with database.reading() as session:
        return session.get(ContactmomentRow, key)


def test_a_part_without_any_contactmoment_says_so_and_does_not_break(run_page):
    test = run_page("kompas.py", "teamlid", van="2020-01-01", tot="2020-02-01")
    assert not test.exception and not test.error
    assert "Er is nog niets vastgelegd" in html_of(test)


@pytest.mark.parametrize("query", [{"tot": "2010-01-01"}, {"van": "2040-01-01"}, {"van": "1990-01-01"}])
@pytest.mark.parametrize("page", ["kompas.py", "balans.py"])
def test_a_period_far_from_now_is_shown_as_empty(run_page, page, query):
    test = run_page(page, "teamlid", **query)
    assert not test.exception and not test.error


def test_a_period_of_ones_own_can_be_chosen_after_a_ready_made_one(run_page):
    test = run_page("kompas.py", "teamlid")
    test.selectbox(key="filter_periode").select("Laatste 12 maanden").run()
    test.selectbox(key="filter_periode").select("Eigen periode").run()
    assert [field.label for field in test.date_input] == ["Van", "Tot en met", "Peildatum"]


def test_a_past_period_is_judged_by_the_fasen_of_then(run_page):
    now, then = run_page("kompas.py", "teamlid"), run_page("kompas.py", "teamlid", tot="2023-06-30")

    def required(test):
        return int(re.search(r"van (\d+) vak", html_of(test)).group(1))

    assert required(then) < required(now)
    assert "<dt>Peildatum</dt><dd>30-06-2023</dd>" in html_of(then)


def test_undo_never_takes_away_what_someone_else_did_since(run_page, demo_database):
    test = fill_in(run_page("vastleggen.py", "teamlid"))
    key = newest(demo_database).id
    with demo_database.writing(system_actor("test"), Actie.CONTACTMOMENT_WIJZIGEN) as session:
        session.get(ContactmomentRow, key).opbrengst = "Aangevuld door een ander"
    test.run()
    press(test, "Ongedaan maken")
    assert "Iemand anders heeft dit intussen gewijzigd" in html_of(test)
    assert row(demo_database, key).verwijderd_op is None
    assert row(demo_database, key).opbrengst == "Aangevuld door een ander"


def test_the_undo_bar_goes_away_when_the_role_does(run_page, demo_database):
    def account_in(session):
        return session.scalars(select(GebruikerRow).where(GebruikerRow.gebruikersnaam == "teamlid")).one()

    with demo_database.writing(system_actor("test"), Actie.GEBRUIKER_BEHEREN) as session:
        other = session.scalar(select(WijkRow.id).where(WijkRow.slug == "vlietzicht"))
        account = account_in(session)
        account.toekenningen.append(new_toekenning(Toekenning(Rol.TEAMLID, other)))
    test = fill_in(run_page("vastleggen.py", "teamlid", wijk="lindenhof"))
    assert "Vastgelegd:" in html_of(test)
    with demo_database.writing(system_actor("test"), Actie.GEBRUIKER_BEHEREN) as session:
        account = account_in(session)
        account.toekenningen.remove(next(one for one in account.toekenningen if one.wijk_id != other))
    test.run()
    assert not test.exception and not test.error
    assert "Vastgelegd:" not in html_of(test)
    assert test.text_area


def test_errors_of_a_new_record_are_not_shown_at_an_old_one(run_page, demo_database):
    test = run_page("vastleggen.py", "teamlid")
    press(test, "Vastleggen")
    assert "velden kloppen nog niet" in html_of(test)
    with demo_database.reading() as session:
        wijk = session.scalar(select(WijkRow.id).where(WijkRow.slug == "lindenhof"))
        old = session.scalar(
            select(ContactmomentRow.id).where(
                ContactmomentRow.wijk_id == wijk, ContactmomentRow.verwijderd_op.is_(None)
            )
        )
    test.query_params["contactmoment"] = str(old)
    test.run()
    assert "kloppen nog niet" not in html_of(test)


def test_a_half_filled_form_moves_to_another_wijk_without_the_parties_of_the_old_one(run_page):
    test = run_page("vastleggen.py", "projectleider", wijk="lindenhof")
    known = test.multiselect(key=field_key(test, "wie")).options
    test.multiselect(key=field_key(test, "wie")).select(next(naam for naam in known if "Lindenhof" in naam)).run()
    test.text_area(key=field_key(test, "opbrengst")).input("Blijft staan").run()
    test.selectbox(key="filter_wijk").select("molenkwartier").run()
    assert test.multiselect(key=field_key(test, "wie")).value == []
    assert test.text_area(key=field_key(test, "opbrengst")).value == "Blijft staan"
    assert any("Niet meegenomen" in toast.value for toast in test.toast)


def test_the_sentence_at_the_button_leads_to_the_first_field_that_is_wrong(run_page):
    test = run_page("vastleggen.py", "teamlid")
    press(test, "Vastleggen")
    shown = html_of(test)
    target = re.search(r'href="#([^"]+)"[^>]*>Ga naar de eerste', shown).group(1)
    assert re.findall(r'id="(fout-[^"]+)"', shown)[0] == target


def opened_to_change(run_page, demo_database):
    """The form of a contactmoment that exists, opened by a teamlid, and its id."""
    test = fill_in(run_page("vastleggen.py", "teamlid"))
    key = newest(demo_database).id
    test.query_params["contactmoment"] = str(key)
    return test.run(), key


def deleted_by_another(demo_database, key):
    with demo_database.writing(system_actor("test"), Actie.CONTACTMOMENT_VERWIJDEREN) as session:
        delete_contactmoment(session, key, row(demo_database, key).versie)


def test_what_was_typed_stays_when_another_deletes_the_record_and_brings_it_back(run_page, demo_database):
    test, key = opened_to_change(run_page, demo_database)
    deleted_by_another(demo_database, key)
    test.text_area(key=field_key(test, "opbrengst", key)).input("Dit typte ik net").run()
    assert "Iemand anders heeft dit contactmoment intussen verwijderd" in html_of(test)
    assert test.text_area(key=field_key(test, "opbrengst", key)).value == "Dit typte ik net"
    press(test, "Terugzetten met mijn wijziging")
    assert row(demo_database, key).verwijderd_op is None
    assert row(demo_database, key).opbrengst == "Dit typte ik net"


def test_wrong_input_brings_nothing_back(run_page, demo_database):
    test, key = opened_to_change(run_page, demo_database)
    test.text_area(key=field_key(test, "opbrengst", key)).input("Dit typte ik net").run()
    deleted_by_another(demo_database, key)
    test.selectbox(key=field_key(test, "vorm", key)).set_value(None).run()
    press(test, "Terugzetten met mijn wijziging")
    assert "1 veld klopt nog niet" in html_of(test)
    assert row(demo_database, key).verwijderd_op is not None
    assert row(demo_database, key).opbrengst != "Dit typte ik net"


def test_a_deleted_record_can_be_put_back_before_changing_it(run_page, demo_database):
    test, key = opened_to_change(run_page, demo_database)
    deleted_by_another(demo_database, key)
    test.run()
    assert "Dit contactmoment is verwijderd" in html_of(test)
    press(test, "Terugzetten")
    assert row(demo_database, key).verwijderd_op is None
    assert test.text_area(key=field_key(test, "opbrengst", key)).value == row(demo_database, key).opbrengst


CHARTS = {
    "wijk.py": {"wijk": "lindenhof"},
    "kompas.py": {"wijk": "lindenhof"},
    "balans.py": {"wijk": "lindenhof"},
    "programmabalans.py": {"band": "strategieen-identificeren"},
    "vergelijken.py": {"wijken": "lindenhof,molenkwartier,oude-werf"},
    "voortgang.py": {"wijk": "lindenhof"},
    "belanghebbenden.py": {"wijk": "lindenhof", "beeld": "matrix"},
}
"""Every page that draws charts, with what brings them all into sight."""


@pytest.mark.parametrize("page", CHARTS)
def test_every_chart_has_a_menu_for_its_picture_and_its_figures(run_page, page):
    test = run_page(page, "programmamanager", **CHARTS[page])
    assert not test.exception
    charts = len(test.get("plotly_chart")) + html_of(test).count('<div class="wk-vakraster"')
    menus = [one.label for one in test.expander].count("Tabel, download en hoe is dit berekend?")
    small = [one.proto.popover.label for one in test.get("popover")].count("Download")
    assert charts > 0 and menus + small == charts


def test_the_figures_of_a_small_chart_come_as_a_file_with_their_explanation(run_page):
    test = run_page("wijk.py", "lezer", wijk="vlietzicht")
    test.session_state["wijk_vakken_download"] = True
    test.run()
    assert not test.exception
    assert 'data-grafiek="wijk_vakken"' in html_of(test)
    files = [one.label for one in test.get("download_button")]
    assert len(files) == 5 and any("XLSX" in one for one in files)


def test_the_name_of_a_wijk_is_only_text_in_the_middle_of_the_kompas(run_page, demo_database):
    with demo_database.engine.begin() as connection:
        connection.execute(update(WijkRow).where(WijkRow.slug == "lindenhof").values(naam='<a href="x">Lind</a> & hof'))
    test = run_page("kompas.py", "teamlid", wijk="lindenhof")
    assert not test.exception
    drawn = "".join(element.proto.spec for element in test.get("plotly_chart"))
    assert "&lt;a href=&#34;x&#34;&gt;Lind" in drawn and "<a href" not in drawn
