"""The one door: who may write, what is logged, and what a reader cannot do."""

import json
from datetime import datetime

import pytest
from sqlalchemy import delete, func, select, text
from sqlalchemy.exc import SQLAlchemyError

from tests.core.wijken import FASE, SYSTEM, add_person, add_wijk, record, right_input
from wijkkompas_core.domain.band import BandInvoer
from wijkkompas_core.domain.toegang import NEEDS, RECHTEN, Actie, Actor, Recht, Rol, Toekenning
from wijkkompas_core.errors import Forbidden, Unavailable
from wijkkompas_core.queries.programma import wijkversies
from wijkkompas_core.services.band import set_band
from wijkkompas_core.storage import migrations
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.tables import BelanghebbendeRow, GebruikerRow, LogboekRow, WijkRow


def test_a_reading_session_cannot_write(any_database):
    with pytest.raises((Unavailable, SQLAlchemyError)), any_database.reading() as session:
        session.execute(delete(WijkRow))
    add_wijk(any_database)
    with pytest.raises((Unavailable, SQLAlchemyError)), any_database.reading() as session:
        session.add(WijkRow(slug="stiekem", naam="Stiekem", start=right_input(1).datum))
        session.flush()


def test_an_error_halfway_leaves_nothing_behind(any_database):
    before = any_database.data_version()
    with pytest.raises(RuntimeError), any_database.writing(SYSTEM, Actie.WIJKEN_LADEN) as session:
        session.add(WijkRow(slug="half", naam="Half", start=right_input(1).datum))
        session.flush()
        raise RuntimeError
    with any_database.reading() as session:
        assert session.scalar(select(func.count(WijkRow.id))) == 0
        assert session.scalar(select(func.count(LogboekRow.id)).where(LogboekRow.object == "wijk")) == 0
    assert any_database.data_version() == before


def test_the_data_version_rises_once_per_change_and_not_by_reading(any_database):
    before = any_database.data_version()
    wijk = add_wijk(any_database)
    assert any_database.data_version() == before + 1
    actor = add_person(any_database, "tess", Rol.TEAMLID, wijk)
    record(any_database, actor, right_input(wijk))
    assert any_database.data_version() == before + 3


def test_a_change_in_a_wijk_makes_only_what_is_known_of_that_wijk_old_and_another_name_of_an_account_all(any_database):
    here, there = add_wijk(any_database), add_wijk(any_database, "elders")
    actor = add_person(any_database, "tess", Rol.TEAMLID, here)
    with any_database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        session.get(GebruikerRow, actor.gebruiker).naam = "Tess Tamboer"
    assert set(versions(any_database).values()) == {any_database.data_version()}
    before = versions(any_database)
    record(any_database, actor, right_input(here))
    assert versions(any_database) == before | {here: any_database.data_version()}
    before = versions(any_database)
    add_person(any_database, "vera", Rol.LEZER, there)
    assert versions(any_database) == before | {there: any_database.data_version()}


def test_what_belongs_to_no_wijk_and_is_seen_in_none_raises_the_data_version_alone(any_database):
    add_wijk(any_database)
    before, version = versions(any_database), any_database.data_version()
    add_person(any_database, "mo", Rol.PROGRAMMAMANAGER, None)
    band = BandInvoer(FASE, -0.2, 0.2, "Afgesproken in het overleg.")
    with any_database.writing(SYSTEM, Actie.BAND_WIJZIGEN) as session:
        set_band(session, band, 0)
    assert versions(any_database) == before
    assert any_database.data_version() == version + 2


def versions(database):
    with database.reading() as session:
        return wijkversies(session)


def test_a_refused_action_is_logged_as_refused(any_database):
    wijk = add_wijk(any_database)
    lezer = add_person(any_database, "lex", Rol.LEZER, wijk)
    with pytest.raises(Forbidden):
        record(any_database, lezer, right_input(wijk))
    with any_database.reading() as session:
        line = session.scalars(select(LogboekRow).order_by(LogboekRow.id.desc())).first()
    assert (line.actor, line.actie, line.resultaat) == (lezer.logboeknaam, "contactmoment vastleggen", "geweigerd")


def test_the_log_never_holds_a_password(any_database):
    add_person(any_database, "geheim", Rol.LEZER, None)
    with any_database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        session.scalars(select(GebruikerRow)).one().wachtwoord_hash = "hash-van-een-geheim"
    with any_database.reading() as session:
        lines = session.scalars(
            select(LogboekRow).where(LogboekRow.object == "gebruiker").order_by(LogboekRow.id)
        ).all()
    assert len(lines) == 2
    assert "wachtwoord_hash" in lines[1].nieuw
    assert "hash-van-een-geheim" not in str([(line.oud, line.nieuw) for line in lines])


def test_a_deactivated_account_can_do_nothing_more(any_database):
    actor = add_person(any_database, "tess", Rol.BEHEERDER, None)
    with any_database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        session.scalars(select(GebruikerRow)).one().actief = False
    for actie in Actie:
        with pytest.raises(Forbidden), any_database.writing(actor, actie):
            pass


