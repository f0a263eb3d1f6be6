"""What changed since a day, in words: what came, what went, what was changed, and what was changed back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.core.test_peildatum import BEGIN, FIRST_DAY, evening, start
from tests.core.wijken import SOCIAAL, TECHNIEK, add_person, read, record, right_input
from wijkkompas_core.domain.belanghebbenden import BelanghebbendeInvoer
from wijkkompas_core.domain.tijd import at
from wijkkompas_core.domain.toegang import Actie, Rol
from wijkkompas_core.errors import Forbidden
from wijkkompas_core.queries.wijzigingen import Wat, wijzigingen
from wijkkompas_core.services.belanghebbenden import record_belanghebbende, set_belofte
from wijkkompas_core.services.contactmomenten import change_contactmoment, delete_contactmoment
from wijkkompas_core.services.voortgang import mark_nvt, unmark_nvt

LATER = FIRST_DAY + timedelta(days=3)


def since(database, actor, wijk, m, day=FIRST_DAY):
    with database.reading() as session:
        return wijzigingen(session, actor, wijk, m, day)


def change(database, actor, key, **changes):
    before = read(database, actor, key)
    with database.writing(actor, Actie.CONTACTMOMENT_WIJZIGEN, before.wijk) as session:
        change_contactmoment(session, key, before.versie, replace(before.as_invoer(), **changes))


def delete(database, actor, key):
    record = read(database, actor, key)
    with database.writing(actor, Actie.CONTACTMOMENT_VERWIJDEREN, record.wijk) as session:
        delete_contactmoment(session, key, record.versie)


def test_what_came_changed_and_went_since_a_day_is_told_in_words(any_database):
    wijk, _, actor, m = start(any_database)
    with at(evening(FIRST_DAY)):
        kept, changed, gone, back, never = (
            record(any_database, actor, right_input(wijk, datum=BEGIN, opbrengst=text)) for text in "abcde"
        )
    with at(evening(LATER)):
        change(any_database, actor, changed, aspecten=(SOCIAAL, TECHNIEK), opbrengst="b en meer")
        delete(any_database, actor, gone)
        change(any_database, actor, back, opbrengst="even anders")
        change(any_database, actor, back, opbrengst="d")
        new = record(any_database, actor, right_input(wijk, datum=BEGIN))
        short = record(any_database, actor, right_input(wijk, datum=BEGIN))
        delete(any_database, actor, short)
    found = {one.sleutel: one for one in since(any_database, actor, wijk, m)}
    assert {key: one.wat for key, one in found.items()} == {
        str(changed): Wat.GEWIJZIGD,
        str(gone): Wat.WEG,
        str(new): Wat.ERBIJ,
    }
    assert str(kept) not in found and str(never) not in found
    one = found[str(changed)]
    assert (one.soort, one.door, one.op) == ("contactmoment", "Piet", evening(LATER))
    names = (m.kompas.aspect[SOCIAAL].naam, m.kompas.aspect[TECHNIEK].naam)
    assert one.verschillen == (
        ("Waar ging het over", names[0], ", ".join(names)),
        ("Wat leverde het op", "b", "b en meer"),
    )
    assert since(any_database, actor, wijk, m, LATER) == ()


def test_what_has_left_no_row_is_still_named(any_database):
    wijk, _, actor, m = start(any_database)
    fase = m.kompas.fasen[0]
    party = BelanghebbendeInvoer(wijk=wijk, naam="Kerk <b>", type=next(iter(m.typen)))
    with at(evening(FIRST_DAY)):
        with any_database.writing(actor, Actie.BELANGHEBBENDE_WIJZIGEN, wijk) as session:
            key = record_belanghebbende(session, party)
        with any_database.writing(actor, Actie.BELOFTE_WIJZIGEN, wijk) as session:
            set_belofte(session, key, fase.slug, "adviseren", was=None)
        with any_database.writing(actor, Actie.NVT_WIJZIGEN, wijk) as session:
            mark_nvt(session, wijk, fase.slug, SOCIAAL, 0, "Later")
    with at(evening(LATER)):
        with any_database.writing(actor, Actie.BELOFTE_WIJZIGEN, wijk) as session:
            set_belofte(session, key, fase.slug, None, was="adviseren")
        with any_database.writing(actor, Actie.NVT_WIJZIGEN, wijk) as session:
            unmark_nvt(session, wijk, fase.slug, SOCIAAL, 1)
    found = {one.soort: (one.wat, one.naam) for one in since(any_database, actor, wijk, m)}
    assert found == {
        "belofte": (Wat.WEG, f"Kerk <b>, {fase.naam}"),
        "nvt": (Wat.WEG, f"{m.kompas.aspect[SOCIAAL].naam}, {fase.naam}"),
    }


def test_changes_are_for_who_may_see_the_wijk_and_of_that_wijk_only(database):
    wijk, other, actor, m = start(database)
    lezer = add_person(database, "lea", Rol.LEZER, wijk)
    with at(evening(LATER)):
        record(database, actor, right_input(other, datum=BEGIN))
    assert since(database, lezer, wijk, m) == ()
    with pytest.raises(Forbidden):
        since(database, lezer, other, m)
    assert len(since(database, actor, other, m)) == 1


def test_looking_back_the_changes_end_at_the_peildatum(database):
    wijk, _, actor, m = start(database)
    for days in (1, 3, 5):
        with at(evening(FIRST_DAY + timedelta(days=days))):
            record(database, actor, right_input(wijk, datum=BEGIN))
    with database.as_known(wijk, FIRST_DAY + timedelta(days=3)).reading(logboek=True) as session:
        assert len(wijzigingen(session, actor, wijk, m, FIRST_DAY)) == 2
    assert len(since(database, actor, wijk, m)) == 3
