"""Who changed what when, and putting an older version back; on SQLite and PostgreSQL."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from tests.core.wijken import FASE, SOCIAAL, TECHNIEK, add_person, add_wijk, read, record, right_input, set_role
from wijkkompas_core.domain.afspraken import AfspraakInvoer
from wijkkompas_core.domain.belanghebbenden import HoudingInvoer
from wijkkompas_core.domain.besluiten import BesluitInvoer
from wijkkompas_core.domain.betrokkenheid import NieuweBelanghebbende
from wijkkompas_core.domain.geschiedenis import standen
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Actie, Rol
from wijkkompas_core.domain.voortgang import MijlpaalInvoer
from wijkkompas_core.errors import Conflict, Forbidden, InvalidInput, NotFound
from wijkkompas_core.queries.geschiedenis import geschiedenis
from wijkkompas_core.queries.logboek import item
from wijkkompas_core.queries.methode import methode
from wijkkompas_core.services.afspraken import change_afspraak, record_afspraak, set_status
from wijkkompas_core.services.belanghebbenden import delete_houding, record_houding
from wijkkompas_core.services.besluiten import change_besluit, record_besluit
from wijkkompas_core.services.contactmomenten import change_contactmoment, delete_contactmoment
from wijkkompas_core.services.fasen import add_mijlpaal, change_mijlpaal, change_periode
from wijkkompas_core.services.versies import restore_version
from wijkkompas_core.services.voortgang import mark_nvt, set_knooppuntstatus
from wijkkompas_core.storage.logboek import snapshot
from wijkkompas_core.storage.tables import AfspraakRow, BelanghebbendeRow, ContactmomentRow, LogboekRow, WijkfaseRow

BOOKKEEPING = ("versie", "gewijzigd_op")


@pytest.fixture
def wijk(any_database):
    return add_wijk(any_database)


@pytest.fixture
def leider(any_database, wijk):
    return add_person(any_database, "piet", Rol.PROJECTLEIDER, wijk)


def do(database, actor, wijk, actie, use_case):
    with database.writing(actor, actie, wijk) as session:
        return use_case(session)


def change(database, actor, key, **changes):
    before = read(database, actor, key)
    invoer = replace(before.as_invoer(), **changes)
    actie = Actie.CONTACTMOMENT_WIJZIGEN
    do(database, actor, before.wijk, actie, lambda s: change_contactmoment(s, key, before.versie, invoer))


def history(database, actor, wijk, naam):
    with database.reading() as session:
        return geschiedenis(session, actor, wijk, methode(session), naam)


def put_back(database, actor, wijk, naam, regel, versie=None):
    with database.reading() as session:
        versie = item(session, actor, wijk, methode(session), naam).versie if versie is None else versie
    return do(database, actor, wijk, Actie.VERSIE_TERUGZETTEN, lambda s: restore_version(s, wijk, naam, versie, regel))


def seen(database, key):
    with database.reading() as session:
        stand = snapshot(session.get_one(ContactmomentRow, key))
    return {name: value for name, value in stand.items() if name not in BOOKKEEPING}


def test_the_history_says_who_changed_what_when_in_words(any_database, wijk, leider):
    key = record(any_database, leider, right_input(wijk, opbrengst="Eerst"))
    anna = add_person(any_database, "anna", Rol.TEAMLID, wijk)
    day = today() - timedelta(days=9)
    change(any_database, anna, key, opbrengst="Toen", aspecten=(SOCIAAL, TECHNIEK), datum=day)
    last, first = history(any_database, leider, wijk, f"contactmoment-{key}")
    assert (last.door, last.actie, first.door) == ("Anna", "contactmoment wijzigen", "Piet")
    assert last.tijdstip > first.tijdstip
    assert last.verschillen == (
        ("Datum", f"{today() - timedelta(days=3):%d-%m-%Y}", f"{day:%d-%m-%Y}"),
        (
            "Waar ging het over",
            "Bewoners doen mee",
            "Bewoners doen mee, Er is voor alle gebouwen passend renovatieaanbod",
        ),
        ("Wat leverde het op", "Eerst", "Toen"),
    )
    assert ("Vorm", "", "Bewonersavond") in first.verschillen
    assert last.herstelbaar and not first.herstelbaar


CHANGES = st.lists(
    st.one_of(
        st.fixed_dictionaries({"opbrengst": st.sampled_from(["a", "b", "=1+1", "שלום 🏘️", ""])}),
        st.fixed_dictionaries({"aspecten": st.sampled_from([(SOCIAAL,), (TECHNIEK,), (SOCIAAL, TECHNIEK)])}),
        st.fixed_dictionaries({"aantal_deelnemers": st.sampled_from([None, 0, 12])}),
        st.fixed_dictionaries({"links": st.sampled_from([(), ("https://voorbeeld.nl",)])}),
        st.fixed_dictionaries({"belanghebbenden": st.sampled_from([(), "een", "twee"])}),
        st.fixed_dictionaries({"datum": st.integers(0, 20).map(lambda back: today() - timedelta(days=back))}),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=CHANGES, pick=st.integers(0, 7))
def test_read_backwards_the_history_gives_every_earlier_state_and_each_can_be_put_back(any_database, changes, pick):
    name = f"wijk-{id(changes)}-{len(changes)}"
    with any_database.reading() as session:
        name += f"-{session.scalar(select(func.max(LogboekRow.id)))}"
    wijk = add_wijk(any_database, name)
    leider = add_person(any_database, name, Rol.PROJECTLEIDER, wijk)
    names = tuple(NieuweBelanghebbende(naam, "vve") for naam in ("Een", "Twee"))
    key = record(any_database, leider, right_input(wijk, nieuwe_belanghebbenden=names))
    with any_database.reading() as session:
        ids = session.scalars(select(BelanghebbendeRow.id).where(BelanghebbendeRow.wijk_id == wijk)).all()
    states = [seen(any_database, key)]
    for wanted in changes:
        if "belanghebbenden" in wanted:
            wanted = {"belanghebbenden": {"een": (ids[0],), "twee": (ids[1],)}.get(wanted["belanghebbenden"], ())}
        change(any_database, leider, key, **wanted)
        if seen(any_database, key) != states[-1]:
            states.append(seen(any_database, key))
    with any_database.reading() as session:
        lines = session.scalars(
            select(LogboekRow)
            .where(LogboekRow.object == "contactmoment", LogboekRow.object_id == str(key))
            .order_by(LogboekRow.id.desc())
        ).all()
        nu = snapshot(session.get_one(ContactmomentRow, key))
    before = list(standen(nu, [(line.id, line.oud, line.nieuw) for line in lines]).values())
    shown = [s and {name: value for name, value in s.items() if name not in BOOKKEEPING} for s in before]
    # A change to what it was already still moves the version, and so leaves a line of its own.
    backwards = [states[-1], *shown]
    distinct = [s for place, s in enumerate(backwards) if place == 0 or s != backwards[place - 1]]
    assert distinct == [*states[::-1], None]

    older = [one for one in history(any_database, leider, wijk, f"contactmoment-{key}") if one.herstelbaar]
    if older:
        chosen = older[pick % len(older)].regel
        then = dict(zip([line.id for line in lines], shown, strict=True))[chosen]
        put_back(any_database, leider, wijk, f"contactmoment-{key}", chosen)
        assert seen(any_database, key) == then


def test_putting_back_is_one_change_that_can_itself_be_put_back(any_database, wijk, leider):
    key = record(any_database, leider, right_input(wijk, opbrengst="Eerst"))
    change(any_database, leider, key, opbrengst="Toen")
    naam = f"contactmoment-{key}"
    versie = put_back(any_database, leider, wijk, naam, history(any_database, leider, wijk, naam)[0].regel)
    lines = history(any_database, leider, wijk, naam)
    assert (len(lines), versie, lines[0].actie) == (3, 3, "versie terugzetten")
    assert read(any_database, leider, key).opbrengst == "Eerst"
    put_back(any_database, leider, wijk, naam, lines[0].regel)
    assert read(any_database, leider, key).opbrengst == "Toen"


def test_what_was_deleted_comes_back_by_putting_back_the_version_before_it(any_database, wijk, leider):
    key = record(any_database, leider, right_input(wijk, opbrengst="Huur"))
    do(any_database, leider, wijk, Actie.CONTACTMOMENT_VERWIJDEREN, lambda s: delete_contactmoment(s, key, 1))
    naam = f"contactmoment-{key}"
    line = history(any_database, leider, wijk, naam)[0]
    assert line.verschillen == (("Verwijderd", "nee", "ja"),) and line.herstelbaar
    put_back(any_database, leider, wijk, naam, line.regel)
    assert not read(any_database, leider, key).verwijderd
    assert not any(one.herstelbaar for one in history(any_database, leider, wijk, naam))


def test_every_soort_can_be_put_back(any_database, wijk, leider):
    day = today() - timedelta(days=4)
    record(any_database, leider, right_input(wijk, nieuwe_belanghebbenden=(NieuweBelanghebbende("De Brug", "vve"),)))
    with any_database.reading() as session:
        party = session.scalars(select(BelanghebbendeRow.id)).one()
        spell = session.scalars(select(WijkfaseRow)).one()
        point = next(iter(methode(session).knooppunten.values()))[0].slug
    besluit = BesluitInvoer(wijk, day, FASE, "Ja", "Raad", "Goed")
    afspraak = AfspraakInvoer(wijk, "Bellen", leider.gebruiker)
    mijlpaal = MijlpaalInvoer(wijk, None, FASE, "Keuze", None, day, "go", "")

    def run(actie, use_case):
        return do(any_database, leider, wijk, actie, use_case)

    besluit_id = run(Actie.BESLUIT_VASTLEGGEN, lambda s: record_besluit(s, besluit))
    run(Actie.BESLUIT_WIJZIGEN, lambda s: change_besluit(s, besluit_id, 1, replace(besluit, wat="Nee")))
    afspraak_id = run(Actie.AFSPRAAK_VASTLEGGEN, lambda s: record_afspraak(s, afspraak))
    run(Actie.AFSPRAAK_WIJZIGEN, lambda s: change_afspraak(s, afspraak_id, 1, replace(afspraak, wat="Mailen")))
    run(Actie.AFSPRAAK_WIJZIGEN, lambda s: set_status(s, afspraak_id, 2, "klaar"))
    houding_id = run(Actie.HOUDING_METEN, lambda s: record_houding(s, HoudingInvoer(party, day, "weerstand")))
    run(Actie.HOUDING_METEN, lambda s: delete_houding(s, houding_id, 1))
    mijlpaal_id = run(Actie.MIJLPAAL_WIJZIGEN, lambda s: add_mijlpaal(s, mijlpaal))
    run(
        Actie.MIJLPAAL_WIJZIGEN,
        lambda s: change_mijlpaal(s, mijlpaal_id, 1, replace(mijlpaal, uitkomst="no-go", toelichting="Te duur")),
    )
    run(Actie.FASE_WIJZIGEN, lambda s: change_periode(s, spell.id, 1, spell.begonnen_op, today()))
    run(Actie.KNOOPPUNT_WIJZIGEN, lambda s: set_knooppuntstatus(s, wijk, point, 0, "gestart", "", day))
    run(Actie.KNOOPPUNT_WIJZIGEN, lambda s: set_knooppuntstatus(s, wijk, point, 1, "afgerond", "", today()))
    run(Actie.NVT_WIJZIGEN, lambda s: mark_nvt(s, wijk, FASE, SOCIAAL, 0, "Geen woningen"))
    run(Actie.NVT_WIJZIGEN, lambda s: mark_nvt(s, wijk, FASE, SOCIAAL, 1, "Anders"))
    expected = {
        f"besluit-{besluit_id}": "Ja",
        f"afspraak-{afspraak_id}": "Mailen",
        f"houding-{houding_id}": "De Brug: weerstand",
        f"mijlpaal-{mijlpaal_id}": "Keuze: go",
        f"fase-{spell.id}": "Fase begonnen: 2. Karakteriseren van het gebied",
        f"nvt-{wijk}/{FASE}/{SOCIAAL}": "Niet van toepassing: Bewoners doen mee",
    }
    for naam, titel in expected.items():
        line = history(any_database, leider, wijk, naam)[0]
        assert line.herstelbaar, naam
        put_back(any_database, leider, wijk, naam, line.regel)
        with any_database.reading() as session:
            found = item(session, leider, wijk, methode(session), naam)
        assert (found.titel, found.verwijderd) == (titel, False)
    naam = f"knooppunt-{wijk}/{point}"
    put_back(any_database, leider, wijk, naam, history(any_database, leider, wijk, naam)[0].regel)
    with any_database.reading() as session:
        assert item(session, leider, wijk, methode(session), naam).titel.endswith(": gestart")
        assert session.get_one(AfspraakRow, afspraak_id).afgerond_op is None
        assert session.get_one(WijkfaseRow, spell.id).afgesloten_op is None


def test_who_was_not_looking_at_the_last_version_puts_nothing_back(any_database, wijk, leider):
    key = record(any_database, leider, right_input(wijk, opbrengst="Eerst"))
    change(any_database, leider, key, opbrengst="Toen")
    naam = f"contactmoment-{key}"
    line = history(any_database, leider, wijk, naam)[0]
    with pytest.raises(Conflict):
        put_back(any_database, leider, wijk, naam, line.regel, versie=1)
    with pytest.raises(NotFound):
        put_back(any_database, leider, wijk, naam, line.regel + 1000)
    assert read(any_database, leider, key).opbrengst == "Toen"


def test_old_values_that_are_not_allowed_any_more_are_refused_in_words(any_database, wijk, leider):
    gone = add_person(any_database, "gerda", Rol.TEAMLID, wijk)
    afspraak = do(
        any_database, leider, wijk, Actie.AFSPRAAK_VASTLEGGEN,
        lambda s: record_afspraak(s, AfspraakInvoer(wijk, "Bellen", gone.gebruiker)),
    )  # fmt: skip
    changed = AfspraakInvoer(wijk, "Bellen", leider.gebruiker)
    do(any_database, leider, wijk, Actie.AFSPRAAK_WIJZIGEN, lambda s: change_afspraak(s, afspraak, 1, changed))
    set_role(any_database, gone, None)
    naam = f"afspraak-{afspraak}"
    with pytest.raises(InvalidInput) as refused:
        put_back(any_database, leider, wijk, naam, history(any_database, leider, wijk, naam)[0].regel)
    assert set(refused.value.fields) == {"eigenaar"}


@pytest.mark.parametrize(("rol", "soort"), [(Rol.LEZER, "contactmoment"), (Rol.TEAMLID, "nvt"), (Rol.LEZER, "nvt")])
def test_who_may_not_change_something_sees_no_history_of_it_and_may_not_put_it_back(
    any_database, wijk, leider, rol, soort
):
    key = record(any_database, leider, right_input(wijk, opbrengst="Eerst"))
    change(any_database, leider, key, opbrengst="Toen")
    where = (wijk, FASE, SOCIAAL)
    for reason in ((0, "Een"), (1, "Twee")):
        do(any_database, leider, wijk, Actie.NVT_WIJZIGEN, lambda s, reason=reason: mark_nvt(s, *where, *reason))
    naam = {"contactmoment": f"contactmoment-{key}", "nvt": f"nvt-{wijk}/{FASE}/{SOCIAAL}"}[soort]
    line = history(any_database, leider, wijk, naam)[0]
    other = add_person(any_database, "lena", rol, wijk)
    assert history(any_database, other, wijk, naam) == ()
    with pytest.raises(Forbidden):
        put_back(any_database, other, wijk, naam, line.regel)
    stranger = add_person(any_database, "vera", Rol.PROJECTLEIDER, add_wijk(any_database, "elders"))
    with pytest.raises(Forbidden):
        history(any_database, stranger, wijk, naam)
