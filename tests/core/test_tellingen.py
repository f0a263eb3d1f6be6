"""What is kept of a wijk is right whatever happens in between: the counts are those of counting everything anew."""

import zlib
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import func, select, update

from tests.core.wijken import FASE, SOCIAAL, TECHNIEK, add_person, add_wijk, record, right_input
from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Actie, Rol, system_actor
from wijkkompas_core.queries.methode import methode
from wijkkompas_core.queries.tellingen import Venster, tellingen
from wijkkompas_core.queries.voorraad import Voorraad, pack, read_voorraad, unpack
from wijkkompas_core.services.contactmomenten import (
    change_contactmoment,
    delete_contactmoment,
    restore_contactmoment,
)
from wijkkompas_core.services.tellingen import save_tellingen
from wijkkompas_core.storage.tables import BelanghebbendeRow, ContactmomentRow, LogboekRow, SchaalwaardeRow, TellingRow

SYSTEM = system_actor("test")
NIVEAUS = (None, "informeren", "raadplegen", "meebeslissen")
ANDERE_FASE = "strategieen-identificeren"
NAMEN = ("Wijkraad Zuid", "VvE De Linde", "Energie Samen", "De Brug")


def check(database, store, wijken, days=200, until=None):
    """Counted with what is kept, and counted anew: the same. Answers the counts."""
    with database.reading() as session:
        venster = window(session, days, until)
        kept, anew = tellingen(session, wijken, store, venster), tellingen(session, wijken, None, venster)
    for wijk in wijken:
        # Sums of thirds come out the same but for the last bit.
        assert kept[wijk].maanden.keys() == anew[wijk].maanden.keys()
        for maand, values in anew[wijk].maanden.items():
            assert kept[wijk].maanden[maand] == pytest.approx(values, abs=1e-12)
        assert replace(kept[wijk], maanden={}) == replace(anew[wijk], maanden={})
    return anew


def window(session, days=200, until=None):
    until = until or today()
    return Venster(until - timedelta(days=days), until, methode(session).kompas, STANDAARD)


def keep(database, store):
    """As the server does now and then: what was counted goes into the database."""
    packed = store.unsaved()
    with database.writing(SYSTEM, Actie.TELLING_BEWAREN) as session:
        save_tellingen(session, packed)
    store.saved(packed)
    return packed


def started(database):
    """What a server that starts begins with."""
    with database.reading() as session:
        return read_voorraad(session)


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
        what = chance.choice(("record", "record", "change", "delete", "restore", "merge", "scale", "start", "nothing"))
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
        elif what == "start":
            keep(database, store)
            store = started(database)
        # Another day looks at other months, half ones at both ends.
        until = today() - timedelta(days=chance.choice((0, 0, 1, 40)))
        check(database, store, chance.sample(wijken, chance.randint(1, 3)), chance.choice((20, 200, 365)), until)
    counts = check(database, store, wijken)
    assert any(counts[wijk].betrokken for wijk in wijken[:2]) and not counts[wijken[2]].vakken
    assert any(counts[wijk].maanden and counts[wijk].betrouwbaarheid.n for wijk in wijken[:2])


def changed_behind_our_back(database, wijk):
    """Its contactmomenten move to another fase without any sign of it: who counts them again finds them there."""
    with database.engine.begin() as connection:
        connection.execute(update(ContactmomentRow).where(ContactmomentRow.wijk_id == wijk).values(fase=ANDERE_FASE))


@pytest.fixture
def counted(any_database):
    """A wijk with three contactmomenten that were counted."""
    wijk, store = add_wijk(any_database), Voorraad()
    teamlid = add_person(any_database, "tess", Rol.TEAMLID, wijk)
    for _ in range(3):
        record(any_database, teamlid, right_input(wijk, fase=FASE, aspecten=(SOCIAAL,)))
    check(any_database, store, [wijk])
    return any_database, store, wijk, teamlid


def vakken(database, store, wijk, until=None):
    with database.reading() as session:
        found = tellingen(session, [wijk], store, window(session, until=until))[wijk]
    return {vak: n for vak, (n, _) in found.vakken.items()}


def test_what_was_counted_is_not_counted_again_when_something_is_recorded(counted):
    database, store, wijk, teamlid = counted
    changed_behind_our_back(database, wijk)
    record(database, teamlid, right_input(wijk, fase=FASE, aspecten=(SOCIAAL, TECHNIEK)))
    assert vakken(database, store, wijk) == {(FASE, SOCIAAL): 4, (FASE, TECHNIEK): 1}
    assert vakken(database, Voorraad(), wijk)[ANDERE_FASE, SOCIAAL] == 3


