"""A line of the programme, against a second calculation in plain Python over the records themselves."""

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from math import isnan

import pandas as pd
import pytest
from sqlalchemy import select, text

from tests.core.wijken import FASE, SOCIAAL, TECHNIEK, add_person, add_wijk, record, right_input
from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.analysis.balans import balans, balans_van_sommen, per_aspect, per_aspect_van_sommen
from wijkkompas_core.domain.tijd import months_back, today
from wijkkompas_core.domain.toegang import Rol, system_actor
from wijkkompas_core.errors import Forbidden
from wijkkompas_core.queries.contactmomenten import aanrakingen
from wijkkompas_core.queries.methode import methode
from wijkkompas_core.queries.programma import wijkregels
from wijkkompas_core.queries.programmabalans import maandsommen
from wijkkompas_core.queries.wijken import wijken
from wijkkompas_core.storage.tables import (
    AfspraakRow,
    ContactmomentRow,
    NvtVakRow,
    OordeelRow,
    WijkfaseRow,
)

SYSTEM = system_actor("test")
KAPPA = 2


def lines(database, peildatum):
    with database.reading() as session:
        method = methode(session)
        return wijkregels(session, SYSTEM, wijken(session, SYSTEM), method, peildatum, STANDAARD), method.kompas


def raw(database):
    """All living contactmomenten as plain values."""
    with database.reading() as session:
        rows = session.scalars(select(ContactmomentRow).where(ContactmomentRow.verwijderd_op.is_(None)))
        return [
            (row.wijk_id, row.datum, row.fase, tuple(a.aspect for a in row.aspecten), row.ingevoerd_op) for row in rows
        ]


@pytest.fixture
def found(demo_database):
    return lines(demo_database, today())


def test_the_counts_per_month_and_aspect_are_those_of_the_records(demo_database, found):
    regels, kompas = found
    records = [r for r in raw(demo_database) if months_back(today(), 12) <= r[1] <= today()]
    assert len(regels) == 9
    for regel in regels:
        own = [r for r in records if r[0] == regel.wijk.id]
        months = Counter(date(r[1].year, r[1].month, 1) for r in own)
        assert dict(zip(regel.maanden, regel.aantallen, strict=True)) == {m: months[m] for m in regel.maanden}
        assert sum(regel.aantallen) == len(own) == regel.balans.n == regel.betrouwbaarheid.n
        for aspect in kompas.aspecten:
            about = Counter(date(r[1].year, r[1].month, 1) for r in own if aspect.slug in r[3])
            assert regel.per_aspect[aspect.slug] == tuple(about[m] for m in regel.maanden)


def test_the_balance_is_that_of_the_weights_and_the_last_contact_is_the_last(demo_database, found):
    regels, kompas = found
    spoor_of = {a.slug: a.spoor for a in kompas.aspecten}
    first, second = (s.slug for s in kompas.sporen)
    everything = raw(demo_database)
    for regel in regels:
        weights = Counter()
        for wijk, datum, _, aspecten, _ in everything:
            if wijk == regel.wijk.id and months_back(today(), 12) <= datum <= today():
                for aspect in aspecten:
                    weights[spoor_of[aspect]] += Fraction(1, len(aspecten))
        a, b = weights[first], weights[second]
        assert regel.balans.waarde == pytest.approx(float((a - b) / (a + b + 2 * KAPPA)))
        own = [(r[1], r[3]) for r in everything if r[0] == regel.wijk.id]
        assert regel.laatste == max(day for day, _ in own)
        assert regel.laatste_per_aspect == {
            slug: max(day for day, about in own if slug in about) for slug in {s for _, about in own for s in about}
        }


def test_coverage_afspraken_oordelen_and_fasen_are_those_of_the_records(demo_database, found):
    regels, kompas = found
    everything = raw(demo_database)
    with demo_database.reading() as session:
        spells = session.scalars(select(WijkfaseRow).where(WijkfaseRow.deelproject_id.is_(None))).all()
        nvt = session.scalars(select(NvtVakRow)).all()
        afspraken = session.scalars(select(AfspraakRow).where(AfspraakRow.verwijderd_op.is_(None))).all()
        oordelen = session.scalars(select(OordeelRow).where(OordeelRow.deelproject_id.is_(None))).all()
    for regel in regels:
        key = regel.wijk.id
        begun = {s.fase for s in spells if s.wijk_id == key and s.begonnen_op <= today()}
        left_out = {(n.fase, n.aspect) for n in nvt if n.wijk_id == key and n.reden.strip()}
        required = {(f, a.slug) for f in begun for a in kompas.aspecten} - left_out
        touched = {(r[2], a) for r in everything if r[0] == key for a in r[3]}
        assert (regel.dekking.vereist, regel.dekking.gedekt) == (len(required), len(required & touched))
        late = [a for a in afspraken if a.wijk_id == key and a.status == "open" and a.deadline and a.deadline < today()]
        assert regel.te_laat == len(late)
        latest = {}
        for one in sorted((o for o in oordelen if o.wijk_id == key), key=lambda o: (o.peildatum, o.id)):
            if one.peildatum <= today():
                latest[one.onderwerp] = one.kleur
        assert {k: o.kleur for k, o in regel.oordelen.items()} == latest
        assert set(regel.fasen) == {
            s.fase
            for s in spells
            if s.wijk_id == key and s.begonnen_op <= today() and not (s.afgesloten_op and s.afgesloten_op <= today())
        }


