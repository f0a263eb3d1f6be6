"""Importing: what is recognised, what is refused, all or nothing, and the way back; on SQLite and PostgreSQL."""

import shutil
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, func, select, text

from tests.core.wijken import FASE, SOCIAAL, SYSTEM, TECHNIEK, add_person, add_wijk, record, right_input
from wijkkompas_core.bestanden.schrijven import Formaat, write
from wijkkompas_core.bestanden.werkboek import Werkboek
from wijkkompas_core.domain.betrokkenheid import NieuweBelanghebbende
from wijkkompas_core.domain.tijd import now, today
from wijkkompas_core.domain.toegang import Actie, Actor, Rol
from wijkkompas_core.domain.uitwisseling import LIJSTEN, OP_DATUM, Toewijzing, as_ranges
from wijkkompas_core.errors import Conflict, Forbidden, InvalidInput, NotFound
from wijkkompas_core.queries.exportlijsten import lijst_blad
from wijkkompas_core.queries.methode import methode
from wijkkompas_core.queries.toewijzingen import toewijzingen
from wijkkompas_core.queries.uitwisseling import imports
from wijkkompas_core.services.contactmomenten import change_contactmoment, delete_contactmoment
from wijkkompas_core.services.importeren.lezen import look
from wijkkompas_core.services.importeren.order import Opdracht, Voorbeeld, execute, preview, propose
from wijkkompas_core.services.importeren.toewijzingen import keep_toewijzing
from wijkkompas_core.services.importeren.undo import undo_import
from wijkkompas_core.services.importeren.worker import EXECUTE, PREVIEW, previewed, worker
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.stroom import rebuild
from wijkkompas_core.storage.tables import (
    AfspraakRow,
    BelanghebbendeRow,
    BesluitRow,
    ContactmomentAspectRow,
    ContactmomentRow,
    ImportRow,
    LogboekRow,
    StroomRow,
    besluit_contactmoment,
    contactmoment_belanghebbende,
)
from wijkkompas_core.werkproces import Grenzen, Stopped

DAY = today() - timedelta(days=30)
LIST = f"""Datum;Vorm;Waarover;Met wie;Aantal;Niveau;Verslag
{DAY:%d-%m-%Y};Bewonersavond;Bewoners;Bewonersgroep Noord;35;Raadplegen;Veel vragen over kosten
{DAY:%d-%m-%Y};Overleg;Renovatie;Woonstichting;4;;'=SOM(A1)
31-02-2024;Overleg;Renovatie;;2;;Foute datum
{today() + timedelta(days=9):%d-%m-%Y};Overleg;Renovatie;;2;;In de toekomst
01-01-2001;Overleg;Renovatie;;2;;Voor de start
"""
WORDS = {"belanghebbenden": {"bewonersgroep noord": "nieuw:bewonersgroep", "woonstichting": "nieuw:woningcorporatie"}}


@pytest.fixture
def wijk(any_database: Database) -> int:
    return add_wijk(any_database)


@pytest.fixture
def tess(any_database: Database, wijk: int) -> Actor:
    return add_person(any_database, "tess", Rol.TEAMLID, wijk)


def opdracht(
    database: Database, actor: Actor, listing: str = LIST, lijst: str = "contactmomenten", **fixed: str
) -> Opdracht:
    """The file with its columns as guessed, for the wijk Dorp, with the fase that was open and our words."""
    plain = Opdracht(listing.encode(), "lijst.csv")
    tw = propose(database, actor, plain.table(), lijst)
    fase = {} if lijst in ("belanghebbenden", "afspraken") or "fase" in tw.kolommen else {"fase": OP_DATUM}
    vast = ({} if "wijk" in tw.kolommen else {"wijk": "dorp"}) | fase | fixed
    return replace(plain, toewijzing=replace(tw, vast=vast, woorden=WORDS))


def seen(database: Database, actor: Actor, one: Opdracht) -> Voorbeeld:
    """The preview of an import."""
    return preview(database, actor, one, one.table())


def bring_in(database: Database, actor: Actor, one: Opdracht) -> int:
    return execute(database, actor, one, one.table(), seen(database, actor, one).proef)[0]


def undo(database: Database, actor: Actor, key: int) -> tuple[str, ...]:
    with database.writing(actor, Actie.IMPORT_TERUGDRAAIEN) as session:
        return undo_import(session, key)