def test_a_server_that_starts_goes_on_from_what_was_kept_also_on_another_day(counted):
    database, store, wijk, _ = counted
    keep(database, store)
    changed_behind_our_back(database, wijk)
    store = started(database)
    assert vakken(database, store, wijk) == {(FASE, SOCIAAL): 3}
    assert vakken(database, store, wijk, until=today() + timedelta(days=40)) == {(FASE, SOCIAAL): 3}
    assert store.unsaved() == {}, "nothing was counted, so there is nothing to keep"


def test_only_what_changed_since_the_last_time_is_kept_again(counted):
    database, store, wijk, teamlid = counted
    assert keep(database, store).keys() == {wijk} and store.unsaved() == {}
    other = add_wijk(database, "andere-wijk")
    check(database, store, [wijk, other])
    assert keep(database, store).keys() == {other}
    record(database, teamlid, right_input(wijk, fase=FASE, aspecten=(SOCIAAL,)))
    check(database, store, [wijk, other])
    assert keep(database, store).keys() == {wijk}
    assert vakken(database, started(database), wijk) == {(FASE, SOCIAAL): 4}


def test_what_changes_while_it_is_kept_is_kept_the_next_time(counted):
    database, store, wijk, teamlid = counted
    packed = store.unsaved()
    record(database, teamlid, right_input(wijk, fase=FASE, aspecten=(SOCIAAL,)))
    check(database, store, [wijk])
    store.saved(packed)
    assert store.unsaved().keys() == {wijk}


@pytest.mark.parametrize(
    "content",
    [b"", b"geen zlib", zlib.compress(b"geen json"), zlib.compress(b"[]"), zlib.compress(b'{"vorm": 0}'),
     zlib.compress(b'{"vorm": 1}'), zlib.compress(b'{"vorm": 1, "vakken": 3}'),
     zlib.compress(b'{"vorm": 1, "vakken": [], "betrokken": []}')],
)  # fmt: skip
def test_what_is_damaged_or_of_another_version_is_counted_anew(counted, content):
    database, _, wijk, _ = counted
    with database.writing(SYSTEM, Actie.TELLING_BEWAREN) as session:
        save_tellingen(session, {wijk: content})
    check(database, started(database), [wijk])


def test_what_is_kept_is_unpacked_as_it_was(counted):
    _, store, wijk, _ = counted
    kept = store.get(wijk)
    assert kept is not None and kept.telling.vakken and kept.telling.maanden and kept.telling.invoer
    assert unpack(pack(kept)) == kept


def test_keeping_what_was_counted_changes_no_data_and_stands_in_no_logboek(counted):
    database, store, wijk, _ = counted
    with database.reading() as session:
        lines = session.scalar(select(func.count()).select_from(LogboekRow))
    version = database.data_version()
    keep(database, store)
    with database.reading() as session:
        assert session.scalars(select(TellingRow.wijk_id)).all() == [wijk]
        assert session.scalar(select(func.count()).select_from(LogboekRow)) == lines
    assert database.data_version() == version


def test_another_window_of_days_is_counted_right(any_database):
    wijk = add_wijk(any_database)
    teamlid = add_person(any_database, "tess", Rol.TEAMLID, wijk)
    for days in (10, 100):
        day = today() - timedelta(days=days)
        record(any_database, teamlid, right_input(wijk, datum=day, fase=FASE, aspecten=(SOCIAAL,)))
    store = Voorraad()
    with any_database.reading() as session:
        for days, n in ((200, 2), (50, 1), (9, 0), (200, 2)):
            found = tellingen(session, [wijk], store, window(session, days))[wijk]
            assert found.betrouwbaarheid.n == sum(values[0] for values in found.maanden.values()) == n
            assert found.vakken[FASE, SOCIAAL][0] == 2


def test_each_day_at_the_edge_of_a_month_or_of_the_window_counts_once(any_database):
    wijk = add_wijk(any_database)
    teamlid = add_person(any_database, "tess", Rol.TEAMLID, wijk)
    until = date(today().year - 1, 5, 15)
    edges = [(1, 31), (2, 1), (2, 9), (2, 10), (2, 28), (3, 1), (3, 31), (4, 30), (5, 1), (5, 15), (5, 16), (6, 1)]
    for month, day in edges:
        when = date(until.year, month, day)
        record(any_database, teamlid, right_input(wijk, datum=when, fase=FASE, aspecten=(SOCIAAL,)))
    store = Voorraad()
    for days, n in ((until - date(until.year, 2, 10)).days, 7), (14, 2), (0, 1):
        check(any_database, store, [wijk], days, until)
        with any_database.reading() as session:
            found = tellingen(session, [wijk], store, window(session, days, until))[wijk]
        assert found.betrouwbaarheid.n == sum(values[0] for values in found.maanden.values()) == n
