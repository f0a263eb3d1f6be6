"""The load program: it makes the data it says, and its report does not flatter."""

from datetime import date

import pytest
from sqlalchemy import func, select, text

from benchmarks import importeren
from benchmarks.gegevens import WIJK
from benchmarks.generate import add_contactmomenten
from benchmarks.load import Reeks
from benchmarks.paginas import EIGEN, KAAL, TEAM
from benchmarks.plan import DEMO, GEEN, SNEL, VEEL, VOLLEDIG, Cel, Meting, Uitkomst
from benchmarks.rapport import BEGIN, EINDE, publish, report, strevens
from benchmarks.servers import Hoe
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.storage.engine import check_integrity
from wijkkompas_core.storage.tables import (
    BelanghebbendeRow,
    ContactmomentAspectRow,
    ContactmomentRow,
    WijkfaseRow,
    WijkRow,
    contactmoment_belanghebbende,
)

AANTAL = 300


@pytest.fixture
def grown(demo_database):
    """The demo with `AANTAL` contactmomenten more, and the highest number that the demo itself had."""
    with demo_database.reading() as session:
        before = session.scalar(select(func.count(ContactmomentRow.id)))
        last = session.scalar(select(func.max(ContactmomentRow.id)))
    assert add_contactmomenten(demo_database, AANTAL, WIJK) == before + AANTAL
    return demo_database, last


def test_most_made_up_contactmomenten_are_in_the_wijk_that_is_looked_at_and_every_wijk_has_some(grown):
    database, last = grown
    with database.reading() as session:
        rows = session.execute(
            select(WijkRow.slug, func.count())
            .join(ContactmomentRow, ContactmomentRow.wijk_id == WijkRow.id)
            .where(ContactmomentRow.id > last)
            .group_by(WijkRow.slug)
        ).all()
        wijken = set(session.scalars(select(WijkRow.slug)))
    counts: dict[str, int] = dict(rows)
    assert set(counts) == wijken
    assert sum(counts.values()) == AANTAL
    assert max(counts, key=counts.__getitem__) == WIJK
    assert counts[WIJK] >= 3 * min(counts.values())


def test_a_made_up_contactmoment_is_one_that_could_have_been_recorded(grown):
    database, last = grown
    with database.reading() as session:
        start = {row.id: row.start for row in session.scalars(select(WijkRow))}
        fasen = {tuple(row) for row in session.execute(select(WijkfaseRow.wijk_id, WijkfaseRow.fase))}
        of_wijk = {row.id: row.wijk_id for row in session.scalars(select(BelanghebbendeRow))}
        moments = session.scalars(select(ContactmomentRow).where(ContactmomentRow.id > last)).all()
        for moment in moments:
            aspecten = session.scalars(
                select(ContactmomentAspectRow.aspect).where(ContactmomentAspectRow.contactmoment_id == moment.id)
            ).all()
            link = contactmoment_belanghebbende.c
            who = session.scalars(select(link.belanghebbende_id).where(link.contactmoment_id == moment.id)).all()
            assert start[moment.wijk_id] <= moment.datum < today()
            assert moment.datum <= moment.ingevoerd_op.date() < today()
            assert (moment.wijk_id, moment.fase) in fasen
            assert len(aspecten) == moment.aantal_aspecten >= 1
            assert who
            assert {of_wijk[one] for one in who} == {moment.wijk_id}


def test_afterwards_the_database_is_whole_and_knows_how_its_rows_are_spread(grown):
    database, _ = grown
    with database.engine.connect() as connection:
        assert check_integrity(connection) == []
        assert connection.execute(text("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'contactmoment'")).scalar()


