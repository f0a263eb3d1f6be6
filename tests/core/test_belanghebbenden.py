"""The register of a wijk: recording, changing, houding, beloften, merging and splitting."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.wijken import FASE, SOCIAAL, START, add_person, add_wijk, read, record, right_input
from wijkkompas_core.domain.belanghebbenden import BelanghebbendeInvoer, HoudingInvoer, Samenvoeging
from wijkkompas_core.domain.betrokkenheid import NieuweBelanghebbende
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.domain.tijd import now, today
from wijkkompas_core.domain.toegang import Actie, Rol
from wijkkompas_core.errors import Conflict, Forbidden, InvalidInput, NotFound
from wijkkompas_core.queries import belanghebbenden as reads
from wijkkompas_core.queries import contactmomenten as contact_reads
from wijkkompas_core.queries.belanghebbende import belanghebbende
from wijkkompas_core.services import belanghebbenden as services
from wijkkompas_core.services.contactmomenten import change_contactmoment
from wijkkompas_core.storage.tables import AfspraakRow, BelanghebbendeRow, BesluitRow, ContactmomentRow


@pytest.fixture
def wijk(any_database):
    return add_wijk(any_database)


@pytest.fixture
def teamlid(any_database, wijk):
    return add_person(any_database, "tess", Rol.TEAMLID, wijk)


@pytest.fixture
def leider(any_database, wijk):
    return add_person(any_database, "piet", Rol.PROJECTLEIDER, wijk)


def invoer(wijk: int, naam: str = "VvE Zonzijde", **more: Any) -> BelanghebbendeInvoer:
    return replace(BelanghebbendeInvoer(wijk, naam, "vve"), **more)


def add(database, actor, wijk, naam="VvE Zonzijde", **more) -> int:
    with database.writing(actor, Actie.BELANGHEBBENDE_WIJZIGEN, wijk) as session:
        return services.record_belanghebbende(session, invoer(wijk, naam, **more))


def change(database, actor, wijk, key, versie, wanted) -> None:
    with database.writing(actor, Actie.BELANGHEBBENDE_WIJZIGEN, wijk) as session:
        services.change_belanghebbende(session, key, versie, wanted)


def meet(database, actor, wijk, *parties, **more) -> int:
    return record(database, actor, right_input(wijk, belanghebbenden=tuple(parties), **more))


def measure(database, actor, wijk, key, huidig="neutraal", **more) -> int:
    values = replace(HoudingInvoer(key, today() - timedelta(days=5), huidig), **more)
    with database.writing(actor, Actie.HOUDING_METEN, wijk) as session:
        return services.record_houding(session, values)


def promise(database, actor, wijk, key, niveau, was=None, fase=FASE) -> None:
    with database.writing(actor, Actie.BELOFTE_WIJZIGEN, wijk) as session:
        services.set_belofte(session, key, fase, niveau, was=was)


def versie(database, key) -> int:
    with database.reading() as session:
        return session.get_one(BelanghebbendeRow, key).versie


def merge(database, actor, wijk, key, into) -> None:
    with database.writing(actor, Actie.BELANGHEBBENDE_SAMENVOEGEN, wijk) as session:
        services.merge_belanghebbende(session, key, versie(database, key), into)


def split(database, actor, wijk, key) -> None:
    with database.writing(actor, Actie.BELANGHEBBENDE_SAMENVOEGEN, wijk) as session:
        services.unmerge_belanghebbende(session, key, versie(database, key))


def page(database, actor, wijk, key):
    with database.reading() as session:
        return belanghebbende(session, actor, wijk, key)


def listed(database, actor, wijk) -> dict[str, Any]:
    with database.reading() as session:
        frame = reads.register(session, actor, wijk)
    return {row["naam"]: row for row in frame.to_dict("records")}


def test_what_is_recorded_is_read_back_as_it_was(any_database, wijk, teamlid):
    facts = {
        "aspecten": (SOCIAAL,), "belang": "hoog", "invloed": "laag", "aan_tafel": False,
        "contactpersoon": teamlid.gebruiker, "notitie": "Komt alleen 's avonds.",
    }  # fmt: skip
    key = add(any_database, teamlid, wijk, **facts)
    found = page(any_database, teamlid, wijk, key).gegevens
    assert found.as_invoer() == invoer(wijk, **facts)
    assert found.contactpersoon == (teamlid.gebruiker, "Tess")
    row = listed(any_database, teamlid, wijk)["VvE Zonzijde"]
    assert (row["aan_tafel"], row["contactpersoon"], row["aantal"]) == (False, "Tess", 0)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"naam": " . "}, "naam"),
        ({"naam": "a" * 201}, "naam"),
        ({"naam": "vve  BESTAAT"}, "naam"),
        ({"type": "onbekend"}, "type"),
        ({"aspecten": ("onbekend",)}, "aspecten"),
        ({"belang": "reusachtig"}, "belang"),
        ({"invloed": "reusachtig"}, "invloed"),
        ({"contactpersoon": 9999}, "contactpersoon"),
        ({"notitie": "a" * 100_001}, "notitie"),
    ],
)
def test_wrong_input_gets_a_sentence_at_its_field_and_saves_nothing(database, changes, field):
    wijk = add_wijk(database)
    actor = add_person(database, "tess", Rol.TEAMLID, wijk)
    add(database, actor, wijk, "VvE Bestaat")
    with pytest.raises(InvalidInput) as error:
        add(database, actor, wijk, **changes)
    assert list(error.value.fields) == [field] and error.value.fields[field].endswith(".")
    assert list(listed(database, actor, wijk)) == ["VvE Bestaat"]


def test_a_colleague_without_a_role_in_the_wijk_cannot_be_the_contact_person(any_database, wijk, teamlid):
    stranger = add_person(any_database, "stan", Rol.TEAMLID, add_wijk(any_database, "elders"))
    with pytest.raises(InvalidInput, match="geen rol"):
        add(any_database, teamlid, wijk, contactpersoon=stranger.gebruiker)
    with any_database.reading() as session:
        assert list(reads.teamleden(session, teamlid, wijk).values()) == ["Tess"]


def test_whoever_saves_second_gets_a_conflict_with_the_saved_version(any_database, wijk, teamlid):
    key = add(any_database, teamlid, wijk)
    change(any_database, teamlid, wijk, key, 1, invoer(wijk, belang="hoog"))
    with pytest.raises(Conflict) as error:
        change(any_database, teamlid, wijk, key, 1, invoer(wijk, belang="laag"))
    assert error.value.current.belang == "hoog"


def test_a_lezer_sees_everything_and_can_change_nothing(any_database, wijk, teamlid):
    key = add(any_database, teamlid, wijk)
    meting = measure(any_database, teamlid, wijk, key)
    lezer = add_person(any_database, "lex", Rol.LEZER, wijk)
    assert page(any_database, lezer, wijk, key).metingen
    for attempt in (
        lambda: add(any_database, lezer, wijk, "Nieuw"),
        lambda: change(any_database, lezer, wijk, key, 1, invoer(wijk)),
        lambda: measure(any_database, lezer, wijk, key),
        lambda: promise(any_database, lezer, wijk, key, "adviseren"),
        lambda: _delete_meting(any_database, lezer, meting),
        lambda: merge(any_database, lezer, wijk, key, key),
    ):
        with pytest.raises(Forbidden):
            attempt()


def _delete_meting(database, actor, key, versie=1):
    with database.writing(actor, Actie.HOUDING_METEN) as session:
        services.delete_houding(session, key, versie)


def test_a_teamlid_cannot_merge_and_a_projectleider_of_another_wijk_sees_nothing(any_database, wijk, teamlid):
    one, two = add(any_database, teamlid, wijk, "Een"), add(any_database, teamlid, wijk, "Twee")
    with pytest.raises(Forbidden):
        merge(any_database, teamlid, wijk, one, two)
    other = add_wijk(any_database, "elders")
    stranger = add_person(any_database, "stan", Rol.PROJECTLEIDER, other)
    with pytest.raises(NotFound):
        merge(any_database, stranger, other, one, two)
    with pytest.raises(NotFound):
        change(any_database, stranger, other, one, 1, invoer(other))
    with pytest.raises(NotFound):
        promise(any_database, stranger, other, one, "adviseren")
    with pytest.raises(NotFound):
        page(any_database, stranger, other, one)
    with pytest.raises(Forbidden):
        page(any_database, stranger, wijk, one)


def test_the_latest_houding_counts_and_a_deleted_one_comes_back(any_database, wijk, teamlid):
    key = add(any_database, teamlid, wijk)
    measure(any_database, teamlid, wijk, key, "weerstand", gewenst="neutraal", datum=today() - timedelta(days=90))
    last = measure(any_database, teamlid, wijk, key, "neutraal", gewenst="ondersteunend")

    def now_and_desired():
        row = listed(any_database, teamlid, wijk)["VvE Zonzijde"]
        return row["huidig"], row["gewenst"]

    assert now_and_desired() == ("neutraal", "ondersteunend")
    _delete_meting(any_database, teamlid, last)
    assert now_and_desired() == ("weerstand", "neutraal")
    with any_database.writing(teamlid, Actie.HOUDING_METEN, wijk) as session:
        services.restore_houding(session, last, 2)
    assert now_and_desired() == ("neutraal", "ondersteunend")
    assert [m.huidig for m in page(any_database, teamlid, wijk, key).metingen] == ["neutraal", "weerstand"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"datum": None}, "datum"),
        ({"datum": today() + timedelta(days=1)}, "datum"),
        ({"datum": START - timedelta(days=1)}, "datum"),
        ({"huidig": ""}, "huidig"),
        ({"gewenst": "blij"}, "gewenst"),
    ],
)
def test_a_wrong_houding_gets_a_sentence_at_its_field(database, changes, field):
    wijk = add_wijk(database)
    actor = add_person(database, "tess", Rol.TEAMLID, wijk)
    key = add(database, actor, wijk)
    with pytest.raises(InvalidInput) as error:
        measure(database, actor, wijk, key, **changes)
    assert list(error.value.fields) == [field]


def test_a_promise_is_made_changed_and_taken_back(any_database, wijk, teamlid):
    key = add(any_database, teamlid, wijk)
    for niveau, was in (("adviseren", None), ("raadplegen", "adviseren")):
        promise(any_database, teamlid, wijk, key, niveau, was)
        assert page(any_database, teamlid, wijk, key).beloften == {FASE: niveau}
    with pytest.raises(Conflict):
        promise(any_database, teamlid, wijk, key, "informeren", was="adviseren")
    with pytest.raises(InvalidInput):
        promise(any_database, teamlid, wijk, key, "bevelen", was="raadplegen")
    promise(any_database, teamlid, wijk, key, None, was="raadplegen")
    assert page(any_database, teamlid, wijk, key).beloften == {}


def test_levels_reached_count_only_of_living_contactmomenten_of_the_last_180_days(any_database, wijk, teamlid):
    key = add(any_database, teamlid, wijk)
    for days, niveau in ((3, "raadplegen"), (179, "adviseren"), (180, "meebeslissen"), (4, None)):
        datum = today() - timedelta(days=days)
        meet(any_database, teamlid, wijk, key, datum=datum, participatieniveau=niveau)
    with any_database.reading() as session:
        frame = reads.gehaalde_niveaus(session, teamlid, wijk, today())
    assert frame.values.tolist() == [[key, "adviseren", 1], [key, "raadplegen", 1]]


def test_a_contactmoment_with_both_duplicates_counts_once_and_has_the_name_once(any_database, wijk, leider):
    one, two = add(any_database, leider, wijk, "Woonstichting Noord"), add(any_database, leider, wijk, "Woonst. Noord")
    both, second = meet(any_database, leider, wijk, one, two), meet(any_database, leider, wijk, two)
    merge(any_database, leider, wijk, two, one)
    found = listed(any_database, leider, wijk)
    assert list(found) == ["Woonstichting Noord"] and found["Woonstichting Noord"]["aantal"] == 2
    assert found["Woonstichting Noord"]["ook"] == ("Woonst. Noord",)
    for key in (both, second):
        assert read(any_database, leider, key).belanghebbenden == ((one, "Woonstichting Noord"),)
    with any_database.reading() as session:
        people = contact_reads.betrokkenen(session, leider, wijk, Kompas((), (), (), {}))
        assert people[["naam", "aantal"]].values.tolist() == [["Woonstichting Noord", 2]]
        assert reads.deelnames(session, leider, wijk)["aantal"].tolist() == [2]


def test_the_name_or_the_page_of_a_duplicate_finds_the_main_one(any_database, wijk, leider):
    one, two = add(any_database, leider, wijk, "Woonstichting Noord"), add(any_database, leider, wijk, "Woonst. Noord")
    merge(any_database, leider, wijk, two, one)
    typed = NieuweBelanghebbende("woonst noord", "woningcorporatie")
    key = record(any_database, leider, right_input(wijk, nieuwe_belanghebbenden=(typed,)))
    assert read(any_database, leider, key).belanghebbenden == ((one, "Woonstichting Noord"),)
    beeld = page(any_database, leider, wijk, two)
    assert (beeld.gegevens.id, beeld.gevraagd, beeld.totaal) == (one, "Woonst. Noord", 1)


def test_saving_a_contactmoment_in_between_keeps_the_link_to_the_duplicate(any_database, wijk, leider):
    one, two = add(any_database, leider, wijk, "Een"), add(any_database, leider, wijk, "Twee")
    key = meet(any_database, leider, wijk, two)
    merge(any_database, leider, wijk, two, one)
    as_read = read(any_database, leider, key)
    with any_database.writing(leider, Actie.CONTACTMOMENT_WIJZIGEN, wijk) as session:
        change_contactmoment(session, key, 1, replace(as_read.as_invoer(), opbrengst="Aangevuld"))
    split(any_database, leider, wijk, two)
    assert read(any_database, leider, key).belanghebbenden == ((two, "Twee"),)


def test_houding_promises_afspraken_and_besluiten_of_a_duplicate_are_on_the_page_of_the_main_one(
    any_database, wijk, leider
):
    one, two = add(any_database, leider, wijk, "Een"), add(any_database, leider, wijk, "Twee")
    measure(any_database, leider, wijk, two, "leidend")
    promise(any_database, leider, wijk, two, "adviseren")
    contact = meet(any_database, leider, wijk, two)
    moment = {"ingevoerd_op": now(), "gewijzigd_op": now()}
    with any_database.writing(leider, Actie.BESLUIT_VASTLEGGEN, wijk) as session:
        session.add(AfspraakRow(wijk_id=wijk, wat="Bellen", belanghebbende_id=two, status="open", **moment))
        session.add(AfspraakRow(wijk_id=wijk, wat="Klaar", belanghebbende_id=two, status="klaar", **moment))
        led_to = session.get_one(ContactmomentRow, contact)
        session.add(
            BesluitRow(wijk_id=wijk, datum=today(), fase=FASE, wat="Warmtenet", door="College", grond="",
                       contactmomenten=[led_to], **moment)
        )  # fmt: skip
    merge(any_database, leider, wijk, two, one)
    beeld = page(any_database, leider, wijk, one)
    assert [(m.huidig, m.naam) for m in beeld.metingen] == [("leidend", "Twee")]
    assert beeld.beloften == {FASE: "adviseren"}
    assert [a.wat for a in beeld.afspraken] == ["Bellen"]
    assert [b.wat for b in beeld.besluiten] == ["Warmtenet"]
    promise(any_database, leider, wijk, one, "raadplegen", was="adviseren")
    assert page(any_database, leider, wijk, one).beloften == {FASE: "raadplegen"}
    split(any_database, leider, wijk, two)
    assert page(any_database, leider, wijk, two).beloften == {FASE: "adviseren"}


def test_merging_into_oneself_a_circle_or_another_wijk_is_refused(any_database, wijk, leider):
    one, two, three = (add(any_database, leider, wijk, naam) for naam in ("Een", "Twee", "Drie"))
    merge(any_database, leider, wijk, one, two)
    merge(any_database, leider, wijk, two, three)
    boss = add_person(any_database, "pia", Rol.PROGRAMMAMANAGER, None)
    elsewhere = add(any_database, boss, add_wijk(any_database, "elders"))
    for key, into in ((three, three), (three, two), (three, one), (three, elsewhere), (three, 9999)):
        with pytest.raises(InvalidInput) as error:
            merge(any_database, boss, wijk, key, into)
        assert list(error.value.fields) == ["met"]
    with pytest.raises(Conflict, match="samengevoegd"):
        merge(any_database, leider, wijk, one, three)
    with pytest.raises(Conflict, match="samengevoegd"):
        change(any_database, leider, wijk, one, versie(any_database, one), invoer(wijk, "Een"))
    with pytest.raises(Conflict):
        split(any_database, leider, wijk, three)


PARTIES = 5


@pytest.fixture
def filled(any_database):
    """A wijk with five belanghebbenden that share contactmomenten, houdingen and promises."""
    wijk = add_wijk(any_database)
    leider = add_person(any_database, "piet", Rol.PROJECTLEIDER, wijk)
    keys = [add(any_database, leider, wijk, f"Groep {'ABCDE'[i]}") for i in range(PARTIES)]
    for number, who in enumerate([(0,), (0, 1), (1, 2, 3), (4,), (0, 4)]):
        level = ("informeren", "adviseren", None)[number % 3]
        meet(any_database, leider, wijk, *(keys[i] for i in who), participatieniveau=level)
    for i in (0, 1, 3):
        measure(any_database, leider, wijk, keys[i], ("neutraal", "weerstand", "", "leidend")[i])
        promise(any_database, leider, wijk, keys[i], ("adviseren", "raadplegen", "", "meebeslissen")[i])
    return any_database, wijk, leider, keys


def everything(database, wijk, leider, keys):
    """All that can be read about these belanghebbenden, without the versions, which count every change."""
    pages = [page(database, leider, wijk, key) for key in keys]
    with database.reading() as session:
        contacts, _ = contact_reads.latest(session, leider, wijk, Kompas((), (), (), {}), places=range(99))
        return (
            reads.belanghebbenden(session, leider, wijk),
            reads.register(session, leider, wijk).drop(columns="versie").to_dict("records"),
            reads.beloften(session, leider, wijk).values.tolist(),
            reads.gehaalde_niveaus(session, leider, wijk, today()).values.tolist(),
            contact_reads.betrokkenen(session, leider, wijk, Kompas((), (), (), {})).values.tolist(),
            contacts,
            [replace(p, gegevens=replace(p.gegevens, versie=0)) for p in pages],
        )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    merges=st.lists(st.tuples(st.integers(0, PARTIES - 1), st.integers(0, PARTIES - 1)), max_size=6),
    order=st.permutations(range(PARTIES)),
)
def test_any_merges_followed_by_splits_in_any_order_give_back_exactly_what_was_read_before(filled, merges, order):
    database, wijk, leider, keys = filled
    before = repr(everything(*filled))
    merged = []
    try:
        for one, other in merges:
            try:
                merge(database, leider, wijk, keys[one], keys[other])
            except (InvalidInput, Conflict):
                continue
            merged.append(one)
            with database.reading() as session:
                contacts = sum(row["aantal"] for row in reads.register(session, leider, wijk).to_dict("records"))
                assert len(reads.belanghebbenden(session, leider, wijk)) == PARTIES - len(merged)
            assert 5 <= contacts <= 9  # no contactmoment is lost, none counts twice for one
    finally:  # the next example has the same database
        for one in sorted(merged, key=order.index):
            split(database, leider, wijk, keys[one])
    assert repr(everything(*filled)) == before


def merge_many(database, actor, *samen):
    with database.writing(actor, Actie.BELANGHEBBENDE_SAMENVOEGEN) as session:
        return services.merge_belanghebbenden(session, samen)


def test_many_duplicates_are_merged_at_once_and_split_at_once(any_database, wijk, leider):
    keys = [add(any_database, leider, wijk, naam) for naam in ("Een", "Een bv", "Eenn", "Twee", "Twee nv", "Los")]
    done = merge_many(
        any_database,
        leider,
        Samenvoeging(keys[0], ((keys[1], 1), (keys[2], 1))),
        Samenvoeging(keys[4], ((keys[3], 1),)),
    )
    assert [key for key, _ in done] == [keys[1], keys[2], keys[3]]
    assert {naam: row["ook"] for naam, row in listed(any_database, leider, wijk).items()} == {
        "Een": ("Een bv", "Eenn"), "Twee nv": ("Twee",), "Los": (),
    }  # fmt: skip
    with any_database.writing(leider, Actie.BELANGHEBBENDE_SAMENVOEGEN) as session:
        services.unmerge_belanghebbenden(session, done)
    assert len(listed(any_database, leider, wijk)) == 6


def test_of_many_duplicates_none_is_merged_when_one_was_changed_meanwhile(any_database, wijk, leider, teamlid):
    one, two, three, four = (add(any_database, leider, wijk, naam) for naam in ("Een", "Een bv", "Twee", "Twee nv"))
    change(any_database, leider, wijk, four, 1, invoer(wijk, "Twee en een half"))
    samen = (Samenvoeging(one, ((two, 1),)), Samenvoeging(three, ((four, 1),)))
    with pytest.raises(Conflict, match="Twee en een half is intussen"):
        merge_many(any_database, leider, *samen)
    with pytest.raises(Forbidden):
        merge_many(any_database, teamlid, samen[0])
    assert len(listed(any_database, leider, wijk)) == 4
