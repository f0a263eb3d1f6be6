"""What was made unreadable is nowhere any more, stays so after a restore, and leaves who did it, when and why."""

from dataclasses import asdict
from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy import inspect, select, text

from tests.core.wijken import add_person, add_wijk, read, record, right_input
from wijkkompas_core.domain.tijd import at, now, today
from wijkkompas_core.domain.toegang import Actie, Rol, system_actor
from wijkkompas_core.domain.vrije_tekst import VRIJE_TEKST
from wijkkompas_core.errors import Forbidden, InvalidInput, NotFound
from wijkkompas_core.services import onleesbaar
from wijkkompas_core.services.concepten import save_concept
from wijkkompas_core.services.contactmomenten import change_contactmoment
from wijkkompas_core.storage.tables import Base, ConceptRow, ContactmomentRow, LogboekRow, TellingRow

SYSTEM = system_actor("test")
BSN, OTHER, KEY = "burger 123456782 kwam langs", "de burger kwam langs", "een sleutel"


@pytest.fixture
def any_wijk(any_database):
    """A contactmoment with a number that should not be there: typed yesterday, corrected since, and in a draft."""
    wijk = add_wijk(any_database)
    leader = add_person(any_database, "leider", Rol.PROJECTLEIDER, wijk)
    member = add_person(any_database, "lid", Rol.TEAMLID, wijk)
    with at(now() - timedelta(days=2)):
        key = record(any_database, member, right_input(wijk, datum=today() - timedelta(days=3), opbrengst=BSN))
    with any_database.writing(member, Actie.CONCEPT_BEWAREN) as session:
        save_concept(session, "contactmoment/1", {"opbrengst": f"nog eens: {BSN}"})
        save_concept(session, "contactmoment/2", {"opbrengst": "iets anders"})
    with any_database.writing(SYSTEM, Actie.TELLING_BEWAREN) as session:
        session.add(TellingRow(wijk_id=wijk, inhoud=b"x"))
    return wijk, leader, member, key


def everywhere(database) -> str:
    """All that stands in any table, as text."""
    found = []
    with database.engine.connect() as connection:
        for name in inspect(database.engine).get_table_names():
            found += [str(tuple(row)) for row in connection.execute(text(f'SELECT * FROM "{name}"'))]
    return "\n".join(found)


def blank(database, actor, wijk, key, veld="opbrengst", reden="er stond een burgerservicenummer"):
    with database.writing(actor, Actie.ONLEESBAAR_MAKEN, wijk) as session:
        return onleesbaar.maak_onleesbaar(session, wijk, "contactmoment", str(key), veld, reden, KEY)


def test_what_was_made_unreadable_is_nowhere_any_more(any_database, any_wijk):
    wijk, leader, member, key = any_wijk
    was = read(any_database, member, key)
    with any_database.writing(member, Actie.CONTACTMOMENT_WIJZIGEN, wijk) as session:
        change_contactmoment(session, key, was.versie, right_input(wijk, datum=was.datum, opbrengst=f"{BSN} weer"))
    assert "123456782" in everywhere(any_database)
    assert blank(any_database, leader, wijk, key) is True
    assert "123456782" not in everywhere(any_database)
    assert read(any_database, member, key).opbrengst == onleesbaar.MARK
    for day in (today(), today() - timedelta(days=1)):
        with any_database.as_known(wijk, day).reading(logboek=True) as session:
            assert [m.opbrengst for m in session.scalars(select(ContactmomentRow))] == [onleesbaar.MARK]
    with any_database.reading() as session:
        assert session.scalars(select(ConceptRow.formulier)).all() == ["contactmoment/2"]
        assert session.scalars(select(TellingRow)).all() == []


def test_of_the_deed_stays_who_when_why_and_a_hash_that_is_no_use_without_the_key(any_database, any_wijk):
    wijk, leader, _, key = any_wijk
    blank(any_database, leader, wijk, key)
    with any_database.writing(SYSTEM, Actie.ONLEESBAAR_MAKEN) as session:
        (deed,) = onleesbaar.daden(session)
        line = session.scalars(select(LogboekRow.actor_id).where(LogboekRow.object == onleesbaar.DEED)).one()
    assert (deed.tabel, deed.sleutel, deed.veld, deed.door) == (
        "contactmoment",
        str(key),
        "opbrengst",
        leader.gebruiker,
    )
    assert deed.reden == "er stond een burgerservicenummer" and line == leader.gebruiker
    assert len(deed.hash) == 64 and deed.hash not in (sha256(t.encode()).hexdigest() for t in (BSN, f'"{BSN}"'))


def test_the_logboek_is_guarded_again_afterwards(any_database, any_wijk):
    wijk, leader, _, key = any_wijk
    blank(any_database, leader, wijk, key)
    with pytest.raises(Exception, match="het logboek verandert niet"), any_database.engine.begin() as connection:
        connection.execute(text("UPDATE logboek SET actie = 'x'"))


def test_what_comes_back_with_a_backup_is_blanked_again_and_what_was_typed_later_stays(any_database, any_wijk):
    wijk, leader, member, key = any_wijk
    blank(any_database, leader, wijk, key)
    with any_database.writing(SYSTEM, Actie.ONLEESBAAR_MAKEN) as session:
        kept = str([asdict(one) for one in onleesbaar.daden(session)]).replace("'", '"').replace("None", "null")
    with any_database.engine.begin() as connection:  # as a backup of before would bring it back
        connection.execute(text("UPDATE contactmoment SET opbrengst = :was"), {"was": BSN})
    with any_database.writing(SYSTEM, Actie.ONLEESBAAR_MAKEN) as session:
        assert onleesbaar.opnieuw(session, onleesbaar.read_daden(kept)) == 1
    assert "123456782" not in everywhere(any_database)
    was = read(any_database, member, key)
    with at(now() + timedelta(hours=1)):
        with any_database.writing(member, Actie.CONTACTMOMENT_WIJZIGEN, wijk) as session:
            change_contactmoment(session, key, was.versie, right_input(wijk, datum=was.datum, opbrengst=OTHER))
        with any_database.writing(SYSTEM, Actie.ONLEESBAAR_MAKEN) as session:
            onleesbaar.opnieuw(session)
    assert read(any_database, member, key).opbrengst == OTHER


def test_only_who_leads_the_wijk_does_it_and_only_to_a_text_of_that_wijk(any_database, any_wijk):
    wijk, leader, member, key = any_wijk
    other = add_wijk(any_database, "elders")
    with pytest.raises(Forbidden):
        blank(any_database, member, wijk, key)
    with pytest.raises(Forbidden):
        blank(any_database, leader, other, key)
    for veld, reden in (("datum", "x"), ("opbrengst", " "), ("opbrengst", "x" * 501), ("versie", "x")):
        with pytest.raises(InvalidInput):
            blank(any_database, leader, wijk, key, veld, reden)
    with pytest.raises(NotFound):
        blank(any_database, leader, wijk, key + 1)
    boss = add_person(any_database, "baas", Rol.BEHEERDER, None)
    with pytest.raises(NotFound):
        blank(any_database, boss, other, key)


def test_every_field_of_free_text_exists():
    tables = Base.metadata.tables
    assert [(t, v) for t, fields in VRIJE_TEKST.items() for v in fields if v not in tables[t].columns] == []
