"""The stream of a wijk: it always holds what happened, and what is in it can be found; on SQLite and PostgreSQL."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.core.wijken import FASE, SOCIAAL, add_person, add_wijk, read, record, right_input
from wijkkompas_core.domain.afspraken import AfspraakInvoer
from wijkkompas_core.domain.annotaties import AnnotatieInvoer
from wijkkompas_core.domain.belanghebbenden import BelanghebbendeInvoer, HoudingInvoer
from wijkkompas_core.domain.besluiten import BesluitInvoer
from wijkkompas_core.domain.betrokkenheid import NieuweBelanghebbende
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Actie, Rol
from wijkkompas_core.errors import Conflict, Forbidden, InvalidInput, NotFound
from wijkkompas_core.queries import logboek as queries
from wijkkompas_core.queries.logboek import Filter
from wijkkompas_core.queries.methode import methode
from wijkkompas_core.services.afspraken import record_afspraak, set_status
from wijkkompas_core.services.annotaties import record_annotatie
from wijkkompas_core.services.belanghebbenden import change_belanghebbende, merge_belanghebbende, record_houding
from wijkkompas_core.services.besluiten import record_besluit
from wijkkompas_core.services.contactmomenten import change_contactmoment, delete_contactmoment, restore_contactmoment
from wijkkompas_core.services.fasen import open_fase
from wijkkompas_core.services.voortgang import mark_nvt, set_knooppuntstatus, unmark_nvt
from wijkkompas_core.storage.stroom import rebuild
from wijkkompas_core.storage.tables import BelanghebbendeRow, ContactmomentRow, StroomRow
from wijkkompas_core.storage.zoekindex import has_index, make_index


@pytest.fixture
def wijk(any_database):
    return add_wijk(any_database)


@pytest.fixture
def leider(any_database, wijk):
    return add_person(any_database, "piet", Rol.PROJECTLEIDER, wijk)


def found(database, actor, wijk, zoek="", **more):
    with database.reading() as session:
        return queries.logboek(session, actor, wijk, methode(session), Filter(zoek=zoek), **more)


def titles(database, actor, wijk, zoek):
    return [one.titel for one in found(database, actor, wijk, zoek).items]


def stream(session):
    columns = (StroomRow.soort, StroomRow.object_id, StroomRow.wijk_id, StroomRow.datum, StroomRow.fase)
    rows = session.execute(select(*columns, StroomRow.zoektekst, StroomRow.verwijderd))
    return sorted(tuple(row) for row in rows)


def do(database, actor, wijk, actie, use_case):
    with database.writing(actor, actie, wijk) as session:
        return use_case(session)


def test_everything_that_a_team_keeps_is_in_the_stream(any_database, wijk, leider):
    moment = record(
        any_database, leider, right_input(wijk, nieuwe_belanghebbenden=(NieuweBelanghebbende("De Brug", "vve"),))
    )
    with any_database.reading() as session:
        party = session.scalars(select(BelanghebbendeRow.id)).one()
        knooppunt = next(iter(methode(session).knooppunten.values()))[0].slug
    day = today() - timedelta(days=1)
    steps = [
        (Actie.BESLUIT_VASTLEGGEN, lambda s: record_besluit(s, BesluitInvoer(wijk, day, FASE, "Ja", "Raad", "Goed"))),
        (Actie.AFSPRAAK_VASTLEGGEN, lambda s: record_afspraak(s, AfspraakInvoer(wijk, "Bellen", leider.gebruiker))),
        (Actie.HOUDING_METEN, lambda s: record_houding(s, HoudingInvoer(party, day, "neutraal"))),
        (Actie.KNOOPPUNT_WIJZIGEN, lambda s: set_knooppuntstatus(s, wijk, knooppunt, 0, "gestart", "", day)),
        (Actie.NVT_WIJZIGEN, lambda s: mark_nvt(s, wijk, FASE, SOCIAAL, 0, "Geen woningen")),
        (Actie.ANNOTATIE_WIJZIGEN, lambda s: record_annotatie(s, AnnotatieInvoer(wijk, day, "Brand in de loods"))),
    ]
    for actie, use_case in steps:
        do(any_database, leider, wijk, actie, use_case)
    beeld = found(any_database, leider, wijk)
    assert {one.soort for one in beeld.items} == set(queries.SOORTEN) - {"mijlpaal"}
    assert beeld.per_soort["fase"] == 1 and beeld.totaal == len(beeld.items) == 8
    assert [one.datum for one in beeld.items] == sorted((one.datum for one in beeld.items), reverse=True)
    by_name = {one.naam: one for one in beeld.items}
    assert by_name[f"contactmoment-{moment}"].titel == "Bewonersavond met De Brug"
    with any_database.reading() as session:
        for naam, one in by_name.items():
            assert queries.item(session, leider, wijk, methode(session), naam) == one


STEPS = st.lists(
    st.tuples(st.sampled_from(["new", "text", "delete", "restore", "rename", "merge", "fase", "nvt", "done"]),
              st.integers(0, 5)),
    min_size=1,
    max_size=12,
)  # fmt: skip


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_after_any_changes_the_stream_is_what_it_would_be_when_made_again(any_database, steps):
    with any_database.reading() as session:
        number = len(stream(session)) + 1
    wijk = add_wijk(any_database, f"wijk-{number}-{id(steps)}")
    leider = add_person(any_database, f"piet-{number}-{id(steps)}", Rol.PROJECTLEIDER, wijk)
    names = tuple(NieuweBelanghebbende(f"Groep {letter}", "vve") for letter in "AB")
    record(any_database, leider, right_input(wijk, nieuwe_belanghebbenden=names))
    afspraak = do(
        any_database, leider, wijk, Actie.AFSPRAAK_VASTLEGGEN,
        lambda s: record_afspraak(s, AfspraakInvoer(wijk, "Bellen", leider.gebruiker)),
    )  # fmt: skip
    for step, number in steps:
        _one_step(any_database, leider, wijk, afspraak, step, number)
    with any_database.writing(leider, Actie.CONTACTMOMENT_WIJZIGEN, wijk) as session:
        before = stream(session)
        rebuild(session)
        assert stream(session) == before


def _one_step(database, actor, wijk, afspraak, step, number):
    with database.reading() as session:
        moments = session.scalars(select(ContactmomentRow).where(ContactmomentRow.wijk_id == wijk)).all()
        moment = moments[number % len(moments)]
        parties = session.scalars(
            select(BelanghebbendeRow).where(BelanghebbendeRow.wijk_id == wijk).order_by(BelanghebbendeRow.id)
        ).all()
    key, versie = moment.id, moment.versie

    def run(actie, use_case):
        do(database, actor, wijk, actie, use_case)

    if step == "new":
        record(database, actor, right_input(wijk, opbrengst=f"Avond {number}"))
    elif step == "text" and moment.verwijderd_op is None:
        invoer = replace(read(database, actor, key).as_invoer(), opbrengst=f"Nieuw {number}", datum=today())
        run(Actie.CONTACTMOMENT_WIJZIGEN, lambda s: change_contactmoment(s, key, versie, invoer))
    elif step == "delete":
        run(Actie.CONTACTMOMENT_VERWIJDEREN, lambda s: delete_contactmoment(s, key, versie))
    elif step == "restore":
        run(Actie.CONTACTMOMENT_TERUGZETTEN, lambda s: restore_contactmoment(s, key, versie))
    elif step == "rename":
        party = parties[1]  # the first may have been merged into it
        invoer = BelanghebbendeInvoer(wijk, f"Club {number} {party.id}", "vve")
        run(Actie.BELANGHEBBENDE_WIJZIGEN, lambda s: change_belanghebbende(s, party.id, party.versie, invoer))
    elif step == "merge" and parties[0].hoofd_id is None:
        first, second = parties[:2]
        run(Actie.BELANGHEBBENDE_SAMENVOEGEN, lambda s: merge_belanghebbende(s, first.id, first.versie, second.id))
    elif step == "fase":
        fase = ("samen-starten", "keuzes-maken", "uitvoering")[number % 3]
        with suppress(InvalidInput):  # it was open already
            run(Actie.FASE_WIJZIGEN, lambda s: open_fase(s, wijk, None, fase, today() - timedelta(days=number)))
    elif step == "nvt":
        try:
            run(Actie.NVT_WIJZIGEN, lambda s: mark_nvt(s, wijk, FASE, SOCIAAL, 0, "Niet hier"))
        except Conflict:  # it was marked already
            run(Actie.NVT_WIJZIGEN, lambda s: unmark_nvt(s, wijk, FASE, SOCIAAL, 1))
    elif step == "done":
        with database.reading() as session:
            row = queries.item(session, actor, wijk, methode(session), f"afspraak-{afspraak}")
        status = "klaar" if number % 2 else "open"
        run(Actie.AFSPRAAK_WIJZIGEN, lambda s: set_status(s, afspraak, row.versie, status))


@pytest.mark.parametrize(
    "zoek",
    ["bewonersgroep", "BEWONERSGR", "energiecooperatie", "energiecoöp", "café", "cafe", "korting praat", "praat kort",
     "שלום", "🏘 huis", "e-mail", "12%"],
)  # fmt: skip
def test_it_is_found_by_the_beginning_of_words_whatever_their_case_accents_and_order(any_database, wijk, leider, zoek):
    text = "De bewonersgroep praat met energiecoöperatie in het CAFÉ, שלום 🏘️ huis; e-mail: 12% korting"
    record(any_database, leider, right_input(wijk, opbrengst=text))
    record(any_database, leider, right_input(wijk, opbrengst="Iets heel anders"))
    assert [one.tekst for one in found(any_database, leider, wijk, zoek).items] == [text]


@pytest.mark.parametrize(
    "zoek",
    ['"', "* OR NEAR(", "zoektekst:a", "a AND (b", "'; DROP TABLE stroom; --", "%", "_", "x" * 100_000, "!!!", "🏘"],
)
def test_no_search_breaks_the_logboek(any_database, wijk, leider, zoek):
    record(any_database, leider, right_input(wijk, opbrengst="Gewone tekst"))
    assert found(any_database, leider, wijk, zoek).totaal == 0
    assert found(any_database, leider, wijk).totaal == 2


@pytest.mark.parametrize("read", [1, 1_000], ids=["by the index", "in a small wijk"])
@pytest.mark.parametrize(
    ("zoek", "is_found"),
    [
        ("pomp", True), ("woningen", True), ("warmtepomp", True), ("energiecoöp", True), ("OPERATIE", True),
        ("pomp woning", True), ("pomp installatie", False), ("pomphuur", False), ("warmtewoningen", False),
        ("operatieve", False), ("uurwoningen in", True), ("eel l", False), ("hydr", True), ("wa", True), ("w", True),
        ("mp", False), ("p", False), ("pomp he", True), ("pomp mp", False), ("שלו", True), ("לום", True),
        ("hydraulischebalanceringswerkzaamheden", True), ("draulischebalanceringswerkzaam", True),
        ("hydraulischebalanceringswerkzaamhedan", False),
    ],
)  # fmt: skip
def test_it_is_found_inside_words_from_three_letters_on_and_shorter_at_the_beginning(
    any_database, wijk, leider, monkeypatch, zoek, is_found, read
):
    monkeypatch.setattr(queries, "READ", read)
    text = "Een warmtepomp in de huurwoningen, met energiecoöperatie het שלום; hydraulischebalanceringswerkzaamheden"
    for opbrengst in (text, "Iets anders", "Nog iets"):
        record(any_database, leider, right_input(wijk, opbrengst=opbrengst))
    assert [one.tekst for one in found(any_database, leider, wijk, zoek).items] == ([text] if is_found else [])


def test_what_was_changed_or_deleted_is_found_inside_words_as_it_is_now(any_database, wijk, leider, monkeypatch):
    monkeypatch.setattr(queries, "READ", 1)
    key = record(any_database, leider, right_input(wijk, opbrengst="warmtepomp"))
    for opbrengst in ("A", "B"):
        record(any_database, leider, right_input(wijk, opbrengst=opbrengst))
    invoer = replace(read(any_database, leider, key).as_invoer(), opbrengst="huurwoningen")
    do(any_database, leider, wijk, Actie.CONTACTMOMENT_WIJZIGEN, lambda s: change_contactmoment(s, key, 1, invoer))
    assert not titles(any_database, leider, wijk, "pomp") and titles(any_database, leider, wijk, "woningen")


@pytest.mark.parametrize("any_database", ["postgresql"], indirect=True)
def test_an_account_that_may_not_make_extensions_finds_the_same_and_the_index_comes_later(
    any_database, wijk, leider, monkeypatch
):
    monkeypatch.setattr(queries, "READ", 1)
    for opbrengst in ("warmtepomp", "A", "B"):
        record(any_database, leider, right_input(wijk, opbrengst=opbrengst))
    with any_database.engine.begin() as connection:
        for step in ("DROP INDEX zoek_stroom_deel", "DROP EXTENSION pg_trgm", "CREATE ROLE klein", "SET ROLE klein"):
            connection.exec_driver_sql(step)
        assert not make_index(connection)  # and the rest of the migration goes on
        connection.exec_driver_sql("RESET ROLE")
        connection.exec_driver_sql("DROP ROLE klein")
    assert titles(any_database, leider, wijk, "pomp") and not titles(any_database, leider, wijk, "mp")
    with any_database.engine.begin() as connection:
        assert not has_index(connection) and make_index(connection) and has_index(connection)
        assert make_index(connection)  # once more changes nothing
    assert titles(any_database, leider, wijk, "pomp")


@pytest.mark.parametrize(
    ("read", "most", "totaal", "meer"),
    [(5, 1000, 4, True), (1, 3, 4, True), (1, 1000, 6, False), (1000, 3, 6, False)],
    ids=["among the newest", "everywhere", "by the index", "in a small wijk"],
)
def test_words_in_very_many_rows_are_told_as_more_and_the_newest_come_first_however_they_are_found(
    any_database, wijk, leider, monkeypatch, read, most, totaal, meer
):
    monkeypatch.setattr(queries, "READ", read)
    monkeypatch.setattr(queries, "MOST", most)
    for back in range(6):
        record(any_database, leider, right_input(wijk, opbrengst="Huur", datum=today() - timedelta(days=back)))
    assert found(any_database, leider, wijk, "huur 0").totaal == 0
    beeld = found(any_database, leider, wijk, "huur", limit=2, offset=2)
    assert (beeld.totaal, beeld.meer) == (totaal, meer)
    assert [one.datum for one in beeld.items] == [today() - timedelta(days=back) for back in (2, 3)]
    end = found(any_database, leider, wijk, "huur", limit=2, offset=4)
    assert (end.totaal, end.meer, len(end.items)) == (6, False, 2)
    with any_database.reading() as session:
        only = Filter(zoek="huur", soorten=("besluit",))
        assert queries.logboek(session, leider, wijk, methode(session), only, limit=2).items == ()


def test_filters_narrow_the_stream_and_the_counts_per_soort_stay(any_database, wijk, leider):
    record(any_database, leider, right_input(wijk, opbrengst="Huur"))
    record(any_database, leider, right_input(wijk, opbrengst="Huur", datum=today() - timedelta(days=90)))
    with any_database.reading() as session:

        def view(**more):
            return queries.logboek(session, leider, wijk, methode(session), Filter(**more))

        assert view(soorten=("fase",)).per_soort == {"contactmoment": 2, "fase": 1}
        assert view(soorten=("fase",)).totaal == 1
        assert view(zoek="huur", van=today() - timedelta(days=9)).totaal == 1
        assert view(zoek="huur", tot=today() - timedelta(days=9)).totaal == 1
        assert view(zoek="huur", fase="uitvoering").totaal == 0
        assert view(zoek="huur", soorten=("besluit",)).totaal == 0


def test_what_was_deleted_is_out_of_the_stream_but_has_its_own_address(any_database, wijk, leider):
    key = record(any_database, leider, right_input(wijk, opbrengst="Huur"))
    do(any_database, leider, wijk, Actie.CONTACTMOMENT_VERWIJDEREN, lambda s: delete_contactmoment(s, key, 1))
    assert titles(any_database, leider, wijk, "huur") == []
    with any_database.reading() as session:
        assert queries.item(session, leider, wijk, methode(session), f"contactmoment-{key}").verwijderd


def test_nobody_reads_the_logboek_of_a_wijk_that_is_not_theirs(any_database, wijk, leider):
    key = record(any_database, leider, right_input(wijk))
    other = add_wijk(any_database, "elders")
    stranger = add_person(any_database, "vera", Rol.PROJECTLEIDER, other)
    with pytest.raises(Forbidden):
        found(any_database, stranger, wijk)
    with any_database.reading() as session:
        for place, naam in ((other, f"contactmoment-{key}"), (other, "contactmoment-x"), (other, "raar"), (other, "")):
            with pytest.raises(NotFound):
                queries.item(session, stranger, place, methode(session), naam)