def measured(own: float = 10.0, bare: float = 5.0, default: float = 200.0, geheugen: float = 1.0) -> Uitkomst:
    """A run in which every rerun took so many milliseconds, on our pages, the bare page and under the defaults."""
    uitkomst = Uitkomst(VOLLEDIG)
    rows = [(KAAL, Hoe.EIGEN, GEEN, bare), (KAAL, Hoe.STANDAARD, GEEN, default)]
    for pagina in EIGEN:
        rows += [(pagina, Hoe.EIGEN, DEMO, own), (pagina, Hoe.EIGEN, VEEL, own), (pagina, Hoe.STANDAARD, DEMO, default)]
    for pagina in TEAM:
        rows += [(pagina, Hoe.EIGEN, DEMO, own), (pagina, Hoe.EIGEN, VEEL, own)]
    for pagina, hoe, gegevens, ms in rows:
        for sessies in (1, VOLLEDIG.sessies):
            reeks = Reeks([[ms] * sessies] * 3, [ms * sessies / 1000] * 3)
            cel = Cel(pagina.naam, hoe, gegevens, sessies)
            uitkomst.metingen[cel] = Meting(reeks, cpu=ms * sessies * 3, geheugen=geheugen if sessies > 1 else None)
    for pagina in EIGEN:
        uitkomst.na_wijziging[pagina.naam, DEMO] = [own]
    return uitkomst


def test_the_report_says_of_each_aim_whether_it_was_reached():
    good = report(measured(), date(2026, 3, 1))
    assert "niet bereikt" not in good
    assert good.count("| bereikt |") == len(strevens(measured()))
    assert "01-03-2026" in good


@pytest.mark.parametrize(
    ("what", "start", "shown"),
    [
        ({"bare": 3.0}, "kompas: p50 tegenover de kale pagina", "3,33×"),
        ({"bare": 3.0}, "balans: p50 tegenover de kale pagina", "3,33×"),
        ({"default": 79.0}, "vastleggen: reruns per seconde", "7,90×"),
        ({"geheugen": 3.1}, "balans: geheugen per extra sessie", "3,10 MB"),
    ],
)
def test_an_aim_that_was_missed_is_marked_as_such(what, start, shown):
    lines = report(measured(**what), date(2026, 3, 1)).splitlines()
    (line,) = [line for line in lines if line.startswith(f"| {start}")]
    assert shown in line
    assert "**niet bereikt**" in line


@pytest.mark.parametrize("pagina", ["balans", *(pagina.naam for pagina in TEAM)])
def test_growth_that_costs_too_much_is_marked_as_such(pagina):
    uitkomst = measured()
    uitkomst.metingen[Cel(pagina, Hoe.EIGEN, VEEL, 1)].reeks = Reeks([[16.0]] * 3, [0.016] * 3)
    missed = [streven.tekst for streven in strevens(uitkomst) if not streven.bereikt]
    assert missed == [f"{pagina}: p50 met 100.000 contactmomenten erbij tegenover de demo"]


def test_publishing_replaces_what_was_measured_and_leaves_the_rest(tmp_path):
    path = tmp_path / "prestaties.md"
    path.write_text(f"# Kop\n\n{BEGIN}\noud\n{EINDE}\n\nSlot\n", encoding="utf-8")
    assert publish("nieuw", VOLLEDIG, path)
    assert path.read_text(encoding="utf-8") == f"# Kop\n\n{BEGIN}\n\nnieuw\n\n{EINDE}\n\nSlot\n"


def test_a_trial_is_not_published_and_says_that_it_is_one(tmp_path):
    path = tmp_path / "prestaties.md"
    path.write_text(f"{BEGIN}oud{EINDE}", encoding="utf-8")
    assert not publish("nieuw", SNEL, path)
    assert "oud" in path.read_text(encoding="utf-8")
    trial = measured()
    trial.plan = SNEL
    trial.metingen = {
        Cel(c.pagina, c.hoe, c.gegevens, 1 if c.sessies == 1 else SNEL.sessies): m for c, m in trial.metingen.items()
    }
    assert report(trial, date(2026, 3, 1)).startswith("**Proefrun:**")


def test_the_report_of_an_import_says_what_was_reached_and_has_its_place_in_the_document():
    slow = importeren.Gemeten(
        rijen=100_000, voorbeeld=9.0, importeren=30.0, invoegen=5.0, rekentijd=5.5,
        geheugen=310.0, p50_rust=10.0, p50_tijdens=15.0,
    )  # fmt: skip
    shown = importeren.report(slow, date(2026, 3, 1))
    assert "100.000 rijen" in shown and "01-03-2026" in shown
    outcomes = [line.rsplit("|", 2)[1].strip() for line in shown.splitlines() if "hooguit" in line]
    assert outcomes == ["**niet bereikt**", "bereikt", "bereikt"]
    document = importeren.DOCUMENT.read_text(encoding="utf-8")
    assert document.index(importeren.BEGIN) < document.index(importeren.EINDE)