@pytest.mark.parametrize("rol", list(Rol))
@pytest.mark.parametrize("actie", list(Actie))
def test_the_door_opens_for_exactly_the_roles_that_hold_the_right(database, rol, actie):
    wijk, other = add_wijk(database), add_wijk(database, "elders")
    actor = add_person(database, "p", rol, wijk)
    for place, allowed in ((wijk, NEEDS[actie] in RECHTEN[rol]), (other, False)):
        if allowed:
            with database.writing(actor, actie, place):
                pass
        else:
            with pytest.raises(Forbidden), database.writing(actor, actie, place):
                pass


def test_no_role_holds_the_right_of_the_system():
    assert [rol for rol in Rol if Recht.SYSTEEM in RECHTEN[rol]] == []


def test_an_actor_sees_the_wijken_of_its_roles_only():
    here = Actor(1, "a", "A", (Toekenning(Rol.LEZER, 3), Toekenning(Rol.TEAMLID, 5)))
    assert here.wijken() == {3, 5}
    assert here.wijken(Recht.VASTLEGGEN) == {5}
    assert Actor(1, "a", "A", (Toekenning(Rol.LEZER),)).wijken() is None
    assert Actor(1, "a", "A").wijken() == frozenset()


def test_a_database_that_is_away_gives_a_sentence(tmp_path):
    gone = Database(f"sqlite:///{tmp_path}/nergens/niets.db")
    with pytest.raises(Unavailable, match="niet bereikbaar"):
        gone.data_version()


def test_the_migrations_make_exactly_the_tables_of_the_code(empty_url):
    database = Database(empty_url)
    migrations.migrate(database.engine)
    migrations.migrate(database.engine)
    assert migrations.differences(database.engine) == []
    assert migrations.pending(database.engine) is False
    with database.engine.connect() as connection:
        assert connection.execute(text("SELECT dataversie FROM installatie")).scalar() == 0
    database.close()


def test_each_line_of_the_logboek_is_told_to_who_collects_logs_without_values_and_only_once_it_happened(
    any_database, caplog
):
    with caplog.at_level("INFO", "wijkkompas.logboek"):
        wijk = add_wijk(any_database)
        actor = add_person(any_database, "tess", Rol.TEAMLID, wijk)
        caplog.clear()
        record(any_database, actor, right_input(wijk, opbrengst="Vertrouwelijk besproken"))
        with pytest.raises(RuntimeError), any_database.writing(SYSTEM, Actie.WIJKEN_LADEN) as session:
            session.add(WijkRow(slug="half", naam="Half", start=right_input(1).datum))
            session.flush()
            raise RuntimeError
        told = [json.loads(entry.message) for entry in caplog.records if entry.name == "wijkkompas.logboek"]
    assert [(line["actie"], line["object"], line["resultaat"], line["oorsprong"], line["actor"]) for line in told] == [
        ("contactmoment vastleggen", "contactmoment", "gelukt", "scherm", actor.logboeknaam)
    ]
    assert datetime.fromisoformat(told[0]["tijdstempel"]).tzinfo is not None
    assert "Vertrouwelijk" not in caplog.text


def test_many_changes_of_one_kind_at_once_are_told_as_one_with_how_many_there_were(any_database, caplog):
    wijk = add_wijk(any_database)
    actor = add_person(any_database, "tess", Rol.TEAMLID, wijk)
    with caplog.at_level("INFO", "wijkkompas.logboek"), any_database.writing(actor, Actie.IMPORTEREN, wijk) as session:
        soort = session.scalar(text("SELECT slug FROM belanghebbendetype"))
        session.add_all(
            BelanghebbendeRow(wijk_id=wijk, naam=f"Partij {n}", zoeknaam=f"partij {n}", type=soort) for n in range(25)
        )
        session.flush()
        session.add(WijkRow(slug="los", naam="Los", start=right_input(1).datum))
    told = [json.loads(entry.message) for entry in caplog.records if entry.name == "wijkkompas.logboek"]
    assert [(line["object"], line.get("aantal")) for line in told] == [("belanghebbende", 25), ("wijk", None)]
    with any_database.reading() as session:
        lines = session.scalars(select(LogboekRow.id).where(LogboekRow.object == "belanghebbende")).all()
    assert len(lines) == 25, "the history of each is read from these"


def test_what_was_typed_does_not_stand_in_the_log_of_an_error(any_database, caplog):
    typed = "vertrouwelijk".upper()
    failures = (SQLAlchemyError, Unavailable)
    with pytest.raises(failures) as failure, any_database.writing(SYSTEM, Actie.WIJKEN_LADEN) as session:
        session.execute(text("INSERT INTO bestaat_niet VALUES (:wat)"), {"wat": typed})
    assert typed not in str(failure.value) + caplog.text
