"""Looking back: the view at a day equals the view that was made on that day; on SQLite and PostgreSQL."""

import re
from dataclasses import asdict
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from shutil import copyfile

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select

from tests.core.handelingen import STAPPEN, Doener
from tests.core.wijken import FASE, add_person, add_wijk, record, right_input
from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.analysis.balans import balans
from wijkkompas_core.analysis.dekking import vakstatus
from wijkkompas_core.domain.geschiedenis import before
from wijkkompas_core.domain.tijd import AMSTERDAM, at, now, today
from wijkkompas_core.domain.toegang import Actie, Rol, system_actor
from wijkkompas_core.queries import (
    afspraken,
    belanghebbende,
    belanghebbenden,
    contactmomenten,
    geschiedenis,
    logboek,
    programmabalans,
    signalen,
    voortgang,
    wijken,
    wijkstart,
)
from wijkkompas_core.queries.methode import methode
from wijkkompas_core.queries.programma import wijkregels
from wijkkompas_core.services import contactmomenten as contactmoment_services
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.tables import ContactmomentRow, GebruikerRow

BEGIN = today() - timedelta(days=90)
FIRST_DAY = BEGIN + timedelta(days=60)
"""The day of the first steps; the wijk was there before."""


def evening(day):
    return datetime.combine(day, time(21), AMSTERDAM).astimezone(UTC)


def plain(value):
    """What a query answers as something that compares, NaN with itself too. `versie` is of the lock: never shown."""
    if isinstance(value, pd.DataFrame):
        return value.reset_index(drop=True).drop(columns="versie", errors="ignore").astype(object).to_csv()
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items() if key != "versie"}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return re.sub(r"versie=\d+", "versie", repr(value))


def view(session, actor, wijk, day):
    """Everything that the pages show of a wijk on a day: name → answer."""
    m = methode(session)
    kompas = m.kompas
    place = next((w for w in wijken.wijken(session, actor) if w.id == wijk), None)
    if place is None:
        return {"wijk": None}
    spells, nvt = wijken.perioden(session, actor, wijk), wijken.nvt_vakken(session, actor, wijk)
    touched = contactmomenten.aanrakingen(session, actor, wijk, tot=day).sort_values(["contactmoment", "aspect"])
    register = belanghebbenden.register(session, actor, wijk)
    stand = signalen.signaalstand(session, actor, wijk, m, day)
    stream = logboek.logboek(session, actor, wijk, m, logboek.Filter(), limit=200)
    names = sorted(one.naam for one in stream.items)
    found = {
        "wijk": place,
        "programmaregel": asdict(wijkregels(session, actor, [place], m, day, STANDAARD)[0]),
        "kompas": vakstatus(contactmomenten.per_vak(session, actor, wijk), spells, nvt, kompas, peildatum=day),
        "lijst": contactmomenten.latest(session, actor, wijk, kompas, places=range(100)),
        "betrokkenen": contactmomenten.betrokkenen(session, actor, wijk, kompas),
        "balans": balans(touched, kompas, van=BEGIN, tot=day, per="maand"),
        "maandsommen": programmabalans.maandsommen(session, actor, [wijk], kompas).sort_values(["fase", "maand"]),
        "banden": programmabalans.banden(session, actor),
        "bandgeschiedenis": [programmabalans.bandgeschiedenis(session, actor, f.slug) for f in kompas.fasen],
        "open fasen": programmabalans.open_perioden(session, actor, [wijk]),
        "signalen": (stand.signalen, stand.weggelegd),
        "stilte": signalen.contactdagen(session, actor, wijk).sort_values(["aspect", "datum"]),
        "register": register,
        "beloften": belanghebbenden.beloften(session, actor, wijk),
        "niveaus": belanghebbenden.gehaalde_niveaus(session, actor, wijk, day),
        "partijen": [belanghebbende.belanghebbende(session, actor, wijk, int(key)) for key in register["id"]],
        "afspraken": {name: afspraken.afspraken(session, actor, wijk, day, filter=name) for name in afspraken.FILTERS},
        "mijn afspraken": afspraken.counts(session, actor, wijk, day, eigenaar=actor.gebruiker),
        "knooppunten": wijken.knooppuntstatussen(session, actor, wijk),
        "pas gebeurd": wijkstart.happened_lately(session, actor, wijk, m, day),
        "open afspraken": wijkstart.open_afspraken(session, actor, wijk),
        "deelprojecten": voortgang.deelprojecten(session, actor, wijk),
        "oordelen": voortgang.oordelen(session, actor, wijk),
        "cijfers": voortgang.cijfers(session, actor, wijk),
        "nvt": voortgang.nvt_vakken(session, actor, wijk),
        "voortgang": [
            voortgang.voortgang(session, actor, wijk, part)
            for part in (None, *(d.id for d in voortgang.deelprojecten(session, actor, wijk)))
        ],
        "logboek": sorted(plain(one) for one in stream.items),
        "aantallen": stream.per_soort,
        "geschiedenis": [geschiedenis.geschiedenis(session, actor, wijk, m, one) for one in names[::4]],
    }
    return {name: plain(value) for name, value in found.items()}