def count(database: Database, row: Any, *where: Any) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(row).where(*where)) or 0


def living(database: Database) -> int:
    return count(database, ContactmomentRow, ContactmomentRow.verwijderd_op.is_(None))


def contents(database: Database) -> dict[str, Any]:
    """Everything that is not our own bookkeeping, to see that nothing has changed."""
    tables = ("contactmoment", "contactmoment_aspect", "contactmoment_belanghebbende", "belanghebbende", "afspraak",
              "besluit", "import", "stroom", "logboek", "installatie")  # fmt: skip
    with database.reading() as session:
        return {name: session.execute(text(f"SELECT * FROM {name} ORDER BY 1, 2")).all() for name in tables}


def test_the_preview_tells_per_row_what_would_happen(any_database: Database, tess: Actor) -> None:
    before = contents(any_database)
    found = seen(any_database, tess, opdracht(any_database, tess))
    assert found.aantallen == {"nieuw": 2, "gewijzigd": 0, "gelijk": 0, "fout": 3}
    assert [(rij.nummer, rij.status) for rij in found.rijen] == [
        (2, "nieuw"),
        (3, "nieuw"),
        *((n, "fout") for n in (4, 5, 6)),
    ]
    wrong = [rij.fouten for rij in found.rijen if rij.status == "fout"]
    assert "bestaat niet" in wrong[0]["datum"]
    assert "toekomst" in wrong[1]["datum"]
    assert "vóór de start" in wrong[2]["datum"]
    assert sorted(found.nieuwe_partijen) == [
        ("Bewonersgroep Noord", "Bewonersgroep"),
        ("Woonstichting", "Woningcorporatie"),
    ]
    assert contents(any_database) == before


def test_the_good_rows_come_in_together_with_one_line_in_the_logboek(
    any_database: Database, tess: Actor, wijk: int
) -> None:
    lines = count(any_database, LogboekRow)
    key = bring_in(any_database, tess, opdracht(any_database, tess))
    with any_database.reading() as session:
        first, second = session.scalars(select(ContactmomentRow).order_by(ContactmomentRow.id)).all()
        assert (first.datum, first.fase, first.vorm, first.participatieniveau) == (
            DAY,
            FASE,
            "bewonersavond",
            "raadplegen",
        )
        assert ([a.aspect for a in first.aspecten], [a.aspect for a in second.aspecten]) == ([SOCIAAL], [TECHNIEK])
        assert ([b.naam for b in first.belanghebbenden], first.aantal_deelnemers) == (["Bewonersgroep Noord"], 35)
        assert (second.opbrengst, second.ingevoerd_door, second.versie) == ("=SOM(A1)", tess.gebruiker, 1)
        line = session.scalars(select(LogboekRow).where(LogboekRow.object == "import")).one()
        assert (line.object_id, line.wijk_id, line.actie) == (str(key), wijk, "importeren")
        assert line.nieuw is not None and line.nieuw["nieuw"] == 2 and line.nieuw["bron"] == "lijst.csv"
    assert count(any_database, LogboekRow) == lines + 1 + 2  # the import, and each new belanghebbende as ever


def test_the_stream_is_as_if_it_were_made_again(any_database: Database, tess: Actor) -> None:
    key = bring_in(any_database, tess, opdracht(any_database, tess))

    def stream() -> set[Any]:
        with any_database.reading() as session:
            columns = ("wijk_id", "soort", "object_id", "datum", "fase", "zoektekst", "verwijderd")
            return set(session.execute(select(*(getattr(StroomRow, c) for c in columns))).all())

    for _ in range(2):
        kept = stream()
        with any_database.writing(SYSTEM, Actie.REFERENTIE_LADEN) as session:
            rebuild(session)
        assert stream() == kept != set()
        undo(any_database, tess, key) if _ == 0 else None


def test_what_is_there_already_is_recognised(any_database: Database, tess: Actor) -> None:
    one = opdracht(any_database, tess)
    bring_in(any_database, tess, one)
    again = seen(any_database, tess, one)
    assert again.aantallen == {"nieuw": 0, "gewijzigd": 0, "gelijk": 2, "fout": 3}
    with pytest.raises(InvalidInput, match="geen rij"):
        execute(any_database, tess, one, one.table(), again.proef)
    changed = seen(any_database, tess, opdracht(any_database, tess, LIST.replace(";35;", ";40;")))
    assert changed.aantallen["gewijzigd"] == 1
    assert next(rij for rij in changed.rijen if rij.status == "gewijzigd").verschillen == {
        "aantal_deelnemers": ("35", "40")
    }


