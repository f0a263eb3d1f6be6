"""A server that starts goes on from what an earlier one counted, and what it shows is the same."""

from threading import Event

import pytest
from sqlalchemy import select, update

from benchmarks.schaal import record
from dashboard.reading import lezer, opened, regels
from dashboard.reading.cache import Cache
from dashboard.reading.lezer import Lezer
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import system_actor
from wijkkompas_core.queries.voorraad import Voorraad
from wijkkompas_core.storage.tables import ContactmomentRow, TellingRow

SYSTEM = system_actor("test")


@pytest.fixture
def server(demo_database, use, monkeypatch):
    """A server on a demo of its own; call it to stop it and start another one."""
    use(demo_database)

    def start():
        monkeypatch.setattr(opened, "_answers", Cache(1024))
        lezer._parts.cache_clear()
        monkeypatch.setattr(regels, "_stores", Cache(8))

    start()
    yield start
    opened.database().close()


def lines(database):
    return regels.read_regels(Lezer(SYSTEM), today())


def kept(database):
    with database.reading() as session:
        return set(session.scalars(select(TellingRow.wijk_id)))


def test_a_server_keeps_what_it_counted_and_the_next_one_shows_the_same(demo_database, server):
    regels.make_all(Event())
    before = lines(demo_database)
    regels.keep_counts()
    assert kept(demo_database) == {line.wijk.id for line in before}
    server()
    assert repr(lines(demo_database)) == repr(before)  # a balance without contactmomenten is NaN


def test_the_next_server_counts_nothing_again_but_what_is_new(demo_database, server, monkeypatch):
    before = {line.wijk.id: line for line in lines(demo_database)}
    regels.keep_counts()
    wijk = max(before, key=lambda key: sum(before[key].aantallen))
    # Without any sign of it: whoever counts these again finds them elsewhere.
    with demo_database.engine.begin() as connection:
        connection.execute(update(ContactmomentRow).where(ContactmomentRow.wijk_id == wijk).values(fase="uitvoering"))
    server()
    after = {line.wijk.id: line for line in lines(demo_database)}
    assert repr(after) == repr(before)
    record(demo_database.url, wijk)
    changed = {line.wijk.id: line for line in lines(demo_database)}[wijk]
    assert sum(changed.aantallen) == sum(before[wijk].aantallen) + 1
    server()
    monkeypatch.setattr(regels, "read_voorraad", lambda _session: Voorraad())
    counted = {line.wijk.id: line for line in lines(demo_database)}[wijk]
    assert repr(counted.dekking) != repr(before[wijk].dekking), "counted again, the vakken are others"


def test_when_it_cannot_be_kept_the_server_tries_again_later(demo_database, server, monkeypatch):
    lines(demo_database)
    with monkeypatch.context() as broken:
        broken.setattr(regels, "save_tellingen", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            regels.keep_counts()
    assert kept(demo_database) == set()
    regels.keep_counts()
    assert kept(demo_database)
