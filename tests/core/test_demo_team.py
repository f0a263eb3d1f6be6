"""What the teams of the demo keep: enough of everything, uneven, and never outside the life of the wijk."""

from collections import Counter
from datetime import timedelta

from sqlalchemy import func, select

from wijkkompas_core.domain.tijd import as_date, today
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.tables import (
    AfspraakRow,
    BelanghebbendeRow,
    BelofteRow,
    BesluitRow,
    CijferRow,
    ContactmomentRow,
    DeelprojectRow,
    FaseplanningRow,
    GebruikerRow,
    HoudingsmetingRow,
    OordeelRow,
    SchaalwaardeRow,
    WijkfaseRow,
    WijkRow,
    contactmoment_belanghebbende,
)


def test_what_the_teams_keep_lies_within_the_life_of_the_wijk_and_is_uneven(demo_database: Database) -> None:
    with demo_database.reading() as session:
        starts = {w.id: w.start for w in session.scalars(select(WijkRow))}
        dated = [(r.wijk_id, r.datum) for row in (HoudingsmetingRow, BesluitRow) for r in session.scalars(select(row))]
        dated += [(r.wijk_id, r.peildatum) for row in (OordeelRow, CijferRow) for r in session.scalars(select(row))]
        afspraken = session.scalars(select(AfspraakRow)).all()
    assert all(starts[wijk] <= day < today() for wijk, day in dated)
    assert all(as_date(a.ingevoerd_op) < today() and a.ingevoerd_op <= a.gewijzigd_op for a in afspraken)
    per_wijk = Counter(a.wijk_id for a in afspraken)
    assert set(per_wijk) == set(starts) and max(per_wijk.values()) > 4 * min(per_wijk.values())


def test_not_every_belanghebbende_can_be_plotted_and_some_are_not_at_the_table(demo_database: Database) -> None:
    with demo_database.reading() as session:
        parties = session.scalars(select(BelanghebbendeRow)).all()
        measured = set(session.scalars(select(HoudingsmetingRow.belanghebbende_id)))
    assert len([p for p in parties if p.belang is None and p.invloed is None]) >= 5
    assert 5 <= len([p for p in parties if not p.aan_tafel]) <= 20
    assert {p.id for p in parties} - measured and len(measured) >= 60
    assert any(p.contactpersoon_id for p in parties) and any(p.aspecten for p in parties)


def test_a_belanghebbende_that_was_entered_twice_has_contactmomenten_under_both_names(demo_database: Database) -> None:
    with demo_database.reading() as session:
        parties = {(p.wijk_id, p.naam): p for p in session.scalars(select(BelanghebbendeRow))}
        link = contactmoment_belanghebbende.c.belanghebbende_id
        met = {row[0]: row[1] for row in session.execute(select(link, func.count()).group_by(link))}
        lindenhof = session.scalars(select(WijkRow.id).where(WijkRow.slug == "lindenhof")).one()
    twice = parties[lindenhof, "Woonst. De Zonnewijzer"]
    once = parties[lindenhof, "Woonstichting De Zonnewijzer"]
    assert 0 < met[twice.id] < met[once.id]
    assert twice.hoofd_id is None
    merged = [p for p in parties.values() if p.samengevoegd_met]
    assert [(p.naam, p.hoofd_id == p.samengevoegd_met) for p in merged] == [("VvE De Sluiswachter", True)]


def test_some_promises_were_kept_and_some_were_not(demo_database: Database) -> None:
    with demo_database.reading() as session:
        scale = select(SchaalwaardeRow).where(SchaalwaardeRow.schaal == "participatieniveau")
        order = {value.slug: value.volgorde for value in session.scalars(scale)}
        link = contactmoment_belanghebbende.c
        reached: dict[int, int] = {}
        for party, niveau in session.execute(
            select(link.belanghebbende_id, ContactmomentRow.participatieniveau)
            .join(ContactmomentRow, ContactmomentRow.id == link.contactmoment_id)
            .where(ContactmomentRow.datum > today() - timedelta(days=180), ContactmomentRow.verwijderd_op.is_(None))
        ):
            reached[party] = max(reached.get(party, 0), order.get(niveau or "", 0))
        open_now = {
            (s.wijk_id, s.fase) for s in session.scalars(select(WijkfaseRow).where(WijkfaseRow.afgesloten_op.is_(None)))
        }
        gaps = [
            order[b.niveau] - reached.get(b.belanghebbende_id, 0)
            for b in session.scalars(select(BelofteRow))
            if (b.wijk_id, b.fase) in open_now
        ]
    assert len([gap for gap in gaps if gap > 0]) >= 8
    assert len([gap for gap in gaps if gap <= 0]) >= 8