def test_a_changed_row_changes_the_record_with_its_history_and_comes_back(any_database: Database, tess: Actor) -> None:
    bring_in(any_database, tess, opdracht(any_database, tess))
    key = bring_in(any_database, tess, opdracht(any_database, tess, LIST.replace(";35;", ";40;")))
    with any_database.reading() as session:
        row = session.scalars(select(ContactmomentRow).order_by(ContactmomentRow.id)).first()
        assert row is not None and (row.aantal_deelnemers, row.versie) == (40, 2)
        line = session.scalars(select(LogboekRow).where(LogboekRow.object == "contactmoment")).one()
        assert line.oud is not None and line.oud["aantal_deelnemers"] == 35
    assert undo(any_database, tess, key) == ()
    with any_database.reading() as session:
        row = session.scalars(select(ContactmomentRow).order_by(ContactmomentRow.id)).first()
        assert row is not None and (row.aantal_deelnemers, row.versie) == (35, 3)


def test_an_import_is_undone_as_one_also_after_a_restart(any_database: Database, tess: Actor) -> None:
    key = bring_in(any_database, tess, opdracht(any_database, tess))
    again = Database(any_database.url)
    try:
        assert undo(again, tess, key) == ()
        assert living(again) == 0
        assert count(again, BelanghebbendeRow) == 0
        assert count(again, StroomRow, StroomRow.soort == "contactmoment", StroomRow.verwijderd.is_(False)) == 0
        with again.reading() as session:
            assert [one.teruggedraaid_op is not None for one in imports(session, tess)] == [True]
        with pytest.raises(Conflict):
            undo(again, tess, key)
        assert seen(again, tess, opdracht(again, tess)).aantallen["nieuw"] == 2
        bring_in(again, tess, opdracht(again, tess))
        assert living(again) == 2
    finally:
        again.close()


def test_what_was_changed_or_used_since_stays_and_is_told(any_database: Database, tess: Actor, wijk: int) -> None:
    key = bring_in(any_database, tess, opdracht(any_database, tess))
    with any_database.reading() as session:
        first = session.scalars(select(ContactmomentRow.id).order_by(ContactmomentRow.id)).first()
        party = session.scalars(select(BelanghebbendeRow.id).where(BelanghebbendeRow.naam == "Woonstichting")).one()
    assert first is not None
    with any_database.writing(tess, Actie.CONTACTMOMENT_WIJZIGEN, wijk) as session:
        change_contactmoment(session, first, 1, right_input(wijk, opbrengst="Anders"))
    record(any_database, tess, right_input(wijk, belanghebbenden=(party,)))
    stayed = undo(any_database, tess, key)
    assert len(stayed) == 2 and stayed[0].startswith("1 contactmoment") and stayed[1].startswith("1 belanghebbende")
    assert living(any_database) == 2
    assert count(any_database, BelanghebbendeRow) == 1


def test_a_row_that_someone_deleted_is_no_trouble_for_an_undo(any_database: Database, tess: Actor, wijk: int) -> None:
    key = bring_in(any_database, tess, opdracht(any_database, tess))
    with any_database.reading() as session:
        first = session.scalars(select(ContactmomentRow.id).order_by(ContactmomentRow.id)).first()
    assert first is not None
    with any_database.writing(tess, Actie.CONTACTMOMENT_VERWIJDEREN, wijk) as session:
        delete_contactmoment(session, first, 1)
    assert undo(any_database, tess, key) == () or living(any_database) == 0


def test_nothing_is_saved_when_it_stops_half_way(any_database: Database, tess: Actor) -> None:
    one = opdracht(any_database, tess)
    proef = seen(any_database, tess, one).proef
    before = contents(any_database)

    def stop(done: int, total: int) -> None:
        if done == total:
            raise Stopped("gestopt")

    with pytest.raises(Stopped):
        execute(any_database, tess, one, one.table(), proef, stop)
    assert contents(any_database) == before


def test_what_changed_since_the_preview_is_a_conflict(any_database: Database, tess: Actor, wijk: int) -> None:
    one = opdracht(any_database, tess)
    proef = seen(any_database, tess, one).proef
    bring_in(any_database, tess, one)
    with pytest.raises(Conflict):
        execute(any_database, tess, one, one.table(), proef)
    assert living(any_database) == 2


