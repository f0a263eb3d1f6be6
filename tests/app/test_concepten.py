"""The quick form: what is half filled in comes back, near names, and afspraken in the same form."""

import pytest
from sqlalchemy import select

from tests.app.conftest import field_key, html_of
from wijkkompas_core.domain.toegang import Actie, system_actor
from wijkkompas_core.storage.tables import (
    AfspraakRow,
    BelanghebbendeRow,
    ConceptRow,
    ContactmomentRow,
    GebruikerRow,
    WijkRow,
)

SOCIAAL = "aspecten_sociaal-maatschappelijk"
TEXT = "Half getypt, *ster* שלום"


def button(test, label):
    return next(one for one in test.button if one.label == label)


def labels(test):
    return [one.label for one in test.button]


def press(test, label):
    button(test, label).click()
    return test.run()


def offered(test):
    return "Je had nog" in html_of(test)


def drafts(database):
    with database.reading() as session:
        return {row.formulier: row.inhoud for row in session.scalars(select(ConceptRow))}


def newest(database):
    with database.reading() as session:
        return session.scalars(select(ContactmomentRow).order_by(ContactmomentRow.id.desc())).first()


def record_of(database, slug="lindenhof"):
    """A contactmoment of a wijk to change."""
    with database.reading() as session:
        return session.scalars(
            select(ContactmomentRow)
            .join(WijkRow, WijkRow.id == ContactmomentRow.wijk_id)
            .where(WijkRow.slug == slug, ContactmomentRow.verwijderd_op.is_(None))
            .order_by(ContactmomentRow.datum.desc())
        ).first()


def fill_half(test):
    test.selectbox(key=field_key(test, "vorm")).select("werkgroep")
    test.button_group(key=field_key(test, SOCIAAL)).set_value(["bewoners-doen-mee"])
    test.text_area(key=field_key(test, "opbrengst")).input(TEXT)
    press(test, "Afspraak toevoegen")
    test.text_input(key=field_key(test, "afspraak_0_wat")).input("De zaal bellen")
    return test.run()


def test_a_later_session_is_offered_what_was_half_filled_in_and_can_finish_it(run_page, demo_database):
    fill_half(run_page("vastleggen.py", "teamlid"))
    test = run_page("vastleggen.py", "teamlid")
    assert offered(test) and "(Lindenhof)" in html_of(test)
    assert test.text_area(key=field_key(test, "opbrengst")).value == ""
    press(test, "Verder invullen")
    assert not offered(test)
    assert test.text_area(key=field_key(test, "opbrengst")).value == TEXT
    assert test.selectbox(key=field_key(test, "vorm")).value == "werkgroep"
    assert test.button_group(key=field_key(test, SOCIAAL)).value == ["bewoners-doen-mee"]
    assert test.text_input(key=field_key(test, "afspraak_0_wat")).value == "De zaal bellen"
    press(test, "Vastleggen")
    assert newest(demo_database).opbrengst == TEXT
    assert drafts(demo_database) == {}
    assert not offered(run_page("vastleggen.py", "teamlid"))


def test_thrown_away_it_is_gone(run_page, demo_database):
    fill_half(run_page("vastleggen.py", "teamlid"))
    test = press(run_page("vastleggen.py", "teamlid"), "Weggooien")
    assert not offered(test) and drafts(demo_database) == {}
    assert test.text_area(key=field_key(test, "opbrengst")).value == ""


def test_an_offer_that_nobody_answers_waits_and_what_is_typed_meanwhile_is_kept_too(run_page, demo_database):
    fill_half(run_page("vastleggen.py", "teamlid"))
    test = run_page("vastleggen.py", "teamlid")
    test.text_area(key=field_key(test, "opbrengst")).input("Iets heel anders").run()
    assert offered(test)
    later = press(run_page("vastleggen.py", "teamlid"), "Verder invullen")
    assert later.text_area(key=field_key(later, "opbrengst")).value == "Iets heel anders"
    later.selectbox(key=field_key(later, "vorm")).select("werkgroep")
    later.button_group(key=field_key(later, SOCIAAL)).set_value(["bewoners-doen-mee"])
    press(later, "Vastleggen")
    assert newest(demo_database).opbrengst == "Iets heel anders"
    assert offered(later.run()), "the first one still waits"
    assert press(later, "Verder invullen").text_area(key=field_key(later, "opbrengst")).value == TEXT