def test_the_line_of_a_wijk_is_the_same_alone_as_among_all_the_others(demo_database, found):
    regels, _ = found
    with demo_database.reading() as session:
        method = methode(session)
        alone = [wijkregels(session, SYSTEM, [regel.wijk], method, today(), STANDAARD)[0] for regel in regels]
        backwards = wijkregels(session, SYSTEM, [r.wijk for r in reversed(regels)], method, today(), STANDAARD)
    assert list(map(repr, alone)) == list(map(repr, regels)) == list(map(repr, reversed(backwards)))


def test_no_wijken_have_no_lines(database):
    with database.reading() as session:
        assert wijkregels(session, SYSTEM, [], methode(session), today(), STANDAARD) == ()


def test_what_the_database_adds_up_is_what_the_records_add_up_to(demo_database):
    with demo_database.reading() as session:
        kompas = methode(session).kompas
        for wijk, per in product(wijken(session, SYSTEM), ("maand", "kwartaal")):
            window = {"van": months_back(today(), 17), "tot": today() - timedelta(days=4)}
            sums = maandsommen(session, SYSTEM, [wijk.id], kompas, **window)
            touched = aanrakingen(session, SYSTEM, wijk.id)
            added, counted = (
                balans_van_sommen(sums, kompas, **window, per=per),
                balans(touched, kompas, **window, per=per),
            )
            pd.testing.assert_frame_equal(added, counted)
            pd.testing.assert_frame_equal(
                per_aspect_van_sommen(sums, kompas, **window, per=per), per_aspect(touched, kompas, **window, per=per)
            )


def test_a_wijk_without_anything_has_a_line_without_figures(any_database):
    wijk = add_wijk(any_database)
    (regel,), _ = lines(any_database, today())
    assert regel.wijk.id == wijk and regel.laatste is None and isnan(regel.balans.waarde)
    assert regel.balans.n == 0 and set(regel.aantallen) == {0} and not regel.oordelen and not regel.trekkers


def test_who_is_on_it_is_the_projectleider_or_else_the_team(any_database):
    wijk = add_wijk(any_database)
    teamlid = add_person(any_database, "tess", Rol.TEAMLID, wijk)
    add_person(any_database, "lex", Rol.LEZER, wijk)
    assert lines(any_database, today())[0][0].trekkers == ("Tess",)
    add_person(any_database, "piet", Rol.PROJECTLEIDER, wijk)
    assert lines(any_database, today())[0][0].trekkers == ("Piet",)
    record(any_database, teamlid, right_input(wijk, fase=FASE, aspecten=(SOCIAAL, TECHNIEK)))
    regel = lines(any_database, today())[0][0]
    assert regel.laatste == today() - timedelta(days=3) and sum(regel.aantallen) == 1
    assert sum(regel.per_aspect[SOCIAAL]) == sum(regel.per_aspect[TECHNIEK]) == 1


def test_nobody_gets_the_line_of_a_wijk_that_is_not_theirs(any_database):
    here, there = add_wijk(any_database), add_wijk(any_database, "elders")
    stranger = add_person(any_database, "vera", Rol.PROJECTLEIDER, there)
    with any_database.reading() as session:
        method = methode(session)
        (wijk,) = [w for w in wijken(session, SYSTEM) if w.id == here]
        with pytest.raises(Forbidden):
            wijkregels(session, stranger, [wijk], method, today(), STANDAARD)


def test_the_reasons_of_the_triage_hold_nothing_that_people_typed(demo_database):
    typed = {"mijlpaal": "naam", "afspraak": "wat", "belanghebbende": "naam", "oordeel": "zin", "nvt_vak": "reden"}
    with demo_database.engine.begin() as connection:
        for table, column in typed.items():
            connection.execute(text(f"UPDATE {table} SET {column} = 'Kanarie ' || {column}"))
    regels, _ = lines(demo_database, today())
    assert any("Kanarie" in signaal.zin for regel in regels for signaal in regel.signalen)
    assert sum(len(regel.triage.redenen) for regel in regels) > 9
    assert not [regel.triage.waarom for regel in regels if "Kanarie" in regel.triage.waarom]