def test_there_are_afspraken_of_every_kind_also_for_the_demo_accounts(demo_database: Database) -> None:
    with demo_database.reading() as session:
        rows = session.scalars(select(AfspraakRow)).all()
        names = {g.id: g.gebruikersnaam for g in session.scalars(select(GebruikerRow))}
        contacts = {c.id: c for c in session.scalars(select(ContactmomentRow))}
    assert {a.status for a in rows} == {"open", "klaar", "vervallen"}
    assert all((a.afgerond_op is None) == (a.status == "open") for a in rows)
    assert all(a.eigenaar_id or a.belanghebbende_id for a in rows)
    mine = [a for a in rows if a.status == "open" and a.deadline]
    for name in ("teamlid", "projectleider"):
        late = {a.deadline < today() for a in mine if a.deadline and names.get(a.eigenaar_id or 0) == name}
        assert late == {True, False}, name
    born = [a for a in rows if a.contactmoment_id]
    assert len(born) >= 20
    for a in born:
        contact = contacts[a.contactmoment_id or 0]
        assert (contact.wijk_id, contact.ingevoerd_op) == (a.wijk_id, a.ingevoerd_op)


def test_besluiten_are_linked_to_contactmomenten_of_before(demo_database: Database) -> None:
    with demo_database.reading() as session:
        rows = session.scalars(select(BesluitRow)).all()
        linked = [(b.wijk_id, b.datum, c.wijk_id, c.datum) for b in rows for c in b.contactmomenten]
        assert any(not b.contactmomenten for b in rows) and any(not b.grond for b in rows)
    assert len(linked) >= 60
    assert all(home == wijk and day <= decided for wijk, decided, home, day in linked)


def test_deelprojecten_go_their_own_way_and_not_as_planned(demo_database: Database) -> None:
    with demo_database.reading() as session:
        parts = session.scalars(select(DeelprojectRow)).all()
        spells = session.scalars(select(WijkfaseRow)).all()
        plans = session.scalars(select(FaseplanningRow)).all()
        figures = session.scalars(select(CijferRow)).all()
        judged = {(o.wijk_id, o.deelproject_id) for o in session.scalars(select(OordeelRow))}
    assert len({p.wijk_id for p in parts}) == 2 and {p.actief for p in parts} == {True, False}
    assert {p.id for p in parts} == {s.deelproject_id for s in spells if s.deelproject_id}
    begun = {(s.wijk_id, s.deelproject_id, s.fase): s.begonnen_op for s in reversed(spells)}
    late = [p for p in plans if begun.get((p.wijk_id, p.deelproject_id, p.fase), p.gepland_van) > p.gepland_van]
    assert len(late) >= 8
    assert any(p.gepland_van > today() for p in plans)
    assert any(c.deelproject_id for c in figures) and any(part for _, part in judged)
    assert {c.soort for c in figures} == {"woningen-aardgasvrij", "deelname"}
    assert all(c.noemer is not None and 0 <= c.teller <= c.noemer for c in figures)


def test_each_oordeel_is_a_sentence_of_its_own(demo_database: Database) -> None:
    with demo_database.reading() as session:
        rows = session.scalars(select(OordeelRow)).all()
    assert {o.onderwerp for o in rows} == {"inhoud", "financien", "planning", "risicos"}
    assert {o.kleur for o in rows} == {"groen", "oranje", "rood"}
    assert len({o.zin for o in rows}) > 0.9 * len(rows)
    assert all(o.zin.endswith(".") for o in rows)