def test_taking_up_an_old_draft_does_not_lose_what_was_begun_since(run_page, demo_database):
    fill_half(run_page("vastleggen.py", "teamlid"))
    test = run_page("vastleggen.py", "teamlid")
    test.text_area(key=field_key(test, "opbrengst")).input("Iets heel anders").run()
    press(test, "Verder invullen")
    assert test.text_area(key=field_key(test, "opbrengst")).value == TEXT
    assert offered(test), "the other one is offered in its turn"
    press(test, "Weggooien")
    assert not offered(test)
    assert [one["opbrengst"] for one in drafts(demo_database).values()] == [TEXT]


def test_nobody_is_offered_what_another_was_writing(run_page):
    fill_half(run_page("vastleggen.py", "teamlid"))
    assert not offered(run_page("vastleggen.py", "projectleider", wijk="lindenhof"))


def test_only_looking_keeps_nothing_and_emptying_the_form_drops_what_was_kept(run_page, demo_database):
    test = run_page("vastleggen.py", "teamlid", fase="karakteriseren", aspect="passend-renovatieaanbod").run()
    assert drafts(demo_database) == {}
    test.text_area(key=field_key(test, "opbrengst")).input("Iets").run()
    assert set(drafts(demo_database)) == {"contactmoment-nieuw"}
    test.text_area(key=field_key(test, "opbrengst")).input("").run()
    assert drafts(demo_database) == {}


def test_a_run_in_which_nothing_changes_writes_nothing(run_page, demo_database):
    test = fill_half(run_page("vastleggen.py", "teamlid"))

    def moment():
        with demo_database.reading() as session:
            return session.scalar(select(ConceptRow.bewaard_op))

    before = moment()
    assert moment() == before and test.run() and moment() == before
    test.text_area(key=field_key(test, "opbrengst")).input("Anders").run()
    assert moment() > before


def test_fields_that_a_living_session_lost_are_filled_again_without_a_question(run_page):
    test = fill_half(run_page("vastleggen.py", "teamlid"))
    for name in ("sleutel", "afspraakrijen"):  # the rest is started afresh when one of the fields is gone
        del test.session_state[field_key(test, name)]
    test.run()
    assert not offered(test)
    assert test.text_area(key=field_key(test, "opbrengst")).value == TEXT
    assert test.selectbox(key=field_key(test, "vorm")).value == "werkgroep"
    assert test.text_input(key=field_key(test, "afspraak_0_wat")).value == "De zaal bellen"


def test_a_change_that_was_not_saved_is_offered_at_that_record_only(run_page, demo_database):
    record = record_of(demo_database)
    first = run_page("vastleggen.py", "teamlid", contactmoment=str(record.id))
    first.text_area(key=field_key(first, "opbrengst", record.id)).input("Beter verwoord").run()
    assert not offered(run_page("vastleggen.py", "teamlid"))
    test = run_page("vastleggen.py", "teamlid", contactmoment=str(record.id))
    assert "een wijziging die niet is opgeslagen" in html_of(test)
    assert test.text_area(key=field_key(test, "opbrengst", record.id)).value == record.opbrengst
    press(test, "Verder invullen")
    assert test.text_area(key=field_key(test, "opbrengst", record.id)).value == "Beter verwoord"


