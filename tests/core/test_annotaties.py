"""Noten at a date: who may write, change and see them; on SQLite and PostgreSQL."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from tests.core.wijken import START, add_person, add_wijk
from wijkkompas_core.domain.annotaties import MAX_NOOT, AnnotatieInvoer, check_annotatie
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Actie, Rol
from wijkkompas_core.errors import Conflict, Forbidden, InvalidInput, NotFound
from wijkkompas_core.queries.annotaties import annotaties
from wijkkompas_core.queries.geschiedenis import geschiedenis
from wijkkompas_core.queries.logboek import Filter, logboek
from wijkkompas_core.queries.methode import methode
from wijkkompas_core.queries.programma import wijkversies
from wijkkompas_core.services.annotaties import (
    change_annotatie,
    delete_annotatie,
    may_annotate,
    record_annotatie,
    restore_annotatie,
)
from wijkkompas_core.services.versies import restore_version
from wijkkompas_core.storage.stroom import rebuild
from wijkkompas_core.storage.tables import LogboekRow, StroomRow

DAY = today() - timedelta(days=30)
TEXT = "De brug ging dicht: een maand geen bijeenkomsten."


@pytest.fixture
def wijk(any_database):
    return add_wijk(any_database)


@pytest.fixture
def teamlid(any_database, wijk):
    return add_person(any_database, "tess", Rol.TEAMLID, wijk)


@pytest.fixture
def manager(any_database):
    return add_person(any_database, "pim", Rol.PROGRAMMAMANAGER, None)


def do(database, actor, step, *arguments, wijk=None, actie=Actie.ANNOTATIE_WIJZIGEN):
    with database.writing(actor, actie, wijk) as session:
        return step(session, *arguments)


def write(database, actor, wijk, **changes):
    return do(database, actor, record_annotatie, replace(AnnotatieInvoer(wijk, DAY, TEXT), **changes))


def seen(database, actor, *wijken):
    with database.reading() as session:
        return annotaties(session, actor, wijken)


def stream(database, actor, wijk, zoek=""):
    with database.reading() as session:
        return logboek(session, actor, wijk, methode(session), Filter(zoek=zoek, soorten=("noot",))).items


def test_what_is_written_is_read_with_who_wrote_it(any_database, wijk, teamlid):
    key = write(any_database, teamlid, wijk, tekst=f"  {TEXT}\x00 ")
    (noot,) = seen(any_database, teamlid, wijk)
    assert (noot.id, noot.wijk, noot.datum, noot.tekst, noot.door, noot.versie) == (key, wijk, DAY, TEXT, "Tess", 1)


def test_a_change_a_deletion_and_the_way_back_are_all_in_the_logboek(any_database, wijk, teamlid):
    key = write(any_database, teamlid, wijk)
    do(any_database, teamlid, change_annotatie, key, 1, AnnotatieInvoer(wijk, DAY, "Anders"))
    do(any_database, teamlid, delete_annotatie, key, 2)
    assert seen(any_database, teamlid, wijk) == ()
    do(any_database, teamlid, restore_annotatie, key, 3)
    assert [noot.tekst for noot in seen(any_database, teamlid, wijk)] == ["Anders"]
    with any_database.reading() as session:
        lines = session.scalars(
            select(LogboekRow).where(LogboekRow.object == "annotatie").order_by(LogboekRow.id)
        ).all()
    told = ("noot wijzigen", wijk, teamlid.logboeknaam)
    assert [(line.actie, line.wijk_id, line.actor) for line in lines] == [told] * 4
    assert lines[1].oud["tekst"] == TEXT and lines[1].nieuw["tekst"] == "Anders"


def test_a_noot_of_a_wijk_is_in_its_stream_can_be_found_and_put_back_as_it_was(any_database, wijk, teamlid):
    key = write(any_database, teamlid, wijk)
    do(any_database, teamlid, change_annotatie, key, 1, AnnotatieInvoer(wijk, DAY, "Anders"))
    (item,) = stream(any_database, teamlid, wijk, "anders")
    assert (item.titel, item.datum, item.naam) == ("Anders", DAY, f"noot-{key}")
    with any_database.reading() as session:
        changed, made = geschiedenis(session, teamlid, wijk, methode(session), item.naam)
    assert changed.verschillen == (("Tekst", TEXT, "Anders"),) and made.actie == "noot wijzigen"
    back = (restore_version, wijk, item.naam, item.versie, changed.regel)
    do(any_database, teamlid, *back, wijk=wijk, actie=Actie.VERSIE_TERUGZETTEN)
    assert [one.titel for one in stream(any_database, teamlid, wijk)] == [TEXT]


def test_a_noot_about_every_wijk_is_in_the_stream_of_none_and_rebuilding_agrees(any_database, wijk, manager):
    write(any_database, manager, None)
    key = write(any_database, manager, wijk)
    query = select(StroomRow.object_id, StroomRow.wijk_id, StroomRow.zoektekst).where(StroomRow.soort == "noot")
    with any_database.reading() as session:
        before = session.execute(query).all()
    do(any_database, manager, rebuild)
    with any_database.reading() as session:
        assert session.execute(query).all() == before
    assert [(row.object_id, row.wijk_id) for row in before] == [(str(key), wijk)]


def test_a_reader_sees_the_noten_of_the_wijk_and_those_about_all_and_no_other(any_database, wijk, manager):
    other = add_wijk(any_database, "elders")
    lezer = add_person(any_database, "loes", Rol.LEZER, wijk)
    for place, tekst in ((wijk, "Hier"), (other, "Elders"), (None, "Overal")):
        write(any_database, manager, place, tekst=tekst)
    assert [noot.tekst for noot in seen(any_database, lezer, wijk)] == ["Hier", "Overal"]
    assert [noot.tekst for noot in seen(any_database, lezer)] == ["Overal"]
    for wijken in ((other,), (wijk, other)):
        with pytest.raises(Forbidden):
            seen(any_database, lezer, *wijken)
    assert [noot.tekst for noot in seen(any_database, manager, wijk, other)] == ["Hier", "Elders", "Overal"]


def test_who_has_no_role_anywhere_sees_not_even_what_is_about_every_wijk(database):
    add_wijk(database)
    nobody = replace(add_person(database, "niko", Rol.LEZER, None), toekenningen=())
    with pytest.raises(Forbidden):
        seen(database, nobody)


@pytest.mark.parametrize("rol", list(Rol))
def test_who_records_in_a_wijk_may_write_there_and_only_who_steers_all_wijken_at_all_of_them(database, rol):
    wijk = add_wijk(database)
    here, everywhere = add_person(database, "een", rol, wijk), add_person(database, "alle", rol, None)
    for actor, place, may in (
        (here, wijk, rol is not Rol.LEZER),
        (here, None, False),
        (everywhere, wijk, rol is not Rol.LEZER),
        (everywhere, None, rol in (Rol.PROGRAMMAMANAGER, Rol.BEHEERDER)),
    ):
        assert may_annotate(actor, place) is may
        if may:
            write(database, actor, place)
        else:
            with pytest.raises(Forbidden):
                write(database, actor, place)


def test_a_noot_of_another_wijk_is_not_there_and_one_of_all_wijken_cannot_be_touched(database):
    wijk, other = add_wijk(database), add_wijk(database, "elders")
    manager = add_person(database, "pim", Rol.PROGRAMMAMANAGER, None)
    teamlid = add_person(database, "tess", Rol.TEAMLID, wijk)
    there, everywhere = write(database, manager, other), write(database, manager, None)
    for step in (delete_annotatie, restore_annotatie):
        with pytest.raises(NotFound):
            do(database, teamlid, step, there, 1)
        with pytest.raises(Forbidden):
            do(database, teamlid, step, everywhere, 1)
    with pytest.raises(NotFound):
        do(database, teamlid, change_annotatie, there, 1, AnnotatieInvoer(wijk, DAY, "Gekaapt"))
    with pytest.raises(NotFound):
        write(database, manager, 999)


def test_a_noot_stays_at_its_wijk(database):
    wijk, other = add_wijk(database), add_wijk(database, "elders")
    manager = add_person(database, "pim", Rol.PROGRAMMAMANAGER, None)
    key = write(database, manager, wijk)
    for place in (other, None):
        with pytest.raises(InvalidInput) as wrong:
            do(database, manager, change_annotatie, key, 1, AnnotatieInvoer(place, DAY, TEXT))
        assert set(wrong.value.fields) == {"wijk"}


def test_someone_elses_change_is_not_overwritten(any_database, wijk, teamlid):
    key = write(any_database, teamlid, wijk)
    do(any_database, teamlid, change_annotatie, key, 1, AnnotatieInvoer(wijk, DAY, "Eerst"))
    for step in ((change_annotatie, key, 1, AnnotatieInvoer(wijk, DAY, "Later")), (delete_annotatie, key, 1)):
        with pytest.raises(Conflict):
            do(any_database, teamlid, *step)
    do(any_database, teamlid, delete_annotatie, key, 2)
    with pytest.raises(Conflict, match="verwijderd"):
        do(any_database, teamlid, change_annotatie, key, 3, AnnotatieInvoer(wijk, DAY, "Later"))
    do(any_database, teamlid, restore_annotatie, key, 3)
    assert [noot.tekst for noot in seen(any_database, teamlid, wijk)] == ["Eerst"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"datum": None}, "datum"),
        ({"datum": today() + timedelta(days=1)}, "datum"),
        ({"datum": START - timedelta(days=1)}, "datum"),
        ({"tekst": " \n\t"}, "tekst"),
        ({"tekst": "\u200b\u202e\u2066"}, "tekst"),
        ({"tekst": "a" * (MAX_NOOT + 1)}, "tekst"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(database, changes, field):
    wijk = add_wijk(database)
    with pytest.raises(InvalidInput) as wrong:
        write(database, add_person(database, "tess", Rol.TEAMLID, wijk), wijk, **changes)
    assert set(wrong.value.fields) == {field}


def test_every_error_is_told_at_once_and_a_noot_about_all_wijken_may_be_older_than_any_of_them():
    assert set(check_annotatie(AnnotatieInvoer(1, None, ""), start=START, today=today())) == {"datum", "tekst"}
    old = AnnotatieInvoer(None, START - timedelta(days=4000), "🎉")
    assert check_annotatie(old, start=None, today=today()) == {}


@given(st.text(max_size=MAX_NOOT))
def test_a_text_with_a_letter_in_it_is_never_refused(text):
    assert "tekst" not in check_annotatie(AnnotatieInvoer(None, DAY, f"a{text}"[:MAX_NOOT]), start=None, today=today())


def test_a_noot_about_every_wijk_raises_the_data_version_but_makes_what_is_kept_of_no_wijk_old(
    any_database, wijk, manager
):
    def versions():
        with any_database.reading() as session:
            return any_database.data_version(), wijkversies(session)

    version, per_wijk = versions()
    write(any_database, manager, None)
    assert versions() == (version + 1, per_wijk)
    write(any_database, manager, wijk)
    assert versions() == (version + 2, per_wijk | {wijk: version + 2})
