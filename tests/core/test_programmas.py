"""Lists as other programs export them, with their own headings: forms, calendars and spreadsheets of every make."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.core.bestanden_maken import xlsx
from tests.core.test_gevallen import BEKEND, BEWONERS, plan_of, values
from tests.core.xlsb_maken import xlsb
from wijkkompas_core.bestanden.lezen import read_file
from wijkkompas_core.domain.uitwisseling import BELANGHEBBENDEN, Toewijzing
from wijkkompas_core.uitwisseling.bekend import Bekend
from wijkkompas_core.uitwisseling.planrij import Status
from wijkkompas_core.uitwisseling.raden import guess
from wijkkompas_core.uitwisseling.tabel import find_table

DAY, FILLED_IN = date(2025, 3, 5), datetime(2025, 3, 6, 23, 1, 2)
QUESTIONS = ("Wanneer was de bijeenkomst?", "Wat voor bijeenkomst was het?", "Waar ging het over?", "Wie waren erbij?",
             "Hoeveel mensen waren er?", "Wat leverde het op?")  # fmt: skip
ANSWERS = (DAY, "Overleg", "Bewoners;", "Wijkraad Zonnehoek;VvE Goudblad;", 12, "Goed gesprek")
FORM = {
    "Engels": ("ID", "Start time", "Completion time", "Email", "Name", "Last modified time"),
    "Nederlands": ("Id", "Begintijd", "Tijd van voltooien", "E-mail", "Naam", "Laatst gewijzigd"),
}
OUTLOOK = {
    "Nederlands": (
        '"Onderwerp","Begindatum","Begintijd","Einddatum","Eindtijd",'
        '"Gebeurtenis duurt hele dag","Herinnering aan/uit",'
        '"Organisator van vergadering","Vereiste deelnemers","Optionele deelnemers","Beschrijving","Categorieën",'
        '"Gevoeligheid","Locatie","Privé","Tijd weergeven als"\n'
        '"Overleg met Jan Jansen","5-3-2025","23:30:00","6-3-2025","0:30:00","Onwaar","Onwaar","Tess de Boer",'
        '"Jan Jansen;p.p@voorbeeld.nl","Piet Pieters","Bel Piet Pieters of p.p@voorbeeld.nl","Bewoners","Normaal",'
        '"Buurthuis","Onwaar","2"\n'
        '"Tandarts","6-3-2025","9:00:00","6-3-2025","9:30:00","Onwaar","Onwaar","","","","","","Privé","","Waar","2"\n'
    ),
    "Engels": (
        '"Subject","Start Date","Start Time","End Date","End Time","All day event",'
        '"Reminder on/off","Meeting Organizer",'
        '"Required Attendees","Optional Attendees","Categories","Description","Location","Private","Sensitivity"\n'
        '"Overleg met Jan Jansen","3/5/2025","11:30:00 PM","3/6/2025","12:30:00 AM","False","False","Tess de Boer",'
        '"Jan Jansen;p.p@voorbeeld.nl","Piet Pieters","Bewoners","Bel Piet Pieters of p.p@voorbeeld.nl","Buurthuis",'
        '"False","Normal"\n'
        '"Other","3/25/2025","9:00:00 AM","3/25/2025","9:30:00 AM","False","False","","","","","","","False","Normal"\n'
        '"Tandarts","3/6/2025","9:00:00 AM","3/6/2025","9:30:00 AM","False","False","",""'
        ',"","","","","True","Private"\n'
    ),
}
LIST = (
    ("Wijk", "Datum", "Vorm", "Aspecten", "Wie", "Aantal"),
    ("Zonnehoek", DAY, "Overleg", "Bewoners", "VvE Goudblad", 12),
)


@pytest.mark.parametrize("taal", FORM)
def test_the_answers_of_a_microsoft_form_are_read_and_not_who_gave_them_or_when(taal: str) -> None:
    row = (7, FILLED_IN, FILLED_IN, "t.deboer@voorbeeld.nl", "Tess de Boer", None, *ANSWERS)
    plan = plan_of(xlsx(rows=[row], head=[*FORM[taal], *QUESTIONS]))
    (rij,) = plan.rijen
    assert rij.status is Status.NIEUW and not plan.onbekend and not plan.opvallend
    assert rij.waarden["datum"] == DAY and rij.waarden["aspecten"] == (BEWONERS,)
    assert rij.waarden["aantal_deelnemers"] == 12 and rij.waarden["opbrengst"] == "Goed gesprek"
    assert rij.waarden["belanghebbenden"] == ("vve goudblad", "wijkraad zonnehoek")


@pytest.mark.parametrize("taal", FORM)
def test_who_filled_in_a_form_is_no_party_also_when_a_question_has_the_same_heading(taal: str) -> None:
    row = (7, FILLED_IN, FILLED_IN, "t.deboer@voorbeeld.nl", "Tess de Boer", None, "Buurtclub", "Wijkraad")
    tabel = find_table(read_file(xlsx(rows=[row], head=[*FORM[taal], FORM[taal][4], "Soort"])).bladen[0])
    base = Bekend(BELANGHEBBENDEN, BEKEND.today, BEKEND.wijken, BEKEND.keuzes, BEKEND.korte)
    found: Toewijzing = guess(tabel, base)
    assert "kenmerk" not in found.kolommen
    assert tabel.column(found.kolommen.get("naam", "")) != ["Tess de Boer"]


def test_the_answers_of_a_google_form_are_read_with_a_comma_between_them() -> None:
    plan = plan_of(
        '"Tijdstempel","E-mailadres","Datum van het contact","Soort contact","Onderwerpen"'
        ',"Met wie?","Aantal aanwezigen"\n'
        '"2025/03/06 11:02:33 p.m. CET","t@x.nl","2025-03-05","Overleg","Bewoners"'
        ',"Wijkraad Zonnehoek, VvE Goudblad","9"\n'
    )
    assert values(plan, "datum") == [DAY] and values(plan, "aantal_deelnemers") == [9] and not plan.onbekend
    assert values(plan, "belanghebbenden") == [("vve goudblad", "wijkraad zonnehoek")]


@pytest.mark.parametrize("taal", OUTLOOK)
def test_a_calendar_of_outlook_is_read_as_an_ics_without_people_and_without_what_is_private(taal: str) -> None:
    found = read_file(OUTLOOK[taal].encode("cp1252"))
    assert not any(word in repr(found) for word in ("Jansen", "Pieters", "p.p@", "Tess", "Tandarts"))
    plan = plan_of(OUTLOOK[taal].encode("cp1252"), vast={"wijk": "zonnehoek", "vorm": "overleg", "aspecten": BEWONERS})
    assert values(plan, "datum")[0] == DAY and values(plan, "opbrengst")[0] == "Overleg met (naam)"
    assert values(plan, "belanghebbenden")[0] == () and plan.rijen[0].nummer == 2
    told = " ".join(found.opmerkingen)
    assert "1 afspraak als privé gemerkt: overgeslagen." in told
    assert "De namen en mailadressen van 4 genodigden zijn niet overgenomen." in told


def test_a_list_with_a_subject_and_a_start_date_is_no_calendar() -> None:
    found = read_file(b"Onderwerp;Begindatum;Deelnemers\nBewoners;5-3-2025;Jan Jansen\n")
    assert found.bladen[0].rijen[0] == ["Onderwerp", "Begindatum", "Deelnemers"] and not found.opmerkingen


def numbers(book: Any) -> None:
    """As Numbers exports two tables: a title above each, and a sheet in front that lists them."""
    book.active.title = "Exportoverzicht"
    sheet = book.create_sheet("Blad 1 - Tabel 1")
    for row in (("Tabel 1",), *LIST):
        sheet.append(row)


@pytest.mark.parametrize(
    "content",
    [
        xlsb(LIST),
        (Path(__file__).parents[1] / "data" / "contacten.xls").read_bytes(),
        xlsx(numbers, [("Bladnaam", "Tabelnaam")], ["Dit document is geëxporteerd uit Numbers"]),
    ],
    ids=["xlsb", "xls", "numbers"],
)
def test_a_list_is_the_same_in_every_kind_of_spreadsheet(content: bytes) -> None:
    rij = plan_of(content).rijen[0]
    assert rij.status is Status.NIEUW and rij.waarden["datum"] == DAY and rij.waarden["aantal_deelnemers"] == 12
    assert rij.waarden["vorm"] == "overleg" and rij.waarden["aspecten"] == (BEWONERS,)
