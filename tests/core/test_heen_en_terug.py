"""What is exported comes back as exactly the same records, also when wijken, parties or colleagues share a name."""

import csv
import io
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from tests.core.test_gevallen import BEKEND, BEWONERS, FIRST, NET, THIRD, plan_of, wijk
from tests.core.wijken import SYSTEM
from wijkkompas_core.bestanden.cellen import as_text
from wijkkompas_core.bestanden.schrijven import Formaat, write
from wijkkompas_core.bestanden.werkboek import Soort, Werkboek
from wijkkompas_core.domain.betrokkenheid import match_name
from wijkkompas_core.domain.tijd import now
from wijkkompas_core.domain.uitwisseling import AFSPRAKEN, CONTACTMOMENTEN, LIJSTEN, VELDEN, Waardesoort
from wijkkompas_core.queries.exportlijsten import lijst_blad
from wijkkompas_core.queries.methode import methode
from wijkkompas_core.services.importeren.order import Opdracht, preview, propose
from wijkkompas_core.storage.database import Database
from wijkkompas_core.uitwisseling.bekend import Bekend, BekendeRij, BekendeWijk
from wijkkompas_core.uitwisseling.planrij import Plan, Status
from wijkkompas_core.uitwisseling.verwoord import Verwoord

LIKE = {Waardesoort.DATUM: Soort.DATUM, Waardesoort.GETAL: Soort.GEHEEL, Waardesoort.JA_NEE: Soort.JA_NEE}
WIJKNAMEN = ("Kern", "KERN", "De Struyten", "kern-2", "Noord & Zuid", "Leeg", "WK990001", "Kern (kern-2)")
PARTIJEN = ("Wijkraad", "VvE De Hof; deel 2", "Jansen, De Vries en Co", "Bewoners / huurders", "Kern")
MENSEN = ("Tess de Wit", "tess de wit", "Jan", "Jan Smit")
SLUGS = ("kern", "kern-2", "de-struyten", "noord")
DAY = date(2024, 2, 1)


def file_of(bekend: Bekend, rows: list[BekendeRij], *, with_kenmerk: bool) -> str:
    """The export of these records as a CSV file."""
    words, fields = Verwoord(bekend, {}), [v for v in VELDEN[bekend.lijst] if with_kenmerk or v.naam != "kenmerk"]
    out = io.StringIO()
    lines = csv.writer(out, delimiter=";")
    lines.writerow([one.titel for one in fields])
    for rij in rows:
        cells = [(words(one, rij), LIKE.get(one.soort, Soort.LIJST)) for one in fields]
        lines.writerow([as_text(value, soort, iso=False) for value, soort in cells])
    return out.getvalue()


def back(bekend: Bekend, rows: list[BekendeRij], *, with_kenmerk: bool) -> Plan:
    """What comes of the export, where all these records are."""
    there = replace(bekend, rijen=tuple(rows))
    return plan_of(file_of(there, rows, with_kenmerk=with_kenmerk), there)


@st.composite
def gemeenten(draw: Any, lijst: str) -> tuple[Bekend, list[BekendeRij]]:
    """Wijken, parties and colleagues that are often called the same, and records of them."""
    wijken: dict[int, BekendeWijk] = {}
    for number, slug in enumerate(SLUGS[: draw(st.integers(1, 4))], start=1):
        names = draw(st.sets(st.sampled_from(PARTIJEN), min_size=1))
        people = draw(st.lists(st.sampled_from(MENSEN), min_size=1, max_size=3))
        eerder = draw(st.lists(st.sampled_from(MENSEN), max_size=1))
        plain = wijk(number, slug, draw(st.sampled_from(WIJKNAMEN)), f"WK99000{number}" * draw(st.booleans()))
        wijken[number] = BekendeWijk(
            number, slug, plain.naam, plain.start, plain.code, plain.fasen,
            {10 * number + n: naam for n, naam in enumerate(people)},
            {match_name(naam): (n, naam) for n, naam in enumerate(sorted(names))},
            dict.fromkeys([10 * number + 9], eerder[0]) if eerder else {},
        )  # fmt: skip
    rows: list[BekendeRij] = []
    for key in range(1, draw(st.integers(1, 6)) + 1):
        place = wijken[draw(st.sampled_from(sorted(wijken)))]
        waarden = draw(moments(place) if lijst == CONTACTMOMENTEN else afspraken(place))
        rows.append(BekendeRij(key, 1, f"{lijst[0]}{key}-{key:08x}", place.id, waarden))
    return replace(BEKEND, lijst=lijst, wijken=wijken), rows


@st.composite
def moments(draw: Any, place: BekendeWijk) -> dict[str, Any]:
    partijen = draw(st.sets(st.sampled_from(sorted(place.partijen))))
    return {
        "datum": DAY + timedelta(days=draw(st.integers(0, 3))),
        "fase": draw(st.sampled_from((FIRST, THIRD))),
        "vorm": draw(st.sampled_from(("overleg", "werkgroep"))),
        "aspecten": tuple(sorted(draw(st.sets(st.sampled_from((BEWONERS, NET)), min_size=1)))),
        "participatieniveau": draw(st.sampled_from((None, "informeren"))),
        "belanghebbenden": tuple(sorted(partijen)),
        "aantal_deelnemers": draw(st.sampled_from((None, 0, 1250))),
        "opbrengst": draw(st.sampled_from(("", "Een zin.", 'Twee\nregels; met "tekens"'))),
        "links": (),
    }