def test_rows_of_another_wijk_are_refused_one_by_one(any_database: Database, tess: Actor, wijk: int) -> None:
    add_wijk(any_database, "elders")
    rows = [f"{naam};{DAY};overleg;Renovatie\n" for naam in ("Dorp", "Elders", "Nergens")]
    listing = "Wijk;Datum;Vorm;Aspecten\n" + "".join(rows)
    one = opdracht(any_database, tess, listing)
    found = seen(any_database, tess, one)
    assert [rij.status for rij in found.rijen] == ["nieuw", "fout", "fout"]
    # A wijk that may not be seen and one that is not there are not told apart.
    assert found.rijen[1].fouten["wijk"] == found.rijen[2].fouten["wijk"]
    bring_in(any_database, tess, one)
    assert living(any_database) == 1


def test_a_lezer_cannot_import_and_cannot_undo(any_database: Database, tess: Actor, wijk: int) -> None:
    lees = add_person(any_database, "leo", Rol.LEZER, wijk)
    one = opdracht(any_database, tess)
    assert set(seen(any_database, lees, one).aantallen.items()) >= {("nieuw", 0), ("fout", 5)}
    with pytest.raises((Forbidden, InvalidInput)):
        execute(any_database, lees, one, one.table(), seen(any_database, lees, one).proef)
    key = bring_in(any_database, tess, one)
    with pytest.raises(Forbidden):
        undo(any_database, lees, key)
    stranger = add_person(any_database, "sam", Rol.TEAMLID, add_wijk(any_database, "elders"))
    with pytest.raises(NotFound):
        undo(any_database, stranger, key)
    with any_database.reading() as session:
        assert imports(session, stranger) == ()
    assert living(any_database) == 2


def test_words_are_asked_once_each_with_the_best_suggestion(any_database: Database, tess: Actor, wijk: int) -> None:
    record(
        any_database,
        tess,
        right_input(wijk, nieuwe_belanghebbenden=(NieuweBelanghebbende("Woonstichting De Linde", "woningcorporatie"),)),
    )
    listing = "Datum;Vorm;Aspecten;Niveau;Met wie\n" + f"{DAY};overleg;Renovatie;meedenken;woonst. De Linde\n" * 3
    one = opdracht(any_database, tess, listing)
    found = seen(any_database, tess, one)
    asked = {word.veld: word for word in found.onbekend}
    assert asked["participatieniveau"].suggesties[0] == ("adviseren", "Adviseren")
    assert asked["belanghebbenden"].suggesties[0][0] == "Woonstichting De Linde"
    assert (asked["participatieniveau"].aantal, len(found.onbekend)) == (3, 2)
    assert one.toewijzing is not None
    tw = one.toewijzing.with_word("participatieniveau", "meedenken", "adviseren")
    tw = tw.with_word("belanghebbenden", "woonst de linde", "Woonstichting De Linde")
    answered = seen(any_database, tess, replace(one, toewijzing=tw))
    assert answered.onbekend == () and answered.aantallen == {"nieuw": 1, "gewijzigd": 0, "gelijk": 2, "fout": 0}
    assert answered.rijen[0].cellen["belanghebbenden"] == "Woonstichting De Linde"
    left = seen(any_database, tess, replace(one, toewijzing=tw.with_word("participatieniveau", "meedenken", "")))
    assert left.rijen[0].cellen["participatieniveau"] == ""


def test_a_mapping_is_kept_under_a_name_and_found_again(any_database: Database, tess: Actor) -> None:
    one = opdracht(any_database, tess)
    assert one.toewijzing is not None
    with any_database.writing(tess, Actie.TOEWIJZING_BEWAREN) as session:
        keep_toewijzing(session, "Onze lijst", one.toewijzing)
        keep_toewijzing(session, "Onze lijst", one.toewijzing.with_word("vorm", "x", "overleg"))
    with any_database.reading() as session:
        kept = toewijzingen(session, tess, "contactmomenten")
    assert list(kept) == ["Onze lijst"] and kept["Onze lijst"].woorden["vorm"] == {"x": "overleg"}
    assert propose(any_database, tess, one.table(), "contactmomenten") == kept["Onze lijst"]
    with any_database.writing(tess, Actie.TOEWIJZING_BEWAREN) as session, pytest.raises(InvalidInput):
        keep_toewijzing(session, " ", one.toewijzing)