def test_going_on_with_an_old_change_does_not_overwrite_what_someone_else_saved_since(run_page, demo_database):
    record = record_of(demo_database)
    first = run_page("vastleggen.py", "teamlid", contactmoment=str(record.id))
    first.text_area(key=field_key(first, "opbrengst", record.id)).input("Beter verwoord").run()
    with demo_database.writing(system_actor("test"), Actie.CONTACTMOMENT_WIJZIGEN) as session:
        session.get_one(ContactmomentRow, record.id).opbrengst = "De ander was eerst"
    test = run_page("vastleggen.py", "teamlid", contactmoment=str(record.id))
    press(press(test, "Verder invullen"), "Wijziging opslaan")
    assert "Iemand anders heeft dit intussen gewijzigd" in html_of(test)
    with demo_database.reading() as session:
        assert session.get_one(ContactmomentRow, record.id).opbrengst == "De ander was eerst"


@pytest.fixture
def noord(demo_database):
    """A belanghebbende of the Lindenhof whose name people shorten."""
    with demo_database.writing(system_actor("test"), Actie.CONTACTMOMENT_VASTLEGGEN) as session:
        wijk = session.scalar(select(WijkRow.id).where(WijkRow.slug == "lindenhof"))
        naam = "Zeshoek Wonen Noord"
        session.add(
            BelanghebbendeRow(
                wijk_id=wijk, naam=naam, zoeknaam=naam.casefold(), type="vve", aan_tafel=True, aspecten=[], notitie=""
            )
        )
    return naam


def test_a_new_name_that_looks_like_a_known_one_can_be_replaced_by_it(run_page, noord):
    test = run_page("vastleggen.py", "teamlid")
    test.session_state[field_key(test, "wie")] = ["zeshoek won. Noord", "Iets heel nieuws"]
    test.run()
    assert [label for label in labels(test) if label.startswith("Bedoel je")] == [f"Bedoel je {noord}?"]
    press(test, f"Bedoel je {noord}?")
    assert test.multiselect(key=field_key(test, "wie")).value == [noord, "Iets heel nieuws"]
    assert not [label for label in labels(test) if label.startswith("Bedoel je")]


def afspraken(database):
    with database.reading() as session:
        return session.scalars(select(AfspraakRow).order_by(AfspraakRow.id.desc()).limit(2)).all()[::-1]


def test_afspraken_are_recorded_along_and_undoing_takes_them_back(run_page, demo_database):
    test = fill_half(run_page("vastleggen.py", "teamlid"))
    press(test, "Nog een afspraak")
    test.text_input(key=field_key(test, "afspraak_1_wat")).input("De notulen mailen")
    press(test, "Vastleggen")
    made, key = afspraken(demo_database), newest(demo_database).id
    with demo_database.reading() as session:
        me = session.scalar(select(GebruikerRow.id).where(GebruikerRow.gebruikersnaam == "teamlid"))
    assert [(a.wat, a.contactmoment_id, a.eigenaar_id) for a in made] == [
        ("De zaal bellen", key, me),
        ("De notulen mailen", key, me),
    ]
    assert "Wat is er afgesproken?" not in [field.label for field in test.text_input], "the form is empty again"
    press(test, "Ongedaan maken")
    assert all(a.verwijderd_op is not None for a in afspraken(demo_database))


def test_an_error_stands_at_its_own_row_and_goes_along_when_a_row_above_it_is_taken_away(run_page, demo_database):
    before = newest(demo_database).id
    test = fill_half(run_page("vastleggen.py", "teamlid"))
    press(press(test, "Nog een afspraak"), "Vastleggen")
    assert newest(demo_database).id == before
    assert 'id="fout-afspraak_1_wat"' in html_of(test)
    test.button(key=field_key(test, "afspraak_0_weg")).click().run()
    assert [field.value for field in test.text_input if "afgesproken" in field.label] == [""]
    assert 'id="fout-afspraak_0_wat"' in html_of(test)
    test.button(key=field_key(test, "afspraak_1_weg")).click().run()
    assert "fout-afspraak" not in html_of(test) and "klopt nog niet" not in html_of(test)
    press(test, "Vastleggen")
    assert newest(demo_database).id > before