def start(database):
    """A wijk that is there for a while, another one, and who works in both."""
    with at(evening(BEGIN)):
        wijk, other = add_wijk(database, "dorp", start=BEGIN), add_wijk(database, "stad", start=BEGIN)
        actor = add_person(database, "piet", Rol.BEHEERDER, None)
    with database.reading() as session:
        return wijk, other, actor, methode(session)


def play(database, days):
    """Live through the days; answers who did it, in which wijk, and per day the view that was made that evening."""
    wijk, other, actor, m = start(database)
    here, there = Doener(database, actor, wijk, m), Doener(database, actor, other, m)
    seen, done = {}, 0
    for number, steps in enumerate(days):
        day = FIRST_DAY + timedelta(days=number * 2)
        with at(evening(day)):
            for name, a, b in steps:
                done += here.do(name, a, b)
            there.do("contact", number, number)
            with database.reading() as session:
                seen[day] = view(session, actor, wijk, day)
    return actor, wijk, seen, done


def looked_back(database, actor, wijk, day):
    with database.as_known(wijk, day).reading(logboek=True) as session:
        return view(session, actor, wijk, day)


def differences(back, then):
    """What is not the same: name → (looking back, on the day itself)."""
    return {name: (back.get(name), then.get(name)) for name in back | then if back.get(name) != then.get(name)}


@pytest.fixture
def leeg(database):
    """The file of an empty database with the method in it."""
    return database.engine.url.database


steps = st.tuples(st.sampled_from(sorted(STAPPEN)), st.integers(0, 9), st.integers(0, 9))


