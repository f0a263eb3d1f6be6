"""What is kept of a wijk is right whatever happens in between: the counts are those of counting everything anew."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import select

from tests.core.wijken import FASE, SOCIAAL, TECHNIEK, add_person, add_wijk, record, right_input
from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Actie, Rol, system_actor
from wijkkompas_core.queries.methode import methode
from wijkkompas_core.queries.tellingen import Venster, Voorraad, tellingen
from wijkkompas_core.services.contactmomenten import (
    change_contactmoment,
    delete_contactmoment,
    restore_contactmoment,
)
from wijkkompas_core.storage.tables import BelanghebbendeRow, ContactmomentRow, SchaalwaardeRow

NIVEAUS = (None, "informeren", "raadplegen", "meebeslissen")
NAMEN = ("Wijkraad Zuid", "VvE De Linde", "Energie Samen", "De Brug")


def check(database, store, wijken):
    """Counted with what is kept, and counted anew: the same. Answers the counts."""
    with database.reading() as session:
        window = Venster(today() - timedelta(days=200), today(), methode(session).kompas, STANDAARD)
        kept, anew = tellingen(session, wijken, store, window), tellingen(session, wijken, None, window)
    for wijk in wijken:
        # Sums of thirds come out the same but for the last bit.
        assert kept[wijk].maanden.keys() == anew[wijk].maanden.keys()
        for maand, values in anew[wijk].maanden.items():
            assert kept[wijk].maanden[maand] == pytest.approx(values, abs=1e-12)
        assert replace(kept[wijk], maanden={}) == replace(anew[wijk], maanden={})
    return anew


def random_input(chance, wijk, parties):
    return right_input(
        wijk,
        datum=today() - timedelta(days=chance.randint(1, 400)),
        fase=FASE,
        aspecten=tuple(chance.sample((SOCIAAL, TECHNIEK), chance.randint(1, 2))),
        participatieniveau=chance.choice(NIVEAUS),
        belanghebbenden=tuple(chance.sample(parties, chance.randint(0, 3))),
    )


@pytest.mark.parametrize("seed", range(3))
def test_what_is_kept_gives_the_same_as_counting_anew_after_any_change(any_database, seed):
    database, chance, store = any_database, Random(seed), Voorraad()
    wijken = [add_wijk(database, f"wijk-{i}") for i in range(3)]
    people = {wijk: add_person(database, f"piet{wijk}", Rol.PROJECTLEIDER, wijk) for wijk in wijken}
    parties: dict[int, list[int]] = {}
    with database.writing(system_actor("test"), Actie.DEMO_LADEN) as session:
        for wijk in wijken:
            rows = [
                BelanghebbendeRow(wijk_id=wijk, naam=naam, zoeknaam=naam.lower(), type="wijkraad") for naam in NAMEN
            ]
            session.add_all(rows)
            session.flush()
            parties[wijk] = [row.id for row in rows]
    check(database, store, wijken)
    for wijk in 4 * wijken[:2]:
        record(database, people[wijk], random_input(chance, wijk, parties[wijk]))
    for _ in range(20):
        wijk = chance.choice(wijken[:2])
        with database.reading() as session:
            rows = session.execute(
                select(ContactmomentRow.id, ContactmomentRow.versie, ContactmomentRow.verwijderd_op).where(
                    ContactmomentRow.wijk_id == wijk
                )
            ).all()
        what = chance.choice(("record", "record", "change", "delete", "restore", "merge", "scale", "nothing"))
        known = [row for row in rows if (row.verwijderd_op is not None) == (what == "restore")]
        if what == "record" or (what in ("change", "delete", "restore") and not known):
            record(database, people[wijk], random_input(chance, wijk, parties[wijk]))
        elif what in ("change", "delete", "restore"):
            row = chance.choice(known)
            with database.writing(people[wijk], Actie.CONTACTMOMENT_WIJZIGEN, wijk=wijk) as session:
                if what == "change":
                    change_contactmoment(session, row.id, row.versie, random_input(chance, wijk, parties[wijk]))
                else:
                    (delete_contactmoment if what == "delete" else restore_contactmoment)(session, row.id, row.versie)
        elif what == "merge":
            with database.writing(system_actor("test"), Actie.DEMO_LADEN) as session:
                one = session.get(BelanghebbendeRow, parties[wijk][3])
                one.hoofd_id = None if one.hoofd_id else parties[wijk][0]
        elif what == "scale":
            with database.writing(system_actor("test"), Actie.DEMO_LADEN) as session:
                for level in session.scalars(select(SchaalwaardeRow).where(SchaalwaardeRow.slug == "informeren")):
                    level.volgorde = chance.randint(6, 60)
        check(database, store, chance.sample(wijken, chance.randint(1, 3)))
    counts = check(database, store, wijken)
    assert any(counts[wijk].betrokken for wijk in wijken[:2]) and not counts[wijken[2]].vakken
    assert any(counts[wijk].maanden and counts[wijk].invoer.n for wijk in wijken[:2])


def test_who_reads_only_what_is_new_reads_no_older_contactmoment(any_database):
    wijk = add_wijk(any_database)
    teamlid = add_person(any_database, "tess", Rol.TEAMLID, wijk)
    store = Voorraad()
    for _ in range(3):
        record(any_database, teamlid, right_input(wijk, fase=FASE, aspecten=(SOCIAAL,)))
    before = check(any_database, store, [wijk])[wijk]
    kept = store.get(wijk)
    assert kept is not None and kept.telling == before
    record(any_database, teamlid, right_input(wijk, fase=FASE, aspecten=(SOCIAAL, TECHNIEK)))
    after = check(any_database, store, [wijk])[wijk]
    assert after.vakken[FASE, SOCIAAL][0] == before.vakken[FASE, SOCIAAL][0] + 1
    assert after.vakken[FASE, TECHNIEK][0] == 1


def test_another_window_of_days_is_counted_anew(any_database):
    wijk = add_wijk(any_database)
    teamlid = add_person(any_database, "tess", Rol.TEAMLID, wijk)
    for days in (10, 100):
        day = today() - timedelta(days=days)
        record(any_database, teamlid, right_input(wijk, datum=day, fase=FASE, aspecten=(SOCIAAL,)))
    store = Voorraad()
    with any_database.reading() as session:
        long = Venster(today() - timedelta(days=200), today(), methode(session).kompas, STANDAARD)
        short = replace(long, van=today() - timedelta(days=50))
        for window, n in ((long, 2), (short, 1), (long, 2)):
            found = tellingen(session, [wijk], store, window)[wijk]
            assert found.invoer.n == sum(values[0] for values in found.maanden.values()) == n
            assert found.vakken[FASE, SOCIAAL][0] == 2