def test_when_changing_its_afspraken_are_shown_as_links_that_hold_what_was_typed_as_text(run_page, demo_database):
    record = record_of(demo_database)
    assert "wk-gemaakt" not in html_of(run_page("vastleggen.py", "teamlid", contactmoment=str(_bare(demo_database))))
    with demo_database.writing(system_actor("test"), Actie.AFSPRAAK_VASTLEGGEN) as session:
        row = AfspraakRow(wijk_id=record.wijk_id, wat="<b>Bellen</b>", status="open", contactmoment_id=record.id)
        row.ingevoerd_op = row.gewijzigd_op = record.ingevoerd_op
        session.add(row)
        session.flush()
        key = row.id
    test = run_page("vastleggen.py", "teamlid", contactmoment=str(record.id))
    assert f'href="/afspraken?wijk=lindenhof&amp;afspraak={key}"' in html_of(test)
    assert "&lt;b&gt;Bellen&lt;/b&gt;" in html_of(test) and "<b>Bellen" not in html_of(test)
    assert "Afspraak toevoegen" not in labels(test)


def _bare(database):
    """A contactmoment of the Lindenhof at which nothing was agreed."""
    with database.reading() as session:
        return session.scalar(
            select(ContactmomentRow.id)
            .join(WijkRow, WijkRow.id == ContactmomentRow.wijk_id)
            .where(
                WijkRow.slug == "lindenhof",
                ContactmomentRow.verwijderd_op.is_(None),
                ContactmomentRow.id.not_in(
                    select(AfspraakRow.contactmoment_id).where(AfspraakRow.contactmoment_id.is_not(None))
                ),
            )
        )


def test_that_a_draft_cannot_be_kept_is_said_and_no_more_once_it_is(run_page, demo_database):
    """The database refuses drafts for a while: what is typed stays, and who types knows that only the screen has it."""
    test = run_page("vastleggen.py", "teamlid")
    with demo_database.engine.begin() as connection:
        refuse = "CREATE TRIGGER vol BEFORE INSERT ON concept BEGIN SELECT RAISE(ABORT, 'vol'); END"
        connection.exec_driver_sql(refuse)
    test = fill_half(test)
    assert "Het concept hiervan is niet bijgewerkt." in html_of(test) and not drafts(demo_database)
    assert test.text_area(key=field_key(test, "opbrengst")).value == TEXT
    with demo_database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER vol")
    test = test.run()
    assert "niet bijgewerkt" not in html_of(test) and drafts(demo_database)


def the_fase(test) -> str:
    return str(test.selectbox(key=field_key(test, "fase")).value)


def on_the_day(test, day):
    test.date_input(key=field_key(test, "datum")).set_value(day)
    return test.run()


def test_the_fase_follows_the_date_and_says_so(run_page, demo_database):
    with demo_database.reading() as session:
        start = session.scalars(select(WijkRow.start).where(WijkRow.slug == "lindenhof")).one()
    test = run_page("vastleggen.py", "teamlid", wijk="lindenhof")
    assert the_fase(test) == "keuzes-maken" and "die is nu gekozen" not in html_of(test)
    on_the_day(test, start)
    assert the_fase(test) == "samen-starten"
    assert f"Op {start:%d-%m-%Y} liep fase 1. Samen starten: die is nu gekozen." in html_of(test)
    press(test, "Vastleggen")  # with too little filled in: what was said stays
    assert "liep fase 1. Samen starten" in html_of(test)


def test_a_fase_that_was_chosen_by_hand_stays_when_the_date_changes(run_page, demo_database):
    with demo_database.reading() as session:
        start = session.scalars(select(WijkRow.start).where(WijkRow.slug == "lindenhof")).one()
    test = run_page("vastleggen.py", "teamlid", wijk="lindenhof")
    test.selectbox(key=field_key(test, "fase")).select("uitvoering")
    test.run()
    on_the_day(test, start)
    assert the_fase(test) == "uitvoering" and "die is nu gekozen" not in html_of(test)