@st.composite
def afspraken(draw: Any, place: BekendeWijk) -> dict[str, Any]:
    return {
        "wat": f"Afspraak {draw(st.integers(1, 3))}",
        "eigenaar": draw(st.sampled_from(sorted({**place.leden, **place.eerder}))),
        "belanghebbende": draw(st.sampled_from((None, *sorted(place.partijen)))),
        "deadline": draw(st.sampled_from((None, DAY))),
        "status": "open",
        "afgerond_op": None,
        "contactmoment": (),
    }


def same_and_nothing_new(found: tuple[Bekend, list[BekendeRij]], *, with_kenmerk: bool) -> None:
    bekend, rows = found
    plan = back(bekend, rows, with_kenmerk=with_kenmerk)
    told = [(rij.status, rij.fouten, rij.verschillen) for rij in plan.rijen]
    assert [rij.status for rij in plan.rijen] == [Status.GELIJK] * len(rows), told
    assert sorted(rij.bestaand.id for rij in plan.rijen if rij.bestaand) == [rij.id for rij in rows]
    assert plan.onbekend == () and not plan.nieuwe_partijen
    assert with_kenmerk is False or [rij.wijk for rij in plan.rijen] == [rij.wijk for rij in rows]


@given(gemeenten(CONTACTMOMENTEN), st.booleans())
@settings(max_examples=60, deadline=None)
def test_contactmomenten_come_back_the_same_and_nothing_new(found: Any, with_kenmerk: bool) -> None:
    same_and_nothing_new(found, with_kenmerk=with_kenmerk)


@given(gemeenten(AFSPRAKEN))
@settings(max_examples=60, deadline=None)
def test_afspraken_come_back_with_the_same_colleague(found: Any) -> None:
    same_and_nothing_new(found, with_kenmerk=True)


@pytest.mark.parametrize(
    ("naam", "slug", "written"), [("Zonnehoek", "zonnehoek", "Zonnehoek"), ("Kern", "x", "Kern (x)")]
)
def test_a_code_or_slug_stands_behind_a_name_only_where_it_is_needed(naam: str, slug: str, written: str) -> None:
    bekend = replace(BEKEND, wijken={1: wijk(1, slug, naam), 2: wijk(2, "kern", "Kern", "WK990001")})
    assert bekend.geschreven(bekend.wijken[1]) == written
    assert bekend.geschreven(bekend.wijken[2]) == ("Kern (WK990001)" if naam == "Kern" else "Kern")


def test_a_name_that_two_colleagues_have_is_asked_and_never_chosen() -> None:
    place = BekendeWijk(1, "zonnehoek", "Zonnehoek", DAY, "", (), {7: "Jan", 8: "Jan"}, {"wijkraad": (1, "Wijkraad")})
    bekend = replace(BEKEND, lijst=AFSPRAKEN, wijken={1: place})
    listing = "Wat;Wie van het team;Belanghebbende\nBellen;Jan;Wijkraad\nSchrijven;Jan (8);Wijkraad\n"
    plan = plan_of(listing, bekend)
    assert [rij.waarden["eigenaar"] for rij in plan.rijen] == [None, 8]
    (asked,) = plan.onbekend
    assert {value for value, _ in asked.suggesties} == {"Jan (7)", "Jan (8)"}
    said = plan_of(listing, bekend, woorden={"eigenaar": {"jan": "Jan (7)"}})
    assert [rij.waarden["eigenaar"] for rij in said.rijen] == [7, 8]


def test_a_kenmerk_that_belongs_to_nothing_here_is_said() -> None:
    listing = "Kenmerk;Wijk;Datum;Vorm;Aspecten\nc5-0123abcd;Zonnehoek;01-03-2024;overleg;Bewoners\n"
    plan = plan_of(listing)
    (told,) = plan.opvallend
    assert plan.rijen[0].status is Status.NIEUW and "bij niets hoort" in told.zin and told.rijen == (2,)
    there = BekendeRij(5, 1, "c5-0123abcd", 1, dict(plan.rijen[0].waarden))
    assert plan_of(listing, replace(BEKEND, rijen=(there,))).opvallend == ()


def test_every_list_of_the_demo_comes_back_the_same_after_people_left_and_contactmomenten_were_deleted(
    demo_database: Database,
) -> None:
    with demo_database.engine.begin() as connection:
        connection.execute(
            text("UPDATE wijk SET naam = 'De Kern' WHERE id IN (SELECT id FROM wijk ORDER BY id LIMIT 3)")
        )
        connection.execute(text("UPDATE besluit SET grond = 'Zo besloten' WHERE grond = ''"))  # old ones may lack it
        connection.execute(text("UPDATE gebruiker SET actief = false WHERE gebruikersnaam = 'teamlid'"))
        for table, column in (("afspraak", "contactmoment_id"), ("besluit_contactmoment", "contactmoment_id")):
            referred = f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL"
            connection.execute(text(f"UPDATE contactmoment SET verwijderd_op = ingevoerd_op WHERE id IN ({referred})"))
    for lijst in LIJSTEN:
        with demo_database.reading() as session:
            blad = lijst_blad(session, SYSTEM, methode(session), lijst)
        one = Opdracht(write(Werkboek(lijst, (blad,), now()), Formaat.XLSX, lijst).inhoud, "terug.xlsx")
        one = replace(one, toewijzing=propose(demo_database, SYSTEM, one.table(), lijst))
        found = preview(demo_database, SYSTEM, one, one.table())
        told = [(rij.fouten, rij.verschillen) for rij in found.rijen if rij.status != "gelijk"][:3]
        assert found.aantallen == {"nieuw": 0, "gewijzigd": 0, "gelijk": len(blad.tabel), "fout": 0}, told
        assert found.onbekend == () and len(blad.tabel)