OTHERS = {
    "belanghebbenden": "Organisatie;Categorie;Belang;Aan tafel\nVvE De Linde;VvE;hoog;nee\n"
    "VvE De Linde;VvE;hoog;nee\nX;onbekend;;\n",
    "afspraken": "Actiepunt;Wie van het team;Deadline;Status\n"
    "Bellen;Tess;1 mei 2026;open\nMailen;Tess;;klaar\nNiets;Niemand;;\n",
    "besluiten": "Datum;Besluit;Besloten door;Motivering\n"
    f"{DAY};Plas als bron;Stuurgroep;Genoeg warmte\n{DAY};;Stuurgroep;x\n",
}


@pytest.mark.parametrize("lijst", OTHERS)
def test_the_other_lists_come_in_and_go_out_again(any_database: Database, tess: Actor, lijst: str) -> None:
    one = opdracht(any_database, tess, OTHERS[lijst], lijst)
    found = seen(any_database, tess, one)
    good = {"belanghebbenden": 1, "afspraken": 2, "besluiten": 1}[lijst]
    assert (found.aantallen["nieuw"], found.aantallen["fout"] >= 1) == (good, True)
    key = bring_in(any_database, tess, one)
    assert seen(any_database, tess, one).aantallen["gelijk"] >= good
    assert undo(any_database, tess, key) == ()
    assert seen(any_database, tess, one).aantallen["nieuw"] == good


def test_a_worker_does_the_same_in_a_process_of_its_own(database: Database) -> None:
    wijk = add_wijk(database)
    tess = add_person(database, "tess", Rol.TEAMLID, wijk)
    one = opdracht(database, tess)
    told = worker(database, tess, PREVIEW, one).follow(lambda _done, _all: None)
    found = seen(database, tess, one)
    assert told["voorbeeld"]["proef"] == found.proef
    steps: list[tuple[int, int]] = []
    answer = worker(database, tess, EXECUTE, one, found.proef).follow(lambda d, a: steps.append((d, a)))
    assert answer["rijen"] == 2 and steps[-1] == (2, 2) and living(database) == 2
    with pytest.raises(Conflict):
        worker(database, tess, EXECUTE, one, found.proef).follow(lambda _done, _all: None)


def test_how_much_a_worker_may_take_is_a_setting(database: Database, monkeypatch) -> None:
    tess = add_person(database, "tess", Rol.TEAMLID, add_wijk(database))
    monkeypatch.setenv("WIJKKOMPAS_IMPORT_MINUTEN", "7")
    monkeypatch.setenv("WIJKKOMPAS_IMPORT_MEGABYTES", "800")
    assert worker(database, tess, PREVIEW, opdracht(database, tess)).grenzen == Grenzen(420, 800)


def test_of_many_rows_the_preview_comes_from_a_worker_and_says_the_same(database: Database) -> None:
    tess = add_person(database, "tess", Rol.TEAMLID, add_wijk(database))
    one = opdracht(database, tess)
    gelezen = look(one.inhoud)
    assert gelezen.heel and previewed(database, tess, one, gelezen) == seen(database, tess, one)
    assert previewed(database, tess, one, replace(gelezen, aantal=gelezen.aantal + 1)) == seen(database, tess, one)


RECORDS = (contactmoment_belanghebbende, besluit_contactmoment)


@pytest.fixture
def empty_install(demo_file: Path, tmp_path: Path) -> Database:
    """The wijken and accounts of the demo, and nothing recorded."""
    shutil.copyfile(demo_file, tmp_path / "leeg.db")
    database = Database(f"sqlite:///{tmp_path / 'leeg.db'}")
    with database.engine.begin() as connection:
        for table in RECORDS:
            connection.execute(delete(table))
        for row in (ContactmomentAspectRow, AfspraakRow, BesluitRow, ContactmomentRow):
            connection.execute(delete(row))
        for name in ("houdingsmeting", "belofte", "stroom", "belanghebbende"):
            connection.execute(text(f"DELETE FROM {name}"))
    return database


def exported(database: Database, lijst: str) -> Any:
    with database.reading() as session:
        return lijst_blad(session, SYSTEM, methode(session), lijst)