@settings(
    max_examples=5,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # an example takes seconds: shrinking it would take an hour
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(days=st.lists(st.lists(steps, min_size=2, max_size=8), min_size=2, max_size=5))
def test_the_view_at_a_day_equals_the_view_made_on_that_day(leeg, tmp_path_factory, days):
    path = tmp_path_factory.mktemp("terug") / "terug.db"
    copyfile(leeg, path)
    database = Database(f"sqlite:///{path}")
    try:
        actor, wijk, seen, _ = play(database, days)
        for day, then in seen.items():
            assert differences(looked_back(database, actor, wijk, day), then) == {}
    finally:
        database.close()


def test_every_kind_of_change_is_looked_through_on_both_databases(any_database):
    """All steps there are, three rounds with other numbers, so that each is done and later undone by another."""
    order = list(STAPPEN)
    days = [[(name, (i * 3 + turn) % 10, (i + turn * 2) % 10) for i, name in enumerate(order)] for turn in range(4)]
    actor, wijk, seen, done = play(any_database, days)
    assert done > 2 * len(order), "too many steps were refused to prove anything"
    views = list(seen.values())
    assert all(one != other for one, other in pairwise(views))
    for day, then in seen.items():
        assert differences(looked_back(any_database, actor, wijk, day), then) == {}
    for day in (BEGIN, FIRST_DAY - timedelta(days=1)):
        with any_database.as_known(wijk, day).reading() as session:
            assert contactmomenten.per_vak(session, actor, wijk).empty


def test_what_was_loaded_without_an_audit_goes_by_the_moment_of_entry(any_database):
    wijk, _, actor, _ = start(any_database)
    plain_row = {
        "wijk_id": wijk, "datum": BEGIN, "fase": FASE, "vorm": "overleg", "aantal_aspecten": 1, "opbrengst": "",
        "links": [], "versie": 1,
    }  # fmt: skip
    early, late = 1, 2
    rows = [
        {"id": key, "ingevoerd_op": evening(FIRST_DAY + timedelta(days=days)), "verwijderd_op": gone}
        for key, days, gone in ((early, 0, evening(FIRST_DAY + timedelta(days=3))), (late, 5, None))
    ]
    with any_database.writing(system_actor("test"), Actie.INSTALLATIE_LADEN) as session:
        for row in rows:  # around the ORM, so that the audit does not know of them
            values = plain_row | row | {"gewijzigd_op": row["ingevoerd_op"]}
            session.execute(insert(ContactmomentRow.__table__).values(**values))

    def known(days):
        with any_database.as_known(wijk, FIRST_DAY + timedelta(days=days)).reading() as session:
            m = methode(session)
            return [one.id for one in contactmomenten.latest(session, actor, wijk, m.kompas)[0]]

    assert [known(days) for days in (-1, 0, 2, 3, 4, 5)] == [[], [early], [early], [], [], [late]]


def test_the_day_of_the_peildatum_counts_until_midnight_in_the_netherlands(database):
    wijk, _, actor, _ = start(database)
    day = FIRST_DAY
    last = datetime.combine(day, time(23, 59, 59), AMSTERDAM)
    for moment in (last, last + timedelta(seconds=1)):
        with at(moment):
            record(database, actor, right_input(wijk, datum=BEGIN))
    counts = []
    for back in (1, 0, -1):
        with database.as_known(wijk, day - timedelta(days=back)).reading() as session:
            counts.append(contactmomenten.latest(session, actor, wijk, methode(session).kompas)[1])
    assert counts == [0, 1, 2]


def test_looking_back_holds_nothing_of_another_wijk_and_no_secret(database):
    wijk, other, actor, _ = start(database)
    add_person(database, "lea", Rol.LEZER, wijk)
    with at(evening(FIRST_DAY)):
        for one in (wijk, other):
            record(database, actor, right_input(one, opbrengst=f"Geheim van wijk {one}"))
    with database.as_known(wijk, FIRST_DAY).reading(logboek=True) as session:
        everything = "\n".join(session.connection().connection.driver_connection.iterdump())
    assert f"Geheim van wijk {wijk}" in everything
    assert f"Geheim van wijk {other}" not in everything and "stad" not in everything
    with database.reading() as session:
        hashes = session.scalars(select(GebruikerRow.wachtwoord_hash)).all()
    assert hashes and all(one == "-" or one not in everything for one in hashes)


def test_reading_back_through_a_row_that_came_and_went_and_came_again():
    lines = [  # the newest first; the number of a row that is gone may be given out again
        ({"a": 5}, {"a": 6}),
        (None, {"a": 5}),
        ({"a": 2, "b": 1}, None),
        ({"a": 1}, {"a": 2}),
        (None, {"a": 1, "b": 1}),
    ]
    states = [before({"a": 6}, lines[:n]) for n in range(6)]
    assert states == [{"a": 6}, {"a": 5}, None, {"a": 2, "b": 1}, {"a": 1, "b": 1}, None]


def test_the_clock_stands_only_inside_its_block():
    moment = evening(FIRST_DAY)
    with at(moment):
        assert (now(), today()) == (moment, FIRST_DAY)
    assert now() > moment


def test_a_contactmoment_that_was_deleted_and_restored_counts_as_before_and_not_in_between(database):
    wijk, _, actor, m = start(database)
    doener, (first, gone, back) = Doener(database, actor, wijk, m), (FIRST_DAY + timedelta(days=n) for n in range(3))
    with at(evening(first)):
        for number in range(4):
            assert doener.do("partij", number, number) and doener.do("contact", number, number)
    # These tell of the deletion itself, or when a record was last changed.
    told = {"lijst", "partijen", "logboek", "aantallen", "geschiedenis", "pas gebeurd"}

    def figures(day, looked_at):
        with at(evening(looked_at)), database.as_known(wijk, day).reading(logboek=True) as session:
            found = view(session, actor, wijk, back)
        return {name: value for name, value in found.items() if name not in told}

    before = figures(first, first)
    with database.reading() as session:
        key = session.scalar(select(ContactmomentRow.id).where(ContactmomentRow.wijk_id == wijk).limit(1))
    with at(evening(gone)), database.writing(actor, Actie.CONTACTMOMENT_VERWIJDEREN, wijk) as session:
        contactmoment_services.delete_contactmoment(session, key, 1)
    between = figures(gone, gone)
    with at(evening(back)), database.writing(actor, Actie.CONTACTMOMENT_TERUGZETTEN, wijk) as session:
        contactmoment_services.restore_contactmoment(session, key, 2)
    changed = differences(between, before)
    assert {"kompas", "betrokkenen", "balans", "maandsommen", "stilte", "register"} <= set(changed)
    assert differences(figures(back, back), before) == {}
    assert differences(figures(gone, back), between) == {}
    assert differences(figures(first, back), before) == {}