@pytest.mark.parametrize("formaat", [Formaat.XLSX, Formaat.ODS, Formaat.CSV, Formaat.CSV_ISO])
def test_what_is_exported_comes_into_an_empty_install_the_same(
    demo_database: Database, empty_install: Database, formaat: Formaat
) -> None:
    """For every list of the demo, with texts that look like formulas among them."""
    with demo_database.engine.begin() as connection:
        connection.execute(
            text("UPDATE besluit SET grond = '-' WHERE grond = ''")
        )  # old ones may lack it, new ones not
        connection.execute(text("UPDATE contactmoment SET opbrengst = '=1+1' WHERE id % 7 = 0"))
        connection.execute(text("UPDATE contactmoment SET opbrengst = '''-x; \"y\"' WHERE id % 7 = 1"))
    for lijst in ("belanghebbenden", "contactmomenten", "besluiten", "afspraken"):
        blad = exported(demo_database, lijst)
        file = write(Werkboek(lijst, (blad,), now()), formaat, lijst)
        one = Opdracht(file.inhoud, file.naam)
        tw = propose(empty_install, SYSTEM, one.table(), lijst)
        assert set(tw.kolommen) == {kolom.naam for kolom in blad.kolommen}
        one = replace(one, toewijzing=tw)
        found = seen(empty_install, SYSTEM, one)
        assert (found.aantallen["fout"], found.onbekend) == (0, ()), [r.fouten for r in found.rijen if r.fouten][:3]
        bring_in(empty_install, SYSTEM, one)
        there = exported(empty_install, lijst)
        own = ["kenmerk"] if lijst == "belanghebbenden" else []
        expected, got = (as_lines(b.tabel.drop(columns=own)) for b in (blad, there))
        assert got == expected
        assert seen(empty_install, SYSTEM, one).aantallen["nieuw"] == 0
    empty_install.close()


def as_lines(frame: Any) -> Counter[Any]:
    return Counter(
        tuple(tuple(v) if isinstance(v, list) else None if v is None or v != v else v for v in row)
        for row in frame.itertuples(index=False)
    )


def test_a_file_that_was_exported_and_changed_changes_those_rows_only(demo_database: Database) -> None:
    blad = exported(demo_database, "contactmomenten")
    blad.tabel.loc[3, "opbrengst"] = "Aangepast in Excel"
    blad.tabel.loc[4, "datum"] = blad.tabel.loc[4, "datum"] + timedelta(days=1)
    file = write(Werkboek("x", (blad,), now()), Formaat.XLSX, "x")
    one = Opdracht(file.inhoud, file.naam)
    one = replace(one, toewijzing=propose(demo_database, SYSTEM, one.table()))
    found = seen(demo_database, SYSTEM, one)
    assert found.aantallen == {"nieuw": 0, "gewijzigd": 2, "gelijk": len(blad.tabel) - 2, "fout": 0}
    key = bring_in(demo_database, SYSTEM, one)
    assert undo(demo_database, SYSTEM, key) == ()
    assert seen(demo_database, SYSTEM, one).aantallen["gewijzigd"] == 2


def test_a_kenmerk_of_another_installation_is_not_mistaken_for_one_of_ours(
    any_database: Database, tess: Actor, wijk: int
) -> None:
    ours = record(any_database, tess, right_input(wijk))
    listing = f"Kenmerk;Datum;Vorm;Aspecten\nc{ours}-00000000;{DAY};overleg;Renovatie\n"
    bring_in(any_database, tess, opdracht(any_database, tess, listing))
    assert living(any_database) == 2
    assert seen(any_database, tess, opdracht(any_database, tess, listing)).aantallen["gelijk"] == 1


def test_numbers_are_kept_as_ranges() -> None:
    assert as_ranges([5, 1, 2, 3, 9]) == [[1, 3], [5, 5], [9, 9]]


def test_every_list_can_be_exported_empty(database: Database) -> None:
    for lijst in LIJSTEN:
        assert len(exported(database, lijst).tabel) == 0


def test_a_mapping_comes_back_as_it_was() -> None:
    kept = Toewijzing("contactmomenten", {"datum": "Wanneer"}, {"wijk": "dorp"}, {"vorm": {"x": "overleg"}})
    assert Toewijzing.from_dict(kept.as_dict()) == kept


def test_an_import_that_is_not_there_cannot_be_undone(database: Database) -> None:
    with pytest.raises(NotFound):
        undo(database, SYSTEM, 99)
    assert count(database, ImportRow) == 0 and date.min < DAY
